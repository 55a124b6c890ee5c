package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A Relation is a direct interest of one entity in a company of the case. A pair
// of entities has at most one relation in each direction; its ends never change:
// create another one, then delete this one. A relation of a company to itself is its
// treasury shares.
type Relation struct {
	ID             string            `json:"id"`
	FromCompany    string            `json:"from_company_id,omitzero"` // exactly one of the two
	FromIndividual string            `json:"from_individual_id,omitzero"`
	ToCompany      string            `json:"to_company_id"`
	Ownership      ownership.Percent `json:"ownership_percentage,omitzero"`     // 0 to 100, exact
	Voting         ownership.Percent `json:"voting_rights_percentage,omitzero"` // not given = same as ownership
	Band           *ownership.Band   `json:"ownership_band,omitzero"`           // in place of Ownership, where a register tells a band only
	VotesBand      *ownership.Band   `json:"voting_rights_band,omitzero"`       // in place of Voting
	Roles          []ownership.Role  `json:"roles,omitzero"`
	Position       string            `json:"position,omitzero"`   // at most 100 characters
	Start          bonafide.Date     `json:"start_date,omitzero"` // first day that it counts
	End            bonafide.Date     `json:"end_date,omitzero"`   // last day that it counts
	Group          string            `json:"group,omitzero"`      // who act in concert share one; at most 100 characters
	CreatedAt      time.Time         `json:"created_at"`
	UpdatedAt      time.Time         `json:"updated_at"`
}

// From returns the id of the entity that the relation comes from.
func (r Relation) From() string { return r.FromCompany + r.FromIndividual }

// touches reports whether the entity is at either end.
func (r Relation) touches(entity string) bool { return r.From() == entity || r.ToCompany == entity }

// Codes of relations that are refused.
const (
	CodeNoMainCompany bonafide.Code = "no_main_company" // the case has no main company, and needs one
	CodeMainCompany   bonafide.Code = "main_company"    // the case has one already, or it may not go
	CodeOrphan        bonafide.Code = "orphan"          // an entity would be cut off from the main company
)

// A RelationInput is a relation from an entity that is being added, or between
// two that are there.
type RelationInput struct {
	Key       string            `json:"-"`               // idempotency key, of AddRelation
	From      string            `json:"from,omitzero"`   // id; of AddRelation alone
	To        string            `json:"to,omitzero"`     // id of a company; empty = the main company; of the entity itself = treasury shares
	ToRef     string            `json:"to_ref,omitzero"` // ref of a company in the same request
	Ownership ownership.Percent `json:"ownership_percentage,omitzero"`
	Voting    ownership.Percent `json:"voting_rights_percentage,omitzero"`
	Band      *ownership.Band   `json:"ownership_band,omitzero"`
	VotesBand *ownership.Band   `json:"voting_rights_band,omitzero"`
	Roles     []ownership.Role  `json:"roles,omitzero"`
	Position  string            `json:"position,omitzero"`
	Start     bonafide.Date     `json:"start_date,omitzero"`
	End       bonafide.Date     `json:"end_date,omitzero"`
	Group     string            `json:"group,omitzero"`
	Reason    string            `json:"reason,omitzero"` // of AddRelation alone, as of an UpdateRelationRequest
}
