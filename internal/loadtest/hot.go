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
	before := events(b, services[0], u.ID)
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
	require.Equal(b, before+b.N, events(b, services[0], u.ID), "one event each")
	slices.Sort(took)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(b.N)/all.Seconds(), "commands/s")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// events counts the events of a user.
func events(b *testing.B, s *user.Service, id string) (n int) {
	for page := (bonafide.PageRequest{Limit: bonafide.MaxItems}); ; {
		found, err := s.Events(b.Context(), bonafide.System(), id, page)
		require.NoError(b, err)
		n += len(found.Items)
		if page.Cursor = found.Next; page.Cursor == "" {
			return n
		}
	}
}
