package aggregate

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// attempts bounds how often a lost race is run again; each takes one winner.
const attempts = 50

// put writes a change: the aggregate's own record if one of the events is its
// own or it is touched, every companion part that has an event or is touched, what belongs to
// them, and the memories of calls. An event belongs to the part whose kind it bears.
func (t Table[T]) put(ctx context.Context, id string, kept Kept[T], c Change[T], touched []string, memories []bonafide.Write, beside besides[T]) (Kept[T], error) {
	next := kept
	next.State, next.parts, next.Written = c.State, slices.Clone(kept.parts), true
	if next.parts == nil {
		next.parts = make([]standing, len(t.Parts))
	}
	var batch []bonafide.Write
	if own := eventsOf(c.Events, "", t.Kind); len(own) > 0 || slices.Contains(touched, t.Kind) {
		head, events := kept.Head.Link(t.Kind, id, own)
		next.Head, next.Version = head, kept.Version+1
		r, err := encode(t.Kind, id, next.Version, head, c.State, t.Terms(c.State))
		if err != nil {
			return Kept[T]{}, err
		}
		next.body = r.Body
		batch = append(batch, bonafide.Write{Record: r, Events: events})
		if beside != nil {
			more, err := beside(ctx, kept.State, c.State, kept.body, r)
			if err != nil {
				return Kept[T]{}, err
			}
			batch = append(batch, more...)
		}
	}
	for i, part := range t.Parts {
		events := eventsOf(c.Events, part.kind)
		if len(events) == 0 && !slices.Contains(touched, part.kind) {
			continue
		}
		p := &next.parts[i]
		p.head, events = p.head.Link(part.kind, id, events)
		p.version++
		r, err := part.encode(id, p.version, p.head, c.State)
		if err != nil {
			return Kept[T]{}, err
		}
		batch = append(batch, bonafide.Write{Record: r, Events: events})
	}
	batch = slices.Concat(batch, c.Writes, memories)
	if err := t.Store.Put(ctx, batch...); err != nil {
		return Kept[T]{}, err
	}
	return next, nil
}

// besides returns the records that belong to a new version of an aggregate's
// own record, r; was is the body of the version before, nil where that is not at hand.
type besides[T any] func(ctx context.Context, before, after T, was []byte, r bonafide.Record) ([]bonafide.Write, error)

// eventsOf returns the events that bear one of the kinds.
func eventsOf(events []bonafide.Event, kinds ...string) []bonafide.Event {
	var out []bonafide.Event
	for _, e := range events {
		if slices.Contains(kinds, e.Kind) {
			out = append(out, e)
		}
	}
	return out
}

// pause waits a random while that grows from try to try: at most 1 ms after the
// first, at most 32 ms from the sixth on.
func pause(ctx context.Context, try int) error {
	limit := time.Millisecond << min(try, 5)
	timer := time.NewTimer(rand.N(limit))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
