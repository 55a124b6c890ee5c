package user_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
)

// BenchmarkLookAtEverybody measures a walk over users of whom nothing new is found, on the memory
// store, by as many workers as there are processors; and the same walk that only opens, seals
// and writes the record of each again, which is as little as any could do.
func BenchmarkLookAtEverybody(b *testing.B) {
	const n = 2000
	bundle := setup(b)
	users := bundle.replica(b, &exact{list: edition(b, 1), rules: "1"})
	for i := range n {
		look(b, users, bundle.named(b, users, i, "Ana "+string([]rune{'A' + rune(i/100), 'a' + rune(i/10%10), 'a' + rune(i%10)})))
	}
	same, err := sealed.New(bundle.store, bundle.keys, nil)
	require.NoError(b, err)
	for name, work := range map[string]func(bonafide.Store) rescreen.Work{
		"look": func(unit bonafide.Store) rescreen.Work { return users.WithStore(unit).Look },
		"floor": func(unit bonafide.Store) rescreen.Work {
			s := same.WithStore(unit)
			return func(ctx context.Context, id string) (int, error) {
				r, err := s.Get(ctx, user.KindCoverage, id)
				if err != nil {
					return 0, err
				}
				r.Version++
				return 0, s.Put(ctx, bonafide.Write{Record: r})
			}
		},
	} {
		b.Run(name, func(b *testing.B) {
			runs, err := rescreen.New(bundle.store, work, nil, &rescreen.Options{Interval: time.Millisecond})
			require.NoError(b, err)
			spent := figuretest.Processor(b)
			for b.Loop() {
				id := fmt.Sprint(name, "-", time.Now().UnixNano())
				_, err := runs.Start(ctx, rescreen.Plan{ID: id, Kind: user.KindCoverage, PartitionSize: n / 8})
				require.NoError(b, err)
				var wg sync.WaitGroup
				for range runtime.GOMAXPROCS(0) {
					wg.Go(func() {
						if err := runs.Work(ctx, id); err != nil {
							b.Error(err)
						}
					})
				}
				wg.Wait()
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "users/s")
			b.ReportMetric(float64((figuretest.Processor(b)-spent).Microseconds())/float64(n*b.N), "cpu-us/user")
		})
	}
}

// BenchmarkCarryPastEverybody measures what it takes to compare users of whom nothing was
// ever found with a delta that touches none of them, on the memory store.
func BenchmarkCarryPastEverybody(b *testing.B) {
	const n = 2000
	bundle := setup(b)
	s := &exact{list: edition(b, 1), rules: "1"}
	users := bundle.replica(b, s)
	for i := range n {
		look(b, users, bundle.named(b, users, i, "Ana "+string([]rune{'A' + rune(i/100), 'a' + rune(i/10%10), 'a' + rune(i%10)})))
	}
	from, day := s.list, 1
	spent := figuretest.Processor(b)
	for b.Loop() {
		day++
		to := edition(b, min(day, 28), fmt.Sprint("Nobody ", day))
		did, err := users.Carry(ctx, officer, touching(delta(b, from, to)))
		require.NoError(b, err)
		require.Equal(b, user.Carried{Compared: n}, did)
		from = to
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "users/s")
	b.ReportMetric(float64((figuretest.Processor(b)-spent).Microseconds())/float64(n*b.N), "cpu-us/user")
}
