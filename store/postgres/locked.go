package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Locker = (*Store)(nil)

const lockRecord = `select 1 from bonafide_record where tenant = $1 and kind = $2 and id = $3 for update`

// errUnlocked says that Locked cannot be had.
var errUnlocked = fmt.Errorf("postgres: no lock: %w", errors.ErrUnsupported)

// Locked is [bonafide.Locker]. It takes a connection for as long as it waits and works, at
// most half of those of the pool at once: more are refused with an error matching
// [errors.ErrUnsupported], so that whoever holds a record always finds a connection. So
// are engines of the distributed profile, which abort who has waited.
func (s *Store) Locked(ctx context.Context, kind, id string, do func(bonafide.Store) error) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	if s.tx != nil || s.database.meta.ordering == distributed {
		return errUnlocked
	}
	select {
	case s.database.locks <- struct{}{}:
		defer func() { <-s.database.locks }()
	default:
		return errUnlocked
	}
	err := s.locked(ctx, kind, id, do)
	if aborted(err) {
		return bonafide.ErrConflict
	}
	return err
}

func (s *Store) locked(ctx context.Context, kind, id string, do func(bonafide.Store) error) error {
	tx, err := s.database.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.ReadCommitted})
	if err != nil {
		return outage(ctx, "lock", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // nothing, after a commit
	var held int
	if err := s.query(ctx, tx, into(&held), lockRecord, s.tenant, blob(kind), blob(id)); err != nil {
		return outage(ctx, "lock", err)
	}
	if err := do(s.WithTx(tx)); err != nil {
		return err
	}
	return outage(ctx, "put", tx.Commit(ctx))
}
