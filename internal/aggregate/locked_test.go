package aggregate_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// A lockable store writes what is put under a lock once its function has returned.
type lockable struct {
	*counted
	calls  int
	begin  error // what Locked answers instead of a call
	commit error // what becomes of the first transaction; nil = it is written
}

// A held store gathers what is put.
type held struct {
	bonafide.Store
	batch []bonafide.Write
}

func (h *held) Put(_ context.Context, batch ...bonafide.Write) error {
	h.batch = append(h.batch, batch...)
	return nil
}

func (s *lockable) Locked(ctx context.Context, k, id string, do func(bonafide.Store) error) error {
	if s.begin != nil {
		return s.begin
	}
	if k != kind || id != "c" {
		return errors.New("another record")
	}
	s.calls++
	h := &held{Store: s.counted}
	if err := do(h); err != nil || len(h.batch) == 0 {
		return err
	}
	if err := s.commit; err != nil {
		s.commit = nil
		return err
	}
	return s.counted.Put(ctx, h.batch...)
}

// overtaken makes the store lockable, and lets another process come before the next write
// that somebody takes part in.
func (c *crowd) overtaken() *lockable {
	s := &lockable{counted: c.store}
	c.r.Store = s
	came := false
	c.store.fail = func(batch []bonafide.Write) error {
		if n := len(batch[0].Events); n > 1 && !came {
			came = true
			return bonafide.ErrConflict
		}
		return nil
	}
	return s
}

// Whoever met another process holds the record from then on, with all who wait.
func TestLocked(t *testing.T) {
	crowded(t, func(t *testing.T, c *crowd) {
		s := c.overtaken()
		c.do(ctx, add(2), succeeds(t))
		c.do(ctx, add(2), succeeds(t))
		wrong := add(2)
		wrong.Rule = func(_ context.Context, x counter, in aggregate.Input) (aggregate.Change[counter], error) {
			x.N += 2
			return aggregate.Change[counter]{State: x, Events: []bonafide.Event{in.Event("counter.added")},
				Outcome: &bonafide.RefusedError{Code: "WRONG"}}, nil
		}
		c.do(ctx, wrong, func(got counter, err error) {
			assert.Equal(t, &bonafide.RefusedError{Code: "WRONG"}, err)
			assert.Equal(t, 8, got.N, "what is counted is written")
		})
		tally := tallied() // goes by itself, and holds the record as well
		c.do(ctx, tally, succeeds(t))
		assert.Equal(t, 8, c.goOn())
		assert.Equal(t, 2, s.calls)
	})
}

// Where a store cannot lock, here or now, versions decide as they do without it.
func TestNotLocked(t *testing.T) {
	crowded(t, func(t *testing.T, c *crowd) {
		c.overtaken().begin = errors.ErrUnsupported
		c.do(ctx, add(2), succeeds(t))
		c.do(ctx, add(2), succeeds(t))
		assert.Equal(t, 6, c.goOn())
	})
	crowded(t, func(t *testing.T, c *crowd) {
		c.overtaken().begin = bonafide.ErrUnavailable
		c.do(ctx, add(2), func(_ counter, err error) { assert.ErrorIs(t, err, bonafide.ErrUnavailable) })
		c.do(ctx, add(2), succeeds(t)) // by itself: nothing was tried in its name
		assert.Equal(t, 4, c.goOn())
	})
}

// What was not committed is nobody's answer.
func TestLockedAndLost(t *testing.T) {
	for _, row := range []struct {
		commit error
		n      int
	}{{bonafide.ErrConflict, 6}, {bonafide.ErrUnavailable, 2}} {
		crowded(t, func(t *testing.T, c *crowd) {
			c.overtaken().commit = row.commit
			for range 2 {
				c.do(ctx, add(2), func(_ counter, err error) {
					if row.n == 2 {
						assert.ErrorIs(t, err, row.commit)
					} else {
						assert.NoError(t, err)
					}
				})
			}
			forbidden := add(2)
			forbidden.Verb = "forbidden"
			c.do(ctx, forbidden, func(_ counter, err error) { assert.ErrorIs(t, err, bonafide.ErrForbidden) })
			assert.Equal(t, row.n, c.goOn())
		})
	}
}
