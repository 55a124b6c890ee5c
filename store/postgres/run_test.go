package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
	"github.com/bonafide-go/bonafide/store/postgres"
)

// Events that stand in one row are read from any position among them, and in pages of any
// size.
func TestPagesBeginWithinRows(t *testing.T) {
	server(t)
	var stores []*postgres.Store
	for _, opts := range []*postgres.Options{nil, {Order: postgres.ByCounter}, {Distributed: true}} {
		s, _ := openNew(t, opts)
		stores = append(stores, s)
	}
	for _, s := range stores {
		const n = store.MaxRun + 12
		var all []bonafide.Event
		for range n {
			all = append(all, bonafide.NewEvent("user.changed", time.Unix(1_700_000_000, 0), bonafide.System()))
		}
		head, all := bonafide.Chain{}.Link("user", "a", all)
		_, others := bonafide.Chain{}.Link("user", "b", all[:3])
		require.NoError(t, s.Put(t.Context(),
			bonafide.Write{Record: bonafide.Record{Kind: "user", ID: "a", Version: 1}, Events: all},
			bonafide.Write{Record: bonafide.Record{Kind: "user", ID: "b", Version: 1}, Events: others}))
		for _, limit := range []int{1, 2, 7, 131, 1000} {
			for _, q := range []bonafide.EventQuery{{Limit: limit}, {Kind: "user", ID: "a", Limit: limit}} {
				want := n + len(others)
				if q.ID != "" {
					want = n
				}
				var got []bonafide.Event
				seen := make(map[string]bool)
				for {
					page, err := s.Events(t.Context(), q)
					require.NoError(t, err)
					if len(page) == 0 {
						break
					}
					require.Len(t, page, min(limit, want-len(seen)), "pages are full but the last")
					for _, e := range page {
						seen[e.Position] = true
						if e.ID == "a" {
							got = append(got, e)
						}
					}
					q.After = page[len(page)-1].Position
				}
				require.NoError(t, bonafide.VerifyChain(got, head), "limit %d", limit)
				assert.Len(t, seen, want, "each has a position of its own")
			}
		}
	}
}
