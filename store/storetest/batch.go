package storetest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

func batchClauses() []Clause {
	return []Clause{
		{"all_or_nothing", "a batch of 100 is written whole, or leaves no trace of any write, the first included", allOrNothing},
		{"batch_over_100", "a batch of more than 100 writes is refused and writes nothing", batchOver100},
		{"record_twice", "a batch that names one record twice is refused and writes nothing", recordTwice},
		{"empty_batch", "an empty batch does nothing", emptyBatch},
		{"bounds", "what is beyond the limits of package bonafide is refused with bonafide.ErrInvalid, what is at them is kept", bounds},
	}
}

// hundred records with all there is to leave traces of.
func hundred(version int64) (batch []bonafide.Write) {
	for i := range bonafide.MaxBatch {
		id := fmt.Sprintf("u-%03d", i)
		var chain bonafide.Chain
		batch = append(batch, write(bonafide.Record{
			Kind: "user", ID: id, Version: version,
			Unique: []string{"unique-" + id}, Labels: []string{"in-batch"}, Due: at, Body: []byte(id),
		}, linked(&chain, "user", id, "user.created")...))
	}
	return batch
}

func allOrNothing(s *suite) {
	noTrace := func(others ...string) {
		s.Helper()
		s.lists(bonafide.Query{Kind: "user"}, others...)
		s.lists(bonafide.Query{Kind: "user", Unique: "unique-u-000"})
		s.lists(bonafide.Query{Kind: "user", Labels: []string{"in-batch"}})
		s.lists(bonafide.Query{Kind: "user", DueBefore: at.Add(time.Hour)})
		s.reports(bonafide.EventQuery{})
		for _, id := range []string{"u-000", "u-050"} {
			s.absent("user", id)
			s.reports(bonafide.EventQuery{Kind: "user", ID: id})
		}
	}
	noTrace()
	last := bonafide.MaxBatch - 1

	batch := hundred(1)
	batch[last].Record.Version = 2 // the record is not there, so only version 1 could follow
	s.refuse(bonafide.ErrConflict, batch...)
	noTrace()

	s.put(write(bonafide.Record{Kind: "user", ID: "z", Version: 1, Unique: []string{"taken"}}))
	batch = hundred(1)
	batch[last].Record.Unique = []string{"taken"}
	s.refuse(bonafide.ErrDuplicate, batch...)
	noTrace("z")

	batch = hundred(1)
	s.put(batch...)
	for _, w := range []bonafide.Write{batch[0], batch[50], batch[last]} {
		s.same("Get", s.get(w.Record.Kind, w.Record.ID), w.Record)
		s.reports(bonafide.EventQuery{Kind: w.Record.Kind, ID: w.Record.ID}, w.Events...)
	}
	if n := len(s.walk(bonafide.Query{Kind: "user"})); n != len(batch)+1 {
		s.errorf("after a batch of %d there are %d records", len(batch), n-1)
	}

	// Written again, each version follows but the first unique value is taken: all stays as it was.
	again := hundred(2)
	again[0].Record.Unique = []string{"taken"}
	for i := range again {
		again[i].Record.Labels, again[i].Record.Body, again[i].Events = nil, nil, nil
	}
	s.refuse(bonafide.ErrDuplicate, again...)
	s.same("Get", s.get("user", "u-000"), batch[0].Record)
	s.same("Get", s.get("user", "u-099"), batch[last].Record)
	if n := len(s.walk(bonafide.Query{Kind: "user", Labels: []string{"in-batch"}})); n != len(batch) {
		s.errorf("a refused batch took the label of %d records", len(batch)-n)
	}
}

func batchOver100(s *suite) {
	batch := append(hundred(1), write(bonafide.Record{Kind: "user", ID: "one more", Version: 1}))
	s.refuse(bonafide.ErrInvalid, batch...)
	s.lists(bonafide.Query{Kind: "user"})
	s.reports(bonafide.EventQuery{})
}

func recordTwice(s *suite) {
	s.refuse(bonafide.ErrInvalid, write(version(1, "a")), write(version(1, "b")))
	s.absent("user", "u-1")
	s.refuse(bonafide.ErrInvalid, write(version(1, "a")), write(version(2, "b")))
	s.absent("user", "u-1")
	// One id in two kinds is two records.
	other := version(1, "b")
	other.Kind = "case"
	s.put(write(version(1, "a")), write(other))
	s.stored(version(1, "a"))
	s.stored(other)
}

func emptyBatch(s *suite) {
	s.put()
	s.reports(bonafide.EventQuery{})
	s.put(write(version(1, "a")))
	s.put()
	s.stored(version(1, "a"))
}

func bounds(s *suite) {
	long := strings.Repeat("x", bonafide.MaxTermBytes)
	terms := make([]string, bonafide.MaxTerms)
	for i := range terms {
		terms[i] = fmt.Sprintf("%s%02d", long[2:], i)
	}
	widest := bonafide.Record{Kind: long, ID: long, Version: 1, Unique: terms, Labels: terms}
	s.put(write(widest))
	s.stored(widest)
	s.lists(bonafide.Query{Kind: long, Unique: terms[7], Labels: terms}, long)

	for what, change := range map[string]func(*bonafide.Write){
		"no kind":            func(w *bonafide.Write) { w.Record.Kind = "" },
		"no id":              func(w *bonafide.Write) { w.Record.ID = "" },
		"version 0":          func(w *bonafide.Write) { w.Record.Version = 0 },
		"a negative version": func(w *bonafide.Write) { w.Record.Version = -1 },
		"a long kind":        func(w *bonafide.Write) { w.Record.Kind = long + "x" },
		"a long id":          func(w *bonafide.Write) { w.Record.ID = long + "x" },
		"an empty unique":    func(w *bonafide.Write) { w.Record.Unique = []string{""} },
		"a long unique":      func(w *bonafide.Write) { w.Record.Unique = []string{long + "x"} },
		"an empty label":     func(w *bonafide.Write) { w.Record.Labels = []string{""} },
		"a long label":       func(w *bonafide.Write) { w.Record.Labels = []string{long + "x"} },
		"65 unique values":   func(w *bonafide.Write) { w.Record.Unique = append(terms[:64:64], "more") },
		"65 labels":          func(w *bonafide.Write) { w.Record.Labels = append(terms[:64:64], "more") },
		"a body too large":   func(w *bonafide.Write) { w.Record.Body = make([]byte, bonafide.MaxBodyBytes+1) },
		"an event of another record": func(w *bonafide.Write) {
			w.Events = []bonafide.Event{{Kind: "user", ID: "other", Seq: 1}}
		},
	} {
		good, bad := version(1, "good"), write(bonafide.Record{Kind: "user", ID: "bad", Version: 1})
		change(&bad)
		if err := s.store.Put(s.ctx, write(good), bad); !errors.Is(err, bonafide.ErrInvalid) {
			s.errorf("Put with %s: got error %v, want one that matches bonafide.ErrInvalid", what, err)
		}
		s.absent("user", "u-1")
		s.absent("user", "bad")
	}
}
