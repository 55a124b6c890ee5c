package rescreen_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/store/memory"
)

var ctx = context.Background()

const kind = "subject"

func fill(t testing.TB, store bonafide.Store, n int) {
	t.Helper()
	for i := range n {
		require.NoError(t, store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: kind, ID: subject(i), Version: 1, Body: []byte("{}")}}))
	}
}

func subject(i int) string { return fmt.Sprintf("s-%06d", i) }

// counting is a work that writes the next version of the record, with an event, and
// finds as many hits as the id ends with zeros.
func counting(unit bonafide.Store) rescreen.Work {
	return func(ctx context.Context, id string) (int, error) {
		r, err := unit.Get(ctx, kind, id)
		if err != nil {
			return 0, err
		}
		r.Version++
		event := bonafide.Event{Kind: kind, ID: id, Seq: r.Version - 1, Type: "looked", At: r.Due, Actor: bonafide.System().Recorded(), Hash: "h"}
		return hitsOf(id), unit.Put(ctx, bonafide.Write{Record: r, Events: []bonafide.Event{event}})
	}
}

func hitsOf(id string) int { return len(id) - len(strings.TrimRight(id, "0")) }

// oracle is what one worker without faults finds.
func oracle(n int) (hits int64) {
	for i := range n {
		hits += int64(hitsOf(subject(i)))
	}
	return hits
}

func versions(t *testing.T, store bonafide.Store, n int) map[int64]int {
	t.Helper()
	out := make(map[int64]int)
	for i := range n {
		r, err := store.Get(ctx, kind, subject(i))
		require.NoError(t, err)
		out[r.Version]++
	}
	return out
}

func runs(t testing.TB, store bonafide.Store, work func(bonafide.Store) rescreen.Work, o rescreen.Options) *rescreen.Runs {
	t.Helper()
	r, err := rescreen.New(store, work, nil, &o)
	require.NoError(t, err)
	return r
}

// One worker does all, each once, whatever the sizes are.
func TestRun(t *testing.T) {
	for _, n := range []int{0, 1, 9, 10, 11, 250} {
		for _, limit := range []int{1, 7, 99} {
			store := memory.New("t")
			fill(t, store, n)
			r := runs(t, store, counting, rescreen.Options{Limit: limit})
			run, err := r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind, PartitionSize: 10})
			require.NoError(t, err)
			assert.EqualValues(t, n, run.Planned)
			require.NoError(t, r.Work(ctx, "r"))
			p, err := r.Progress(ctx, "r")
			require.NoError(t, err)
			assert.True(t, p.Complete())
			assert.EqualValues(t, n, p.Worked, "%d records, %d a step", n, limit)
			assert.Equal(t, oracle(n), p.Hits)
			if n > 0 {
				assert.Equal(t, map[int64]int{2: n}, versions(t, store, n))
			}
			again, err := r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind, PartitionSize: 10})
			require.NoError(t, err)
			assert.Equal(t, run, again, "the same plan is the same run")
		}
	}
}

// A mortal store dies at some call, before or after its effect: nobody who works on it
// does anything any more.
type mortal struct {
	bonafide.Store
	left  atomic.Int64
	after bool
}

var errKilled = errors.New("killed")

func (m *mortal) call(do func() error) error {
	switch left := m.left.Add(-1); {
	case left < 0, left == 0 && !m.after:
		return errKilled
	case left == 0:
		_ = do()
		return errKilled
	}
	return do()
}

func (m *mortal) Get(ctx context.Context, kind, id string) (r bonafide.Record, err error) {
	err = m.call(func() error { r, err = m.Store.Get(ctx, kind, id); return err })
	return r, err
}

func (m *mortal) Put(ctx context.Context, batch ...bonafide.Write) error {
	return m.call(func() error { return m.Store.Put(ctx, batch...) })
}

func (m *mortal) List(ctx context.Context, q bonafide.Query) (p bonafide.Page, err error) {
	err = m.call(func() error { p, err = m.Store.List(ctx, q); return err })
	return p, err
}

