package user

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
)

// Look looks for a user on the lists at once, as Advance does where a screening is due,
// and returns how many hits the lists gave, decided on or not. It is one write, and
// where nothing new is found that of the coverage alone. On a Service that is bound to
// the unit of work of package rescreen, many users are looked for in one transaction. A
// host calls it in a walk over everybody.
//
// Nothing else that is due is done. A user who need not be looked for, such as one that
// is erased, is left alone. It acts in the name of the system. It fails with
// [bonafide.ErrNotFound], with an error matching [bonafide.ErrInvalid] for a name that cannot be
// searched, with a [*bonafide.NotConfiguredError] without a Screener, and with an error
// matching [bonafide.ErrUnavailable] where it does not answer: then nothing is written.
func (s *Service) Look(ctx context.Context, id string) (hits int, err error) {
	ctx, end := s.run.Begin(ctx, "user.look", id)
	defer end(&err)
	if s.opts.Screener == nil {
		return 0, &bonafide.NotConfiguredError{Option: "screener"}
	}
	found, err := s.run.Get(ctx, id, s.with(KindCoverage)...)
	if err != nil || found.State.lookedFor() == nil {
		return 0, err
	}
	subjects := found.State.subjects()
	var steps []step
	for _, who := range subjects {
		result, failure := s.opts.Screener.Screen(ctx, *who.query)
		switch {
		case failure == nil:
		case errors.Is(failure, bonafide.ErrInvalid), ctx.Err() != nil:
			return 0, failure
		default: // whatever it says may be about the subject
			return 0, bonafide.ErrUnavailable
		}
		hits += len(result.Hits)
		steps = append(steps, step{By: bonafide.System(), Verb: string(permission.VerbScreen), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			next, events := u.keepScreening(who, result, s.program(u, in.At).Screening(), in)
			return next, events, nil
		})})
	}
	call := aggregate.Call{Op: "user.look", ID: id, By: bonafide.System()}
	_, err = s.run.Run(ctx, call, s.with(KindCoverage), &found, append(steps, s.knowing(subjects))...)
	return hits, err
}
