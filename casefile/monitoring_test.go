package casefile_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/casefile/event"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
)

// monitored makes every aml check of the template a monitored one.
func monitored(o *casefile.Options) {
	again := casefile.Automation{Approval: true, Monitored: true}
	o.Templates[0].Affiliated[0].Automation, o.Templates[0].Individual[0].Automation = again, again
}

// counter is a store that counts what it is asked and given.
type counter struct {
	bonafide.Store
	gets, puts, events int
	bytes              map[string]int // of bodies, by kind
}

func (s *counter) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	s.gets++
	return s.Store.Get(ctx, kind, id)
}

func (s *counter) Put(ctx context.Context, batch ...bonafide.Write) error {
	s.puts++
	for _, w := range batch {
		s.bytes[w.Record.Kind] += len(w.Record.Body)
		s.events += len(w.Events)
	}
	return s.Store.Put(ctx, batch...)
}

// A day on which nothing is new costs a monitored case of twelve entities two small
// writes, the claim, by which nobody is paid twice, and the answer: no version, no event in its own chain, nothing of the case itself.
func TestNothingNewIsCheap(t *testing.T) {
	b := setup(t, monitored)
	c := business(t, b)
	require.Len(t, c.Companies, 6)
	require.Len(t, c.Individuals, 6)
	before, err := eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	b.wait(24 * time.Hour)
	b.screener.edition++
	calls := b.screener.calls
	day := &counter{Store: b.store, bytes: map[string]int{}}
	n, err := b.cases.WithStore(day).AdvanceDue(ctx, 10)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	assert.Equal(t, 12, b.screener.calls-calls)
	assert.Equal(t, 2, day.puts)
	assert.Equal(t, 3, day.gets, "case, monitoring, and their key, which is read again after five minutes")
	assert.Equal(t, 1, day.events)
	assert.Less(t, day.bytes[casefile.KindMonitoring], 4000)
	delete(day.bytes, casefile.KindMonitoring)
	assert.Empty(t, day.bytes, "nothing of another kind")
	after, err := eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	assert.Equal(t, before, after)

	// It is told all the same: when, of which editions, and when again.
	lines, err := timelineOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	last := lines[len(lines)-1]
	assert.Equal(t, "rescreened", last.What)
	assert.Equal(t, b.now(), last.At)
	assert.Equal(t, map[string]string{"checks": "12", "editions": "ofac_sdn:2026-03-02"}, last.More)
	k := of(t, b.get(t, c.ID), casefile.AML)
	assert.Equal(t, b.now(), k.Screening.Result.At)
	assert.Equal(t, "2026-03-02", k.Screening.Result.Lists[0].Edition.String())
	assert.Equal(t, b.now().Add(24*time.Hour), k.Screening.RetryAt)
	n, err = b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Zero(t, n, "nothing is due before tomorrow")

	// What is new on one entity is one version, and the case tells of that check alone.
	b.wait(24 * time.Hour)
	b.screener.listed["Owner "+numbered("Number", 3)] = "7"
	day = &counter{Store: b.store, bytes: map[string]int{}}
	_, err = b.cases.WithStore(day).AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 2, day.puts)
	assert.NotZero(t, day.bytes[casefile.Kind])
	assert.Less(t, day.bytes[casefile.KindVersion], day.bytes[casefile.Kind]/2, "what differs, not the whole, which is deflated besides")
	events, err := eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	assert.Equal(t, "check_screened", types(events)[len(after)])
	assert.NotContains(t, types(events)[len(after)+1:], "check_screened")
}

// once is a screener that may be repeated: it is paid once for a question.
type once struct {
	*screener
	meanwhile func() // called before the first search, once
	once      sync.Once
	mu        sync.Mutex
	paid      map[string]int // how often each question was asked
}

func (*once) Repeatable() bool { return true }

func (e *once) Screen(ctx context.Context, q screening.Query) (screening.Result, error) {
	if e.meanwhile != nil {
		e.once.Do(e.meanwhile)
	}
	e.mu.Lock()
	e.paid[q.Once]++
	e.mu.Unlock()
	return e.screener.Screen(ctx, q)
}

// asked is how many questions there were since, and how many of them were asked twice.
func (e *once) asked() (questions, twice int) {
	for _, n := range e.paid {
		if n > 1 {
			twice++
		}
	}
	questions = len(e.paid)
	clear(e.paid)
	return questions, twice
}