// Workers that are killed at any call, and others that take over while the killed ones
// still think that they live: each record is done once, and the hits are those of one
// worker without faults.
func TestKilledWorkers(t *testing.T) {
	const n = 300
	for seed := range uint64(30) {
		synctest.Test(t, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 2))
			store := memory.New("t")
			fill(t, store, n)
			kills := 0
			for attempt := 0; ; attempt++ {
				var workers sync.WaitGroup
				ctx, cancel := context.WithTimeout(ctx, time.Duration(1+rnd.IntN(100))*time.Second)
				for range 3 {
					m := &mortal{Store: store, after: rnd.IntN(2) == 0}
					m.left.Store(int64(rnd.IntN(150)))
					r := runs(t, m, counting, rescreen.Options{Limit: 1 + rnd.IntN(20), Lease: time.Minute})
					workers.Go(func() {
						if _, err := r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind, PartitionSize: 40}); err == nil {
							_ = r.Work(ctx, "r")
						}
					})
				}
				workers.Wait()
				cancel()
				kills += 3
				p, err := runs(t, store, counting, rescreen.Options{}).Progress(context.Background(), "r")
				if err == nil && p.Complete() {
					require.EqualValues(t, n, p.Worked)
					require.Equal(t, oracle(n), p.Hits)
					require.Equal(t, map[int64]int{2: n}, versions(t, store, n), "seed %d", seed)
					return
				}
				require.Less(t, attempt, 500)
			}
		})
	}
}

// A worker whose lease ran out, and was claimed by another, writes nothing.
func TestLostLease(t *testing.T) {
	store, now := memory.New("t"), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	fill(t, store, 30)
	r := runs(t, store, counting, rescreen.Options{Limit: 10, Now: func() time.Time { return now }})
	_, err := r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind})
	require.NoError(t, err)
	first, ok, err := r.Claim(ctx, "r")
	require.NoError(t, err)
	require.True(t, ok)
	_, ok, err = r.Claim(ctx, "r")
	require.NoError(t, err)
	assert.False(t, ok, "claimed")
	next, err := r.Step(ctx, first)
	require.NoError(t, err)
	repeated, err := r.Step(ctx, first)
	require.NoError(t, err)
	assert.Equal(t, next, repeated, "a step whose answer was lost is not done again")
	now = now.Add(2 * time.Minute)
	second, ok, err := r.Claim(ctx, "r")
	require.NoError(t, err)
	require.True(t, ok)
	assert.Equal(t, first.Epoch+1, second.Epoch)
	_, err = r.Step(ctx, next)
	require.ErrorIs(t, err, rescreen.ErrLost)
	require.NoError(t, r.Release(ctx, next), "nothing to give back")
	_, ok, err = r.Claim(ctx, "r")
	require.NoError(t, err)
	assert.False(t, ok, "the second still holds it")
	require.NoError(t, r.Release(ctx, second))
	_, ok, err = r.Claim(ctx, "r")
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, map[int64]int{1: 20, 2: 10}, versions(t, store, 30))
}

func TestPauseResumeCancel(t *testing.T) {
	store := memory.New("t")
	fill(t, store, 30)
	r := runs(t, store, counting, rescreen.Options{Limit: 10})
	_, err := r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind})
	require.NoError(t, err)
	l, _, err := r.Claim(ctx, "r")
	require.NoError(t, err)
	require.NoError(t, r.Pause(ctx, "r"))
	_, err = r.Step(ctx, l)
	require.ErrorIs(t, err, bonafide.ErrState)
	_, _, err = r.Claim(ctx, "r")
	require.ErrorIs(t, err, bonafide.ErrState)
	require.NoError(t, r.Resume(ctx, "r"))
	_, err = r.Step(ctx, l)
	require.NoError(t, err)
	require.NoError(t, r.Cancel(ctx, "r"))
	require.NoError(t, r.Cancel(ctx, "r"))
	require.ErrorIs(t, r.Resume(ctx, "r"), bonafide.ErrState)
	require.ErrorIs(t, r.Work(ctx, "r"), bonafide.ErrState)
	require.ErrorIs(t, r.Pause(ctx, "none"), bonafide.ErrNotFound)
	assert.Equal(t, map[int64]int{1: 20, 2: 10}, versions(t, store, 30))
}

// Results of different lists never mix.
func TestPins(t *testing.T) {
	store := memory.New("t")
	fill(t, store, 30)
	held := rescreen.Pins{Lists: map[string]string{"l": "h1"}, Rules: "1"}
	pins := held
	r, err := rescreen.New(store, func(unit bonafide.Store) rescreen.Work {
		work := counting(unit)
		return func(ctx context.Context, id string) (int, error) {
			if id == subject(15) {
				pins = rescreen.Pins{Lists: map[string]string{"l": "h2"}, Rules: "1"}
			}
			return work(ctx, id)
		}
	}, func() rescreen.Pins { return pins }, &rescreen.Options{Limit: 10})
	require.NoError(t, err)
	_, err = r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind, Pins: held})
	require.NoError(t, err)
	err = r.Work(ctx, "r")
	var refused *bonafide.RefusedError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, rescreen.RefusedPins, refused.Code)
	assert.Equal(t, map[int64]int{1: 20, 2: 10}, versions(t, store, 30), "the step in which the lists changed counts for nothing")
	_, err = r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind, Pins: pins})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "another plan is another run")
}

