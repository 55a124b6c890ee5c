package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// Kind is the kind of the records that hold users.
const Kind = "user"

// A User is one person or business that is being known. It is a value: its
// verbs change nothing outside and return the next value. Identifiers in it are
// sealed; names, dates and addresses are in clear, so a dump of a user is
// personal data all the same.
type User struct {
	ID            string          `json:"id"`
	IsBusiness    bool            `json:"is_business"` // fixed at creation
	CIPTag        int             `json:"cip_tag"`     // which program applies
	LegalNames    []string        `json:"legal_names"`
	Phone         bonafide.Phone  `json:"phone_number"` // no other user of the tenant has it
	PhoneGrade    bonafide.Grade  `json:"phone_grade"`  // plausible or implausible
	PhoneVerified time.Time       `json:"phone_verified_at,omitzero"`
	Codes         Codes           `json:"codes,omitzero"`
	Devices       []Device        `json:"devices"` // where codes may go; Phone is one of them
	Logins        []Login         `json:"logins,omitzero"`
	Platforms     []Link          `json:"platforms"`               // that the user is linked to; never empty
	PublicNote    string          `json:"public_note,omitzero"`    // at most 250 characters
	Note          string          `json:"note,omitzero"`           // of reviewers, for reviewers
	IsHidden      bool            `json:"is_hidden,omitzero"`      // not found by Search
	ExtraSecurity bool            `json:"extra_security,omitzero"` // the user wants a second factor
	Photos        []string        `json:"photos,omitzero"`         // addresses of public avatars
	IPs           []string        `json:"ips,omitzero"`            // seen last, newest first
	Documents     []document.Base `json:"documents,omitzero"`

	// Screenings holds what lists and reviewers said, by base document id.
	Screenings map[string]Screening `json:"screenings,omitzero"`

	// Decision is the last decision. A Service computes it anew once its Due has
	// passed; whoever reads a stored user without a Service must look at Due.
	Decision permission.Decision `json:"decision"`

	// Standing is what an actor or a timer set: a lock, a closure, a flag. The
	// permission in it counts only while it is LOCKED, CLOSED or MAKE-IT-GO-AWAY.
	Standing permission.Standing `json:"standing,omitzero"`

	Ledger       money.Ledger             `json:"ledger,omitzero"`       // money that moved, for limits and thresholds
	Payouts      payout.Methods           `json:"payouts,omitzero"`      // where money is paid to
	Tax          Tax                      `json:"tax,omitzero"`          // the tax form and its number
	Attestations []permission.Attestation `json:"attestations,omitzero"` // statements made for the user
	Waivers      []permission.Waiver      `json:"waivers,omitzero"`      // rules that a reviewer waived
	Proposals    []permission.Proposal    `json:"proposals,omitzero"`    // what waits for a second person, and what became of it
	Risk         risk.History             `json:"risk,omitzero"`         // of a model, or of a reviewer
	Access       Access                   `json:"access,omitzero"`       // tokens and devices of whoever acts as the user

	// Sent holds the codes of sub-documents that are proved by one, by their id.
	Sent map[string]Codes `json:"sent,omitzero"`

	// Terms are blind indexes of what duplicates of the user would share.
	Terms []string `json:"terms,omitzero"`

	// Decided counts the changes of permission, each of which is kept with the
	// facts that it was made on.
	Decided int64 `json:"decided,omitzero"`

	// Listing, Coverage and Retention are the versions of the records by which
	// Search, Uncovered and Erasable find the user.
	Listing   int64 `json:"listing,omitzero"`
	Coverage  int64 `json:"coverage,omitzero"`
	Retention int64 `json:"retention,omitzero"`

	ClosedAt      time.Time `json:"closed_at,omitzero"`      // when CLOSED or MAKE-IT-GO-AWAY began to stand; zero while neither does
	RetainedUntil time.Time `json:"retained_until,omitzero"` // the data of a closed user is kept at least until then
	Holds         []Hold    `json:"holds,omitzero"`          // legal holds, released ones too; for reviewers
	Erasure       Erasure   `json:"erasure,omitzero"`        // of the personal data; set once, for ever

	DataKey   []byte    `json:"data_key"` // wrapped; without it nothing sealed here opens
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// A Link ties a user to a platform. A platform sees its own link only.
type Link struct {
	Platform string    `json:"platform"`
	SuppID   string    `json:"supp_id,omitzero"` // the platform's own id of the user
	At       time.Time `json:"at"`
}

// A Device is where one-time codes may be sent (Synapse user object,
// phone_numbers, which may hold e-mail addresses too). One of the two is set.
type Device struct {
	Phone bonafide.Phone `json:"phone,omitzero"`
	Email bonafide.Email `json:"email,omitzero"`
	At    time.Time      `json:"at"` // when it was added
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

// Tax is a user's tax form, and how the verification of its number stands.
type Tax struct {
	Certificate *tax.Certificate `json:"certificate,omitzero"`
	TIN         tax.Verification `json:"tin,omitzero"`
}

// A Screening is the screening of one base document with the state of its next
// run.
type Screening struct {
	screening.Record
	Fails   int       `json:"fails,omitzero"`    // runs in a row that did not come about
	RetryAt time.Time `json:"retry_at,omitzero"` // when to try again; zero = nothing is due
}

// Permission returns what the user may do by the last decision.
func (u User) Permission() permission.Permission {
	if u.Decision.Permission == "" {
		return permission.Unverified
	}
	return u.Decision.Permission
}

// Watchlist returns the gravest watchlist value of the active base documents.
func (u User) Watchlist() screening.Watchlist {
	var values []screening.Watchlist
	for _, b := range u.Documents {
		if b.IsActive {
			values = append(values, screening.Watchlist(b.Watchlists))
		}
	}
	return screening.Worst(values...)
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

// Linked reports whether the user belongs to a platform.
func (u User) Linked(platform string) bool {
	return slices.ContainsFunc(u.Platforms, func(l Link) bool { return l.Platform == platform })
}

// As returns the user as an actor may see it: a platform sees its own link
// alone; reviewers' notes and legal holds are for reviewers.
func (u User) As(by bonafide.Actor) User {
	if by.Is(bonafide.ActorPlatform) {
		u.Platforms = slices.DeleteFunc(slices.Clone(u.Platforms), func(l Link) bool { return l.Platform != by.ID })
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		u.Note, u.Holds = "", nil
	}
	return u
}

// admits reports whether an actor may know of the user at all.
func (u User) admits(by bonafide.Actor) bool {
	switch by.Kind {
	case bonafide.ActorSystem, bonafide.ActorReviewer, bonafide.ActorVerifier:
		return true
	case bonafide.ActorPlatform:
		return u.Linked(by.ID)
	case bonafide.ActorUser:
		return by.ID == u.ID
	}
	return false
}

// kind returns the user kind that programs are selected by.
func (u User) kind() permission.UserKind {
	if u.IsBusiness {
		return permission.Business
	}
	return permission.Personal
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
