package postgres_test

import (
	"context"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/internal/killtest"
	"github.com/bonafide-go/bonafide/internal/postgrestest"
	"github.com/bonafide-go/bonafide/store/postgres"
)

func connect(t *testing.T, at string, opts *postgres.Options) *postgres.Store {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), at)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	require.NoError(t, postgres.Migrate(t.Context(), pool, opts))
	s, err := postgres.New(t.Context(), pool, "tenant")
	require.NoError(t, err)
	return s
}

func start(t *testing.T, settings ...string) *postgrestest.Cluster {
	t.Helper()
	server(t) // says what is missing
	c, err := postgrestest.Start(settings...)
	require.NoError(t, err)
	t.Cleanup(c.Stop)
	return c
}

func TestVictim(t *testing.T) {
	killtest.Victim(t, func(at string) bonafide.Store { return connect(t, at, nil) })
}

// A writing process that is killed loses nothing that was acknowledged, and leaves no
// part of what was not. BONAFIDE_KILLS=2000 makes it a long run.
func TestKill(t *testing.T) {
	at := start(t).DSN("postgres")
	pool, err := pgxpool.New(t.Context(), at)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	// What was under way when the process died, the server may still carry out.
	gone := func() {
		require.Eventually(t, func() bool {
			var n int
			err := pool.QueryRow(context.Background(), `select count(*) from pg_stat_activity where application_name = 'victim'`).Scan(&n)
			return err == nil && n == 0
		}, time.Minute, 10*time.Millisecond)
	}
	killtest.Host(t, connect(t, at, nil), "TestVictim", at+" application_name=victim", 3, gone)
}

// serverKills writes, and kills the server, a number of times. It returns how many
// writes were acknowledged, and the first thing that was wrong.
func serverKills(t *testing.T, c *postgrestest.Cluster, kills int) (acks int, wrong error) {
	t.Helper()
	s := connect(t, c.DSN("postgres"), nil)
	for call := range kills {
		lines, out := io.Pipe()
		go func() { _ = out.CloseWithError(killtest.Write(t.Context(), s, call, out)) }()
		stop := time.AfterFunc(time.Minute, c.Kill)
		var killed sync.WaitGroup
		a := killtest.Read(lines, func(n int) {
			if n == 200+call%7*50 {
				killed.Go(c.Kill) // while the writers go on
			}
		})
		stop.Stop()
		killed.Wait()
		acks += a.N
		require.NoError(t, c.Run())
		// The pool still holds connections to the server that is gone.
		require.Eventually(t, func() bool {
			_, err := s.List(context.Background(), bonafide.Query{Kind: killtest.Kind, Limit: 1})
			return err == nil
		}, time.Minute, 20*time.Millisecond)
		if wrong = killtest.Left(t.Context(), s, call, a); wrong != nil {
			return acks, wrong
		}
	}
	return acks, killtest.Outbox(t.Context(), s)
}

// A server that is killed, as by an out-of-memory killer, has kept what it acknowledged.
// BONAFIDE_SERVER_KILLS=200 makes it a long run.
func TestServerKill(t *testing.T) {
	kills := figuretest.Size(t, "SERVER_KILLS", 2)
	acks, wrong := serverKills(t, start(t), kills)
	require.NoError(t, wrong)
	figuretest.Report(t, "kills", kills)
	figuretest.Report(t, "acknowledged", acks)
}

// The same finds what is lost where the database is told to acknowledge before it writes.
func TestServerKillFindsALoss(t *testing.T) {
	_, wrong := serverKills(t, start(t, "synchronous_commit=off"), 20)
	assert.ErrorContains(t, wrong, "lost")
	figuretest.Report(t, "defects-caught", 1)
}
