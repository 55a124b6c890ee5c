package kept

import (
	"context"
	"sync"
)

// A Shared reads once for all who ask at the same time. Nobody gets the answer of a read
// that had begun before they asked, so none is older than its question. The zero value
// with a Read is ready.
type Shared[T any] struct {
	Read func(context.Context) (T, error) // what it returns is shared

	mu   sync.Mutex
	next *reading[T] // which those wait for who ask now
	last *reading[T] // which began last: one runs at a time
}

type reading[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// Get returns what was read. Whoever asked first reads, and the others depend on its context:
// they ask together, and end together.
func (s *Shared[T]) Get(ctx context.Context) (T, error) {
	s.mu.Lock()
	r, first := s.next, s.next == nil
	if first {
		r = &reading[T]{done: make(chan struct{})}
		s.next = r
	}
	before := s.last
	s.mu.Unlock()
	if first {
		if before != nil {
			<-before.done
		}
		s.read(ctx, r)
	}
	select {
	case <-r.done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

func (s *Shared[T]) read(ctx context.Context, r *reading[T]) {
	defer close(r.done)
	s.mu.Lock()
	s.next, s.last = nil, r
	s.mu.Unlock()
	r.value, r.err = s.Read(ctx)
}
