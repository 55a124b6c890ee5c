package storetest_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// eventMutants break events and the outbox.
func eventMutants() []mutant {
	return []mutant{
		{name: "loses data", clause: "events_every_field", wide: true, open: eachEvent(func(e *bonafide.Event) { e.Data = nil })},
		{name: "loses empty data", clause: "events_every_field", open: eachEvent(func(e *bonafide.Event) {
			maps.DeleteFunc(e.Data, func(_, v string) bool { return v == "" })
		})},
		{name: "keeps data as text", clause: "events_every_field", open: eachEvent(func(e *bonafide.Event) {
			for k, v := range e.Data {
				e.Data[k] = strings.ToValidUTF8(v, "\ufffd")
			}
		})},
		{name: "loses the actor's id", clause: "events_every_field", wide: true, open: eachEvent(func(e *bonafide.Event) { e.Actor.ID = "" })},
		{name: "loses the link", clause: "events_every_field", wide: true, open: eachEvent(func(e *bonafide.Event) { e.Prev = "" })},
		{name: "numbers events from 0", clause: "events_every_field", wide: true, open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := b.good.Events(ctx, q)
			for i := range events {
				events[i].Seq--
			}
			return events, err
		})},
		{name: "drops an event without a type", clause: "events_every_field", open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := b.good.Events(ctx, q)
			return slices.DeleteFunc(events, func(e bonafide.Event) bool { return e.Type == "" }), err
		})},

		{name: "gives the events of all", clause: "events_of_record", wide: true, open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			if q.Kind != "" && q.ID != "" {
				q.Kind, q.ID = "", ""
			}
			return b.good.Events(ctx, q)
		})},
		{name: "gives the newest first", clause: "events_of_record", wide: true, open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := b.good.Events(ctx, q)
			if q.Kind != "" {
				slices.Reverse(events)
			}
			return events, err
		})},
		{name: "joins kind and id", clause: "events_of_record", open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			if q.Kind != "use" || q.ID != "ra" {
				return b.good.Events(ctx, q)
			}
			q.Kind, q.ID = "user", "a"
			return b.good.Events(ctx, q)
		})},
		{name: "forgets the position", clause: "events_of_record", wide: true, open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := b.good.Events(ctx, q)
			if err == nil && q.Kind != "" {
				q.After = ""
				return b.good.Events(ctx, q)
			}
			return events, err
		})},

		{name: "reports what it refused", clause: "events_only_if_written", wide: true, open: logging(func(err error) bool {
			return err == nil || errors.Is(err, bonafide.ErrDuplicate)
		})},
		{name: "reports lost races", clause: "events_only_if_written", wide: true, open: logging(func(err error) bool {
			return err == nil || errors.Is(err, bonafide.ErrConflict)
		})},

		{name: "reports before it writes", clause: "events_with_record", open: reportingEarly()},
		{name: "reports after it wrote", clause: "events_with_record", open: reportingLate()},

		{name: "orders by record", clause: "outbox_order", open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := b.good.Events(ctx, q)
			slices.SortStableFunc(events, func(a, b bonafide.Event) int { return strings.Compare(a.ID, b.ID) })
			return events, err
		})},
		{name: "writes a batch from its end", clause: "outbox_order", wide: true, open: writing(func(_ *broken, batch []bonafide.Write) []bonafide.Write {
			slices.Reverse(batch)
			return batch
		})},

		{name: "includes the position", clause: "outbox_goes_on", wide: true, open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := b.good.Events(ctx, q)
			if err != nil || q.After == "" || len(events) == 0 {
				return events, err
			}
			q.After, q.Limit = "", bonafide.MaxPage
			all, err := b.good.Events(ctx, q)
			for i, e := range all {
				if e.Position == events[0].Position {
					return all[i-1 : i-1+len(events)], err
				}
			}
			return events, err
		})},
		{name: "reports once", clause: "outbox_goes_on", wide: true, open: each(func(b *broken) {
			given := map[string]bool{}
			b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
				events, err := b.good.Events(ctx, q)
				events = slices.DeleteFunc(events, func(e bonafide.Event) bool { return given[e.Position] })
				for _, e := range events {
					given[e.Position] = true
				}
				return events, err
			}
		})},

		{name: "numbers events before it commits", clause: "outbox_16_writers", open: numberingEarly()},
		{name: "refuses writers of different records", clause: "outbox_16_writers", open: refusing()},

		{name: "starts anew", clause: "foreign_position", open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := b.good.Events(ctx, q)
			if errors.Is(err, bonafide.ErrCursor) {
				q.After = ""
				return b.good.Events(ctx, q)
			}
			return events, err
		})},
		{name: "waits there", clause: "foreign_position", open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := b.good.Events(ctx, q)
			if errors.Is(err, bonafide.ErrCursor) {
				return nil, nil
			}
			return events, err
		})},
		{name: "has bare numbers", clause: "foreign_position", wide: true, open: logging(func(err error) bool { return err == nil })},

		{name: "takes a kind without an id for all", clause: "half_event_query", wide: true, open: reporting(func(b *broken, ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			if q.Kind == "" || q.ID == "" {
				q.Kind, q.ID = "", ""
			}
			return b.good.Events(ctx, q)
		})},
	}
}

