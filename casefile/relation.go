package casefile

import (
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A Relation is a direct interest of one entity in a company of the case. A pair
// of entities has at most one relation in each direction; its ends never change:
// create another one, then delete this one.
type Relation struct {
	ID             string            `json:"id"`
	FromCompany    string            `json:"from_company_id,omitzero"` // exactly one of the two
	FromIndividual string            `json:"from_individual_id,omitzero"`
	ToCompany      string            `json:"to_company_id"`
	Ownership      ownership.Percent `json:"ownership_percentage,omitzero"`     // 0 to 100, exact
	Voting         ownership.Percent `json:"voting_rights_percentage,omitzero"` // not given = same as ownership
	Roles          []ownership.Role  `json:"roles,omitzero"`
	Position       string            `json:"position,omitzero"` // at most 100 characters
	CreatedAt      time.Time         `json:"created_at"`
	UpdatedAt      time.Time         `json:"updated_at"`
}

// From returns the id of the entity that the relation comes from.
func (r Relation) From() string { return r.FromCompany + r.FromIndividual }

// touches reports whether the entity is at either end.
func (r Relation) touches(entity string) bool { return r.From() == entity || r.ToCompany == entity }

// Codes of relations that are refused.
const (
	CodeNoMainCompany bonafide.Code = "no_main_company" // the case has none, and one is needed
	CodeMainCompany   bonafide.Code = "main_company"    // the case has one already, or it may not go
	CodeOrphan        bonafide.Code = "orphan"          // an entity would be left without a relation
)

// A RelationInput is a relation from an entity that is being added, or between
// two that are there.
type RelationInput struct {
	Key       string            `json:"-"`               // idempotency key, of AddRelation
	From      string            `json:"from,omitzero"`   // id; of AddRelation alone
	To        string            `json:"to,omitzero"`     // id of a company; empty = the main company
	ToRef     string            `json:"to_ref,omitzero"` // ref of a company in the same request
	Ownership ownership.Percent `json:"ownership_percentage,omitzero"`
	Voting    ownership.Percent `json:"voting_rights_percentage,omitzero"`
	Roles     []ownership.Role  `json:"roles,omitzero"`
	Position  string            `json:"position,omitzero"`
}

// interest checks what a relation says beside its ends. Roles of a trust belong
// to a trust alone.
func (r Relation) interest(c Case, faults *bonafide.Faults, path string) Relation {
	percentage(faults, path+"ownership_percentage", r.Ownership)
	percentage(faults, path+"voting_rights_percentage", r.Voting)
	r.Position = line(faults, path+"position", r.Position, false, 100)
	r.Roles = slices.Clone(r.Roles)
	to, _ := c.Company(r.ToCompany)
	for i, role := range r.Roles {
		at := fmt.Sprintf("%sroles[%d]", path, i)
		switch role {
		case ownership.Shareholder, ownership.LegalRepresentative, ownership.Controller:
		case ownership.Settlor, ownership.Trustee, ownership.Protector, ownership.Beneficiary:
			if to.Structure != ownership.Trust {
				faults.Add(at, bonafide.CodeNotAllowed)
			}
		default:
			faults.Add(at, bonafide.CodeUnknown)
		}
		if slices.Contains(r.Roles[:i], role) {
			faults.Add(at, bonafide.CodeRepeated)
		}
	}
	return r
}

// relate adds a relation, or tells what is wrong with it under path.
func (c Case) relate(in RelationInput, from string, id string, at time.Time, faults *bonafide.Faults, path string) Case {
	to := in.To
	if to == "" {
		main, ok := c.Main()
		if !ok {
			faults.Add(path+"to", CodeNoMainCompany)
			return c
		}
		to = main.ID
	}
	r := Relation{ID: id, ToCompany: to, Ownership: in.Ownership, Voting: in.Voting, Roles: in.Roles, Position: in.Position, CreatedAt: at, UpdatedAt: at}
	switch c.entity(from) {
	case TargetIndividual:
		r.FromIndividual = from
	case TargetMain, TargetAffiliated:
		r.FromCompany = from
	default:
		faults.Add(path+"from", bonafide.CodeUnknown)
	}
	target, known := c.Company(to)
	switch {
	case c.entity(to) == TargetIndividual:
		faults.AddRule(path+"to", bonafide.CodeNotAllowed, "nothing owns into an individual")
	case !known:
		faults.Add(path+"to", bonafide.CodeUnknown)
	case target.Structure == ownership.State:
		faults.AddRule(path+"to", bonafide.CodeNotAllowed, "nothing owns into a state")
	case from == to:
		faults.AddRule(path+"to", bonafide.CodeNotAllowed, "no relation of a company to itself")
	}
	if _, ok := c.Main(); !ok {
		faults.Add(path+"to", CodeNoMainCompany)
	}
	if slices.ContainsFunc(c.Relations, func(o Relation) bool { return o.From() == from && o.ToCompany == to }) {
		faults.AddRule(path+"to", bonafide.CodeRepeated, "one relation for a pair")
	}
	r = r.interest(c, faults, path)
	c.Relations = append(slices.Clone(c.Relations), r)
	return c
}

// orphaned reports whether an entity other than the main company has no relation
// while there is a main company to relate to.
func (c Case) orphaned() bool {
	if _, ok := c.Main(); !ok {
		return false
	}
	lonely := func(id string) bool {
		return !slices.ContainsFunc(c.Relations, func(r Relation) bool { return r.touches(id) })
	}
	return slices.ContainsFunc(c.Companies, func(x Company) bool { return x.Type != MainCompany && lonely(x.ID) }) ||
		slices.ContainsFunc(c.Individuals, func(x Individual) bool { return lonely(x.ID) })
}
