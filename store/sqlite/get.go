package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// columns of a record, as scan reads them.
const columns = `r.id, r.version, r.uniques, r.labels, r.due, r.body`

// Get returns the record, or [bonafide.ErrNotFound].
func (s *Store) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if err := s.ready(ctx); err != nil {
		return bonafide.Record{}, err
	}
	row := s.reader().QueryRowContext(ctx,
		`select `+columns+` from bonafide_record r where r.tenant = ? and r.kind = ? and r.id = ?`,
		s.tenant, blob(kind), blob(id))
	r, err := scanRecord(row, kind)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return bonafide.Record{}, bonafide.ErrNotFound
	case err != nil:
		return r, outage(ctx, "get", err) // of one that is damaged, what can be told
	}
	return r, nil
}

// blob makes bytes of a text: compared as such, and never null.
func blob(s string) []byte {
	if s == "" {
		return []byte{}
	}
	return []byte(s)
}

func scanRecord(from row, kind string) (bonafide.Record, error) {
	var id, uniques, labels []byte
	var due sql.NullInt64
	r := bonafide.Record{Kind: kind}
	if err := scan(from, &id, &r.Version, &uniques, &labels, &due, &r.Body); err != nil {
		return bonafide.Record{}, err
	}
	r.ID = string(id)
	if due.Valid {
		r.Due = time.UnixMicro(due.Int64).UTC()
	}
	var err error
	if r.Unique, err = store.DecodeTerms(uniques); err == nil {
		r.Labels, err = store.DecodeTerms(labels)
	}
	if err != nil {
		return bonafide.Record{Kind: kind, ID: r.ID, Version: r.Version, Due: r.Due}, err // for its place in a list
	}
	return r, nil
}
