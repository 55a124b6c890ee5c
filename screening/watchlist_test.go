package screening_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// Severity: Synapse user object, watchlists ("highest severity among base
// documents"). Every pair of values is covered.
func TestWorst(t *testing.T) {
	order := []Watchlist{
		WatchlistNoMatch, WatchlistFalsePositive, WatchlistPending,
		WatchlistSoftMatch, WatchlistPendingUpload, WatchlistMatch,
	}
	assert.Len(t, order, len(Watchlists()))
	for i, a := range order {
		for j, b := range order {
			assert.Equal(t, order[max(i, j)], Worst(a, b), "%s and %s", a, b)
		}
	}
	assert.Equal(t, WatchlistPending, Worst(), "nothing is not clear")
	assert.Equal(t, WatchlistPending, Worst("NEW_VALUE", WatchlistNoMatch), "an unknown value is not clear")
	assert.Equal(t, WatchlistMatch, Worst("NEW_VALUE", WatchlistMatch))
}
