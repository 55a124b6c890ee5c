package storetest

import (
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
)

func labelClauses() []Clause {
	return []Clause{
		{"labels", "List by one label answers exactly the records of the kind that hold it now", labels},
		{"label_pairs", "List by several labels answers exactly the records that hold all of them", labelPairs},
	}
}

func labelled(kind, id string, version int64, labels ...string) bonafide.Record {
	return bonafide.Record{Kind: kind, ID: id, Version: version, Labels: labels}
}

func labels(s *suite) {
	s.put(write(labelled("user", "a", 1, "risk=low", "status=open")),
		write(labelled("user", "b", 1, "risk=high")),
		write(labelled("user", "c", 1)),
		write(labelled("case", "d", 1, "risk=low")))
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"risk=low"}}, "a")
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"risk=high"}}, "b")
	s.lists(bonafide.Query{Kind: "case", Labels: []string{"risk=low"}}, "d")
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"risk"}})
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"risk=low,status=open"}})
	s.lists(bonafide.Query{Kind: "user", Labels: []string{}}, "a", "b", "c")

	s.put(write(labelled("user", "a", 2, "status=open")), write(labelled("user", "c", 2, "risk=low")))
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"risk=low"}}, "c")
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"status=open"}}, "a")
	s.put(write(labelled("user", "a", 3)))
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"status=open"}})
}

func labelPairs(s *suite) {
	var all []string
	for i := range 12 {
		id := fmt.Sprintf("u-%02d", i)
		r := labelled("user", id, 1, fmt.Sprintf("two=%d", i%2), fmt.Sprintf("three=%d", i%3), "all")
		r.Due = at
		s.put(write(r))
		all = append(all, id)
	}
	due := at.Add(time.Minute)
	for _, q := range []bonafide.Query{{Kind: "user", Limit: 1}, {Kind: "user"}, {Kind: "user", DueBefore: due}} {
		q.Labels = []string{"two=1", "three=2"}
		s.lists(q, "u-05", "u-11")
		q.Labels = []string{"three=2", "two=1"}
		s.lists(q, "u-05", "u-11")
		q.Labels = []string{"all", "two=0", "three=0"}
		s.lists(q, "u-00", "u-06")
		q.Labels = []string{"all"}
		s.lists(q, all...)
		q.Labels = []string{"two=0", "two=1"}
		s.lists(q)
		q.Labels = []string{"all", "none"}
		s.lists(q)
	}
}
