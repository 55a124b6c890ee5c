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
	// edition may lack against the one held: 0 to 1, 0 means DefaultMaxShrink.
	MaxShrink float64

	// Now is the clock for Result.At. Without one, At is left zero, and
	// [screening.Record.Apply] sets it.
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
	checkThresholds(&faults, o.Thresholds)
	return faults.Err()
}

// DefaultMaxShrink is the part of a list that may vanish between two editions.
const DefaultMaxShrink = 0.20

// An Engine holds editions of lists and screens queries against them. It is
// safe for concurrent use: readers work on an immutable [Snapshot], which
// loading an edition replaces at once.
type Engine struct {
	opts Options
	err  error      // the faults of the options, with which nothing can be loaded
	mu   sync.Mutex // one loader at a time
	snap atomic.Pointer[Snapshot]
}

// NewEngine returns an engine without lists. Until one is loaded, every list
// that a query asks for is reported as FAILED. With options that do not pass
// [Options.Check], Load fails with their faults.
func NewEngine(opts *Options) *Engine {
	e := &Engine{}
	if opts != nil {
		e.opts = *opts
		e.opts.Thresholds = slices.Clone(opts.Thresholds)
	}
	e.err = e.opts.Check()
	e.opts.MinScore = cmp.Or(e.opts.MinScore, screening.DefaultMinScore)
	e.opts.MaxShrink = cmp.Or(e.opts.MaxShrink, DefaultMaxShrink)
	e.snap.Store(e.snapshot(nil))
	return e
}

// snapshot returns a snapshot of lists with the engine's thresholds.
func (e *Engine) snapshot(lists []screening.List) *Snapshot {
	return newSnapshot(lists, thresholds{score.Units(e.opts.MinScore), e.opts.Thresholds})
}

// Load takes editions of lists, each in place of the one held under its key;
// all of them, or no list at all on an error. It refuses a list that is empty or
// faulty with the error of [screening.List.Check], and one that is older than the
// list held or shrunken against it with a [*screening.ListError].
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
	next := slices.Clone(e.snap.Load().lists)
	for _, l := range lists {
		i := slices.IndexFunc(next, func(held screening.List) bool { return held.Key == l.Key })
		if i < 0 {
			next = append(next, l)
			continue
		}
		if err := e.mayReplace(next[i], l); err != nil {
			return err
		}
		next[i] = l
	}
	slices.SortFunc(next, func(a, b screening.List) int { return cmp.Compare(a.Key, b.Key) })
	e.snap.Store(e.snapshot(next))
	return nil
}

// mayReplace refuses an edition that is older than the one held, or lacks too
// much of it.
func (e *Engine) mayReplace(held, l screening.List) error {
	if l.Edition.Before(held.Edition) {
		return &screening.ListError{List: l.Key, Code: screening.CodeListStale, Had: len(held.Entries), Got: len(l.Entries)}
	}
	for _, n := range [...][2]int{{len(held.Entries), len(l.Entries)}, {countNames(&held), countNames(&l)}} {
		if float64(n[1]) < float64(n[0])*(1-e.opts.MaxShrink) {
			return &screening.ListError{List: l.Key, Code: screening.CodeListShrunken, Had: n[0], Got: n[1]}
		}
	}
	return nil
}

// countNames counts the names of all entries.
func countNames(l *screening.List) int {
	n := 0
	for i := range l.Entries {
		n += len(l.Entries[i].Names)
	}
	return n
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
