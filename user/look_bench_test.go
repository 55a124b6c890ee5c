package user_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/user"
)

// BenchmarkLookAtEverybody measures a walk over users of whom nothing new is found, on the memory
// store.
func BenchmarkLookAtEverybody(b *testing.B) {
	const n = 1000
	bundle := setup(b)
	users := bundle.replica(b, &exact{list: edition(b, 1), rules: "1"})
	for i := range n {
		look(b, users, bundle.named(b, users, i, "Ana "+string([]rune{'A' + rune(i/100), 'a' + rune(i/10%10), 'a' + rune(i%10)})))
	}
	runs, err := rescreen.New(bundle.store, func(unit bonafide.Store) rescreen.Work { return users.WithStore(unit).Look }, nil, nil)
	require.NoError(b, err)
	for i := 0; b.Loop(); i++ {
		id := fmt.Sprint("run-", i)
		_, err := runs.Start(ctx, rescreen.Plan{ID: id, Kind: user.KindCoverage})
		require.NoError(b, err)
		require.NoError(b, runs.Work(ctx, id))
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "users/s")
}
