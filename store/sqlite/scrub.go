package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Scrubber = (*Store)(nil)

// errLogInUse says that somebody reads from the write-ahead log.
var errLogInUse = errors.New("a reader holds on to the log")

// Scrub is [bonafide.Scrubber]: it moves the write-ahead log into the file and
// truncates it, for all tenants: what was deleted or overwritten is in the log no more,
// and zeros are in its place in the file. What SQLite may leave in unused parts of pages
// goes by a vacuum before; see the package documentation. It waits for readers of this
// file, in other processes too, as long as the busy timeout, and then fails with an
// error matching [bonafide.ErrUnavailable].
//
// It does nothing within a transaction of the host and fails with errors.ErrUnsupported:
// call it on the Store itself after the commit.
func (s *Store) Scrub(ctx context.Context) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	if s.tx != nil {
		return fmt.Errorf("sqlite: scrub: within a transaction of the host: %w", errors.ErrUnsupported)
	}
	var busy bool
	var pages, moved int
	err := scan(s.database.write.DB.QueryRowContext(ctx, `pragma wal_checkpoint(truncate)`), &busy, &pages, &moved)
	if err == nil && busy {
		err = errLogInUse
	}
	return outage(ctx, "scrub", err)
}
