package aggregate

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
)

const (
	longest    = 5 * time.Minute // for which a failure is waited for, or set aside
	sweepEvery = time.Minute
	sweepLimit = 100 // records that a sweep removes at once
)

// A floor is where one Run works: one goroutine looks for work, others do it.
type floor struct {
	w     Worker
	o     Options
	hands chan string // ids, from who looks to who works

	mu      sync.Mutex
	busy    map[string]bool  // being worked on
	aside   map[string]aside // not to be looked at for a while
	outages int              // failures since the last success
}

// An aside is something that is left alone until a time: what was just done, and for
// longer what failed.
type aside struct {
	until time.Time
	fails int
}

// dispatch looks for work and hands it out until the context ends.
func (f *floor) dispatch(ctx context.Context) {
	for fails := 0; ctx.Err() == nil; {
		found, err := f.look(ctx)
		switch {
		case err != nil && ctx.Err() != nil: // it was told to stop
			return
		case err != nil:
			fails++
			f.report("", err)
			f.pause(ctx, f.later(err, fails))
			continue
		case len(found) == 0:
			f.pause(ctx, f.o.Interval)
		}
		fails = 0
		for _, id := range found {
			if n := f.inOutage(); n > 0 {
				f.pause(ctx, growing(f.o.Interval, n))
			}
			select {
			case f.hands <- id:
			case <-ctx.Done():
				f.leave(id, false, nil)
			}
		}
	}
}

// look returns some of what is due and not in work: of every list its share, of each
// those that wait longest, in random order, so that other workers, who see the same
// lists, begin elsewhere.
func (f *floor) look(ctx context.Context) ([]string, error) {
	f.forget()
	queries := f.w.Queries(f.w.Now())
	var out []string
	for _, q := range queries {
		found, err := f.through(ctx, q, max(1, 8*f.o.Concurrency/len(queries)))
		out = append(out, found...)
		if err != nil {
			for _, id := range out {
				f.leave(id, false, nil)
			}
			return nil, err
		}
	}
	rand.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out, nil
}

// through takes up to most ids of a query. What is set aside takes nobody's place.
// A page is some times as wide as what is taken: workers who look at once take
// different parts of it.
func (f *floor) through(ctx context.Context, q bonafide.Query, most int) (out []string, err error) {
	q.Limit = min(4*most, bonafide.MaxPage)
	for {
		page, err := listTerms(ctx, f.w.Store, q)
		var lost *bonafide.UnreadableError
		if err != nil && !errors.As(err, &lost) {
			return out, err
		}
		if lost != nil {
			for i, id := range lost.IDs {
				if f.take(id) {
					f.leave(id, false, lost.Causes[i])
				}
			}
		}
		rand.Shuffle(len(page.Records), func(i, j int) { page.Records[i], page.Records[j] = page.Records[j], page.Records[i] })
		for _, r := range page.Records {
			if len(out) < most && f.take(r.ID) {
				out = append(out, r.ID)
			}
		}
		if q.Cursor = page.Next; page.Next == "" || len(out) >= most {
			return out, nil
		}
	}
}

// work does what it is handed.
func (f *floor) work(ctx context.Context) {
	for id := range f.hands {
		did, err := f.w.advance(ctx, id)
		if ctx.Err() != nil {
			err = nil // it was told to stop
		}
		f.leave(id, did, err)
	}
}

// take notes that something is in work, unless it is, or is set aside.
func (f *floor) take(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	// What is set aside for longer than anything is was set aside by a clock that has
	// been put back since.
	if left := f.aside[id].until.Sub(f.w.Now()); f.busy[id] || left > 0 && left <= max(longest, f.o.Interval) {
		return false
	}
	f.busy[id] = true
	return true
}

// leave notes that something is no longer in work. It is not looked at again at once,
// so that a fault never makes a loop; after an error, later each time.
func (f *floor) leave(id string, did bool, err error) {
	f.mu.Lock()
	delete(f.busy, id)
	a := aside{fails: f.aside[id].fails}
	wait := f.o.Interval
	switch {
	case err != nil:
		a.fails++
		wait = f.later(err, a.fails)
		if !own(err) {
			f.outages++
		}
	case did:
		a.fails, f.outages = 0, 0
	default:
		f.outages = 0
	}
	a.until = f.w.Now().Add(wait)
	f.aside[id] = a
	f.mu.Unlock()
	if err != nil {
		f.report(id, err)
	}
}

// own reports whether an error is of one aggregate alone: others can be advanced.
func own(err error) bool {
	for _, known := range []error{bonafide.ErrUnreadable, bonafide.ErrNotFound, bonafide.ErrRefused, bonafide.ErrState, bonafide.ErrInvalid,
		bonafide.ErrConflict, bonafide.ErrSealed, errPanicked} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// inOutage returns how many failures there were in a row, if it is more than chance.
func (f *floor) inOutage() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return max(0, f.outages-f.o.Concurrency+1)
}

// forget drops what is no longer set aside and did not fail.
func (f *floor) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	for id, a := range f.aside {
		if now.After(a.until.Add(time.Duration(min(a.fails, 1)) * longest)) {
			delete(f.aside, id)
		}
	}
}

// sweep removes what has had its time.
func (f *floor) sweep(ctx context.Context) {
	for f.pause(ctx, sweepEvery); ctx.Err() == nil; f.pause(ctx, sweepEvery) {
		for _, sweep := range f.w.Sweeps {
			for ctx.Err() == nil {
				n, err := guarded(ctx, sweep)
				if err != nil && ctx.Err() == nil {
					f.report("", err)
				}
				if err != nil || n < sweepLimit {
					break
				}
				f.pause(ctx, f.o.Interval)
			}
		}
	}
}

// guarded is a sweep without its panics.
func guarded(ctx context.Context, sweep func(context.Context, int) (int, error)) (n int, err error) {
	defer func() {
		if recover() != nil {
			n, err = 0, errPanicked
		}
	}()
	return sweep(ctx, sweepLimit)
}

// report tells the host. A panic of the host's is nobody's loss.
func (f *floor) report(id string, err error) {
	if f.o.OnError == nil {
		return
	}
	defer func() { _ = recover() }()
	f.o.OnError(id, err)
}

// pause waits for a time, half of it at random: workers that stopped together do not
// come back together.
func (f *floor) pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d/2 + rand.N(d/2+1))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// later is how long to leave alone what failed for the n-th time in a row. What is
// damaged stays so until somebody has repaired it.
func (f *floor) later(err error, n int) time.Duration {
	if errors.Is(err, bonafide.ErrDamaged) {
		return max(f.o.Interval, longest)
	}
	return growing(f.o.Interval, n)
}

// growing is how long to wait after the n-th failure in a row: twice as long each
// time, at most five minutes or the given time, whichever is longer.
func growing(d time.Duration, n int) time.Duration {
	for range n {
		if d >= longest/2 {
			return max(d, longest)
		}
		d *= 2
	}
	return d
}
