package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"

	sqlite3 "modernc.org/sqlite"
)

// errForm is a value that is not in the form in which it was written. The text of
// database/sql quotes it, so that text goes no further.
var errForm = fmt.Errorf("%w: a column is not in its form", bonafide.ErrDamaged)

// A row is a *sql.Row or the present one of *sql.Rows.
type row interface {
	Scan(dest ...any) error
	Err() error
}

// scan reads a row. It tells a failed statement, which may pass, from a value that
// cannot be what was written.
func scan(r row, dest ...any) error {
	err := r.Scan(dest...)
	var failed *sqlite3.Error
	switch {
	case err == nil, r.Err() != nil, errors.As(err, &failed):
		return err
	}
	for _, other := range []error{sql.ErrNoRows, driver.ErrBadConn, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, other) {
			return err
		}
	}
	return errForm
}
