package storetest

import (
	"errors"

	"github.com/bonafide-go/bonafide"
)

// deleteClauses are for stores that can delete; others pass them.
func deleteClauses() []Clause {
	return []Clause{
		{"delete", "Delete, where there is one, takes away the record with its terms and due time and keeps its events; a version 1 may follow", deleteRecord},
		{"delete_version", "Delete of another version than the stored one fails with bonafide.ErrConflict and changes nothing", deleteVersion},
	}
}

// delete deletes a record, and wants an error that matches the target, or none. It
// is false for a store that cannot.
func (s *suite) delete(target error, kind, id string, version int64) bool {
	s.Helper()
	d, ok := s.store.(bonafide.Deleter)
	if !ok {
		return false
	}
	err := d.Delete(s.ctx, kind, id, version)
	if errors.Is(err, errors.ErrUnsupported) {
		return false
	}
	if !errors.Is(err, target) {
		s.errorf("Delete of %q %q version %d: got error %v, want %v", kind, id, version, err, target)
	}
	return true
}

func deleteRecord(s *suite) {
	var chain bonafide.Chain
	r := bonafide.Record{Kind: "user", ID: "u-1", Version: 1, Unique: []string{"phone"}, Labels: []string{"all"}, Due: at, Body: []byte("x")}
	other := bonafide.Record{Kind: "user", ID: "u-2", Version: 1, Labels: []string{"all"}, Due: at, Body: []byte("y")}
	told := linked(&chain, r.Kind, r.ID, "user.created")
	s.put(write(r, told...), write(other))
	r.Version = 2
	s.put(write(r))
	if !s.delete(nil, r.Kind, r.ID, 2) {
		return
	}
	s.absent(r.Kind, r.ID)
	for _, q := range []bonafide.Query{{Kind: "user"}, {Kind: "user", Labels: []string{"all"}}, {Kind: "user", DueBefore: at.AddDate(1, 0, 0)}} {
		s.lists(q, "u-2")
	}
	s.lists(bonafide.Query{Kind: "user", Unique: "phone"})
	s.reports(bonafide.EventQuery{}, told...)
	s.reports(bonafide.EventQuery{Kind: r.Kind, ID: r.ID}, told...)
	s.stored(other)

	other.Version, other.Unique = 2, []string{"phone"}
	s.put(write(other)) // the value is free
	r.Version, r.Unique, r.Labels, r.Body = 1, nil, []string{"new"}, []byte("again")
	s.put(write(r))
	s.stored(r)
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"new"}}, "u-1")
}

func deleteVersion(s *suite) {
	if !s.delete(bonafide.ErrConflict, "user", "u-1", 1) {
		return
	}
	s.put(write(version(1, "first")))
	s.put(write(version(2, "second")))
	for _, n := range []int64{1, 3} {
		s.delete(bonafide.ErrConflict, "user", "u-1", n)
	}
	s.delete(bonafide.ErrConflict, "case", "u-1", 2)
	s.delete(bonafide.ErrConflict, "user", "u-2", 2)
	s.as("other")
	s.delete(bonafide.ErrConflict, "user", "u-1", 2)
	s.as("tenant")
	s.stored(version(2, "second"))
	s.delete(nil, "user", "u-1", 2)
	s.delete(bonafide.ErrConflict, "user", "u-1", 2)
}
