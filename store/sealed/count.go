package sealed

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Counter = (*Store)(nil)

// Count counts in the store below, if that, or one behind it, is a [bonafide.Counter]; otherwise it fails
// with errors.ErrUnsupported. Nothing is opened for it, so that bodies that do not
// open are counted as well.
func (s *Store) Count(ctx context.Context, q bonafide.Query) (int64, error) {
	if q.Kind == KindKeys {
		return 0, ctx.Err()
	}
	if c, ok := bonafide.StoreAs[bonafide.Counter](s.below); ok {
		return c.Count(ctx, q)
	}
	return 0, errors.ErrUnsupported
}
