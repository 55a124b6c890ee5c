package user

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user/event"
)

// Bounds of a profile.
const (
	maxContacts   = 20
	maxLogins     = 20
	maxPhotos     = 10
	maxPhotoURL   = 2048 // bytes
	maxPublicNote = 250  // characters (Synapse user object)
	maxNote       = 4096 // characters
	maxIPs        = 20
)

// An UpdateRequest changes what a user is beside its documents (Synapse user
// object, the update envelope). Nil and empty fields change nothing; a pointer
// to an empty value clears.
type UpdateRequest struct {
	Key string `json:"-"` // idempotency key

	LegalName         string             `json:"legal_name,omitzero"`        // legal name to add
	RemoveLegalName   string             `json:"remove_legal_name,omitzero"` // legal name to remove; the last one stays
	Login             *Login             `json:"login,omitzero"`             // login to add, or to give another scope
	RemoveLogin       string             `json:"remove_login,omitzero"`
	PhoneNumber       string             `json:"phone_number,omitzero"`        // phone or e-mail contact to add
	RemovePhoneNumber string             `json:"remove_phone_number,omitzero"` // contact to remove, ignored if it is none; the last phone number stays
	Region            bonafide.Country   `json:"region,omitzero"`              // where numbers without "+" belong
	SuppID            *string            `json:"supp_id,omitzero"`             // the calling platform's own id of the user
	Metadata          *map[string]string `json:"metadata,omitzero"`            // the calling platform's own texts: at most 50, keys of 40 and values of 500 characters; replaces all of them
	PublicNote        *string            `json:"public_note,omitzero"`
	Note              *string            `json:"note,omitzero"` // reviewers only
	Photos            *[]string          `json:"photos,omitzero"`
	IsHidden          *bool              `json:"is_hidden,omitzero"`
	ExtraSecurity     *bool              `json:"extra_security,omitzero"` // false, by platforms and reviewers alone, lets unknown devices in without a code
	CIPTag            *int               `json:"cip_tag,omitzero"`        // not by the user
	IP                string             `json:"ip,omitzero"`             // the user's address, as the host sees it

	// Documents are added, changed and deleted in the same write, as by
	// [Service.SubmitDocuments]: all of the request counts, or nothing.
	Documents []document.Submission `json:"documents,omitzero"`
}

// Update changes a user's profile. A request with CIPTag puts the user under
// another program, and takes the right to change_program.
//
// Platforms, the user itself and reviewers may, documents by reviewers excepted,
// others fail with [bonafide.ErrForbidden]. Where the program puts submissions under
// four eyes, a request with Documents is refused with [bonafide.RefusedNoApproval]. It fails with an [*bonafide.InvalidError] that lists
// every fault, with a [*bonafide.DuplicateError] if the number that would identify
// the user from now on is another user's, as [Service.SubmitDocuments] does, and with an error matching
// [bonafide.ErrState] for a user who is locked or closed.
func (s *Service) Update(ctx context.Context, by bonafide.Actor, id string, req UpdateRequest) (User, error) {
	c, documents := req.into(s)
	u, err := s.run.Do(ctx, id, by, s.prepare(c))
	documents.settled(ctx, id, err)
	return u, err
}

func (r UpdateRequest) command(s *Service) command {
	c, _ := r.into(s)
	return c
}

// into is the command with the documents that it hands over; nil for none.
func (r UpdateRequest) into(s *Service) (command, *handover) {
	documents := s.extra(r.Documents)
	c := command{Op: "user.update", Verb: string(r.verb()), Key: r.Key, Body: r, Secrets: documents.secrets(), Guess: documents.guesses(),
		With: documents.with(), Check: documents.check,
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			next, events, err := u.update(in, s.opts.Identity, s.opts.Programs, r)
			return documents.beside(ctx, next, in, events, err)
		}}
	if (r.RemovePhoneNumber != "" || r.ExtraSecurity != nil) && len(c.With) == 0 {
		c.With = []string{KindAccess} // a code to that number is void; devices without a code end
	}
	return c, documents
}

// verb is the right that the request takes.
func (r UpdateRequest) verb() permission.Verb {
	if r.CIPTag != nil {
		return permission.VerbChangeProgram
	}
	return permission.VerbEdit
}

// update applies a request, or returns every fault of it.
func (u User) update(in input, policy IdentityPolicy, programs *program.Book, r UpdateRequest) (User, []bonafide.Event, error) {
	e := edit{u: u, in: in, policy: policy, programs: programs}
	e.names(r)
	e.logins(r)
	e.contacts(r)
	e.notes(r)
	e.link(r)
	e.settings(r)
	if err := e.faults.Err(); err != nil || len(e.changed) == 0 {
		return u, nil, err
	}
	return e.u, append(e.events, in.Event(event.Updated, "fields", strings.Join(e.changed, ","))), nil
}

// edit is one run of an UpdateRequest.
type edit struct {
	u        User
	in       input
	policy   IdentityPolicy
	programs *program.Book
	faults   bonafide.Faults
	changed  []string
	events   []bonafide.Event
}

