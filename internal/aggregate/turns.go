package aggregate

import (
	"context"
	"hash/maphash"
)

// Turns lets writers of one aggregate in one process go one after another
// instead of racing each other at the store. It bounds nothing across processes:
// there the store's versions decide. The zero value is not usable; nil takes no
// turns, which is right on a handle that is bound to a host's transaction: the
// host may hold what the other writer waits for.
type Turns struct {
	seed  maphash.Seed
	doors [256]chan struct{}
}

// NewTurns returns turns that nobody holds.
func NewTurns() *Turns {
	t := &Turns{seed: maphash.MakeSeed()}
	for i := range t.doors {
		t.doors[i] = make(chan struct{}, 1)
	}
	return t
}

// take waits for the turn of an aggregate. The function it returns gives the
// turn back. It fails with the context's error.
func (t *Turns) take(ctx context.Context, id string) (func(), error) {
	if t == nil {
		return func() {}, nil
	}
	door := t.doors[maphash.String(t.seed, id)%uint64(len(t.doors))]
	select {
	case door <- struct{}{}:
		return func() { <-door }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
