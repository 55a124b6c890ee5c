package outbox

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

// A Deliver hands one event to the receiver. It must heed the end of its context and be safe
// for concurrent use. A process never calls it for two events of one record at once. An
// error or a panic is a failure: the event is tried again. An error that matches
// bonafide.ErrUnavailable says that the receiver is down.
type Deliver func(ctx context.Context, e bonafide.Event) error

// ErrParked says that Run stopped because so many records are parked.
var ErrParked = errors.New("outbox: too many records are parked")

// Run delivers the events of the store's tenant under a name of 1 to 255 bytes until its
// context ends. It returns nil then, after the calls of deliver that were begun have returned.
// Before, it fails only with what does not pass by itself: an [*bonafide.InvalidError] for the
// name or the options, [ErrParked], [bonafide.ErrCursor] where the store does not know the
// position where it goes on, or [bonafide.ErrUnreadable] where the name's record is damaged.
// Other errors of the store are reported to Options.OnError, and what failed is done again.
//
// Any number of processes may run one name: one of them delivers, the others stand by.
// It writes the name's record at least three times a Lease, also where there are no events.
func Run(ctx context.Context, store bonafide.Store, name string, deliver Deliver, opts *Options) error {
	o, err := opts.complete()
	var faults bonafide.Faults
	faults.Merge("", checkName(name))
	faults.Merge("", err)
	if err := faults.Err(); err != nil {
		return err
	}
	for {
		err := serve(ctx, &turn{store: store, name: name, holder: newHolder(), lease: o.Lease}, deliver, &o)
		lost := errors.Is(err, errLost) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
		switch {
		case !lost:
			return err
		case ctx.Err() != nil:
			return nil
		}
	}
}

// serve waits for the turn and delivers until it is lost, the context ends, or something
// lasting goes wrong.
func serve(ctx context.Context, t *turn, deliver Deliver, o *Options) error {
	// What was begun goes on when the caller's context ends, but not without the turn.
	held, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	work, stop := context.WithCancel(held)
	defer stop()
	defer context.AfterFunc(ctx, stop)()

	t.end = end
	s, err := t.take(ctx, o)
	if err != nil {
		return err
	}
	defer func() { t.lapse.Stop() }()
	c := newCourier(t, s, deliver, o, held, work)
	defer c.start()()
	for err == nil && work.Err() == nil {
		err = c.cycle()
	}
	if errors.Is(err, errLost) || held.Err() != nil {
		end()
		return errLost
	}
	stop()
	c.drain()
	return errors.Join(err, c.saveAs(""))
}
