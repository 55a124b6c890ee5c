package match

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// slowCost is the cheapest way from one sound string to the other by trying
// them all: replace, leave out, and, where swap is not 0, change places.
func slowCost(a, b []byte, by *costs, swap int32) int32 {
	if len(a) == 0 && len(b) == 0 {
		return 0
	}
	best := int32(math.MaxInt32)
	try := func(cost int32, m, n int) {
		best = min(best, cost+slowCost(a[m:], b[n:], by, swap))
	}
	if len(a) > 0 {
		try(int32(by.omit[soundCode[a[0]]]), 1, 0)
	}
	if len(b) > 0 {
		try(int32(by.insert[soundCode[b[0]]]), 0, 1)
	}
	if len(a) > 0 && len(b) > 0 {
		cost := int32(0)
		if a[0] != b[0] {
			cost = int32(by.replace[soundCode[a[0]]][soundCode[b[0]]])
		}
		try(cost, 1, 1)
	}
	if swap > 0 && len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		try(swap, 2, 2)
	}
	return best
}

// randomSounds returns up to n sounds, some of them those of like.
func randomSounds(r *rand.Rand, n int, like []byte) []byte {
	const alphabet = "aeioukgtdpbsSzhXrlmnvyjC1"
	s := append([]byte(nil), like...)
	for range r.IntN(4) {
		c := alphabet[r.IntN(len(alphabet))]
		switch at := r.IntN(len(s) + 1); {
		case at == len(s) || r.IntN(3) == 0:
			s = append(s[:at], append([]byte{c}, s[at:]...)...)
		case r.IntN(2) == 0:
			s = append(s[:at], s[at+1:]...)
		case at > 0:
			s[at-1], s[at] = s[at], s[at-1]
		}
	}
	return s[:min(len(s), n)]
}

func TestSoundCostAgainstTryingAll(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for range 4000 {
		a := randomSounds(r, 6, randomSounds(r, 6, []byte("kam")))
		b := randomSounds(r, 6, a)
		want := slowSoundCost(a, b)
		require.Equal(t, want, soundCost(a, b, math.MaxInt16), "%s %s", a, b)
		require.Equal(t, want, soundCost(b, a, math.MaxInt16), "%s %s", b, a)
		for _, limit := range []int32{0, 40, 100, 250} {
			got := soundCost(a, b, limit)
			if want <= limit {
				require.Equal(t, want, got, "%s %s within %d", a, b, limit)
			} else {
				require.Greater(t, got, limit, "%s %s", a, b)
			}
		}
	}
}

// slowSoundCost is what soundCost computes: the end and then the beginning that
// two words share cost nothing, and beginnings that are not taken for each other
// cost more.
func slowSoundCost(a, b []byte) (first int32) {
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) > 0 && len(b) > 0 && a[0] != b[0] && writtenCosts().replace[soundCode[a[0]]][soundCode[b[0]]] >= 50 {
		first = firstCost
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	return first + slowCost(a, b, writtenCosts(), swapCost)
}

func TestLooseCostAgainstTryingAll(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 2))
	for range 4000 {
		loose := randomSounds(r, 6, []byte("mhmd"))
		full := randomSounds(r, 7, loose)
		for kind, by := range map[looseness]*costs{abjad: abjadCosts(), syllabic: syllabaryCosts()} {
			want := slowCost(loose, full, by, 0)
			require.Equal(t, want, looseCost(loose, full, kind, math.MaxInt16), "%s %s", loose, full)
			for _, limit := range []int32{0, 40, 100, 250} {
				got := looseCost(loose, full, kind, limit)
				if want <= limit {
					require.Equal(t, want, got, "%s %s within %d", loose, full, limit)
				} else {
					require.Greater(t, got, limit, "%s %s", loose, full)
				}
			}
		}
	}
}