// Where a search may be repeated, nothing is claimed before it: the same day is one commit
// of less than two kilobytes. Of two processes that search at once, one is heard, and a
// vendor is asked the same by both; so it is after a kill. What failed, a new day and
// somebody else are other questions.
func TestRepeatableSearchIsOneCommit(t *testing.T) {
	e := &once{paid: map[string]int{}}
	var other casefile.Options
	b := setup(t, monitored, func(o *casefile.Options) {
		e.screener = o.Screener.(*screener)
		o.Screener = e
		other = *o
		other.Screener = &once{screener: e.screener, paid: e.paid}
	})
	c := business(t, b)
	e.asked()
	for range 3 {
		b.wait(24 * time.Hour)
		b.screener.edition++
		before, err := timelineOf(b.cases, officer, c.ID)
		require.NoError(t, err)
		day := &counter{Store: b.store, bytes: map[string]int{}}
		n, err := b.cases.WithStore(day).AdvanceDue(ctx, 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		assert.Equal(t, 1, day.puts)
		assert.Less(t, day.bytes[casefile.KindMonitoring], 2048)
		delete(day.bytes, casefile.KindMonitoring)
		assert.Empty(t, day.bytes)
		after, err := timelineOf(b.cases, officer, c.ID)
		require.NoError(t, err)
		assert.Len(t, after, len(before)+1)
		questions, twice := e.asked()
		assert.Equal(t, [2]int{12, 0}, [2]int{questions, twice}, "new ones on each day")
	}
	b.wait(24 * time.Hour)
	before, err := timelineOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	another, err := casefile.New(b.store, b.keys, &other)
	require.NoError(t, err)
	asked := 0
	e.meanwhile = func() {
		asked, err = another.AdvanceDue(ctx, 10)
	}
	_, err = b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	require.Equal(t, 1, asked, "nothing was claimed")
	after, err := timelineOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	assert.Len(t, after, len(before)+1, "told once")
	questions, twice := e.asked()
	assert.Equal(t, [2]int{12, 12}, [2]int{questions, twice}, "both asked the same")

	b.wait(24 * time.Hour)
	_, err = b.cases.WithStore(dry{b.store}).AdvanceDue(ctx, 10) // killed before it wrote
	require.ErrorIs(t, err, errWritten)
	_, err = b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	questions, twice = e.asked()
	assert.Equal(t, [2]int{12, 12}, [2]int{questions, twice})

	b.wait(24 * time.Hour)
	b.screener.err = bonafide.ErrUnavailable
	_, err = b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	b.screener.err = nil
	b.wait(time.Hour)
	_, err = b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	questions, twice = e.asked()
	assert.Equal(t, [2]int{24, 0}, [2]int{questions, twice}, "a failure that is written down is asked anew")
}

// What one command adds to the history of a case does not grow with the case.
func TestVersionsDoNotGrow(t *testing.T) {
	b := setup(t, quiet)
	c := b.create(t)
	var sizes []int
	for i := range 48 {
		m := &meter{Store: b.store, stored: map[string]int{}}
		grow(t, b.cases.WithStore(m), c.ID, i)
		delete(m.stored, casefile.Kind+" "+c.ID)
		sizes = append(sizes, m.kept())
	}
	small := 0
	for _, n := range sizes {
		if n < 1500 {
			small++
		}
	}
	assert.GreaterOrEqual(t, small, 48*14/16, "but for one of sixteen that is kept whole: %v", sizes)
	assert.Less(t, slices.Max(sizes), 10_000, "which is deflated")
}

// A proposal outlives thirty daily screenings that found the same, in new editions
// of the list; one that found something voids it.
func TestProposalOutlivesRescreening(t *testing.T) {
	b := setup(t, monitored)
	c, err := b.review(t, officer, b.ready(t), casefile.Approved)
	require.NoError(t, err)
	require.NotNil(t, c.Proposal)
	content := b.content(t, c.ID)
	for range 30 {
		b.wait(24 * time.Hour)
		b.screener.edition++
		n, err := b.cases.AdvanceDue(ctx, 10)
		require.NoError(t, err)
		require.Equal(t, 1, n)
	}
	assert.Equal(t, content, b.content(t, c.ID))
	require.NotNil(t, b.get(t, c.ID).Proposal)

	b.wait(24 * time.Hour)
	b.screener.listed["Bolt SAS"] = "99"
	changed := b.advance(t, c.ID)
	assert.Nil(t, changed.Proposal)
	delete(b.screener.listed, "Bolt SAS")

	c, err = b.review(t, officer, b.approve(t, b.advance2(t, b.later(t, c.ID, 48*time.Hour)), casefile.AML), casefile.Approved)
	require.NoError(t, err)
	require.NotNil(t, c.Proposal)
	b.later(t, c.ID, 24*time.Hour)
	c, err = b.review(t, officer2, b.advance(t, c.ID), casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, casefile.Approved, c.Status)
}

// later lets time pass for a case.
func (b *bundle) later(t *testing.T, id string, d time.Duration) string {
	t.Helper()
	b.wait(d)
	b.advance(t, id)
	return id
}

// Whoever proposed an approval does not give it in another role either: ids decide.
func TestNoSecondRole(t *testing.T) {
	b := setup(t)
	c := b.ready(t)
	editor := bonafide.Reviewer(acme.ID) // the platform that filled the case in
	c, err := b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	_, err = b.review(t, editor, c, casefile.Approved)
	require.Equal(t, &bonafide.RefusedError{Code: casefile.CodeLastEditor}, err)
	_, err = b.review(t, officer, c, casefile.Approved)
	require.Equal(t, &bonafide.RefusedError{Code: casefile.CodeMaker}, err)
	c, err = b.review(t, officer2, c, casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, casefile.Approved, c.Status)
}

// An outage of a monitored check is noted beside the case and asked again by the
// schedule of retries.
func TestOutageMakesNoVersion(t *testing.T) {
	b := setup(t, monitored)
	c := b.approved(t)
	before, err := b.records.Get(ctx, casefile.Kind, c.ID)
	require.NoError(t, err)
	b.screener.err = errDown
	b.wait(24 * time.Hour)
	for fails := 1; fails <= 3; fails++ {
		b.advance(t, c.ID)
		k := of(t, b.get(t, c.ID), casefile.AML)
		assert.Equal(t, fails, k.Screening.Fails)
		assert.Equal(t, b.now().Add(bonafide.RetryAfter(fails)), k.Screening.RetryAt)
		assert.Equal(t, start, k.Screening.Result.At, "as it was last screened")
		b.wait(bonafide.RetryAfter(fails))
	}
	after, err := b.records.Get(ctx, casefile.Kind, c.ID)
	require.NoError(t, err)
	assert.Equal(t, before.Version, after.Version)
	b.screener.err = nil
	b.advance(t, c.ID)
	k := of(t, b.get(t, c.ID), casefile.AML)
	assert.Zero(t, k.Screening.Fails)
	assert.Equal(t, b.now(), k.Screening.Result.At)
}

// A check is screened as soon as somebody asks for it, whatever was noted beside the
// case meanwhile.
func TestAskedAgainAfterNothingNew(t *testing.T) {
	b := setup(t, monitored)
	c := b.approved(t)
	b.later(t, c.ID, 24*time.Hour)
	calls := b.screener.calls
	k := of(t, c, casefile.AML)
	_, err := b.cases.Recollect(ctx, officer, c.ID, casefile.RecollectRequest{Check: k.ID, Public: "again"})
	require.NoError(t, err)
	n, err := b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, calls+1, b.screener.calls)
	_, err = b.cases.SetMonitored(ctx, officer, c.ID, casefile.SetMonitoredRequest{Check: k.ID})
	require.NoError(t, err)
	assert.True(t, of(t, b.get(t, c.ID), casefile.AML).Screening.RetryAt.IsZero())
}

