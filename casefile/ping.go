package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// Ping reports whether the Store answers, by one call to it. A host calls it from its
// health check, with a deadline in ctx. It asks nothing of keys, files or vendors: those
// fail with what needs them. It fails as the Store does: with an error matching
// [bonafide.ErrUnavailable], or [bonafide.ErrDamaged] where waiting does not help.
func (s *Service) Ping(ctx context.Context) error { return aggregate.Ping(ctx, s.run.Store) }
