package memory

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

var _ bonafide.Counter = (*Store)(nil)

// Count returns how many records answer the query. Of one label, or of none, it is
// what the index holds; else it goes through the records of the rarest label, those that
// are due where it asks for such.
func (s *Store) Count(ctx context.Context, q bonafide.Query) (int64, error) {
	if err := s.ready(ctx); err != nil {
		return 0, err
	}
	if _, err := store.CheckQuery(q); err != nil {
		return 0, err
	}
	s.tenant.mu.RLock()
	defer s.tenant.mu.RUnlock()
	k := s.tenant.kinds[q.Kind]
	if k == nil {
		return 0, nil
	}
	if q.Unique == "" && q.DueBefore.IsZero() && len(q.Labels) <= 1 {
		return int64(k.rarest(q.Labels).size), nil
	}
	var n int64
	for r := range k.candidates(q, place{}) {
		if answers(q, r) {
			n++
		}
	}
	return n, nil
}
