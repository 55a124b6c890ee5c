package user_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// An agency is a vendor and a screener that take their time, and count.
type agency struct {
	took time.Duration
	mu   sync.Mutex
	paid map[string]int // calls, by what was asked
	all  int
	now  int // calls at this moment
	most int // calls at once
}

func (a *agency) ask(ctx context.Context, what string) error {
	a.mu.Lock()
	a.paid[what]++
	a.all++
	a.now++
	a.most = max(a.most, a.now)
	a.mu.Unlock()
	defer func() {
		a.mu.Lock()
		a.now--
		a.mu.Unlock()
	}()
	select {
	case <-time.After(a.took):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (a *agency) Verify(ctx context.Context, r document.Request) (document.Verdict, error) {
	return document.Verdict{Outcome: document.OutcomeValid}, a.ask(ctx, r.Attempt)
}

func (a *agency) Screen(ctx context.Context, q screening.Query) (screening.Result, error) {
	run := screening.ListRun{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Result: screening.ListNoMatch}
	return screening.Result{Lists: []screening.ListRun{run}}, a.ask(ctx, "screening of "+q.Fingerprint())
}

// repeated returns how many calls asked what was asked before.
func (a *agency) repeated() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.all - len(a.paid)
}

// waiting is a store with users who wait for an agency, and replicas of a service.
func waiting(t testing.TB, users, replicas int, took time.Duration, change ...func(*user.Options)) (*bundle, *agency, []*user.Service) {
	t.Helper()
	a := &agency{took: took, paid: map[string]int{}}
	began := time.Now()
	b := setup(t, append(change, quiet, func(o *user.Options) {
		o.Verifier, o.Screener = a, a
		o.Now = func() time.Time { return start.Add(time.Since(began)) }
	})...)
	for i := range users {
		u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415%07d", 2000000+i), LegalNames: []string{fmt.Sprint("Ana Lopez ", letters(i))}})
		require.NoError(t, err)
		in := ana()
		in.Name, in.Email = fmt.Sprint("Ana Lopez ", letters(i)), letters(i)+"@example.com"
		b.submit(t, u.ID, in)
	}
	out := make([]*user.Service, replicas)
	for i := range out {
		var err error
		out[i], err = newService(b)
		require.NoError(t, err)
	}
	return b, a, out
}

// letters writes a number as a name.
func letters(n int) string {
	return string([]byte{byte('A' + n/676%26), byte('a' + n/26%26), byte('a' + n%26)})
}

// work lets replicas run until a context ends.
func work(t testing.TB, ctx context.Context, o user.WorkerOptions, replicas ...*user.Service) {
	t.Helper()
	var all sync.WaitGroup
	for _, s := range replicas {
		all.Go(func() { assert.NoError(t, s.Run(ctx, o)) })
	}
	all.Wait()
}

// Four workers, as one process or as four, do at least three and a half times the
// work of one, and ask nothing twice.
func TestRunScales(t *testing.T) {
	answered := func(replicas, concurrency int) (n int) {
		synctest.Test(t, func(t *testing.T) {
			_, a, services := waiting(t, 250, replicas, 20*time.Millisecond)
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			work(t, ctx, user.WorkerOptions{Concurrency: concurrency}, services...)
			synctest.Wait() // for calls that were cut off
			for what, n := range a.paid {
				assert.Equal(t, 1, n, what)
			}
			assert.LessOrEqual(t, a.most, 8*replicas*concurrency)
			n = len(a.paid)
		})
		return n
	}
	one := answered(1, 1)
	assert.Greater(t, one, 200)
	for _, c := range [][2]int{{1, 4}, {4, 1}, {2, 2}} {
		assert.GreaterOrEqual(t, float64(answered(c[0], c[1])), 3.5*float64(one), "%d replicas of %d", c[0], c[1])
	}
}

// A screening alone is claimed too: after a new edition of a list, replicas search
// for nobody twice; and a call that takes almost its lease is not made by another.
func TestRescreeningIsClaimed(t *testing.T) {
	for _, took := range []time.Duration{20 * time.Millisecond, 55 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			b, a, services := waiting(t, 40, 4, took)
			run, cancel := context.WithTimeout(ctx, 30*time.Minute)
			work(t, run, user.WorkerOptions{}, services...)
			cancel()
			require.Zero(t, a.repeated())
			page, err := b.users.Uncovered(ctx, officer, user.UncoveredRequest{Edition: bonafide.Date{Year: 2026, Month: 4, Day: 1}, PageRequest: bonafide.PageRequest{Limit: 100}})
			require.NoError(t, err)
			require.Len(t, page.Items, 40, took)
			a.paid, a.all = map[string]int{}, 0
			for _, id := range page.Items {
				_, err := b.users.Rescreen(ctx, officer, id, user.RescreenRequest{})
				require.NoError(t, err)
			}
			run, cancel = context.WithTimeout(ctx, 30*time.Minute)
			defer cancel()
			work(t, run, user.WorkerOptions{}, services...)
			assert.Equal(t, 40, a.all)
			assert.Zero(t, a.repeated())
		})
	}
}

