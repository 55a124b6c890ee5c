package storetest

import (
	"fmt"
	"math"
	"time"

	"github.com/bonafide-go/bonafide"
)

func growthClauses() []Clause {
	return []Clause{{"answers_from_an_index", "what a page of records or events takes does not grow with the records there are: every query has an index", growth}}
}

// Bounds of the clause: a query may take longer among ten times the records, but not
// near ten times as long. What counts is the fastest of many calls, which a machine with
// other work to do disturbs least: a query is refused only where each of them is over.
const (
	growthSmall  = 200
	growthTimes  = 10
	growthCalls  = 250
	growthFactor = 4
	growthSlack  = 150 * time.Microsecond
)

// growth asks for the last few records of a tenant, by whatever they can be asked for.
func growth(s *suite) {
	queries := map[string]func() (int, error){}
	list := func(name string, q bonafide.Query) {
		queries[name] = func() (int, error) {
			page, err := s.store.List(s.ctx, q)
			return len(page.Records), err
		}
	}
	list("a unique value", bonafide.Query{Kind: "user", Unique: "last"})
	list("a label", bonafide.Query{Kind: "user", Labels: []string{"last"}})
	list("labels", bonafide.Query{Kind: "user", Labels: []string{"last", "all"}})
	list("due", bonafide.Query{Kind: "user", DueBefore: at.Add(time.Microsecond), Limit: 3})
	list("due and a label", bonafide.Query{Kind: "user", DueBefore: at.AddDate(1, 0, 0), Labels: []string{"last"}})
	queries["events of a record"] = func() (int, error) {
		events, err := s.store.Events(s.ctx, bonafide.EventQuery{Kind: "user", ID: "z"})
		return len(events), err
	}
	n := 0
	fill := func(upTo int) {
		for n < upTo {
			batch := make([]bonafide.Write, 0, bonafide.MaxBatch)
			for len(batch) < bonafide.MaxBatch {
				n++
				r := labelled("user", fmt.Sprintf("u-%06d", n), 1, "all")
				r.Due = at.Add(time.Duration(n) * time.Second)
				batch = append(batch, write(r, linked(new(bonafide.Chain), "user", r.ID, "step")...))
			}
			s.put(batch...)
		}
	}
	fill(growthSmall)
	last := labelled("user", "z", 1, "all", "last")
	last.Unique, last.Due = []string{"last"}, at.AddDate(0, 0, 300)
	s.put(write(last, linked(new(bonafide.Chain), "user", "z", "step")...))
	soon := labelled("user", "a", 1, "all")
	soon.Due = at
	s.put(write(soon, linked(new(bonafide.Chain), "user", "a", "step")...))
	few := map[string]time.Duration{}
	for name, ask := range queries {
		few[name] = s.fastest(name, ask, 0)
	}
	fill(growthSmall * growthTimes)
	for name, ask := range queries {
		bound := growthFactor*few[name] + growthSlack
		if many := s.fastest(name, ask, bound); many > bound {
			s.errorf("%s: %v among %d records, %v among %d", name, few[name], growthSmall, many, n)
		}
	}
}

// fastest is how long the fastest of many calls took, or the first that took no longer
// than the bound.
func (s *suite) fastest(name string, ask func() (int, error), bound time.Duration) time.Duration {
	fastest := time.Duration(math.MaxInt64)
	for call := 0; call < growthCalls && fastest > bound; call++ {
		began := time.Now()
		if found, err := ask(); err != nil || found == 0 {
			s.fatalf("%s: %d found, error %v", name, found, err)
		}
		fastest = min(fastest, time.Since(began))
	}
	return fastest
}
