package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// A CheckType is what a check looks at (Dotfile, checks).
type CheckType string

// The nine types.
const (
	IDVerification      CheckType = "id_verification"      // a person's identity document, with a picture of the face
	IDDocument          CheckType = "id_document"          // a picture of an identity document
	AML                 CheckType = "aml"                  // watchlists; hits are decided one by one
	CompanyMonitoring   CheckType = "company_monitoring"   // alerts of a register
	DocumentCheck       CheckType = "document"             // any other document; the subtype names it
	EKYC                CheckType = "ekyc"                 // data sources
	ElectronicSignature CheckType = "electronic_signature" // the subtype names what is signed
	FraudDatabase       CheckType = "fraud_database"
	OnlineReputation    CheckType = "online_reputation"
)

// CheckTypes lists every type.
func CheckTypes() []CheckType {
	return []CheckType{IDVerification, IDDocument, AML, CompanyMonitoring, DocumentCheck, EKYC, ElectronicSignature, FraudDatabase, OnlineReputation}
}

// Allows reports whether a check of the type may be on that kind of entity:
// id_verification, id_document, ekyc and electronic_signature on individuals;
// company_monitoring and online_reputation on companies; the others on both.
func (t CheckType) Allows(target Target) bool {
	person := target == TargetIndividual
	company := target == TargetMain || target == TargetAffiliated
	switch t {
	case IDVerification, IDDocument, EKYC, ElectronicSignature:
		return person
	case CompanyMonitoring, OnlineReputation:
		return company
	case AML, DocumentCheck, FraudDatabase:
		return person || company
	}
	return false
}

// collected reports whether somebody has to submit something. The other types ask
// nobody: they begin as processing and are always internal.
func (t CheckType) collected() bool {
	switch t {
	case IDVerification, IDDocument, DocumentCheck, EKYC, ElectronicSignature:
		return true
	}
	return false
}

// A Check is one check on one entity.
type Check struct {
	ID       string      `json:"id"`
	Entity   string      `json:"entity_id"`
	Type     CheckType   `json:"type"`
	Subtype  string      `json:"subtype,omitzero"` // such as "document_type:kbis"; of document and electronic_signature alone
	Internal bool        `json:"is_internal"`      // asks nothing of contacts
	Template string      `json:"template_key,omitzero"`
	Status   CheckStatus `json:"status"`

	Automation Automation `json:"automation,omitzero"`
	Attempt    string     `json:"attempt_id,omitzero"` // id of the submission or run that an answer must name
	Attempts   int        `json:"attempts,omitzero"`   // submissions so far
	Evidence   []string   `json:"evidence,omitzero"`   // the host's ids of what was submitted, never the thing itself
	Submitted  time.Time  `json:"submitted_at,omitzero"`

	Result    Result    `json:"result,omitzero"`    // result of that attempt
	Details   []string  `json:"details,omitzero"`   // the vendor's codes
	Reference string    `json:"reference,omitzero"` // the vendor's id
	ResultAt  time.Time `json:"result_at,omitzero"`
	Contrary  *Answer   `json:"contrary,omitzero"` // the last answer of the attempt that contradicts the result

	Decision  *CheckDecision  `json:"decision,omitzero"`  // the last one
	Decisions []CheckDecision `json:"decisions,omitzero"` // the ones before, oldest first
	ExpiresAt time.Time       `json:"expires_at,omitzero"`
	Subject   string          `json:"subject,omitzero"` // hash of the entity's identity when it was submitted or screened

	Search    SearchTerms `json:"search,omitzero"`    // what an aml check searches for
	Screening *Screening  `json:"screening,omitzero"` // what was found; for an aml check only
	Withdrawn *Withdrawal `json:"withdrawn,omitzero"` // out of the investigation: only what was found counts
	Dismissal *Dismissal  `json:"dismissal,omitzero"` // a reviewer's word on what a withdrawn check found
	CreatedAt time.Time   `json:"created_at"`
	UpdatedAt time.Time   `json:"updated_at"`
	Shown     Shown       `json:"shown,omitzero"` // when what is seen outside changed, where that was before UpdatedAt; for reviewers
}

// Automation says what follows on a result without a reviewer. Without Vendor,
// what is submitted goes straight to review.
type Automation struct {
	Vendor    bool          `json:"vendor,omitzero"`              // an outside check answers what is submitted
	Approval  bool          `json:"automatic_approval,omitzero"`  // an approved result approves
	Rejection bool          `json:"automatic_rejection,omitzero"` // a rejected result rejects, for retry
	ValidFor  time.Duration `json:"valid_for,omitzero"`           // how long an approval lasts; 0 = until the expiry that the vendor gives, if any
	Monitored bool          `json:"is_monitored,omitzero"`        // aml: screened again and again
}

// A Screening is the watchlist screening of an aml check.
type Screening struct {
	screening.Record
	Fails   int       `json:"fails,omitzero"`    // runs in a row that did not come about
	RetryAt time.Time `json:"retry_at,omitzero"` // when to try again; zero = nothing is due
}

// A CheckDecision is an approval or rejection.
type CheckDecision struct {
	Approved bool           `json:"approved"`
	By       bonafide.Actor `json:"by"` // the system for an automatic one
	At       time.Time      `json:"at"`
	Attempt  string         `json:"attempt_id,omitzero"`
	Override bool           `json:"override,omitzero"` // against the result or an earlier decision
	Kind     RejectKind     `json:"reject_kind,omitzero"`
	Public   string         `json:"public_reason,omitzero"`  // the contact sees it
	Private  string         `json:"private_reason,omitzero"` // reviewers alone see it
}

// Decided reports whether the check was ever decided.
func (k Check) Decided() bool { return k.Decision != nil }

// Retry reports whether the check is rejected and can be submitted again.
func (k Check) Retry() bool {
	return k.Status == CheckRejected && k.Decision != nil && k.Decision.Kind == RejectRetry
}

// History returns every decision, oldest first.
func (k Check) History() []CheckDecision {
	out := slices.Clone(k.Decisions)
	if k.Decision != nil {
		out = append(out, *k.Decision)
	}
	return out
}

// decide puts a decision on top of those before.
func (k Check) decide(d CheckDecision) Check {
	k.Decisions = k.History()
	if len(k.Decisions) == 0 {
		k.Decisions = nil
	}
	k.Decision = &d
	return k
}

// approve notes an approval and how long it lasts.
func (k Check) approve(d CheckDecision) Check {
	k = k.decide(d)
	if until := d.At.Add(k.Automation.ValidFor); k.Automation.ValidFor > 0 && (k.ExpiresAt.IsZero() || until.Before(k.ExpiresAt)) {
		k.ExpiresAt = until
	}
	return k
}
