package user

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// Imported tells where a user came from who was a customer elsewhere before. The
// zero value is of one who was created here.
type Imported struct {
	Source string    `json:"source,omitzero"` // code of the system
	ID     string    `json:"id,omitzero"`     // the user's id there; erased with the user
	At     time.Time `json:"at,omitzero"`     // when it was imported
}

// An ImportedUser is a customer as another system knows it. Times lie between 1970
// and now. What was decided there is brought with its time and with who decided;
// what the user may do here is decided here.
type ImportedUser struct {
	ID            string            `json:"id"`                         // in that system: 1 to 128 bytes of printable ASCII, never a name or number
	IsBusiness    bool              `json:"is_business,omitzero"`       // what the user is
	CIPTag        int               `json:"cip_tag,omitzero"`           // default 1
	LegalNames    []string          `json:"legal_names"`                // at least one
	Phone         string            `json:"phone_number"`               // as people write it
	Region        bonafide.Country  `json:"region,omitzero"`            // where a number without "+" belongs
	Platforms     []Link            `json:"platforms"`                  // platforms here that the user belongs to: 1 to 20; At defaults to CreatedAt
	Logins        []Login           `json:"logins,omitzero"`            // e-mail addresses that the user signs in with
	PublicNote    string            `json:"public_note,omitzero"`       // at most 250 characters
	Note          string            `json:"note,omitzero"`              // for reviewers; at most 4096 characters
	IsHidden      bool              `json:"is_hidden,omitzero"`         // not found by Search
	ExtraSecurity *bool             `json:"extra_security,omitzero"`    // false: an unknown device needs no code; nil means true
	CreatedAt     time.Time         `json:"created_at"`                 // when the user was opened
	ClosedAt      time.Time         `json:"closed_at,omitzero"`         // when it was closed, and the retention began; of closed users only
	VerifiedAt    time.Time         `json:"phone_verified_at,omitzero"` // when a code to the number was answered
	Contacts      []ImportedContact `json:"contacts,omitzero"`          // further phone numbers and e-mail addresses

	// ActiveAt is the last activity. Without it that is the youngest thing that was
	// imported; a user who brings nothing counts as unused since CreatedAt.
	ActiveAt time.Time `json:"last_activity_at,omitzero"`

	Documents    []ImportedDocument       `json:"documents,omitzero"`
	Decisions    []ImportedDecision       `json:"decisions,omitzero"`    // about hits on the user's legal names, where no document names it
	Attestations []permission.Attestation `json:"attestations,omitzero"` // statements made for the user; see [Service.Attest]
	Payouts      []ImportedPayout         `json:"payouts,omitzero"`
	Tax          *ImportedTax             `json:"tax,omitzero"`
	Residence    *ImportedResidence       `json:"tax_residence,omitzero"`
	Risk         *ImportedRisk            `json:"risk,omitzero"`  // a reviewer's own risk level
	Holds        []bonafide.HoldRequest   `json:"holds,omitzero"` // legal holds in force

	// Permission is what stands on the user: LOCKED, CLOSED or MAKE-IT-GO-AWAY, with
	// its code. What is computed there is not brought.
	Permission     permission.Permission     `json:"permission,omitzero"`
	PermissionCode permission.PermissionCode `json:"permission_code,omitzero"`
	Flag           permission.Flag           `json:"flag,omitzero"`
	FlagCode       permission.FlagCode       `json:"flag_code,omitzero"`
	FlaggedAt      time.Time                 `json:"flagged_at,omitzero"`           // required with a flag
	ClosureAt      time.Time                 `json:"account_closure_date,omitzero"` // as in [FlagRequest]

	History []ImportedStatus `json:"history,omitzero"` // at most 200; kept as events of this user
}

// An ImportedContact is a further phone number or e-mail address.
type ImportedContact struct {
	PhoneNumber string    `json:"phone_number"` // a phone number with "+", or an e-mail address
	At          time.Time `json:"at,omitzero"`  // when it was added; default: when the user was opened
}

// An ImportedDocument is a base document with its sub-documents as they stood
// elsewhere. The lists of Submission itself must be empty. It is active: what is to
// take no part in decisions, a reviewer takes out here, once it was screened.
type ImportedDocument struct {
	document.Submission
	VirtualDocs  []ImportedSub     `json:"virtual_docs,omitzero"`
	SocialDocs   []ImportedSub     `json:"social_docs,omitzero"`
	PhysicalDocs []ImportedSub     `json:"physical_docs,omitzero"`
	DerivedDocs  []ImportedDerived `json:"derived_docs,omitzero"` // what was decided about those that follow from the fields

	IDScore   *float64           `json:"id_score,omitzero"`   // 0 to 1
	EDDStatus document.EDDStatus `json:"edd_status,omitzero"` // INVALID or REVIEWING: only a reviewer here finds it valid
	Decisions []ImportedDecision `json:"decisions,omitzero"`  // about hits on who the document names
}

