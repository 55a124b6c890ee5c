package aggregatetest

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

// Tampered is a store whose events somebody changed.
type Tampered struct {
	bonafide.Store
	Change func([]bonafide.Event) []bonafide.Event
}

// Events is [bonafide.Store.Events].
func (s *Tampered) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	events, err := s.Store.Events(ctx, q)
	return s.Change(events), err
}
