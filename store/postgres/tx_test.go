package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/postgres"
)

// record is one of kind "user", with what there can be, and its event.
func record(chain *bonafide.Chain, id string, version int64, unique ...string) bonafide.Write {
	at := time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC)
	next, events := chain.Link("user", id, []bonafide.Event{bonafide.NewEvent("step", at, bonafide.System())})
	*chain = next
	return bonafide.Write{Record: bonafide.Record{
		Kind: "user", ID: id, Version: version, Unique: unique, Labels: []string{"all"}, Due: at, Body: []byte(id),
	}, Events: events}
}

func first(id string, unique ...string) bonafide.Write {
	return record(new(bonafide.Chain), id, 1, unique...)
}

func ids(t *testing.T, s *postgres.Store) (found []string) {
	t.Helper()
	page, err := s.List(t.Context(), bonafide.Query{Kind: "user"})
	require.NoError(t, err)
	for _, r := range page.Records {
		found = append(found, r.ID)
	}
	return found
}

func eventsOf(t *testing.T, s *postgres.Store, q bonafide.EventQuery) []bonafide.Event {
	t.Helper()
	events, err := s.Events(t.Context(), q)
	require.NoError(t, err)
	return events
}

func begin(t *testing.T, s *postgres.Store, pool *pgxpool.Pool) (pgx.Tx, *postgres.Store) {
	t.Helper()
	tx, err := pool.Begin(t.Context())
	require.NoError(t, err)
	return tx, s.WithTx(tx)
}

func TestHostTransaction(t *testing.T) {
	server(t)
	for name, opts := range profiles {
		t.Run(name, func(t *testing.T) {
			s, pool := openNew(t, opts)
			_, err := pool.Exec(t.Context(), `create table ledger (entry text)`)
			require.NoError(t, err)
			require.NoError(t, s.Put(t.Context(), first("a", "u")))

			tx, bound := begin(t, s, pool)
			require.NoError(t, bound.Put(t.Context(), first("b", "v")))
			require.NoError(t, bound.ForTenant("other").Put(t.Context(), first("b", "v")))
			assert.Equal(t, []string{"a", "b"}, ids(t, bound), "it reads what it wrote")
			assert.Equal(t, []string{"a"}, ids(t, s), "nobody else does")
			require.NoError(t, tx.Rollback(t.Context()))
			assert.Equal(t, []string{"a"}, ids(t, s))
			assert.Empty(t, ids(t, s.ForTenant("other")))
			assert.Len(t, eventsOf(t, s, bonafide.EventQuery{}), 1)
			require.NoError(t, s.Put(t.Context(), first("c", "v")), "the unique value is free")

			tx, bound = begin(t, s, pool)
			_, err = tx.Exec(t.Context(), `insert into ledger values ('x')`)
			require.NoError(t, err)
			require.NoError(t, bound.Put(t.Context(), first("f", "x")))
			require.ErrorIs(t, bound.Put(t.Context(), first("g", "y"), first("a")), bonafide.ErrConflict)
			require.ErrorIs(t, bound.Put(t.Context(), first("h", "z"), first("i", "x")), bonafide.ErrDuplicate)
			require.ErrorIs(t, bound.Put(t.Context(), first("h", "z"), first("i", "z")), bonafide.ErrDuplicate)
			require.ErrorIs(t, bound.Put(t.Context(), first("")), bonafide.ErrInvalid)
			over, cancel := context.WithCancel(t.Context())
			cancel()
			require.ErrorIs(t, bound.Put(over, first("j")), context.Canceled)
			require.NoError(t, bound.Put(t.Context(), first("k", "y", "z")), "a refused batch leaves the transaction as it was")
			require.NoError(t, tx.Commit(t.Context()))
			assert.Equal(t, []string{"a", "c", "f", "k"}, ids(t, s))
			assert.Len(t, eventsOf(t, s, bonafide.EventQuery{}), 4)
			var entries int
			require.NoError(t, pool.QueryRow(t.Context(), `select count(*) from ledger`).Scan(&entries))
			assert.Equal(t, 1, entries)
		})
	}
}

// A transaction that stays open holds the outbox back, and nothing else; when it
// ends no event was missed, and those of one record stand in the order of its versions
// though the older transaction wrote the newer one.
func TestOutboxStaysBehindOpenTransactions(t *testing.T) {
	server(t)
	s, pool := openNew(t, nil)
	chain := &bonafide.Chain{}
	require.NoError(t, s.Put(t.Context(), first("before")))
	tx, bound := begin(t, s, pool)
	require.NoError(t, bound.Put(t.Context(), first("host")), "the host's transaction has its id")
	require.NoError(t, s.Put(t.Context(), record(chain, "a", 1)))
	require.NoError(t, s.Put(t.Context(), first("b")))

	seen := eventsOf(t, s, bonafide.EventQuery{})
	require.Len(t, seen, 1, "what was committed after it is held back")
	assert.Len(t, eventsOf(t, s, bonafide.EventQuery{Kind: "user", ID: "a"}), 1, "not so the events of one record")
	assert.Equal(t, []string{"a", "b", "before"}, ids(t, s))
	lag, err := s.Lag(t.Context())
	require.NoError(t, err)
	assert.Positive(t, lag)

	require.NoError(t, bound.Put(t.Context(), record(chain, "a", 2)), "it goes on from a version that is younger than itself")
	require.NoError(t, tx.Commit(t.Context()))
	require.NoError(t, s.Put(t.Context(), record(chain, "a", 3)))
	require.Eventually(t, func() bool { // other tests have transactions too
		return len(eventsOf(t, s, bonafide.EventQuery{After: seen[0].Position})) == 5
	}, patience, tick)
	var order []string
	for _, e := range eventsOf(t, s, bonafide.EventQuery{After: seen[0].Position}) {
		order = append(order, e.ID)
	}
	assert.ElementsMatch(t, []string{"host", "a", "b", "a", "a"}, order)
	require.NoError(t, bonafide.VerifyChain(eventsOf(t, s, bonafide.EventQuery{Kind: "user", ID: "a"}), *chain))
	var ofA []bonafide.Event
	for _, e := range eventsOf(t, s, bonafide.EventQuery{}) {
		if e.ID == "a" {
			ofA = append(ofA, e)
		}
	}
	require.NoError(t, bonafide.VerifyChain(ofA, *chain), "in the tenant's order too")
}

// What other tests leave open on the server is waited for.
const (
	patience = 20 * time.Second
	tick     = 10 * time.Millisecond
)
