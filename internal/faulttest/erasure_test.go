package faulttest

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
)

// whole is a store that tells all that it holds.
type whole struct {
	*memory.Store
	mu    sync.Mutex
	kinds map[string]bool
}

func (s *whole) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.mu.Lock()
	for _, w := range batch {
		s.kinds[w.Record.Kind] = true
	}
	s.mu.Unlock()
	return s.Store.Put(ctx, batch...)
}

func (s *whole) content(ctx context.Context) ([]byte, error) {
	var out strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(s.kinds)) {
		for q := (bonafide.Query{Kind: kind, Limit: bonafide.MaxPage}); ; {
			page, err := s.List(ctx, q)
			if err != nil {
				return nil, err
			}
			for _, r := range page.Records {
				out.WriteString(strings.Join(append(append([]string{"", r.Kind, r.ID, string(r.Body)}, r.Unique...), r.Labels...), "\n"))
			}
			if q.Cursor = page.Next; q.Cursor == "" {
				break
			}
		}
	}
	for q := (bonafide.EventQuery{Limit: bonafide.MaxPage}); ; {
		events, err := s.Events(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			data, err := json.Marshal(e)
			if err != nil {
				return nil, err
			}
			out.Write(data)
		}
		if len(events) < q.Limit {
			return []byte(out.String()), nil
		}
		q.After = events[len(events)-1].Position
	}
}

// Of everything that was ever written about users and cases, what outlives their
// erasure is in a list, which a person reads: ids, codes, times and hashes.
// UPDATE_GOLDEN=1 writes it.
func TestWhatOutlivesErasure(t *testing.T) {
	for _, f := range []Flow{People, Cases} {
		t.Run(f.Name, func(t *testing.T) {
			s := &whole{Store: memory.New("acme-tenant"), kinds: make(map[string]bool)}
			left, err := f.Remains(t.Context(), s, func() ([]byte, error) { return s.content(t.Context()) })
			require.NoError(t, err)
			assert.Greater(t, left.Found, left.Said/2, "the search finds what is there")
			path := "testdata/outlives_" + f.Name + ".txt"
			got := strings.Join(left.Texts, "\n") + "\n"
			if os.Getenv("UPDATE_GOLDEN") != "" {
				require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}
