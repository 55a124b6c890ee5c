package faulttest

import (
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/store/memory"
)

func TestFlawless(t *testing.T) {
	for _, f := range []Flow{People} {
		a, h, err := f.play(t.Context(), memory.New("acme-tenant"), flawless)
		require.NoError(t, err)
		b, _, err := f.play(t.Context(), memory.New("acme-tenant"), flawless)
		require.NoError(t, err)
		require.Empty(t, a.diff(b))
		t.Log(h.most, len(a))
	}
}

func TestNth(t *testing.T) {
	from, _ := strconv.Atoi(os.Getenv("FROM"))
	for _, f := range []Flow{People} {
		a, h, err := f.play(t.Context(), memory.New("acme-tenant"), flawless)
		require.NoError(t, err)
		for n := from; n < h.most; n++ {
			for m := range modes {
				b, h, err := f.play(t.Context(), memory.New("acme-tenant"), nth(n, m))
				require.NoError(t, err, "call %d, mode %d", n, m)
				require.Empty(t, a.diff(b), "call %d, mode %d", n, m)
				if m == 0 {
					t.Log(n, h.all)
				}
			}
		}
	}
}

func TestRandom(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	all := 0
	for _, f := range []Flow{People} {
		a, _, err := f.play(t.Context(), memory.New("acme-tenant"), flawless)
		require.NoError(t, err)
		for seed := range uint64(n) {
			b, h, err := f.play(t.Context(), memory.New("acme-tenant"), random(seed))
			require.NoError(t, err, "seed %d", seed)
			require.Empty(t, a.diff(b), "seed %d", seed)
			all += h.all
		}
	}
	t.Log(all)
}
