package sqlite_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/store/sqlite"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// A bare floor writes and reads the rows of this package with prepared statements, as a
// service would that knows its own terms: what it keeps and gives up, nobody has to
// look for.
type bare struct {
	bonafide.Store
	mu          sync.Mutex // one writer, which is never woken to wait again
	write, read *sql.DB
	position    int64
	prepared    map[string]*sql.Stmt
}

var bareStatements = map[string]string{
	"record": `insert into bonafide_record (tenant, kind, id, version, uniques, labels, due, body) values (?, ?, ?, 1, ?, ?, ?, ?)`,
	"change": `update bonafide_record set version = ?, labels = ?, due = ?, body = ? where tenant = ? and kind = ? and id = ? and version = ?`,
	"unique": `insert into bonafide_unique (tenant, kind, term, id) values (?, ?, ?, ?), (?, ?, ?, ?)`,
	"labels": `insert into bonafide_label (tenant, kind, term, id, due) values (?, ?, ?, ?, ?), (?, ?, ?, ?, ?), (?, ?, ?, ?, ?)`,
	"label":  `insert into bonafide_label (tenant, kind, term, id, due) values (?, ?, ?, ?, ?)`,
	"unlist": `delete from bonafide_label where tenant = ? and kind = ? and term = ? and id = ?`,
	"event":  `insert into bonafide_event (tenant, position, kind, id, event) values (?, ?, ?, ?, ?)`,
}

var bareTenant = []byte("tenant")

func openBare(tb testing.TB, path string) *bare {
	s, err := sqlite.Open(tb.Context(), path, "tenant", &sqlite.Options{Migrate: true})
	require.NoError(tb, err)
	require.NoError(tb, s.Close())
	f := &bare{prepared: map[string]*sql.Stmt{}}
	for _, side := range []struct {
		db     **sql.DB
		params string
		n      int
	}{{&f.write, "?_busy_timeout=5000&_txlock=immediate&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=secure_delete(on)", 1}, {&f.read, "?_busy_timeout=5000&_query_only=1", 4}} {
		db, err := sql.Open("sqlite", "file:"+path+side.params)
		require.NoError(tb, err)
		tb.Cleanup(func() { _ = db.Close() })
		db.SetMaxOpenConns(side.n)
		db.SetMaxIdleConns(side.n)
		*side.db = db
	}
	for name, text := range bareStatements {
		f.prepared[name], err = f.write.PrepareContext(tb.Context(), text)
		require.NoError(tb, err)
	}
	f.prepared["get"], err = f.read.PrepareContext(tb.Context(), `select version, uniques, labels, due, body from bonafide_record where tenant = ? and kind = ? and id = ?`)
	require.NoError(tb, err)
	return f
}

func (f *bare) Put(ctx context.Context, batch ...bonafide.Write) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, kind, id, due := batch[0].Record, []byte(batch[0].Record.Kind), []byte(batch[0].Record.ID), batch[0].Record.Due.UnixMicro()
	tx, err := f.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit it does nothing
	exec := func(name string, args ...any) {
		if err == nil {
			_, err = tx.StmtContext(ctx, f.prepared[name]).ExecContext(ctx, args...)
		}
	}
	labels := string(store.EncodeTerms(r.Labels))
	label := func(i int) []any { return []any{bareTenant, kind, []byte(r.Labels[i]), id, due} }
	if r.Version == 1 {
		exec("record", bareTenant, kind, id, string(store.EncodeTerms(r.Unique)), labels, due, r.Body)
		exec("unique", bareTenant, kind, []byte(r.Unique[0]), id, bareTenant, kind, []byte(r.Unique[1]), id)
		exec("labels", append(append(label(0), label(1)...), label(2)...)...)
	} else {
		exec("change", r.Version, labels, due, r.Body, bareTenant, kind, id, r.Version-1)
		exec("unlist", bareTenant, kind, []byte(storetest.BenchRound(r.Version-1)), id)
		exec("label", label(2)...)
	}
	for _, e := range batch[0].Events {
		text, wrong := json.Marshal(e)
		if wrong != nil {
			return wrong
		}
		f.position++
		exec("event", bareTenant, f.position, kind, id, string(text))
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}

func (f *bare) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r := bonafide.Record{Kind: kind, ID: id}
	var uniques, labels []byte
	var due int64
	err := f.prepared["get"].QueryRowContext(ctx, bareTenant, []byte(kind), []byte(id)).Scan(&r.Version, &uniques, &labels, &due, &r.Body)
	if err != nil {
		return r, err
	}
	r.Due = time.UnixMicro(due).UTC()
	if r.Unique, err = store.DecodeTerms(uniques); err != nil {
		return r, err
	}
	r.Labels, err = store.DecodeTerms(labels)
	return r, err
}

// BenchmarkBeside measures the store beside a bare driver on a file of its own, in
// clear and behind store/sealed.
func BenchmarkBeside(b *testing.B) {
	open := func(b *testing.B) (*sqlite.Store, *bare) {
		s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "store.db"), "tenant", &sqlite.Options{Migrate: true})
		require.NoError(b, err)
		b.Cleanup(func() { _ = s.Close() })
		return s, openBare(b, filepath.Join(b.TempDir(), "floor.db"))
	}
	b.Run("clear", func(b *testing.B) {
		s, floor := open(b)
		storetest.BenchBeside(b, s, floor)
	})
	b.Run("sealed", func(b *testing.B) {
		s, floor := open(b)
		over, err := sealed.New(s, bonafide.EphemeralKeys(), nil)
		require.NoError(b, err)
		storetest.BenchBeside(b, over, floor)
	})
}
