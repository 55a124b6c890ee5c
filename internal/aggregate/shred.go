package aggregate

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

// A shredder is a store that seals bodies (package store/sealed) and can make
// unreadable, in every copy, what records held before.
type shredder interface {
	Shred(ctx context.Context, records ...bonafide.Record) error
}

// Shred makes unreadable what the records held before, where the store, or one
// that it stands before, can do so.
func (t Table[T]) Shred(ctx context.Context, records ...bonafide.Record) error {
	if s, ok := bonafide.StoreAs[shredder](t.Store); ok {
		return s.Shred(ctx, records...)
	}
	return nil
}

// Scrub takes what was deleted or overwritten out of the files of the store, where it
// can do so; see [bonafide.Scrubber].
func (t Table[T]) Scrub(ctx context.Context) error {
	s, ok := bonafide.StoreAs[bonafide.Scrubber](t.Store)
	if !ok {
		return nil
	}
	if err := s.Scrub(ctx); !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
