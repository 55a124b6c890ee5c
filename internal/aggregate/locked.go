package aggregate

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

// locked is once on a record that nobody else writes meanwhile, where the store can tell
// others to wait. What was read before may be another one by now: it is read again.
func (r Runner[T]) locked(ctx context.Context, call Call, with []string, from *Kept[T], steps []Step[T], gather func() riders[T]) (kept Kept[T], err error) {
	l, ok := r.Store.(bonafide.Locker)
	if !ok {
		return r.once(ctx, call, with, from, steps, gather)
	}
	var all riders[T]
	var answer error
	began := false
	err = l.Locked(ctx, r.Kind, call.ID, func(handle bonafide.Store) error {
		began = true
		bound := r
		bound.Store = handle
		all = gather() // those too who came while the lock was waited for
		if kept, answer = bound.once(ctx, call, with, nil, steps, func() riders[T] { return all }); kept.Written {
			return nil // also where the answer is that something was refused
		}
		return answer
	})
	switch {
	case !began && errors.Is(err, errors.ErrUnsupported):
		return r.once(ctx, call, with, from, steps, gather)
	case err == nil:
		return kept, answer
	case kept.Written: // and then it was not
		all.recall()
		all.answer(Kept[T]{}, err)
		return Kept[T]{}, err
	}
	return kept, err
}
