package user

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/phone"
)

// Bounds of what is given at creation.
const (
	maxLegalNames = 10
	maxLegalName  = 200 // characters
	maxSuppID     = 128 // bytes
)

// A CreateRequest asks for a user, with all that is known of it. Phone is what
// identifies it: a tenant has one user for a phone number, unless its numbers are
// shared (see [IdentityPolicy]).
type CreateRequest struct {
	Key        string           `json:"-"`               // idempotency key
	Phone      string           `json:"phone_number"`    // as people write it
	Region     bonafide.Country `json:"region,omitzero"` // where numbers without "+" belong
	LegalNames []string         `json:"legal_names,omitzero"`
	FirstName  string           `json:"first_name,omitzero"` // of a person: with LastName one more legal name, the first of them unless it is there
	LastName   string           `json:"last_name,omitzero"`  // at least one legal name is needed, either way
	IsBusiness bool             `json:"is_business,omitzero"`
	CIPTag     int              `json:"cip_tag,omitzero"` // default 1
	Logins     []Login          `json:"logins,omitzero"`
	PublicNote string           `json:"public_note,omitzero"` // at most 250 characters
	IP         string           `json:"ip,omitzero"`          // the user's address, as the host sees it

	// ExtraSecurity false, by platforms alone, lets unknown devices in without a code; nil means true.
	ExtraSecurity *bool `json:"extra_security,omitzero"`

	// Contacts are further phone numbers and e-mail addresses that codes may go to.
	Contacts []string `json:"phone_numbers,omitzero"`

	// Claim says that the number has come to this person newly: a user is made in any
	// case, and has the number once a code was answered and nobody else has it. See
	// [Service.ReleaseNumber]. It means nothing where numbers are shared.
	Claim bool `json:"claim,omitzero"`

	SuppID   string            `json:"supp_id,omitzero"`  // the platform's own id of the user
	Metadata map[string]string `json:"metadata,omitzero"` // the platform's own texts: at most 50, keys of 40 and values of 500 characters
	Platform string            `json:"platform,omitzero"` // of a user that creates itself: where it signs up

	// Fingerprint is that of the user's device, 1 to 512 bytes. Where
	// [IdentityPolicy.TrustFirstDevice] says so the device is confirmed; else it is
	// ignored.
	Fingerprint bonafide.Secret `json:"fingerprint"`

	// Documents are handed in as by [Service.SubmitDocuments].
	Documents []document.Submission `json:"documents,omitzero"`
}

// check returns the user that the request means, without ids, keys, links and
// documents, whoever asks.
func (r CreateRequest) check(programs *program.Book) (User, error) {
	var faults bonafide.Faults
	u := User{IsBusiness: r.IsBusiness, CIPTag: r.CIPTag}
	var err error
	if u.Phone, u.PhoneGrade, err = phone.Parse(r.Phone, r.Region); err != nil {
		faults.Merge("phone_number", err)
	}
	u = r.names(u, &faults)
	for i, given := range r.Contacts {
		c, err := parseContact(given, r.Region)
		faults.Merge(fmt.Sprintf("phone_numbers[%d]", i), err)
		if err == nil && c.Phone != u.Phone && !slices.ContainsFunc(u.Contacts, c.same) {
			u.Contacts = append(u.Contacts, c)
		}
	}
	if len(r.Contacts) >= maxContacts {
		faults.Add("phone_numbers", bonafide.CodeTooMany)
	}
	for i, l := range r.Logins {
		login, err := l.check()
		faults.Merge(fmt.Sprintf("logins[%d].", i), err)
		u.Logins = append(u.Logins, login)
	}
	if len(r.Logins) > maxLogins {
		faults.Add("logins", bonafide.CodeTooMany)
	}
	if r.IP != "" {
		var err error
		u.IPs, err = seen(nil, r.IP)
		faults.Merge("ip", err)
	}
	note, fault := text.Intake{Max: maxPublicNote, Lines: true}.Read(r.PublicNote)
	if fault != "" {
		faults.Add("public_note", bonafide.Code(fault))
	}
	u.PublicNote = note
	if u.CIPTag == 0 {
		u.CIPTag = 1
	}
	switch {
	case u.CIPTag < 0:
		faults.Add("cip_tag", bonafide.CodeOutOfRange)
	case !offers(programs, u.CIPTag):
		faults.Add("cip_tag", bonafide.CodeUnknown)
	}
	if len(r.SuppID) > maxSuppID {
		faults.Add("supp_id", bonafide.CodeTooLong)
	}
	faults.Merge("", checkMetadata(r.Metadata))
	if len(r.Fingerprint.Reveal()) > maxFingerprint {
		faults.Add("fingerprint", bonafide.CodeOutOfRange)
	}
	if err := faults.Err(); err != nil {
		return User{}, err
	}
	return u, nil
}

