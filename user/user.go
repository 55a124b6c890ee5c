package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// Kind is the kind of the records that hold users.
const Kind = "user"

// A User is one person or business that is being known. It is a value: whoever
// changes a copy changes nothing else. Identifiers in it are sealed; names, dates
// and addresses are in clear, so a dump of a user is personal data all the same.
//
// What a [Service] returns is what the actor may see of it. Tokens, devices,
// codes and money that moved stand in records of their own: see
// [Service.Access], [Service.Codes] and [Service.Ledger].
type User struct {
	ID            string          `json:"id"`
	IsBusiness    bool            `json:"is_business"` // fixed at creation
	CIPTag        int             `json:"cip_tag"`     // which program applies
	LegalNames    []string        `json:"legal_names"`
	FirstName     string          `json:"first_name,omitzero"` // with LastName one of LegalNames, where it was given in two parts
	LastName      string          `json:"last_name,omitzero"`
	Phone         bonafide.Phone  `json:"phone_number"`               // the user's own, unless Number says otherwise; empty after its last one went
	PhoneGrade    bonafide.Grade  `json:"phone_grade"`                // plausible or implausible
	PhoneVerified time.Time       `json:"phone_verified_at,omitzero"` // when a code to Phone was answered last; while Number is Claimed it counts for nothing
	Number        Number          `json:"number,omitzero"`            // how Phone stands
	Contacts      []Contact       `json:"contacts"`                   // where codes may go; Phone is one of them
	Logins        []Login         `json:"logins,omitzero"`
	Platforms     []Link          `json:"platforms"`               // platforms that the user is linked to
	PublicNote    string          `json:"public_note,omitzero"`    // at most 250 characters
	Note          string          `json:"note,omitzero"`           // written and read by reviewers only
	IsHidden      bool            `json:"is_hidden,omitzero"`      // not found by Search
	ExtraSecurity *bool           `json:"extra_security,omitzero"` // false: an unknown device needs no code; nil means true
	Photos        []string        `json:"photos,omitzero"`         // addresses of public avatars
	IPs           []string        `json:"ips,omitzero"`            // seen last, newest first
	Documents     []document.Base `json:"documents,omitzero"`

	// Screenings holds what lists and reviewers said, by subject
	// ([screening.Query.Fingerprint]): of every subject that a base document, a legal
	// name, the tax form or a payout method ever named. When and in which editions the lists were searched last tells
	// [Service.Coverage].
	Screenings map[string]Screening `json:"screenings,omitzero"`

	// Withdrawn holds what was deleted, replaced or renamed, oldest first; for
	// reviewers. It takes part in nothing.
	Withdrawn []Withdrawn `json:"withdrawn,omitzero"`

	// NamesWatchlist is the gravest value of the names that the user bears beside its
	// base documents: its legal names while no base document is its own, and other
	// names on the tax form and of payout holders; empty where there are none.
	NamesWatchlist screening.Watchlist `json:"names_watchlist,omitzero"`

	// PastWatchlist is the gravest of what is open about subjects that nothing names
	// any more: empty, MATCH, SOFT_MATCH or PENDING_UPLOAD.
	PastWatchlist screening.Watchlist `json:"past_watchlist,omitzero"`

	// OFAC is what OFACStatus says at the time of reading: empty while nothing was
	// screened. It is computed on every read, and never stored.
	OFAC screening.OFACStatus `json:"ofac_status,omitzero"`

	// Decision is the last decision. A Service computes it again once its Due has
	// passed; whoever reads a stored user without a Service must look at Due. Its
	// Requirements are computed on every read, and never stored.
	Decision permission.Decision `json:"decision"`

	// Standing is what an actor or a timer set: a lock, a closure, a flag. The
	// permission in it counts only while it is LOCKED, CLOSED or MAKE-IT-GO-AWAY.
	// LastActivityAt is the first activity after the opening: no timer asks for more.
	Standing permission.Standing `json:"standing,omitzero"`

	Payouts      payout.Methods           `json:"payouts,omitzero"`      // where money is paid to
	Tax          Tax                      `json:"tax,omitzero"`          // the tax form and its number
	Attestations []permission.Attestation `json:"attestations,omitzero"` // statements made for the user
	Waivers      []permission.Waiver      `json:"waivers,omitzero"`      // rules that a reviewer waived
	Diligence    []Diligence              `json:"diligence,omitzero"`    // reviewers' words on enhanced due diligence; for reviewers
	Activations  []Activation             `json:"activations,omitzero"`  // reviewers' words on taking documents out of the decision; for reviewers
	Owners       Owners                   `json:"owners,omitzero"`       // owners of a business: people who are users of their own
	Proposals    []bonafide.Approval      `json:"proposals,omitzero"`    // what waits for a second person, and what became of it
	Waits        []Wait                   `json:"waits,omitzero"`        // what waits for a reviewer, that first which is due first; for reviewers
	Twins        Twins                    `json:"twins,omitzero"`        // other users who seem to be the same; for reviewers
	Risk         risk.History             `json:"risk,omitzero"`         // risk levels that a model gave, or a reviewer

	Retention bonafide.Retention `json:"retention,omitzero"` // when the user closed, and until when the data is kept
	Holds     bonafide.Holds     `json:"holds,omitzero"`     // legal holds, released ones too; for reviewers
	Erasure   bonafide.Erasure   `json:"erasure,omitzero"`   // when the personal data was erased; set once, for ever

	// DataKey is the wrapped key that everything sealed here opens with. It is
	// stored, and no Service returns it.
	DataKey []byte `json:"data_key,omitzero"`

	// TermVersions are the versions of the records that hold what the user is compared
	// by, as far as its own record has no room for it.
	TermVersions []int64 `json:"term_versions,omitzero"`

	// Salt is the secret under which ids are computed that follow from personal data:
	// those of base documents, and of list entries in events. Erase destroys it, and no
	// Service returns it.
	Salt []byte `json:"salt,omitzero"`

	// MACKey is the sealed key of the HMACs that approvals are bound by: see
	// [bonafide.MACKey]. Erase destroys it, and no Service returns it.
	MACKey []byte `json:"mac_key,omitzero"`

	// Versions of the records that belong to the user and are written with it:
	// kept decisions, and those by which Search, Queue and Erasable find the user.
	DecisionVersion  int64 `json:"decision_version,omitzero"`
	ListingVersion   int64 `json:"listing_version,omitzero"`
	QueueVersion     int64 `json:"queue_version,omitzero"`
	RetentionVersion int64 `json:"retention_version,omitzero"`

	Imported Imported `json:"imported,omitzero"` // where the user came from; zero for one that was created here

	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`     // outside: when what is seen there changed
	Shown     Shown     `json:"shown,omitzero"` // when what is seen outside changed, where that was before UpdatedAt; for reviewers

	beside beside
}

// beside is what stands elsewhere than in the body of the user's own record, as
// far as a command read it.
type beside struct {
	access   access
	ledger   money.Ledger
	coverage Coverage
	terms    []string                    // labels of the user's record: blind indexes of what its duplicates would share
	further  []string                    // more of them, in records of their own
	termed   bool                        // terms and further were computed by this command
	owners   map[string]permission.Owner // owners of a business as they are now, by id
	decided  *DecisionRecord             // made by this command; it is yet to be written
}

// A Link ties a user to a platform. A platform sees its own link only.
type Link struct {
	Platform string            `json:"platform"`
	SuppID   string            `json:"supp_id,omitzero"`  // the platform's own id of the user
	Metadata map[string]string `json:"metadata,omitzero"` // the platform's own texts, kept and never read; for it and reviewers
	Pending  bool              `json:"pending,omitzero"`  // until a code that the platform asked for is answered

	// OtherName says that the platform named somebody else when it asked for a user
	// with this number: perhaps the number has another owner. For reviewers.
	OtherName bool `json:"other_name,omitzero"`

	// Dismissed is a reviewer's word on that other name, by [Service.DismissDuplicate].
	Dismissed Dismissal `json:"dismissed,omitzero"`

	At time.Time `json:"at"`
}

// same reports whether two links are found by the same.
func (l Link) same(other Link) bool {
	return l.Platform == other.Platform && l.SuppID == other.SuppID && l.Pending == other.Pending
}

// A Contact is where one-time codes may be sent (Synapse user object,
// phone_numbers, which may hold e-mail addresses too). One of the two is set.
type Contact struct {
	Phone bonafide.Phone `json:"phone,omitzero"`
	Email bonafide.Email `json:"email,omitzero"`
	At    time.Time      `json:"at"` // when it was added

	// ConfirmedAt is when a code was answered that had been sent there
	// ([Service.SendCode]). Before, it takes no codes of [Service.OAuth]. The number that
	// identifies the user needs none.
	ConfirmedAt time.Time `json:"confirmed_at,omitzero"`
}

// LoginScope is what a login may do.
type LoginScope string

// The scopes of logins.
const (
	ReadAndWrite LoginScope = "READ_AND_WRITE" // the default
	Read         LoginScope = "READ"
)

// A Login is an e-mail address that the user signs in with at the host.
type Login struct {
	Email bonafide.Email `json:"email"`
	Scope LoginScope     `json:"scope"`
}

// Tax is a user's tax form, how the verification of its number stands, and where the
// user says that it is resident for tax.
type Tax struct {
	Certificate *tax.Certificate       `json:"certificate,omitzero"`
	TIN         tax.Verification       `json:"tin,omitzero"`
	Residence   *tax.SelfCertification `json:"residence,omitzero"`
	ResidenceAt time.Time              `json:"residence_at,omitzero"` // when Residence was given
}

// Permission returns what the user may do by the last decision.
func (u User) Permission() permission.Permission {
	if u.Decision.Permission == "" {
		return permission.Unverified
	}
	return u.Decision.Permission
}

// Document returns the base document with that id, and whether there is one.
func (u User) Document(id string) (document.Base, bool) {
	for _, b := range u.Documents {
		if b.ID == id {
			return b, true
		}
	}
	return document.Base{}, false
}

// Linked reports whether the user belongs to a platform. One whose link is pending
// has yet to show that it knows the user.
func (u User) Linked(platform string) bool {
	return slices.ContainsFunc(u.Platforms, func(l Link) bool { return l.Platform == platform && !l.Pending })
}

// pendingFor reports whether an actor is a platform whose link is pending.
func (u User) pendingFor(by bonafide.Actor) bool {
	return by.Is(bonafide.ActorPlatform) && slices.ContainsFunc(u.Platforms, func(l Link) bool { return l.Platform == by.ID && l.Pending })
}

// Erased reports whether the user's personal data was erased.
func (u User) Erased() bool { return u.Erasure.Done() }

// salted returns the user with a salt.
func (u User) salted() User {
	if len(u.Salt) == 0 {
		u.Salt = canonical.NewSalt()
	}
	return u
}

// closed reports whether the relationship with the user is over.
func (u User) closed() bool {
	return u.Standing.Permission == permission.Closed || u.Standing.Permission == permission.MakeItGoAway
}

// kind returns the user kind that programs are selected by.
func (u User) kind() permission.UserKind {
	if u.IsBusiness {
		return permission.Business
	}
	return permission.Personal
}

// sub returns a sub-document with the base document that carries it.
func (u User) sub(id string) (document.Base, document.Sub, bool) {
	for _, b := range u.Documents {
		if d, ok := b.Find(id); ok {
			return b, d, true
		}
	}
	return document.Base{}, document.Sub{}, false
}

// withDocument returns the user with b in place of the base document of its id,
// or added.
func (u User) withDocument(b document.Base) User {
	u.Documents = slices.Clone(u.Documents)
	for i := range u.Documents {
		if u.Documents[i].ID == b.ID {
			u.Documents[i] = b
			return u
		}
	}
	u.Documents = append(u.Documents, b)
	return u
}
