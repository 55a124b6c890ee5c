package outbox

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// plan hands out events of lanes that are due and of the tenant's next page, as many as the
// window has room for. It reports whether it got anywhere.
func (c *courier) plan() (moved bool, err error) {
	room := c.room()
	for _, l := range c.due() {
		// A lane has a place already. One that is far behind leaves half of the rest.
		most := min(1+max(0, room/2), c.o.Window-c.out)
		if most < 1 {
			break
		}
		events, err := c.load(l, most)
		switch {
		case err != nil && (lasting(err) || c.work.Err() != nil):
			return moved, err
		case err != nil:
			c.fail(l, bonafide.ErrUnavailable, err)
			continue
		case len(events) == 0:
			c.fail(l, errMissing, errMissing)
			continue
		}
		l.first(events[0])
		c.hand(l, events)
		room -= len(events) - 1
		moved = true
	}
	room = min(room, c.o.Window-c.out)
	if room < 1 {
		return moved, nil
	}
	page, err := c.store.Events(c.work, bonafide.EventQuery{After: c.position, Limit: room})
	if err != nil {
		return moved, err
	}
	c.open(page)
	return moved || len(page) > 0, nil
}

// seek passes over a page of the tenant's events. The end is where a page is not full, so
// that it is found also while events are written. It hands out nothing.
func (c *courier) seek() (moved bool, err error) {
	page, err := c.store.Events(c.work, bonafide.EventQuery{After: c.position, Limit: bonafide.MaxPage})
	if err != nil {
		return false, err
	}
	if n := len(page); n > 0 {
		c.position = page[n-1].Position
	}
	c.seeking, c.changed = len(page) == bonafide.MaxPage, true
	return true, nil
}

// open hands out a page of the tenant's events. Those of records that have a lane wait
// in it, behind the others.
func (c *courier) open(page []bonafide.Event) {
	if len(page) == 0 {
		return
	}
	opened := make(map[record]int, len(page))
	var hands []handed
	for _, e := range page {
		r := record{e.Kind, e.ID}
		i, own := opened[r]
		if !own {
			l := c.lanes[r]
			if l != nil {
				l.Behind++
				continue
			}
			l = &lane{Record: r, After: c.position}
			l.first(e)
			c.lanes[r] = l
			i, opened[r] = len(hands), len(hands)
			hands = append(hands, handed{lane: l})
		}
		hands[i].lane.Behind++
		hands[i].events = append(hands[i].events, e)
	}
	c.position, c.changed = page[len(page)-1].Position, true
	for _, h := range hands {
		c.hand(h.lane, h.events)
	}
}

// hand gives events of a lane to whichever worker is free first.
func (c *courier) hand(l *lane, events []bonafide.Event) {
	l.out = len(events)
	c.out += len(events)
	c.waited++
	c.hands <- handed{l, c.round, events}
}

// fail counts a failure to read what a lane holds.
func (c *courier) fail(l *lane, as, err error) {
	l.failed(as, c.o.Now(), c.o)
	c.changed = true
	report(c.o, bonafide.Event{Kind: l.Record.kind, ID: l.Record.id}, err)
}

// load reads up to most events of a lane from the store, at least one if there are any.
func (c *courier) load(l *lane, most int) ([]bonafide.Event, error) {
	after, passed := l.After, l.Passed
	for {
		q := bonafide.EventQuery{Kind: l.Record.kind, ID: l.Record.id, After: after, Limit: min(passed+most, bonafide.MaxPage)}
		events, err := c.store.Events(c.work, q)
		if err != nil || len(events) == 0 {
			return nil, err
		}
		if len(events) > passed {
			events = events[passed:]
			return events[:min(most, l.Behind, len(events))], nil
		}
		passed -= len(events)
		after = events[len(events)-1].Position
	}
}

// room is how many places of the window are left: a lane takes as many as it has events
// handed out, and at least one unless it is parked.
func (c *courier) room() int {
	room := c.o.Window
	for _, l := range c.lanes {
		if !l.Parked {
			room -= max(1, l.out)
		}
	}
	return room
}

// due returns the lanes whose next attempt has come, the one that waited longest first.
func (c *courier) due() (due []*lane) {
	if len(c.lanes) == 0 {
		return nil
	}
	now := c.o.Now()
	if now.Round(0).Before(c.last.Round(0)) { // the clock was put back
		c.bound(now)
	}
	c.last = now
	for _, l := range c.lanes {
		if !l.Parked && l.out == 0 && !l.Due.After(now) {
			due = append(due, l)
		}
	}
	slices.SortFunc(due, func(a, b *lane) int { return cmp.Or(a.Due.Compare(b.Due), a.Record.compare(b.Record)) })
	return due
}

// untilDue is how long it is until a lane is due, at most a given time.
func (c *courier) untilDue(most time.Duration) time.Duration {
	now := c.o.Now()
	for _, l := range c.lanes {
		if left := l.Due.Sub(now); !l.Parked && l.out == 0 && left > 0 {
			most = min(most, left)
		}
	}
	return most
}

// parked is how many lanes wait for an operator.
func (c *courier) parked() (n int) {
	for _, l := range c.lanes {
		if l.Parked {
			n++
		}
	}
	return n
}

// state is what is saved.
func (c *courier) state(holder string) state {
	lanes := slices.SortedFunc(maps.Values(c.lanes), func(a, b *lane) int { return a.Record.compare(b.Record) })
	return state{Holder: holder, Seeking: c.seeking, Position: c.position, Lanes: lanes}
}
