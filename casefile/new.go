package casefile

import (
	"fmt"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// New returns a service on a store. Keys must be of the store's tenant. It fails
// with an [*bonafide.InvalidError] that lists every fault of the options, and for keys
// of another tenant where the store tells of its own (see [bonafide.Tenanted]).
func New(store bonafide.Store, keys *bonafide.Keys, opts *Options) (*Service, error) {
	var faults bonafide.Faults
	if store == nil {
		faults.Add("store", bonafide.CodeRequired)
	}
	if keys == nil {
		faults.Add("keys", bonafide.CodeRequired)
	} else {
		faults.Merge("", keys.CheckTenant(store))
	}
	if opts == nil {
		opts = &Options{}
	}
	faults.Merge("options.", opts.check())
	kept, err := aggregate.Bodies{InClear: opts.BodiesInClear, KeyStore: opts.KeyStore, Now: opts.Now}.Over(store, keys)
	faults.Merge("options.", err)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	s := &Service{keys: keys, opts: opts.withDefaults(), answers: &answers{}}
	s.run = aggregate.Runner[Case]{
		Table:   aggregate.Table[Case]{Store: kept, Keys: keys, Kind: Kind, Terms: s.terms, Parts: []aggregate.Part[Case]{s.monitoringPart()}, KeyLife: s.opts.KeyLife},
		Turns:   aggregate.NewTurns[Case](),
		Now:     s.now,
		Trace:   s.opts.Trace,
		Logger:  s.opts.Logger,
		Admits:  Case.admitsTo,
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
	known := func(k Condition) bool { return k.builtIn() != nil || o.Conditions[k] != nil }
	for i, t := range o.Templates {
		at := fmt.Sprintf("templates[%d].", i)
		t.check(&faults, at, known)
		if slices.ContainsFunc(o.Templates[:i], func(x Template) bool { return x.Key == t.Key }) {
			faults.Add(at+"key", bonafide.CodeRepeated)
		}
	}
	for k := range o.Conditions {
		if k.builtIn() != nil {
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
	if o.KeyLife != 0 && o.KeyLife < aggregate.MinKeyLife {
		faults.Add("key_life", bonafide.CodeOutOfRange)
	}
	if o.Rescreen < 0 {
		faults.Add("rescreen", bonafide.CodeOutOfRange)
	}
	return faults.Err()
}
