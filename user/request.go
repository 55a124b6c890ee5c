package user

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// A Request is anything that a [Service] can be asked to do to a user; each
// method that changes one takes its own. [Service.Propose] takes any of them. The
// set is closed: every request type of this package that names something to be done
// to a user belongs to it. [CreateRequest] does not, since there is no user yet; nor
// do those that propose, read, edit or judge a proposal.
//
// The Key of a request, where it is set, makes its repetition harmless: the same
// actor's same request under the same key has no second effect and is answered
// with the outcome of the first and the user as it now is; another request under
// it fails with [bonafide.ErrKeyReused]. A key has at most 255 bytes, and is free
// again after [Options.KeyLife].
type Request interface {
	// command returns what the request means.
	command(s *Service) command
}

type (
	command = aggregate.Command[User]
	change  = aggregate.Change[User]
	step    = aggregate.Step[User]
	kept    = aggregate.Kept[User]
	input   = aggregate.Input
)

// do runs a request on a stored user and returns the user as the actor may see
// it.
func (s *Service) do(ctx context.Context, by bonafide.Actor, id string, r Request) (User, error) {
	return s.run.Do(ctx, id, by, s.prepare(r.command(s)))
}

// prepare returns the command as it runs: with all parts that decisions look
// at, for nobody who may never ask, and noting the user's activity.
func (s *Service) prepare(c command) command {
	c.With = s.with(c.With...)
	if c.Actors == nil {
		c.Actors = s.askers(c.Verb)
	}
	rule, verb := c.Rule, permission.Verb(c.Verb)
	c.Rule = func(ctx context.Context, u User, in input) (change, error) {
		next, err := rule(ctx, u, in)
		if err != nil || len(next.Events) == 0 || next.State.Erased() {
			return next, err
		}
		return used(next, verb, in), nil
	}
	return c
}

// with adds the parts that every decision looks at to those named.
func (s *Service) with(kinds ...string) []string {
	if s.countsTotals && !slices.Contains(kinds, KindLedger) {
		return append(slices.Clone(kinds), KindLedger)
	}
	return kinds
}

// pure makes a rule of a function on values.
func pure(f func(u User, in input) (User, []bonafide.Event, error)) aggregate.Rule[User] {
	return func(_ context.Context, u User, in input) (change, error) {
		next, events, err := f(u, in)
		return change{State: next, Events: events}, err
	}
}

// one returns the only event of a rule.
func one(e bonafide.Event) []bonafide.Event { return []bonafide.Event{e} }

// of returns an event that belongs to a record beside the user's own.
func of(kind string, e bonafide.Event) bonafide.Event {
	e.Kind = kind
	return e
}

// used notes the user's first activity, which the timer of unused accounts
// waits for. Later ones change nothing.
func used(c change, v permission.Verb, in input) change {
	if !in.By.Is(bonafide.ActorUser, bonafide.ActorPlatform) || c.State.Standing.LastActivityAt.After(c.State.CreatedAt) {
		return c
	}
	switch v {
	case permission.VerbSubmit, permission.VerbAnswer, permission.VerbTransact, permission.VerbReverse, permission.VerbPayout,
		permission.VerbAuthenticate, permission.VerbAttest:
		// Later than the opening, on a clock that has not moved either.
		c.State.Standing.LastActivityAt = later(in.At, c.State.CreatedAt.Add(time.Microsecond))
		c.Events = append(c.Events, in.Event(event.Used))
	}
	return c
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
