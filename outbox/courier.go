package outbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A courier delivers while it has the turn. It hands events out to its workers and takes
// their answers; all its state is one goroutine's.
type courier struct {
	*turn
	seeking  bool             // the end of the tenant's events is looked for before anything is delivered
	position string           // of the last event that was read of the tenant's
	lanes    map[record]*lane // records with events up to there that were not delivered
	call     Deliver
	o        *Options
	held     context.Context // ends when the turn is lost
	work     context.Context // ends when nothing more is to be begun, too

	hands   chan handed
	answers chan answer
	workers sync.WaitGroup
	out     int // events handed out
	round   int // counts cycles
	waited  int // answers that this cycle waits for
	changed bool
	renew   *time.Ticker
	last    time.Time // when it was last looked at what is due
}

// handed is a part of a lane that a worker delivers.
type handed struct {
	lane   *lane
	round  int
	events []bonafide.Event
}

// An answer says how many of the events were delivered, and why the next was not.
type answer struct {
	handed
	done int
	err  error
}

func newCourier(t *turn, s state, call Deliver, o *Options, held, work context.Context) *courier {
	c := &courier{turn: t, seeking: s.Seeking, position: s.Position, lanes: make(map[record]*lane), call: call, o: o, held: held, work: work,
		hands: make(chan handed, o.Window), answers: make(chan answer, o.Window), renew: time.NewTicker(o.Lease / 3)}
	for _, l := range s.Lanes {
		c.lanes[l.Record] = l
	}
	c.tidy()
	c.bound(o.Now())
	return c
}

// start begins the workers. The function it returns ends them, after what they do.
func (c *courier) start() (end func()) {
	for range c.o.Concurrency {
		c.workers.Go(c.deliverAll)
	}
	return func() {
		c.renew.Stop()
		close(c.hands)
		c.workers.Wait()
	}
}

// cycle hands out what there is to deliver, takes answers, and saves. What takes longer than
// the interval is saved as not delivered yet, and holds up nobody else.
func (c *courier) cycle() error {
	if c.parked() >= c.o.MaxParked {
		return ErrParked
	}
	c.round, c.waited = c.round+1, 0
	next := c.plan
	if c.seeking {
		next = c.seek
	}
	moved, err := next()
	if err != nil && lasting(err) {
		return err
	}
	if err != nil && c.work.Err() == nil {
		report(c.o, bonafide.Event{}, err)
	}
	if err := c.wait(moved); err != nil {
		return err
	}
	if !c.changed {
		return nil
	}
	return c.save()
}

// wait takes answers: where something was handed out until all of it is answered, otherwise
// until anything happens; at most for the interval.
func (c *courier) wait(moved bool) error {
	limit := c.o.Interval
	if !moved {
		limit = c.untilDue(limit)
	}
	over := time.NewTimer(limit)
	defer over.Stop()
	for !moved || c.waited > 0 {
		select {
		case a := <-c.answers:
			c.settle(a)
			if !moved {
				return nil
			}
		case <-c.renew.C:
			if err := c.save(); err != nil {
				return err
			}
		case <-over.C:
			return nil
		case <-c.work.Done():
			return nil
		}
	}
	return nil
}

// drain takes the answers to all that is handed out.
func (c *courier) drain() {
	for c.out > 0 {
		select {
		case a := <-c.answers:
			c.settle(a)
		case <-c.renew.C:
			if c.save() != nil {
				return
			}
		case <-c.held.Done():
			return
		}
	}
}

// settle notes an answer. One that comes after the turn was lost says nothing.
func (c *courier) settle(a answer) {
	l := a.lane
	c.out -= len(a.events)
	l.out = 0
	if a.round == c.round {
		c.waited--
	}
	if c.held.Err() != nil {
		return
	}
	c.changed = true
	l.delivered(a.events[:a.done])
	if a.done < len(a.events) {
		l.first(a.events[a.done])
	}
	if a.err != nil {
		l.failed(a.err, c.o.Now(), c.o)
		report(c.o, a.events[a.done], a.err)
	}
	if l.Behind <= 0 {
		delete(c.lanes, l.Record)
	}
}

// save writes where the courier stands, and takes over what operators did meanwhile. It
// goes on until it has written, or fails with errLost.
func (c *courier) save() error { return c.saveAs(c.holder) }

func (c *courier) saveAs(holder string) error {
	for c.held.Err() == nil {
		err := c.write(c.held, c.state(holder))
		if errors.Is(err, bonafide.ErrConflict) {
			err = c.merge()
		} else if err == nil {
			c.renew.Reset(c.o.Lease / 3)
			c.changed = false
			return nil
		}
		switch {
		case errors.Is(err, errLost), lasting(err):
			return err
		case err != nil && c.held.Err() == nil:
			report(c.o, bonafide.Event{}, err)
			select {
			case <-c.held.Done():
			case <-time.After(min(c.o.Interval, c.o.Lease/10)):
			}
		}
	}
	return errLost
}

// merge reads the record that somebody else has written: an operator, or whoever has the
// turn now.
func (c *courier) merge() error {
	s, version, err := read(c.held, c.store, c.name)
	if err != nil {
		return err
	}
	if s.Holder != c.holder {
		return errLost
	}
	c.version = version
	for _, stored := range s.Lanes {
		if l := c.lanes[stored.Record]; l != nil {
			l.adopt(stored)
		}
	}
	c.tidy()
	return nil
}

// bound lets no lane wait for longer than its failures ask for: its attempt was dated by
// a clock that was ahead.
func (c *courier) bound(now time.Time) {
	for _, l := range c.lanes {
		if l.Due.After(now) {
			l.Due = earlier(l.Due, bonafide.Instant(now.Add(c.o.Backoff(l.Tries))))
		}
	}
	c.last = now
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// tidy drops lanes that hold nothing any more: their last event was skipped.
func (c *courier) tidy() {
	for r, l := range c.lanes {
		if l.Behind <= 0 {
			delete(c.lanes, r)
		}
	}
}

// deliverAll delivers what is handed out: the events of a lane one after another, until
// one fails or nothing more is to be begun.
func (c *courier) deliverAll() {
	for h := range c.hands {
		a := answer{handed: h}
		for a.done < len(h.events) && a.err == nil && c.work.Err() == nil {
			if a.err = c.deliver(h.events[a.done]); a.err == nil {
				a.done++
			}
		}
		c.answers <- a
	}
}

// errPanicked stands for a panic of deliver. What it said is left out: it may be personal.
var errPanicked = errors.New("outbox: panic while delivering")

// deliver calls the host's function for one event.
func (c *courier) deliver(e bonafide.Event) (err error) {
	ctx, cancel := context.WithTimeout(c.held, c.o.Timeout)
	defer cancel()
	defer func() {
		if recover() != nil {
			err = errPanicked
		}
	}()
	return c.call(ctx, e)
}

// report tells the host. A panic of the host's is nobody's loss.
func report(o *Options, e bonafide.Event, err error) {
	defer func() { _ = recover() }()
	o.OnError(e, err)
}

var errMissing = fmt.Errorf("outbox: events of the record are not in the store: %w", bonafide.ErrNotFound)
