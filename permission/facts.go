package permission

import (
	"math"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Facts are everything a decision depends on besides the program: codes, states
// and times about one user at one moment. They hold no personal data beyond a
// country, a subdivision and an age in years, and are stored with the decision
// where it must be proved later.
//
// The order of the slices has no meaning: facts in another order give the same
// decision and the same hash. Ids must be unique in their slice.
type Facts struct {
	Kind       UserKind   `json:"kind"`
	At         time.Time  `json:"at"`                   // the moment of the decision
	OpenedAt   time.Time  `json:"opened_at,omitzero"`   // when the user was created: deadlines start here
	Standing   Permission `json:"standing,omitzero"`    // LOCKED, CLOSED or MAKE-IT-GO-AWAY while one stands
	OFACStatus string     `json:"ofac_status,omitzero"` // as the host's OFAC states read, such as "unflagged"
	TINStatus  string     `json:"tin_status,omitzero"`  // unsubmitted, pending, matched, mismatched
	RiskLevel  string     `json:"risk_level,omitzero"`  // as package risk names them
	Duplicates string     `json:"duplicates,omitzero"`  // other users who seem to be the same: none, open, locked; empty = not looked for yet

	Documents    []DocumentFacts `json:"documents,omitzero"`
	Owners       OwnersFacts     `json:"owners,omitzero"`
	Totals       Totals          `json:"totals,omitzero"`
	Attestations []Attestation   `json:"attestations,omitzero"`
	Waivers      []Waiver        `json:"waivers,omitzero"`

	// Clocks are Decision.Clocks of the decision before: they let a deadline run
	// on from when it began.
	Clocks []Clock `json:"clocks,omitzero"`
	// ProgramUntil is when the next version of the program takes effect; zero if
	// no next version is known. Book.Evaluate of package program sets it.
	ProgramUntil time.Time `json:"program_until,omitzero"`
}

// Relationships of a base document to a business user (Synapse, base document
// schema). The user's own base document has no relationship.
const (
	RelationshipControlling = "CONTROLLING_PERSON"
	RelationshipUBO         = "UBO"
)

// DocumentFacts are the facts of one base document. Unknown states and empty
// values satisfy nothing.
type DocumentFacts struct {
	ID           string         `json:"id"`
	Active       bool           `json:"active"`                 // inactive ones take no part in the decision
	Relationship string         `json:"relationship,omitzero"`  // empty, RelationshipControlling or RelationshipUBO
	Share        bonafide.Fixed `json:"share,omitzero"`         // percent held, for such a person
	EntityType   string         `json:"entity_type,omitzero"`   // M, LLC, …
	EntityScope  string         `json:"entity_scope,omitzero"`  // line of business or field of profession
	Activities   []string       `json:"activities,omitzero"`    // company_activity
	Country      string         `json:"country,omitzero"`       // country of the address, ISO 3166-1 alpha-2
	Subdivision  string         `json:"subdivision,omitzero"`   // subdivision of the address
	Age          int            `json:"age,omitzero"`           // completed years; 0 = not known
	NextBirthday time.Time      `json:"next_birthday,omitzero"` // when Age grows by itself
	DesiredScope string         `json:"desired_scope,omitzero"` // the scope asked for
	DocOptionKey string         `json:"doc_option_key,omitzero"`
	Fields       []string       `json:"fields,omitzero"` // JSON names of the base fields that are filled in
	// PhonePlausible: the telephone number is graded bonafide.Plausible.
	PhonePlausible bool            `json:"phone_plausible,omitzero"`
	PhoneLine      string          `json:"phone_line,omitzero"` // what the number is for, as package phone names lines; empty = no program asks
	Mailbox        string          `json:"mailbox,omitzero"`    // what the e-mail address is for, as bonafide.Mailbox names it; empty = no program asks
	IDScore        *bonafide.Fixed `json:"id_score,omitzero"`   // 0 to 1; nil = not computed
	TrustLevel     string          `json:"trust_level,omitzero"`
	// NamesDiffer says where the user bears a name that can be no other of its names',
	// such as "tax_form"; empty = the names agree.
	NamesDiffer []string `json:"names_differ,omitzero"`
	EDDStatus   string   `json:"edd_status,omitzero"` // VALID, INVALID, REVIEWING

	Watchlist  string       `json:"watchlist,omitzero"`   // rolled up; empty = not screened
	ScreenedAt time.Time    `json:"screened_at,omitzero"` // when the last screening finished
	Lists      []ListResult `json:"lists,omitzero"`       // result of every single list

	Subs []SubFacts `json:"subs,omitzero"`
}

// ScoreOf returns an id score as a vendor computes it, rounded down, so that a
// threshold is never passed by rounding. Anything outside 0 to 1, not-a-number
// included, fails with an error matching [bonafide.ErrInvalid].
func ScoreOf(score float64) (bonafide.Fixed, error) {
	if !(score >= 0 && score <= 1) {
		return 0, bonafide.Invalid("", bonafide.CodeOutOfRange)
	}
	return bonafide.Fixed(math.Floor(score * 1_000_000)), nil
}

// ListResult is the outcome of screening against one list: MATCH, NO_MATCH,
// PENDING, FAILED or FALSE_POSITIVE.
type ListResult struct {
	List    string        `json:"list"`
	Result  string        `json:"result"`
	Edition bonafide.Date `json:"edition,omitzero"` // day of the edition that was searched; zero = not known
}

// SubFacts are the facts of one sub-document.
type SubFacts struct {
	ID          string    `json:"id"`
	Class       string    `json:"class,omitzero"`   // physical, virtual or social
	Type        string    `json:"type"`             // GOVT_ID, SSN, …
	Status      string    `json:"status"`           // SUBMITTED|VALID, … (Synapse, sub-document status values)
	Country     string    `json:"country,omitzero"` // country that issued it, ISO 3166-1 alpha-2
	SubmittedAt time.Time `json:"submitted_at,omitzero"`
	ValidUntil  time.Time `json:"valid_until,omitzero"` // the first instant at which it counts no more; zero = does not expire
	Reasons     []string  `json:"reasons,omitzero"`     // invalid reasons
	Imported    string    `json:"imported,omitzero"`    // code of the system whose verdict this is; empty for a verdict given here
	// AttemptsLeft is how often the user may still submit again; it is shown, not
	// judged. Final says that no further attempt is taken: a reviewer must act.
	AttemptsLeft int  `json:"attempts_left,omitzero"`
	Final        bool `json:"final,omitzero"`
}

const statusValid = "SUBMITTED|VALID"

// ValidAt reports whether the sub-document is valid and has not expired at a
// time.
func (s *SubFacts) ValidAt(at time.Time) bool {
	return s.Status == statusValid && (s.ValidUntil.IsZero() || at.Before(s.ValidUntil))
}

// OwnersFacts are what is known about the people behind a business, besides
// base documents with a relationship on the business itself.
type OwnersFacts struct {
	Complete    bool      `json:"complete,omitzero"`     // somebody answerable declared the list complete
	Exemption   string    `json:"exemption,omitzero"`    // why owners need not be named, such as "publicly_traded"
	ExemptUntil time.Time `json:"exempt_until,omitzero"` // when the exemption ends; zero = never. One that has ended is left out of the facts
	Members     []Owner   `json:"members,omitzero"`
}

// Owner is a person who owns or controls the business and is a user of
// its own.
type Owner struct {
	ID       string         `json:"id"`
	Controls bool           `json:"controls,omitzero"` // controlling person, 31 CFR 1010.230(d)(2)
	Share    bonafide.Fixed `json:"share,omitzero"`    // percent held
	Scope    Scope          `json:"scope,omitzero"`    // the scope of that person's own last decision
	Until    time.Time      `json:"until,omitzero"`    // Due of that decision; after it the scope counts no more
}

// Attestation is a statement somebody answerable made for the user, such as
// "owners_complete" or "tax_form_signed".
type Attestation struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// Waiver is a reviewer's decision that a rule need not be met. It counts only
// for rules that the program declares waivable, only from a reviewer, and only
// until it ends.
type Waiver struct {
	Rule       string         `json:"rule"` // id of the rule
	DocumentID string         `json:"document_id,omitzero"`
	Until      time.Time      `json:"until"` // required: a waiver without an end does not count
	By         bonafide.Actor `json:"by"`
}

// Clock is when a deadline of a rule began to run for a base document.
type Clock struct {
	Rule       string    `json:"rule"` // id of the rule
	DocumentID string    `json:"document_id"`
	Since      time.Time `json:"since"`
}
