package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

// Sweep deletes what has had its time, oldest first: memories of idempotency keys
// that are older than [Options.KeyLife]. It deletes at most limit records, up to
// [bonafide.MaxPage], and returns how many; call it again while it deletes that
// many. Any number of processes may sweep at once. A Store that is no
// [bonafide.Deleter] keeps such records, which count no more.
//
// It is for the host, and no actor is asked for: nothing that anybody can see goes.
func (s *Service) Sweep(ctx context.Context, limit int) (int, error) {
	if limit < 1 {
		return 0, bonafide.Invalid("limit", bonafide.CodeOutOfRange)
	}
	return s.run.SweepKeys(ctx, s.now(), limit)
}
