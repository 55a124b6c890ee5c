package kept_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/kept"
)

// Who asks while a read runs shares the next one, and waits for it.
func TestShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reads := 0
		s := kept.Shared[int]{Read: func(context.Context) (int, error) {
			time.Sleep(time.Second)
			reads++
			return reads, nil
		}}
		ask := func() int { n, err := s.Get(t.Context()); assert.NoError(t, err); return n }
		var all sync.WaitGroup
		all.Go(func() { assert.Equal(t, 1, ask()) })
		synctest.Wait()
		for range 10 {
			all.Go(func() { assert.Equal(t, 2, ask(), "the first read had begun") })
		}
		all.Wait()
		assert.Equal(t, 3, ask(), "nothing is remembered")
	})
}

func TestSharedFails(t *testing.T) {
	s := kept.Shared[int]{Read: func(context.Context) (int, error) { return 0, bonafide.ErrUnavailable }}
	for range 2 {
		_, err := s.Get(t.Context())
		assert.ErrorIs(t, err, bonafide.ErrUnavailable)
	}
	synctest.Test(t, func(t *testing.T) {
		end := make(chan struct{})
		slow := kept.Shared[int]{Read: func(context.Context) (int, error) { <-end; return 0, nil }}
		go func() { _, _ = slow.Get(t.Context()) }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		go func() { _, _ = slow.Get(t.Context()) }()
		synctest.Wait()
		_, err := slow.Get(ctx)
		assert.ErrorIs(t, err, context.DeadlineExceeded, "nobody waits longer than it wants to")
		close(end)
	})
}
