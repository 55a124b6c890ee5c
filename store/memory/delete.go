package memory

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

var _ bonafide.Deleter = (*Store)(nil)

// Delete is [bonafide.Deleter].
func (s *Store) Delete(ctx context.Context, kind, id string, version int64) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	s.tenant.mu.Lock()
	defer s.tenant.mu.Unlock()
	k := s.tenant.kinds[kind]
	r := k.get(id)
	if r == nil || r.Version != version {
		return bonafide.ErrConflict
	}
	k.drop(r)
	k.ids.remove(id)
	delete(k.records, id)
	return nil
}
