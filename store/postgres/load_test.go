package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/loadtest"
	"github.com/bonafide-go/bonafide/store/postgres"
	"github.com/bonafide-go/bonafide/user"
)

func BenchmarkHotUser(b *testing.B) {
	server(b)
	for name, services := range map[string]int{"1-service": 1, "4-services": 4} {
		b.Run(name, func(b *testing.B) {
			s, pool := openNew(b, nil)
			keys := bonafide.EphemeralKeys()
			var all []*user.Service
			for range services {
				own, err := postgres.New(b.Context(), pool, "tenant")
				require.NoError(b, err)
				all = append(all, loadtest.NewService(b, own, keys))
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
