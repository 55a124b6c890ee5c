package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/editions"
	"github.com/bonafide-go/bonafide/screening"
)

// RecordEditions keeps what was done to the lists that are searched, each with an event
// list.loaded, list.accepted, list.rolled_back or list.removed in the tenant's log. What
// replicas do alike is kept once. The engine of package match tells it:
//
//	Record: func(c []screening.EditionChange) error { return service.RecordEditions(ctx, bonafide.System(), c) }
//
// The system tells of anybody's changes, a reviewer of its own and the system's; others fail
// with [bonafide.ErrForbidden]. RecordEditions fails with an [*bonafide.InvalidError] for
// changes that do not pass [screening.EditionChange.Check].
func (s *Service) RecordEditions(ctx context.Context, by bonafide.Actor, changes []screening.EditionChange) (err error) {
	ctx, end := s.run.Begin(ctx, "case.record_editions", "")
	defer end(&err)
	if err := aggregate.Insider(by); err != nil {
		return err
	}
	return editions.Record(ctx, s.run.Store, by, changes, s.now())
}

// Editions returns what was done to the lists that are searched, oldest first: the last
// 200 changes of each list. A host tells a new engine by Recall. Rights and errors are
// those of RecordEditions.
func (s *Service) Editions(ctx context.Context, by bonafide.Actor) ([]screening.EditionChange, error) {
	if err := aggregate.Insider(by); err != nil {
		return nil, err
	}
	return editions.Read(ctx, s.run.Store)
}
