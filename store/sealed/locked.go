package sealed

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

var (
	_ bonafide.Locker = (*Store)(nil)
	_ bonafide.Locker = inClear{}
)

// Locked is [bonafide.Locker], where the store below is one: the handle seals.
func (s *Store) Locked(ctx context.Context, kind, id string, do func(bonafide.Store) error) error {
	return locked(ctx, s.below, kind, id, func(handle bonafide.Store) error { return do(s.WithStore(handle)) })
}

// Locked is [bonafide.Locker], where the store below is one.
func (s inClear) Locked(ctx context.Context, kind, id string, do func(bonafide.Store) error) error {
	return locked(ctx, s.Store, kind, id, func(handle bonafide.Store) error { return do(inClear{handle}) })
}

func locked(ctx context.Context, below bonafide.Store, kind, id string, do func(bonafide.Store) error) error {
	l, ok := below.(bonafide.Locker)
	if !ok {
		return errors.ErrUnsupported
	}
	return l.Locked(ctx, kind, id, do)
}
