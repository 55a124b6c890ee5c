package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sealed"
)

// begin starts a Run. The function it returns ends it and returns its error.
func begin(t *testing.T, s bonafide.Store, deliver Deliver, o *Options) (end func() error) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Run(ctx, s, "hooks", deliver, o) }()
	return func() error {
		cancel()
		return <-done
	}
}

// but is a receiver that takes all but some events.
func (r *receiver) but(err error, names ...string) Deliver {
	return func(_ context.Context, e bonafide.Event) error {
		if slices.Contains(names, fmt.Sprintf("%s/%d", e.ID, e.Seq)) {
			return err
		}
		r.take(e)
		return nil
	}
}

// pass lets time go by, and whoever woke come to rest.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func parked(t *testing.T, s bonafide.Store) []Parked {
	t.Helper()
	list, err := ListParked(t.Context(), s, "hooks")
	require.NoError(t, err)
	return list
}

// A poison event parks its record after its attempts; later events of the record wait,
// all others go on. An operator lets it go on with the event or behind it.
func TestPoisonIsParked(t *testing.T) {
	for _, skip := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s, w := newStore(t)
			w.write(t, "u-1", 3)
			w.write(t, "u-2", 2)
			got, attempts := newReceiver(), 0
			poison := got.but(errFault, "u-1/2")
			var mended atomic.Bool
			end := begin(t, s, func(ctx context.Context, e bonafide.Event) error {
				if e.ID == "u-1" && e.Seq == 2 {
					attempts++
				}
				if mended.Load() {
					got.take(e)
					return nil
				}
				return poison(ctx, e)
			}, &Options{Attempts: 4, Concurrency: 1})
			pass(time.Minute)
			w.write(t, "u-1", 2)
			w.write(t, "u-2", 1)
			pass(time.Minute)
			assert.Equal(t, []string{"u-1/1", "u-2/1", "u-2/2", "u-2/3"}, got.got)
			assert.Equal(t, 4, attempts)
			list := parked(t, s)
			require.Len(t, list, 1)
			assert.Equal(t, Parked{Kind: "user", ID: "u-1", Seq: 2, Type: "user.changed", At: start.Add(time.Second), Failures: 4, Behind: 4}, list[0])

			if skip {
				require.NoError(t, Skip(t.Context(), s, "hooks", list[0]))
				require.ErrorIs(t, Skip(t.Context(), s, "hooks", list[0]), bonafide.ErrNotFound, "once")
			} else {
				mended.Store(true)
				require.NoError(t, Retry(t.Context(), s, "hooks", list[0]))
				require.ErrorIs(t, Retry(t.Context(), s, "hooks", list[0]), bonafide.ErrNotFound, "once")
			}
			assert.Empty(t, parked(t, s))
			pass(time.Minute)
			want := []string{"u-1/1", "u-2/1", "u-2/2", "u-2/3", "u-1/2", "u-1/3", "u-1/4", "u-1/5"}
			if skip {
				want = slices.Delete(want, 4, 5)
			}
			assert.Equal(t, want, got.got)
			require.NoError(t, end())
		})
	}
}

// The last event of a record may be skipped, and the next goes on behind it.
func TestSkipTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		w.write(t, "u-1", 1)
		got := newReceiver()
		o := &Options{Attempts: 1}
		end := begin(t, s, got.but(errFault, "u-1/1"), o)
		pass(time.Minute)
		require.NoError(t, Skip(t.Context(), s, "hooks", parked(t, s)[0]))
		require.NoError(t, end())
		end = begin(t, s, got.but(errFault, "u-1/1"), o)
		w.write(t, "u-1", 1)
		pass(time.Minute)
		assert.Equal(t, []string{"u-1/2"}, got.got)
		require.NoError(t, end())
		state, _, err := read(t.Context(), s, "hooks")
		require.NoError(t, err)
		assert.Empty(t, state.Lanes)
	})
}

