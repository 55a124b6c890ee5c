package postgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/loadtest"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/user"
)

// unlocking is a store that cannot lock.
type unlocking struct{ bonafide.Store }

// BenchmarkHotUser measures writers of one user, in one process and in four, and beside
// these four whose store cannot lock.
func BenchmarkHotUser(b *testing.B) {
	server(b)
	for _, c := range []struct {
		name     string
		services int
		as       func(*postgres.Store) bonafide.Store
	}{
		{"1-service", 1, func(s *postgres.Store) bonafide.Store { return s }},
		{"4-services", 4, func(s *postgres.Store) bonafide.Store { return s }},
		{"4-services-without-locks", 4, func(s *postgres.Store) bonafide.Store { return unlocking{s} }},
	} {
		b.Run(c.name, func(b *testing.B) {
			s, pool := openNew(b, nil)
			keys := bonafide.EphemeralKeys()
			var all []*user.Service
			for range c.services {
				process, err := pgxpool.NewWithConfig(b.Context(), pool.Config())
				require.NoError(b, err)
				b.Cleanup(process.Close)
				own, err := postgres.New(b.Context(), process, "tenant")
				require.NoError(b, err)
				all = append(all, loadtest.NewService(b, c.as(own), keys))
			}
			require.NoError(b, s.Ping(b.Context()))
			loadtest.HotUser(b, all...)
		})
	}
}

// BenchmarkOnboard measures both orders of events beside each other.
func BenchmarkOnboard(b *testing.B) {
	server(b)
	s, _ := openNew(b, nil)
	counted, _ := openNew(b, &postgres.Options{Order: postgres.ByCounter})
	loadtest.Onboard(b, s, counted)
}

// BenchmarkRescreen compares a walk over users with reading and writing a record of each.
func BenchmarkRescreen(b *testing.B) {
	server(b)
	s, _ := openNew(b, nil)
	loadtest.Rescreen(b, s)
}
