package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/postgres"
)

var tables = []string{"bonafide_tenant", "bonafide_record", "bonafide_unique", "bonafide_label", "bonafide_event"}

// A statement that forgets the tenant sees the rows of the one that its transaction
// names, and without one none at all.
func TestWallBetweenTenants(t *testing.T) {
	server(t)
	for _, opts := range []*postgres.Options{nil, {Order: postgres.ByCounter}} {
		s, pool := openNew(t, opts)
		require.NoError(t, s.Put(t.Context(), first("a", "u")))
		require.NoError(t, s.ForTenant("other").Put(t.Context(), first("a", "u"), first("b", "v")))
		count := func(setting, table string) (n int) {
			require.NoError(t, pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
				if setting != "" {
					if _, err := tx.Exec(t.Context(), `select set_config('bonafide.tenant', $1, true)`, setting); err != nil {
						return err
					}
				}
				return tx.QueryRow(t.Context(), `select count(*) from `+table).Scan(&n)
			}))
			return n
		}
		for _, table := range tables {
			if table == "bonafide_tenant" && opts == nil {
				continue // counters alone
			}
			assert.Zero(t, count("", table), table)
			assert.Zero(t, count("00", table), table)
			assert.Equal(t, 1, count(fmt.Sprintf("%x", "tenant"), table), table)
		}
		assert.Equal(t, 2, count(fmt.Sprintf("%x", "other"), "bonafide_record"))
		err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(t.Context(), `select set_config('bonafide.tenant', $1, true)`, fmt.Sprintf("%x", "tenant")); err != nil {
				return err
			}
			_, err := tx.Exec(t.Context(), `insert into bonafide_label values ('other', 'k', 't', 'i', null)`)
			return err
		})
		require.Error(t, err, "nor can it write for another")
	}
}

// Whatever texts are written, they are values.
func TestMetaStrings(t *testing.T) {
	server(t)
	s, _ := openNew(t, nil)
	for _, text := range []string{
		"'; drop table bonafide_record; --", `"; drop table bonafide_record; --`, "$1", "?", "\x00", "\xff\xfe", `\x41`, "{a,b}", "/*", "%", "_",
	} {
		w := first(text, text)
		w.Record.Kind, w.Record.Labels, w.Record.Body = text, []string{text, text + "2"}, []byte(text)
		w.Events[0].Kind, w.Events[0].Type, w.Events[0].Data = text, text, map[string]string{text: text}
		mine := s.ForTenant(text)
		require.NoError(t, mine.Put(t.Context(), w))
		got, err := mine.Get(t.Context(), text, text)
		require.NoError(t, err)
		assert.Equal(t, w.Record, got)
		for _, q := range []bonafide.Query{
			{Kind: text, Unique: text}, {Kind: text, Labels: []string{text, text + "2"}}, {Kind: text, Labels: []string{text}, DueBefore: time.Now()},
		} {
			page, err := mine.List(t.Context(), q)
			require.NoError(t, err)
			require.Len(t, page.Records, 1)
		}
		require.Len(t, eventsOf(t, mine, bonafide.EventQuery{Kind: text, ID: text}), 1)
	}
	for _, table := range tables {
		_, err := s.List(t.Context(), bonafide.Query{Kind: table})
		require.NoError(t, err)
	}
}

// Errors tell the operation and the code of the server, and nothing that was written;
// one that no repetition mends is not said to pass.
func TestErrors(t *testing.T) {
	server(t)
	s, pool := openNew(t, nil)
	require.NoError(t, s.Put(t.Context(), first("a")))
	_, err := pool.Exec(t.Context(), `alter table bonafide_record add constraint small check (length(body) < 3)`)
	require.NoError(t, err)
	err = s.Put(t.Context(), first("secret id", "secret value"))
	require.EqualError(t, err, "postgres: put: SQLSTATE 23514")
	require.NotErrorIs(t, err, bonafide.ErrUnavailable)
	var own *postgres.Error
	require.ErrorAs(t, err, &own)
	assert.Equal(t, "put", own.Op)

	_, err = pool.Exec(t.Context(), `alter table bonafide_event rename to elsewhere`)
	require.NoError(t, err)
	_, err = s.Events(t.Context(), bonafide.EventQuery{})
	require.EqualError(t, err, "postgres: events: SQLSTATE 42P01")
	require.NotErrorIs(t, err, bonafide.ErrUnavailable)

	_, err = pool.Exec(t.Context(), `alter table bonafide_record drop constraint small; alter table elsewhere rename to bonafide_event`)
	require.NoError(t, err)
	_, err = pool.Exec(t.Context(), `set lock_timeout = '50ms'`)
	require.NoError(t, err)
	pool.Close()
	_, err = s.Get(t.Context(), "user", "a")
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	require.ErrorIs(t, s.Put(t.Context(), first("b")), bonafide.ErrUnavailable)
	require.ErrorIs(t, s.Ping(t.Context()), bonafide.ErrUnavailable)
	for _, name := range []string{"", string(make([]byte, bonafide.MaxTermBytes+1))} {
		require.ErrorIs(t, s.ForTenant(name).Put(t.Context(), first("a")), bonafide.ErrInvalid)
		_, err := postgres.New(t.Context(), pool, name)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}
