package store_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

func cursors() store.Cursors { return store.NewCursors([]byte("identity"), "tenant") }

func TestCursors(t *testing.T) {
	for name, c := range map[string]struct {
		query bonafide.Query
		last  bonafide.Record
		due   time.Time
	}{
		"by id":    {bonafide.Query{Kind: "k"}, bonafide.Record{ID: "i", Due: at}, time.Time{}},
		"by due":   {bonafide.Query{Kind: "k", DueBefore: at.AddDate(1, 0, 0)}, bonafide.Record{ID: "i", Due: at}, at},
		"long ago": {bonafide.Query{Kind: "k", DueBefore: at}, bonafide.Record{ID: "i", Due: time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC)}, time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC)},
		"bytes":    {bonafide.Query{Kind: "k"}, bonafide.Record{ID: "\x00\xff'"}, time.Time{}},
		"long":     {bonafide.Query{Kind: strings.Repeat("k", 255)}, bonafide.Record{ID: strings.Repeat("i", 255)}, time.Time{}},
	} {
		q := c.query
		q.Cursor = cursors().Next(q, c.last)
		for _, q.Limit = range []int{0, 1, 1000} { // pages of one walk may differ in size
			due, id, err := cursors().After(q)
			require.NoError(t, err, name)
			assert.Equal(t, c.last.ID, id, name)
			assert.Equal(t, c.due, due, name)
		}
	}
	due, id, err := cursors().After(bonafide.Query{Kind: "k"})
	require.NoError(t, err)
	assert.Zero(t, due)
	assert.Empty(t, id)
}

func TestCursorsAreBound(t *testing.T) {
	base := bonafide.Query{Kind: "ab", Unique: "u", Labels: []string{"l", "m"}, DueBefore: at}
	cursor := cursors().Next(base, bonafide.Record{ID: "i", Due: at})
	for name, change := range map[string]func(q *bonafide.Query){
		"kind":            func(q *bonafide.Query) { q.Kind = "a" },
		"unique":          func(q *bonafide.Query) { q.Unique = "" },
		"kind and unique": func(q *bonafide.Query) { q.Kind, q.Unique = "a", "bu" },
		"label":           func(q *bonafide.Query) { q.Labels = []string{"l", "n"} },
		"labels joined":   func(q *bonafide.Query) { q.Labels = []string{"lm"} },
		"labels turned":   func(q *bonafide.Query) { q.Labels = []string{"m", "l"} },
		"fewer labels":    func(q *bonafide.Query) { q.Labels = []string{"l"} },
		"no labels":       func(q *bonafide.Query) { q.Labels = nil },
		"due":             func(q *bonafide.Query) { q.DueBefore = at.Add(1) },
		"no due":          func(q *bonafide.Query) { q.DueBefore = time.Time{} },
	} {
		q := base
		q.Cursor = cursor
		change(&q)
		_, _, err := cursors().After(q)
		require.ErrorIs(t, err, bonafide.ErrCursor, name)
	}
	q := base
	q.Cursor = cursor
	q.DueBefore = at.In(time.FixedZone("", 3600))
	_, _, err := cursors().After(q)
	require.NoError(t, err, "the same instant")
	for name, other := range map[string]store.Cursors{
		"tenant":   store.NewCursors([]byte("identity"), "tenan"),
		"store":    store.NewCursors([]byte("identitx"), "tenant"),
		"boundary": store.NewCursors([]byte("identityt"), "enant"),
	} {
		_, _, err := other.After(q)
		require.ErrorIs(t, err, bonafide.ErrCursor, name)
		_, err = other.Number(cursors().Position(1))
		require.ErrorIs(t, err, bonafide.ErrCursor, name)
	}
}

// Whatever single character is changed, dropped or added, a cursor and a
// position are refused.
func TestMangledCursors(t *testing.T) {
	q := bonafide.Query{Kind: "k"}
	for name, original := range map[string]string{
		"cursor": cursors().Next(q, bonafide.Record{ID: "i"}), "position": cursors().Position(300),
	} {
		refused := func(mangled string) {
			t.Helper()
			if name == "cursor" {
				_, _, err := cursors().After(bonafide.Query{Kind: "k", Cursor: mangled})
				require.ErrorIs(t, err, bonafide.ErrCursor, mangled)
			}
			_, err := cursors().Number(mangled)
			require.ErrorIs(t, err, bonafide.ErrCursor, mangled)
		}
		for i := range original {
			for _, c := range "A_-z0\n =" {
				if mangled := original[:i] + string(c) + original[i+1:]; mangled != original {
					refused(mangled)
				}
				refused(original[:i] + string(c) + original[i:])
			}
			if i > 0 {
				refused(original[:i])
			}
			refused(original[:i] + original[i+1:])
		}
		refused(original + "\n")
		refused(strings.Repeat("A", 1<<16))
	}
	_, err := cursors().Number(cursors().Next(q, bonafide.Record{ID: "i"}))
	require.ErrorIs(t, err, bonafide.ErrCursor, "a cursor is no position")
	_, _, err = cursors().After(bonafide.Query{Kind: "k", Cursor: cursors().Position(1)})
	require.ErrorIs(t, err, bonafide.ErrCursor, "a position is no cursor")
}

func TestPositions(t *testing.T) {
	for _, n := range []int64{1, 2, 127, 128, 1 << 40, 1<<63 - 1} {
		got, err := cursors().Number(cursors().Position(n))
		require.NoError(t, err)
		assert.Equal(t, n, got)
	}
	n, err := cursors().Number("")
	require.NoError(t, err)
	assert.Zero(t, n)
	for _, n := range []int64{0, -1} {
		_, err := cursors().Number(cursors().Position(n))
		require.ErrorIs(t, err, bonafide.ErrCursor)
	}
}

// The shape of cursors: hosts keep positions of the outbox across releases.
func TestCursorShape(t *testing.T) {
	assert.Equal(t, "rNTDQDQk3pwC", cursors().Position(1))
	assert.Equal(t, "lLKv9o8pGo0AaQ", cursors().Next(bonafide.Query{Kind: "k"}, bonafide.Record{ID: "i", Due: at}))
}

func FuzzCursor(f *testing.F) {
	q := bonafide.Query{Kind: "k"}
	f.Add(cursors().Next(q, bonafide.Record{ID: "i"}))
	f.Add(cursors().Position(1))
	f.Add("")
	f.Add("AAAA")
	f.Add(base64.RawURLEncoding.EncodeToString(make([]byte, 40)))
	f.Fuzz(func(t *testing.T, text string) {
		q := q
		q.Cursor = text
		due, id, err := cursors().After(q)
		if err != nil || text == "" {
			if !due.IsZero() || id != "" {
				t.Error("a failed parse returned something")
			}
		} else if cursors().Next(q, bonafide.Record{ID: id, Due: due}) != text {
			t.Error("two texts of one cursor")
		}
		n, err := cursors().Number(text)
		if err != nil || text == "" {
			if n != 0 {
				t.Error("a failed parse returned something")
			}
		} else if cursors().Position(n) != text {
			t.Error("two texts of one position")
		}
	})
}

func BenchmarkPosition(b *testing.B) {
	c := cursors()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Number(c.Position(123456)); err != nil {
			b.Fatal(err)
		}
	}
}
