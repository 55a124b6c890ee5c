package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/bonafide-go/bonafide"
)

// columns of a record, as scan reads them.
const columns = `r.id, r.version, r.uniques, r.labels, r.due, r.body`

const selectRecord = `select ` + columns + ` from bonafide_record r where r.tenant = $1 and r.kind = $2 and r.id = $3`

// Get returns the record, or [bonafide.ErrNotFound].
func (s *Store) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if err := s.ready(ctx); err != nil {
		return bonafide.Record{}, err
	}
	var found []bonafide.Record
	err := s.query(ctx, s.reader(), func(rows pgx.Rows) (err error) {
		found, err = scan(rows, kind)
		return err
	}, selectRecord, s.tenant, blob(kind), blob(id))
	if err != nil {
		return bonafide.Record{}, outage(ctx, "get", err)
	}
	if len(found) == 0 {
		return bonafide.Record{}, bonafide.ErrNotFound
	}
	return found[0], nil
}

// scan reads records.
func scan(rows pgx.Rows, kind string) ([]bonafide.Record, error) {
	var out []bonafide.Record
	for rows.Next() {
		var id []byte
		var uniques, labels [][]byte
		var due *int64
		r := bonafide.Record{Kind: kind}
		if err := rows.Scan(&id, &r.Version, &uniques, &labels, &due, &r.Body); err != nil {
			return nil, err
		}
		r.ID, r.Unique, r.Labels = string(id), texts(uniques), texts(labels)
		if due != nil {
			r.Due = time.UnixMicro(*due).UTC()
		}
		out = append(out, r)
	}
	return out, nil
}
