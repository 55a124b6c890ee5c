package storetest

import (
	"errors"

	"github.com/bonafide-go/bonafide"
)

// scrubClauses are for stores that can scrub; others pass them.
func scrubClauses() []Clause {
	return []Clause{
		{"scrub", "Scrub, where there is one, changes nothing that can be read, and may be repeated", scrub},
	}
}

func scrub(s *suite) {
	able, ok := s.store.(bonafide.Scrubber)
	if !ok {
		return
	}
	var chain bonafide.Chain
	r := bonafide.Record{Kind: "user", ID: "u-1", Version: 1, Unique: []string{"phone"}, Labels: []string{"all"}, Due: at, Body: []byte("x")}
	told := linked(&chain, r.Kind, r.ID, "user.created")
	s.put(write(r, told...))
	r.Version, r.Body = 2, []byte("y")
	s.put(write(r))
	for range 2 {
		if err := able.Scrub(s.ctx); errors.Is(err, errors.ErrUnsupported) {
			return
		} else if err != nil {
			s.errorf("Scrub: %v", err)
		}
		s.stored(r)
		s.lists(bonafide.Query{Kind: "user", Unique: "phone"}, "u-1")
		s.reports(bonafide.EventQuery{}, told...)
	}
	r.Version, r.Body = 3, []byte("z")
	s.put(write(r))
	s.stored(r)
}
