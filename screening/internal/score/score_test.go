package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// No score below Lowered is raised to the score: a search that leaves those out
// misses no hit.
func TestLoweredIsLowEnough(t *testing.T) {
	for _, effects := range [][]int32{{}, {800}, {5000}, {5000, 800}, {800, 5000}} {
		sum := int32(0)
		for _, e := range effects {
			sum += e
		}
		for want := int32(0); want <= Unit; want += 7 {
			best := Lowered(want, sum) - 1
			for _, e := range effects {
				best = Adjust(best, e)
			}
			require.Less(t, best, want, "effects %v", effects)
		}
	}
}

// OFAC shows whole percents, of the better of both similarities (FAQ 249).
func TestOFACIsTheBetterOfBoth(t *testing.T) {
	for _, c := range []struct{ whole, sum, parts, want int32 }{
		{8349, 0, 0, 8300},
		{8350, 0, 0, 8400},
		{5000, 18000, 2, 9000},
		{9500, 18000, 2, 9500},
		{0, 10000, 3, 3300},
	} {
		assert.Equal(t, c.want, OFAC(c.whole, c.sum, c.parts))
	}
}
