package sqlite_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sqlite"

	sqlite3 "modernc.org/sqlite"
)

var errFault = errors.New("injected fault")

// faults fails the call to the driver that is due, before or after its effect.
type faults struct {
	driver.Connector
	left  atomic.Int64 // calls until the fault; it comes when this reaches 0
	after bool
}

func (f *faults) call(do func() error) error {
	if f.left.Add(-1) != 0 {
		return do()
	}
	if f.after {
		if err := do(); err != nil {
			return err
		}
	}
	return errFault
}

func (f *faults) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := f.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &faultyConn{c, f}, nil
}

type faultyConn struct {
	driver.Conn
	faults *faults
}

func (c *faultyConn) BeginTx(ctx context.Context, opts driver.TxOptions) (tx driver.Tx, err error) {
	err = c.faults.call(func() (err error) {
		tx, err = c.Conn.(driver.ConnBeginTx).BeginTx(ctx, opts)
		return err
	})
	if err != nil && tx != nil {
		_ = tx.Rollback() // as a driver does that reports a failed begin
	}
	return &faultyTx{tx, c.faults}, err
}

func (c *faultyConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	stmt, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
	return &faultyStmt{stmt, c.faults}, err
}

type faultyTx struct {
	driver.Tx
	faults *faults
}

// Commit that fails before its effect leaves the transaction open in SQLite;
// drivers then roll it back.
func (t *faultyTx) Commit() error {
	done := false
	err := t.faults.call(func() error { done = true; return t.Tx.Commit() })
	if err != nil && !done {
		_ = t.Tx.Rollback()
	}
	return err
}

type faultyStmt struct {
	driver.Stmt
	faults *faults
}

func (s *faultyStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (r driver.Result, err error) {
	err = s.faults.call(func() (err error) {
		r, err = s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
		return err
	})
	return r, err
}

func (s *faultyStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (r driver.Rows, err error) {
	err = s.faults.call(func() (err error) {
		r, err = s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
		return err
	})
	if err != nil && r != nil {
		_ = r.Close()
		r = nil
	}
	return r, err
}

// Every call to the driver that a Put makes fails once, before and after its
// effect: the batch is there whole or not at all, and repeating the call ends
// in success or, where it had happened, in a conflict.
func TestFaults(t *testing.T) {
	connector, err := sqlite3.NewConnector("file:" + filepath.Join(t.TempDir(), "test.db") + "?_pragma=journal_mode(wal)&_busy_timeout=5000")
	require.NoError(t, err)
	f := &faults{Connector: connector}
	db := sql.OpenDB(f)
	defer db.Close()
	require.NoError(t, sqlite.Migrate(t.Context(), db))
	s, err := sqlite.New(t.Context(), db, "tenant")
	require.NoError(t, err)
	defer s.Close()

	// Two records that are there swap unique values, and a third is new.
	round, points := 0, 0
	prepare := func() (before, batch []bonafide.Write) {
		round++
		chains := make([]bonafide.Chain, 3)
		id := func(i int) string { return fmt.Sprintf("%d-%d", round, i) }
		before = append(before, record(&chains[0], id(0), 1, id(0)), record(&chains[1], id(1), 1, id(1)))
		require.NoError(t, s.Put(t.Context(), before...))
		swap := []bonafide.Write{record(&chains[0], id(0), 2, id(1)), record(&chains[1], id(1), 2, id(0))}
		swap[0].Record.Labels = []string{"other"}
		return before, append(swap, record(&chains[2], id(2), 1, id(2)))
	}
	state := func(batch []bonafide.Write) (written int) {
		for i, w := range batch {
			r, err := s.Get(t.Context(), w.Record.Kind, w.Record.ID)
			if i == 2 && errors.Is(err, bonafide.ErrNotFound) {
				continue
			}
			require.NoError(t, err)
			events, err := s.Events(t.Context(), bonafide.EventQuery{Kind: w.Record.Kind, ID: w.Record.ID})
			require.NoError(t, err)
			require.Len(t, events, int(r.Version), "events are those of the version")
			page, err := s.List(t.Context(), bonafide.Query{Kind: "user", Unique: r.Unique[0]})
			require.NoError(t, err)
			require.Len(t, page.Records, 1)
			require.Equal(t, r.ID, page.Records[0].ID)
			if r.Version == w.Record.Version {
				written++
			}
		}
		return written
	}
	for _, after := range []bool{false, true} {
		for n := int64(1); ; n++ {
			_, batch := prepare()
			f.after = after
			f.left.Store(n)
			err := s.Put(t.Context(), batch...)
			reached := f.left.Load() <= 0
			f.left.Store(0)
			if !reached {
				require.NoError(t, err)
				break
			}
			points++
			require.ErrorIs(t, err, bonafide.ErrUnavailable)
			require.ErrorIs(t, err, errFault)
			written := state(batch)
			require.True(t, written == 0 || written == len(batch), "%d of %d writes are there after fault %d", written, len(batch), n)

			switch err := s.Put(t.Context(), batch...); {
			case written > 0:
				require.ErrorIs(t, err, bonafide.ErrConflict)
			default:
				require.NoError(t, err)
			}
			require.Equal(t, len(batch), state(batch))
		}
	}
	require.Greater(t, points, 30, "the calls of one Put")
	t.Logf("%d points", points)
}
