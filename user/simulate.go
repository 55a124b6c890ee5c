package user

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission/program"
)

// A SimulateRequest asks what a candidate program would change.
type SimulateRequest struct {
	Candidate *program.Program // required
	bonafide.PageRequest
}

// A SimulatedChange is what a candidate program would change for one user.
type SimulatedChange struct {
	UserID string         `json:"user_id"`
	Change program.Change `json:"change"`
}

// Simulate tells, page by page, for which users of a candidate program's CIP tag
// and kind it would change anything if it were in effect now, whatever its
// effective_at. It need not be in Options.Programs.
//
// Reviewers and the system may call it, others fail with [bonafide.ErrForbidden].
// It fails with an [*bonafide.InvalidError] without a candidate or for a limit out
// of bounds, and with [bonafide.ErrCursor]. Records that cannot be read do not stop
// it: the page is returned, with an error matching [bonafide.ErrUnreadable].
func (s *Service) Simulate(ctx context.Context, by bonafide.Actor, req SimulateRequest) (out bonafide.PageOf[SimulatedChange], err error) {
	if err := aggregate.Insider(by); err != nil {
		return out, err
	}
	if req.Candidate == nil {
		return out, bonafide.Invalid("candidate", bonafide.CodeRequired)
	}
	limit, err := req.Size()
	if err != nil {
		return out, err
	}
	found, next, err := s.run.List(ctx, bonafide.Query{Cursor: req.Cursor, Limit: limit})
	if stops(err) {
		return out, err
	}
	failed := []error{err}
	sheet, at := req.Candidate.Sheet(), s.now()
	totals := tests(sheet, program.FactTotal)
	for _, kept := range found {
		u := kept.State
		if u.Erased() || u.CIPTag != sheet.CIPTag || u.kind() != sheet.UserKind {
			continue
		}
		if totals || s.looksAround(u) {
			if u, err = s.read(ctx, by, u.ID, KindLedger); stops(err) {
				return out, err
			} else if err != nil {
				failed = append(failed, fmt.Errorf("user %s: %w", kept.State.ID, err))
				continue
			}
		}
		if c, changes := s.simulated(u, req.Candidate, at); changes {
			out.Items = append(out.Items, SimulatedChange{UserID: u.ID, Change: c})
		}
	}
	out.Next = next
	return out, errors.Join(failed...)
}

// simulated returns what a candidate would change for a user, and whether that is
// anything.
func (s *Service) simulated(u User, candidate *program.Program, at time.Time) (program.Change, bool) {
	u, _, _ = s.elapse(u, at)
	u = u.withWatchlists(candidate.CountedLists(), at)
	facts := s.facts(u, at)
	s.reachFacts(u, &facts, true, true)
	if totals, err := u.beside.ledger.Totals(at); err == nil {
		facts.Totals = totals
	}
	c := program.Simulate(s.program(u, at), candidate, facts)
	return c, c.From != c.To || c.FromScope != c.ToScope || len(c.Documents)+len(c.Added)+len(c.Removed) > 0
}
