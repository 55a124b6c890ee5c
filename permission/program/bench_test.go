package program_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// The benchmark task: 2 base documents of 3 sub-documents each, a watchlist
// value, 4 cumulative tiers; wanted are the scope of each base document, the
// worst, and the missing types.

const taskSheet = `{"id":"task","version":1,"cip_tag":1,"user_kind":"personal","effective_at":"2024-01-01T00:00:00Z",
"tiers":[
 {"scope":"RECEIVE|TIER|1","requires":[{"document":{"types":["SSN"]}}]},
 {"scope":"RECEIVE","requires":[{"document":{"types":["EMAIL_2FA"]}}]},
 {"scope":"SEND|RECEIVE|TIER|1","requires":[{"document":{"types":["GOVT_ID"]}}]},
 {"scope":"SEND|RECEIVE","requires":[{"document":{"types":["PROOF_OF_ADDRESS"]}},{"document":{"types":["VIDEO_AUTHORIZATION"]}}]}]}`

var taskAt = time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)

func taskProgram(t testing.TB) *program.Program {
	p, err := program.Parse([]byte(taskSheet))
	require.NoError(t, err)
	return p
}

var (
	taskTypes    = []string{"SSN", "EMAIL_2FA", "GOVT_ID", "PROOF_OF_ADDRESS", "VIDEO_AUTHORIZATION", "W9_DOC"}
	taskStatuses = []string{"SUBMITTED|VALID", "SUBMITTED|VALID", "SUBMITTED|VALID", "SUBMITTED|REVIEWING", "SUBMITTED|INVALID"}
	taskWatch    = []string{"NO_MATCH", "NO_MATCH", "NO_MATCH", "FALSE_POSITIVE", "SOFT_MATCH", "PENDING"}
)

func taskUser(r *rand.Rand) permission.Facts {
	f := permission.Facts{Kind: permission.Personal, At: taskAt}
	for i := range 2 {
		d := permission.DocumentFacts{ID: fmt.Sprint("d", i), Active: true, Watchlist: taskWatch[r.IntN(len(taskWatch))]}
		for j := range 3 {
			d.Subs = append(d.Subs, permission.SubFacts{ID: fmt.Sprint("s", j), Type: taskTypes[r.IntN(len(taskTypes))],
				Status: taskStatuses[r.IntN(len(taskStatuses))]})
		}
		f.Documents = append(f.Documents, d)
	}
	return f
}

func taskUsers(n int) []permission.Facts {
	r := rand.New(rand.NewPCG(1, 2))
	users := make([]permission.Facts, n)
	for i := range users {
		users[i] = taskUser(r)
	}
	return users
}

// plainResult is what the obvious program computes: scopes as tier numbers.
type plainResult struct {
	scopes  []int
	worst   int
	missing []program.Missing
}

var plainTiers = [][]string{{"SSN"}, {"EMAIL_2FA"}, {"GOVT_ID"}, {"PROOF_OF_ADDRESS", "VIDEO_AUTHORIZATION"}}

// plain is the task as one would write it by hand: the floor.
func plain(f *permission.Facts) plainResult {
	res := plainResult{worst: len(plainTiers), scopes: make([]int, len(f.Documents))}
	for i := range f.Documents {
		d := &f.Documents[i]
		reached, going := 0, true
		for _, tier := range plainTiers {
			for _, typ := range tier {
				found := false
				for j := range d.Subs {
					if d.Subs[j].Type == typ && d.Subs[j].Status == "SUBMITTED|VALID" {
						found = true
						break
					}
				}
				if !found {
					going = false
					res.missing = append(res.missing, program.Missing{DocumentID: d.ID, What: typ})
				}
			}
			if going {
				reached++
			}
		}
		if d.Watchlist != "NO_MATCH" && d.Watchlist != "FALSE_POSITIVE" {
			reached = 0
		}
		res.scopes[i] = reached
		res.worst = min(res.worst, reached)
	}
	return res
}

var plainScopes = []permission.Scope{"UNVERIFIED", "RECEIVE|TIER|1", "RECEIVE", "SEND|RECEIVE|TIER|1", "SEND|RECEIVE"}

func TestTaskAgrees(t *testing.T) {
	p := taskProgram(t)
	top, blocked := 0, 0
	var out program.Outcome
	for _, f := range taskUsers(3000) {
		want := plain(&f)
		p.Scopes(&f, &out)
		require.Equal(t, plainScopes[want.worst], out.Scope)
		for i := range f.Documents {
			require.Equal(t, plainScopes[want.scopes[i]], out.Documents[i].Scope)
		}
		require.Equal(t, want.missing, append([]program.Missing(nil), out.Missing...))
		if slices.ContainsFunc(f.Documents, func(d permission.DocumentFacts) bool {
			return d.Watchlist != "NO_MATCH" && d.Watchlist != "FALSE_POSITIVE"
		}) {
			blocked++
		}
		if want.scopes[0] > 0 {
			top++
		}
	}
	require.Greater(t, top, 100)
	require.Greater(t, blocked, 100)
}

func BenchmarkTask(b *testing.B) {
	p, users := taskProgram(b), taskUsers(512)
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			_ = plain(&users[i&511])
		}
	})
	b.Run("scopes", func(b *testing.B) {
		var out program.Outcome
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			p.Scopes(&users[i&511], &out)
		}
	})
	b.Run("ledger", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			_ = p.Evaluate(users[i&511])
		}
	})
	b.Run("hash", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			_ = users[i&511].Hash()
		}
	})
}
