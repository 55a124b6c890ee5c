package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Deleter = (*Store)(nil)

const deleteRecord = `
	delete from bonafide_record where tenant = ? and kind = ? and id = ? and version = ?
	returning uniques, labels`

// Delete is [bonafide.Deleter]: in one transaction, or inside the host's.
func (s *Store) Delete(ctx context.Context, kind, id string, version int64) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	r := bonafide.Record{Kind: kind, ID: id, Version: version}
	if s.tx != nil {
		return s.within(ctx, "delete", func(tx session) error { return s.remove(ctx, tx, r) })
	}
	tx, err := s.database.write.begin(ctx, []string{deleteRecord, deleteUnique, deleteLabel})
	if err != nil {
		return outage(ctx, "delete", err)
	}
	if err := s.remove(ctx, tx, r); err != nil {
		_ = tx.Rollback() // the first error is the one to tell
		return err
	}
	return outage(ctx, "delete", tx.Commit())
}

// remove does the work. Its first statement writes, as that of Put does.
func (s *Store) remove(ctx context.Context, tx session, r bonafide.Record) error {
	var uniques, labels []byte
	err := scan(tx.QueryRowContext(ctx, deleteRecord, s.tenant, blob(r.Kind), blob(r.ID), r.Version), &uniques, &labels)
	if errors.Is(err, sql.ErrNoRows) {
		return bonafide.ErrConflict
	}
	if err != nil {
		return outage(ctx, "delete", err)
	}
	was, err := decodeTerms(uniques, labels)
	if err != nil {
		return outage(ctx, "delete", err)
	}
	gone := bonafide.Write{Record: bonafide.Record{Kind: r.Kind, ID: r.ID}} // it holds nothing any more
	return outage(ctx, "delete", s.putTerms(ctx, tx, []bonafide.Write{gone}, []terms{was}))
}
