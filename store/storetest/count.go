package storetest

import (
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
)

func countClauses() []Clause {
	return []Clause{{"count", "Count, where a store has it, answers how many records all pages of List hold", counts}}
}

func counts(s *suite) {
	counter, ok := s.store.(bonafide.Counter)
	if !ok {
		return
	}
	none := bonafide.Query{Kind: "user"}
	if _, err := counter.Count(s.ctx, none); errors.Is(err, errors.ErrUnsupported) {
		return
	}
	for i := range 30 {
		r := labelled("user", fmt.Sprintf("u-%02d", i), 1, fmt.Sprintf("two=%d", i%2), fmt.Sprintf("three=%d", i%3), "all")
		if i%5 > 0 {
			r.Due = at.Add(time.Duration(i) * time.Hour)
		}
		r.Unique = []string{fmt.Sprint("n=", i)}
		s.put(write(r))
	}
	s.put(write(labelled("case", "c", 1, "all")))
	if err := s.handle("other").Put(s.ctx, write(labelled("user", "foreign", 1, "all", "two=1"))); err != nil {
		s.fatalf("Put: %v", err)
	}
	s.put(write(labelled("user", "u-00", 2, "two=1")), write(labelled("user", "u-01", 2)))
	due := at.Add(11*time.Hour + time.Microsecond)
	for _, q := range []bonafide.Query{
		none, {Kind: "case"}, {Kind: "nothing"},
		{Kind: "user", Labels: []string{"all"}}, {Kind: "user", Labels: []string{"two=1"}}, {Kind: "user", Labels: []string{"none"}},
		{Kind: "user", Labels: []string{"two=1", "three=0"}}, {Kind: "user", Labels: []string{"three=0", "two=1"}}, {Kind: "user", Labels: []string{"two=1", "two=1"}},
		{Kind: "user", Labels: []string{"two=0", "two=1"}},
		{Kind: "user", DueBefore: due}, {Kind: "user", DueBefore: due.Add(-time.Microsecond)}, {Kind: "user", DueBefore: at},
		{Kind: "user", DueBefore: due, Labels: []string{"two=1"}}, {Kind: "user", DueBefore: due, Labels: []string{"two=1", "all"}},
		{Kind: "user", Unique: "n=7"}, {Kind: "user", Unique: "n=0"}, {Kind: "user", Unique: "n=7", Labels: []string{"two=0"}}, {Kind: "user", Unique: "n=7", DueBefore: due},
	} {
		want := len(s.walk(q))
		for _, q.Limit = range []int{0, 1, bonafide.MaxPage} {
			if got, err := counter.Count(s.ctx, q); err != nil || got != int64(want) {
				s.errorf("Count of %+v: got %d and error %v, want %d", q, got, err, want)
			}
		}
	}
	if _, err := counter.Count(s.ctx, bonafide.Query{}); !errors.Is(err, bonafide.ErrInvalid) {
		s.errorf("Count without a kind: got error %v, want one that matches bonafide.ErrInvalid", err)
	}
}
