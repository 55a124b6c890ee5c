package storetest

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

func recordClauses() []Clause {
	return []Clause{
		{"missing_record", "Get of a record that is not there answers bonafide.ErrNotFound; it has no page and no events", missingRecord},
		{"every_field", "every field of a record comes back as it was written, by Get and by List, after every write", everyField},
		{"empty_fields", "a record without unique values, labels, due time and body is kept and comes back without them", emptyFields},
		{"repeated_terms", "a unique value or label that its own record names twice is held once", repeatedTerms},
		{"copies_out", "what Get, List and Events return belongs to the caller, who may change it", copiesOut},
		{"copies_in", "Put keeps copies and changes nothing of what it is given", copiesIn},
		{"large_body", "a body of 1 MiB of any bytes is kept whole", largeBody},
		{"microseconds", "times are kept to the microsecond, in UTC, from year 1 to year 9999", microseconds},
	}
}

func full(version int64) bonafide.Record {
	return bonafide.Record{
		Kind: "user", ID: "u-1", Version: version,
		Unique: []string{"phone=1", "mail=1"},
		Labels: []string{"permission=locked", "risk=high"},
		Due:    at,
		Body:   []byte("{\"name\":\"\x00\xff\u00e9\"}\n"),
	}
}

func missingRecord(s *suite) {
	s.absent("user", "u-1")
	s.lists(bonafide.Query{Kind: "user"})
	s.reports(bonafide.EventQuery{Kind: "user", ID: "u-1"})
	s.put(write(full(1)))
	s.absent("user", "u-2")
	s.absent("case", "u-1")
	s.absent("user", "")
	s.absent("", "u-1")
	s.lists(bonafide.Query{Kind: "case"})
}

func everyField(s *suite) {
	first := full(1)
	s.put(write(first))
	s.stored(first)

	second := bonafide.Record{
		Kind: "user", ID: "u-1", Version: 2,
		Unique: []string{"mail=1", "phone=2", "passport=1"},
		Labels: []string{"risk=low"},
		Due:    at.Add(time.Hour),
		Body:   []byte("second"),
	}
	s.put(write(second))
	s.stored(second)

	third := bonafide.Record{Kind: "user", ID: "u-1", Version: 3}
	s.put(write(third))
	s.stored(third)
}

func emptyFields(s *suite) {
	for _, r := range []bonafide.Record{
		{Kind: "user", ID: "nil", Version: 1},
		{Kind: "user", ID: "empty", Version: 1, Unique: []string{}, Labels: []string{}, Body: []byte{}},
	} {
		s.put(write(r))
		s.stored(r)
		r.Version = 2
		s.put(write(r))
		s.stored(r)
	}
}

func repeatedTerms(s *suite) {
	r := full(1)
	r.Unique, r.Labels = []string{"u", "v", "u"}, []string{"l", "l", "m"}
	s.put(write(r))
	s.stored(r)
	s.lists(bonafide.Query{Kind: "user", Unique: "u"}, r.ID)
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"l", "m", "l"}}, r.ID)
	r.Version, r.Unique, r.Labels = 2, []string{"v"}, []string{"m"}
	s.put(write(r))
	s.stored(r)
	s.lists(bonafide.Query{Kind: "user", Unique: "u"})
	s.lists(bonafide.Query{Kind: "user", Labels: []string{"l"}})
}

func copiesOut(s *suite) {
	var chain bonafide.Chain
	events := linked(&chain, "user", "u-1", "user.created")
	events[0].Data = map[string]string{"platform": "p-1"}
	s.put(write(full(1), events...))

	spoil := func(r bonafide.Record) {
		for i := range r.Body {
			r.Body[i] = 'x'
		}
		for _, terms := range [][]string{r.Unique, r.Labels} {
			for i := range terms {
				terms[i] = "spoilt"
			}
		}
	}
	spoil(s.get("user", "u-1"))
	s.stored(full(1))
	for _, r := range s.walk(bonafide.Query{Kind: "user"}) {
		spoil(r)
	}
	s.stored(full(1))
	for _, e := range s.events(bonafide.EventQuery{}) {
		if e.Data != nil {
			e.Data["platform"] = "spoilt"
		}
	}
	s.reports(bonafide.EventQuery{}, events...)
}

func copiesIn(s *suite) {
	var chain bonafide.Chain
	events := linked(&chain, "user", "u-1", "user.created")
	events[0].Data = map[string]string{"platform": "p-1"}
	r := full(1)
	// Room behind the ends: what a careless append would write into.
	r.Body = append(make([]byte, 0, 64), r.Body...)
	r.Unique = append(make([]string, 0, 8), r.Unique...)
	r.Labels = append(make([]string, 0, 8), r.Labels...)
	s.put(write(r, events...))

	s.same("what Put was given", r, full(1))
	if events[0].Position != "" || len(events[0].Data) != 1 {
		s.errorf("Put changed the event it was given")
	}
	if !slices.Equal(r.Unique, full(1).Unique) || !slices.Equal(r.Labels, full(1).Labels) ||
		r.Unique[:3][2] != "" || r.Labels[:3][2] != "" || r.Body[:cap(r.Body)][len(r.Body)] != 0 {
		s.errorf("Put changed the slices it was given")
	}

	r.Body[0], r.Unique[0], r.Labels[0] = 'x', "spoilt", "spoilt"
	events[0].Data["platform"], events[0].Type = "spoilt", "spoilt"
	s.stored(full(1))
	got := s.events(bonafide.EventQuery{})
	if len(got) != 1 || got[0].Type != "user.created" || got[0].Data["platform"] != "p-1" {
		s.errorf("the stored event changes with the caller's")
	}
}

func largeBody(s *suite) {
	random := rand.NewChaCha8([32]byte{1})
	r := full(1)
	r.Body = make([]byte, 1<<20)
	_, _ = random.Read(r.Body)
	s.put(write(r))
	s.stored(r)
	r.Version, r.Body = 2, bytes.Repeat([]byte{0}, 1<<20)
	s.put(write(r))
	s.stored(r)
}

func microseconds(s *suite) {
	for i, due := range []time.Time{
		time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC),
		time.Date(1582, 10, 10, 12, 0, 0, 123_456_000, time.UTC),
		time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2024, 2, 29, 23, 59, 59, 1000, time.UTC),
		time.Date(2026, 3, 29, 1, 30, 0, 999_999_000, time.UTC), // inside a change of summer time
		time.Date(2300, 1, 1, 0, 0, 0, 123_457_000, time.UTC),   // beyond 64 bits of nanoseconds
		time.Date(9999, 12, 31, 23, 59, 59, 999_998_000, time.UTC),
	} {
		id := string(rune('a' + i))
		r := bonafide.Record{Kind: "user", ID: id, Version: 1, Due: due}
		event := bonafide.NewEvent("user.created", due, bonafide.System())
		_, events := bonafide.Chain{}.Link("user", id, []bonafide.Event{event})
		s.put(write(r, events...))
		s.stored(r)
		s.reports(bonafide.EventQuery{Kind: "user", ID: id}, events...)
		s.lists(bonafide.Query{Kind: "user", DueBefore: due.Add(time.Microsecond)}, letters(i)...)
	}
}

// letters are the first ones, up to the one at i.
func letters(i int) []string {
	var ids []string
	for c := range i + 1 {
		ids = append(ids, string(rune('a'+c)))
	}
	return ids
}
