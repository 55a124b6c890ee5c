package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Erasable returns the ids of users who may be erased now: closed, not held,
// their retention over. Users whose erasure was cut off are among them: Erase
// again finishes it. Those that wait longest come first; it is one query.
//
// A user is listed by the retention as it was when the user last changed. Erase
// looks at the rule as it is now, so that a retention that was made longer
// since is kept.
//
// Reviewers and the system may ask, others fail with [bonafide.ErrForbidden]. It
// fails with an [*bonafide.InvalidError] for a limit out of bounds, and with
// [bonafide.ErrCursor].
func (s *Service) Erasable(ctx context.Context, by bonafide.Actor, page bonafide.PageRequest) (bonafide.PageOf[string], error) {
	// What ends at this instant is over; Due is listed strictly before a time.
	return s.ids(ctx, by, bonafide.Query{Kind: kindOfRetention, DueBefore: s.now().Add(time.Microsecond)}, page)
}
