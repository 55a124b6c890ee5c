package storetest

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

func dueClauses() []Clause {
	return []Clause{
		{"due_order", "with DueBefore, records come by due time and then by id", dueOrder},
		{"due_boundary", "a record is due strictly before the time asked for, to the microsecond", dueBoundary},
		{"never_due", "a record without a due time is never due; one that changes its due time is listed by the new one", neverDue},
	}
}

func due(id string, version int64, t time.Time) bonafide.Record {
	return bonafide.Record{Kind: "user", ID: id, Version: version, Due: t}
}

func dueOrder(s *suite) {
	hour := func(n int) time.Time { return at.Add(time.Duration(n) * time.Hour) }
	s.put(write(due("a", 1, hour(5))), write(due("b", 1, hour(3))), write(due("c", 1, hour(4))),
		write(due("d", 1, hour(3))), write(due("bb", 1, hour(3))), write(due("e", 1, hour(-100_000))))
	for _, limit := range []int{1, 2, 3, 100} {
		s.lists(bonafide.Query{Kind: "user", DueBefore: hour(9), Limit: limit}, "e", "b", "bb", "d", "c", "a")
		s.lists(bonafide.Query{Kind: "user", DueBefore: hour(4), Limit: limit}, "e", "b", "bb", "d")
	}
	s.lists(bonafide.Query{Kind: "user"}, "a", "b", "bb", "c", "d", "e")
	s.lists(bonafide.Query{Kind: "case", DueBefore: hour(9)})
}

func dueBoundary(s *suite) {
	s.put(write(due("a", 1, at)))
	for _, c := range []struct {
		before time.Duration
		want   []string
	}{
		{-time.Second, nil}, {-time.Microsecond, nil}, {0, nil},
		{time.Nanosecond, []string{"a"}}, {time.Microsecond, []string{"a"}}, {time.Second, []string{"a"}},
	} {
		s.lists(bonafide.Query{Kind: "user", DueBefore: at.Add(c.before)}, c.want...)
	}
	// The same instant, told by another clock.
	east := at.In(time.FixedZone("east", 9*60*60))
	s.lists(bonafide.Query{Kind: "user", DueBefore: east})
	s.lists(bonafide.Query{Kind: "user", DueBefore: east.Add(time.Microsecond)}, "a")
}

func neverDue(s *suite) {
	far := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	s.put(write(due("a", 1, time.Time{})), write(due("b", 1, at)))
	s.lists(bonafide.Query{Kind: "user", DueBefore: far}, "b")
	s.put(write(due("a", 2, at.Add(-time.Hour))), write(due("b", 2, time.Time{})))
	s.lists(bonafide.Query{Kind: "user", DueBefore: far}, "a")
	s.put(write(due("a", 3, at.Add(time.Hour))))
	s.lists(bonafide.Query{Kind: "user", DueBefore: at})
	s.lists(bonafide.Query{Kind: "user", DueBefore: far}, "a")
}
