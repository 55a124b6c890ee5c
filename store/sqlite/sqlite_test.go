package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/store/sqlite"
	"github.com/bonafide-go/bonafide/store/storetest"
)

func openFile(tb storetest.TB, path string) *sqlite.Store {
	tb.Helper()
	s, err := sqlite.Open(tb.Context(), path, "tenant", &sqlite.Options{Migrate: true})
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

func openNew(tb storetest.TB) *sqlite.Store {
	tb.Helper()
	return openFile(tb, filepath.Join(tb.TempDir(), "test.db"))
}

func open(tb storetest.TB) func(tenant string) bonafide.Store {
	s := openNew(tb)
	return func(tenant string) bonafide.Store { return s.ForTenant(tenant) }
}

// openHosts stands on a database that the host opened, with deferred
// transactions and several connections that may all write.
func openHosts(tb storetest.TB) func(tenant string) bonafide.Store {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(tb.TempDir(), "test.db")+
		"?_busy_timeout=10000&_pragma=journal_mode(wal)&_pragma=synchronous(full)")
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	if err := sqlite.Migrate(tb.Context(), db); err != nil {
		tb.Fatalf("migrate: %v", err)
	}
	s, err := sqlite.New(tb.Context(), db, "tenant")
	if err != nil {
		tb.Fatalf("new: %v", err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return func(tenant string) bonafide.Store { return s.ForTenant(tenant) }
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

// A process ends, and the next one opens its file.
func TestNextProcess(t *testing.T) {
	storetest.RunReopen(t, func(tb storetest.TB) func() func(tenant string) bonafide.Store {
		file := filepath.Join(tb.TempDir(), "test.db")
		var s *sqlite.Store
		return func() func(tenant string) bonafide.Store {
			if s != nil {
				_ = s.Close()
			}
			s = openFile(tb, file)
			return func(tenant string) bonafide.Store { return s.ForTenant(tenant) }
		}
	})
}

// On a database of the host the statements are the same; what differs is how
// transactions begin and meet.
func TestStoreOfHost(t *testing.T) {
	differs := []string{
		"one_writer_of_16", "unique_16_creators", "events_with_record", "outbox_16_writers",
		"all_or_nothing", "unique_moved", "conflict_first", "cancelled_context", "foreign_cursor",
	}
	for _, c := range storetest.Clauses() {
		if i := slices.Index(differs, c.Name); i >= 0 {
			differs = slices.Delete(differs, i, i+1)
			t.Run(c.Name, func(t *testing.T) { c.Run(t, openHosts) })
		}
	}
	require.Empty(t, differs)
}

func TestModel(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	models := figuretest.Size(t, "MODELS", figuretest.Part(3))
	for i := range uint64(models) {
		storetest.Compare(t, open, seed+i, 200)
	}
	figuretest.Report(t, "operations", 200*models)
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

// record is one of kind "user", with what there can be, and its event.
func record(chain *bonafide.Chain, id string, version int64, unique ...string) bonafide.Write {
	at := time.Date(2026, 2, 28, 12, 0, 0, 0, time.UTC)
	next, events := chain.Link("user", id, []bonafide.Event{bonafide.NewEvent("step", at, bonafide.System())})
	*chain = next
	return bonafide.Write{Record: bonafide.Record{
		Kind: "user", ID: id, Version: version, Unique: unique, Labels: []string{"all"}, Due: at, Body: []byte(id),
	}, Events: events}
}

func first(id string, unique ...string) bonafide.Write {
	return record(new(bonafide.Chain), id, 1, unique...)
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path)
	require.NoError(t, s.Put(t.Context(), first("a", "u"), first("b"), first("c")))
	page, err := s.List(t.Context(), bonafide.Query{Kind: "user", Limit: 1})
	require.NoError(t, err)
	events, err := s.Events(t.Context(), bonafide.EventQuery{Limit: 1})
	require.NoError(t, err)
	require.NoError(t, s.Close())

	s = openFile(t, path)
	r, err := s.Get(t.Context(), "user", "a")
	require.NoError(t, err)
	assert.Equal(t, first("a", "u").Record, r)
	require.ErrorIs(t, s.Put(t.Context(), first("d", "u")), bonafide.ErrDuplicate)

	// Cursors and positions outlive the process.
	page, err = s.List(t.Context(), bonafide.Query{Kind: "user", Limit: 2, Cursor: page.Next})
	require.NoError(t, err)
	require.Len(t, page.Records, 2)
	assert.Equal(t, "b", page.Records[0].ID)
	events, err = s.Events(t.Context(), bonafide.EventQuery{After: events[0].Position})
	require.NoError(t, err)
	require.Len(t, events, 2)
	assert.Equal(t, "b", events[0].ID)
}

// A reader that was beyond the end of a restored backup is told.
func TestPositionBeyondTheEnd(t *testing.T) {
	s := openNew(t)
	require.NoError(t, s.Put(t.Context(), first("a"), first("b")))
	events, err := s.Events(t.Context(), bonafide.EventQuery{})
	require.NoError(t, err)
	_, err = s.DB().ExecContext(t.Context(), `delete from bonafide_event where position = 2; update bonafide_tenant set position = 1`)
	require.NoError(t, err)
	_, err = s.Events(t.Context(), bonafide.EventQuery{After: events[1].Position})
	require.ErrorIs(t, err, bonafide.ErrCursor)
	_, err = s.Events(t.Context(), bonafide.EventQuery{After: events[1].Position, Kind: "user", ID: "a"})
	require.ErrorIs(t, err, bonafide.ErrCursor)
	after, err := s.Events(t.Context(), bonafide.EventQuery{After: events[0].Position})
	require.NoError(t, err)
	assert.Empty(t, after)
}

// What was changed behind the store's back is neither an outage nor a fault of
// the caller's, and the error does not show it.
func TestDamage(t *testing.T) {
	s := openNew(t)
	require.NoError(t, s.Put(t.Context(), first("a")))
	for _, statement := range []string{
		`update bonafide_record set labels = 'secret'`, `update bonafide_record set labels = '[]', uniques = 'secret'`,
		`update bonafide_event set event = 'secret'`,
	} {
		_, err := s.DB().ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	damaged := func(err error) {
		t.Helper()
		require.ErrorIs(t, err, bonafide.ErrUnreadable)
		require.NotErrorIs(t, err, bonafide.ErrInvalid)
		require.NotErrorIs(t, err, bonafide.ErrUnavailable)
		assert.NotContains(t, err.Error(), "secret")
	}
	_, err := s.Get(t.Context(), "user", "a")
	damaged(err)
	_, err = s.List(t.Context(), bonafide.Query{Kind: "user"})
	damaged(err)
	_, err = s.Events(t.Context(), bonafide.EventQuery{})
	damaged(err)
	damaged(s.Put(t.Context(), record(new(bonafide.Chain), "a", 2)))
}

// Two handles on one file, as two processes have them.
func TestTwoHandles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	handles := []*sqlite.Store{openFile(t, path), openFile(t, path)}
	const writers = 8
	for round := range 4 {
		errs := make(chan error, writers)
		for i := range writers {
			go func() {
				errs <- handles[i%2].Put(t.Context(), first(fmt.Sprintf("%d-%d", round, i), fmt.Sprint("u", round)))
			}()
		}
		winners := 0
		for range writers {
			switch err := <-errs; err {
			case nil:
				winners++
			default:
				require.ErrorIs(t, err, bonafide.ErrDuplicate)
			}
		}
		assert.Equal(t, 1, winners)
	}
	for i := range writers {
		require.NoError(t, handles[i%2].Put(t.Context(), first(fmt.Sprint("own-", i))))
	}
	for _, s := range handles {
		page, err := s.List(t.Context(), bonafide.Query{Kind: "user"})
		require.NoError(t, err)
		assert.Len(t, page.Records, 4+writers)
		events, err := s.Events(t.Context(), bonafide.EventQuery{})
		require.NoError(t, err)
		assert.Len(t, events, 4+writers)
	}
}

// Another writer that does not come to an end is an outage, told in time, and
// the error carries nothing of the record.
func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	other := openFile(t, path)
	s, err := sqlite.Open(t.Context(), path, "tenant", &sqlite.Options{BusyTimeout: time.Millisecond})
	require.NoError(t, err)
	defer s.Close()
	tx, err := other.DB().BeginTx(t.Context(), nil)
	require.NoError(t, err)

	err = s.Put(t.Context(), first("a secret id", "a secret value"))
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.NotContains(t, err.Error(), "secret")
	_, err = s.Get(t.Context(), "user", "a secret id") // readers do not wait for writers
	require.ErrorIs(t, err, bonafide.ErrNotFound)

	// A writer of this process waits as long as its context lets it.
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, other.Put(ctx, first("a")), context.DeadlineExceeded)

	require.NoError(t, tx.Rollback())
	require.NoError(t, s.Put(t.Context(), first("a")))
	require.NoError(t, s.Close())
	require.ErrorIs(t, s.Put(t.Context(), first("b")), bonafide.ErrUnavailable)
	_, err = s.Get(t.Context(), "user", "a")
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
}

// Whatever texts are written, the schema stays as it is.
func TestMetaStrings(t *testing.T) {
	s := openNew(t)
	schema := func() (all string) {
		rows, err := s.DB().QueryContext(t.Context(), `select name, coalesce(sql, '') from sqlite_master order by name`)
		require.NoError(t, err)
		defer rows.Close()
		for rows.Next() {
			var name, text string
			require.NoError(t, rows.Scan(&name, &text))
			all += name + ":" + text + "\n"
		}
		return all
	}
	before := schema()
	require.Contains(t, before, "bonafide_record")
	for _, text := range []string{
		"'; drop table bonafide_record; --", `"; drop table bonafide_record; --`, "') union select 1 --",
		"?", "?1", ":a", "$1", "@a", "\x00'; drop table bonafide_record; --", "/*", "*/", "`", "[", "]", ";",
	} {
		w := first(text, text)
		w.Record.Kind, w.Record.Labels, w.Record.Body = text, []string{text, text + "2"}, []byte(text)
		w.Events[0].Kind, w.Events[0].Type, w.Events[0].Data = text, text, map[string]string{text: text}
		require.NoError(t, s.ForTenant(text).Put(t.Context(), w))
		_, err := s.ForTenant(text).Get(t.Context(), text, text)
		require.NoError(t, err)
		for _, q := range []bonafide.Query{
			{Kind: text, Unique: text}, {Kind: text, Labels: []string{text, text + "2"}},
			{Kind: text, Labels: []string{text}, DueBefore: time.Now()},
		} {
			page, err := s.ForTenant(text).List(t.Context(), q)
			require.NoError(t, err)
			require.Len(t, page.Records, 1)
			q.Cursor = text
			_, err = s.ForTenant(text).List(t.Context(), q)
			require.ErrorIs(t, err, bonafide.ErrCursor)
		}
		_, err = s.ForTenant(text).Events(t.Context(), bonafide.EventQuery{Kind: text, ID: text})
		require.NoError(t, err)
		_, err = s.ForTenant(text).Events(t.Context(), bonafide.EventQuery{After: text})
		require.ErrorIs(t, err, bonafide.ErrCursor)
	}
	assert.Equal(t, before, schema())
}

func TestTenantNames(t *testing.T) {
	s := openNew(t)
	for _, name := range []string{"", strings.Repeat("x", bonafide.MaxTermBytes+1)} {
		bad := s.ForTenant(name)
		_, err := bad.Get(t.Context(), "user", "a")
		require.ErrorIs(t, err, bonafide.ErrInvalid)
		require.ErrorIs(t, bad.Put(t.Context(), first("a")), bonafide.ErrInvalid)
		_, err = bad.List(t.Context(), bonafide.Query{Kind: "user"})
		require.ErrorIs(t, err, bonafide.ErrInvalid)
		_, err = bad.Events(t.Context(), bonafide.EventQuery{})
		require.ErrorIs(t, err, bonafide.ErrInvalid)
		_, err = sqlite.New(t.Context(), s.DB(), name)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}