// A wait that was dated by a clock that is ahead, another process's or this one's before
// it was put back, is no longer than the failures ask for.
func TestClockAhead(t *testing.T) {
	for _, restarted := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			s, w := newStore(t)
			w.write(t, "u-1", 1)
			var ahead atomic.Int64
			ahead.Store(int64(365 * 24 * time.Hour))
			calls := 0
			o := &Options{Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }}
			deliver := func(context.Context, bonafide.Event) error {
				if calls++; calls < 3 {
					return bonafide.ErrUnavailable
				}
				return nil
			}
			end := begin(t, s, deliver, o)
			pass(time.Second / 2)
			require.Equal(t, 1, calls)
			if restarted {
				require.NoError(t, end())
				end = begin(t, s, deliver, &Options{})
			}
			ahead.Store(0)
			pass(10 * time.Second)
			assert.Equal(t, 3, calls, "restarted: %v", restarted)
			require.NoError(t, end())
		})
	}
}

// A failing event is tried after 1, 2, 4, … seconds, and after five minutes at the most.
func TestBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		w.write(t, "u-1", 1)
		var waits []time.Duration
		last := time.Now()
		end := begin(t, s, func(context.Context, bonafide.Event) error {
			waits = append(waits, time.Since(last).Truncate(time.Millisecond))
			last = time.Now()
			return fmt.Errorf("receiver: %w", bonafide.ErrUnavailable)
		}, &Options{Attempts: 2, Interval: time.Hour})
		pass(30 * time.Minute)
		require.NoError(t, end())
		seconds := []time.Duration{0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300}
		require.GreaterOrEqual(t, len(waits), len(seconds))
		for i, n := range seconds {
			assert.Equal(t, n*time.Second, waits[i], "attempt %d", i)
		}
		assert.Empty(t, parked(t, s), "an outage parks nothing")
	})
}

// Failures are counted for each event by itself.
func TestFailuresAreOfOneEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		w.write(t, "u-1", 4)
		got, failures := newReceiver(), make(map[int64]int)
		end := begin(t, s, func(_ context.Context, e bonafide.Event) error {
			if failures[e.Seq]++; failures[e.Seq] <= 2 {
				return errFault
			}
			got.take(e)
			return nil
		}, &Options{Attempts: 3})
		pass(10 * time.Minute)
		require.NoError(t, end())
		assert.Equal(t, 4, got.first())
	})
}

// While the window is full of records that wait, nothing more is read.
func TestWindowIsABound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		for i := range 50 {
			w.write(t, fmt.Sprintf("u-%02d", i), 2)
		}
		seen := make(map[string]bool)
		var mended atomic.Bool
		got := newReceiver()
		end := begin(t, s, func(_ context.Context, e bonafide.Event) error {
			if !mended.Load() {
				seen[e.ID] = true
				return bonafide.ErrUnavailable
			}
			got.take(e)
			return nil
		}, &Options{Window: 8, Concurrency: 1})
		pass(time.Hour)
		assert.Len(t, seen, 8)
		lag, err := Measure(t.Context(), s, "hooks")
		require.NoError(t, err)
		assert.Equal(t, Lag{Events: bonafide.Count{N: 100}, Oldest: start, Waiting: 8}, lag)
		mended.Store(true)
		pass(time.Hour)
		assert.Equal(t, 100, got.first())
		assert.Empty(t, got.disorder)
		lag, err = Measure(t.Context(), s, "hooks")
		require.NoError(t, err)
		assert.Zero(t, lag)
		require.NoError(t, end())
	})
}

// Run stops where too many records are parked, at once when it is called again, and goes on
// after an operator.
func TestTooManyParked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		for i := range 5 {
			w.write(t, fmt.Sprintf("u-%d", i), 1)
		}
		got := newReceiver()
		o := &Options{Attempts: 1, MaxParked: 2}
		for range 2 {
			require.ErrorIs(t, Run(t.Context(), s, "hooks", got.but(errFault, "u-1/1", "u-3/1"), o), ErrParked)
			require.Len(t, parked(t, s), 2)
		}
		require.NoError(t, Retry(t.Context(), s, "hooks", parked(t, s)[0]))
		end := begin(t, s, got.but(errFault, "u-3/1"), o)
		pass(time.Minute)
		require.NoError(t, end())
		assert.Equal(t, 4, got.first())
	})
}

