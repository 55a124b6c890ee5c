package storetest

import (
	"fmt"
	"testing"

	"github.com/bonafide-go/bonafide"
)

// Reopen makes a fresh, empty backing that outlives a process, such as a file, and returns a
// function that opens it. Each call of that closes what the call before opened, and opens the
// backing as the next process would.
type Reopen func(tb TB) func() func(tenant string) bonafide.Store

// RunReopen checks, as a subtest, that the next process finds all that one wrote. It is for
// stores that keep anything beyond their process, beside [Run], whose stores stay open: one
// that puts terms into JSON texts, and loses what is no UTF-8, is found here alone.
func RunReopen(t *testing.T, backing Reopen) {
	for _, c := range ReopenClauses(backing) {
		t.Run(c.Name, func(t *testing.T) { c.Run(t, notOpen) })
	}
}

// notOpen stands for the backing that the clauses of [RunReopen] open by themselves.
func notOpen(TB) func(string) bonafide.Store { return func(string) bonafide.Store { return nil } }

// ReopenClauses returns every clause of [RunReopen].
func ReopenClauses(backing Reopen) []Clause {
	return []Clause{{
		"reopen", "the next process finds records, terms, due times, events, positions and cursors as they were, and goes on from there",
		func(s *suite) {
			open := backing(s.TB)
			s.on(open())
			before := s.fill()
			s.on(open())
			s.goesOn(before)
		},
	}}
}

func (s *suite) on(handle func(tenant string) bonafide.Store) {
	s.handle, s.store = handle, handle("tenant")
}

// leftover is what was in a store before it was closed.
type leftover struct {
	batch  []bonafide.Write
	chains []bonafide.Chain
	events []bonafide.Event
	half   bonafide.Query // goes on behind half of the records
}

// fill writes records whose ids and terms are bytes of all kinds.
func (s *suite) fill() leftover {
	var f leftover
	for i, id := range sortedLookalikes() {
		f.chains = append(f.chains, bonafide.Chain{})
		r := bonafide.Record{Kind: "user", ID: id, Version: 1, Unique: []string{id}, Labels: []string{id, "all"}, Due: at, Body: fmt.Append(nil, i, id)}
		f.batch = append(f.batch, write(r, linked(&f.chains[i], "user", id, "user.created", "user.updated")...))
	}
	s.put(f.batch...)
	f.events = s.events(bonafide.EventQuery{})
	f.half = bonafide.Query{Kind: "user", Labels: []string{"all"}, Limit: len(f.batch) / 2}
	page, err := s.store.List(s.ctx, f.half)
	if err != nil {
		s.fatalf("List of %+v: %v", f.half, err)
	}
	f.half.Cursor = page.Next
	return f
}

// goesOn wants all of it to be there, and to be written on.
func (s *suite) goesOn(f leftover) {
	var ids []string
	for _, w := range f.batch {
		r := w.Record
		ids = append(ids, r.ID)
		s.same("Get", s.get("user", r.ID), r)
		s.lists(bonafide.Query{Kind: "user", Unique: r.ID}, r.ID)
		s.lists(bonafide.Query{Kind: "user", Labels: []string{r.ID}}, r.ID)
	}
	s.lists(bonafide.Query{Kind: "user"}, ids...)
	s.lists(bonafide.Query{Kind: "user", DueBefore: at.AddDate(1, 0, 0)}, ids...)
	s.lists(f.half, ids[f.half.Limit:]...)
	s.reports(bonafide.EventQuery{}, f.events...)
	s.reports(bonafide.EventQuery{After: f.events[2].Position}, f.events[3:]...)

	last := f.batch[len(f.batch)-1].Record
	s.refuse(bonafide.ErrConflict, write(last))
	s.refuse(bonafide.ErrDuplicate, write(bonafide.Record{Kind: "user", ID: "another", Version: 1, Unique: last.Unique}))
	last.Version = 2
	more := linked(&f.chains[len(f.chains)-1], "user", last.ID, "user.updated")
	s.put(write(last, more...))
	s.stored(last)
	s.reports(bonafide.EventQuery{After: f.events[len(f.events)-1].Position}, more...)
}
