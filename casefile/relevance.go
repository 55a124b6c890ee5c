package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A SetRelevantRequest says whether an entity is under investigation.
type SetRelevantRequest struct {
	Key      string `json:"-"` // idempotency key
	Entity   string `json:"entity_id"`
	Relevant bool   `json:"is_relevant"`
	Reason   string `json:"reason,omitzero"` // required to take out an entity with an open or a true hit
}

// SetRelevant puts an individual or an affiliated company of a draft or open case
// under investigation, or takes it out, or asks for that in an approved case (see
// [Change]): its checks then count for nothing but what
// they found. An open or a true hit stays in the way of an approval until reviewers
// end that by [Service.DismissFinding].
//
// Platforms and reviewers may; an entity with an open or a true hit, or with a check that
// was rejected for good, reviewers with a reason alone may take out: others are refused with [CodeReviewerNeeded]. It fails with [bonafide.ErrNotFound] for an entity
// that is not there, with a [*bonafide.RefusedError] of [CodeMainCompany] for the
// main company, which stays in, with an [*bonafide.InvalidError] for a delegator or
// signatory, who stays in too, or for a reason that is missing or too long, and with the errors of every command: see [Service].
func (s *Service) SetRelevant(ctx context.Context, by bonafide.Actor, id string, req SetRelevantRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r SetRelevantRequest) command(*Service) command {
	return command{Op: "case.set_relevant", Verb: string(verbEdit), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.setRelevant(in, r) })}
}

// setRelevant is the rule of [Service.SetRelevant].
func (c Case) setRelevant(in input, r SetRelevantRequest) (Case, []bonafide.Event, error) {
	typ := event.Relevant
	if !r.Relevant {
		typ = event.Irrelevant
	}
	if x, ok := c.Company(r.Entity); ok {
		if x.Type == MainCompany {
			return c, nil, &bonafide.RefusedError{Code: CodeMainCompany}
		}
		if x.Relevant() == r.Relevant {
			return c, nil, nil
		}
		next, err := c.investigate(in, r)
		if err != nil {
			return c, nil, err
		}
		x.Irrelevant, x.UpdatedAt = !r.Relevant, strictlyAfter(x.UpdatedAt, in.At)
		return next.withCompany(x).editBy(in.By), one(in.Event(typ, "entity", r.Entity)), nil
	}
	x, ok := c.Individual(r.Entity)
	if !ok {
		return c, nil, bonafide.ErrNotFound
	}
	if x.Relevant() == r.Relevant {
		return c, nil, nil
	}
	var faults bonafide.Faults
	if !r.Relevant {
		x.needsRelevance(&faults, "")
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	next, err := c.investigate(in, r)
	if err != nil {
		return c, nil, err
	}
	x.Irrelevant, x.UpdatedAt = !r.Relevant, strictlyAfter(x.UpdatedAt, in.At)
	return next.withIndividual(x).editBy(in.By), one(in.Event(typ, "entity", r.Entity)), nil
}

// investigate takes the checks of an entity out of the investigation, or back.
func (c Case) investigate(in input, r SetRelevantRequest) (Case, error) {
	if r.Relevant {
		return c.reinstate(r.Entity, in.At), nil
	}
	reason, err := mayConceal(in.By, c.concern(r.Entity, in.At), r.Reason)
	if err != nil {
		return c, err
	}
	w := Withdrawal{Cause: EntityIrrelevant, By: in.By, At: in.At, Reason: reason}
	return c.withdraw(w, func(k Check) bool { return k.Entity == r.Entity }), nil
}
