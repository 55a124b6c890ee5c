package screening_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	. "github.com/bonafide-go/bonafide/screening"
)

// Nothing is clear by default: an answer is held to what it claims, whoever gave it.
func TestAnswersAreHeldToWhatTheyClaim(t *testing.T) {
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	of := func(year int, month time.Month, day int) bonafide.Date {
		return bonafide.Date{Year: year, Month: month, Day: day}
	}
	clear := ListRun{Key: sdn, Edition: of(2026, 3, 3), Result: ListNoMatch}
	match := clear
	match.Result = ListMatch
	hit := Hit{List: sdn, EntryID: "1", EntryHash: "h", Score: .9}
	with := func(run ListRun, change func(*ListRun)) ListRun { change(&run); return run }
	for _, c := range []struct {
		name string
		give Result
		want ListResult // of the list
		all  Watchlist  // where it alone counts
	}{
		{"searched", Result{Lists: []ListRun{clear}}, ListNoMatch, WatchlistNoMatch},
		{"a hit", Result{Lists: []ListRun{match}, Hits: []Hit{hit}}, ListMatch, WatchlistSoftMatch},
		{"published where it is tomorrow already", Result{Lists: []ListRun{with(clear, func(r *ListRun) { r.Edition = of(2026, 3, 5) })}}, ListNoMatch, WatchlistNoMatch},
		{"all hits cut off", Result{Lists: []ListRun{with(match, func(r *ListRun) { r.Cut = 3 })}}, ListMatch, WatchlistSoftMatch},
		{"no edition", Result{Lists: []ListRun{with(clear, func(r *ListRun) { r.Edition = bonafide.Date{} })}}, ListFailed, WatchlistPending},
		{"an edition of the future", Result{Lists: []ListRun{with(clear, func(r *ListRun) { r.Edition = of(2026, 3, 6) })}}, ListFailed, WatchlistPending},
		{"no match, and hits cut off", Result{Lists: []ListRun{with(clear, func(r *ListRun) { r.Cut = 3 })}}, ListFailed, WatchlistPending},
		{"a negative cut", Result{Lists: []ListRun{with(clear, func(r *ListRun) { r.Cut = -1 })}}, ListFailed, WatchlistPending},
		{"a name that was not read", Result{Lists: []ListRun{clear}, Unread: true}, ListFailed, WatchlistPending},
		{"failed and searched", Result{Lists: []ListRun{with(clear, func(r *ListRun) { r.Result = ListFailed }), clear}}, ListFailed, WatchlistPending},
		{"searched and failed", Result{Lists: []ListRun{clear, with(clear, func(r *ListRun) { r.Result = ListFailed })}}, ListFailed, WatchlistPending},
		{"twice the same", Result{Lists: []ListRun{clear, clear}}, ListFailed, WatchlistPending},
		{"a match without a hit", Result{Lists: []ListRun{match}}, ListFailed, WatchlistPending},
		{"no match, and a hit", Result{Lists: []ListRun{clear}, Hits: []Hit{hit}}, ListMatch, WatchlistSoftMatch},
		{"a hit on a list that was not searched", Result{Hits: []Hit{hit}}, ListMatch, WatchlistSoftMatch},
		{"no key", Result{Lists: []ListRun{with(clear, func(r *ListRun) { r.Key = "" })}}, "", WatchlistPending},
		{"no list", Result{}, "", WatchlistPending},
		{"a score that cannot be", Result{Lists: []ListRun{match}, Hits: []Hit{{List: sdn, EntryID: "1", Score: math.NaN()}}}, ListMatch, WatchlistSoftMatch},
		{"a hit on nothing", Result{Lists: []ListRun{match}, Hits: []Hit{{List: sdn}}}, ListMatch, WatchlistSoftMatch},
	} {
		r, _ := Record{}.Apply(c.give, noon)
		assert.Equal(t, c.want, r.ListResults(noon)[sdn], c.name)
		assert.Equal(t, c.all, r.Watchlist([]string{sdn}, true, noon), c.name)
		_, err := json.Marshal(r)
		assert.NoError(t, err, "%s: it can be kept", c.name)
		if c.name == "no match, and a hit" || c.name == "a hit on a list that was not searched" {
			for _, by := range []bonafide.Actor{anna} {
				r, err = r.Decide(sdn, "1", FalsePositive, by, "another one", noon, noon.AddDate(1, 0, 0))
				require.NoError(t, err)
			}
			assert.Equal(t, WatchlistPending, r.Watchlist([]string{sdn}, true, noon), "%s: cleared, and searched by nobody", c.name)
		}
	}
}

// A screening counts from when it was made: no vendor dates it ahead, and too many
// hits are cut, never dropped.
func TestAnswersAreBounded(t *testing.T) {
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	give := Result{At: noon.AddDate(1, 0, 0), Lists: []ListRun{run(sdn, ListMatch)}}
	for i := range MaxLimit + 5 {
		give.Hits = append(give.Hits, Hit{List: sdn, EntryID: string(rune('a'+i%26)) + time.Duration(i).String(), Score: .9})
	}
	r, _ := Record{}.Apply(give, noon)
	assert.Equal(t, noon, r.Result.At)
	assert.Len(t, r.Result.Hits, MaxLimit)
	assert.Equal(t, 5, r.Result.Lists[0].Cut)
	assert.Len(t, give.Hits, MaxLimit+5, "what was given stays as it was")
	assert.Zero(t, give.Lists[0].Cut)
}

// Events name what was searched: a list that failed was not.
func TestEditions(t *testing.T) {
	day := bonafide.Date{Year: 2024, Month: 5, Day: 3}
	r := Result{Lists: []ListRun{
		{Key: "ofac_sdn", Edition: day, Result: ListMatch}, {Key: "eu", Edition: day, Result: ListFailed}, {Key: "un_sc", Edition: day, Result: ListNoMatch},
		{Key: "uk", Edition: day, Result: "later_version"},
	}}
	assert.Equal(t, "ofac_sdn:2024-05-03,un_sc:2024-05-03", r.Editions())
	assert.Empty(t, Result{}.Editions())
}
