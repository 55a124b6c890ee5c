package user_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// An erasure whose store could not be scrubbed is not finished, and the next call
// finishes it.
func TestEraseScrubs(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	b.close(t, u.ID, 0)
	store := &unscrubbed{Store: b.store, fails: 1}
	b.users = b.users.WithStore(store)
	_, err := b.users.Erase(ctx, officer, u.ID, ended)
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.True(t, b.stored(t, u.ID).Erasure.Unfinished())
	assert.Equal(t, []string{u.ID}, b.erasable(t))
	assert.False(t, b.erase(t, u.ID).Erasure.Unfinished())
	assert.Equal(t, 2, store.calls)
}

// unscrubbed is a store whose files cannot be scrubbed a number of times.
type unscrubbed struct {
	bonafide.Store
	fails, calls int
}

func (s *unscrubbed) Scrub(context.Context) error {
	s.calls++
	if s.calls <= s.fails {
		return bonafide.ErrUnavailable
	}
	return nil
}
