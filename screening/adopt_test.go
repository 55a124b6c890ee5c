package screening_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/bonafide-go/bonafide/screening"
)

// The entry of a true match that was found elsewhere bears another id there: a
// search that does not find it says nothing of it. Two reviewers clear it, as any.
func TestAdoptedTrueMatch(t *testing.T) {
	r, err := Record{Result: Result{Subject: "s1"}}.Adopt(Decision{List: sdn, EntryID: "theirs-9", Disposition: TruePositive, By: anna, Reason: "same passport", At: noon.AddDate(-1, 0, 0)}, "old", noon)
	require.NoError(t, err)
	assert.Equal(t, WatchlistMatch, r.Watchlist([]string{sdn}, true, noon))
	r = apply(r, result("s1", run(sdn, ListNoMatch)))
	assert.Equal(t, WatchlistMatch, r.Watchlist([]string{sdn}, true, noon))
	assert.Equal(t, "old", r.Decisions[0].Imported)
	once := decide(t, r, sdn, "theirs-9", FalsePositive, anna)
	assert.Equal(t, WatchlistMatch, once.Watchlist([]string{sdn}, true, noon))
	twice := decide(t, once, sdn, "theirs-9", FalsePositive, ben)
	assert.Equal(t, WatchlistNoMatch, twice.Watchlist([]string{sdn}, true, noon))

	own := decide(t, apply(Record{}, result("s1", run(sdn, ListMatch), sdn+"/1/h1")), sdn, "1", TruePositive, anna)
	own = apply(own, result("s1", run(sdn, ListNoMatch)))
	assert.Equal(t, WatchlistNoMatch, own.Watchlist([]string{sdn}, true, noon), "one of here ends with its entry")
}
