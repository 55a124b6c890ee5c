package memory

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// List returns copies of the records that answer the query. One page costs the
// records it looks through, not all there are: those of the rarest label asked for, in
// the order of the answer.
func (s *Store) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	if err := s.ready(ctx); err != nil {
		return bonafide.Page{}, err
	}
	limit, err := store.CheckQuery(q)
	if err != nil {
		return bonafide.Page{}, err
	}
	due, id, err := s.cursors.After(q)
	if err != nil {
		return bonafide.Page{}, err
	}
	found, more := s.tenant.find(q, place{due, id}, limit)
	var page bonafide.Page
	for _, r := range found {
		page.Records = append(page.Records, clone(r))
	}
	if more {
		page.Next = s.cursors.Next(q, page.Records[limit-1])
	}
	return page, nil
}

// find returns at most limit records behind a place, and whether there are more.
func (t *tenant) find(q bonafide.Query, after place, limit int) (found []*bonafide.Record, more bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	k := t.kinds[q.Kind]
	if k == nil {
		return nil, false
	}
	for r := range k.candidates(q, after) {
		if !answers(q, r) {
			continue
		}
		if len(found) == limit {
			return found, true
		}
		found = append(found, r)
	}
	return found, false
}
