package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
)

// suite is the run of one clause.
type suite struct {
	TB
	ctx    context.Context
	rule   string
	open   Open
	handle func(tenant string) bonafide.Store
	store  bonafide.Store // handle of the tenant called "tenant"
}

// at is when everything in the suite happens.
var at = time.Date(2026, 2, 28, 23, 59, 59, 999_999_000, time.UTC)

func (s *suite) errorf(format string, args ...any) {
	s.Helper()
	s.Errorf("%s\nrule: %s", fmt.Sprintf(format, args...), s.rule)
}

func (s *suite) fatalf(format string, args ...any) {
	s.Helper()
	s.Fatalf("%s\nrule: %s", fmt.Sprintf(format, args...), s.rule)
}

// put must succeed.
func (s *suite) put(batch ...bonafide.Write) {
	s.Helper()
	if err := s.store.Put(s.ctx, batch...); err != nil {
		s.fatalf("Put of %s: %v", names(batch), err)
	}
}

// refuse wants an error that matches the target, and returns it.
func (s *suite) refuse(target error, batch ...bonafide.Write) error {
	s.Helper()
	err := s.store.Put(s.ctx, batch...)
	if !errors.Is(err, target) {
		s.errorf("Put of %s: got error %v, want one that matches %q", names(batch), err, target)
	}
	return err
}

func (s *suite) get(kind, id string) bonafide.Record {
	s.Helper()
	r, err := s.store.Get(s.ctx, kind, id)
	if err != nil {
		s.fatalf("Get of %q %q: %v", kind, id, err)
	}
	return r
}

// absent wants the record not to be there.
func (s *suite) absent(kind, id string) {
	s.Helper()
	if r, err := s.store.Get(s.ctx, kind, id); !errors.Is(err, bonafide.ErrNotFound) {
		s.errorf("Get of %q %q: got version %d and error %v, want bonafide.ErrNotFound", kind, id, r.Version, err)
	}
}

// stored wants the record to be there as it is.
func (s *suite) stored(want bonafide.Record) {
	s.Helper()
	s.same("Get", s.get(want.Kind, want.ID), want)
	for _, got := range s.walk(bonafide.Query{Kind: want.Kind}) {
		if got.ID == want.ID {
			s.same("List", got, want)
			return
		}
	}
	s.errorf("List does not show %q %q", want.Kind, want.ID)
}

// same compares records; unique values and labels are sets.
func (s *suite) same(from string, got, want bonafide.Record) {
	s.Helper()
	name := fmt.Sprintf("%s of %q %q", from, want.Kind, want.ID)
	if got.Kind != want.Kind || got.ID != want.ID {
		s.errorf("%s: got %q %q", name, got.Kind, got.ID)
	}
	if got.Version != want.Version {
		s.errorf("%s: got version %d, want %d", name, got.Version, want.Version)
	}
	if !slices.Equal(set(got.Unique), set(want.Unique)) {
		s.errorf("%s: got unique values %q, want %q", name, got.Unique, want.Unique)
	}
	if !slices.Equal(set(got.Labels), set(want.Labels)) {
		s.errorf("%s: got labels %q, want %q", name, got.Labels, want.Labels)
	}
	if got.Due != want.Due {
		s.errorf("%s: got due %v, want %v, in UTC and equal by ==", name, got.Due, want.Due)
	}
	if !bytes.Equal(got.Body, want.Body) {
		s.errorf("%s: got another body (%d bytes, want %d)", name, len(got.Body), len(want.Body))
	}
}

// walk reads every page of the query. A page without progress ends it.
func (s *suite) walk(q bonafide.Query) []bonafide.Record {
	s.Helper()
	var all []bonafide.Record
	seen := map[string]bool{}
	for {
		page, err := s.store.List(s.ctx, q)
		if err != nil {
			s.fatalf("List of %+v: %v", q, err)
		}
		limit := q.Limit
		if limit == 0 {
			limit = bonafide.DefaultPage
		}
		if len(page.Records) > limit {
			s.errorf("List of %+v: got %d records, want at most %d", q, len(page.Records), limit)
		}
		all = append(all, page.Records...)
		if page.Next == "" {
			return all
		}
		if seen[page.Next] {
			s.fatalf("List of %+v: the walk does not move on", q)
		}
		seen[page.Next], q.Cursor = true, page.Next
	}
}

// lists wants a walk to give these ids in this order.
func (s *suite) lists(q bonafide.Query, want ...string) {
	s.Helper()
	got := make([]string, 0, len(want))
	for _, r := range s.walk(q) {
		if r.Kind != q.Kind {
			s.errorf("List of %+v: got a record of kind %q", q, r.Kind)
		}
		got = append(got, r.ID)
	}
	if !slices.Equal(got, want) {
		s.errorf("List of %+v: got ids %q, want %q", q, got, want)
	}
}

// events reads every page of the query.
func (s *suite) events(q bonafide.EventQuery) []bonafide.Event {
	s.Helper()
	var all []bonafide.Event
	seen := map[string]bool{}
	for {
		page, err := s.store.Events(s.ctx, q)
		if err != nil {
			s.fatalf("Events of %+v: %v", q, err)
		}
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
		q.After = page[len(page)-1].Position
		if seen[q.After] {
			s.fatalf("Events of %+v: the walk does not move on", q)
		}
		seen[q.After] = true
	}
}

// reports wants a walk to give these events in this order.
func (s *suite) reports(q bonafide.EventQuery, want ...bonafide.Event) {
	s.Helper()
	got := s.events(q)
	if len(got) != len(want) {
		s.errorf("Events of %+v: got %d, want %d", q, len(got), len(want))
		return
	}
	for i := range want {
		s.sameEvent(i, got[i], want[i])
	}
}

// sameEvent compares all but the position.
func (s *suite) sameEvent(i int, got, want bonafide.Event) {
	s.Helper()
	if got.Position == "" {
		s.errorf("event %d has no position", i)
	}
	if !maps.Equal(got.Data, want.Data) {
		s.errorf("event %d: got data %q, want %q", i, got.Data, want.Data)
	}
	got.Position, got.Data, want.Position, want.Data = "", nil, "", nil
	if !reflect.DeepEqual(got, want) {
		s.errorf("event %d: got %+v, want %+v", i, got, want)
	}
}

// parallel calls f on n goroutines that start together, and returns the errors.
func (s *suite) parallel(n int, f func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

// linked returns events of these types as the record's chain goes on.
func linked(chain *bonafide.Chain, kind, id string, types ...string) []bonafide.Event {
	events := make([]bonafide.Event, len(types))
	for i, typ := range types {
		events[i] = bonafide.NewEvent(typ, at, bonafide.Platform("suite"))
	}
	*chain, events = chain.Link(kind, id, events)
	return events
}

func write(r bonafide.Record, events ...bonafide.Event) bonafide.Write {
	return bonafide.Write{Record: r, Events: events}
}

func set(terms []string) []string { return slices.Compact(slices.Sorted(slices.Values(terms))) }

func names(batch []bonafide.Write) string {
	if len(batch) == 1 {
		r := batch[0].Record
		return fmt.Sprintf("%q %q version %d", r.Kind, r.ID, r.Version)
	}
	return fmt.Sprintf("a batch of %d", len(batch))
}
