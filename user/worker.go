package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// WorkerOptions are how [Service.Run] works. The zero value is a good start.
type WorkerOptions struct {
	// Concurrency is how many users are advanced at once, 1 to 256; 0 means 4. For each
	// of them at most eight outside checks run side by side.
	Concurrency int

	// Interval is how long to wait before looking again where nothing was due, 10
	// milliseconds to one hour; 0 means one second. What was just advanced is left
	// alone for as long.
	Interval time.Duration

	// OnError is told what could not be done: about one user by id, or about the store
	// with an empty id. It may be called by several goroutines at once, and must not
	// block. Errors carry ids and codes, and whatever the Store says in its own.
	OnError func(id string, err error)
}

// Run does what AdvanceDue does, over and over, and now and then what Sweep does, until its context ends: it returns
// nil then, once what was begun has come to an end; answers that are in are kept. A
// host starts it once in each of its processes, in a goroutine of its own. Any number
// of them may work on one store: checks are claimed before they are made, so that
// none is made by two, and each begins at another place of the list.
//
// A user that cannot be advanced is reported and set aside, for longer each time, up
// to five minutes; it takes no other's place. While the Store is out of reach Run
// waits, for longer each time, at random; what fails with an error that matches
// [bonafide.ErrDamaged] is left alone for five minutes at once: tell somebody.
//
// It fails with an [*bonafide.InvalidError] for options out of bounds.
func (s *Service) Run(ctx context.Context, o WorkerOptions) error {
	return s.worker().Run(ctx, aggregate.Options(o))
}

// AdvanceDue advances up to limit users that want attention, those that wait
// longest first, then those for whom a screening was asked, and returns for how many
// of them it did anything. A host that does without Run calls it from a timer of its
// own until it returns 0. One user's error does not stop the others, and a user whose
// record cannot be read takes nobody's place; the errors are joined.
//
// It fails with an [*bonafide.InvalidError] for a limit that is not 1 to 1,000.
func (s *Service) AdvanceDue(ctx context.Context, limit int) (int, error) {
	return s.worker().Due(ctx, limit)
}

// worker does what is due on users.
func (s *Service) worker() aggregate.Worker {
	return aggregate.Worker{
		Kind: Kind, Store: s.run.Store, Now: s.now,
		Queries: func(at time.Time) []bonafide.Query {
			// Due is listed strictly before a time; what is due at this instant counts.
			queries := []bonafide.Query{{Kind: Kind, DueBefore: at.Add(time.Microsecond)}}
			if s.opts.Screener != nil {
				queries = append(queries, bonafide.Query{Kind: KindCoverage, Labels: []string{LabelAsked}})
			}
			return queries
		},
		Advance: func(ctx context.Context, id string) (bool, error) {
			ctx, end := s.run.Begin(ctx, "user.advance", id)
			_, did, err := s.advance(ctx, id)
			end(&err)
			return did, err
		},
		Sweeps: []func(context.Context, int) (int, error){s.Sweep},
	}
}
