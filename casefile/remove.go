package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

// A RemoveEntityRequest names an entity that is to go.
type RemoveEntityRequest struct {
	Key    string `json:"-"` // idempotency key
	Entity string `json:"entity_id"`
}

// RemoveEntity deletes a company or an individual of a draft or open case, with its
// relations and its undecided checks.
//
// Platforms and reviewers may. It fails with [bonafide.ErrNotFound] for an entity
// that is not there, and with a [*bonafide.RefusedError] of [CodeDecided] where
// checks on it were decided (their evidence stays: take the entity out by
// [Service.SetRelevant]), of [CodeOrphan] where another entity would be left without
// relations, and of [CodeMainCompany] for the main company while there are others.
// It fails with the errors of every command, too: see [Service].
func (s *Service) RemoveEntity(ctx context.Context, by bonafide.Actor, id string, req RemoveEntityRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r RemoveEntityRequest) command(*Service) command {
	return command{Op: "case.remove_entity", Verb: string(verbEdit), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.removeEntity(in, r) })}
}

// removeEntity is the rule of [Service.RemoveEntity].
func (c Case) removeEntity(in input, r RemoveEntityRequest) (Case, []bonafide.Event, error) {
	kind := c.entity(r.Entity)
	if kind == "" {
		return c, nil, bonafide.ErrNotFound
	}
	if kind == TargetMain && len(c.Companies)+len(c.Individuals) > 1 {
		return c, nil, &bonafide.RefusedError{Code: CodeMainCompany}
	}
	for _, k := range c.ChecksOf(r.Entity) {
		if k.Decided() {
			return c, nil, &bonafide.RefusedError{Code: CodeDecided}
		}
	}
	next := c
	next.Companies = without(c.Companies, func(x Company) bool { return x.ID == r.Entity })
	next.Individuals = without(c.Individuals, func(x Individual) bool { return x.ID == r.Entity })
	next.Relations = without(c.Relations, func(x Relation) bool { return x.touches(r.Entity) })
	next.Checks = without(c.Checks, func(k Check) bool { return k.Entity == r.Entity })
	if next.orphaned() && !c.orphaned() {
		return c, nil, &bonafide.RefusedError{Code: CodeOrphan}
	}
	return next.editBy(in.By), one(in.Event(EventEntityRemoved, "entity", r.Entity, "target", string(kind))), nil
}
