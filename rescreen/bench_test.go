package rescreen_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/store/memory"
)

// BenchmarkStep measures what a walk costs on the memory store, beside the same reads
// and writes without it, 97 records in one Put.
func BenchmarkStep(b *testing.B) {
	const n = 9700
	rewrite := func(unit bonafide.Store) rescreen.Work {
		return func(ctx context.Context, id string) (int, error) {
			r, err := unit.Get(ctx, kind, id)
			if err != nil {
				return 0, err
			}
			r.Version++
			return 0, unit.Put(ctx, bonafide.Write{Record: r})
		}
	}
	b.Run("walk", func(b *testing.B) {
		store := memory.New("t")
		fill(b, store, n)
		r := runs(b, store, rewrite, rescreen.Options{Limit: 97})
		for i := 0; b.Loop(); i++ {
			id := "run-" + subject(i)
			_, err := r.Start(ctx, rescreen.Plan{ID: id, Kind: kind})
			require.NoError(b, err)
			require.NoError(b, r.Work(ctx, id))
		}
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "users/s")
	})
	b.Run("floor", func(b *testing.B) {
		store := memory.New("t")
		fill(b, store, n)
		for b.Loop() {
			q := bonafide.Query{Kind: kind, Limit: 97}
			for {
				page, err := store.List(ctx, q)
				require.NoError(b, err)
				var batch []bonafide.Write
				for _, r := range page.Records {
					r.Version++
					batch = append(batch, bonafide.Write{Record: r})
				}
				require.NoError(b, store.Put(ctx, batch...))
				if q.Cursor = page.Next; page.Next == "" {
					break
				}
			}
		}
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "users/s")
	})
}
