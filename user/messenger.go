package user

import (
	"context"
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
}

// A Messenger delivers one-time codes. An error means that the message was not
// taken; the code is void then and the host may ask for another. It must be safe
// for concurrent use and must not log the code.
type Messenger interface {
	Send(ctx context.Context, m Message) error
}

// MessengerFunc is a function as a [Messenger].
type MessengerFunc func(ctx context.Context, m Message) error

// Send calls the function.
func (f MessengerFunc) Send(ctx context.Context, m Message) error { return f(ctx, m) }

// deliver hands a message over, within the time of an outside check; without a
// messenger nothing is delivered.
func (s *Service) deliver(ctx context.Context, m Message) error {
	if s.opts.Messenger == nil {
		return fmt.Errorf("bonafide: no messenger: %w", bonafide.ErrUnavailable)
	}
	ctx, cancel := context.WithTimeout(ctx, s.opts.Lease)
	defer cancel()
	return s.opts.Messenger.Send(ctx, m)
}
