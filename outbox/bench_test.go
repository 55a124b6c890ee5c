package outbox

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// BenchmarkRun delivers to a receiver that does nothing, beside reading the same pages and
// no more: what the second takes longer is what delivering at least once costs.
func BenchmarkRun(b *testing.B) {
	const events, records, window = 20_000, 2_000, 100
	s, w := newStore(b)
	for i := range events {
		w.write(b, fmt.Sprintf("u-%d", i%records), 1)
	}
	each := func(b *testing.B, all func(run int)) {
		b.ReportAllocs()
		for run := range b.N {
			all(run)
		}
		b.ReportMetric(float64(b.N)*events/b.Elapsed().Seconds(), "events/s")
	}
	b.Run("pages", func(b *testing.B) {
		each(b, func(int) {
			n, position := 0, ""
			for n < events {
				page, err := s.Events(b.Context(), bonafide.EventQuery{After: position, Limit: window})
				require.NoError(b, err)
				n, position = n+len(page), page[len(page)-1].Position
			}
		})
	})
	b.Run("deliver", func(b *testing.B) {
		each(b, func(run int) {
			ctx, stop := context.WithCancel(b.Context())
			var n atomic.Int64
			deliver := func(context.Context, bonafide.Event) error {
				if n.Add(1) == events {
					stop()
				}
				return nil
			}
			name := fmt.Sprintf("%d-%d", b.N, run)
			require.NoError(b, Run(ctx, s, name, deliver, &Options{Window: window}))
		})
	})
}
