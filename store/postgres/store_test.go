package postgres_test

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// profiles are the ways in which a database can be set up.
var profiles = map[string]*postgres.Options{
	"by transaction": nil,
	"by counter":     {Order: postgres.ByCounter},
	"distributed":    {Distributed: true},
}

func openNew(tb storetest.TB, opts *postgres.Options, change ...func(*pgxpool.Config)) (*postgres.Store, *pgxpool.Pool) {
	tb.Helper()
	pool := newPool(tb, change...)
	if err := postgres.Migrate(tb.Context(), pool, opts); err != nil {
		tb.Fatalf("migrate: %v", err)
	}
	s, err := postgres.New(tb.Context(), pool, "tenant")
	if err != nil {
		tb.Fatalf("new: %v", err)
	}
	return s, pool
}

func open(opts *postgres.Options, change ...func(*pgxpool.Config)) storetest.Open {
	return func(tb storetest.TB) func(tenant string) bonafide.Store {
		s, _ := openNew(tb, opts, change...)
		return func(tenant string) bonafide.Store { return s.ForTenant(tenant) }
	}
}

func TestStore(t *testing.T) {
	server(t)
	for name, opts := range profiles {
		t.Run(name, func(t *testing.T) { storetest.Run(t, open(opts)) })
	}
}

func TestModel(t *testing.T) {
	server(t)
	seed := uint64(time.Now().UnixNano())
	for name, opts := range profiles {
		t.Run(name, func(t *testing.T) {
			models := figuretest.Size(t, "MODELS", 1)
			for i := range uint64(models) {
				storetest.Compare(t, open(opts), seed+i, 200)
			}
			figuretest.Report(t, "operations", 200*models)
		})
	}
}

func BenchmarkStore(b *testing.B) {
	server(b)
	for name, opts := range profiles {
		b.Run(name, func(b *testing.B) { storetest.Bench(b, open(opts)) })
	}
	b.Run("by transaction, 1 ms away", func(b *testing.B) {
		storetest.Bench(b, open(nil, func(c *pgxpool.Config) {
			dial := c.ConnConfig.DialFunc
			c.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
				conn, err := dial(ctx, network, address)
				if err != nil {
					return nil, err
				}
				return storetest.Distant(conn, time.Millisecond), nil
			}
		}))
	})
}
