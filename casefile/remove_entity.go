package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A RemoveEntityRequest names an entity that is to go.
type RemoveEntityRequest struct {
	Key    string `json:"-"` // idempotency key
	Entity string `json:"entity_id"`
	Reason string `json:"reason,omitzero"` // required where a hit of the entity is open or true
}

// RemoveEntity deletes a company or an individual of a draft or open case, with its
// relations and its undecided checks, or asks for that in an approved one: see [Change]. A check that found an entry of a list stays in
// the case, withdrawn: while a hit of it is open or true, it counts in
// [Case.Obstacles], [Case.InForce] and [Case.Blocked] until reviewers end that by
// [Service.DismissFinding]. Added again, the subject has the same decisions.
//
// Platforms and reviewers may; an entity with an open or a true hit, or one by which such
// an entity holds something, reviewers with a reason alone: others are refused with [CodeReviewerNeeded]. It fails with [bonafide.ErrNotFound] for an entity
// that is not there, and with a [*bonafide.RefusedError] of [CodeDecided] where
// checks on it were decided (their evidence stays: take the entity out by
// [Service.SetRelevant]), of [CodeOrphan] where another entity would be cut off from
// the main company, and of [CodeMainCompany] for the main company while there are others.
// It fails with an [*bonafide.InvalidError] for a reason that is missing or too long,
// and with the errors of every command, too: see [Service].
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
	finding := c.standing(r.Entity, in.At)
	if _, err := mayConceal(in.By, finding, r.Reason); err != nil {
		return c, nil, err
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
	if c.cutsOff(next) {
		return c, nil, &bonafide.RefusedError{Code: CodeOrphan}
	}
	if finding == "" {
		finding = c.concealed(next, in.At) // of somebody who holds by it
	}
	reason, err := mayConceal(in.By, finding, r.Reason)
	if err != nil {
		return c, nil, err
	}
	w := Withdrawal{Cause: EntityRemoved, By: in.By, At: in.At, Reason: reason}
	next = next.withdraw(w, func(k Check) bool { return k.Entity == r.Entity })
	return next.editBy(in.By), one(in.Event(event.EntityRemoved, "entity", r.Entity, "target", string(kind))), nil
}
