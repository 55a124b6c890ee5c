package bonafide

import "context"

// A Pinger is a [Store] that can tell at little cost whether its database answers, for
// a host's health check. It is optional: without it a Service reads a record that is
// not there. A Service looks for it on the Store that it was given, and behind that
// one's Unwrap.
type Pinger interface {
	// Ping fails with the context's error, with an error matching [ErrUnavailable] or
	// [ErrDamaged], or with the driver's own. A Store that stands before one without it
	// fails with an error matching [errors.ErrUnsupported].
	Ping(ctx context.Context) error
}
