package sqlite

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Pinger = (*Store)(nil)

// Ping is [bonafide.Pinger]: it reads the first page of the file. It does not wait for
// the writer, so that a long transaction of the host is no outage.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	var version int
	return outage(ctx, "ping", scan(s.reader().QueryRowContext(ctx, `pragma schema_version`), &version))
}
