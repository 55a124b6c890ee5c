package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"

	sqlite3 "modernc.org/sqlite"
	sqlite3lib "modernc.org/sqlite/lib"
)

// Options of [Open]. The zero value, as nil, has the defaults.
type Options struct {
	// Migrate runs [Migrate] on the database first. Without it a database that
	// does not have the schema fails with [ErrSchema].
	Migrate bool

	// Readers is how many connections read at the same time. Defaults to 4.
	Readers int

	// BusyTimeout is how long a write waits for a writer of another process.
	// Writers of this process queue for the one writing connection, as long as
	// their contexts let them. Defaults to 5 seconds.
	BusyTimeout time.Duration
}

// Open opens a database file, which is created if it is not there, and returns
// a tenant's handle. It writes with one connection and reads with several, in
// write-ahead-log mode, with synchronous=FULL: what Put acknowledged survives a
// loss of power, as far as the disk keeps what it has flushed. A new file is readable
// by its owner alone, and what is deleted or overwritten is overwritten with zeros
// (secure_delete) in the file; the "-wal" file still holds it until a checkpoint, see
// [Store.Scrub]. The file must be on a local disk; its "-wal" and "-shm" files belong to
// it.
//
// The path is a file's, never a URI; ":memory:" is refused, because each
// connection would have a database of its own.
func Open(ctx context.Context, path, tenant string, opts *Options) (*Store, error) {
	var faults bonafide.Faults
	faults.Merge("", store.CheckTenant(tenant))
	switch {
	case path == "":
		faults.Add("path", bonafide.CodeRequired)
	case path == ":memory:" || strings.ContainsRune(path, 0):
		faults.Add("path", bonafide.CodeNotAllowed)
	}
	var o Options
	if opts != nil {
		o = *opts
	}
	if o.Readers < 0 {
		faults.Add("readers", bonafide.CodeOutOfRange)
	}
	if o.BusyTimeout < 0 {
		faults.Add("busy_timeout", bonafide.CodeOutOfRange)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if o.Readers == 0 {
		o.Readers = 4
	}
	if o.BusyTimeout == 0 {
		o.BusyTimeout = 5 * time.Second
	}
	own(path)
	d := &database{}
	if err := d.connect(ctx, path, o); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d.open(tenant), nil
}

// own creates the file, if it is not there, for the service alone: it holds personal
// data. SQLite gives the files beside it the same mode. One that is there keeps its own,
// and where it cannot be made SQLite tells why.
func own(path string) {
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err == nil {
		_ = f.Close()
	}
}

func (d *database) connect(ctx context.Context, path string, o Options) (err error) {
	if d.write, err = open(path, o, 1, "_txlock=immediate", "_pragma=journal_mode(wal)", "_pragma=synchronous(full)", "_pragma=secure_delete(on)"); err != nil {
		return err
	}
	var mode string
	if err := d.enterLog(ctx, o.BusyTimeout, &mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("sqlite: open: no write-ahead log on this file system: journal mode %s", mode)
	}
	if o.Migrate {
		if err := Migrate(ctx, d.write.DB); err != nil {
			return err
		}
	}
	if d.identity, err = readIdentity(ctx, d.write); err != nil {
		return err
	}
	d.read, err = open(path, o, o.Readers, "_query_only=1")
	return err
}

// enterLog makes the first connection, and tells the journal mode. SQLite does
// not wait for its busy timeout where two processes change to the log, or one is
// the last to leave it, at the same moment.
func (d *database) enterLog(ctx context.Context, timeout time.Duration, mode *string) error {
	wait, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for {
		err := scan(d.write.DB.QueryRowContext(ctx, `pragma journal_mode`), mode)
		if err == nil || !isBusy(err) {
			return outage(ctx, "open", err)
		}
		select {
		case <-wait.Done():
			return outage(ctx, "open", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func isBusy(err error) bool {
	var e *sqlite3.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3lib.SQLITE_BUSY
}

func (d *database) close() error {
	var errs []error
	for _, p := range []*pool{d.read, d.write} {
		if p == nil {
			continue
		}
		errs = append(errs, p.release())
		if d.read != d.write {
			errs = append(errs, p.Close())
		}
	}
	return errors.Join(errs...)
}

// open makes a pool of up to n connections with the parameters of the driver.
func open(path string, o Options, n int, params ...string) (*pool, error) {
	params = append([]string{
		fmt.Sprintf("_busy_timeout=%d", o.BusyTimeout.Milliseconds()), // first: the others may have to wait
		"_dqs=0", "_defensive=1",
	}, params...)
	connector, err := sqlite3.NewConnector("file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(params, "&"))
	if err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return newPool(db), nil
}
