package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

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
	if err := aggregate.Insider(by); err != nil {
		return bonafide.PageOf[string]{}, err
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
