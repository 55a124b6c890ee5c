package user

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
)

// Look looks for a user on the lists at once, as Advance does where a screening is due,
// and returns how many hits the lists gave, decided on or not. It is one write, and
// where nothing new is found that of the coverage alone, which is then all that is read,
// too. On a Service that is bound to
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
	l := looking{s: s, answers: make(map[string]screening.Result)}
	call := aggregate.Call{Op: "user.look", ID: id, By: bonafide.System()}
	if err := l.quietly(ctx, call); !errors.Is(err, errNews) {
		return 0, err
	}
	found, err := s.run.Get(ctx, id, s.with(KindCoverage)...)
	if err != nil || found.State.lookedFor() == nil {
		return 0, err
	}
	subjects := found.State.subjects()
	var steps []step
	for _, who := range subjects {
		result, err := l.ask(ctx, who)
		if err != nil {
			return 0, err
		}
		hits += len(result.Hits)
		steps = append(steps, step{By: call.By, Verb: string(permission.VerbScreen), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			next, events := u.keepScreening(who, result, s.program(u, in.At).Screening(), in)
			return next, events, nil
		})})
	}
	_, err = s.run.Run(ctx, call, s.with(KindCoverage), &found, append(steps, s.knowing(subjects))...)
	return hits, err
}

// A looking is one Look on its way.
type looking struct {
	s       *Service
	answers map[string]screening.Result // by fingerprint: nobody is asked for twice
}

// ask searches the lists for a subject.
func (l looking) ask(ctx context.Context, who subject) (screening.Result, error) {
	fingerprint := who.fingerprint()
	if result, asked := l.answers[fingerprint]; asked {
		return result, nil
	}
	result, err := l.s.opts.Screener.Screen(ctx, *who.query)
	switch {
	case err == nil:
		l.answers[fingerprint] = result
		return result, nil
	case errors.Is(err, bonafide.ErrInvalid), ctx.Err() != nil:
		return screening.Result{}, err
	}
	return screening.Result{}, bonafide.ErrUnavailable // whatever it says may be about the subject
}

// quietly looks for a user by the record of the looks alone. It fails with errNews, and
// has written nothing, where that does not do.
func (l looking) quietly(ctx context.Context, call aggregate.Call) error {
	found, err := l.s.alone.Get(ctx, call.ID)
	switch {
	case errors.Is(err, bonafide.ErrNotFound):
		return errNews
	case err != nil:
		return err
	case found.State.Sought == nil:
		return errNews
	}
	found.State.who = found.State.subjects()
	for _, who := range found.State.who {
		if _, err := l.ask(ctx, who); err != nil {
			return err
		}
	}
	_, err = l.s.alone.Run(ctx, call, nil, &found, aggregate.Step[looks]{By: call.By, Rule: l.s.keep(l.answers)})
	return err
}