func (e *edit) names(r UpdateRequest) {
	if r.LegalName != "" {
		name, code := legalName(r.LegalName, e.u.IsBusiness)
		switch {
		case code != "":
			e.faults.Add("legal_name", code)
		case slices.Contains(e.u.LegalNames, name):
		case len(e.u.LegalNames) >= maxLegalNames:
			e.faults.Add("legal_name", bonafide.CodeTooMany)
		default:
			e.u.LegalNames = append(slices.Clone(e.u.LegalNames), name)
			e.changed = append(e.changed, "legal_names")
		}
	}
	if r.RemoveLegalName != "" {
		name, _ := legalName(r.RemoveLegalName, e.u.IsBusiness)
		i := slices.Index(e.u.LegalNames, name)
		switch {
		case i < 0:
			e.faults.Add("remove_legal_name", bonafide.CodeUnknown)
		case len(e.u.LegalNames) == 1:
			e.faults.Add("remove_legal_name", bonafide.CodeNotAllowed)
		default:
			if name == e.u.FirstName+" "+e.u.LastName {
				e.u.FirstName, e.u.LastName = "", ""
			}
			e.u.LegalNames = slices.Delete(slices.Clone(e.u.LegalNames), i, i+1)
			e.changed = append(e.changed, "legal_names")
		}
	}
}

// legalName reads a legal name. What nobody is called is refused: no list could be
// searched for it.
func legalName(given string, business bool) (string, bonafide.Code) {
	name, fault := text.Intake{Max: maxLegalName, Required: true, Refuse: text.NoNameOf(business)}.Read(given)
	return name, bonafide.Code(fault)
}

func (e *edit) notes(r UpdateRequest) {
	note := func(field string, to *string, given *string, limit int) {
		if given == nil {
			return
		}
		lines, fault := text.Intake{Max: limit, Lines: true}.Read(*given)
		switch {
		case fault != "":
			e.faults.Add(field, bonafide.Code(fault))
		case *to != lines:
			*to = lines
			e.changed = append(e.changed, field)
		}
	}
	note("public_note", &e.u.PublicNote, r.PublicNote, maxPublicNote)
	if r.Note != nil && !e.in.By.Is(bonafide.ActorReviewer) {
		e.faults.Add("note", bonafide.CodeNotAllowed)
	} else {
		note("note", &e.u.Note, r.Note, maxNote)
	}
}

// link changes what the calling platform notes of the user.
func (e *edit) link(r UpdateRequest) {
	if r.SuppID == nil && r.Metadata == nil {
		return
	}
	i := slices.IndexFunc(e.u.Platforms, func(l Link) bool { return e.in.By.Is(bonafide.ActorPlatform) && l.Platform == e.in.By.ID })
	if i < 0 {
		if r.SuppID != nil {
			e.faults.Add("supp_id", bonafide.CodeNotAllowed)
		}
		if r.Metadata != nil {
			e.faults.Add("metadata", bonafide.CodeNotAllowed)
		}
		return
	}
	to := e.u.Platforms[i]
	if r.SuppID != nil && to.SuppID != *r.SuppID {
		if len(*r.SuppID) > maxSuppID {
			e.faults.Add("supp_id", bonafide.CodeTooLong)
		}
		to.SuppID = *r.SuppID
		e.changed = append(e.changed, "supp_id")
	}
	if r.Metadata != nil && !maps.Equal(to.Metadata, *r.Metadata) {
		e.faults.Merge("", checkMetadata(*r.Metadata))
		to.Metadata = maps.Clone(*r.Metadata)
		e.changed = append(e.changed, "metadata")
	}
	e.u.Platforms = slices.Clone(e.u.Platforms)
	e.u.Platforms[i] = to
}

// checkMetadata bounds what a platform notes of a user.
func checkMetadata(m map[string]string) error {
	var faults bonafide.Faults
	text.Metadata(m, func(part string, f text.Fault) { faults.Add("metadata"+part, bonafide.Code(f)) })
	return faults.Err()
}

func (e *edit) settings(r UpdateRequest) {
	flag := func(field string, to *bool, value *bool) {
		if value != nil && *to != *value {
			*to = *value
			e.changed = append(e.changed, field)
		}
	}
	flag("is_hidden", &e.u.IsHidden, r.IsHidden)
	e.secondFactor(r.ExtraSecurity)
	if r.CIPTag != nil && *r.CIPTag != e.u.CIPTag {
		switch {
		case !e.in.By.Is(bonafide.ActorPlatform, bonafide.ActorReviewer):
			e.faults.Add("cip_tag", bonafide.CodeNotAllowed)
		case *r.CIPTag < 1:
			e.faults.Add("cip_tag", bonafide.CodeOutOfRange)
		case !offers(e.programs, *r.CIPTag):
			e.faults.Add("cip_tag", bonafide.CodeUnknown)
		default:
			e.u.CIPTag = *r.CIPTag
			e.changed = append(e.changed, "cip_tag")
		}
	}
	if r.Photos != nil && !slices.Equal(e.u.Photos, *r.Photos) {
		if len(*r.Photos) > maxPhotos {
			e.faults.Add("photos", bonafide.CodeTooMany)
		}
		for _, photo := range *r.Photos {
			if u, err := url.Parse(photo); err != nil || u.Scheme != "https" || u.Host == "" || len(photo) > maxPhotoURL {
				e.faults.Add("photos", bonafide.CodeMalformed)
			}
		}
		e.u.Photos = slices.Clone(*r.Photos)
		e.changed = append(e.changed, "photos")
	}
	if r.IP != "" {
		ips, err := seen(e.u.IPs, r.IP)
		if err != nil {
			e.faults.Merge("ip", err)
		} else if !slices.Equal(ips, e.u.IPs) {
			e.u.IPs = ips
			e.changed = append(e.changed, "ips")
		}
	}
}
