package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// The statements of Put.
const (
	advanceHead = `
		insert into bonafide_tenant (tenant, position) values (?, ?)
		on conflict (tenant) do update set position = position + excluded.position
		returning position`
	insertRecord = `
		insert into bonafide_record (tenant, kind, id, version, uniques, labels, due, body)
		values (?, ?, ?, 1, ?, ?, ?, ?) on conflict do nothing`
	updateRecord = `
		update bonafide_record set version = ?, uniques = ?, labels = ?, due = ?, body = ?
		where tenant = ? and kind = ? and id = ? and version = ?`
	selectTerms = `
		select uniques, labels, due from bonafide_record
		where tenant = ? and kind = ? and id = ? and version = ?`
	deleteUnique = `delete from bonafide_unique where tenant = ? and kind = ? and term = ?`
	deleteLabel  = `delete from bonafide_label where tenant = ? and kind = ? and term = ? and id = ?`
	insertUnique = `insert into bonafide_unique (tenant, kind, term, id) values (?, ?, ?, ?) on conflict do nothing`
	insertLabel  = `insert into bonafide_label (tenant, kind, term, id, due) values (?, ?, ?, ?, ?) on conflict do nothing`
	dateLabel    = `update bonafide_label set due = ? where tenant = ? and kind = ? and term = ? and id = ?`
	selectHolder = `select id from bonafide_unique where tenant = ? and kind = ? and term = ?`
	insertEvent  = `insert into bonafide_event (tenant, position, kind, id, event) values (?, ?, ?, ?, ?)`
)

var statements = []string{
	advanceHead, insertRecord, updateRecord, selectTerms, deleteUnique, deleteLabel,
	insertUnique, insertLabel, dateLabel, selectHolder, insertEvent,
}

// Put writes the batch in one transaction, or inside the host's.
func (s *Store) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	if err := store.CheckBatch(batch); err != nil || len(batch) == 0 {
		return err
	}
	if s.tx != nil {
		return s.within(ctx, "put", func(tx session) error { return s.write(ctx, tx, batch) })
	}
	tx, err := s.database.write.begin(ctx, statements)
	if err != nil {
		return outage(ctx, "put", err)
	}
	if err := s.write(ctx, tx, batch); err != nil {
		_ = tx.Rollback() // the first error is the one to tell
		return err
	}
	return outage(ctx, "put", tx.Commit())
}

// within keeps what is refused from leaving half of itself in the host's
// transaction. Going back must work also if the caller has left meanwhile.
func (s *Store) within(ctx context.Context, op string, write func(session) error) error {
	if _, err := s.tx.ExecContext(ctx, `savepoint bonafide_put`); err != nil {
		return outage(ctx, op, err)
	}
	err := write(s.tx)
	if err != nil {
		if _, undo := s.tx.ExecContext(context.WithoutCancel(ctx), `rollback to bonafide_put`); undo != nil {
			err = errors.Join(err, outage(ctx, "undo "+op, undo))
		}
	}
	if _, end := s.tx.ExecContext(context.WithoutCancel(ctx), `release bonafide_put`); end != nil && err == nil {
		err = outage(ctx, op, end)
	}
	return err
}

// write does the work. Its first statement writes, so that the transaction has
// the write lock before it reads, however it was begun; the order of positions
// is then the order of commits.
func (s *Store) write(ctx context.Context, tx session, batch []bonafide.Write) error {
	position, err := s.advance(ctx, tx, batch)
	if err != nil {
		return outage(ctx, "put", err)
	}
	was := make([]terms, len(batch))
	for i := range batch { // all versions first: a conflict is told before a duplicate
		if was[i], err = s.putRecord(ctx, tx, &batch[i].Record); err != nil {
			return outage(ctx, "put", err)
		}
	}
	if err := store.CheckUnique(batch); err != nil {
		return err
	}
	if err := s.putTerms(ctx, tx, batch, was); err != nil {
		return outage(ctx, "put", err)
	}
	return outage(ctx, "put", s.putEvents(ctx, tx, batch, position))
}

// advance takes positions for the batch's events and returns the last one
// before them.
func (s *Store) advance(ctx context.Context, tx session, batch []bonafide.Write) (int64, error) {
	var n, last int64
	for i := range batch {
		n += int64(len(batch[i].Events))
	}
	err := scan(tx.QueryRowContext(ctx, advanceHead, s.tenant, n), &last)
	return last - n, err
}

// terms of the version before, and its due time.
type terms struct {
	uniques, labels []string
	due             any
}

