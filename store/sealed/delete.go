package sealed

import (
	"context"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Deleter = (*Store)(nil)

// Delete is [bonafide.Deleter], where the store below, or one behind it, is one. The key of the
// subject stays: other records may be sealed with it.
func (s *Store) Delete(ctx context.Context, kind, id string, version int64) error {
	below, ok := bonafide.StoreAs[bonafide.Deleter](s.below)
	if !ok {
		return fmt.Errorf("sealed: the store below deletes nothing: %w", errors.ErrUnsupported)
	}
	if kind == KindKeys {
		return bonafide.ErrConflict
	}
	for try := 0; ; try++ {
		stored, err := s.below.Get(ctx, kind, id)
		if errors.Is(err, bonafide.ErrNotFound) {
			return bonafide.ErrConflict
		}
		if err != nil {
			return err
		}
		e, code := s.look(stored)
		if code != "" {
			return &Error{kind, id, code}
		}
		if stored.Version-int64(e.shift) != version {
			return bonafide.ErrConflict
		}
		err = below.Delete(ctx, kind, id, stored.Version)
		if err == nil {
			s.shifts.drop(address{kind, id})
		}
		if !errors.Is(err, bonafide.ErrConflict) || try == lostRaces {
			return err // else it was sealed again meanwhile, perhaps
		}
	}
}
