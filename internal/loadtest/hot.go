package loadtest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// HotUser measures b.N changes of one user by 64 writers, spread over the Services: how
// many a second, how long the slowest hundredth took at least, and that none is lost.
func HotUser(b *testing.B, services ...*user.Service) {
	u, err := services[0].Create(b.Context(), shop, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{"Ana Maria Lopez"}})
	require.NoError(b, err)
	before, err := services[0].Events(b.Context(), bonafide.System(), u.ID)
	require.NoError(b, err)
	b.ResetTimer()
	begin := time.Now()
	took, failed := inParallel(b.Context(), 64, 0, b.N, func(ctx context.Context, i int) error {
		note := fmt.Sprint("note ", i)
		_, err := services[i%len(services)].Update(ctx, shop, u.ID, user.UpdateRequest{PublicNote: &note})
		return err
	})
	all := time.Since(begin)
	b.StopTimer()
	require.Empty(b, failed)
	after, err := services[0].Events(b.Context(), bonafide.System(), u.ID)
	require.NoError(b, err)
	require.Len(b, after, len(before)+b.N, "one event each")
	slices.Sort(took)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(b.N)/all.Seconds(), "commands/s")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
