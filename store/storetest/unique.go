package storetest

import (
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
)

func uniqueClauses() []Clause {
	return []Clause{
		{"unique_held", "a unique value that another record of the kind holds is refused, and nothing is written", uniqueHeld},
		{"duplicate_names_holder", "the *bonafide.DuplicateError names the value and the record that holds it", duplicateNamesHolder},
		{"unique_lookup", "List by a unique value answers the one record that holds it now", uniqueLookup},
		{"unique_16_creators", "of parallel creators with one unique value exactly one succeeds, the others get bonafide.ErrDuplicate", uniqueCreators},
		{"unique_freed", "a unique value that a record gives up can be held by another", uniqueFreed},
		{"unique_moved", "inside one batch a unique value can move from one record to another, in either order, in a ring as well", uniqueMoved},
		{"unique_own", "a record's own unique values never block its update", uniqueOwn},
		{"unique_per_kind", "records of different kinds may hold the same unique text", uniquePerKind},
		{"unique_in_batch", "two records of one batch that claim the same unique value are refused, and nothing is written", uniqueInBatch},
		{"conflict_first", "where versions conflict and unique values are taken, bonafide.ErrConflict is the answer", conflictFirst},
	}
}

func holder(id string, version int64, unique ...string) bonafide.Record {
	return bonafide.Record{Kind: "user", ID: id, Version: version, Unique: unique}
}

func uniqueHeld(s *suite) {
	a := holder("a", 1, "phone=1", "mail=1")
	s.put(write(a))
	s.refuse(bonafide.ErrDuplicate, write(holder("b", 1, "phone=2", "mail=1")))
	s.absent("user", "b")
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=2"})

	b := holder("b", 1, "phone=2")
	s.put(write(b))
	s.refuse(bonafide.ErrDuplicate, write(holder("b", 2, "phone=1")))
	s.stored(b)
	s.stored(a)
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=2"}, "b")
}

func duplicateNamesHolder(s *suite) {
	s.put(write(holder("a", 1, "phone=1")), write(holder("b", 1, "phone=2")))
	err := s.refuse(bonafide.ErrDuplicate, write(holder("c", 1, "free", "phone=2")))
	var duplicate *bonafide.DuplicateError
	if !errors.As(err, &duplicate) {
		s.fatalf("got %v, want a *bonafide.DuplicateError", err)
	}
	if duplicate.ID != "b" || duplicate.Key != "phone=2" {
		s.errorf("got holder %q of %q, want %q of %q", duplicate.ID, duplicate.Key, "b", "phone=2")
	}
}

func uniqueLookup(s *suite) {
	for i := range 5 {
		r := holder(fmt.Sprintf("u-%d", i), 1, fmt.Sprintf("phone=%d", i), fmt.Sprintf("mail=%d", i))
		r.Labels, r.Due = []string{"risk=low"}, at
		s.put(write(r))
	}
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=3"}, "u-3")
	s.lists(bonafide.Query{Kind: "user", Unique: "mail=3", Labels: []string{"risk=low"}, DueBefore: at.Add(time.Minute)}, "u-3")
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=3", Labels: []string{"risk=high"}})
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=3", DueBefore: at})
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=9"})
	s.lists(bonafide.Query{Kind: "case", Unique: "phone=3"})
	s.lists(bonafide.Query{Kind: "user", Unique: "risk=low"})
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"phone=3"}})
	s.put(write(holder("u-3", 2, "phone=new")))
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=3"})
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=new"}, "u-3")
}

func uniqueCreators(s *suite) {
	for round := range 3 {
		unique := fmt.Sprintf("phone=%d", round)
		id := func(i int) string { return fmt.Sprintf("u-%d-%02d", round, i) }
		errs := s.parallel(16, func(i int) error {
			return s.store.Put(s.ctx, write(holder(id(i), 1, unique)))
		})
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner >= 0:
				s.errorf("creators %d and %d both hold %q", winner, i, unique)
			case err == nil:
				winner = i
			case !errors.Is(err, bonafide.ErrDuplicate):
				s.errorf("a creator that came late got %v", err)
			default:
				s.absent("user", id(i))
			}
		}
		if winner < 0 {
			s.fatalf("no creator holds %q", unique)
		}
		s.lists(bonafide.Query{Kind: "user", Unique: unique}, id(winner))
	}
}

