package memory_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/storetest"
)

func open(storetest.TB) func(tenant string) bonafide.Store {
	m := memory.New("first")
	return func(tenant string) bonafide.Store { return m.ForTenant(tenant) }
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestModel(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	models := figuretest.Size(t, "MODELS", 20)
	for i := range uint64(models) {
		storetest.Compare(t, open, seed+i, 400)
	}
	figuretest.Report(t, "operations", 400*models)
}

func TestTenantNames(t *testing.T) {
	for _, name := range []string{"", strings.Repeat("x", bonafide.MaxTermBytes+1)} {
		for _, s := range []*memory.Store{memory.New(name), memory.New("good").ForTenant(name)} {
			_, err := s.Get(t.Context(), "user", "a")
			require.ErrorIs(t, err, bonafide.ErrInvalid)
			require.ErrorIs(t, s.Put(t.Context()), bonafide.ErrInvalid)
			_, err = s.List(t.Context(), bonafide.Query{Kind: "user"})
			require.ErrorIs(t, err, bonafide.ErrInvalid)
			_, err = s.Events(t.Context(), bonafide.EventQuery{})
			require.ErrorIs(t, err, bonafide.ErrInvalid)
		}
	}
}

// Handles of one tenant are one store; a new memory is another.
func TestHandles(t *testing.T) {
	s := memory.New("a")
	require.NoError(t, s.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: "user", ID: "u-1", Version: 1}}))
	for _, same := range []*memory.Store{s.ForTenant("a"), s.ForTenant("b").ForTenant("a")} {
		r, err := same.Get(t.Context(), "user", "u-1")
		require.NoError(t, err)
		assert.EqualValues(t, 1, r.Version)
	}
	for _, other := range []*memory.Store{s.ForTenant("b"), memory.New("a")} {
		_, err := other.Get(t.Context(), "user", "u-1")
		require.ErrorIs(t, err, bonafide.ErrNotFound)
	}
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

// A page costs the same among few records and among many.
func BenchmarkPages(b *testing.B) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, n := range []int{1_000, 100_000} {
		s := memory.New("t")
		for first := 0; first < n; first += bonafide.MaxBatch {
			var batch []bonafide.Write
			for i := first; i < first+bonafide.MaxBatch; i++ {
				labels := []string{"all", fmt.Sprint("one of ten=", i%10)}
				if i%(n/100) == 0 {
					labels = append(labels, "rare")
				}
				batch = append(batch, bonafide.Write{Record: bonafide.Record{
					Kind: "user", ID: fmt.Sprintf("%08d", i*7919%n), Version: 1, Labels: labels,
					Due: start.Add(time.Duration(i*104729%n) * time.Second), Unique: []string{fmt.Sprint(i)},
				}})
			}
			require.NoError(b, s.Put(b.Context(), batch...))
		}
		for _, c := range []struct {
			name  string
			query bonafide.Query
		}{
			{"by-id", bonafide.Query{Kind: "user"}},
			{"by-label", bonafide.Query{Kind: "user", Labels: []string{"all", "one of ten=3"}}},
			{"by-rare-label", bonafide.Query{Kind: "user", Labels: []string{"all", "rare"}}},
			{"by-due", bonafide.Query{Kind: "user", DueBefore: start.AddDate(10, 0, 0)}},
			{"by-unique", bonafide.Query{Kind: "user", Unique: "7"}},
		} {
			b.Run(fmt.Sprintf("%s/of-%d", c.name, n), func(b *testing.B) {
				q := c.query
				b.ReportAllocs()
				for b.Loop() {
					page, err := s.List(b.Context(), q)
					if err != nil || len(page.Records) == 0 {
						b.Fatal(err)
					}
					q.Cursor = page.Next
				}
			})
		}
	}
}
