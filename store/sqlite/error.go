package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"

	sqlite3 "modernc.org/sqlite"
	sqlite3lib "modernc.org/sqlite/lib"
)

// outage is what a failed statement means: the caller has left, or the database
// cannot do its work. Answers of the store itself pass through. Driver
// errors name tables and codes, never values.
func outage(ctx context.Context, op string, err error) error {
	switch {
	case err == nil, errors.Is(err, bonafide.ErrConflict), errors.Is(err, bonafide.ErrDuplicate):
		return err
	case ctx.Err() != nil:
		return fmt.Errorf("sqlite: %s: %w", op, ctx.Err())
	case errors.Is(err, sql.ErrTxDone), errors.Is(err, bonafide.ErrUnreadable), errors.Is(err, bonafide.ErrDamaged):
		return fmt.Errorf("sqlite: %s: %w", op, err)
	}
	if class := classOf(err); class != nil {
		return fmt.Errorf("sqlite: %s: %w: %w", op, class, err)
	}
	return fmt.Errorf("sqlite: %s: %w", op, err)
}

// classOf tells what may pass (somebody writes, no room, no memory, a disk that does
// not answer) from what is damaged (the file is not what was written, or not there any
// more), and from what stays as it is until somebody changes it, which is of neither
// class: a file that may not be written, a missing table. Result codes of SQLite:
// https://sqlite.org/rescode.html
func classOf(err error) error {
	var e *sqlite3.Error
	if !errors.As(err, &e) {
		return bonafide.ErrUnavailable // the driver's own, such as a lost connection
	}
	switch e.Code() {
	case sqlite3lib.SQLITE_IOERR_DATA, sqlite3lib.SQLITE_IOERR_CORRUPTFS, sqlite3lib.SQLITE_READONLY_DBMOVED:
		return bonafide.ErrDamaged
	}
	switch e.Code() & 0xff {
	case sqlite3lib.SQLITE_CORRUPT, sqlite3lib.SQLITE_NOTADB:
		return bonafide.ErrDamaged
	case sqlite3lib.SQLITE_READONLY, sqlite3lib.SQLITE_PERM, sqlite3lib.SQLITE_AUTH, sqlite3lib.SQLITE_ERROR,
		sqlite3lib.SQLITE_SCHEMA, sqlite3lib.SQLITE_CONSTRAINT, sqlite3lib.SQLITE_MISMATCH, sqlite3lib.SQLITE_MISUSE,
		sqlite3lib.SQLITE_TOOBIG, sqlite3lib.SQLITE_RANGE, sqlite3lib.SQLITE_NOLFS, sqlite3lib.SQLITE_FORMAT:
		return nil
	}
	return bonafide.ErrUnavailable
}
