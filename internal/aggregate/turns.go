package aggregate

import (
	"context"
	"slices"
	"sync"
)

// Turns lets writers of one aggregate in one process go one after another
// instead of racing each other at the store. Whoever has the turn may write what others
// wait for with what is its own: see [riders]. It bounds nothing across processes:
// there the store's versions decide. The zero value is not usable; nil takes no
// turns, which is right on a handle that is bound to a host's transaction: the
// host may hold what the other writer waits for.
type Turns[T any] struct {
	mu     sync.Mutex
	queues map[string]*queue[T]
}

// A queue is those who write one aggregate, or wait for it.
type queue[T any] struct {
	door   chan struct{} // full while somebody has the turn
	users  int
	riders riders[T] // those who wait, and perhaps some who do not any more
	met    bool      // a write met another process's; whoever has the turn sets it
}

// NewTurns returns turns that nobody holds.
func NewTurns[T any]() *Turns[T] { return &Turns[T]{queues: make(map[string]*queue[T])} }

// A turn is the right to write an aggregate before others of this process.
type turn[T any] struct {
	of *Turns[T]
	id string
	q  *queue[T]
}

// take waits for the turn of an aggregate. It returns nil where another took the rider
// along meanwhile. rider may be nil. It fails with the context's error.
func (t *Turns[T]) take(ctx context.Context, id string, own *rider[T]) (*turn[T], error) {
	x := &turn[T]{of: t, id: id}
	if t == nil {
		return x, nil
	}
	var done chan struct{}
	t.mu.Lock()
	if x.q = t.queues[id]; x.q == nil {
		x.q = &queue[T]{door: make(chan struct{}, 1)}
		t.queues[id] = x.q
	}
	x.q.users++
	if own != nil {
		x.q.riders, done = append(x.q.riders, own), own.done
	}
	t.mu.Unlock()
	var err error
	select {
	case x.q.door <- struct{}{}:
		if own.claim() {
			return x, nil
		}
		x.leave() // whoever took the rider along has answered before it left
		return nil, nil
	case <-done:
	case <-ctx.Done():
		if own.claim() {
			err = ctx.Err()
		} else {
			<-done // it is being written
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	x.gone()
	return nil, err
}

// waiting are the riders that wait now.
func (x *turn[T]) waiting() riders[T] {
	if x.of == nil {
		return nil
	}
	x.of.mu.Lock()
	defer x.of.mu.Unlock()
	x.q.riders = slices.DeleteFunc(x.q.riders, func(r *rider[T]) bool { return r.claimed.Load() })
	return slices.Clone(x.q.riders)
}

// met reports whether writers of other processes were met, as far as that is remembered.
func (x *turn[T]) met() bool { return x.of != nil && x.q.met }

// meet notes that one was.
func (x *turn[T]) meet() {
	if x.of != nil {
		x.q.met = true
	}
}

// leave gives the turn back.
func (x *turn[T]) leave() {
	if x.of == nil {
		return
	}
	x.of.mu.Lock()
	defer x.of.mu.Unlock()
	<-x.q.door
	x.gone()
}

// gone counts one user less; the lock is held.
func (x *turn[T]) gone() {
	if x.q.users--; x.q.users == 0 {
		delete(x.of.queues, x.id)
	}
}
