package storetest

import (
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

func outboxClauses() []Clause {
	return []Clause{
		{"outbox_order", "the tenant's events come in the order of commits and, inside one batch, of its writes", outboxOrder},
		{"outbox_goes_on", "a reader goes on behind its last position: it is given what came since, and nothing again", outboxGoesOn},
		{"outbox_16_writers", "a reader that goes on from its last position while 16 writers write misses no event and gets none twice", outboxUnderWriters},
		{"foreign_position", "a position that the store never gave fails with bonafide.ErrCursor", foreignPosition},
		{"half_event_query", "a query for events with a kind and no id, or an id and no kind, is refused", halfEventQuery},
	}
}

func outboxOrder(s *suite) {
	var want []bonafide.Event
	for i := range 5 {
		var batch []bonafide.Write
		for j := range 3 {
			id := fmt.Sprintf("u-%d-%d", 9-i, (j+1)%3) // neither rising nor falling
			events := linked(new(bonafide.Chain), "user", id, "first", "second")
			want = append(want, events...)
			batch = append(batch, write(bonafide.Record{Kind: "user", ID: id, Version: 1}, events...))
		}
		s.put(batch...)
	}
	for _, limit := range []int{1, 2, 7, 29, 30, 31, 1000} {
		s.reports(bonafide.EventQuery{Limit: limit}, want...)
	}
}

func outboxGoesOn(s *suite) {
	chain := new(bonafide.Chain)
	position := ""
	for version := int64(1); version <= 5; version++ {
		events := linked(chain, "user", "u-1", "first", "second", "third")
		s.put(write(bonafide.Record{Kind: "user", ID: "u-1", Version: version}, events...))
		for range 2 { // asked again, it is the same
			s.reports(bonafide.EventQuery{After: position}, events...)
			s.reports(bonafide.EventQuery{After: position, Limit: 2}, events...)
		}
		read := s.events(bonafide.EventQuery{After: position})
		if len(read) == 0 {
			s.fatalf("no events of version %d", version)
		}
		position = read[len(read)-1].Position
		s.reports(bonafide.EventQuery{After: position})
	}
}

func outboxUnderWriters(s *suite) {
	const writers, versions = 16, 6
	id := func(i int) string { return fmt.Sprintf("u-%02d", i) }
	written := make(chan []error, 1)
	go func() {
		written <- s.parallel(writers, func(i int) error {
			var chain bonafide.Chain
			for version := int64(1); version <= versions; version++ {
				r := bonafide.Record{Kind: "user", ID: id(i), Version: version}
				if err := s.store.Put(s.ctx, write(r, linked(&chain, "user", id(i), "step")...)); err != nil {
					return err
				}
			}
			return nil
		})
	}()
	read := map[string]int64{} // last number by record
	var position string
	for finished := false; ; {
		if !finished {
			select {
			case errs := <-written:
				if err := errors.Join(errs...); err != nil {
					s.fatalf("writers of records of their own: %v", err)
				}
				finished = true
			default:
			}
		}
		page, err := s.store.Events(s.ctx, bonafide.EventQuery{After: position, Limit: 3})
		if err != nil {
			s.fatalf("Events: %v", err)
		}
		for _, e := range page {
			if e.Seq != read[e.ID]+1 {
				s.fatalf("the reader got event %d of a record after event %d", e.Seq, read[e.ID])
			}
			read[e.ID], position = e.Seq, e.Position
		}
		if finished && len(page) == 0 {
			break
		}
	}
	for i := range writers {
		if read[id(i)] != versions {
			s.errorf("the reader got %d events of record %q, want %d", read[id(i)], id(i), versions)
		}
	}
}

func foreignPosition(s *suite) {
	elsewhere, other := s.open(s.TB)("tenant"), s.handle("other")
	fill := func(to bonafide.Store, n int) (positions []string) {
		for i := range n {
			id := fmt.Sprintf("u-%d", i)
			if err := to.Put(s.ctx, write(bonafide.Record{Kind: "user", ID: id, Version: 1}, linked(new(bonafide.Chain), "user", id, "user.created")...)); err != nil {
				s.fatalf("Put: %v", err)
			}
		}
		events, err := to.Events(s.ctx, bonafide.EventQuery{})
		if err != nil || len(events) != n {
			s.fatalf("Events: got %d and error %v, want %d", len(events), err, n)
		}
		for _, e := range events {
			positions = append(positions, e.Position)
		}
		return positions
	}
	own, foreign, others := fill(s.store, 4), fill(elsewhere, 4), fill(other, 4)
	page, err := s.store.List(s.ctx, bonafide.Query{Kind: "user", Limit: 1})
	if err != nil || page.Next == "" {
		s.fatalf("first page: error %v, Next %q", err, page.Next)
	}
	for what, position := range map[string]string{
		"of another store":    foreign[1],
		"of another tenant":   others[1],
		"with a part missing": own[1][:len(own[1])-1],
		"with more to it":     own[1] + "A",
		"with a blank":        own[1] + " ",
		"that is text":        "not a position",
		"that is a number":    "999999999",
		"below all":           "-1",
		"that is a quote":     "' or 1=1 --",
		"that is a cursor":    page.Next,
	} {
		for _, q := range []bonafide.EventQuery{{After: position}, {After: position, Kind: "user", ID: "u-1"}} {
			if events, err := s.store.Events(s.ctx, q); !errors.Is(err, bonafide.ErrCursor) {
				s.errorf("a position %s: got %d events and error %v, want bonafide.ErrCursor", what, len(events), err)
			}
		}
	}
	s.reports(bonafide.EventQuery{After: own[3]})
}

func halfEventQuery(s *suite) {
	s.put(write(bonafide.Record{Kind: "user", ID: "u-1", Version: 1}, linked(new(bonafide.Chain), "user", "u-1", "user.created")...))
	for _, q := range []bonafide.EventQuery{{Kind: "user"}, {ID: "u-1"}} {
		if events, err := s.store.Events(s.ctx, q); !errors.Is(err, bonafide.ErrInvalid) {
			s.errorf("Events of %+v: got %d events and error %v, want one that matches bonafide.ErrInvalid", q, len(events), err)
		}
	}
}
