package aggregate

import (
	"context"
	"errors"
	"log/slog"

	"github.com/bonafide-go/bonafide"
)

// Begin opens the trace of an operation; the function it returns closes trace
// and log with the operation's error.
func (r Runner[T]) Begin(ctx context.Context, op, id string) (context.Context, func(*error)) {
	ctx, end := r.Trace(ctx, op)
	return ctx, func(err *error) {
		end(*err)
		level, outcome := slog.LevelInfo, "done"
		if *err != nil {
			level, outcome = slog.LevelWarn, Reason(*err)
		}
		r.Logger.LogAttrs(ctx, level, op, slog.String(r.Kind, id), slog.String("outcome", outcome))
	}
}

// Reason names an error for the log. Texts of foreign errors stay out of it.
func Reason(err error) string {
	var refused *bonafide.RefusedError
	if errors.As(err, &refused) {
		return string(refused.Code)
	}
	for _, known := range []error{bonafide.ErrNotFound, bonafide.ErrConflict, bonafide.ErrDuplicate, bonafide.ErrInvalid, bonafide.ErrState,
		bonafide.ErrForbidden, bonafide.ErrUnavailable, bonafide.ErrDamaged, bonafide.ErrUnreadable, bonafide.ErrKeyReused, bonafide.ErrCursor, bonafide.ErrSealed, bonafide.ErrChain, bonafide.ErrNotConfigured,
		context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "error"
}
