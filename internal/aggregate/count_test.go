package aggregate_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// plain hides what a store has beside the four methods.
type plain struct{ bonafide.Store }

// named tells of the store behind it.
type named struct{ plain }

func (n named) Unwrap() bonafide.Store { return n.Store }

// below cannot count, since what it stands before cannot.
type below struct{ plain }

func (below) Count(context.Context, bonafide.Query) (int64, error) { return 0, errors.ErrUnsupported }

// A store with an index counts all; of another one page is counted, and the answer
// says so where there is more.
func TestCount(t *testing.T) {
	store := memory.New("t")
	for i := range bonafide.MaxPage + 1 {
		labels := []string{"some"}
		if i < 7 {
			labels = append(labels, "few")
		}
		require.NoError(t, store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: kind, ID: fmt.Sprint(i), Version: 1, Labels: labels}}))
	}
	r := runner(t)
	for name, c := range map[string]struct {
		store bonafide.Store
		most  bonafide.Count
	}{
		"an index":           {store, bonafide.Count{N: bonafide.MaxPage + 1}},
		"an index behind":    {named{plain{store}}, bonafide.Count{N: bonafide.MaxPage + 1}},
		"no index":           {plain{store}, bonafide.Count{N: bonafide.MaxPage, AtLeast: true}},
		"no index behind it": {below{plain{store}}, bonafide.Count{N: bonafide.MaxPage, AtLeast: true}},
	} {
		r.Store = c.store
		n, err := r.Count(ctx, bonafide.Query{Kind: kind, Labels: []string{"some"}, Limit: 3, Cursor: "x"})
		require.NoError(t, err, name)
		assert.Equal(t, c.most, n, name)
		n, err = r.Count(ctx, bonafide.Query{Kind: kind, Labels: []string{"few"}})
		require.NoError(t, err, name)
		assert.Equal(t, bonafide.Count{N: 7}, n, name)
	}
}
