package sqlite

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

var _ bonafide.Counter = (*Store)(nil)

// Count returns how many records answer the query. It reads the index of the first
// label asked for, or of what is due, and no record: name the rarest label first.
func (s *Store) Count(ctx context.Context, q bonafide.Query) (n int64, err error) {
	if err := s.ready(ctx); err != nil {
		return 0, err
	}
	if _, err := store.CheckQuery(q); err != nil {
		return 0, err
	}
	text, args, _ := s.matching(`count(*)`, q, false)
	err = scan(s.reader().QueryRowContext(ctx, text, args...), &n)
	return n, outage(ctx, "count", err)
}
