package user

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user/event"
)

// A RedecideRequest asks for stored decisions to be brought up to date.
type RedecideRequest struct {
	DryRun bool `json:"dry_run,omitzero"` // write nothing
	bonafide.PageRequest
}

// A Redecided is what the programs in effect change for one user, against the
// decision that is stored. Requirements are not part of it: they are never stored.
type Redecided struct {
	UserID string         `json:"user_id"`
	Change program.Change `json:"change"`
}

// Redecide goes through all users, page by page, and decides anew about those
// whose stored decision is not that of the programs now in effect: the walk to
// make after a release of programs. Reads and commands decide anew by themselves;
// what is brought up to date is what is stored: by what Search and the queues find
// a user, when AdvanceDue looks again, and the events of changed permissions. It
// returns the users of the page for whom something changes; with DryRun it says so
// and writes nothing. Cut off, it goes on from the last cursor, and repeated it
// finds nothing more to do.
//
// Reviewers and the system may call it, others fail with [bonafide.ErrForbidden].
// It fails with an [*bonafide.InvalidError] for a limit out of bounds, and with
// [bonafide.ErrCursor]. Users about whom no decision could be made or written do
// not stop it: the page is returned, with their errors joined.
func (s *Service) Redecide(ctx context.Context, by bonafide.Actor, req RedecideRequest) (out bonafide.PageOf[Redecided], err error) {
	ctx, end := s.run.Begin(ctx, "user.redecide", "")
	defer end(&err)
	if err := aggregate.Insider(by); err != nil {
		return out, err
	}
	limit, err := req.Size()
	if err != nil {
		return out, err
	}
	found, next, err := s.run.List(ctx, bonafide.Query{Cursor: req.Cursor, Limit: limit})
	if stops(err) {
		return out, err
	}
	out.Next = next
	failed := []error{err}
	for _, kept := range found {
		c, err := s.redecideUser(ctx, kept.State, req.DryRun)
		if err != nil {
			failed = append(failed, fmt.Errorf("user %s: %w", kept.State.ID, err))
			continue
		}
		if !c.IsZero() {
			out.Items = append(out.Items, Redecided{UserID: kept.State.ID, Change: c})
		}
	}
	return out, errors.Join(failed...)
}

// redecideUser brings the decision about a user of a list up to date, and returns
// what differs.
func (s *Service) redecideUser(ctx context.Context, u User, dry bool) (program.Change, error) {
	if u.Erased() {
		return program.Change{}, nil
	}
	if s.looksAround(u) {
		var err error
		if u, err = s.read(ctx, bonafide.System(), u.ID); err != nil {
			return program.Change{}, err
		}
	}
	next, events, err := s.redecided(u, s.now())
	if err != nil || len(events) == 0 {
		return program.Change{}, err
	}
	if dry { // what follows from a decision that is written
		if next, _, err = s.passLock(u, next, s.now()); err != nil {
			return program.Change{}, err
		}
		next, _ = s.decide(next, s.now())
	} else {
		call := aggregate.Call{Op: "user.redecide", ID: u.ID, By: bonafide.System()}
		kept, err := s.run.Run(ctx, call, s.with(), nil, step{By: call.By, Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			return s.redecided(u, in.At)
		})})
		if err != nil {
			return program.Change{}, err
		}
		next = kept.State
	}
	return program.Compare(u.Decision, next.Decision), nil
}

// redecided returns the user as it is at a time, decided anew also where a program
// that is to come was unknown when the stored decision was made.
func (s *Service) redecided(u User, at time.Time) (User, []bonafide.Event, error) {
	next, events, err := s.elapse(u, at)
	if err != nil || len(events) > 0 {
		return next, events, err
	}
	if fresh, _ := s.decide(u, at); !fresh.Decision.Due.Equal(u.Decision.Due) {
		return fresh, one(bonafide.NewEvent(event.Decided, at, bonafide.System())), nil
	}
	return u, nil, nil
}
