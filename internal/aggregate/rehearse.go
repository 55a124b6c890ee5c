package aggregate

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

// Rehearse runs a command on an aggregate without waiting for a turn and without
// writing: what takes long can be done meanwhile, and the command that follows finds
// it done. It begins with from, or reads the aggregate where that is nil, and returns
// what it began with for [Runner.DoFrom]. It fails as [Runner.Do] would, and does
// nothing for a command whose key was used before. It is no command of its own:
// nothing is logged.
func (r Runner[T]) Rehearse(ctx context.Context, id string, by bonafide.Actor, c Command[T], from *Kept[T]) (*Kept[T], error) {
	call, err := c.Call(id, by)
	if err != nil {
		return from, err
	}
	if done, _, err := r.seen(ctx, call, r.Now()); err != nil || done != nil {
		return from, err
	}
	kept, err := r.start(ctx, id, call, c.With, from)
	if err != nil {
		return from, err
	}
	if !r.Admits(kept.State, by, c.Verb) {
		return from, bonafide.ErrNotFound
	}
	_, err = r.apply(ctx, kept.State, kept.Lost, call, r.Now(), []Step[T]{{By: by, Verb: c.Verb, Rule: c.Rule, About: c.About}})
	return &kept, err
}

// Spent reports whether an actor used a key on the aggregate before, whatever for.
func (r Runner[T]) Spent(ctx context.Context, id string, by bonafide.Actor, key string) (bool, error) {
	done, _, err := r.seen(ctx, Call{ID: id, By: by, Key: key}, r.Now())
	if errors.Is(err, bonafide.ErrKeyReused) {
		return true, nil
	}
	return done != nil, err
}
