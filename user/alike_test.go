package user_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// wide searches 20 lists; the listed one is on the first, which counts.
type wide struct {
	listed string
	failed bool
}

func (w wide) Screen(_ context.Context, q screening.Query) (r screening.Result, _ error) {
	for i := range 20 {
		r.Lists = append(r.Lists, screening.ListRun{Key: fmt.Sprintf("list_%d", i), Edition: march(1), Hash: strings.Repeat("h", 64), Result: screening.ListNoMatch})
	}
	r.Lists[0].Key = screening.KeyOFACSDN
	if q.Name == w.listed {
		r.Lists[0].Result = screening.ListMatch
		r.Hits = []screening.Hit{{List: screening.KeyOFACSDN, EntryID: "1", EntryHash: "h", Score: 1, MatchedName: q.Name, NameKind: screening.PrimaryName}}
	}
	if w.failed {
		r.Lists[0].Result = screening.ListFailed
	}
	return r, nil
}

// What searches of many lists say alike of many users is stored once, and says nothing of
// any of them; users are read as if it stood with each.
func TestListsAreStoredOnce(t *testing.T) {
	for _, clear := range []bool{false, true} {
		t.Run(fmt.Sprint("in clear: ", clear), func(t *testing.T) {
			b := setup(t, quiet, func(o *user.Options) { o.Screener, o.BodiesInClear = wide{listed: people[1]}, clear })
			var ids []string
			for i, name := range people[:3] {
				ids = append(ids, b.named(t, b.users, i, name))
				look(t, b.users, ids[i])
			}
			stored := func() (n int) {
				page, err := b.records.List(ctx, bonafide.Query{Kind: "user.lists"})
				require.NoError(t, err)
				for _, r := range page.Records {
					assert.NotContains(t, string(r.Body), `"MATCH"`)
				}
				return len(page.Records)
			}
			n := stored()
			assert.Positive(t, n)
			for i := range 3 {
				c, err := b.users.Coverage(ctx, officer, ids[i])
				require.NoError(t, err)
				for _, l := range c.Documents {
					assert.Len(t, l.Lists, 20)
				}
				u, err := b.users.Get(ctx, officer, ids[i])
				require.NoError(t, err)
				for _, s := range u.Screenings {
					assert.Len(t, s.Result.Lists, 20)
					assert.Equal(t, i == 1, s.Result.Lists[0].Result == screening.ListMatch)
				}
				body := func(kind string) int {
					r, err := b.records.Get(ctx, kind, ids[i])
					require.NoError(t, err)
					return len(r.Body)
				}
				assert.Equal(t, i == 1, body(user.KindCoverage) > 1000, "a hit stands with the user")
			}
			assert.Empty(t, uncovered(t, b.users, 1))
			assert.Len(t, uncovered(t, b.users, 2), 3)

			opts := b.opts
			opts.Screener = wide{failed: true}
			failing, err := user.New(b.store, b.keys, &opts)
			require.NoError(t, err)
			id := b.named(t, failing, 3, people[3])
			look(t, failing, id)
			assert.Equal(t, []string{id}, uncovered(t, failing, 1))
			assert.Equal(t, n, stored(), "where a list failed, it stands with the user too")
		})
	}
}
