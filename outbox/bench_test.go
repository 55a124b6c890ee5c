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
	runs := 0
	each := func(b *testing.B, all func()) {
		b.ReportAllocs()
		for range b.N {
			all()
		}
		b.ReportMetric(float64(b.N)*events/b.Elapsed().Seconds(), "events/s")
	}
	b.Run("pages", func(b *testing.B) {
		each(b, func() {
			n, position := 0, ""
			for n < events {
				page, err := s.Events(b.Context(), bonafide.EventQuery{After: position, Limit: window})
				require.NoError(b, err)
				n, position = n+len(page), page[len(page)-1].Position
			}
		})
	})
	b.Run("deliver", func(b *testing.B) {
		each(b, func() {
			ctx, stop := context.WithCancel(b.Context())
			var n atomic.Int64
			deliver := func(context.Context, bonafide.Event) error {
				if n.Add(1) == events {
					stop()
				}
				return nil
			}
			runs++ // each under a name of its own: from the first event
			require.NoError(b, Run(ctx, s, fmt.Sprint("run-", runs), deliver, &Options{Window: window}))
		})
	})
}