// A record whose call takes long holds up no other for longer than the interval.
func TestStraggler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		w.write(t, "slow", 1)
		got := newReceiver()
		end := begin(t, s, func(ctx context.Context, e bonafide.Event) error {
			if e.ID == "slow" {
				<-ctx.Done()
				return ctx.Err()
			}
			got.take(e)
			return nil
		}, &Options{Window: 5, Concurrency: 2, Attempts: 3})
		for i := range 40 {
			w.write(t, fmt.Sprintf("u-%d", i), 1)
		}
		pass(3 * time.Second)
		assert.Equal(t, 40, got.first())
		pass(3 * time.Minute)
		assert.Equal(t, 3, parked(t, s)[0].Failures, "a call that takes too long is a failure")
		require.NoError(t, end())
	})
}

// One that stands by takes over at once from one that ends, and after a lease from one
// that is gone.
func TestStandby(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		var by atomic.Value
		by.Store("")
		deliver := func(name string) Deliver {
			return func(context.Context, bonafide.Event) error { by.Store(by.Load().(string) + name); return nil }
		}
		first := &process{Store: s, deliver: deliver("a")}
		endFirst := begin(t, first, func(ctx context.Context, e bonafide.Event) error { return first.deliver(ctx, e) }, nil)
		synctest.Wait()
		endSecond := begin(t, s, deliver("b"), nil)
		w.write(t, "u-1", 1)
		pass(10 * time.Minute)
		assert.Equal(t, "a", by.Load(), "a lease is renewed where nothing happens")
		require.NoError(t, endFirst())
		w.write(t, "u-1", 1)
		pass(3 * time.Second)
		assert.Equal(t, "ab", by.Load())

		third := &process{Store: s, deliver: deliver("c")}
		endThird := begin(t, third, third.deliver, nil)
		require.NoError(t, endSecond())
		pass(3 * time.Second)
		third.kill()
		endFourth := begin(t, s, deliver("d"), nil)
		w.write(t, "u-1", 1)
		pass(19 * time.Second)
		assert.Equal(t, "ab", by.Load(), "the lease is not over")
		pass(13 * time.Second)
		assert.Equal(t, "abd", by.Load())
		require.NoError(t, endThird())
		require.NoError(t, endFourth())
	})
}

// A turn that cannot be renewed ends the calls that are under way.
func TestLostTurnEndsCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		w.write(t, "u-1", 1)
		p := &process{Store: s}
		var took time.Duration
		end := begin(t, p, func(ctx context.Context, _ bonafide.Event) error {
			p.kill() // from here on the store is out of reach
			began := time.Now()
			<-ctx.Done()
			took = time.Since(began)
			return ctx.Err()
		}, &Options{Timeout: time.Hour})
		pass(5 * time.Minute)
		require.NoError(t, end())
		assert.LessOrEqual(t, took, 30*time.Second)
		assert.Positive(t, took)
	})
}

// Whoever finds that the record is another's, whatever the clocks say, delivers no more
// and waits for its turn.
func TestFence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		got := newReceiver()
		end := begin(t, s, got.but(nil), nil)
		w.write(t, "u-1", 1)
		pass(3 * time.Second)
		assert.Equal(t, 1, got.first())
		state, version, err := read(t.Context(), s, "hooks")
		require.NoError(t, err)
		state.Holder = "another process"
		require.NoError(t, write(t.Context(), s, "hooks", version+1, state))
		pass(12 * time.Second) // the next save
		w.write(t, "u-1", 1)
		pass(20 * time.Second)
		assert.Equal(t, 1, got.first())
		now, _, err := read(t.Context(), s, "hooks")
		require.NoError(t, err)
		assert.Equal(t, state, now, "nothing was written over it")
		pass(20 * time.Second) // the other is gone
		assert.Equal(t, 2, got.first())
		require.NoError(t, end())
	})
}

// A run that is stopped lets the call under way end, begins no other, and repeats nothing.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		w.write(t, "u-1", 3)
		w.write(t, "u-2", 3)
		got := newReceiver()
		slowly := func(ctx context.Context, e bonafide.Event) error {
			time.Sleep(10 * time.Second)
			got.take(e)
			return ctx.Err()
		}
		end := begin(t, s, slowly, &Options{Concurrency: 2})
		pass(15 * time.Second)
		require.NoError(t, end())
		assert.Equal(t, 4, got.first())
		end = begin(t, s, slowly, nil)
		pass(15 * time.Second)
		require.NoError(t, end())
		assert.Equal(t, 6, got.first())
		assert.Zero(t, got.repeats)
	})
}

