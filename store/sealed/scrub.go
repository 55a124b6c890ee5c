package sealed

import (
	"context"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Scrubber = (*Store)(nil)

// Scrub is [bonafide.Scrubber]: it scrubs the store below, and that of the keys, as far
// as they can. Where neither can it fails with errors.ErrUnsupported.
func (s *Store) Scrub(ctx context.Context) error {
	done := false
	stores := []bonafide.Store{s.below}
	if s.opts.KeyStore != nil {
		stores = append(stores, s.opts.KeyStore)
	}
	for _, store := range stores {
		scrubber, ok := bonafide.StoreAs[bonafide.Scrubber](store)
		if !ok {
			continue
		}
		switch err := scrubber.Scrub(ctx); {
		case err == nil:
			done = true
		case !errors.Is(err, errors.ErrUnsupported):
			return err
		}
	}
	if !done {
		return fmt.Errorf("sealed: the store below scrubs nothing: %w", errors.ErrUnsupported)
	}
	return nil
}
