package aggregate

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Worker does what is due on aggregates of one kind. It is a value, safe for
// concurrent use. Any number of workers, in any number of processes, may work on one
// store: Advance claims what costs before it does it.
type Worker struct {
	Kind  string // names the aggregate in errors
	Store bonafide.Store

	// Queries say where what is due at a time is listed, in order. The ids of the
	// records are those of the aggregates.
	Queries func(at time.Time) []bonafide.Query
	Now     func() time.Time

	// Advance does what is due on one aggregate, and reports whether it wrote anything.
	Advance func(ctx context.Context, id string) (did bool, err error)

	// Sweeps remove what has had its time, at a low rate: each up to a number of
	// records at once, and returns how many it removed.
	Sweeps []func(ctx context.Context, limit int) (int, error)
}

// errPanicked says that an aggregate could not be advanced for a panic. What it said
// is left out: it may be personal.
var errPanicked = errors.New("bonafide: panic while advancing")

// Due advances up to limit aggregates, one after another, and returns how many it
// wrote. One's error does not stop the others, and one that cannot be read, or on
// which there was nothing to do, takes nobody's place. Errors are joined.
func (w Worker) Due(ctx context.Context, limit int) (int, error) {
	if limit < 1 || limit > bonafide.MaxPage {
		return 0, bonafide.Invalid("limit", bonafide.CodeOutOfRange)
	}
	done, left := 0, limit
	seen := make(map[string]bool)
	var failed []error
	for _, q := range w.Queries(w.Now()) {
		for more := true; more && left > 0; {
			q.Limit = left
			page, err := listTerms(ctx, w.Store, q)
			if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
				return done, errors.Join(append(failed, err)...)
			}
			failed = append(failed, err)
			for _, r := range page.Records {
				if seen[r.ID] {
					continue
				}
				seen[r.ID] = true
				did, err := w.advance(ctx, r.ID)
				if err != nil {
					failed = append(failed, fmt.Errorf("%s %s: %w", w.Kind, r.ID, err))
				}
				if did {
					done++
				}
				if did || err != nil && !errors.Is(err, bonafide.ErrUnreadable) && !errors.Is(err, errPanicked) {
					left--
				}
			}
			q.Cursor, more = page.Next, page.Next != ""
		}
	}
	return done, errors.Join(failed...)
}

// advance is Advance without its panics.
func (w Worker) advance(ctx context.Context, id string) (did bool, err error) {
	defer func() {
		if recover() != nil {
			did, err = false, errPanicked
		}
	}()
	return w.Advance(ctx, id)
}

// Bounds and defaults of [Options].
const (
	MaxConcurrency     = 256
	defaultConcurrency = 4
	defaultInterval    = time.Second
	minInterval        = 10 * time.Millisecond
	maxInterval        = time.Hour
)

// Options are how a Worker runs.
type Options struct {
	Concurrency int           // aggregates at once, 1 to MaxConcurrency; 0 means 4
	Interval    time.Duration // between looks where nothing was found, 10 ms to an hour; 0 means a second
	OnError     func(id string, err error)
}

// check returns the options with defaults, or every fault of them.
func (o Options) check() (Options, error) {
	var faults bonafide.Faults
	if o.Concurrency == 0 {
		o.Concurrency = defaultConcurrency
	}
	if o.Interval == 0 {
		o.Interval = defaultInterval
	}
	if o.Concurrency < 1 || o.Concurrency > MaxConcurrency {
		faults.Add("concurrency", bonafide.CodeOutOfRange)
	}
	if o.Interval < minInterval || o.Interval > maxInterval {
		faults.Add("interval", bonafide.CodeOutOfRange)
	}
	return o, faults.Err()
}

// Run works until its context ends, and returns nil then, after what was begun has
// come to an end. It fails with an [*bonafide.InvalidError] for options out of
// bounds.
func (w Worker) Run(ctx context.Context, o Options) error {
	o, err := o.check()
	if err != nil {
		return err
	}
	f := &floor{w: w, o: o, hands: make(chan string), busy: make(map[string]bool), aside: make(map[string]aside)}
	var all sync.WaitGroup
	for range o.Concurrency {
		all.Go(func() { f.work(ctx) })
	}
	if len(w.Sweeps) > 0 {
		all.Go(func() { f.sweep(ctx) })
	}
	f.dispatch(ctx)
	close(f.hands)
	all.Wait()
	return nil
}
