package sealed

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Pinger = (*Store)(nil)

// Ping asks the store below, if that is a [bonafide.Pinger]; otherwise it fails with
// errors.ErrUnsupported. A key store of its own is asked too, where it can tell.
func (s *Store) Ping(ctx context.Context) error {
	below, ok := s.below.(bonafide.Pinger)
	if !ok {
		return errors.ErrUnsupported
	}
	if err := below.Ping(ctx); err != nil {
		return err
	}
	if keys, ok := s.opts.KeyStore.(bonafide.Pinger); ok {
		return keys.Ping(ctx)
	}
	return nil
}
