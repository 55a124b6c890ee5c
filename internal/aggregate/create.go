package aggregate

import (
	"context"
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Create settles and writes a new aggregate. It fails like [bonafide.Store.Put];
// a repeated key gives the aggregate that the first call made.
func (r Runner[T]) Create(ctx context.Context, id string, call Call, c Change[T], at time.Time) (Kept[T], error) {
	call.Create = true
	for try := 0; ; try++ {
		done, call, err := r.seen(ctx, call, at)
		if err != nil {
			return Kept[T]{}, err
		}
		if done != nil {
			return r.Get(ctx, done.ID)
		}
		var zero T
		settled, err := r.settle(zero, c, at)
		if err != nil {
			return Kept[T]{}, err
		}
		var touched []string
		if r.Touched != nil {
			touched = r.Touched(zero, settled.State)
		}
		call.at = at
		memories, err := r.memories(id, call, settled)
		if err != nil {
			return Kept[T]{}, err
		}
		// A conflict is another call with the same key: the next round finds it.
		kept, err := r.put(ctx, id, Kept[T]{}, settled, touched, memories, r.Beside)
		err = r.claimed(call, err)
		if call.Key == "" || try > 0 || !errors.Is(err, bonafide.ErrConflict) {
			return kept, r.discreet(ctx, call.By, err)
		}
	}
}

// Made returns the aggregate that an earlier call with the key has created or
// joined; nil if there was none. It looks before a caller does what [Runner.Create]
// would find to be done.
func (r Runner[T]) Made(ctx context.Context, call Call, at time.Time) (*Kept[T], error) {
	call.Create = true
	done, _, err := r.seen(ctx, call, at)
	if err != nil || done == nil {
		return nil, err
	}
	kept, err := r.Get(ctx, done.ID)
	return &kept, err
}

// Join runs a command that would have created an aggregate, had it not been
// there: its key is remembered as Create remembers it.
func (r Runner[T]) Join(ctx context.Context, id string, call Call, step Step[T], with ...string) (Kept[T], error) {
	call.ID, call.Create = id, true
	return r.Run(ctx, call, with, nil, step)
}
