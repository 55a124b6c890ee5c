package casefile

import (
	"context"
	"errors"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// empty takes body and labels away from every record of a kind that is named and
// there.
func (s *Service) empty(ctx context.Context, kind string, ids []string) error {
	for some := range slices.Chunk(ids, bonafide.CommandWrites) {
		for try := 0; ; try++ {
			err := s.emptySome(ctx, kind, some)
			if err == nil {
				break
			}
			if !errors.Is(err, bonafide.ErrConflict) || try == 10 {
				return err
			}
		}
	}
	return nil
}

// emptySome does so in one write.
func (s *Service) emptySome(ctx context.Context, kind string, ids []string) error {
	var batch []bonafide.Write
	for _, id := range ids {
		r, err := s.run.Store.Get(ctx, kind, id)
		if errors.Is(err, bonafide.ErrNotFound) {
			continue
		}
		if err != nil && !aggregate.Damaged(r, err) {
			return err
		}
		if err != nil || len(r.Body)+len(r.Labels) > 0 {
			batch = append(batch, bonafide.Write{Record: bonafide.Record{Kind: kind, ID: id, Version: r.Version + 1}})
		}
	}
	if len(batch) == 0 {
		return nil
	}
	return s.run.Store.Put(ctx, batch...)
}
