package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// DefaultRetention is how long the data of a closed case is kept where the host
// says nothing: five years (31 CFR 1020.220(a)(3)(ii) and 1010.430(d); Directive
// (EU) 2015/849 article 40; Regulation (EU) 2024/1624 article 77), and ten years
// where reviewers ever found an entity of it on a sanctions list (31 CFR 501.601 for
// those of OFAC), even if it was removed, delisted or cleared since. Other laws ask for
// more: a host with such duties sets [Options.Retention].
func DefaultRetention(c Case) bonafide.Duration {
	for _, k := range c.Checks {
		if k.Screening == nil {
			continue
		}
		if slices.ContainsFunc(k.Screening.Decisions, func(d screening.Decision) bool {
			return sanctions(d.List) && (d.Disposition == screening.TruePositive || d.Disposition == screening.TrueButAccepted)
		}) {
			return bonafide.Years(10)
		}
	}
	return bonafide.Years(5)
}

// closedAt is when the case came to be closed, by the clock: a review that was
// dated back does not begin the retention earlier. Zero while it is not closed.
func (c Case) closedAt() time.Time {
	if c.Status != Closed {
		return time.Time{}
	}
	for _, r := range slices.Backward(c.Reviews) {
		if r.Status == Closed && !r.Confirms {
			return r.RecordedAt
		}
	}
	return c.UpdatedAt
}

// retainedUntil is the end of the retention of a closed case by the rule as it is
// now; zero while it is not closed.
func (s *Service) retainedUntil(c Case) time.Time {
	since := c.closedAt()
	if since.IsZero() {
		return time.Time{}
	}
	var keep bonafide.Duration
	if s.opts.Retention != nil {
		keep = s.opts.Retention(c)
	}
	if keep.IsZero() {
		keep = DefaultRetention(c)
	}
	return bonafide.Instant(keep.After(since))
}

// erasableAt is when the case may be erased, or when the erasure began that is
// not finished; zero = neither.
func (c Case) erasableAt() time.Time { return c.Retention.ErasableAt(c.Erasure, c.Holds) }

// countErasable counts the changes of when the case may be erased.
func (c Case) countErasable(before Case) Case {
	if !c.erasableAt().Equal(before.erasableAt()) {
		c.RetentionVersion++
	}
	return c
}

// Erasable returns the ids of cases that may be erased now: closed, not held, their
// retention over. Cases whose erasure was cut off are among them: [Service.Erase]
// again finishes it. Those that wait longest come first; it is one query.
//
// A case is listed by the retention as it was when the case last changed. Erase
// looks at the rule as it is now, so that a retention that was made longer since is
// kept.
//
// Reviewers and the system may; others fail with [bonafide.ErrForbidden]. It fails
// with an [*bonafide.InvalidError] for a limit out of bounds, and with an error matching [bonafide.ErrCursor] for a cursor of another query.
func (s *Service) Erasable(ctx context.Context, by bonafide.Actor, page bonafide.PageRequest) (bonafide.PageOf[string], error) {
	if err := by.Check("by"); err != nil {
		return bonafide.PageOf[string]{}, err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return bonafide.PageOf[string]{}, bonafide.ErrForbidden
	}
	limit, err := page.Size()
	if err != nil {
		return bonafide.PageOf[string]{}, err
	}
	// What ends at this instant is over; Due is listed strictly before a time.
	q := bonafide.Query{Kind: kindRetention, DueBefore: s.now().Add(time.Microsecond), Cursor: page.Cursor, Limit: limit}
	found, err := s.run.Store.List(ctx, q)
	if err != nil {
		return bonafide.PageOf[string]{}, err
	}
	out := bonafide.PageOf[string]{Next: found.Next}
	for _, r := range found.Records {
		out.Items = append(out.Items, r.ID)
	}
	return out, nil
}
