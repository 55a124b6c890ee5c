package memory

import (
	"context"
	"maps"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// Put writes copies of all records and events of the batch, or nothing.
func (s *Store) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	if err := store.CheckBatch(batch); err != nil {
		return err
	}
	records := make([]bonafide.Record, len(batch))
	for i := range batch {
		records[i] = clone(&batch[i].Record)
	}
	t := s.tenant
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.check(batch); err != nil {
		return err
	}
	for i := range records { // all are given up before any is claimed
		k := t.kind(records[i].Kind)
		k.drop(k.records[records[i].ID])
	}
	for i := range records {
		t.kinds[records[i].Kind].add(&records[i])
		t.append(batch[i].Events)
	}
	return nil
}

// check finds a version that does not follow on the stored one, then a unique
// value that another record would hold as well.
func (t *tenant) check(batch []bonafide.Write) error {
	for i := range batch {
		r := &batch[i].Record
		var version int64
		if stored := t.kinds[r.Kind].get(r.ID); stored != nil {
			version = stored.Version
		}
		if version != r.Version-1 {
			return bonafide.ErrConflict
		}
	}
	if err := store.CheckUnique(batch); err != nil {
		return err
	}
	rewritten := make(map[[2]string]bool)
	if len(batch) > 1 {
		for i := range batch {
			rewritten[[2]string{batch[i].Record.Kind, batch[i].Record.ID}] = true
		}
	}
	for i := range batch {
		r := &batch[i].Record
		k := t.kinds[r.Kind]
		if k == nil {
			continue
		}
		for _, u := range r.Unique {
			holder, held := k.holders[u]
			// A holder in the batch either claims it again, which CheckUnique saw, or gives it up.
			if held && holder != r.ID && !rewritten[[2]string{r.Kind, holder}] {
				return &bonafide.DuplicateError{Key: u, ID: holder}
			}
		}
	}
	return nil
}

func (t *tenant) kind(name string) *kind {
	if t.kinds[name] == nil {
		t.kinds[name] = newKind()
	}
	return t.kinds[name]
}

func (t *tenant) append(events []bonafide.Event) {
	for _, e := range events {
		e.Data, e.Position = maps.Clone(e.Data), ""
		t.events = append(t.events, e)
		record := [2]string{e.Kind, e.ID}
		t.ofRecord[record] = append(t.ofRecord[record], int64(len(t.events)))
	}
}
