package aggregate_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const kindJob = "job"

// A site is a store with jobs that are due, and workers on it.
type site struct {
	bonafide.Store
	mu     sync.Mutex
	lists  int
	down   error            // of List
	look   func() error     // what List does first
	lost   []string         // ids that List cannot read
	paid   map[string]int   // calls, by job
	now    int              // calls at this moment
	most   int              // calls at once
	told   map[string]int   // reports, by id
	took   time.Duration    // of a call
	broken map[string]error // jobs whose Advance fails
	panics map[string]bool  // jobs whose Advance panics
}

func newSite(t *testing.T, jobs int) *site {
	s := &site{Store: memory.New("t"), paid: map[string]int{}, told: map[string]int{}, took: 20 * time.Millisecond, broken: map[string]error{}, panics: map[string]bool{}}
	for i := range jobs {
		require.NoError(t, s.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: kindJob, ID: fmt.Sprintf("%05d", i), Version: 1, Due: at.Add(time.Duration(i) * time.Microsecond)}}))
	}
	return s
}

func (s *site) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lists++; s.down != nil {
		return bonafide.Page{}, s.down
	}
	if s.look != nil {
		if err := s.look(); err != nil {
			return bonafide.Page{}, err
		}
	}
	page, err := s.Store.List(ctx, q)
	if len(s.lost) > 0 && err == nil && q.Cursor == "" {
		e := &bonafide.UnreadableError{Kind: kindJob}
		for _, id := range s.lost {
			e.Add(id, bonafide.ErrUnreadable)
		}
		err = e
	}
	return page, err
}

// worker claims a job by a new version of it, then does it.
func (s *site) worker() aggregate.Worker {
	return aggregate.Worker{
		Kind: kindJob, Store: s, Now: time.Now,
		Queries: func(time.Time) []bonafide.Query {
			return []bonafide.Query{{Kind: kindJob, DueBefore: at.AddDate(1, 0, 0)}}
		},
		Advance: func(ctx context.Context, id string) (bool, error) {
			if s.panics[id] {
				panic("Ana Maria Lopez")
			}
			if err := s.broken[id]; err != nil {
				return false, err
			}
			r, err := s.Get(ctx, kindJob, id)
			if err != nil {
				return false, err
			}
			if r.Due.IsZero() {
				return false, nil
			}
			r.Version, r.Due = r.Version+1, time.Time{}
			if err := s.Put(ctx, bonafide.Write{Record: r}); err != nil {
				return false, nil // somebody else was faster
			}
			s.mu.Lock()
			s.paid[id]++
			s.now++
			s.most = max(s.most, s.now)
			s.mu.Unlock()
			select {
			case <-time.After(s.took):
			case <-ctx.Done():
			}
			s.mu.Lock()
			s.now--
			s.mu.Unlock()
			return true, nil
		},
	}
}

func (s *site) options(concurrency int) aggregate.Options {
	return aggregate.Options{Concurrency: concurrency, OnError: func(id string, _ error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.told[id]++
	}}
}

func (s *site) done() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.paid)
}

// run lets workers work for a time; each is a replica of its own.
func (s *site) run(t *testing.T, replicas, concurrency int, d time.Duration, meanwhile ...func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var all sync.WaitGroup
	for range replicas {
		all.Go(func() {
			assert.NoError(t, s.worker().Run(ctx, s.options(concurrency)), "a stop that was asked for is no error")
		})
	}
	for _, f := range meanwhile {
		all.Go(f)
	}
	all.Wait()
}

// Four do four times the work of one, as replicas or as hands of one, and none of it
// twice.
func TestWorkersShareTheWork(t *testing.T) {
	for _, c := range []struct{ replicas, hands int }{{1, 1}, {1, 4}, {4, 1}, {2, 2}, {4, 4}} {
		t.Run(fmt.Sprintf("%d replicas of %d", c.replicas, c.hands), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t, 8500)
				s.run(t, c.replicas, c.hands, 10*time.Second)
				one := 10 * time.Second / s.took
				assert.GreaterOrEqual(t, s.done(), int(one)*c.replicas*c.hands*9/10)
				assert.LessOrEqual(t, s.most, c.replicas*c.hands, "at once")
				for id, n := range s.paid {
					assert.Equal(t, 1, n, id)
				}
				assert.Empty(t, s.told)
			})
		})
	}
}

