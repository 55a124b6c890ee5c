package casefile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// A decision on a hit is on the hit as it was read: nobody becomes the second reviewer of
// a clearance that was begun meanwhile. A search that finds the same changes nothing of it.
func TestHitsAreDecidedAsTheyWereRead(t *testing.T) {
	l, c := matchedOn(t, screening.KeyOFACSDN)
	read := func() casefile.DecideHitsRequest {
		c, err := l.cases.Get(ctx, officer, l.id)
		require.NoError(t, err)
		k, _ := c.Check(l.check)
		return casefile.DecideHitsRequest{Check: l.check, Disposition: screening.FalsePositive, Reason: "another birth date", Expires: l.now().Add(24 * time.Hour),
			Hits: []casefile.HitID{{List: screening.KeyOFACSDN, EntryID: "7", Seen: k.Screening.Seen(screening.KeyOFACSDN, "7")}}}
	}
	first, unaware := read(), read()
	l.wait(time.Hour)
	l.advance(t, c.ID)
	_, err := l.cases.DecideHits(ctx, officer, l.id, first)
	require.NoError(t, err)
	_, err = l.cases.DecideHits(ctx, officer2, l.id, unaware)
	require.ErrorIs(t, err, bonafide.ErrConflict)
	twice := read()
	twice.Hits = append(twice.Hits, casefile.HitID{List: screening.KeyOFACSDN, EntryID: "7"})
	_, err = l.cases.DecideHits(ctx, officer2, l.id, twice)
	assert.Equal(t, []string{"hits repeated"}, faultsOf(t, err))
	c, err = l.cases.DecideHits(ctx, officer2, l.id, read())
	require.NoError(t, err)
	k, _ := c.Check(l.check)
	assert.Empty(t, k.Screening.Awaiting(l.now()))
}
