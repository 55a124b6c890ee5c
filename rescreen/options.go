package rescreen

import (
	"cmp"
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Work does one record, by its id, on the store that it was made for, and returns how
// many hits there were. It must write through that store alone: what it writes counts
// with the step or not at all, so it may run again. An error that matches
// [bonafide.ErrUnavailable] or [bonafide.ErrNotConfigured], or the context's, ends the step; any other is the record's
// own, and the record is tried again later.
type Work = func(ctx context.Context, id string) (hits int, err error)

// Options are how runs are worked on. The zero value is a good start.
type Options struct {
	// Lease is for how long a partition is claimed; every step renews it. Defaults to
	// one minute. It should be longer than a step takes.
	Lease time.Duration

	// Limit is how many records a step does at most, 1 to 99. Defaults to 99. A step
	// does fewer where they write more.
	Limit int

	// Interval is how long [Runs.Work] waits where nothing is to be claimed. Defaults to
	// one second.
	Interval time.Duration

	// OnError is told what [Runs.Work] could not do and will try again, such as a store or
	// a work that is out of reach. It may be called by several goroutines at once, and
	// must not block. Records that fail are told by [Runs.Progress] and [Runs.Apart].
	OnError func(run string, err error)

	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Runs are the runs of a tenant. It is safe for concurrent use, and keeps nothing that
// another process would need.
type Runs struct {
	store bonafide.Store
	work  func(bonafide.Store) Work
	pins  func() Pins
	opts  Options
}

// New returns the runs that a store keeps. work is called with the store of a step, once,
// and again after a record failed, whose writes are taken back, and must be given; pins tells what this process would look for records by
// now, and is asked before and after the work of every step; nil means the zero Pins. It
// fails with an [*bonafide.InvalidError].
func New(store bonafide.Store, work func(unit bonafide.Store) Work, pins func() Pins, o *Options) (*Runs, error) {
	var opts Options
	if o != nil {
		opts = *o
	}
	var faults bonafide.Faults
	if store == nil {
		faults.Add("store", bonafide.CodeRequired)
	}
	if work == nil {
		faults.Add("work", bonafide.CodeRequired)
	}
	if opts.Limit < 0 || opts.Limit >= bonafide.MaxBatch {
		faults.Add("options.limit", bonafide.CodeOutOfRange)
	}
	if opts.Lease < 0 {
		faults.Add("options.lease", bonafide.CodeOutOfRange)
	}
	if opts.Interval < 0 {
		faults.Add("options.interval", bonafide.CodeOutOfRange)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	opts.Lease = cmp.Or(opts.Lease, time.Minute)
	opts.Limit = cmp.Or(opts.Limit, bonafide.MaxBatch-1)
	opts.Interval = cmp.Or(opts.Interval, time.Second)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.OnError == nil {
		opts.OnError = func(string, error) {}
	}
	if pins == nil {
		pins = func() Pins { return Pins{} }
	}
	return &Runs{store: store, work: work, pins: pins, opts: opts}, nil
}

func (r *Runs) now() time.Time { return bonafide.Instant(r.opts.Now()) }
