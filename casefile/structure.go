package casefile

import (
	"context"
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
	Graph  string        `json:"graph"`           // hash of the graph on its day, and of its blocked entities
	Policy string        `json:"policy,omitzero"` // hash of the policy, but for the default one
	Code   bonafide.Code `json:"code,omitzero"`   // why there is no answer, such as too_complex; then the rest is empty

	Unresolved   ownership.Percent `json:"unresolved_ownership_percentage"` // what is unknown of it: states, listed companies and known parties are not
	Owners       []string          `json:"owners,omitzero"`                 // beneficial owners by the policy; with bands, whoever may be one
	Officials    []string          `json:"officials,omitzero"`              // who stands in for them
	MayHideOwner bool              `json:"may_hide_owner,omitzero"`
	Inconsistent bool              `json:"inconsistent,omitzero"` // over-allocated, declared otherwise, or closed
	Circular     bool              `json:"circular,omitzero"`
	Trust        bool              `json:"trust,omitzero"`
	Blocked      []string          `json:"blocked,omitzero"` // by the 50 percent rule of any authority; sorted
}

// graphHash is the hash of all that a [Structure] follows from; empty without a main
// company. Days are those of UTC.
func (c Case) graphHash(at time.Time) string {
	g, ok := c.graphOn(bonafide.DateOf(at.UTC()))
	if !ok {
		return ""
	}
	return canonical.SumJSON("structure 4", undated(g), c.ownedTests(at))
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

// compute is the structure of the case as it is, by a policy.
func (c Case) compute(kept *answers, at time.Time, p OwnershipPolicy) Structure {
	on := bonafide.DateOf(at.UTC())
	out := Structure{Graph: c.graphHash(at), Policy: p.hash(c, on)}
	o, err := c.ownership(context.Background(), kept, at, on, p, []ownership.RuleSet{p.rules(c, on)})
	if err != nil {
		out.Code = unanswered(err)
		return out
	}
	found := o.widest()
	f, rest := found[0], o.Analysis.OwnershipRest
	if f.TooComplex || o.Findings[0].TooComplex {
		out.Code = ownership.CodeTooComplex
		return out
	}
	if o.Bounds != nil {
		rest = o.Bounds.OwnershipRest
	}
	out.Unresolved, out.MayHideOwner = rest.Unknown, o.Findings[0].MayHideOwner
	out.Owners, out.Officials = ownerIDs(f.Owners), ownerIDs(o.Findings[0].Officials)
	for _, w := range o.warnings() {
		switch w.Code {
		case ownership.CodeOverAllocated, ownership.CodeDeclaredDiffers, ownership.CodeClosedLoop, ownership.CodeNotComputable:
			out.Inconsistent = true
		}
	}
	for _, x := range o.Analysis.Companies {
		out.Circular = out.Circular || x.Circular
		out.Trust = out.Trust || x.Type == ownership.Trust
	}
	for _, f := range found[1:] {
		out.Blocked = append(out.Blocked, ownerIDs(f.Owners)...)
	}
	slices.Sort(out.Blocked)
	out.Blocked = slices.Compact(out.Blocked)
	return out
}

// warnings are those of what is certain: estimates may add up to too much.
func (o Ownership) warnings() []ownership.Warning {
	if o.Bounds != nil {
		return o.Bounds.Warnings
	}
	return o.Analysis.Warnings
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
// not the one that it was computed for, and what readers will ask for of a new graph.
func (s *Service) passStructure(before, c Case, at time.Time) (Case, []bonafide.Event, error) {
	t, _ := s.opts.template(c.Template)
	asked := (s.opts.Model != nil || !s.opts.Reviews.ScreenOptional || t.asksOwners()) && (c.Status == Open || c.Status == Approved) ||
		slices.ContainsFunc(c.Controls, func(k Control) bool { return k.Condition.ofStructure() })
	if asked {
		c = c.structured(s.answers, at, s.opts.Ownership)
	} else {
		c.Structure = nil
	}
	s.learn(before, c, at)
	return c, nil, nil
}

// structured is the case with the structure of its present graph by a policy.
func (c Case) structured(kept *answers, at time.Time, p OwnershipPolicy) Case {
	if c.Structure == nil || c.Structure.Graph != c.graphHash(at) || c.Structure.Policy != p.hash(c, bonafide.DateOf(at.UTC())) {
		computed := c.compute(kept, at, p)
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
