package aggregatetest

import (
	"context"
	"sync"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/stretchr/testify/require"
)

// Records is a store that can list all of its records, of every kind that was
// written through it.
type Records struct {
	bonafide.Store

	mu    sync.Mutex
	kinds map[string]bool
}

// NewRecords returns such a store on top of another.
func NewRecords(store bonafide.Store) *Records {
	return &Records{Store: store, kinds: make(map[string]bool)}
}

// Put is [bonafide.Store.Put].
func (s *Records) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.mu.Lock()
	for _, w := range batch {
		s.kinds[w.Record.Kind] = true
	}
	s.mu.Unlock()
	return s.Store.Put(ctx, batch...)
}

// All lists every record through another handle of the store, such as one that opens
// bodies.
func (s *Records) All(t testing.TB, through bonafide.Store) []bonafide.Record {
	t.Helper()
	var out []bonafide.Record
	for kind := range s.kinds {
		for q := (bonafide.Query{Kind: kind, Limit: bonafide.MaxPage}); ; {
			page, err := through.List(t.Context(), q)
			require.NoError(t, err)
			out = append(out, page.Records...)
			if q.Cursor = page.Next; q.Cursor == "" {
				break
			}
		}
	}
	return out
}
