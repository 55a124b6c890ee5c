package faulttest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"

	"github.com/bonafide-go/bonafide"
)

// A mode is how a call fails.
type mode int

// The modes. After its effect, a call fails that the other side has carried out:
// only the reply is lost.
const (
	before         mode = iota // an error, without effect
	after                      // an error, after the effect
	conflictBefore             // a conflict of the store; a panic of any other part
	conflictAfter
	cancelBefore // the caller leaves
	cancelAfter
	modes // how many there are
)

func (m mode) after() bool { return m%2 == 1 }

// errFault is what a call fails with.
var errFault = errors.New("connection reset")

// A plan says whether, and how, a call of a step fails. Calls are counted from 0
// over all attempts of the step.
type plan func(step, call int) (mode, bool)

// flawless lets no call fail.
func flawless(int, int) (mode, bool) { return 0, false }

// nth lets one call of every step fail.
func nth(n int, m mode) plan {
	return func(_, call int) (mode, bool) { return m, call == n }
}

// random lets calls of every step fail in any mode, until the step has met enough
// of it.
func random(seed uint64) plan {
	const most = 12 // faults of a step
	r := rand.New(rand.NewPCG(seed, 0))
	odds, met, at := 2+r.IntN(8), 0, -1
	return func(step, _ int) (mode, bool) {
		if step != at {
			met, at = 0, step
		}
		if met == most || r.IntN(odds) > 0 {
			return 0, false
		}
		met++
		return mode(r.IntN(int(modes))), true
	}
}

// An injector lets the calls of a host's parts fail by a plan.
type injector struct {
	mu     sync.Mutex
	plan   plan
	step   int
	calls  int // of the step
	met    int // faults of the step
	all    int // faults of the run
	again  int // faults of the run that met an attempt after one that failed
	try    int // attempt of the step
	most   int // the most calls of a step
	cancel context.CancelFunc
}

// begin counts the calls of another step.
func (i *injector) begin(step int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.step, i.calls, i.met, i.try = step, 0, 0, 0
}

// caller names who leaves where a call is cut off. Calls of the attempt before may still
// be under way.
func (i *injector) caller(leaves context.CancelFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.cancel = leaves
	i.try++
}

// rest lets nothing fail any more.
func (i *injector) rest() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.plan = flawless
}

// faults returns how many faults the step has met.
func (i *injector) faults() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.met
}

// sofar returns how many faults the run has met.
func (i *injector) sofar() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.all
}

func (i *injector) next() (mode, bool, context.CancelFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	m, fails := i.plan(i.step, i.calls)
	i.calls++
	i.most = max(i.most, i.calls)
	if fails {
		i.met++
		i.all++
		if i.try > 1 {
			i.again++
		}
	}
	return m, fails, i.cancel
}

// call makes a call, or lets it fail. contend is what the other side does where
// two are in each other's way.
func (i *injector) call(contend func() error, do func() error) error {
	m, fails, cancel := i.next()
	if !fails {
		return do()
	}
	if m.after() {
		if err := do(); err != nil {
			return err // it failed by itself
		}
	}
	switch m {
	case conflictBefore, conflictAfter:
		return contend()
	case cancelBefore, cancelAfter:
		cancel()
		return context.Canceled
	}
	return errFault
}

// Ways to be in each other's way.
func conflict() error    { return bonafide.ErrConflict }
func unavailable() error { return fmt.Errorf("too busy: %w", bonafide.ErrUnavailable) }
func panics() error      { panic("a part of the host's is broken") }
