package sqlite_test

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sqlite"
	"github.com/bonafide-go/bonafide/store/storetest"
)

func begin(tb storetest.TB, s *sqlite.Store) (*sql.Tx, *sqlite.Store) {
	tb.Helper()
	tx, err := s.DB().BeginTx(tb.Context(), nil)
	if err != nil {
		tb.Fatalf("begin: %v", err)
	}
	tb.Cleanup(func() { _ = tx.Rollback() })
	return tx, s.WithTx(tx)
}

func TestTransactions(t *testing.T) {
	storetest.RunTx(t, open, func(tb storetest.TB, s bonafide.Store) storetest.Tx {
		tx, bound := begin(tb, s.(*sqlite.Store))
		return storetest.Tx{
			Handle: func(tenant string) bonafide.Store { return bound.ForTenant(tenant) }, Commit: tx.Commit, Rollback: tx.Rollback,
		}
	})
}

// The host's own rows stand or fall with what is put, and nothing is left behind
// between the tables.
func TestRowsOfTheHost(t *testing.T) {
	s := openNew(t)
	_, err := s.DB().ExecContext(t.Context(), `create table ledger (entry text) strict`)
	require.NoError(t, err)
	require.NoError(t, s.Put(t.Context(), first("a", "u")))
	for i, end := range []func(*sql.Tx) error{(*sql.Tx).Rollback, (*sql.Tx).Commit} {
		tx, bound := begin(t, s)
		_, err := tx.ExecContext(t.Context(), `insert into ledger values ('x')`)
		require.NoError(t, err)
		require.NoError(t, bound.Put(t.Context(), first("b", "v")))
		require.ErrorIs(t, bound.Put(t.Context(), first("g", "y"), first("a")), bonafide.ErrConflict)
		require.NoError(t, end(tx))
		require.ErrorIs(t, bound.Put(t.Context(), first("e")), sql.ErrTxDone)
		var entries int
		require.NoError(t, s.DB().QueryRowContext(t.Context(), `select count(*) from ledger`).Scan(&entries))
		require.Equal(t, i, entries)
	}
	for _, query := range []string{
		`select count(*) from bonafide_unique u where not exists
			(select 1 from bonafide_record r where r.tenant = u.tenant and r.kind = u.kind and r.id = u.id)`,
		`select count(*) from bonafide_label l where not exists
			(select 1 from bonafide_record r where r.tenant = l.tenant and r.kind = l.kind and r.id = l.id)`,
		`select abs(count(*) - max(position)) from bonafide_event where tenant = cast('tenant' as blob)`,
	} {
		var n int
		require.NoError(t, s.DB().QueryRowContext(t.Context(), query).Scan(&n))
		require.Zero(t, n, query)
	}
}
