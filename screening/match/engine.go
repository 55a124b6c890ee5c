package match

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// Options adjust an [Engine]. Nil means the defaults.
type Options struct {
	// MinScore is the score from which a hit is reported where neither the query
	// names one nor Thresholds do: 0 to 1, 0 means DefaultMinScore.
	MinScore float64

	// Thresholds are scores for lists and types of entries, at most one for each
	// pair of them. They do not count in ModeOFAC, whose scores are others.
	Thresholds []Threshold

	// MaxShrink is the largest part of its entries, or of their names, that an
	// edition may lack against any edition of the last Days before it: 0 to 1, 0 means
	// DefaultMaxShrink. So a list cannot melt away in small steps either.
	MaxShrink float64

	// Days is how far back editions are a measure, by the publishers' dates; the last one
	// loaded always is. 0 means DefaultDays.
	Days int

	// Bounds are for lists of which more or less may vanish, at most one for each.
	Bounds []Bound

	// Record is told of everything that is done to a list, before it counts: an error
	// leaves all as it was and is returned. RecordEditions of user.Service and
	// casefile.Service keep it in the tenant's log. Nil records nothing.
	Record func(changes []screening.EditionChange) error

	// Now is the clock for Result.At and EditionChange.At. Without one, At is left zero, and
	// [screening.Record.Apply] and RecordEditions set it.
	Now func() time.Time
}

// Check reports every fault of the options as a [*bonafide.InvalidError].
func (o *Options) Check() error {
	var faults bonafide.Faults
	if !(o.MinScore >= 0 && o.MinScore <= 1) {
		faults.Add("min_score", bonafide.CodeOutOfRange)
	}
	if !(o.MaxShrink >= 0 && o.MaxShrink <= 1) {
		faults.Add("max_shrink", bonafide.CodeOutOfRange)
	}
	if o.Days < 0 {
		faults.Add("days", bonafide.CodeOutOfRange)
	}
	checkBounds(&faults, o.Bounds)
	checkThresholds(&faults, o.Thresholds)
	return faults.Err()
}

// How much of a list may vanish within how many days, where a program says nothing else.
const (
	DefaultMaxShrink = 0.20
	DefaultDays      = 30
)

// An Engine holds editions of lists and screens queries against them. It is
// safe for concurrent use: readers work on an immutable [Snapshot], which
// loading an edition, and whatever corrects one, replaces at once.
//
// Reviewers correct it while it runs: [Engine.Accept], [Engine.Rollback] and
// [Engine.Remove]. [Engine.Try] says beforehand what an edition would change for whom.
type Engine struct {
	opts Options
	err  error // the faults of the options, with which nothing can be loaded
	snap atomic.Pointer[Snapshot]

	mu  sync.Mutex // one writer at a time
	now holdings   // guarded by mu
}

// NewEngine returns an engine without lists. Until one is loaded, every list
// that a query asks for is reported as FAILED. With options that do not pass
// [Options.Check], Load fails with their faults.
func NewEngine(opts *Options) *Engine {
	e := &Engine{}
	if opts != nil {
		e.opts = *opts
		e.opts.Thresholds = slices.Clone(opts.Thresholds)
		e.opts.Bounds = slices.Clone(opts.Bounds)
	}
	e.err = e.opts.Check()
	e.opts.MinScore = cmp.Or(e.opts.MinScore, screening.DefaultMinScore)
	e.opts.MaxShrink = cmp.Or(e.opts.MaxShrink, DefaultMaxShrink)
	e.opts.Days = cmp.Or(e.opts.Days, DefaultDays)
	e.snap.Store(e.snapshot(nil))
	return e
}

// snapshot returns a snapshot of lists with the engine's thresholds.
func (e *Engine) snapshot(lists []screening.List) *Snapshot {
	return newSnapshot(lists, thresholds{score.Units(e.opts.MinScore), e.opts.Thresholds})
}

// Load takes editions of lists, each in place of the one held under its key;
// all of them, or no list at all on an error. It refuses a list that is empty or
// faulty with the error of [screening.List.Check], and with a [*screening.ListError]
// one that is older than the list held, shrunken against the editions before, rolled
// back or removed; the error gives its hash, by which [Engine.Accept] lets it pass. An
// edition that is held already changes nothing.
func (e *Engine) Load(lists ...screening.List) error {
	if e.err != nil {
		return e.err
	}
	for _, l := range lists {
		if err := l.Check(); err != nil {
			return err
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	next := e.now
	for _, l := range lists {
		var err error
		if next, err = next.load(l, &e.opts); err != nil {
			return err
		}
	}
	return e.become(next)
}

// become makes other holdings the engine's, once what they changed is recorded.
func (e *Engine) become(next holdings) error {
	if len(next.changes) == 0 {
		return nil
	}
	snap := e.snap.Load()
	if next.moved {
		snap = e.snapshot(next.lists)
	}
	if e.opts.Now != nil {
		at := bonafide.Instant(e.opts.Now())
		for i := range next.changes {
			next.changes[i].At = at
		}
	}
	if e.opts.Record != nil {
		if err := e.opts.Record(next.changes); err != nil {
			return err
		}
	}
	next.changes, next.moved = nil, false
	e.now = next
	e.snap.Store(snap.after(next.past))
	return nil
}

// Refresh fetches a list and loads it. On any error the engine keeps what it
// holds, and the error says why.
func (e *Engine) Refresh(ctx context.Context, src screening.Source) (screening.List, error) {
	list, err := src.Fetch(ctx)
	if err != nil {
		return screening.List{}, err
	}
	if err := e.Load(list); err != nil {
		return screening.List{}, err
	}
	return list, nil
}

// Snapshot returns the present state.
func (e *Engine) Snapshot() *Snapshot { return e.snap.Load() }

// Editions returns the date of every list held.
func (e *Engine) Editions() map[string]bonafide.Date { return e.snap.Load().Editions() }

// Repeatable is true: the engine asks nobody. See [screening.Repeatable].
func (e *Engine) Repeatable() bool { return true }

// Screen searches the lists that the query asks for, in the editions held now.
// A list that is not held is reported as FAILED.
func (e *Engine) Screen(ctx context.Context, q screening.Query) (screening.Result, error) {
	if err := q.Check(); err != nil {
		return screening.Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return screening.Result{}, err
	}
	res := e.snap.Load().screen(&q)
	if e.opts.Now != nil {
		res.At = bonafide.Instant(e.opts.Now())
	}
	return res, nil
}
