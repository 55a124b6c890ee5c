package casefile

import "github.com/bonafide-go/bonafide/risk"

// A Trait is something about an individual that a template can ask for.
type Trait string

// The traits.
const (
	TraitBusinessContact     Trait = "business_contact"
	TraitBeneficialOwner     Trait = "beneficial_owner"
	TraitControllingPerson   Trait = "controlling_person"
	TraitDelegator           Trait = "delegator"
	TraitSignatory           Trait = "signatory"
	TraitLegalRepresentative Trait = "legal_representative"
	TraitShareholder         Trait = "shareholder"
	TraitComputedOwner       Trait = "computed_owner" // a beneficial owner by the structure of the case, whatever is declared
)

// traits lists every trait.
func traits() []Trait {
	return []Trait{TraitBusinessContact, TraitBeneficialOwner, TraitControllingPerson, TraitDelegator, TraitSignatory, TraitLegalRepresentative, TraitShareholder, TraitComputedOwner}
}

// A CheckPlan is a check that a template creates.
type CheckPlan struct {
	Type       CheckType  `json:"type"`
	Subtype    string     `json:"subtype,omitzero"`
	Internal   bool       `json:"is_internal,omitzero"`
	Automation Automation `json:"automation,omitzero"`

	Search SearchTerms `json:"search,omitzero"` // of an aml check alone

	// Traits restricts it to individuals with any of these; empty means all.
	Traits []Trait `json:"traits,omitzero"`
}

// A Template says which checks and controls the cases of one kind have. It runs
// on open cases and on pending changes of approved ones, never on a draft: when the case opens, when an entity is
// added or becomes relevant, when a trait changes.
type Template struct {
	Key        string        `json:"key"` // unique; at most 64 bytes
	Name       string        `json:"name"`
	Main       []CheckPlan   `json:"main_company,omitzero"`
	Affiliated []CheckPlan   `json:"affiliated_company,omitzero"`
	Individual []CheckPlan   `json:"individual,omitzero"`
	Controls   []ControlPlan `json:"controls,omitzero"`

	// AutoApprove lists the risk levels at which the system itself approves a case
	// when nothing is left to do, without reviewers and therefore without four eyes:
	// the first decision on the case only, and never at prohibited. Empty means
	// that reviewers decide.
	AutoApprove []risk.Level `json:"case_auto_approval,omitzero"`
}