// numberingEarly takes the numbers of events before the commit that makes them
// visible. The first writer stays in between until a reader has gone past it.
func numberingEarly() storetest.Open {
	return each(func(b *broken) {
		log, passed := &outbox{}, make(chan struct{})
		var once sync.Once
		b.put = func(ctx context.Context, batch []bonafide.Write) error {
			records, events := strip(batch)
			place := log.take(len(events))
			if place == 0 {
				wait(ctx, passed)
			}
			if err := b.good.Put(ctx, records...); err != nil {
				return err
			}
			log.fill(place, events)
			return nil
		}
		b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := log.read(ctx, q)
			if len(events) > 0 && events[0].Position != "1" {
				once.Do(func() { close(passed) })
			}
			return events, err
		}
	})
}

// refusing fails the second of two writers that meet, though they write
// different records.
func refusing() storetest.Open {
	return each(func(b *broken) {
		window := newMeeting(2)
		var writers atomic.Int64
		b.put = func(ctx context.Context, batch []bonafide.Write) error {
			window.wait(ctx)
			if writers.Add(1) == 2 {
				return bonafide.ErrConflict
			}
			return b.good.Put(ctx, batch...)
		}
	})
}

// A glimpse is complete when an observer has called one method after another.
type glimpse struct {
	mu       sync.Mutex
	began    bool
	complete chan struct{}
	closed   bool
}

func (g *glimpse) begin(seen bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.began = g.began || seen
}

func (g *glimpse) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.began && !g.closed {
		g.closed = true
		close(g.complete)
	}
}

// reportingEarly shows events and then writes their record; in between waits
// until an observer has seen the events and then looked at the record.
func reportingEarly() storetest.Open {
	return each(func(b *broken) {
		log, seen := &outbox{}, &glimpse{complete: make(chan struct{})}
		b.put = func(ctx context.Context, batch []bonafide.Write) error {
			records, events := strip(batch)
			log.fill(log.take(len(events)), events)
			wait(ctx, seen.complete)
			return b.good.Put(ctx, records...)
		}
		b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			events, err := log.read(ctx, q)
			seen.begin(len(events) > 0)
			return events, err
		}
		b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
			defer seen.end()
			return b.good.Get(ctx, kind, id)
		}
	})
}

// reportingLate writes a record and then shows its events; in between waits
// until an observer has seen the record and then looked for the events.
func reportingLate() storetest.Open {
	return each(func(b *broken) {
		log, seen := &outbox{}, &glimpse{complete: make(chan struct{})}
		b.put = func(ctx context.Context, batch []bonafide.Write) error {
			records, events := strip(batch)
			if err := b.good.Put(ctx, records...); err != nil {
				return err
			}
			wait(ctx, seen.complete)
			log.fill(log.take(len(events)), events)
			return nil
		}
		b.get = func(ctx context.Context, kind, id string) (bonafide.Record, error) {
			r, err := b.good.Get(ctx, kind, id)
			seen.begin(err == nil)
			return r, err
		}
		b.events = func(ctx context.Context, q bonafide.EventQuery) ([]bonafide.Event, error) {
			defer seen.end()
			return log.read(ctx, q)
		}
	})
}

func wait(ctx context.Context, c <-chan struct{}) {
	select {
	case <-c:
	case <-ctx.Done():
	}
}
