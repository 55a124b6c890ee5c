package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A DiscardChangeRequest gives up the pending change of an approved case.
type DiscardChangeRequest struct {
	Key    string `json:"-"`               // idempotency key
	Change string `json:"change_id"`       // id of the [Change] that was seen
	Reason string `json:"reason,omitzero"` // required where it takes a finding out of sight; kept as a note
}

// DiscardChange restores what was approved: entities, relations, custom properties, name
// and template. Checks are as they were, but for what they found: an open or a true hit stays in the
// case. Checks of entities that go stay withdrawn, where anything was found or decided.
//
// Platforms and reviewers may; where an entity with an open or a true hit, or with a check
// that was rejected for good, would go or be another, reviewers with a reason alone: others
// are refused with [CodeReviewerNeeded]. It fails with [bonafide.ErrNotFound] if no such
// change is pending, with an [*bonafide.InvalidError] for a reason that is missing or too long,
// and with the errors of every command: see [Service].
func (s *Service) DiscardChange(ctx context.Context, by bonafide.Actor, id string, req DiscardChangeRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r DiscardChangeRequest) command(s *Service) command {
	return command{Op: "case.discard_change", Verb: string(verbEdit), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.discardChange(in, r, s.newID) })}
}

// discardChange is the rule of [Service.DiscardChange].
func (c Case) discardChange(in input, r DiscardChangeRequest, ids idSource) (Case, []bonafide.Event, error) {
	if c.Change == nil || c.Change.ID != r.Change {
		return c, nil, bonafide.ErrNotFound
	}
	next := c.BeforeChange()
	next.Controls = without(c.Controls, func(k Control) bool {
		_, ok := Case{Controls: c.Change.Before.Controls}.control(k.Key)
		return !ok
	})
	next.Checks = c.checksBack(next, in)
	next = c.touchedBy(next, in.At)
	next, events, err := c.conceal(in, next, r.Reason, ids)
	if err != nil {
		return c, nil, err
	}
	next.Structure = c.Structure
	return next.editBy(in.By), append(events, in.Event(event.ChangeDiscarded, "change", r.Change)), nil
}

// checksBack are the checks of a case whose change is given up: next is what was approved.
func (c Case) checksBack(next Case, in input) []Check {
	out := next.Checks
	w := Withdrawal{Cause: EntityRemoved, By: in.By, At: in.At}
	for _, now := range c.Checks {
		at := -1
		for i := range out {
			if out[i].ID == now.ID {
				at = i
			}
		}
		switch {
		case at >= 0 && now.finding(in.At) != "" && !now.gone():
			out[at] = now // screened again as who it was, it keeps what was decided
		case at >= 0:
		case next.entity(now.Entity) != "" || now.gone():
			out = append(out, now)
		case now.evident() || now.Decided():
			now.Withdrawn, now.UpdatedAt = &w, strictlyAfter(now.UpdatedAt, in.At)
			out = append(out, now)
		}
	}
	return out
}

// touchedBy dates the entities and relations that are other in next than in the case.
func (c Case) touchedBy(next Case, at time.Time) Case {
	next.Companies = without(next.Companies, func(Company) bool { return false })
	for i, x := range next.Companies {
		if now, ok := c.Company(x.ID); ok && len(changed(now, x)) > 0 {
			next.Companies[i].UpdatedAt = strictlyAfter(now.UpdatedAt, at)
		}
	}
	next.Individuals = without(next.Individuals, func(Individual) bool { return false })
	for i, x := range next.Individuals {
		if now, ok := c.Individual(x.ID); ok && len(changed(now, x)) > 0 {
			next.Individuals[i].UpdatedAt = strictlyAfter(now.UpdatedAt, at)
		}
	}
	return next
}
