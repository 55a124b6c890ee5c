package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sqlite"
)

func TestOpenRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		path, tenant string
		opts         sqlite.Options
		field        string
		code         bonafide.Code
	}{
		"no path":         {"", "t", sqlite.Options{}, "path", bonafide.CodeRequired},
		"memory":          {":memory:", "t", sqlite.Options{}, "path", bonafide.CodeNotAllowed},
		"a NUL byte":      {"a\x00b", "t", sqlite.Options{}, "path", bonafide.CodeNotAllowed},
		"no tenant":       {"f", "", sqlite.Options{}, "tenant", bonafide.CodeRequired},
		"fewer than none": {"f", "t", sqlite.Options{Readers: -1}, "readers", bonafide.CodeOutOfRange},
		"negative time":   {"f", "t", sqlite.Options{BusyTimeout: -1}, "busy_timeout", bonafide.CodeOutOfRange},
	} {
		_, err := sqlite.Open(t.Context(), c.path, c.tenant, &c.opts)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, name)
		assert.True(t, invalid.Has(c.field, c.code), "%s: %v", name, err)
	}
	_, err := sqlite.Open(t.Context(), "", "", &sqlite.Options{Readers: -1, BusyTimeout: -1})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, invalid.Fields, 4, "every fault is told")
}

func TestOpenWhereThereIsNoPlace(t *testing.T) {
	_, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "none", "test.db"), "t", &sqlite.Options{Migrate: true})
	require.ErrorIs(t, err, bonafide.ErrUnavailable)

	path := filepath.Join(t.TempDir(), "text.db")
	require.NoError(t, os.WriteFile(path, []byte("this is not a database, however long it may be read, and read again"), 0o600))
	_, err = sqlite.Open(t.Context(), path, "t", &sqlite.Options{Migrate: true})
	require.Error(t, err)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = sqlite.Open(ctx, filepath.Join(t.TempDir(), "test.db"), "t", &sqlite.Options{Migrate: true})
	require.ErrorIs(t, err, context.Canceled)
}

// File names are names: nothing in them is a parameter or an escape.
func TestPaths(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"plain.db", "a?mode=memory", "a#b", "a%20b", "a b", "a&b=c", "ünï.db", "file:x", "a'b\"c", "a;b"} {
		for _, path := range []string{filepath.Join(dir, "abs-"+name), "rel-" + name} {
			s, err := sqlite.Open(t.Context(), path, "t", &sqlite.Options{Migrate: true})
			require.NoError(t, err, path)
			require.NoError(t, s.Put(t.Context(), first("a")), path)
			require.NoError(t, s.Close(), path)
			_, err = os.Stat(path)
			require.NoError(t, err, "the file has another name")
		}
	}
}

func TestSettings(t *testing.T) {
	s := openNew(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "secure_delete": "1"} {
		var got string
		require.NoError(t, s.DB().QueryRowContext(t.Context(), "pragma "+pragma).Scan(&got))
		assert.Equal(t, want, got, pragma)
	}
	assert.Equal(t, 1, s.DB().Stats().MaxOpenConnections, "there is one writer")
	// Transactions of the host begin as writers: another one has to wait.
	tx, err := s.DB().BeginTx(t.Context(), nil)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_, err = s.DB().BeginTx(ctx, nil)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NoError(t, tx.Rollback())
}

// The files are the service's alone, and what is overwritten is gone from the file once
// the log is written back.
func TestFilesAreTheServicesOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path)
	w := first("a")
	w.Record.Body = bytes.Repeat([]byte("canary "), 1000)
	require.NoError(t, s.Put(t.Context(), w))
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		require.NoError(t, err)
		assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm(), name)
	}
	chain := bonafide.Chain{Seq: w.Events[0].Seq, Hash: w.Events[0].Hash}
	again := record(&chain, "a", 2)
	again.Record.Body = []byte("gone")
	require.NoError(t, s.Put(t.Context(), again))
	_, err := s.DB().ExecContext(t.Context(), `pragma wal_checkpoint(truncate)`)
	require.NoError(t, err)
	for _, name := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.NotContains(t, string(content), "canary", name)
	}
}

func TestSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	_, err := sqlite.Open(t.Context(), path, "t", nil)
	require.ErrorIs(t, err, sqlite.ErrSchema, "a schema is never made unasked")

	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer db.Close()
	_, err = sqlite.New(t.Context(), db, "t")
	require.ErrorIs(t, err, sqlite.ErrSchema)
	_, err = db.ExecContext(t.Context(), sqlite.Schema())
	require.NoError(t, err)
	_, err = sqlite.New(t.Context(), db, "t")
	require.ErrorIs(t, err, sqlite.ErrSchema, "Schema without Migrate leaves the identity out")

	require.NoError(t, sqlite.Migrate(t.Context(), db))
	s, err := sqlite.Open(t.Context(), path, "tenant", nil)
	require.NoError(t, err)
	require.NoError(t, s.Put(t.Context(), first("a")))
	page, err := s.Events(t.Context(), bonafide.EventQuery{})
	require.NoError(t, err)
	require.NoError(t, s.Close())

	// Again: nothing changes, positions included.
	require.NoError(t, sqlite.Migrate(t.Context(), db))
	s, err = sqlite.Open(t.Context(), path, "tenant", nil)
	require.NoError(t, err)
	_, err = s.Events(t.Context(), bonafide.EventQuery{After: page[0].Position})
	require.NoError(t, err)
	require.NoError(t, s.Close())

	_, err = db.ExecContext(t.Context(), `update bonafide_meta set schema = 99`)
	require.NoError(t, err)
	require.ErrorIs(t, sqlite.Migrate(t.Context(), db), sqlite.ErrSchema, "a newer schema is not touched")
	_, err = sqlite.Open(t.Context(), path, "tenant", nil)
	require.ErrorIs(t, err, sqlite.ErrSchema)
}

// What version 2 wrote of events is read as before, beside what is written since.
func TestUpgradeOfEvents(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path)
	chain := new(bonafide.Chain)
	old := record(chain, "a", 1)
	require.NoError(t, s.Put(t.Context(), old))
	text, err := json.Marshal(old.Events[0]) // as version 2 did
	require.NoError(t, err)
	for _, statement := range []string{`update bonafide_event set event = '` + string(text) + `'`, `update bonafide_meta set schema = 2`} {
		_, err := s.DB().ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
	_, err = sqlite.Open(t.Context(), path, "tenant", nil)
	require.ErrorIs(t, err, sqlite.ErrSchema, "a program of before must not write to what it cannot read")
	s = openFile(t, path)
	require.NoError(t, s.Put(t.Context(), record(chain, "a", 2)))
	for _, q := range []bonafide.EventQuery{{Kind: "user", ID: "a"}, {}} {
		events, err := s.Events(t.Context(), q)
		require.NoError(t, err)
		require.NoError(t, bonafide.VerifyChain(events, *chain))
	}
}

// A database of the version before is brought up to date: what is found by label and due
// time is found as before.
func TestUpgrade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path)
	require.NoError(t, s.Put(t.Context(), first("a"), first("b")))
	for _, statement := range []string{`drop index bonafide_label_due`, `alter table bonafide_label drop column due`, `update bonafide_meta set schema = 1`} {
		_, err := s.DB().ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
	_, err := sqlite.Open(t.Context(), path, "tenant", nil)
	require.ErrorIs(t, err, sqlite.ErrSchema)
	s = openFile(t, path)
	page, err := s.List(t.Context(), bonafide.Query{Kind: "user", Labels: []string{"all"}, DueBefore: time.Now().AddDate(100, 0, 0)})
	require.NoError(t, err)
	assert.Len(t, page.Records, 2)
}

func TestMigrateAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	const processes = 6
	errs := make(chan error, processes)
	for range processes {
		go func() {
			s, err := sqlite.Open(t.Context(), path, "t", &sqlite.Options{Migrate: true})
			if err == nil {
				err = s.Close()
			}
			errs <- err
		}()
	}
	for range processes {
		require.NoError(t, <-errs)
	}
}
