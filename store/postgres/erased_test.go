package postgres_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/faulttest"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/store/sealed"
)

// relations reads every file of the heap, the indexes and the overflow tables of a
// schema.
func relations(t *testing.T, schema string) ([]byte, error) {
	t.Helper()
	owner, err := admin()
	if err != nil {
		return nil, err
	}
	if _, err := owner.Exec(t.Context(), `checkpoint`); err != nil {
		return nil, err
	}
	rows, err := owner.Query(t.Context(), `
		with tables as (select oid, reltoastrelid from pg_class where relnamespace = $1::regnamespace and relkind = 'r'),
		heaps as (select oid from tables union select reltoastrelid from tables where reltoastrelid <> 0)
		select pg_relation_filepath(c.oid) from pg_class c
		where c.oid in (select oid from heaps) or c.oid in (select indexrelid from pg_index where indrelid in (select oid from heaps))`, schema)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []byte
	for rows.Next() {
		var path string
		if err := rows.Scan(&path); err != nil {
			return nil, err
		}
		names, err := filepath.Glob(filepath.Join(private.Dir(), path) + "*")
		for _, name := range names {
			data, failed := os.ReadFile(name)
			all, err = append(all, data...), errors.Join(err, failed)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, rows.Err()
}

// No statistics are kept of bodies, short ones either, on a database that was made so or
// was brought up to date.
func TestAnalyzeSamplesNoBody(t *testing.T) {
	server(t)
	const canary = "Canaria Quellenfeld"
	for _, opts := range []*postgres.Options{nil, {Order: postgres.ByCounter}} {
		s, pool := openNew(t, opts)
		for _, from := range []int{0, 1} {
			if from > 0 {
				_, err := pool.Exec(t.Context(), `alter table bonafide_record alter column body set statistics -1; update bonafide_meta set version = 1`)
				require.NoError(t, err)
				require.NoError(t, postgres.Migrate(t.Context(), pool, opts))
			}
			for i := range 50 {
				w := first(fmt.Sprint(from, "-", i))
				w.Record.Body = []byte(canary)
				w.Record.Labels = []string{"sampled"}
				require.NoError(t, s.Put(t.Context(), w))
			}
			owner, err := admin()
			require.NoError(t, err)
			schema := pool.Config().ConnConfig.RuntimeParams["search_path"]
			_, err = owner.Exec(t.Context(), `analyze `+schema+`.bonafide_record`)
			require.NoError(t, err)
			samples := func(text string) (n int) {
				err := owner.QueryRow(t.Context(), `select count(*) from pg_stats s where schemaname = $1
					and position(encode($2::bytea, 'hex') in row_to_json(s)::text) > 0`, schema, []byte(text)).Scan(&n)
				require.NoError(t, err)
				return n
			}
			assert.NotZero(t, samples("sampled"), "labels are")
			assert.Zero(t, samples(canary))
		}
	}
}

// After Erase and "vacuum full" no page of a table or an index holds anything that was
// ever said of whoever was erased, in clear or sealed.
func TestErasedToThePage(t *testing.T) {
	server(t)
	if private == nil {
		t.Skip("the files of a server of one's own are not read")
	}
	for _, f := range []faulttest.Flow{faulttest.People, faulttest.Cases} {
		for _, seals := range []bool{false, true} {
			s, pool := openNew(t, nil)
			var store bonafide.Store = s
			if seals {
				var err error
				store, err = sealed.New(s, bonafide.EphemeralKeys(), nil)
				require.NoError(t, err)
			}
			schema := pool.Config().ConnConfig.RuntimeParams["search_path"]
			left, err := f.Remains(t.Context(), store, func() ([]byte, error) {
				for _, table := range []string{"record", "unique", "label", "event"} {
					if _, err := pool.Exec(t.Context(), `vacuum full bonafide_`+table); err != nil {
						return nil, err
					}
				}
				return relations(t, schema)
			})
			require.NoError(t, err)
			assert.Greater(t, left.Found, left.Said/5, "the search finds what is there")
			assert.Empty(t, f.Beyond(left), "%s, sealed %v", f.Name, seals)
		}
	}
}
