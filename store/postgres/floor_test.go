package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// A bare floor writes and reads the rows of this package in one statement each, as a
// service would that knows its own terms: what it keeps and gives up, nobody has to
// look for. Its tables are the same, without the wall between tenants.
type bare struct {
	bonafide.Store
	pool *pgxpool.Pool
}

const (
	bareInsert = `
		with r as (insert into bonafide_record (tenant, kind, id, version, uniques, labels, due, body, mark)
				values ($1, $2, $3, 1, $4, $5, $6, $7, pg_current_xact_id()::text::bigint)),
			u as (insert into bonafide_unique (tenant, kind, term, id) select $1, $2, unnest($4::bytea[]), $3),
			l as (insert into bonafide_label (tenant, kind, term, id, due) select $1, $2, unnest($5::bytea[]), $3, $6)
		insert into bonafide_event (tenant, bucket, place, number, kind, id, event)
		select $1, 0, pg_current_xact_id()::text::bigint, nextval('bonafide_event_number'), $2, $3, unnest($8::text[])`
	bareUpdate = `
		with r as (update bonafide_record set version = $4, labels = $5, due = $6, body = $7, mark = pg_current_xact_id()::text::bigint
				where tenant = $1 and kind = $2 and id = $3 and version = $4 - 1 returning 1),
			g as (delete from bonafide_label where tenant = $1 and kind = $2 and id = $3 and term = any($9)),
			l as (insert into bonafide_label (tenant, kind, term, id, due) select $1, $2, unnest($10::bytea[]), $3, $6)
		insert into bonafide_event (tenant, bucket, place, number, kind, id, event)
		select $1, 0, pg_current_xact_id()::text::bigint, nextval('bonafide_event_number'), $2, $3, unnest($8::text[]) from r`
	bareSelect = `select version, uniques, labels, due, body from bonafide_record where tenant = $1 and kind = $2 and id = $3`
)

var bareTenant = []byte("tenant")

func (f bare) Put(ctx context.Context, batch ...bonafide.Write) error {
	r := batch[0].Record
	var events []string
	for _, e := range batch[0].Events {
		text, err := json.Marshal(e)
		if err != nil {
			return err
		}
		events = append(events, string(text))
	}
	labels := blobs(r.Labels)
	if r.Version == 1 {
		_, err := f.pool.Exec(ctx, bareInsert, bareTenant, []byte(r.Kind), []byte(r.ID), blobs(r.Unique), labels, r.Due.UnixMicro(), r.Body, events)
		return err
	}
	n := len(r.Labels) - 1 // the one that changes with each version
	done, err := f.pool.Exec(ctx, bareUpdate, bareTenant, []byte(r.Kind), []byte(r.ID), r.Version, labels, r.Due.UnixMicro(), r.Body, events,
		blobs([]string{storetest.BenchRound(r.Version - 1)}), labels[n:])
	if err == nil && done.RowsAffected() != int64(len(events)) {
		return bonafide.ErrConflict
	}
	return err
}

func (f bare) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r := bonafide.Record{Kind: kind, ID: id}
	var uniques, labels [][]byte
	var due *int64
	err := f.pool.QueryRow(ctx, bareSelect, bareTenant, []byte(kind), []byte(id)).Scan(&r.Version, &uniques, &labels, &due, &r.Body)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, bonafide.ErrNotFound
	}
	r.Unique, r.Labels = texts(uniques), texts(labels)
	if due != nil {
		r.Due = time.UnixMicro(*due).UTC()
	}
	return r, err
}

func blobs(terms []string) [][]byte {
	out := make([][]byte, len(terms))
	for i, term := range terms {
		out[i] = []byte(term)
	}
	return out
}

func texts(terms [][]byte) []string {
	out := make([]string, len(terms))
	for i, term := range terms {
		out[i] = string(term)
	}
	return out
}

// BenchmarkBeside measures the store beside a bare driver on tables of its own.
func BenchmarkBeside(b *testing.B) {
	server(b)
	s, own := openNew(b, nil)
	_, pool := openNew(b, &postgres.Options{Distributed: true}) // no wall
	floor := bare{pool: pool}
	for i := range 3000 {
		w := storetest.BenchWrite(i, 1)
		require.NoError(b, s.Put(b.Context(), w))
		require.NoError(b, floor.Put(b.Context(), w))
	}
	for _, pool := range []*pgxpool.Pool{own, pool} { // as autovacuum does after a minute
		_, err := pool.Exec(b.Context(), `analyze`)
		require.NoError(b, err)
	}
	storetest.BenchBeside(b, s, floor)
}
