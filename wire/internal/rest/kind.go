package rest

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

// Kind is what an error of a Service means to an HTTP client.
type Kind int

// The kinds.
const (
	Internal      Kind = iota // a fault of the host, or one that is not known
	Invalid                   // see Faults
	Denied                    // the actor may not do this
	NotFound                  // or not for this actor
	State                     // not in the state it is in
	Refused                   // a rule turned it down; see Refusal
	Duplicate                 // another has it
	Conflict                  // it changed meanwhile, and may be asked again
	Reused                    // an idempotency key of another request
	NotConfigured             // the host was set up without what it takes
	Unavailable               // an outage, not a verdict
	TooLarge                  // the body
	MediaType                 // the body is no JSON
	Gone                      // the caller left
)

// Classify says what err means. A wrapped error is looked into; what carries several
// meanings has the first of this order.
func Classify(err error) Kind {
	for _, row := range []struct {
		is   error
		kind Kind
	}{
		{ErrTooLarge, TooLarge},
		{ErrMediaType, MediaType},
		{bonafide.ErrDamaged, Internal},
		{bonafide.ErrUnreadable, Internal},
		{bonafide.ErrSealed, Internal},
		{bonafide.ErrNotConfigured, NotConfigured},
		{context.Canceled, Gone},
		{context.DeadlineExceeded, Unavailable},
		{bonafide.ErrUnavailable, Unavailable},
		{bonafide.ErrKeyReused, Reused},
		{bonafide.ErrInvalid, Invalid},
		{bonafide.ErrCursor, Invalid},
		{bonafide.ErrNotFound, NotFound},
		{bonafide.ErrForbidden, Denied},
		{bonafide.ErrRefused, Refused},
		{bonafide.ErrState, State},
		{bonafide.ErrDuplicate, Duplicate},
		{bonafide.ErrConflict, Conflict},
	} {
		if errors.Is(err, row.is) {
			return row.kind
		}
	}
	return Internal
}

// Faults returns what is wrong with an input, and nothing where err says something
// else.
func Faults(err error) []bonafide.Fault {
	var invalid *bonafide.InvalidError
	if errors.As(err, &invalid) {
		return invalid.Fields
	}
	return nil
}

// Refusal returns the code of a refusal, and nothing where err says something else.
func Refusal(err error) bonafide.Code {
	var refused *bonafide.RefusedError
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}
