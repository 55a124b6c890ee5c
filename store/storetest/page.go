package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

func pageClauses() []Clause {
	return []Clause{
		{"pages", "a walk from page to page gives every record once, in order, at most Limit at a time, and ends with an empty Next", pages},
		{"limits", "a limit of 0 means bonafide.DefaultPage; one below 0 or over bonafide.MaxPage, or a query without a kind, is refused", limits},
		{"list_while_inserting", "a record that stands still is neither missed nor repeated by a walk while others are written", listWhileInserting},
		{"foreign_cursor", "a cursor of another query, tenant or store, or a mangled one, fails with bonafide.ErrCursor", foreignCursor},
	}
}

func pages(s *suite) {
	var batch []bonafide.Write
	var byID, byDue []string
	for i := range 30 {
		id := fmt.Sprintf("u-%02d", i)
		byID = append(byID, id)
		batch = append(batch, write(bonafide.Record{
			Kind: "user", ID: id, Version: 1, Labels: []string{"all"}, Due: at.Add(time.Duration(-i/4) * time.Microsecond),
		}), write(bonafide.Record{Kind: "case", ID: id + "-other", Version: 1, Labels: []string{"all"}, Due: at}))
	}
	for first := 28; first >= 0; first -= 4 {
		byDue = append(byDue, byID[first:min(first+4, 30)]...)
	}
	s.put(batch...)
	for _, limit := range []int{1, 2, 3, 7, 10, 15, 29, 30, 31, bonafide.MaxPage} {
		s.lists(bonafide.Query{Kind: "user", Limit: limit}, byID...)
		s.lists(bonafide.Query{Kind: "user", Limit: limit, Labels: []string{"all"}}, byID...)
		s.lists(bonafide.Query{Kind: "user", Limit: limit, DueBefore: at.Add(time.Minute)}, byDue...)
		s.lists(bonafide.Query{Kind: "user", Limit: limit, DueBefore: at.Add(time.Minute), Labels: []string{"all"}}, byDue...)
	}
	page, err := s.store.List(s.ctx, bonafide.Query{Kind: "user", Limit: 30})
	if err != nil || len(page.Records) == 30 && page.Next != "" {
		s.errorf("a page that holds all there is: got error %v and Next %q, want neither", err, page.Next)
	}
	page, err = s.store.List(s.ctx, bonafide.Query{Kind: "user", Unique: "none"})
	if err != nil || page.Next != "" {
		s.errorf("an empty page: got error %v and Next %q, want neither", err, page.Next)
	}
	// Pages of one query may differ in size.
	q := bonafide.Query{Kind: "user", Limit: 10}
	page, err = s.store.List(s.ctx, q)
	if err != nil || page.Next == "" {
		s.fatalf("first page: error %v, Next %q", err, page.Next)
	}
	q.Cursor, q.Limit = page.Next, 3
	s.lists(q, byID[len(page.Records):]...)
}

func limits(s *suite) {
	for version := int64(1); version <= 2; version++ {
		var batch []bonafide.Write
		for i := range bonafide.DefaultPage {
			id := fmt.Sprintf("u-%d-%03d", version, i)
			var chain bonafide.Chain
			batch = append(batch, write(bonafide.Record{Kind: "user", ID: id, Version: 1}, linked(&chain, "user", id, "user.created")...))
		}
		s.put(batch...)
	}
	if n := len(s.walk(bonafide.Query{Kind: "user"})); n != 2*bonafide.DefaultPage {
		s.errorf("a walk by default pages: got %d records, want %d", n, 2*bonafide.DefaultPage)
	}
	for _, limit := range []int{0, 1, 7, bonafide.DefaultPage, bonafide.MaxPage} {
		want := limit
		if limit == 0 {
			want = bonafide.DefaultPage
		}
		events, err := s.store.Events(s.ctx, bonafide.EventQuery{Limit: limit})
		if err != nil || len(events) > want || len(events) == 0 {
			s.errorf("Events with limit %d: got %d events and error %v", limit, len(events), err)
		}
		if n := len(s.events(bonafide.EventQuery{Limit: limit})); n != 2*bonafide.DefaultPage {
			s.errorf("Events with limit %d: a walk gave %d, want %d", limit, n, 2*bonafide.DefaultPage)
		}
	}
	for _, limit := range []int{-1, bonafide.MaxPage + 1} {
		if _, err := s.store.List(s.ctx, bonafide.Query{Kind: "user", Limit: limit}); !errors.Is(err, bonafide.ErrInvalid) {
			s.errorf("List with limit %d: got error %v, want one that matches bonafide.ErrInvalid", limit, err)
		}
		if _, err := s.store.Events(s.ctx, bonafide.EventQuery{Limit: limit}); !errors.Is(err, bonafide.ErrInvalid) {
			s.errorf("Events with limit %d: got error %v, want one that matches bonafide.ErrInvalid", limit, err)
		}
	}
	if _, err := s.store.List(s.ctx, bonafide.Query{}); !errors.Is(err, bonafide.ErrInvalid) {
		s.errorf("List without a kind: got error %v, want one that matches bonafide.ErrInvalid", err)
	}
}