// A stop that comes while it looks for work is no error.
func TestWorkerStopsLooking(t *testing.T) {
	ctx, cancel := context.WithCancel(ctx)
	s := newSite(t, 1)
	s.look = func() error { cancel(); return ctx.Err() }
	require.NoError(t, s.worker().Run(ctx, s.options(1)))
	assert.Empty(t, s.told)
}

// What cannot be read, what fails and what panics is reported, by id, and set aside;
// it is tried again, ever more seldom, and takes no other's place.
func TestWorkerSetsAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 500)
		for i := range 60 { // more than a look takes, and those that wait longest
			id := fmt.Sprintf("%05d", i)
			switch i % 3 {
			case 0:
				s.broken[id] = bonafide.ErrUnreadable
			case 1:
				s.broken[id] = fmt.Errorf("job: %w", bonafide.ErrConflict)
			default:
				s.panics[id] = true
			}
		}
		s.lost = []string{"lost-1", "lost-2"}
		s.run(t, 1, 2, time.Hour)
		assert.Equal(t, 440, s.done())
		assert.Len(t, s.told, 62)
		for id, n := range s.told {
			assert.GreaterOrEqual(t, n, 10, id)
			assert.LessOrEqual(t, n, 40, id)
		}
	})
}

// One that takes long, or never comes back, keeps nobody else from being done.
func TestWorkerIsFair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 200)
		w := s.worker()
		quick := w.Advance
		w.Advance = func(ctx context.Context, id string) (bool, error) {
			if id == "00000" {
				<-ctx.Done()
				return false, ctx.Err()
			}
			return quick(ctx, id)
		}
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		require.NoError(t, w.Run(ctx, s.options(2)))
		assert.Equal(t, 199, s.done())
		assert.Empty(t, s.told, "that it was told to stop is no error")
	})
}

// While the store is away nobody hammers it, and those who stopped together do not
// come back together; once it is back, the work goes on.
func TestWorkerBacksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 100)
		s.down = errors.New("connection refused")
		s.run(t, 4, 4, 2*time.Hour, func() {
			time.Sleep(time.Hour)
			s.mu.Lock()
			defer s.mu.Unlock()
			assert.Less(t, s.lists, 4*40, "in an hour, of four")
			assert.Greater(t, s.lists, 4*8)
			assert.Equal(t, s.lists, s.told[""])
			s.down = nil
		})
		assert.Equal(t, 100, s.done())
	})
	synctest.Test(t, func(t *testing.T) { // away for all but the lists
		s := newSite(t, 5000)
		for i := range 5000 {
			s.broken[fmt.Sprintf("%05d", i)] = errors.New("connection refused")
		}
		s.run(t, 1, 4, time.Hour)
		n := 0
		for _, told := range s.told {
			n += told
		}
		assert.Less(t, n, 200, "not all 5,000, over and over")
	})
}

// A store that is damaged, whole or in places, is asked a few times an hour: nothing but
// a repair helps. After it the work goes on.
func TestWorkerLeavesDamageAlone(t *testing.T) {
	damaged := fmt.Errorf("index of the file: %w", bonafide.ErrDamaged)
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 100)
		s.down = damaged
		s.run(t, 1, 4, 2*time.Hour, func() {
			time.Sleep(time.Hour)
			s.mu.Lock()
			defer s.mu.Unlock()
			assert.LessOrEqual(t, s.lists, 25, "in an hour")
			assert.Equal(t, s.lists, s.told[""])
			s.down = nil
		})
		assert.Equal(t, 100, s.done())
	})
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 10)
		s.broken["00003"] = damaged
		s.run(t, 1, 4, time.Hour)
		assert.Equal(t, 9, s.done(), "what is not damaged is done")
		assert.Positive(t, s.told["00003"])
		assert.LessOrEqual(t, s.told["00003"], 13, "in an hour")
	})
}

// Where nothing is due it looks once an interval.
func TestWorkerIdles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 0)
		s.run(t, 1, 4, 100*time.Second)
		assert.Less(t, s.lists, 220)
		assert.Greater(t, s.lists, 90)
	})
}

