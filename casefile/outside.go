package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
)

// maxCalls bounds the outside calls for one case at once.
const maxCalls = 8

// outside calls a part of the host's. One that panics counts as unavailable; one
// that does not heed the end of its context is no longer waited for.
func outside[T any](ctx context.Context, limit time.Duration, call func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	type reply struct {
		out T
		err error
	}
	done := make(chan reply, 1)
	go func() {
		var r reply
		defer func() { done <- r }()
		r.err = caught(func() (err error) {
			r.out, err = call(ctx)
			return err
		})
	}()
	select {
	case r := <-done:
		return r.out, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// caught turns a panic into an outage. What was panicked with may be personal and
// is told to nobody.
func caught(f func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = bonafide.ErrUnavailable
		}
	}()
	return f()
}
