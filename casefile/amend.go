package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// An AmendRequest changes status, content and labels of a case at once: all of it
// happens, or nothing. Its own Key counts, none of the parts'.
type AmendRequest struct {
	Key           string `json:"-"`               // idempotency key
	Status        Status `json:"status,omitzero"` // open: a draft ends, a decided case is reopened; empty leaves it
	UpdateRequest        // after the status has changed
	LabelRequest
}

// Amend does in one command what [Service.Open] or [Service.Reopen], [Service.Update] and
// [Service.Label] do one after the other. What asks for nothing is not done: a status
// that the case has already, and content or labels without a field.
//
// Platforms and reviewers may. It fails with an [*bonafide.InvalidError] that lists the
// faults of all parts, with a [*bonafide.StateError] for content where the case is rejected
// or closed after all, and with the errors of these commands.
func (s *Service) Amend(ctx context.Context, by bonafide.Actor, id string, req AmendRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r AmendRequest) command(s *Service) command {
	return command{Op: "case.amend", Verb: string(verbLabel), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) {
			return c.amend(in, r, s.opts.Properties, s.opts.knows)
		})}
}

// amend is the rule of [Service.Amend].
func (c Case) amend(in input, r AmendRequest, rules property.Set, known func(template string) bool) (Case, []bonafide.Event, error) {
	next, events, err := c.toStatus(in, r.Status)
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	take := func(to Case, more []bonafide.Event, err error) error {
		switch {
		case err == nil:
			next, events = to, append(events, more...)
		case !faults.Merge("", err):
			return err
		}
		return nil
	}
	if u := r.UpdateRequest; !u.Name.IsZero() || !u.Template.IsZero() || len(u.Properties) > 0 {
		if err := permits(next, string(verbEdit), in.By); err != nil {
			return c, nil, err
		}
		if err := take(next.update(in, u, rules, known)); err != nil {
			return c, nil, err
		}
	}
	if err := take(next.label(in, r.LabelRequest)); err != nil {
		return c, nil, err
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	return next, events, nil
}

// toStatus opens or reopens a case that is not open.
func (c Case) toStatus(in input, to Status) (Case, []bonafide.Event, error) {
	switch {
	case to == "" || to == Open && c.Status == Open:
		return c, nil, nil
	case to != Open:
		return c, nil, bonafide.Invalid("status", bonafide.CodeNotAllowed)
	}
	move, rule := verbReopen, c.reopen
	if c.Status == Draft {
		move, rule = verbOpen, c.open
	}
	if err := permits(c, string(move), in.By); err != nil {
		return c, nil, err
	}
	return rule(in)
}
