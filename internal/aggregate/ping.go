package aggregate

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

// Ping reports whether a store answers: by its own Ping where it has one, else by
// reading a record of a kind that is not there.
func Ping(ctx context.Context, store bonafide.Store) error {
	if p, ok := bonafide.StoreAs[bonafide.Pinger](store); ok {
		if err := p.Ping(ctx); !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	_, err := store.Get(ctx, "ping", "ping")
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil
	}
	return err
}
