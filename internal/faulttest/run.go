package faulttest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// Faults is how many faults a run is to inject: what the environment variable
// BONAFIDE_FAULTS says, or else slice.
func Faults(t testing.TB, slice int) int {
	t.Helper()
	return figuretest.Size(t, "FAULTS", slice)
}

// tell is after how many faults a long run says how far it is.
const tell = 50_000

// Run plays the flows under random faults, on an empty store of open's each time,
// until it has injected as many as it is to. Half of them go to each flow. Seeds
// count from BONAFIDE_SEED, so that a run can go on where another one ended.
func Run(t *testing.T, faults int, open func(t testing.TB) bonafide.Store) {
	for _, f := range []Flow{People, Cases} {
		t.Run(f.Name, func(t *testing.T) {
			expected, _, err := f.play(t.Context(), open(t), flawless)
			if err != nil {
				t.Fatal(err)
			}
			var seeds, met, repeated atomic.Int64
			seeds.Store(int64(figuretest.Size(t, "SEED", 0)))
			first := seeds.Load()
			var wg sync.WaitGroup
			for range runtime.GOMAXPROCS(0) {
				wg.Go(func() {
					for int(met.Load()) < (faults+1)/2 && !t.Failed() {
						seed := uint64(seeds.Add(1))
						found, h, err := f.play(t.Context(), open(t), random(seed))
						if err != nil {
							t.Errorf("seed %d: %v", seed, err)
						} else if d := expected.diff(found); d != "" {
							t.Errorf("seed %d:\n%s", seed, d)
						}
						if h != nil {
							repeated.Add(int64(h.again))
							if n, all := met.Add(int64(h.all)), int64(h.all); n/tell > (n-all)/tell {
								t.Logf("%d faults so far, up to seed %d", n, seed)
							}
						}
					}
				})
			}
			wg.Wait()
			t.Logf("%d faults in %d runs", met.Load(), seeds.Load()-first)
			figuretest.Report(t, "faults", int(met.Load()))
			figuretest.Report(t, "faults-while-repeating", int(repeated.Load()))
			figuretest.Report(t, "runs", int(seeds.Load()-first))
		})
	}
}

// A step is one thing that somebody does in a flow, again under the same key
// until it is done.
type step struct {
	method string // of the Service
	do     func(ctx context.Context, key string) error
}

// A Flow is a way through everything that can be asked of a kind of aggregate.
type Flow struct {
	Name  string // of what it goes through
	begin func(*host) (world, error)
}

// A world is a flow under way on a host.
type world interface {
	steps() []step

	// forget returns what takes the world back to what its callers know now.
	forget() func()

	// check says what came out wrong, by what the flow itself knows.
	check(context.Context) error

	// erase lets everybody who is left be erased, and sweeps.
	erase(context.Context) error
}

// errAgain says that a step is not done yet, although nothing failed: what failed
// on the way is asked again later.
var errAgain = errors.New("not yet")

// Bounds of the attempts of a step. From calm on nothing fails any more.
const (
	calm     = 25
	attempts = 60
)

// play plays a flow on a store under a plan and returns the picture of what came
// of it.
func (f Flow) play(ctx context.Context, s bonafide.Store, p plan) (pic picture, h *host, err error) {
	h, err = newHost(ctx, s, p)
	if err != nil {
		return nil, nil, err
	}
	w, err := f.begin(h)
	if err != nil {
		return nil, h, err
	}
	for i, s := range w.steps() {
		h.begin(i)
		if err := h.take(ctx, w, s, fmt.Sprintf("key-%03d", i)); err != nil {
			return nil, h, fmt.Errorf("step %d, %s, after %d faults: %w", i, s.method, h.faults(), err)
		}
	}
	h.rest()
	if err := w.check(ctx); err != nil {
		return nil, h, err
	}
	pic, err = h.picture(ctx)
	return pic, h, err
}

// take attempts a step until it is done. What failed without a fault is an error.
// The reply to the caller is one more call that can fail: then the step is done
// again, by a caller who knows nothing of it.
func (h *host) take(ctx context.Context, w world, s step, key string) error {
	p := h.plan
	defer func() { h.plan = p }()
	for try := 1; ; try++ {
		met, forget := h.faults(), w.forget()
		err := h.attempt(ctx, s, key)
		if err == nil {
			if _, lost, _ := h.next(); !lost {
				return nil
			}
			forget()
		}
		switch {
		case err == nil:
		case h.faults() == met && !errors.Is(err, errAgain), errors.Is(err, errTwice), try == attempts:
			return err
		case h.sofar() == 0:
			return fmt.Errorf("without a fault: %w", err)
		case try == calm:
			h.rest()
		}
		h.wait(100 * time.Millisecond)
	}
}

// attempt does a step once. The caller leaves where the plan says so.
func (h *host) attempt(ctx context.Context, s step, key string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	h.caller(cancel)
	return s.do(ctx, key)
}
