package storetest

import (
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

func versionClauses() []Clause {
	return []Clause{
		{"create_twice", "version 1 of a record that is there fails with bonafide.ErrConflict and changes nothing", createTwice},
		{"stale_write", "a version that is stored already, or older, fails with bonafide.ErrConflict and changes nothing", staleWrite},
		{"skipped_version", "a version that does not follow on the stored one fails with bonafide.ErrConflict and changes nothing", skippedVersion},
		{"one_writer_of_16", "of parallel writers of one version exactly one succeeds, the others get bonafide.ErrConflict", oneWriter},
	}
}

func version(n int64, body string) bonafide.Record {
	return bonafide.Record{Kind: "user", ID: "u-1", Version: n, Body: []byte(body)}
}

func createTwice(s *suite) {
	s.put(write(version(1, "first")))
	s.refuse(bonafide.ErrConflict, write(version(1, "again")))
	s.stored(version(1, "first"))
	s.put(write(version(2, "second")))
	s.refuse(bonafide.ErrConflict, write(version(1, "again")))
	s.stored(version(2, "second"))
}

func staleWrite(s *suite) {
	for n := range int64(4) {
		s.put(write(version(n+1, "kept")))
	}
	for _, n := range []int64{2, 3, 4} {
		s.refuse(bonafide.ErrConflict, write(version(n, "stale")))
	}
	s.stored(version(4, "kept"))
}

func skippedVersion(s *suite) {
	s.refuse(bonafide.ErrConflict, write(version(2, "no first")))
	s.absent("user", "u-1")
	s.put(write(version(1, "first")))
	s.refuse(bonafide.ErrConflict, write(version(3, "no second")))
	s.stored(version(1, "first"))
}

func oneWriter(s *suite) {
	for n := int64(1); n <= 3; n++ {
		errs := s.parallel(16, func(i int) error {
			return s.store.Put(s.ctx, write(version(n, fmt.Sprintf("by %d", i))))
		})
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner >= 0:
				s.errorf("writers %d and %d both wrote version %d", winner, i, n)
			case err == nil:
				winner = i
			case !errors.Is(err, bonafide.ErrConflict):
				s.errorf("a writer that came late got %v", err)
			}
		}
		if winner < 0 {
			s.fatalf("no writer wrote version %d", n)
		}
		s.stored(version(n, fmt.Sprintf("by %d", winner)))
	}
}
