package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Deleter = (*Store)(nil)

const deleteRecord = `
	with gone as (delete from bonafide_record where tenant = $1 and kind = $2 and id = $3 and version = $4 returning uniques, labels),
	freed as (delete from bonafide_unique u using gone where u.tenant = $1 and u.kind = $2 and u.term = any(gone.uniques) and u.id = $3),
	unlabelled as (delete from bonafide_label l using gone where l.tenant = $1 and l.kind = $2 and l.term = any(gone.labels) and l.id = $3)
	select 1 / count(*) from gone`

// Delete is [bonafide.Deleter]: one statement, or inside the host's transaction.
func (s *Store) Delete(ctx context.Context, kind, id string, version int64) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	if s.tx == nil {
		return outage(ctx, "delete", repeated(ctx, func() error { return s.remove(ctx, s.database.pool, kind, id, version) }))
	}
	within, err := s.tx.Begin(ctx) // a savepoint
	if err != nil {
		return outage(ctx, "delete", err)
	}
	if err := s.remove(ctx, within, kind, id, version); err != nil {
		if undo := within.Rollback(context.WithoutCancel(ctx)); undo != nil {
			err = undo
		}
		return outage(ctx, "delete", err)
	}
	return outage(ctx, "delete", within.Commit(ctx))
}

func (s *Store) remove(ctx context.Context, on sender, kind, id string, version int64) error {
	err := s.query(ctx, on, func(rows pgx.Rows) error {
		for rows.Next() { // the answer says nothing beside that there is one
		}
		return nil
	}, deleteRecord, s.tenant, blob(kind), blob(id), version)
	if codeOf(err) == divisionByZero {
		return bonafide.ErrConflict
	}
	return err
}
