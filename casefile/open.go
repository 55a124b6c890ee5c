package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// An OpenRequest ends a draft.
type OpenRequest struct {
	Key string `json:"-"` // idempotency key
}

// Open ends a draft: from now on its template runs.
//
// Platforms and reviewers may. It fails with a [*bonafide.StateError] for a case
// that is not a draft, and with the errors of every command: see [Service].
func (s *Service) Open(ctx context.Context, by bonafide.Actor, id string, req OpenRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r OpenRequest) command(*Service) command {
	return command{Op: "case.open", Verb: string(verbOpen), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.open(in) })}
}

// open is the rule of [Service.Open].
func (c Case) open(in input) (Case, []bonafide.Event, error) {
	from := c.Status
	to, err := from.next(verbOpen)
	if err != nil {
		return c, nil, err
	}
	c.Status = to
	return c, one(in.Event(event.StatusChanged, "from", string(from), "to", string(to))), nil
}

// A ReopenRequest puts a decided case under investigation again.
type ReopenRequest struct {
	Key string `json:"-"` // idempotency key
}

// Reopen puts an approved, rejected or closed case under investigation again. Checks
// and entities are kept, as a pending [Change] has them; the periodic review is called off.
//
// Platforms and reviewers may. It fails with a [*bonafide.StateError] for a draft or
// open case, and with the errors of every command: see [Service].
func (s *Service) Reopen(ctx context.Context, by bonafide.Actor, id string, req ReopenRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r ReopenRequest) command(*Service) command {
	return command{Op: "case.reopen", Verb: string(verbReopen), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.reopen(in) })}
}

// reopen is the rule of [Service.Reopen].
func (c Case) reopen(in input) (Case, []bonafide.Event, error) {
	from := c.Status
	to, err := from.next(verbReopen)
	if err != nil {
		return c, nil, err
	}
	c.Status, c.Proposal, c.Change, c.Periodic = to, nil, nil, Periodic{}
	return c, one(in.Event(event.StatusChanged, "from", string(from), "to", string(to))), nil
}
