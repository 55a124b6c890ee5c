// Package aggregatetest has what the tests of every aggregate need: stores that fail
// at any one call ([Fault]), that were tampered with ([Tampered]) or tell all they
// hold ([Records]), races, searches for personal values and golden files.
package aggregatetest

import (
	"context"
	"errors"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/stretchr/testify/require"
)

// ErrStore is what a call that fails returns.
var ErrStore = errors.New("disk on fire")

// A Fault is a store one call of which fails, before or after it took effect:
// whatever a Service does must survive that. Set Store before the first call.
type Fault struct {
	bonafide.Store
	N      int  // the number of the call that fails, from 1
	After  bool // after it took effect, not before
	Failed bool // it has come to that

	calls int
}

// Every runs a path with a fault at its first call, its second, and so on,
// before and after the call's effect, until a path meets none. It returns how
// many met one.
func Every(t *testing.T, path func(t *testing.T, fault *Fault)) int {
	t.Helper()
	met, step := 0, 1
	if figuretest.UnderRace {
		step = 4
	}
	for _, after := range []bool{false, true} {
		for n := 1; ; n += step {
			fault := &Fault{N: n, After: after}
			path(t, fault)
			if !fault.Failed {
				break
			}
			met += step
		}
	}
	return met
}

// Retry runs a step, and once more, after between, if it met the fault.
func (f *Fault) Retry(t *testing.T, between func(), step func() error) {
	t.Helper()
	err := step()
	if errors.Is(err, ErrStore) {
		between()
		err = step()
	}
	require.NoError(t, err, "call %d, after=%v", f.N, f.After)
}

// fail makes a call, or lets it fail.
func (f *Fault) fail(call func() error) error {
	f.calls++
	if f.calls != f.N {
		return call()
	}
	f.Failed = true
	if f.After {
		_ = call()
	}
	return ErrStore
}

// Get is [bonafide.Store.Get].
func (f *Fault) Get(ctx context.Context, kind, id string) (r bonafide.Record, err error) {
	err = f.fail(func() (e error) { r, e = f.Store.Get(ctx, kind, id); return })
	return r, err
}

// Put is [bonafide.Store.Put].
func (f *Fault) Put(ctx context.Context, batch ...bonafide.Write) error {
	return f.fail(func() error { return f.Store.Put(ctx, batch...) })
}

// Delete is [bonafide.Deleter], where the store is one.
func (f *Fault) Delete(ctx context.Context, kind, id string, version int64) error {
	d, ok := f.Store.(bonafide.Deleter)
	if !ok {
		return errors.ErrUnsupported
	}
	return f.fail(func() error { return d.Delete(ctx, kind, id, version) })
}

// Count is [bonafide.Counter], where the store is one.
func (f *Fault) Count(ctx context.Context, q bonafide.Query) (n int64, err error) {
	c, ok := f.Store.(bonafide.Counter)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	err = f.fail(func() (e error) { n, e = c.Count(ctx, q); return })
	return n, err
}

// List is [bonafide.Store.List].
func (f *Fault) List(ctx context.Context, q bonafide.Query) (p bonafide.Page, err error) {
	err = f.fail(func() (e error) { p, e = f.Store.List(ctx, q); return })
	return p, err
}

// Events is [bonafide.Store.Events].
func (f *Fault) Events(ctx context.Context, q bonafide.EventQuery) (events []bonafide.Event, err error) {
	err = f.fail(func() (e error) { events, e = f.Store.Events(ctx, q); return })
	return events, err
}
