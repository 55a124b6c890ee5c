package casefile

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/google/uuid"
)

// New returns a service on a store. Keys must be of the store's tenant. It fails
// with an [*bonafide.InvalidError] that lists every fault of the options.
func New(store bonafide.Store, keys *bonafide.Keys, opts *Options) (*Service, error) {
	var faults bonafide.Faults
	if store == nil {
		faults.Add("store", bonafide.CodeRequired)
	}
	if keys == nil {
		faults.Add("keys", bonafide.CodeRequired)
	}
	if opts == nil {
		opts = &Options{}
	}
	faults.Merge("options.", opts.check())
	if err := faults.Err(); err != nil {
		return nil, err
	}
	s := &Service{keys: keys, opts: opts.withDefaults()}
	s.run = aggregate.Runner[Case]{
		Table:   aggregate.Table[Case]{Store: store, Keys: keys, Kind: Kind, Terms: s.terms, Parts: []aggregate.Part[Case]{s.monitoringPart()}},
		Turns:   aggregate.NewTurns(),
		Now:     s.now,
		Trace:   s.opts.Trace,
		Logger:  s.opts.Logger,
		Admits:  Case.admits,
		Erased:  Case.Erased,
		Erase:   string(verbErase),
		Elapse:  s.elapse,
		Permits: permits,
		Passes:  s.passes(),
		Touched: s.touched,
		Beside:  s.beside,
		View:    s.view,
	}
	return s, nil
}

// check reports every fault of the options.
func (o Options) check() error {
	var faults bonafide.Faults
	known := func(k Condition) bool { return conditions[k] != nil || o.Conditions[k] != nil }
	for i, t := range o.Templates {
		at := fmt.Sprintf("templates[%d].", i)
		t.check(&faults, at, known)
		if slices.ContainsFunc(o.Templates[:i], func(x Template) bool { return x.Key == t.Key }) {
			faults.Add(at+"key", bonafide.CodeRepeated)
		}
	}
	for k := range o.Conditions {
		if conditions[k] != nil {
			faults.Add("conditions", bonafide.CodeRepeated)
		}
	}
	faults.Merge("properties", o.Properties.Check())
	faults.Merge("reviews.", o.Reviews.check())
	if o.MaxAttempts < 0 || o.MaxAttempts > 100 {
		faults.Add("max_attempts", bonafide.CodeOutOfRange)
	}
	if o.Timeout < 0 {
		faults.Add("timeout", bonafide.CodeOutOfRange)
	}
	if o.Rescreen < 0 {
		faults.Add("rescreen", bonafide.CodeOutOfRange)
	}
	return faults.Err()
}

func (o Options) withDefaults() Options {
	opts := o
	opts.Reviews.Zone = opts.Reviews.zone()
	if opts.Timeout == 0 {
		opts.Timeout = time.Minute
	}
	if opts.Rescreen == 0 {
		opts.Rescreen = 24 * time.Hour
	}
	if opts.MaxAttempts == 0 {
		opts.MaxAttempts = 3
	}
	if opts.Retention == nil {
		opts.Retention = DefaultRetention
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.NewID == nil {
		opts.NewID = func() (string, error) {
			id, err := uuid.NewRandom()
			return id.String(), err
		}
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Trace == nil {
		opts.Trace = func(ctx context.Context, _ string) (context.Context, func(error)) { return ctx, func(error) {} }
	}
	return opts
}
