package storetest

import (
	"errors"
	"time"

	"github.com/bonafide-go/bonafide"
)

// lockedClauses are for stores that can lock; others pass them.
func lockedClauses() []Clause {
	return []Clause{
		{"locked", "Locked, where there is one, calls its function once; what is put there is written, with its events, when that returns nil, and nothing else", lockedWrites},
		{"locked_16_writers", "of 16 who lock a record, read it and write it, none meets another, in whatever handles", lockedWriters},
	}
}

// locked calls Locked, and reports whether the store has one.
func (s *suite) locked(store bonafide.Store, kind, id string, do func(bonafide.Store) error) (bool, error) {
	able, ok := store.(bonafide.Locker)
	if !ok {
		return false, nil
	}
	calls := 0
	err := able.Locked(s.ctx, kind, id, func(handle bonafide.Store) error { calls++; return do(handle) })
	if calls == 0 && errors.Is(err, errors.ErrUnsupported) {
		return false, nil
	}
	if calls != 1 {
		s.errorf("Locked called its function %d times", calls)
	}
	return true, err
}

func lockedWrites(s *suite) {
	var chain bonafide.Chain
	first := write(bonafide.Record{Kind: "user", ID: "u-1", Version: 1, Labels: []string{"all"}, Body: []byte("x")}, linked(&chain, "user", "u-1", "user.created")...)
	if able, err := s.locked(s.store, "user", "u-1", func(handle bonafide.Store) error { return handle.Put(s.ctx, first) }); !able {
		return
	} else if err != nil {
		s.errorf("Locked of a record that is not there: %v", err)
	}
	s.stored(first.Record)
	s.reports(bonafide.EventQuery{Kind: "user", ID: "u-1"}, first.Events...)

	own := errors.New("of the function")
	next, other := first.Record, bonafide.Record{Kind: "user", ID: "u-2", Version: 1, Unique: []string{"phone"}, Body: []byte("z")}
	next.Version, next.Body = 2, []byte("y")
	_, err := s.locked(s.store, "user", "u-1", func(handle bonafide.Store) error {
		if err := handle.Put(s.ctx, write(next), write(other)); err != nil {
			s.errorf("Put under the lock: %v", err)
		}
		if r, err := handle.Get(s.ctx, "user", "u-1"); err != nil || r.Version != 2 {
			s.errorf("Get under the lock after a Put: version %d, %v", r.Version, err)
		}
		return own
	})
	if !errors.Is(err, own) {
		s.errorf("Locked: got error %v, want that of its function", err)
	}
	s.stored(first.Record)
	s.absent("user", "u-2")

	if _, err := s.locked(s.store, "user", "u-1", func(handle bonafide.Store) error { return handle.Put(s.ctx, write(next), write(other)) }); err != nil {
		s.errorf("Locked after one that failed: %v", err)
	}
	s.stored(next)
	s.stored(other)
	s.refuse(bonafide.ErrConflict, write(next))
}

func lockedWriters(s *suite) {
	r := bonafide.Record{Kind: "user", ID: "u-1", Version: 1}
	s.put(write(r))
	if able, _ := s.locked(s.store, r.Kind, r.ID, func(bonafide.Store) error { return nil }); !able {
		return // not even while nobody else does
	}
	const n = 16
	handles := make([]bonafide.Store, n)
	for i := range handles {
		handles[i] = s.handle("tenant")
	}
	rewrite := func(handle bonafide.Store) error {
		now, err := handle.Get(s.ctx, r.Kind, r.ID)
		if err != nil {
			return err
		}
		now.Version++
		return handle.Put(s.ctx, write(now))
	}
	errs := s.parallel(n, func(i int) error {
		for s.ctx.Err() == nil {
			if able, err := s.locked(handles[i], r.Kind, r.ID, rewrite); able {
				return err
			}
			time.Sleep(time.Millisecond) // the others have all its locks
		}
		return s.ctx.Err()
	})
	for i, err := range errs {
		if err != nil {
			s.errorf("writer %d of %d: %v", i, n, err)
		}
	}
	if got := s.get(r.Kind, r.ID); got.Version != n+1 {
		s.errorf("after %d writers: got version %d, want %d", n, got.Version, n+1)
	}
}
