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
	"github.com/bonafide-go/bonafide/store/storetest"
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

func begin(tb storetest.TB, s *postgres.Store, pool *pgxpool.Pool) (pgx.Tx, *postgres.Store) {
	tb.Helper()
	tx, err := pool.Begin(tb.Context())
	if err != nil {
		tb.Fatalf("begin: %v", err)
	}
	tb.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	return tx, s.WithTx(tx)
}

func TestTransactions(t *testing.T) {
	server(t)
	for name, opts := range profiles {
		t.Run(name, func(t *testing.T) {
			var pool *pgxpool.Pool // of the clause that runs
			open := func(tb storetest.TB) func(tenant string) bonafide.Store {
				var s *postgres.Store
				s, pool = openNew(tb, opts)
				return func(tenant string) bonafide.Store { return s.ForTenant(tenant) }
			}
			storetest.RunTx(t, open, func(tb storetest.TB, s bonafide.Store) storetest.Tx {
				tx, bound := begin(tb, s.(*postgres.Store), pool)
				return storetest.Tx{
					Handle:   func(tenant string) bonafide.Store { return bound.ForTenant(tenant) },
					Commit:   func() error { return tx.Commit(tb.Context()) },
					Rollback: func() error { return tx.Rollback(tb.Context()) },
				}
			})
		})
	}
}

// The host's own rows stand or fall with what is put, also where a batch was refused.
func TestRowsOfTheHost(t *testing.T) {
	server(t)
	s, pool := openNew(t, nil)
	_, err := pool.Exec(t.Context(), `create table ledger (entry text)`)
	require.NoError(t, err)
	require.NoError(t, s.Put(t.Context(), first("a", "u")))
	for i, end := range []func(pgx.Tx, context.Context) error{pgx.Tx.Rollback, pgx.Tx.Commit} {
		tx, bound := begin(t, s, pool)
		_, err = tx.Exec(t.Context(), `insert into ledger values ('x')`)
		require.NoError(t, err)
		require.NoError(t, bound.Put(t.Context(), first("b", "v")))
		require.ErrorIs(t, bound.Put(t.Context(), first("g", "y"), first("a")), bonafide.ErrConflict)
		require.NoError(t, end(tx, t.Context()))
		var entries int
		require.NoError(t, pool.QueryRow(t.Context(), `select count(*) from ledger`).Scan(&entries))
		assert.Equal(t, i, entries)
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
