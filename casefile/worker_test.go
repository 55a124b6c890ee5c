package casefile_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// An agency is a screener and a model that take their time, and count.
type agency struct {
	took               time.Duration
	mu                 sync.Mutex
	screened, assessed int
}

func (a *agency) Screen(ctx context.Context, _ screening.Query) (screening.Result, error) {
	a.mu.Lock()
	a.screened++
	a.mu.Unlock()
	err := a.wait(ctx)
	run := screening.ListRun{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Result: screening.ListNoMatch}
	return screening.Result{Lists: []screening.ListRun{run}}, err
}

func (a *agency) Assess(ctx context.Context, f risk.Facts) (risk.Assessment, error) {
	a.mu.Lock()
	a.assessed++
	a.mu.Unlock()
	return risk.Assessment{Level: risk.Low, Model: "m"}, a.wait(ctx)
}

func (a *agency) wait(ctx context.Context) error {
	select {
	case <-time.After(a.took):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// watchers is a store of cases that wait for an agency, and replicas of a service.
func watchers(t *testing.T, n, replicas int, took time.Duration, change ...func(*casefile.Options)) (*bundle, *agency, []*casefile.Service) {
	a := &agency{took: took}
	began := time.Now()
	b := setup(t, append(change, monitored, func(o *casefile.Options) {
		o.Screener = a
		o.Now = func() time.Time { return start.Add(time.Since(began)) }
	})...)
	for i := range n {
		b.create(t, func(r *casefile.CreateRequest) { r.ExternalID = fmt.Sprint("ext-", i) })
	}
	var out []*casefile.Service
	for range replicas {
		s, err := casefile.New(b.store, b.keys, &b.opts)
		require.NoError(t, err)
		out = append(out, s)
	}
	return b, a, out
}

func work(t *testing.T, d time.Duration, o casefile.WorkerOptions, replicas ...*casefile.Service) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var all sync.WaitGroup
	for _, s := range replicas {
		all.Go(func() { assert.NoError(t, s.Run(ctx, o)) })
	}
	all.Wait()
}

// Four replicas screen what one would, nothing of it twice, time after time, and at least
// three and a half times as fast.
func TestRunScales(t *testing.T) {
	screened := func(replicas int) (n int) {
		synctest.Test(t, func(t *testing.T) {
			_, a, services := watchers(t, 250, replicas, 20*time.Millisecond)
			work(t, time.Second, casefile.WorkerOptions{Concurrency: 1}, services...)
			synctest.Wait() // for calls that were cut off
			n = a.screened
		})
		return n
	}
	one := screened(1)
	assert.Greater(t, one, 70)
	assert.GreaterOrEqual(t, float64(screened(4)), 3.5*float64(one))

	for _, took := range []time.Duration{20 * time.Millisecond, 55 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			_, a, services := watchers(t, 20, 4, took, func(o *casefile.Options) { o.Rescreen = 2 * time.Hour })
			work(t, 100*time.Minute, casefile.WorkerOptions{}, services...)
			assert.Equal(t, 20*2, a.screened, "Bolt and Ana, once each")
			work(t, 2*time.Hour, casefile.WorkerOptions{}, services...)
			assert.Equal(t, 2*20*2, a.screened, "and once when it is due again")
		})
	}
}

// The model is asked once about the same facts, however many replicas there are.
func TestAssessmentIsClaimed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, a, _ := watchers(t, 0, 0, 50*time.Second)
		b.opts.Model = a
		var services []*casefile.Service
		for range 4 {
			s, err := casefile.New(b.store, b.keys, &b.opts)
			require.NoError(t, err)
			services = append(services, s)
		}
		for i := range 10 {
			req := request()
			req.ExternalID = fmt.Sprint("ext-", i)
			_, err := services[0].Create(ctx, acme, req)
			require.NoError(t, err)
		}
		work(t, 10*time.Hour, casefile.WorkerOptions{}, services...)
		assert.Equal(t, 20, a.screened)
		assert.LessOrEqual(t, a.assessed, 20)
		page, err := services[0].List(ctx, officer, casefile.ListRequest{Risk: risk.Low})
		require.NoError(t, err)
		assert.Len(t, page.Items, 10)
		before := a.assessed
		work(t, 10*time.Hour, casefile.WorkerOptions{}, services...)
		assert.Equal(t, before, a.assessed)
	})
}

// A case whose record cannot be read takes no other's place, and is named.
func TestUnreadableTakesNoPlace(t *testing.T) {
	b, _, services := watchers(t, 3, 1, 0)
	page, err := b.records.List(ctx, bonafide.Query{Kind: casefile.KindMonitoring, DueBefore: b.now().AddDate(1, 0, 0)})
	require.NoError(t, err)
	require.Len(t, page.Records, 3)
	r, err := b.records.Get(ctx, casefile.Kind, page.Records[0].ID)
	require.NoError(t, err)
	r.Version, r.Body = r.Version+1, []byte(`{"format":99}`)
	require.NoError(t, b.records.Put(ctx, bonafide.Write{Record: r}))
	n, err := services[0].AdvanceDue(ctx, 1)
	assert.Equal(t, 1, n)
	require.ErrorIs(t, err, bonafide.ErrUnreadable)
	assert.ErrorContains(t, err, r.ID)
}

// What shows as damaged only once it is opened is named all the same, in the case and in
// what stands beside it.
func TestDamageIsNamed(t *testing.T) {
	for _, kind := range []string{casefile.Kind, casefile.KindMonitoring} {
		b, _, services := watchers(t, 3, 1, 0)
		page, err := b.store.List(ctx, bonafide.Query{Kind: casefile.KindMonitoring, DueBefore: b.now().AddDate(1, 0, 0)})
		require.NoError(t, err)
		require.Len(t, page.Records, 3)
		r, err := b.store.Get(ctx, kind, page.Records[0].ID)
		require.NoError(t, err)
		r.Version++ // as which it was not sealed
		require.NoError(t, b.store.Put(ctx, bonafide.Write{Record: r}))
		n, err := services[0].AdvanceDue(ctx, 2)
		assert.Equal(t, 2, n, kind)
		require.ErrorIs(t, err, bonafide.ErrUnreadable, kind)
		assert.ErrorContains(t, err, r.ID, kind)
	}
}