// An ImportedSub is a sub-document as it stood elsewhere.
type ImportedSub struct {
	document.SubSubmission
	document.Prior
}

// An ImportedDerived is how one of [document.DerivedTypes] stood elsewhere.
type ImportedDerived struct {
	Type document.Type `json:"document_type"`
	document.Prior
}

// An ImportedDecision is what a reviewer elsewhere made of a hit on a list; see
// [screening.Record.Adopt]. That a list was searched without a hit is not brought:
// the user is screened here.
type ImportedDecision struct {
	List        string                `json:"list"` // key of the list here; one that the user's program counts
	EntryID     string                `json:"entry_id"`
	EntryHash   string                `json:"entry_hash,omitzero"` // of the list entry, as here; for a false positive
	Subject     string                `json:"subject,omitzero"`    // [screening.Query.Fingerprint], as here; for a false positive
	Disposition screening.Disposition `json:"disposition"`         // true_positive or false_positive
	Reviewer    string                `json:"reviewer"`            // id of who decided
	Reason      string                `json:"reason"`
	At          time.Time             `json:"at"`
	Expires     time.Time             `json:"expires,omitzero"` // end of a clearance; may lie ahead
}

// An ImportedPayout is a payout method with the time when it was added.
type ImportedPayout struct {
	payout.Submission
	AddedAt   time.Time `json:"added_at,omitzero"`   // default: when the user was opened
	IsDefault bool      `json:"is_default,omitzero"` // of none, the first is
}

// An ImportedTax is a tax form, exactly one of the three, with what became of its
// number.
type ImportedTax struct {
	W9        *tax.W9Submission     `json:"w9,omitzero"`
	W8BEN     *tax.W8BENSubmission  `json:"w8ben,omitzero"`
	W8BENE    *tax.W8BENESubmission `json:"w8bene,omitzero"`
	SignedOn  bonafide.Date         `json:"signed_on"`
	Status    tax.Status            `json:"status,omitzero"`     // matched or mismatched; else the number is verified here
	DecidedAt time.Time             `json:"decided_at,omitzero"` // required with a matched or mismatched one
	Reference string                `json:"reference,omitzero"`  // the verifier's own id of the check; at most 128 bytes
}

// request is the form as it would be submitted.
func (r ImportedTax) request() TaxRequest {
	return TaxRequest{W9: r.W9, W8BEN: r.W8BEN, W8BENE: r.W8BENE}
}

// An ImportedResidence is a statement of tax residences, with the day on which it was signed.
// It counts as the attestation [AttestedResidence] from that day.
type ImportedResidence struct {
	tax.ResidenceSubmission
	SignedOn bonafide.Date `json:"signed_on"`
}

// An ImportedRisk is a risk level that a reviewer elsewhere set; see
// [Service.OverrideRisk].
type ImportedRisk struct {
	Level    risk.Level `json:"level"`
	Comment  string     `json:"comment"`
	Reviewer string     `json:"reviewer"` // id of who set it
	At       time.Time  `json:"at"`
}

// An ImportedStatus is one change of what a user might do elsewhere, or of its
// flag.
type ImportedStatus struct {
	At             time.Time                 `json:"at"`
	Permission     permission.Permission     `json:"permission,omitzero"`
	PermissionCode permission.PermissionCode `json:"permission_code,omitzero"`
	Flag           permission.Flag           `json:"flag,omitzero"`
	FlagCode       permission.FlagCode       `json:"flag_code,omitzero"`
}

// submission is what the documents are as if they were handed in here.
func (r ImportedUser) submission() SubmitRequest {
	var out SubmitRequest
	plain := func(subs []ImportedSub) []document.SubSubmission {
		list := make([]document.SubSubmission, len(subs))
		for i := range subs {
			list[i] = subs[i].SubSubmission
		}
		return list
	}
	for _, d := range r.Documents {
		s := d.Submission
		s.VirtualDocs, s.SocialDocs, s.PhysicalDocs = plain(d.VirtualDocs), plain(d.SocialDocs), plain(d.PhysicalDocs)
		out.Documents = append(out.Documents, s)
	}
	return out
}

// secrets returns what the JSON of the row leaves out, but for its documents.
func (r ImportedUser) secrets() []bonafide.Secret {
	var out []bonafide.Secret
	for _, p := range r.Payouts {
		out = append(out, p.Token, p.AccountNumber)
	}
	if r.Tax != nil {
		out = append(out, r.Tax.request().secrets()...)
	}
	if r.Residence != nil {
		out = append(out, TaxRequest{Residence: &r.Residence.ResidenceSubmission}.secrets()...)
	}
	return out
}

// of returns the sub-documents of a class.
func (d ImportedDocument) of(class document.Class) []ImportedSub {
	switch class {
	case document.Virtual:
		return d.VirtualDocs
	case document.Social:
		return d.SocialDocs
	case document.Physical:
		return d.PhysicalDocs
	}
	return nil
}
