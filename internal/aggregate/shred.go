package aggregate

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// A shredder is a store that seals bodies (package store/sealed) and can make
// unreadable, in every copy, what records held before.
type shredder interface {
	Shred(ctx context.Context, records ...bonafide.Record) error
}

// Shred makes unreadable what the records held before, where the store, or one
// that it stands before, can do so.
func (t Table[T]) Shred(ctx context.Context, records ...bonafide.Record) error {
	if s, ok := store.As[shredder](t.Store); ok {
		return s.Shred(ctx, records...)
	}
	return nil
}