func listWhileInserting(s *suite) {
	still := func(i int) string { return fmt.Sprintf("m-%02d", i) }
	var want []string
	for i := range 20 {
		want = append(want, still(i))
		s.put(write(bonafide.Record{Kind: "user", ID: still(i), Version: 1, Labels: []string{"all"}, Due: at.Add(time.Duration(i) * time.Second)}))
	}
	for n, q := range []bonafide.Query{
		{Kind: "user", Limit: 3},
		{Kind: "user", Limit: 3, Labels: []string{"all"}},
		{Kind: "user", Limit: 3, DueBefore: at.Add(time.Hour)},
	} {
		var got []string
		for page := 0; ; page++ {
			answer, err := s.store.List(s.ctx, q)
			if err != nil {
				s.fatalf("List of %+v: %v", q, err)
			}
			for _, r := range answer.Records {
				if slices.Contains(want, r.ID) {
					got = append(got, r.ID)
				}
			}
			if answer.Next == "" || page > 200 {
				break
			}
			q.Cursor = answer.Next
			if page < 10 { // before, at and behind the place of the walk
				for i, place := range []string{"a", still(2*page) + "+", "z"} {
					id := fmt.Sprintf("%s-%d-%02d", place, n, page)
					s.put(write(bonafide.Record{Kind: "user", ID: id, Version: 1, Labels: []string{"all"}, Due: at.Add(time.Duration(i*9) * time.Second)}))
				}
			}
		}
		if !slices.Equal(got, want) {
			s.errorf("List of %+v while others are written: got %q, want %q", q, got, want)
		}
	}
}

func foreignCursor(s *suite) {
	elsewhere := s.open(s.TB)("tenant")
	stores := map[string]bonafide.Store{"this store": s.store, "another tenant": s.handle("other"), "another store": elsewhere}
	for i := range 5 {
		id := fmt.Sprintf("u-%d", i)
		for _, to := range stores {
			for _, kind := range []string{"user", "case"} {
				var chain bonafide.Chain
				r := bonafide.Record{Kind: kind, ID: id, Version: 1, Unique: []string{id}, Labels: []string{"all", "more"}, Due: at}
				if err := to.Put(s.ctx, write(r, linked(&chain, kind, id, "made")...)); err != nil {
					s.fatalf("Put: %v", err)
				}
			}
		}
	}
	base := bonafide.Query{Kind: "user", Labels: []string{"all"}, DueBefore: at.Add(time.Hour), Limit: 2}
	page, err := s.store.List(s.ctx, base)
	if err != nil || page.Next == "" {
		s.fatalf("first page: error %v, Next %q", err, page.Next)
	}
	cursor := page.Next
	refused := func(what string, from bonafide.Store, q bonafide.Query) {
		s.Helper()
		if page, err := from.List(s.ctx, q); !errors.Is(err, bonafide.ErrCursor) {
			s.errorf("a cursor and %s: got %d records and error %v, want bonafide.ErrCursor", what, len(page.Records), err)
		}
	}
	for what, change := range map[string]func(*bonafide.Query){
		"another kind":       func(q *bonafide.Query) { q.Kind = "case" },
		"another unique":     func(q *bonafide.Query) { q.Unique = "u-4" },
		"another label":      func(q *bonafide.Query) { q.Labels = []string{"more"} },
		"one more label":     func(q *bonafide.Query) { q.Labels = []string{"all", "more"} },
		"no label":           func(q *bonafide.Query) { q.Labels = nil },
		"another due time":   func(q *bonafide.Query) { q.DueBefore = q.DueBefore.Add(time.Microsecond) },
		"no due time":        func(q *bonafide.Query) { q.DueBefore = time.Time{} },
		"a part of it":       func(q *bonafide.Query) { q.Cursor = cursor[:len(cursor)-1] },
		"something added":    func(q *bonafide.Query) { q.Cursor = cursor + "A" },
		"a line break added": func(q *bonafide.Query) { q.Cursor = cursor + "\n" },
		"other letter case":  func(q *bonafide.Query) { q.Cursor = swapCase(cursor) },
		"an id instead":      func(q *bonafide.Query) { q.Cursor = "u-2" },
		"a number instead":   func(q *bonafide.Query) { q.Cursor = "2" },
		"a quote instead":    func(q *bonafide.Query) { q.Cursor = "' or 1=1 --" },
	} {
		q := base
		q.Cursor = cursor
		change(&q)
		refused(what, s.store, q)
	}
	q := base
	q.Cursor = cursor
	refused("another tenant", stores["another tenant"], q)
	refused("another store", elsewhere, q)
	for _, e := range s.events(bonafide.EventQuery{Limit: 1, Kind: "user", ID: "u-1"}) {
		q.Cursor = e.Position
		refused("the position of an event instead", s.store, q)
	}

	q.Cursor, q.Limit = cursor, 1
	s.lists(q, "u-2", "u-3", "u-4")
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, s)
}
