package storetest

import (
	"fmt"

	"github.com/bonafide-go/bonafide"
)

func eventClauses() []Clause {
	return []Clause{
		{"events_every_field", "every field of an event comes back as it was written, so that bonafide.VerifyChain holds", eventsEveryField},
		{"events_of_record", "Events of one record gives those of that kind and id alone, oldest first, page by page", eventsOfRecord},
		{"events_only_if_written", "a refused write leaves no events", eventsOnlyIfWritten},
		{"events_with_record", "events become visible with their record's new version, not before and not after", eventsWithRecord},
	}
}

func eventsEveryField(s *suite) {
	data := map[string]string{"": "empty key", "empty": ""}
	for i, text := range lookalikes() {
		data[text] = fmt.Sprint(i)
		data[fmt.Sprint(i)] = text
	}
	var chain bonafide.Chain
	chain, first := chain.Link("user", "u-1", []bonafide.Event{
		{Type: "user.created", At: at, Actor: bonafide.Platform("p-1"), Data: map[string]string{"platform": "p-1"}},
		{Type: "user.permission", At: at.AddDate(0, 0, 1), Actor: bonafide.Reviewer("r-\xff\x00"), Data: data},
		{},
	})
	chain, second := chain.Link("user", "u-1", []bonafide.Event{{Type: "user.closed", At: at, Actor: bonafide.System()}})
	s.put(write(bonafide.Record{Kind: "user", ID: "u-1", Version: 1}, first...))
	s.put(write(bonafide.Record{Kind: "user", ID: "u-1", Version: 2}, second...))
	s.put(write(bonafide.Record{Kind: "user", ID: "u-1", Version: 3}))

	want := append(first, second...)
	s.reports(bonafide.EventQuery{Kind: "user", ID: "u-1"}, want...)
	s.reports(bonafide.EventQuery{}, want...)
	if err := bonafide.VerifyChain(s.events(bonafide.EventQuery{Kind: "user", ID: "u-1"}), chain); err != nil {
		s.errorf("the chain does not hold: %v", err)
	}
}

func eventsOfRecord(s *suite) {
	keys := [][2]string{{"user", "a"}, {"user", "aa"}, {"user", "b"}, {"case", "a"}, {"use", "ra"}}
	chains := make([]bonafide.Chain, len(keys))
	want := make([][]bonafide.Event, len(keys))
	for version := int64(1); version <= 4; version++ {
		var batch []bonafide.Write
		for i, key := range keys {
			events := linked(&chains[i], key[0], key[1], []string{"first", "second", "third"}[:version-1]...)
			want[i] = append(want[i], events...)
			batch = append(batch, write(bonafide.Record{Kind: key[0], ID: key[1], Version: version}, events...))
		}
		s.put(batch...)
	}
	for i, key := range keys {
		for _, limit := range []int{1, 2, 5, 6, 100} {
			s.reports(bonafide.EventQuery{Kind: key[0], ID: key[1], Limit: limit}, want[i]...)
		}
	}
	s.reports(bonafide.EventQuery{Kind: "case", ID: "b"})
	s.reports(bonafide.EventQuery{Kind: "user", ID: "none"})
}

func eventsOnlyIfWritten(s *suite) {
	var chain bonafide.Chain
	created := linked(&chain, "user", "u-1", "user.created")
	s.put(write(holder("u-1", 1, "phone=1"), created...))
	s.refuse(bonafide.ErrConflict, write(holder("u-1", 1), linked(new(bonafide.Chain), "user", "u-1", "user.created")...))
	s.refuse(bonafide.ErrConflict, write(holder("u-1", 3), linked(new(bonafide.Chain), "user", "u-1", "user.closed")...))
	s.refuse(bonafide.ErrDuplicate, write(holder("u-2", 1, "phone=1"), linked(new(bonafide.Chain), "user", "u-2", "user.created")...))
	s.refuse(bonafide.ErrInvalid, write(holder("", 1), linked(new(bonafide.Chain), "user", "", "user.created")...))
	s.reports(bonafide.EventQuery{}, created...)
	s.reports(bonafide.EventQuery{Kind: "user", ID: "u-1"}, created...)
	s.reports(bonafide.EventQuery{Kind: "user", ID: "u-2"})
}

func eventsWithRecord(s *suite) {
	const versions = 12 // each with one event
	written := make(chan error, 1)
	go func() {
		var chain bonafide.Chain
		for version := int64(1); version <= versions; version++ {
			r := bonafide.Record{Kind: "user", ID: "u-1", Version: version}
			if err := s.store.Put(s.ctx, write(r, linked(&chain, "user", "u-1", "step")...)); err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	version := func() int64 {
		r, err := s.store.Get(s.ctx, "user", "u-1")
		if err != nil {
			return 0
		}
		return r.Version
	}
	last := func(q bonafide.EventQuery) int64 {
		q.Limit = versions
		events, err := s.store.Events(s.ctx, q)
		if err != nil || len(events) == 0 {
			return 0
		}
		return events[len(events)-1].Seq
	}
	for done := false; !done; {
		select {
		case err := <-written:
			if err != nil {
				s.fatalf("Put: %v", err)
			}
			done = true // and look a last time
		default:
		}
		for _, q := range []bonafide.EventQuery{{}, {Kind: "user", ID: "u-1"}} {
			if before, events := version(), last(q); events < before {
				s.fatalf("version %d was there when only %d events were", before, events)
			}
			if events, after := last(q), version(); after < events {
				s.fatalf("%d events were there when the record was at version %d", events, after)
			}
		}
	}
	if version() != versions {
		s.errorf("got version %d, want %d", version(), versions)
	}
}
