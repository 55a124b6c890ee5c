package postgres

import (
	"context"
)

// Lag returns how many transaction ids the oldest transaction that is still open on
// the server lies behind the newest: what readers of the outbox wait for. It stays small while no
// transaction stays open, and grows as long as one does: alert on it. It is 0 where
// events are ordered by a counter.
func (s *Store) Lag(ctx context.Context) (int64, error) {
	if err := s.ready(ctx); err != nil || s.database.meta.ordering != string(ByTransaction) {
		return 0, err
	}
	var lag int64
	err := s.query(ctx, s.reader(), into(&lag), selectLag)
	return lag, outage(ctx, "lag", err)
}