// One user with a hundred documents, which take an hour, starves nobody.
func TestRunIsFair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, a, services := waiting(t, 0, 1, time.Minute-time.Second)
		b.submit(t, b.create(t).ID, bases(t, user.MaxBases)...)
		var small []string
		for i := range 20 {
			u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415%07d", 3000000+i), LegalNames: []string{"Ana Lopez"}})
			require.NoError(t, err)
			small = append(small, b.submit(t, u.ID, ana()).ID)
		}
		run, cancel := context.WithTimeout(ctx, 24*time.Minute) // less than all its documents, one by one, would leave them
		defer cancel()
		work(t, run, user.WorkerOptions{Concurrency: 2}, services...)
		synctest.Wait() // for calls that were cut off
		for _, id := range small {
			assert.Equal(t, document.Valid, find(t, mustGet(t, b, id), document.Email).Status)
		}
		for what, n := range a.paid {
			if !strings.HasPrefix(what, "screening") { // of one name
				assert.Equal(t, 1, n, what)
			}
		}
	})
}

// A stop in the middle keeps the answers that are in, and leaves no goroutine; what
// was not answered is asked again after its lease.
func TestRunStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, a, services := waiting(t, 30, 2, 10*time.Second)
		run, cancel := context.WithTimeout(ctx, 25*time.Second)
		work(t, run, user.WorkerOptions{Concurrency: 2}, services...)
		cancel()
		synctest.Wait()
		assert.Zero(t, a.now, "a call that heeds its context has come to an end")
		done := 0
		for _, id := range b.everybody(t) {
			if find(t, mustGet(t, b, id), document.Email).Status == document.Valid {
				done++
			}
		}
		assert.Equal(t, 8, done)
		time.Sleep(2 * time.Minute)
		run, cancel = context.WithTimeout(ctx, 10*time.Minute)
		defer cancel()
		work(t, run, user.WorkerOptions{}, services...)
		for _, id := range b.everybody(t) {
			assert.Equal(t, document.Valid, find(t, mustGet(t, b, id), document.Email).Status)
		}
	})
}

// everybody lists the users of the store.
func (b *bundle) everybody(t testing.TB) []string {
	t.Helper()
	page, err := b.store.List(ctx, bonafide.Query{Kind: user.Kind, Limit: bonafide.MaxPage})
	require.NoError(t, err)
	var out []string
	for _, r := range page.Records {
		out = append(out, r.ID)
	}
	return out
}

// A record that cannot be read is reported by its id and stops nobody; what a host's
// OnError does with it is its own affair.
func TestRunReports(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, _, services := waiting(t, 20, 1, time.Millisecond)
		broken := b.everybody(t)[7]
		r, err := b.records.Get(ctx, user.Kind, broken)
		require.NoError(t, err)
		r.Version, r.Body = r.Version+1, []byte(`{"format":99}`)
		require.NoError(t, b.records.Put(ctx, bonafide.Write{Record: r}))
		run, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		var mu sync.Mutex
		told := map[string]int{}
		work(t, run, user.WorkerOptions{OnError: func(id string, err error) {
			mu.Lock()
			defer mu.Unlock()
			told[id]++
			assert.ErrorIs(t, err, bonafide.ErrUnreadable)
			panic("of the host")
		}}, services...)
		assert.Len(t, told, 1)
		assert.GreaterOrEqual(t, told[broken], 3)
		assert.LessOrEqual(t, told[broken], 10)
		for _, id := range b.everybody(t) {
			if id != broken {
				assert.Equal(t, document.Valid, find(t, mustGet(t, b, id), document.Email).Status)
			}
		}
	})
}