// What fails is tried three times and set apart; the others are done. An outage sets
// nobody apart.
func TestSetApart(t *testing.T) {
	store := memory.New("t")
	fill(t, store, 200)
	tries, outages := make(map[string]int), 5
	r := runs(t, store, func(unit bonafide.Store) rescreen.Work {
		work := counting(unit)
		return func(ctx context.Context, id string) (int, error) {
			tries[id]++
			switch {
			case id == subject(3):
				panic("poison")
			case id == subject(77):
				_, _ = work(ctx, id)
				return 0, bonafide.ErrInvalid
			case id == subject(78) && tries[id] < 3:
				return 0, errors.New("now and then")
			case id == subject(120) && outages > 0:
				outages--
				return 0, bonafide.ErrUnavailable
			case id == subject(150):
				for i := range 120 {
					if err := unit.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: "x", ID: fmt.Sprint(i), Version: 1}}); err != nil {
						return 0, err
					}
				}
			}
			return work(ctx, id)
		}
	}, rescreen.Options{Interval: time.Millisecond})
	_, err := r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind, PartitionSize: 50})
	require.NoError(t, err)
	require.NoError(t, r.Work(ctx, "r"))
	page, err := r.Apart(ctx, "r", bonafide.PageRequest{})
	require.NoError(t, err)
	assert.Equal(t, []rescreen.Apart{{ID: subject(3), Reason: "failed"}, {ID: subject(77), Reason: "invalid"}, {ID: subject(150), Reason: "too_large"}}, page.Items)
	p, err := r.Progress(ctx, "r")
	require.NoError(t, err)
	assert.EqualValues(t, 197, p.Worked)
	assert.EqualValues(t, 3, p.Apart)
	assert.Equal(t, map[int64]int{1: 3, 2: 197}, versions(t, store, 200))
	assert.Equal(t, 3, tries[subject(77)])
	assert.Zero(t, outages)
}

// Somebody else writes a record while a step is under way: the records are done again,
// one at a time, and nobody's write is lost.
func TestOtherWriters(t *testing.T) {
	store := memory.New("t")
	fill(t, store, 30)
	races := 2
	r := runs(t, store, func(unit bonafide.Store) rescreen.Work {
		work := counting(unit)
		return func(ctx context.Context, id string) (int, error) {
			hits, err := work(ctx, id)
			if id == subject(5) && races > 0 {
				races--
				_, other := counting(store)(ctx, id)
				return hits, errors.Join(err, other)
			}
			return hits, err
		}
	}, rescreen.Options{Limit: 10})
	_, err := r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind})
	require.NoError(t, err)
	require.NoError(t, r.Work(ctx, "r"))
	assert.Equal(t, map[int64]int{2: 29, 4: 1}, versions(t, store, 30))
	events, err := store.Events(ctx, bonafide.EventQuery{Kind: kind, ID: subject(5)})
	require.NoError(t, err)
	assert.Len(t, events, 3)
}

func TestChecks(t *testing.T) {
	_, err := rescreen.New(nil, nil, nil, &rescreen.Options{Limit: 100, Lease: -1, Interval: -1})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, invalid.Fields, 5)
	r := runs(t, memory.New("t"), counting, rescreen.Options{})
	for _, p := range []rescreen.Plan{{}, {ID: "a/b", Kind: kind}, {ID: strings.Repeat("a", 65), Kind: kind}, {ID: "a", Kind: kind, PartitionSize: -1}, {ID: "\xff", Kind: kind}, {ID: "a", Kind: kind, Labels: []string{"\xff"}}} {
		_, err := r.Start(ctx, p)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}