// panics is a part of the host's that does.
type panics struct{}

func (panics) Screen(context.Context, screening.Query) (screening.Result, error) {
	panic("name of a person")
}

func (panics) Assess(context.Context, risk.Facts) (risk.Assessment, error) { panic("name of a person") }

// What panics, or does not come back, counts as unavailable.
func TestPartsThatFail(t *testing.T) {
	stuck := hangs{over: make(chan struct{})}
	defer close(stuck.over)
	for name, change := range map[string]func(*casefile.Options){
		"panics": func(o *casefile.Options) { o.Screener, o.Model = panics{}, panics{} },
		"facts panic": func(o *casefile.Options) {
			o.Screener, o.Model = panics{}, panics{}
			o.Facts = func(casefile.Case, risk.Facts) risk.Facts { panic("name of a person") }
		},
		"hangs": func(o *casefile.Options) {
			o.Timeout, o.Screener, o.Model = time.Millisecond, stuck, stuck
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t, change)
			c := b.advance(t, b.create(t).ID)
			k := of(t, c, casefile.AML)
			assert.Equal(t, casefile.CheckProcessing, k.Status)
			assert.Equal(t, 1, k.Screening.Fails)
			assert.Equal(t, 1, c.Model.Fails)
			assert.Equal(t, b.now().Add(bonafide.RetryAfter(1)), c.Model.RetryAt)
			assert.NotContains(t, b.log.String(), "name of a person")
			lines, err := timelineOf(b.cases, officer, c.ID)
			require.NoError(t, err)
			var told []string
			for _, l := range lines {
				told = append(told, l.What+l.More["checks"])
			}
			assert.Contains(t, told, "check_screening_failed2")
			assert.Contains(t, told, "risk_failed")
		})
	}
}

