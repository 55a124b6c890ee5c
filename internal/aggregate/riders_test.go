package aggregate_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// A counted store counts its writes, and fails those that fail says.
type counted struct {
	bonafide.Store
	puts [][]bonafide.Write
	fail func(batch []bonafide.Write) error
}

func (s *counted) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.puts = append(s.puts, batch)
	if s.fail != nil {
		if err := s.fail(batch); err != nil {
			return err
		}
	}
	return s.Store.Put(ctx, batch...)
}

// A crowd is calls that all wait for the turn of one that is held.
type crowd struct {
	t       *testing.T
	r       aggregate.Runner[counter]
	store   *counted
	wg      sync.WaitGroup
	release chan struct{}
}

// gather begins with a call that holds the turn until go on.
func gather(t *testing.T) *crowd {
	c := &crowd{t: t, r: runner(t), release: make(chan struct{})}
	c.r.Joint = true
	c.store = &counted{Store: c.r.Store}
	c.r.Store = c.store
	create(t, c.r, counter{Name: "a"})
	first := add(2)
	rule := first.Rule
	first.Rule = func(ctx context.Context, s counter, in aggregate.Input) (aggregate.Change[counter], error) {
		<-c.release
		return rule(ctx, s, in)
	}
	c.do(ctx, first, func(_ counter, err error) { assert.NoError(t, err) })
	synctest.Wait()
	c.store.puts = nil
	return c
}

func (c *crowd) do(ctx context.Context, cmd aggregate.Command[counter], then func(counter, error)) {
	c.wg.Go(func() { then(c.r.Do(ctx, "c", by, cmd)) })
	synctest.Wait() // it waits for its turn
}

// goOn lets the first call go and waits for all, and returns the number that is left.
func (c *crowd) goOn() int {
	close(c.release)
	c.wg.Wait()
	kept, err := c.r.Get(ctx, "c")
	require.NoError(c.t, err)
	page, err := c.r.Events(ctx, "c", bonafide.PageRequest{Limit: bonafide.MaxItems})
	require.NoError(c.t, err, "the chain holds")
	added := 0
	for _, e := range page.Items {
		if e.Type == "counter.added" {
			added++
		}
	}
	assert.Equal(c.t, kept.State.N, 2*added, "one event each")
	return kept.State.N
}

func crowded(t *testing.T, f func(*testing.T, *crowd)) {
	synctest.Test(t, func(t *testing.T) { f(t, gather(t)) })
}

func succeeds(t *testing.T) func(counter, error) {
	return func(_ counter, err error) { assert.NoError(t, err) }
}

// Those who wait are written together, within the bounds of one command.
func TestTogether(t *testing.T) {
	crowded(t, func(t *testing.T, c *crowd) {
		for i := range 40 {
			c.do(ctx, keyed(add(2), fmt.Sprint(i)), func(got counter, err error) {
				assert.NoError(t, err)
				assert.GreaterOrEqual(t, got.N, 2*(i+2), "what it sees holds what came before it, and its own")
			})
		}
		assert.Equal(t, 82, c.goOn())
		assert.Len(t, c.store.puts, 4, "the first, and 40 calls with a memory each in writes of 16 records")
		for _, batch := range c.store.puts {
			assert.LessOrEqual(t, len(batch), bonafide.CommandWrites)
			assert.LessOrEqual(t, len(batch[0].Events), bonafide.CommandEvents)
		}
	})
}

// Every caller gets the answer that it would get alone.
func TestTogetherAnswers(t *testing.T) {
	crowded(t, func(t *testing.T, c *crowd) {
		c.do(ctx, add(2), succeeds(t))
		forbidden, wrong, nothing := add(2), add(2), add(2)
		forbidden.Verb = "forbidden"
		c.do(ctx, forbidden, func(_ counter, err error) { assert.ErrorIs(t, err, bonafide.ErrForbidden) })
		c.do(ctx, keyed(add(2), "k"), succeeds(t))
		c.do(ctx, keyed(add(2), "k"), func(got counter, err error) {
			assert.NoError(t, err)
			assert.GreaterOrEqual(t, got.N, 6, "the first with this key")
		})
		c.do(ctx, keyed(add(4), "k"), func(_ counter, err error) { assert.ErrorIs(t, err, bonafide.ErrKeyReused) })
		wrong.Rule = func(_ context.Context, s counter, in aggregate.Input) (aggregate.Change[counter], error) {
			s.N += 2
			return aggregate.Change[counter]{State: s, Events: []bonafide.Event{in.Event("counter.added")},
				Outcome: &bonafide.RefusedError{Code: "WRONG"}}, nil
		}
		c.do(ctx, wrong, func(got counter, err error) {
			assert.Equal(t, &bonafide.RefusedError{Code: "WRONG"}, err)
			assert.Positive(t, got.N, "what is counted is written")
		})
		nothing.Rule = func(_ context.Context, s counter, _ aggregate.Input) (aggregate.Change[counter], error) {
			return aggregate.Same(s), nil
		}
		c.do(ctx, nothing, succeeds(t))
		c.do(ctx, tallied(), succeeds(t))
		for _, n := range []int{1, 3} { // another parity is for the companion part to know
			c.do(ctx, add(n), succeeds(t))
		}
		assert.Equal(t, 12, c.goOn())
		kept, err := c.r.Get(ctx, "c", kindTally)
		require.NoError(t, err)
		assert.Equal(t, 1, kept.State.Tally.N)
	})
}

