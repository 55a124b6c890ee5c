package postgres_test

import (
	"encoding/json"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/postgres"
)

// Replicas start at the same time; the schema is made once, and options stay.
func TestMigrate(t *testing.T) {
	server(t)
	pool := newPool(t)
	_, err := postgres.New(t.Context(), pool, "tenant")
	require.ErrorIs(t, err, postgres.ErrSchema)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { assert.NoError(t, postgres.Migrate(t.Context(), pool, nil)) })
	}
	wg.Wait()
	s, err := postgres.New(t.Context(), pool, "tenant")
	require.NoError(t, err)
	require.NoError(t, s.Put(t.Context(), first("a")))
	require.NoError(t, postgres.Migrate(t.Context(), pool, &postgres.Options{Order: postgres.ByTransaction}))
	for _, other := range []*postgres.Options{{Order: postgres.ByCounter}, {Distributed: true}} {
		require.ErrorIs(t, postgres.Migrate(t.Context(), pool, other), postgres.ErrSchema)
	}
	for _, bad := range []*postgres.Options{{Order: "alphabet"}, {Order: postgres.ByTransaction, Distributed: true}} {
		require.Error(t, postgres.Migrate(t.Context(), pool, bad))
	}
	_, err = pool.Exec(t.Context(), `update bonafide_meta set version = 99`)
	require.NoError(t, err)
	require.ErrorIs(t, postgres.Migrate(t.Context(), pool, nil), postgres.ErrSchema)
	_, err = postgres.New(t.Context(), pool, "tenant")
	require.ErrorIs(t, err, postgres.ErrSchema)
}

// A database of version 1 is brought up to date, and what that version wrote of events is
// read as before, beside what is written since.
func TestUpgrade(t *testing.T) {
	server(t)
	for _, opts := range []*postgres.Options{nil, {Order: postgres.ByCounter}, {Distributed: true}} {
		s, pool := openNew(t, opts)
		chain := new(bonafide.Chain)
		old := record(chain, "a", 1)
		require.NoError(t, s.Put(t.Context(), old))
		text, err := json.Marshal(old.Events[0]) // as version 1 did
		require.NoError(t, err)
		err = pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			for _, statement := range []string{
				`select set_config('bonafide.tenant', encode('tenant', 'hex'), true)`,
				`update bonafide_event set packed = null, event = '` + string(text) + `'`, `update bonafide_meta set version = 1`,
			} {
				if _, err := tx.Exec(t.Context(), statement); err != nil {
					return err
				}
			}
			return nil
		})
		require.NoError(t, err)
		_, err = postgres.New(t.Context(), pool, "tenant")
		require.ErrorIs(t, err, postgres.ErrSchema, "a program must not write to what it would not read")
		require.NoError(t, postgres.Migrate(t.Context(), pool, opts))
		s, err = postgres.New(t.Context(), pool, "tenant")
		require.NoError(t, err)
		require.NoError(t, s.Put(t.Context(), record(chain, "a", 2)))
		events := eventsOf(t, s, bonafide.EventQuery{Kind: "user", ID: "a"})
		require.NoError(t, bonafide.VerifyChain(events, *chain))
	}
}

// On another server transaction ids begin anew: after Migrate a reader goes on from
// where it was and misses nothing.
func TestMovedToAnotherServer(t *testing.T) {
	server(t)
	s, pool := openNew(t, nil)
	require.NoError(t, s.Put(t.Context(), first("a"), first("b")))
	// As if all had been written by a server that was far ahead.
	for _, statement := range []string{
		`alter table bonafide_record no force row level security`, `alter table bonafide_event no force row level security`,
		`update bonafide_record set mark = mark + 1000000000`, `update bonafide_event set place = place + 1000000000`,
		`alter table bonafide_record force row level security`, `alter table bonafide_event force row level security`,
	} {
		_, err := pool.Exec(t.Context(), statement)
		require.NoError(t, err)
	}
	require.NoError(t, postgres.Migrate(t.Context(), pool, nil))
	seen := eventsOf(t, s, bonafide.EventQuery{})
	require.Len(t, seen, 2)
	require.NoError(t, s.Put(t.Context(), first("c")))
	require.Eventually(t, func() bool {
		more := eventsOf(t, s, bonafide.EventQuery{After: seen[1].Position})
		return len(more) == 1 && more[0].ID == "c"
	}, patience, tick)
}
