package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// openAborting is a database that aborts one commit in ten, as distributed engines do.
func openAborting(tb storetest.TB) func(tenant string) bonafide.Store {
	s, pool := openNew(tb, &postgres.Options{Distributed: true})
	_, err := pool.Exec(context.Background(), `
		create function abort_some() returns trigger language plpgsql as $$ begin
			if current_setting('bonafide.drawn', true) is distinct from pg_current_xact_id()::text then -- once a transaction
				perform set_config('bonafide.drawn', pg_current_xact_id()::text, false);
				if random() < 0.1 then raise exception 'restart' using errcode = '40001'; end if;
			end if;
			return null;
		end $$;
		create constraint trigger abort_some after insert or update on bonafide_record
			deferrable initially deferred for each row execute function abort_some()`)
	if err != nil {
		tb.Fatalf("trigger: %v", err)
	}
	return func(tenant string) bonafide.Store { return s.ForTenant(tenant) }
}

// Aborted transactions are repeated as a whole: the contract holds all the same.
func TestStoreThatAborts(t *testing.T) {
	server(t)
	storetest.Run(t, openAborting)
	storetest.Compare(t, openAborting, 7, 200)
}

// 32 writers at once: one unique value has one holder, and what was written has its
// events, whatever the profile.
func TestRacingClaims(t *testing.T) {
	server(t)
	for name, opts := range profiles {
		t.Run(name, func(t *testing.T) {
			s, _ := openNew(t, opts)
			const rounds, writers = 8, 32
			for round := range rounds {
				var won atomic.Int64
				var wg sync.WaitGroup
				for i := range writers {
					wg.Go(func() {
						// In two orders: deadlocks would show.
						batch := []bonafide.Write{first(fmt.Sprintf("%d-%d", round, i), fmt.Sprint("u", round)), first(fmt.Sprintf("%d-%d-x", round, i), fmt.Sprint("v", round))}
						if i%2 == 0 {
							batch[0], batch[1] = batch[1], batch[0]
						}
						switch err := s.Put(t.Context(), batch...); err {
						case nil:
							won.Add(1)
						default:
							assert.ErrorIs(t, err, bonafide.ErrDuplicate)
						}
					})
				}
				wg.Wait()
				assert.EqualValues(t, 1, won.Load())
			}
			assert.Len(t, ids(t, s), 2*rounds)
			require.Eventually(t, func() bool { return len(eventsOf(t, s, bonafide.EventQuery{})) == 2*rounds }, patience, tick)
		})
	}
}

// A value that goes from one record to another, again and again, while others want it.
func TestValueOnTheMove(t *testing.T) {
	server(t)
	s, _ := openNew(t, nil)
	chains := [2]*bonafide.Chain{{}, {}}
	require.NoError(t, s.Put(t.Context(), record(chains[0], "a", 1, "u"), record(chains[1], "b", 1)))
	done := make(chan struct{})
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				err := s.Put(t.Context(), first(fmt.Sprintf("other-%d-%d", i, n), "u"))
				if err == nil || !errors.Is(err, bonafide.ErrDuplicate) && !errors.Is(err, bonafide.ErrConflict) {
					t.Errorf("somebody else has it, or the store failed: %v", err)
					return
				}
			}
		})
	}
	for version := int64(2); version < 60; version++ {
		holder := []string{"u"}
		a, b := record(chains[0], "a", version), record(chains[1], "b", version)
		if version%2 == 0 {
			b.Record.Unique = holder
		} else {
			a.Record.Unique = holder
		}
		require.NoError(t, s.Put(t.Context(), a, b))
	}
	close(done)
	wg.Wait()
}

// A connection that dies at the commit leaves the outcome open: it is told, it is not
// repeated, and what is there is whole.
func TestConnectionLostAtCommit(t *testing.T) {
	server(t)
	var broken atomic.Bool
	pool := newPool(t, func(c *pgxpool.Config) {
		dial := c.ConnConfig.DialFunc
		c.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			return &lossy{conn, &broken}, err
		}
	})
	require.NoError(t, postgres.Migrate(t.Context(), pool, nil))
	s, err := postgres.New(t.Context(), pool, "tenant")
	require.NoError(t, err)
	lost := 0
	for i := range 40 {
		id := fmt.Sprint(i)
		broken.Store(i%2 == 1)
		err := s.Put(t.Context(), first(id, id))
		broken.Store(false)
		if err != nil {
			lost++
			require.ErrorIs(t, err, bonafide.ErrUnavailable)
			err = s.Put(t.Context(), first(id, id)) // the caller's repetition
			require.True(t, err == nil || errors.Is(err, bonafide.ErrConflict), err)
		}
		got, err := s.Get(t.Context(), "user", id)
		require.NoError(t, err)
		assert.EqualValues(t, 1, got.Version)
		assert.Len(t, eventsOf(t, s, bonafide.EventQuery{Kind: "user", ID: id}), 1)
	}
	assert.Positive(t, lost)
}

// lossy sends what it is given and then loses the connection, while it is broken.
type lossy struct {
	net.Conn
	broken *atomic.Bool
}

func (c *lossy) Read(p []byte) (int, error) {
	if c.broken.Load() {
		_, err := c.Conn.Read(p)
		_ = c.Conn.Close()
		if err == nil {
			err = net.ErrClosed
		}
		return 0, err
	}
	return c.Conn.Read(p)
}
