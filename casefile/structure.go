package casefile

import (
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// A Structure is what conditions and the risk model ask of the ownership graph. It is
// kept with the hash of the graph, so that a case whose graph is as it was is never
// computed again, and a read never computes at all.
type Structure struct {
	Graph string        `json:"graph"`         // hash of the graph and of its blocked entities
	Code  bonafide.Code `json:"code,omitzero"` // why there is no answer, such as too_complex; then the rest is empty

	Unresolved   ownership.Percent `json:"unresolved_ownership_percentage"` // what is unknown of it: states, listed companies and known parties are not
	Owners       []string          `json:"owners,omitzero"`                 // beneficial owners under the AMLR
	Officials    []string          `json:"officials,omitzero"`              // who stands in for them
	MayHideOwner bool              `json:"may_hide_owner,omitzero"`
	Inconsistent bool              `json:"inconsistent,omitzero"` // over-allocated, declared otherwise, or closed
	Circular     bool              `json:"circular,omitzero"`
	Trust        bool              `json:"trust,omitzero"`
	Blocked      []string          `json:"blocked,omitzero"` // by the 50 percent rule of any authority; sorted
}

// graphHash is the hash of all that a [Structure] follows from; empty without a main
// company.
func (c Case) graphHash(at time.Time) string {
	g, ok := c.Graph()
	if !ok {
		return ""
	}
	return canonical.SumJSON("structure 3", g, c.ownedTests(at))
}

// present leaves out the ids of entities that were removed.
func (c Case) present(ids []string) []string {
	return slices.DeleteFunc(ids, func(id string) bool { return c.entity(id) == "" })
}

// kept is the structure as it was computed, with [bonafide.CodeUnknown] and no hash if
// there is none of the present graph.
func (c Case) kept(at time.Time) Structure {
	if c.Structure == nil || c.Structure.Graph != c.graphHash(at) {
		return Structure{Code: bonafide.CodeUnknown}
	}
	return *c.Structure
}

// compute is the structure of the case as it is.
func (c Case) compute(at time.Time) Structure {
	out := Structure{Graph: c.graphHash(at)}
	o, err := c.Ownership(at, time.UTC, ownership.AMLR())
	if err != nil {
		out.Code = unanswered(err)
		return out
	}
	f := o.Findings[0]
	if f.TooComplex {
		out.Code = ownership.CodeTooComplex
		return out
	}
	out.Unresolved, out.MayHideOwner = o.Analysis.OwnershipRest.Unknown, f.MayHideOwner
	out.Owners, out.Officials = ownerIDs(f.Owners), ownerIDs(f.Officials)
	for _, w := range o.Analysis.Warnings {
		switch w.Code {
		case ownership.CodeOverAllocated, ownership.CodeDeclaredDiffers, ownership.CodeClosedLoop, ownership.CodeNotComputable:
			out.Inconsistent = true
		}
	}
	for _, x := range o.Analysis.Companies {
		out.Circular = out.Circular || x.Circular
		out.Trust = out.Trust || x.Type == ownership.Trust
	}
	for _, f := range o.Findings[1:] {
		out.Blocked = append(out.Blocked, ownerIDs(f.Owners)...)
	}
	slices.Sort(out.Blocked)
	out.Blocked = slices.Compact(out.Blocked)
	return out
}

// unanswered is the code of why a graph has no answer.
func unanswered(err error) bonafide.Code {
	var structure *ownership.StructureError
	var refused *bonafide.RefusedError
	switch {
	case errors.As(err, &structure):
		return structure.Code
	case errors.As(err, &refused):
		return refused.Code
	}
	return ownership.CodeNotComputable
}

func ownerIDs(owners []ownership.Owner) []string {
	var out []string
	for _, x := range owners {
		out = append(out, x.ID)
	}
	return out
}

// passStructure computes the structure where something asks for it and the graph is
// not the one that it was computed for.
func (s *Service) passStructure(_, c Case, at time.Time) (Case, []bonafide.Event, error) {
	t, _ := s.opts.template(c.Template)
	asked := (s.opts.Model != nil || !s.opts.Reviews.ScreenOptional || t.asksOwners()) && (c.Status == Open || c.Status == Approved) ||
		slices.ContainsFunc(c.Controls, func(k Control) bool { return k.Condition.ofStructure() })
	if !asked {
		c.Structure = nil
		return c, nil, nil
	}
	return c.structured(at), nil, nil
}

// structured is the case with the structure of its present graph.
func (c Case) structured(at time.Time) Case {
	if c.Structure == nil || c.Structure.Graph != c.graphHash(at) {
		computed := c.compute(at)
		c.Structure = &computed
	}
	return c
}

// ofStructure reports whether the condition asks something of the ownership graph.
func (k Condition) ofStructure() bool {
	switch k {
	case ConditionOwnersScreened, ConditionOwnershipCovered, ConditionStructureClean, ConditionNotBlocked, ConditionOwnersDeclared:
		return true
	}
	return false
}
