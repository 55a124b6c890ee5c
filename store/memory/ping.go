package memory

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Pinger = (*Store)(nil)

// Ping is [bonafide.Pinger]: memory always answers.
func (s *Store) Ping(ctx context.Context) error { return s.ready(ctx) }
