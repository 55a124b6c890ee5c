package postgres_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/faulttest"
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