// Whoever gives up before it is its turn has changed nothing, and fails nobody.
func TestTogetherCancelled(t *testing.T) {
	crowded(t, func(t *testing.T, c *crowd) {
		leads, giveUp := context.WithCancel(ctx)
		c.do(leads, add(2), succeeds(t))
		c.do(ctx, add(2), succeeds(t))
		gone, cancel := context.WithCancel(ctx)
		c.do(gone, add(2), func(_ counter, err error) { assert.ErrorIs(t, err, context.Canceled) })
		cancel()
		synctest.Wait()
		c.store.fail = func(batch []bonafide.Write) error {
			if len(batch[0].Events) == 2 {
				giveUp() // who writes for both
			}
			return nil
		}
		assert.Equal(t, 6, c.goOn())
	})
}

// What one of several wants fails that one alone: a value that is taken, a rule that
// panics, and a race that another process won.
func TestTogetherApart(t *testing.T) {
	crowded(t, func(t *testing.T, c *crowd) {
		other := created(counter{Name: "taken"})
		_, err := c.r.Create(ctx, "other", aggregate.Call{By: by}, other, at)
		require.NoError(t, err)
		c.do(ctx, add(2), succeeds(t))
		rename, raced := add(2), add(2)
		rename.Rule = func(_ context.Context, s counter, in aggregate.Input) (aggregate.Change[counter], error) {
			s.Name = "taken"
			return aggregate.Change[counter]{State: s, Events: []bonafide.Event{in.Event("counter.renamed")}}, nil
		}
		c.do(ctx, rename, func(_ counter, err error) { assert.ErrorIs(t, err, bonafide.ErrDuplicate) })
		broken := add(2)
		broken.Rule = func(context.Context, counter, aggregate.Input) (aggregate.Change[counter], error) { panic("broken") }
		c.wg.Go(func() {
			assert.PanicsWithValue(t, "broken", func() { _, _ = c.r.Do(ctx, "c", by, broken) })
		})
		synctest.Wait()
		elsewhere, rule, once := c.r, raced.Rule, sync.Once{}
		elsewhere.Turns = nil
		raced.Rule = func(ctx context.Context, s counter, in aggregate.Input) (aggregate.Change[counter], error) {
			once.Do(func() {
				_, err := elsewhere.Do(ctx, "c", by, add(2))
				assert.NoError(t, err)
			})
			return rule(ctx, s, in)
		}
		c.do(ctx, raced, succeeds(t))
		c.do(ctx, add(2), succeeds(t))
		assert.Equal(t, 10, c.goOn())
	})
}

// A write of which nobody knows whether it was done is told to all who wanted it, and not
// repeated; who changes nothing gets an answer.
func TestTogetherUnavailable(t *testing.T) {
	crowded(t, func(t *testing.T, c *crowd) {
		unavailable := func(_ counter, err error) { assert.ErrorIs(t, err, bonafide.ErrUnavailable) }
		c.do(ctx, add(2), unavailable)
		c.do(ctx, add(2), unavailable)
		forbidden := add(2)
		forbidden.Verb = "forbidden"
		c.do(ctx, forbidden, func(_ counter, err error) { assert.ErrorIs(t, err, bonafide.ErrForbidden) })
		c.store.fail = func(batch []bonafide.Write) error {
			if len(batch[0].Events) == 2 {
				return bonafide.ErrUnavailable
			}
			return nil
		}
		assert.Equal(t, 2, c.goOn())
		assert.Len(t, c.store.puts, 2)
	})
}