func uniqueFreed(s *suite) {
	s.put(write(holder("a", 1, "phone=1", "mail=1")))
	s.put(write(holder("a", 2, "mail=1")))
	s.put(write(holder("b", 1, "phone=1")))
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=1"}, "b")
	s.lists(bonafide.Query{Kind: "user", Unique: "mail=1"}, "a")
	s.refuse(bonafide.ErrDuplicate, write(holder("a", 3, "mail=1", "phone=1")))
	s.put(write(holder("b", 2)))
	s.put(write(holder("a", 3, "mail=1", "phone=1")))
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=1"}, "a")
}

func uniqueMoved(s *suite) {
	wants := func(unique, id string) {
		s.Helper()
		s.lists(bonafide.Query{Kind: "user", Unique: unique}, id)
	}
	s.put(write(holder("a", 1, "u")), write(holder("b", 1)))
	s.put(write(holder("a", 2)), write(holder("b", 2, "u"))) // given up first
	wants("u", "b")
	s.put(write(holder("a", 3, "u")), write(holder("b", 3))) // claimed first
	wants("u", "a")
	s.put(write(holder("b", 4, "v")))
	s.put(write(holder("a", 4, "v")), write(holder("b", 5, "u"))) // a swap
	wants("u", "b")
	wants("v", "a")
	s.put(write(holder("a", 5)), write(holder("c", 1, "v"))) // to a new record
	wants("v", "c")
	s.put(write(holder("d", 1, "u")), write(holder("b", 6))) // to a new record, claimed first
	wants("u", "d")

	s.put(write(holder("x", 1, "1")), write(holder("y", 1, "2")), write(holder("z", 1, "3")))
	s.put(write(holder("x", 2, "2")), write(holder("y", 2, "3")), write(holder("z", 2, "1")))
	wants("1", "z")
	wants("2", "x")
	wants("3", "y")

	// In the batch, but not given up: still held.
	s.refuse(bonafide.ErrDuplicate, write(holder("x", 3, "2", "1")), write(holder("y", 3)))
	s.refuse(bonafide.ErrDuplicate, write(holder("y", 3)), write(holder("x", 3, "2", "1")))
	wants("3", "y")
}

func uniqueOwn(s *suite) {
	for n := int64(1); n <= 3; n++ {
		s.put(write(holder("a", n, "phone=1", "mail=1")), write(holder("b", n, "phone=2")))
	}
	s.put(write(holder("a", 4, "mail=1", "phone=1", "passport=1")))
	s.put(write(holder("a", 5, "passport=1", "phone=1")))
	s.lists(bonafide.Query{Kind: "user", Unique: "phone=1"}, "a")
}

func uniquePerKind(s *suite) {
	user, kase := holder("a", 1, "external=1"), holder("b", 1, "external=1")
	kase.Kind = "case"
	s.put(write(user))
	s.put(write(kase))
	s.lists(bonafide.Query{Kind: "user", Unique: "external=1"}, "a")
	s.lists(bonafide.Query{Kind: "case", Unique: "external=1"}, "b")
	user.ID, user.Unique, kase.ID, kase.Unique = "c", []string{"2"}, "c", []string{"2"}
	s.put(write(user), write(kase))
}

func uniqueInBatch(s *suite) {
	err := s.refuse(bonafide.ErrDuplicate, write(holder("a", 1, "free")), write(holder("b", 1, "u")), write(holder("c", 1, "u")))
	var duplicate *bonafide.DuplicateError
	if !errors.As(err, &duplicate) || duplicate.Key != "u" || duplicate.ID != "b" && duplicate.ID != "c" {
		s.errorf("got %v, want a *bonafide.DuplicateError with the value and one of its records", err)
	}
	s.lists(bonafide.Query{Kind: "user"})
	s.lists(bonafide.Query{Kind: "user", Unique: "u"})
	s.lists(bonafide.Query{Kind: "user", Unique: "free"})
}

func conflictFirst(s *suite) {
	s.put(write(holder("a", 1, "u")), write(holder("b", 1)))
	s.refuse(bonafide.ErrConflict, write(holder("b", 1, "u")))
	s.refuse(bonafide.ErrConflict, write(holder("c", 1, "u")), write(holder("b", 3)))
	s.refuse(bonafide.ErrConflict, write(holder("c", 1, "v")), write(holder("d", 1, "v")), write(holder("b", 3)))
	s.lists(bonafide.Query{Kind: "user"}, "a", "b")
	s.lists(bonafide.Query{Kind: "user", Unique: "u", DueBefore: at.Add(time.Hour)})
}
