package sqlite_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sqlite"
)

func begin(t *testing.T, s *sqlite.Store) (*sql.Tx, *sqlite.Store) {
	t.Helper()
	tx, err := s.DB().BeginTx(t.Context(), nil)
	require.NoError(t, err)
	return tx, s.WithTx(tx)
}

func ids(t *testing.T, s *sqlite.Store) (found []string) {
	t.Helper()
	page, err := s.List(t.Context(), bonafide.Query{Kind: "user"})
	require.NoError(t, err)
	for _, r := range page.Records {
		found = append(found, r.ID)
	}
	return found
}

func eventsOf(t *testing.T, s *sqlite.Store) []bonafide.Event {
	t.Helper()
	events, err := s.Events(t.Context(), bonafide.EventQuery{})
	require.NoError(t, err)
	return events
}

func TestHostTransaction(t *testing.T) {
	s := openNew(t)
	_, err := s.DB().ExecContext(t.Context(), `create table ledger (entry text) strict`)
	require.NoError(t, err)
	entries := func() (n int) {
		require.NoError(t, s.DB().QueryRowContext(t.Context(), `select count(*) from ledger`).Scan(&n))
		return n
	}
	require.NoError(t, s.Put(t.Context(), first("a", "u")))

	t.Run("a rollback leaves no trace", func(t *testing.T) {
		tx, bound := begin(t, s)
		_, err := tx.ExecContext(t.Context(), `insert into ledger values ('x')`)
		require.NoError(t, err)
		require.NoError(t, bound.Put(t.Context(), first("b", "v")))
		require.NoError(t, bound.ForTenant("other").Put(t.Context(), first("b", "v")))
		assert.Equal(t, []string{"a", "b"}, ids(t, bound), "it reads what it wrote")
		assert.Equal(t, []string{"a"}, ids(t, s), "nobody else does")
		require.Len(t, eventsOf(t, bound), 2)
		_, err = bound.Get(t.Context(), "user", "b")
		require.NoError(t, err)
		require.NoError(t, tx.Rollback())

		assert.Equal(t, []string{"a"}, ids(t, s))
		assert.Empty(t, ids(t, s.ForTenant("other")))
		assert.Len(t, eventsOf(t, s), 1)
		assert.Zero(t, entries())
		require.NoError(t, s.Put(t.Context(), first("c", "v")), "the unique value is free")
	})

	t.Run("a commit keeps both", func(t *testing.T) {
		tx, bound := begin(t, s)
		require.NoError(t, bound.Put(t.Context(), first("d", "w")))
		_, err := tx.ExecContext(t.Context(), `insert into ledger values ('y')`)
		require.NoError(t, err)
		require.NoError(t, tx.Commit())
		assert.Equal(t, []string{"a", "c", "d"}, ids(t, s))
		assert.Len(t, eventsOf(t, s), 3)
		assert.Equal(t, 1, entries())
		require.ErrorIs(t, bound.Put(t.Context(), first("e")), sql.ErrTxDone)
	})

	t.Run("a refused batch leaves the transaction as it was", func(t *testing.T) {
		tx, bound := begin(t, s)
		require.NoError(t, bound.Put(t.Context(), first("f", "x")))
		require.ErrorIs(t, bound.Put(t.Context(), first("g", "y"), first("a")), bonafide.ErrConflict)
		require.ErrorIs(t, bound.Put(t.Context(), first("h", "z"), first("i", "x")), bonafide.ErrDuplicate)
		require.ErrorIs(t, bound.Put(t.Context(), first("")), bonafide.ErrInvalid)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, bound.Put(ctx, first("j")), context.Canceled)
		require.NoError(t, bound.Put(t.Context(), first("k", "y", "z")))
		require.NoError(t, tx.Commit())
		assert.Equal(t, []string{"a", "c", "d", "f", "k"}, ids(t, s))
		assert.Len(t, eventsOf(t, s), 5)
		page, err := s.List(t.Context(), bonafide.Query{Kind: "user", Unique: "y"})
		require.NoError(t, err)
		require.Len(t, page.Records, 1)
		assert.Equal(t, "k", page.Records[0].ID)
	})

	// Nothing was left behind between the tables.
	for _, query := range []string{
		`select count(*) from bonafide_unique u where not exists
			(select 1 from bonafide_record r where r.tenant = u.tenant and r.kind = u.kind and r.id = u.id)`,
		`select count(*) from bonafide_label l where not exists
			(select 1 from bonafide_record r where r.tenant = l.tenant and r.kind = l.kind and r.id = l.id)`,
		`select abs(count(*) - max(position)) from bonafide_event where tenant = cast('tenant' as blob)`,
	} {
		var n int
		require.NoError(t, s.DB().QueryRowContext(t.Context(), query).Scan(&n))
		assert.Zero(t, n, query)
	}

	t.Run("a deletion stands or falls with it", func(t *testing.T) {
		require.NoError(t, s.Put(t.Context(), first("gone", "held")))
		tx, bound := begin(t, s)
		require.NoError(t, bound.Delete(t.Context(), "user", "gone", 1))
		require.ErrorIs(t, bound.Delete(t.Context(), "user", "gone", 1), bonafide.ErrConflict)
		assert.NotContains(t, ids(t, bound), "gone")
		require.NoError(t, tx.Rollback())
		assert.Contains(t, ids(t, s), "gone")
		require.ErrorIs(t, s.Put(t.Context(), first("e", "held")), bonafide.ErrDuplicate, "its unique value is taken")
		tx, bound = begin(t, s)
		require.NoError(t, bound.Delete(t.Context(), "user", "gone", 1))
		require.NoError(t, tx.Commit())
		require.NoError(t, s.Put(t.Context(), first("x", "held")))
		require.NoError(t, s.Delete(t.Context(), "user", "x", 1))
	})
}