// An outage is told, and what was planned is done once it is over. That a run is paused
// is no failure.
func TestOnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New("t")
		fill(t, store, 3)
		var down atomic.Bool
		down.Store(true)
		var told []string
		r := runs(t, store, func(unit bonafide.Store) rescreen.Work {
			work := counting(unit)
			return func(ctx context.Context, id string) (int, error) {
				if down.Load() {
					return 0, bonafide.ErrUnavailable
				}
				return work(ctx, id)
			}
		}, rescreen.Options{OnError: func(run string, err error) {
			told = append(told, run)
			assert.ErrorIs(t, err, bonafide.ErrUnavailable)
			down.Store(len(told) < 2)
		}})
		_, err := r.Start(t.Context(), rescreen.Plan{ID: "r", Kind: kind})
		require.NoError(t, err)
		require.NoError(t, r.Pause(t.Context(), "r"))
		go func() {
			time.Sleep(time.Minute)
			assert.Empty(t, told)
			assert.NoError(t, r.Resume(t.Context(), "r"))
		}()
		require.NoError(t, r.Work(t.Context(), "r"))
		assert.Equal(t, []string{"r", "r"}, told)
		assert.Equal(t, map[int64]int{2: 3}, versions(t, store, 3))
	})
}

// Ids are bytes: those that are no text are walked, tried again and set apart as they
// are, each once.
func TestIDsAreBytes(t *testing.T) {
	store := memory.New("t")
	var ids []string
	for _, first := range []string{"\x00", "a", "\xc3\x28", "\xef\xbf\xbd", "\xf0", "\xff"} {
		for i := range 7 {
			ids = append(ids, first+string(rune('0'+i)))
		}
	}
	for _, id := range ids {
		require.NoError(t, store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: kind, ID: id, Version: 1}}))
	}
	const poison = "\xff3"
	done := make(map[string]int)
	for _, size := range []int{1, 5, 1000} {
		clear(done)
		r := runs(t, store, func(bonafide.Store) rescreen.Work {
			return func(_ context.Context, id string) (int, error) {
				done[id]++
				if id == poison {
					return 0, bonafide.ErrState
				}
				return 0, nil
			}
		}, rescreen.Options{Limit: 2})
		run := fmt.Sprint(size)
		_, err := r.Start(ctx, rescreen.Plan{ID: run, Kind: kind, PartitionSize: size})
		require.NoError(t, err)
		require.NoError(t, r.Work(ctx, run))
		for _, id := range ids {
			want := 1
			if id == poison {
				want = 3
			}
			assert.Equal(t, want, done[id], "%q in partitions of %d", id, size)
		}
		page, err := r.Apart(ctx, run, bonafide.PageRequest{})
		require.NoError(t, err)
		assert.Equal(t, []rescreen.Apart{{ID: poison, Reason: "state"}}, page.Items)
	}
}

// What the store refuses to write is the record's that wrote it: the others are done.
func TestRefusedWrites(t *testing.T) {
	store := memory.New("t")
	fill(t, store, 60)
	r := runs(t, store, func(unit bonafide.Store) rescreen.Work {
		work := counting(unit)
		return func(ctx context.Context, id string) (int, error) {
			if id == subject(20) {
				return 0, unit.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: kind, ID: id, Version: 2, Labels: []string{""}}})
			}
			return work(ctx, id)
		}
	}, rescreen.Options{Limit: 25, Interval: time.Millisecond})
	_, err := r.Start(ctx, rescreen.Plan{ID: "r", Kind: kind})
	require.NoError(t, err)
	within, end := context.WithTimeout(ctx, time.Minute)
	defer end()
	require.NoError(t, r.Work(within, "r"))
	require.NoError(t, within.Err())
	page, err := r.Apart(ctx, "r", bonafide.PageRequest{})
	require.NoError(t, err)
	assert.Equal(t, []rescreen.Apart{{ID: subject(20), Reason: "invalid"}}, page.Items)
	assert.Equal(t, map[int64]int{1: 1, 2: 59}, versions(t, store, 60))
}

// A worker whose clock is a year ahead claims a partition and is killed: others take
// over, and while it lives within two leases of the others' clock nobody does.
func TestClockAhead(t *testing.T) {
	store := memory.New("t")
	fill(t, store, 10)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	at := func(ahead time.Duration) *rescreen.Runs {
		return runs(t, store, counting, rescreen.Options{Lease: time.Minute, Now: func() time.Time { return now.Add(ahead) }})
	}
	_, err := at(0).Start(ctx, rescreen.Plan{ID: "r", Kind: kind})
	require.NoError(t, err)
	claims := func(r *rescreen.Runs) bool {
		_, ok, err := r.Claim(ctx, "r")
		require.NoError(t, err)
		return ok
	}
	require.True(t, claims(at(365*24*time.Hour)))
	assert.True(t, claims(at(0)), "a lease of next year is none")
	assert.False(t, claims(at(0)))
	now = now.Add(2 * time.Minute)
	require.True(t, claims(at(50*time.Second)))
	assert.False(t, claims(at(0)), "clocks may differ by less than a lease")
}
