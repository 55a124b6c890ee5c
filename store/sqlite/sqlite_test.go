package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sqlite"
	"github.com/bonafide-go/bonafide/store/storetest"
)

func open(tb storetest.TB) func(tenant string) bonafide.Store {
	path := filepath.Join(tb.TempDir(), "test.db")
	s, err := sqlite.Open(tb.Context(), path, "first", &sqlite.Options{Migrate: true})
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return func(tenant string) bonafide.Store { return s.ForTenant(tenant) }
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

var _ = require.NoError
