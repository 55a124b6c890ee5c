package memory

import (
	"context"
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// Events returns copies of the events behind the position.
func (s *Store) Events(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	limit, err := store.CheckEventQuery(q)
	if err != nil {
		return nil, err
	}
	after, err := s.cursors.Number(q.After)
	if err != nil {
		return nil, err
	}
	numbers, events, err := s.tenant.read(q, after, limit)
	if err != nil {
		return nil, err
	}
	for i := range events {
		events[i].Data = maps.Clone(events[i].Data)
		events[i].Position = s.cursors.Position(numbers[i])
	}
	return events, nil
}

// read returns at most limit events behind a number, each with its own; a
// number the tenant has not reached is no position of this store.
func (t *tenant) read(q bonafide.EventQuery, after int64, limit int) (numbers []int64, events []bonafide.Event, err error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if after > int64(len(t.events)) {
		return nil, nil, bonafide.ErrCursor
	}
	if q.Kind == "" {
		for n := after + 1; n <= int64(len(t.events)) && len(numbers) < limit; n++ {
			numbers = append(numbers, n)
		}
	} else {
		own := t.ofRecord[[2]string{q.Kind, q.ID}]
		first, _ := slices.BinarySearch(own, after+1)
		numbers = own[first:min(first+limit, len(own))]
	}
	for _, n := range numbers {
		events = append(events, t.events[n-1])
	}
	return numbers, events, nil
}
