package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/bonafide-go/bonafide"
)

// An Error is a failure of the database. Its text holds no word of the server or the
// driver, which may quote rows; errors.As finds their error.
type Error struct {
	Op    string // such as "put"
	Code  string // SQLSTATE; empty where the server said nothing
	cause error
}

func (e *Error) Error() string {
	if e.Code == "" {
		return "postgres: " + e.Op + ": no answer"
	}
	text := "postgres: " + e.Op + ": SQLSTATE " + e.Code
	if e.Code == insufficientPrivilege {
		text += " (the role lacks a right: see Roles in the documentation of the package)"
	}
	return text
}

// Unwrap returns the driver's error, and [bonafide.ErrUnavailable] for one that
// may pass, [bonafide.ErrDamaged] for one that says that data or an index is damaged.
func (e *Error) Unwrap() []error {
	switch {
	case damaged(e.Code):
		return []error{bonafide.ErrDamaged, e.cause}
	case lasting(e.Code):
		return []error{e.cause}
	}
	return []error{bonafide.ErrUnavailable, e.cause}
}

// Codes of SQLSTATE (PostgreSQL, appendix A).
const (
	divisionByZero        = "22012"
	serializationFailure  = "40001"
	deadlockDetected      = "40P01"
	insufficientPrivilege = "42501"
	dataCorrupted         = "XX001"
	indexCorrupted        = "XX002"
)

// damaged reports whether the server found that a page of a table or of an index is
// not what it wrote. An error of the disk (58030) is an outage: a server that runs on
// another disk, or the same one later, has what was written.
func damaged(code string) bool { return code == dataCorrupted || code == indexCorrupted }

// lasting reports whether trying again cannot help: a missing table, a missing
// right, a full type.
func lasting(code string) bool {
	switch {
	case len(code) != 5:
		return false
	case code == "57014", code[:2] == "08", code[:2] == "25", code[:2] == "40", code[:2] == "53", code[:2] == "55", code[:2] == "57", code[:2] == "58":
		return false
	}
	return true
}

func codeOf(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// aborted reports whether the engine rolled the transaction back for certain and
// wants it to be repeated.
func aborted(err error) bool {
	code := codeOf(err)
	return code == serializationFailure || code == deadlockDetected
}

// outage is what a failed statement means: the caller has left, or the database
// cannot do its work. Answers of the store itself pass through.
func outage(ctx context.Context, op string, err error) error {
	var own *Error
	switch {
	case err == nil, errors.As(err, &own),
		errors.Is(err, bonafide.ErrConflict), errors.Is(err, bonafide.ErrDuplicate), errors.Is(err, bonafide.ErrInvalid):
		return err
	case ctx.Err() != nil:
		return fmt.Errorf("postgres: %s: %w", op, ctx.Err())
	case errors.Is(err, bonafide.ErrUnreadable):
		return fmt.Errorf("postgres: %s: %w", op, err)
	}
	return &Error{Op: op, Code: codeOf(err), cause: err}
}
