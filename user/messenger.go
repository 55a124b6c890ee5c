package user

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Channel is the way a one-time code travels.
type Channel string

// The channels.
const (
	SMS   Channel = "sms"
	Voice Channel = "voice"
	Mail  Channel = "email" // confirms an address; never authenticates (NIST SP 800-63B section 3.1.3.1)
)

// A Message is a one-time code to be delivered. Text messages over the
// telephone network are a restricted authenticator: a host that uses codes to
// log people in must offer another way (NIST SP 800-63B section 3.1.3.3).
type Message struct {
	ID      string // the same when one message is handed over again
	UserID  string
	To      bonafide.Phone // empty for Mail
	Email   bonafide.Email // for Mail
	Channel Channel
	Code    bonafide.Secret // six digits
	Expires time.Time

	strange bool // it is not for the owner of the destination, as far as is known
}

// ErrNotSent is what a [Messenger] wraps where a message was refused and goes
// nowhere: the gateway took it not, the number takes no messages.
var ErrNotSent = errors.New("bonafide: message was not sent")

// A Messenger delivers one-time codes. An error that matches [ErrNotSent] means
// that nothing was sent: the code is void, and does not count against the limits.
// After any other error the message may yet arrive: its code is good, and counts.
// It must be safe for concurrent use and must not log the code.
type Messenger interface {
	Send(ctx context.Context, m Message) error
}

// MessengerFunc is a function as a [Messenger].
type MessengerFunc func(ctx context.Context, m Message) error

// Send calls the function.
func (f MessengerFunc) Send(ctx context.Context, m Message) error { return f(ctx, m) }

// errUndelivered says that a message was not delivered, as far as is known.
var errUndelivered = fmt.Errorf("bonafide: message was not delivered: %w", bonafide.ErrUnavailable)

// send delivers the message of a stored code. Where it was surely not sent, the
// code is void.
func (s *Service) send(ctx context.Context, m Message) error {
	err := s.deliver(ctx, m)
	switch {
	case err == nil:
		return nil
	case s.opts.Messenger == nil:
		return errors.Join(&bonafide.NotConfiguredError{Option: "messenger"}, s.voidCode(context.WithoutCancel(ctx), m))
	case errors.Is(err, ErrNotSent):
		return errors.Join(errUndelivered, ErrNotSent, s.voidCode(context.WithoutCancel(ctx), m))
	}
	return errUndelivered // what the messenger said may be personal
}

// deliver hands a message over, within the time of an outside check; without a
// messenger nothing is delivered. What was surely not sent does not count.
func (s *Service) deliver(ctx context.Context, m Message) error {
	err := ErrNotSent
	if s.opts.Messenger != nil {
		ctx, cancel := context.WithTimeout(ctx, s.opts.Lease)
		defer cancel()
		err = s.opts.Messenger.Send(ctx, m)
	}
	if errors.Is(err, ErrNotSent) {
		// The outcome is kept even if the caller has left meanwhile.
		return errors.Join(ErrNotSent, s.giveBack(context.WithoutCancel(ctx), m))
	}
	return err
}