// What does not pass by itself ends a Run.
func TestLastingErrors(t *testing.T) {
	deliver := func(context.Context, bonafide.Event) error { return nil }
	s, w := newStore(t)
	w.write(t, "u-1", 1)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, Run(t.Context(), s, "", deliver, &Options{Concurrency: 257, Window: -1, Lease: time.Millisecond}), &invalid)
	assert.Equal(t, []bonafide.Fault{{Path: "name", Code: bonafide.CodeRequired}, {Path: "options.concurrency", Code: bonafide.CodeOutOfRange},
		{Path: "options.window", Code: bonafide.CodeOutOfRange}, {Path: "options.lease", Code: bonafide.CodeOutOfRange}}, invalid.Fields)

	put := func(name, body string) {
		require.NoError(t, s.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: Kind, ID: name, Version: 1, Body: []byte(body)}}))
	}
	put("damaged", "{")
	require.ErrorIs(t, Run(t.Context(), s, "damaged", deliver, nil), bonafide.ErrUnreadable)
	put("elsewhere", `{"position":"of another store"}`)
	require.ErrorIs(t, Run(t.Context(), s, "elsewhere", deliver, nil), bonafide.ErrCursor)
}

// Failures are reported with their event, those of the store without one. What a panic
// said is not in them.
func TestOnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		w.write(t, "u-1", 1)
		p := &process{Store: s, fault: func(call int) (error, error) {
			if call == 0 {
				return errFault, nil
			}
			return nil, nil
		}}
		var texts []string
		end := begin(t, p, func(context.Context, bonafide.Event) error { panic("Ana Lima, 1990-01-02") }, &Options{Attempts: 1, OnError: func(e bonafide.Event, err error) {
			texts = append(texts, e.ID+": "+err.Error())
			panic("the host's own")
		}})
		pass(time.Minute)
		require.NoError(t, end())
		assert.Equal(t, []string{": outbox: connection reset", "u-1: outbox: panic while delivering"}, texts)
	})
}

// Names deliver each for itself, from the first event; ids are bytes; bodies may be sealed.
func TestNamesAndStores(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		below, w := newStore(t)
		s, err := sealed.New(below, bonafide.EphemeralKeys(), nil)
		require.NoError(t, err)
		w.write(t, "u\xff-1", 2)
		got := newReceiver()
		end := begin(t, s, got.but(errFault, "u\xff-1/2"), &Options{Attempts: 1})
		pass(time.Minute)
		require.NoError(t, end())
		list := parked(t, s)
		require.Len(t, list, 1)
		require.NoError(t, Retry(t.Context(), s, "hooks", list[0]))
		end = begin(t, s, got.but(nil), nil)
		pass(time.Minute)
		require.NoError(t, end())
		assert.Equal(t, []string{"u\xff-1/1", "u\xff-1/2"}, got.got)

		position, err := Position(t.Context(), s, "hooks")
		require.NoError(t, err)
		assert.NotEmpty(t, position)
		position, err = Position(t.Context(), s, "another")
		require.NoError(t, err)
		assert.Empty(t, position)
	})
}

// Events that were seen and are gone are a failure of their record, not a silence.
func TestMissingEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := newStore(t)
		w.write(t, "u-1", 1)
		var errs []error
		end := begin(t, without{s}, func(context.Context, bonafide.Event) error { return errFault },
			&Options{Attempts: 2, OnError: func(_ bonafide.Event, err error) { errs = append(errs, err) }})
		pass(time.Minute)
		require.NoError(t, end())
		assert.ErrorIs(t, errors.Join(errs...), bonafide.ErrNotFound)
		assert.Len(t, parked(t, s), 1)
	})
}

// without is a store that has lost the events of single records.
type without struct{ bonafide.Store }

func (s without) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	if q.Kind != "" {
		return nil, ctx.Err()
	}
	return s.Store.Events(ctx, q)
}