// putRecord writes the record, if the version before it is stored, and returns
// that one's terms. A version is written once, so terms that were read with it
// are still those that the update replaces.
func (s *Store) putRecord(ctx context.Context, tx session, r *bonafide.Record) (was terms, err error) {
	kind, id := blob(r.Kind), blob(r.ID)
	uniques, labels := string(store.EncodeTerms(r.Unique)), string(store.EncodeTerms(r.Labels))
	var done sql.Result
	if r.Version == 1 {
		done, err = tx.ExecContext(ctx, insertRecord,
			s.tenant, kind, id, uniques, labels, micros(r.Due), r.Body)
	} else {
		if was, err = s.termsOf(ctx, tx, r); err != nil {
			return terms{}, err
		}
		done, err = tx.ExecContext(ctx, updateRecord,
			r.Version, uniques, labels, micros(r.Due), r.Body, s.tenant, kind, id, r.Version-1)
	}
	if err != nil {
		return terms{}, err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return was, err
	}
	return terms{}, bonafide.ErrConflict
}

func (s *Store) termsOf(ctx context.Context, tx session, r *bonafide.Record) (terms, error) {
	var uniques, labels []byte
	var due any
	err := scan(tx.QueryRowContext(ctx, selectTerms,
		s.tenant, blob(r.Kind), blob(r.ID), r.Version-1), &uniques, &labels, &due)
	if errors.Is(err, sql.ErrNoRows) {
		return terms{}, bonafide.ErrConflict
	}
	if err != nil {
		return terms{}, err
	}
	was, err := decodeTerms(uniques, labels)
	was.due = due
	return was, err
}

func decodeTerms(uniques, labels []byte) (was terms, err error) {
	if was.uniques, err = store.DecodeTerms(uniques); err != nil {
		return terms{}, err
	}
	was.labels, err = store.DecodeTerms(labels)
	return was, err
}

// putTerms brings unique values and labels from what was to what is: all that
// is given up goes before anything is claimed, so that a value can move between
// records of the batch.
func (s *Store) putTerms(ctx context.Context, tx session, batch []bonafide.Write, was []terms) error {
	for i := range batch {
		r := &batch[i].Record
		for _, u := range without(was[i].uniques, r.Unique) {
			_, err := tx.ExecContext(ctx, deleteUnique,
				s.tenant, blob(r.Kind), blob(u))
			if err != nil {
				return err
			}
		}
		for _, label := range without(was[i].labels, r.Labels) {
			_, err := tx.ExecContext(ctx, deleteLabel,
				s.tenant, blob(r.Kind), blob(label), blob(r.ID))
			if err != nil {
				return err
			}
		}
	}
	for i := range batch {
		r := &batch[i].Record
		for _, u := range without(r.Unique, was[i].uniques) {
			if err := s.claim(ctx, tx, r, u); err != nil {
				return err
			}
		}
		for _, label := range without(r.Labels, was[i].labels) {
			_, err := tx.ExecContext(ctx, insertLabel,
				s.tenant, blob(r.Kind), blob(label), blob(r.ID), micros(r.Due))
			if err != nil {
				return err
			}
		}
		if due := micros(r.Due); due != was[i].due {
			for _, label := range was[i].labels {
				_, err := tx.ExecContext(ctx, dateLabel, due, s.tenant, blob(r.Kind), blob(label), blob(r.ID))
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// claim makes the record the holder of a unique value, unless another is.
func (s *Store) claim(ctx context.Context, tx session, r *bonafide.Record, unique string) error {
	done, err := tx.ExecContext(ctx, insertUnique,
		s.tenant, blob(r.Kind), blob(unique), blob(r.ID))
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	var holder []byte
	err = scan(tx.QueryRowContext(ctx, selectHolder,
		s.tenant, blob(r.Kind), blob(unique)), &holder)
	if err != nil || string(holder) == r.ID { // the record names it twice
		return err
	}
	return &bonafide.DuplicateError{Key: unique, ID: string(holder)}
}

func (s *Store) putEvents(ctx context.Context, tx session, batch []bonafide.Write, position int64) error {
	for i := range batch {
		runs, err := store.EncodeEvents(batch[i].Events)
		if err != nil {
			return err
		}
		for _, run := range runs {
			position += int64(run.Events)
			_, err = tx.ExecContext(ctx, insertEvent,
				s.tenant, position, blob(run.Kind), blob(run.ID), run.Packed)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// without returns the terms that are not among the others.
func without(these, others []string) []string {
	return slices.DeleteFunc(slices.Clone(these), func(term string) bool { return slices.Contains(others, term) })
}

// micros is a due time as a column holds it: null for never.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}