// What had its time is swept at a low rate, all of it, beside the work.
func TestWorkerSweeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 10)
		left, calls := 1000, 0
		w := s.worker()
		w.Sweeps = append(w.Sweeps, func(context.Context, int) (int, error) { panic("x") }, func(_ context.Context, limit int) (int, error) {
			calls++
			n := min(limit, left)
			left -= n
			return n, nil
		})
		ctx, cancel := context.WithTimeout(ctx, time.Hour)
		defer cancel()
		require.NoError(t, w.Run(ctx, s.options(1)))
		assert.Zero(t, left)
		assert.Less(t, calls, 150)
		assert.Equal(t, 10, s.done())
		assert.Positive(t, s.told[""], "the one that panics")
	})
}

// A look at what is due is a bound on what is tried, and what cannot be read or
// panics takes no place in it.
func TestDue(t *testing.T) {
	s := newSite(t, 20)
	s.took = 0
	s.broken["00000"], s.broken["00001"], s.panics["00002"] = bonafide.ErrUnreadable, errors.New("odd"), true
	n, err := s.worker().Due(ctx, 5)
	assert.Equal(t, 4, n, "five were tried")
	require.ErrorIs(t, err, bonafide.ErrUnreadable)
	assert.ErrorContains(t, err, "job 00001: odd")
	assert.ErrorContains(t, err, "job 00002")
	assert.NotContains(t, err.Error(), "Lopez")
	for _, limit := range []int{0, -1, bonafide.MaxPage + 1} {
		_, err := s.worker().Due(ctx, limit)
		assert.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}

func TestOptionsOfAWorker(t *testing.T) {
	s := newSite(t, 0)
	for _, o := range []aggregate.Options{{Concurrency: -1}, {Concurrency: aggregate.MaxConcurrency + 1}, {Interval: -1}, {Interval: time.Millisecond}, {Interval: 2 * time.Hour}} {
		assert.ErrorIs(t, s.worker().Run(ctx, o), bonafide.ErrInvalid)
	}
}

// A readCounter counts what is read of a store.
type readCounter struct {
	bonafide.Store
	gets, lists atomic.Int64
}

func (c *readCounter) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	c.gets.Add(1)
	return c.Store.Get(ctx, kind, id)
}

func (c *readCounter) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	c.lists.Add(1)
	return c.Store.List(ctx, q)
}

// Whoever looks for what is due opens no body: no key is read for it, on a store that
// seals them, however many are due.
func TestALookReadsNoKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const jobs = 50
		root, below, keys := bonafide.EphemeralKeys(), memory.New("t"), &readCounter{Store: memory.New("t")}
		open := func() *sealed.Store { // another process, which holds no keys yet
			s, err := sealed.New(below, root, &sealed.Options{KeyStore: keys})
			require.NoError(t, err)
			return s
		}
		first := open()
		for i := range jobs {
			require.NoError(t, first.Put(ctx, bonafide.Write{Record: bonafide.Record{
				Kind: kindJob, ID: fmt.Sprintf("%05d", i), Version: 1, Due: at.Add(time.Duration(i) * time.Microsecond), Body: []byte("work"),
			}}))
		}
		keys.gets.Store(0)
		var advanced atomic.Int64
		w := newSite(t, 0).worker()
		w.Store = open()
		w.Advance = func(context.Context, string) (bool, error) { advanced.Add(1); return false, nil }
		_, err := w.Due(ctx, bonafide.MaxPage)
		require.NoError(t, err)
		assert.EqualValues(t, jobs, advanced.Load())

		run, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		require.NoError(t, w.Run(run, aggregate.Options{}))
		assert.Greater(t, advanced.Load(), int64(2*jobs))
		swept, err := aggregate.Sweep(ctx, w.Store, kindJob, at.AddDate(1, 0, 0), 10)
		require.NoError(t, err)
		assert.Equal(t, 10, swept)
		assert.Zero(t, keys.gets.Load()+keys.lists.Load())

		_, err = w.Store.List(ctx, bonafide.Query{Kind: kindJob})
		require.NoError(t, err)
		assert.NotZero(t, keys.gets.Load()+keys.lists.Load(), "bodies cost keys")
	})
}