// names reads the legal names; one that was given in two parts comes first.
func (r CreateRequest) names(u User, faults *bonafide.Faults) User {
	read := func(path, given string) string {
		name, code := legalName(given, r.IsBusiness)
		if code != "" {
			faults.Add(path, code)
		}
		return name
	}
	parts := r.FirstName != "" || r.LastName != ""
	switch {
	case parts && r.IsBusiness:
		faults.Add("first_name", bonafide.CodeNotAllowed)
	case parts:
		u.FirstName, u.LastName = read("first_name", r.FirstName), read("last_name", r.LastName)
	case len(r.LegalNames) == 0:
		faults.Add("legal_names", bonafide.CodeRequired)
	}
	if len(r.LegalNames) > maxLegalNames {
		faults.Add("legal_names", bonafide.CodeTooMany)
	}
	for _, given := range r.LegalNames {
		u.LegalNames = append(u.LegalNames, read("legal_names", given))
	}
	if whole := u.FirstName + " " + u.LastName; u.FirstName != "" && u.LastName != "" && !slices.Contains(u.LegalNames, whole) {
		u.LegalNames = append([]string{read("legal_names", whole)}, u.LegalNames...)
		if len(u.LegalNames) == maxLegalNames+1 {
			faults.Add("legal_names", bonafide.CodeTooMany)
		}
	}
	return u
}

// link is the link that the request makes, none for a user that creates itself at no
// platform.
func (r CreateRequest) link(by bonafide.Actor) (to Link, ok bool, err error) {
	to = Link{Platform: r.Platform, SuppID: r.SuppID, Metadata: maps.Clone(r.Metadata)}
	if by.Is(bonafide.ActorPlatform) {
		if r.Platform != "" && r.Platform != by.ID {
			return to, false, bonafide.Invalid("platform", bonafide.CodeNotAllowed)
		}
		to.Platform = by.ID
		return to, true, nil
	}
	if r.Platform == "" && (r.SuppID != "" || len(r.Metadata) > 0) {
		return to, false, bonafide.Invalid("platform", bonafide.CodeRequired)
	}
	return to, r.Platform != "", bonafide.Platform(cmp.Or(r.Platform, "none")).Check("platform")
}

// Create makes a user for a phone number and links the calling platform to it, with
// all that the request brings, in one write. Where numbers belong to one user and the
// tenant has one with that number, it returns the id of that one, with a link that is
// pending: to know a number is not to know its owner. Until a code that the platform
// asked for is answered, it can send and answer codes and nothing else; nothing of the
// request is taken over, and another name is a signal for reviewers
// (Link.OtherName). Where the number has come to somebody else, ask with Claim. What
// comes next is [Service.SendCode].
//
// Platforms may, and a user itself where [IdentityPolicy.SelfService] says so: it acts
// under the id that the host has made for it and that it has from then on. It always
// claims its number, so that the answer does not tell whether somebody has it. Others
// fail with [bonafide.ErrForbidden].
//
// It fails with an [*bonafide.InvalidError] that lists every fault of the request, a
// cip_tag among them of which no program is,
// those of Documents once the rest is in order, and with by.id repeated for a user
// that is there already. It fails as [Service.SubmitDocuments] does for documents and
// their files; where the program puts submissions under four eyes they are refused
// with [bonafide.RefusedNoApproval], and with a [*bonafide.RefusedError] and
// RefusedErased where a repeated key made a user that was erased since.
func (s *Service) Create(ctx context.Context, by bonafide.Actor, req CreateRequest) (u User, err error) {
	ctx, end := s.run.Begin(ctx, "user.create", "")
	defer end(&err)
	n := newcomer{s: s, req: req}
	call, err := command{Op: "user.create", Key: req.Key, Body: req, Secrets: n.secrets(), Actors: s.opts.Identity.creators(), Check: func() error {
		return n.check(by)
	}}.Call("", by)
	if err != nil {
		return User{}, err
	}
	if u, err = n.come(ctx, call); err != nil {
		return User{}, err
	}
	if u.Erased() {
		return User{}, &bonafide.RefusedError{Code: bonafide.RefusedErased} // the key was spent on a user that was erased since
	}
	return s.view(u, by, s.now()), nil
}
