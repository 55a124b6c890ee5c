package memory

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The ordered set is what a sorted slice is.
func TestOrdered(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for _, span := range []int{10, 600, 20_000} { // within one chunk, about one, over many
		oracle := []int{}
		set := &ordered[int]{compare: func(a, b int) int { return a - b }}
		check := func() {
			require.Equal(t, len(oracle), set.size)
			from := random.IntN(span + 2)
			place, found := slices.BinarySearch(oracle, from)
			if found {
				place++
			}
			require.Equal(t, oracle[place:], slices.AppendSeq([]int{}, set.after(from)))
			for _, chunk := range set.chunks {
				require.NotEmpty(t, chunk)
				require.LessOrEqual(t, len(chunk), maxChunk)
			}
		}
		for step := range 4 * span {
			v := 1 + random.IntN(span)
			place, found := slices.BinarySearch(oracle, v)
			if random.IntN(5) < 3 {
				set.insert(v)
				if !found {
					oracle = slices.Insert(oracle, place, v)
				}
			} else {
				set.remove(v)
				if found {
					oracle = slices.Delete(oracle, place, place+1)
				}
			}
			if step%(span/5) == 0 {
				check()
			}
		}
		check()
		for _, v := range slices.Clone(oracle) {
			set.remove(v)
		}
		require.Zero(t, set.size)
		require.Empty(t, set.chunks)
	}
}

// A walk stops where its reader does.
func TestOrderedStops(t *testing.T) {
	set := &ordered[int]{compare: func(a, b int) int { return a - b }}
	for v := range 3 * maxChunk {
		set.insert(v)
	}
	var got []int
	for v := range set.after(maxChunk - 2) {
		if got = append(got, v); len(got) == 3 {
			break
		}
	}
	require.Equal(t, []int{maxChunk - 1, maxChunk, maxChunk + 1}, got)
}