// hangs is a part of the host's that heeds nothing until the test is over.
type hangs struct{ over chan struct{} }

func (h hangs) Screen(context.Context, screening.Query) (screening.Result, error) {
	<-h.over
	return screening.Result{}, nil
}

func (h hangs) Assess(context.Context, risk.Facts) (risk.Assessment, error) {
	<-h.over
	return risk.Assessment{}, nil
}

// Calls for one case run side by side, at most eight at once.
func TestCallsSideBySide(t *testing.T) {
	gate := &gate{enter: make(chan struct{}, 100), leave: make(chan struct{})}
	b := setup(t, monitored, func(o *casefile.Options) { o.Screener = gate })
	req := request()
	for i := range 10 {
		req.Individuals = append(req.Individuals, person("Owner", numbered("Number", i)))
	}
	c, err := b.cases.Create(ctx, acme, req)
	require.NoError(t, err)
	done := make(chan error)
	go func() {
		_, err := b.cases.Advance(ctx, c.ID)
		done <- err
	}()
	for range 8 {
		<-gate.enter
	}
	select {
	case <-gate.enter:
		assert.Fail(t, "a ninth call")
	case <-time.After(10 * time.Millisecond):
	}
	close(gate.leave)
	require.NoError(t, <-done)
}

// gate holds every call until it opens.
type gate struct{ enter, leave chan struct{} }

func (g *gate) Screen(ctx context.Context, q screening.Query) (screening.Result, error) {
	g.enter <- struct{}{}
	<-g.leave
	return screening.Result{Lists: []screening.ListRun{{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2024, Month: 5, Day: 3}, Result: screening.ListNoMatch}}}, nil
}

// Nothing is due for an erased case, and nothing of its checks is left beside it.
func TestMonitoringOfErasedCase(t *testing.T) {
	b := setup(t, monitored)
	c := b.approved(t)
	b.later(t, c.ID, 24*time.Hour)
	b.shut(t, c.ID, 0)
	b.erase(t, c.ID)
	r, err := b.records.Get(ctx, casefile.KindMonitoring, c.ID)
	require.NoError(t, err)
	assert.True(t, r.Due.IsZero())
	assert.NotContains(t, string(r.Body), "checks")
	n, err := b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Zero(t, n)
}

// What a screener claims and cannot be is not told either: of an edition of the future
// nothing was searched.
func TestEventsTellEditionsThatHold(t *testing.T) {
	b := setup(t)
	editions := func(id string) []string {
		events, err := eventsOf(b.cases, officer, id)
		require.NoError(t, err)
		var out []string
		for _, e := range events {
			if e.Type == event.Screened {
				out = append(out, e.Data["editions"])
			}
		}
		require.NotEmpty(t, out)
		return out
	}
	c := b.create(t)
	b.advance(t, c.ID)
	for _, told := range editions(c.ID) {
		assert.Equal(t, "ofac_sdn:2026-03-01", told)
	}
	b.screener.edition = 20 // in three weeks
	c = b.create(t, func(r *casefile.CreateRequest) { r.ExternalID = "ext-2" })
	b.advance(t, c.ID)
	for _, told := range editions(c.ID) {
		assert.Empty(t, told)
	}
}
