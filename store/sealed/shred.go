package sealed

import (
	"context"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

// Shred makes unreadable whatever the records of one subject held before, in
// every copy of their bodies: it gives the subject a new key, seals the records
// that there are now with it, and destroys all older keys. Of the given records
// only kind and id count, and all of them must be of the same subject.
//
// Name every record of the subject that has a body. One that is left out, or that
// somebody else creates or fills meanwhile, is lost with the old keys. Records that are
// not there, and empty bodies, are passed over.
//
// The Services call it at the end of Erase, when nothing personal is left in the
// records. Cut off, it has destroyed nothing that is still needed, and may be
// repeated. Copies of keys are gone with the key store's own copies; other
// processes forget theirs after [Options.CacheLife].
func (s *Store) Shred(ctx context.Context, records ...bonafide.Record) error {
	if len(records) == 0 {
		return nil
	}
	subject := s.opts.Subject(records[0].Kind, records[0].ID)
	var faults bonafide.Faults
	for i, r := range records {
		of := s.opts.Subject(r.Kind, r.ID)
		if of == (Subject{}) {
			faults.Add(fmt.Sprintf("records[%d]", i), bonafide.CodeNotAllowed) // the key of many
		} else if of != subject {
			faults.Add(fmt.Sprintf("records[%d]", i), bonafide.CodeMismatch)
		}
	}
	if err := faults.Err(); err != nil {
		return err
	}
	before, _, err := s.keys.read(ctx, subject)
	if err != nil {
		return err
	}
	if before == nil {
		return nil // nothing was ever sealed
	}
	old := before.wrapped.newest().Number
	for range lostRaces {
		g, err := s.keys.add(ctx, subject, func(newest wrappedKey) bool { return newest.Number > old })
		if err != nil {
			return keyError(records[0], err)
		}
		for _, r := range records {
			if err := s.refresh(ctx, r); err != nil {
				return err
			}
		}
		// If somebody made a newer key meanwhile, the records may be under that one:
		// then all of it is looked at once more, and nothing is destroyed yet.
		if done, err := s.keys.retire(ctx, subject, g.wrapped.newest().Number); done || err != nil {
			return err
		}
	}
	return bonafide.ErrConflict
}

// refresh seals one record with the newest key, if it is there and not damaged.
func (s *Store) refresh(ctx context.Context, r bonafide.Record) error {
	stored, err := s.below.Get(ctx, r.Kind, r.ID)
	if errors.Is(err, bonafide.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = s.reseal(ctx, stored, anyKey)
	if lost := (*Error)(nil); errors.As(err, &lost) && lost.Code == CodeDamaged {
		return nil // no key opens it
	}
	return err
}
