package casefile

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/screening"
)

// A search is the screening of one check, and what came of it.
type search struct {
	check   string
	last    time.Time       // of the screening before
	query   screening.Query // as it was asked
	result  screening.Result
	failure error
}

// screen searches the lists for aml checks, side by side.
func (s *Service) screen(ctx context.Context, c Case, checks []string, at time.Time) []search {
	var due []search
	for _, id := range checks {
		k, _ := c.Check(id)
		if q, ok := c.query(k.Entity); ok {
			was := c.screening(k)
			q = k.Search.of(q)
			q.Once = canonical.SumJSON("screening once 1", c.ID, k.ID, q, was.Result.At, was.Fails, bonafide.DateOf(at.UTC()))
			due = append(due, search{check: k.ID, last: was.Result.At, query: q})
		}
	}
	slots := make(chan struct{}, maxCalls)
	var calls sync.WaitGroup
	for i := range due {
		slots <- struct{}{}
		calls.Go(func() {
			defer func() { <-slots }()
			a := &due[i]
			a.result, a.failure = outside(ctx, s.opts.Timeout, func(ctx context.Context) (screening.Result, error) { return s.opts.Screener.Screen(ctx, a.query) })
		})
	}
	calls.Wait()
	for i := range due {
		due[i].result = missing(due[i].result, s.opts.Lists, due[i].query.Kinds)
	}
	for _, a := range due {
		if a.failure != nil {
			s.opts.Logger.WarnContext(ctx, "screening failed", "case", c.ID, "check", a.check, "outcome", aggregate.Reason(a.failure))
		}
	}
	return due
}

// missing is a result in which the lists have failed that it lacks, of those that are of
// the kinds asked for, if any were.
func missing(r screening.Result, lists []string, kinds []screening.ListKind) screening.Result {
	for _, key := range lists {
		if _, searched := r.Run(key); !searched && (len(kinds) == 0 || slices.Contains(kinds, screening.KindOf(key, ""))) {
			r.Lists = append(slices.Clip(r.Lists), screening.ListRun{Key: key, Result: screening.ListFailed})
		}
	}
	return r
}

// screened applies the answers of a screening. A check that changed, or was screened,
// meanwhile is left for the next run. Those that found the same as before, or did not come
// about, are noted beside the case and told in one event.
func (c Case) screened(in input, answers []search, rescreen time.Duration) (Case, []bonafide.Event, error) {
	var events []bonafide.Event
	var same []screening.Result // as far as they hold
	failed := 0
	for _, a := range answers {
		before, ok := c.Check(a.check)
		now, known := c.query(before.Entity)
		if !ok || !known || before.Screening == nil || now.Fingerprint() != a.query.Fingerprint() {
			continue
		}
		s := c.screening(before)
		if !s.Result.At.Equal(a.last) {
			continue // somebody else was answered meanwhile
		}
		if a.failure != nil {
			w := s.watch()
			w.retry = w.again(in.At)
			c = c.watching(a.check, w)
			failed++
			continue
		}
		k, brought, err := c.apply(before, a, rescreen, in.At)
		if err != nil {
			return c, nil, err
		}
		if k.Status == before.Status && k.Result == before.Result && k.Subject == before.Subject && k.Screening.foundSame(s) {
			c = c.watching(a.check, k.Screening.watch())
			same = append(same, k.Screening.Result)
			continue
		}
		var moved []bonafide.Event
		c, moved = c.moveCheck(event.Screened, in.By, before, k, in.At, "editions", k.Screening.Result.Editions(), "hits", strconv.Itoa(len(k.Screening.Result.Hits)),
			"appeared", c.entries(brought.Appeared), "altered", c.entries(brought.Altered), "gone", c.entries(brought.Gone), "result", string(k.Result))
		events = append(events, moved...)
	}
	if len(same) > 0 {
		events = append(events, watchEvent(in, event.Rescreened, "checks", strconv.Itoa(len(same)), "editions", same[0].Editions()))
	}
	if failed > 0 {
		events = append(events, watchEvent(in, event.ScreeningFailed, "checks", strconv.Itoa(failed)))
	}
	return c, events, nil
}

// apply is a check after a screening, and what that brought.
func (c Case) apply(k Check, a search, rescreen time.Duration, at time.Time) (Check, screening.Changes, error) {
	s := c.screening(k)
	a.result.Subject = a.query.Fingerprint()
	s.Record = c.inherit(s.Record, a.result.Subject)
	var brought screening.Changes
	s.Record, brought = s.Apply(a.result, at)
	if s.complete() {
		s.Fails, s.RetryAt = 0, time.Time{}
		if k.Automation.Monitored && rescreen > 0 {
			s.RetryAt = bonafide.Instant(at.Add(rescreen))
		}
	} else {
		next := retry{Fails: s.Fails}.again(at)
		s.Fails, s.RetryAt = next.Fails, next.RetryAt
	}
	k.Screening, k.Subject = &s, c.identity(k.Entity)
	k, err := k.resulting(at).followScreening(at)
	return k, brought, err
}