// What shows as damaged only once it is opened is named all the same, in the user and in
// the coverage for which a screening was asked.
func TestDamageIsNamed(t *testing.T) {
	for _, kind := range []string{user.Kind, user.KindCoverage} {
		b, _, services := waiting(t, 3, 1, 0)
		_, err := services[0].AdvanceDue(ctx, 10)
		require.NoError(t, err)
		broken := b.everybody(t)[1]
		_, err = services[0].Rescreen(ctx, officer, broken, user.RescreenRequest{})
		require.NoError(t, err)
		r, err := b.store.Get(ctx, kind, broken)
		require.NoError(t, err)
		r.Version++ // as which it was not sealed
		require.NoError(t, b.store.Put(ctx, bonafide.Write{Record: r}))
		_, err = services[0].AdvanceDue(ctx, 10)
		require.ErrorIs(t, err, bonafide.ErrUnreadable, kind)
		assert.ErrorContains(t, err, broken, kind)
	}
}

// A store that comes and goes loses nothing, and nothing is asked twice within a
// lease.
func TestRunOnAFlakyStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, _, _ := waiting(t, 30, 0, 5*time.Millisecond)
		f := &flaky{Store: b.store}
		var services []*user.Service
		for range 3 {
			s, err := user.New(f, b.keys, &b.opts)
			require.NoError(t, err)
			services = append(services, s)
		}
		run, cancel := context.WithTimeout(ctx, 2*time.Hour)
		defer cancel()
		work(t, run, user.WorkerOptions{}, services...)
		assert.Positive(t, f.failed)
		for _, id := range b.everybody(t) {
			u := mustGet(t, b, id)
			for d := range u.Documents[0].Subs() {
				assert.Equal(t, document.Valid, d.Status)
				assert.LessOrEqual(t, d.Asks, 8)
			}
		}
	})
}

// flaky fails every seventh call, before or after its effect.
type flaky struct {
	*memory.Store
	mu     sync.Mutex
	calls  int
	failed int
}

var errFlaky = errors.New("connection reset")

func (f *flaky) fails() (before, after bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.calls++; f.calls%7 != 0 || f.calls > 5000 {
		return false, false
	}
	f.failed++
	return f.failed%2 == 0, f.failed%2 == 1
}

func (f *flaky) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if before, after := f.fails(); before || after {
		return bonafide.Record{}, errFlaky
	}
	return f.Store.Get(ctx, kind, id)
}

func (f *flaky) Put(ctx context.Context, batch ...bonafide.Write) error {
	before, after := f.fails()
	if before {
		return errFlaky
	}
	err := f.Store.Put(ctx, batch...)
	if after {
		return errFlaky
	}
	return err
}

func (f *flaky) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	if before, after := f.fails(); before || after {
		return bonafide.Page{}, errFlaky
	}
	return f.Store.List(ctx, q)
}

// BenchmarkRun measures four workers against one, with a vendor that takes 20 ms:
// how many times the work, and what share of the calls was a repetition.
func BenchmarkRun(b *testing.B) {
	const users = 200
	clear := func(replicas int) (perSecond, repeated float64) {
		s, a, services := waiting(b, users, replicas, 20*time.Millisecond)
		run, cancel := context.WithCancel(ctx)
		defer cancel()
		began := time.Now()
		go func() {
			defer cancel()
			for {
				page, err := s.records.List(ctx, bonafide.Query{Kind: user.Kind, DueBefore: start.AddDate(1, 0, 0), Limit: 1})
				if err != nil || len(page.Records) == 0 {
					return
				}
				time.Sleep(time.Millisecond)
			}
		}()
		work(b, run, user.WorkerOptions{Concurrency: 1}, services...)
		return float64(len(a.paid)) / time.Since(began).Seconds(), 100 * float64(a.repeated()) / float64(a.all)
	}
	for b.Loop() {
		one, _ := clear(1)
		four, repeated := clear(4)
		b.ReportMetric(four/one, "times")
		b.ReportMetric(repeated, "%repeated")
		b.ReportMetric(four, "calls/s")
	}
}
