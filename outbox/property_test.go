package outbox

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// A process is killed at its n-th call of the store, before or after the effect. Another
// one finishes: nothing is lost, nothing comes out of order, and no more comes twice than the
// window holds.
func TestKilledAtEveryCall(t *testing.T) {
	const events, window = 60, 7
	for _, after := range []bool{false, true} {
		for n, killed := 0, true; killed; n++ {
			require.Less(t, n, 200)
			synctest.Test(t, func(t *testing.T) {
				s, w := newStore(t)
				for i := range events {
					w.write(t, fmt.Sprintf("u-%d", i%9), 1)
				}
				got := newReceiver()
				failed := make(map[string]bool)
				deliver := func(_ context.Context, e bonafide.Event) error {
					if name := fmt.Sprint(e.ID, e.Seq); e.Seq%3 == 0 && !failed[name] {
						failed[name] = true
						return errFault
					}
					got.take(e)
					return nil
				}
				first := &process{Store: s, deliver: deliver, fault: func(call int) (error, error) {
					switch {
					case call != n:
						return nil, nil
					case after:
						return nil, errKilled
					}
					return errKilled, nil
				}}
				second := &process{Store: s, deliver: deliver}
				o := Options{Window: window, Concurrency: 1}
				until(t, func() bool { return first.killed() || got.first() == events }, func(ctx context.Context) error { return first.run(ctx, "hooks", o) })
				killed = first.killed()
				until(t, func() bool { return got.first() == events }, func(ctx context.Context) error { return second.run(ctx, "hooks", o) })
				assert.Empty(t, got.disorder)
				if killed {
					assert.LessOrEqual(t, got.repeats, window, "call %d", n)
				} else {
					assert.Zero(t, got.repeats, "a run that ends by its context repeats nothing")
				}
			})
		}
	}
}

// Processes are killed and started, calls of the store and of the receiver fail, and events
// are written meanwhile.
func TestAgainstTheOracle(t *testing.T) {
	for seed := range uint64(150) {
		synctest.Test(t, func(t *testing.T) { oracle(t, seed) })
	}
}

func oracle(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 0))
	base, w := newStore(t)
	s := &turns{Store: base}
	got := newReceiver()
	o := Options{Window: 1 + r.IntN(20), Concurrency: 1 + r.IntN(4), Attempts: 1 << 20,
		Backoff: func(n int) time.Duration { return min(doubled(n), 10*time.Second) }}
	ids := 1 + r.IntN(12)
	var mu sync.Mutex // workers draw at once
	draw := func(n int) int {
		mu.Lock()
		defer mu.Unlock()
		return r.IntN(n)
	}
	deliver := func(ctx context.Context, e bonafide.Event) error {
		switch draw(12) {
		case 0:
			return errFault
		case 1:
			return bonafide.ErrUnavailable
		case 2:
			panic("receiver is broken")
		case 3:
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Duration(draw(40)) * time.Second): // past the timeout, too
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		got.take(e)
		return nil
	}
	fault := func(int) (before, after error) {
		switch draw(15) {
		case 0:
			return errFault, nil
		case 1:
			return nil, errFault
		case 2:
			return bonafide.ErrConflict, nil
		}
		return nil, nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	var alive []*process
	running := 0
	begin := func() {
		p := &process{Store: s, deliver: deliver, fault: fault}
		alive = append(alive, p)
		running++
		go func() {
			assert.NoError(t, p.run(ctx, "hooks", o))
			done <- struct{}{}
		}()
	}
	for range 1 + r.IntN(3) {
		begin()
	}
	for range 40 {
		for range draw(4) {
			w.write(t, fmt.Sprintf("u-%d", draw(ids)), 1+draw(3))
		}
		time.Sleep(time.Duration(draw(5000)) * time.Millisecond)
		if i := draw(len(alive)); draw(6) == 0 {
			alive[i].kill()
			alive[i] = alive[len(alive)-1]
			alive = alive[:len(alive)-1]
			begin()
		}
	}
	for range 100_000 {
		if got.first() == w.written {
			break
		}
		time.Sleep(time.Second)
	}
	cancel()
	for range running {
		<-done
	}
	assert.Equal(t, w.written, got.first(), "seed %d: every event is delivered", seed)
	assert.Empty(t, got.disorder, "seed %d: in order", seed)
	assert.LessOrEqual(t, got.repeats, s.taken*o.Window, "seed %d: repeats of %d turns taken", seed, s.taken)
}
