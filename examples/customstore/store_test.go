package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// open is an empty file, with a handle for every tenant.
func open(tb storetest.TB) func(tenant string) bonafide.Store {
	tb.Helper()
	// Without a sync a commit is as atomic, and a test as fast as memory.
	db, err := bolt.Open(filepath.Join(tb.TempDir(), "test.db"), 0o600, &bolt.Options{NoSync: true, NoFreelistSync: true})
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return func(tenant string) bonafide.Store {
		s, err := New(db, tenant)
		if err != nil {
			tb.Fatalf("new: %v", err)
		}
		return s
	}
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

// A process ends, and the next one opens its file.
func TestReopen(t *testing.T) {
	storetest.RunReopen(t, func(tb storetest.TB) func() func(tenant string) bonafide.Store {
		file := filepath.Join(tb.TempDir(), "test.db")
		var db *bolt.DB
		tb.Cleanup(func() { _ = db.Close() })
		return func() func(tenant string) bonafide.Store {
			if db != nil {
				_ = db.Close()
			}
			var err error
			if db, err = bolt.Open(file, 0o600, nil); err != nil {
				tb.Fatalf("open: %v", err)
			}
			return func(tenant string) bonafide.Store {
				s, err := New(db, tenant)
				if err != nil {
					tb.Fatalf("new: %v", err)
				}
				return s
			}
		}
	})
}

func TestModel(t *testing.T) {
	for seed := range uint64(3) {
		storetest.Compare(t, open, seed, 500)
	}
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

// A file that is closed is an outage, and no verdict about what is in it.
func TestClosed(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), 0o600, nil)
	require.NoError(t, err)
	s, err := New(db, "t")
	require.NoError(t, err)
	require.NoError(t, s.Ping(t.Context()))
	require.NoError(t, db.Close())
	_, err = s.Get(t.Context(), "k", "i")
	assert.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.ErrorIs(t, s.Ping(t.Context()), bonafide.ErrUnavailable)
}

func TestGolden(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), filepath.Join(t.TempDir(), "shop.db"), &out))
	want, err := os.ReadFile("output.golden")
	require.NoError(t, err)
	assert.Equal(t, string(want), out.String())
}

// A disk that takes nothing may do so again: workers try later.
func TestDiskTakesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "full.db")
	db, err := bolt.Open(path, 0o600, nil)
	require.NoError(t, err)
	_, err = New(db, "tenant")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	db, err = bolt.Open(path, 0o600, &bolt.Options{OpenFile: func(name string, _ int, mode os.FileMode) (*os.File, error) {
		return os.OpenFile(name, os.O_RDONLY, mode)
	}})
	require.NoError(t, err)
	defer db.Close()
	_, err = New(db, "tenant")
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
}
