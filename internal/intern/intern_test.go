package intern_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/intern"
	"github.com/bonafide-go/bonafide/store/memory"
)

var rule = intern.Rule{
	Kind: "thing.texts", Kinds: []string{"thing"},
	Members: []intern.Member{
		{Name: "all", Opens: '[', Common: func(v []byte) bool { return !bytes.Contains(v, []byte("private")) }},
		{Name: "map", Opens: '{', Common: func([]byte) bool { return true }},
	},
	Now: func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
}

func long(word string) string { return strings.Repeat(word+" ", 600/len(word)) }

// texts returns what stands in the records of texts.
func texts(t *testing.T, s bonafide.Store) (out []string) {
	t.Helper()
	page, err := s.List(t.Context(), bonafide.Query{Kind: rule.Kind})
	require.NoError(t, err)
	for _, r := range page.Records {
		out = append(out, string(r.Body))
	}
	return out
}

func put(t *testing.T, s bonafide.Store, kind, id, body string) {
	t.Helper()
	require.NoError(t, s.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: kind, ID: id, Version: 1, Body: []byte(body)}}))
}

// What goes in comes out again, whatever of it stands elsewhere meanwhile.
func TestBodies(t *testing.T) {
	list, other := `["`+long("same")+`",{"a":[1,"]\"["]}]`, `{"k":"`+long("other")+`"}`
	for _, row := range []struct {
		name, kind, body string
		apart            []string
	}{
		{"a list", "thing", `{"x":1,"all":` + list + `,"y":2}`, []string{list}},
		{"twice", "thing", `{"all":` + list + `,"b":{"all":` + list + `}}`, []string{list}},
		{"two members", "thing", `{"all":` + list + `,"map":` + other + `}`, []string{list, other}},
		{"private", "thing", `{"all":["private ` + long("same") + `"],"map":` + other + `}`, []string{other}},
		{"a private one and a common one", "thing", `{"all":["private ` + long("same") + `"],"b":{"all":` + list + `}}`, []string{list}},
		{"short", "thing", `{"all":["short"],"b":{"all":[]}}`, nil},
		{"another kind", "else", `{"all":` + list + `}`, nil},
		{"another member", "thing", `{"any":` + list + `}`, nil},
		{"a value that is no list", "thing", `{"all":"` + long("same") + `"}`, nil},
		{"a text that looks like a member", "thing", `{"x":"\"all\":[` + long("same") + `]"}`, nil},
		{"a text that looks like a name", "thing", `{"x":"\"all\":{\"=\":\"` + strings.Repeat("0", 32) + `\"}"}`, nil},
		{"no JSON", "thing", `"all":[` + long("same"), nil},
		{"nothing", "thing", ``, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			below := memory.New("acme")
			s := intern.New(below, rule)
			put(t, s, row.kind, "1", row.body)
			put(t, s, row.kind, "2", row.body)
			assert.ElementsMatch(t, row.apart, texts(t, below))
			for _, reader := range []*intern.Store{s, intern.New(below, rule), s.WithStore(below)} {
				r, err := reader.Get(t.Context(), row.kind, "1")
				require.NoError(t, err)
				assert.Equal(t, row.body, string(r.Body))
				page, err := reader.List(t.Context(), bonafide.Query{Kind: row.kind})
				require.NoError(t, err)
				require.Len(t, page.Records, 2)
				assert.Equal(t, row.body, string(page.Records[1].Body))
			}
			stored, err := below.Get(t.Context(), row.kind, "1")
			require.NoError(t, err)
			assert.Equal(t, len(row.apart) > 0, len(stored.Body) < len(row.body))
			again := intern.New(below, rule)
			put(t, again, row.kind, "3", row.body)
			assert.ElementsMatch(t, row.apart, texts(t, below), "another process finds it there")
		})
	}
}

// A body that stood in the store before is as good as one that names texts.
func TestWholeBodiesStayReadable(t *testing.T) {
	below, body := memory.New("acme"), `{"all":["`+long("same")+`"]}`
	put(t, below, "thing", "1", body)
	r, err := intern.New(below, rule).Get(t.Context(), "thing", "1")
	require.NoError(t, err)
	assert.Equal(t, body, string(r.Body))
}

// A text that is gone, or is another one, makes who names it unreadable, and nobody else.
func TestLostTexts(t *testing.T) {
	below := memory.New("acme")
	put(t, intern.New(below, rule), "thing", "1", `{"all":["`+long("same")+`"]}`)
	put(t, below, "thing", "2", `{}`)
	page, err := below.List(t.Context(), bonafide.Query{Kind: rule.Kind})
	require.NoError(t, err)
	require.Len(t, page.Records, 1)
	forged := page.Records[0]
	forged.Version, forged.Body = 2, []byte(`["`+long("none")+`"]`)
	require.NoError(t, below.Put(t.Context(), bonafide.Write{Record: forged}))

	s := intern.New(below, rule)
	r, err := s.Get(t.Context(), "thing", "1")
	require.ErrorIs(t, err, bonafide.ErrUnreadable)
	assert.EqualValues(t, 1, r.Version, "it can be overwritten")
	assert.Empty(t, r.Body)
	page, err = s.List(t.Context(), bonafide.Query{Kind: "thing"})
	lost := &bonafide.UnreadableError{}
	require.ErrorAs(t, err, &lost)
	assert.Equal(t, []string{"1"}, lost.IDs)
	require.Len(t, page.Records, 1)
	require.ErrorIs(t, s.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: "thing", ID: "3", Version: 1, Body: []byte(`{"all":["` + long("same") + `"]}`)}}),
		bonafide.ErrUnreadable, "nobody names what is not there")
}

// failing is a store whose texts cannot be read.
type failing struct{ bonafide.Store }

func (f failing) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if kind == rule.Kind {
		return bonafide.Record{}, bonafide.ErrUnavailable
	}
	return f.Store.Get(ctx, kind, id)
}

// An outage is an outage, never a body without its text.
func TestOutage(t *testing.T) {
	below := memory.New("acme")
	put(t, intern.New(below, rule), "thing", "1", `{"all":["`+long("same")+`"]}`)
	s := intern.New(failing{below}, rule)
	_, err := s.Get(t.Context(), "thing", "1")
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	page, err := s.List(t.Context(), bonafide.Query{Kind: "thing"})
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.Empty(t, page.Records)
}

// What a transaction wrote and took back is written again by whoever comes next.
func TestRollback(t *testing.T) {
	below, body := memory.New("acme"), `{"all":["`+long("same")+`"]}`
	s := intern.New(below, rule)
	bound := s.WithStore(memory.New("acme")) // the rows of a transaction that nobody else sees
	put(t, bound, "thing", "1", body)
	put(t, s, "thing", "2", body)
	assert.Len(t, texts(t, below), 1)
	r, err := s.WithStore(below).Get(t.Context(), "thing", "2")
	require.NoError(t, err)
	assert.Equal(t, body, string(r.Body))
}

// Of many who name a text first, all succeed.
func TestFirstWriters(t *testing.T) {
	below := memory.New("acme")
	done := make(chan error)
	for i := range 16 {
		go func() {
			done <- intern.New(below, rule).Put(context.Background(), bonafide.Write{Record: bonafide.Record{
				Kind: "thing", ID: fmt.Sprint(i), Version: 1, Body: []byte(`{"all":["` + long("same") + `"]}`),
			}})
		}()
	}
	for range 16 {
		require.NoError(t, <-done)
	}
	assert.Len(t, texts(t, below), 1)
}

// More texts than are held in memory are read again.
func TestManyTexts(t *testing.T) {
	below := memory.New("acme")
	s := intern.New(below, rule)
	body := func(i int) string { return fmt.Sprintf(`{"all":[%d,"%s"]}`, i, long("same")) }
	for i := range 1100 {
		put(t, s, "thing", fmt.Sprint(i), body(i))
	}
	for i := range 1100 {
		r, err := s.Get(t.Context(), "thing", fmt.Sprint(i))
		require.NoError(t, err)
		require.Equal(t, body(i), string(r.Body))
	}
}

// Whatever a body is, it comes back as it was.
func FuzzBodies(f *testing.F) {
	f.Add(`{"all":[` + long("1,") + `1]}`)
	f.Add(`"all":["` + long(`\"`) + `"]"all":[`)
	f.Add(`{"map":{"` + long("k") + `":{"=":"x"}}}`)
	f.Fuzz(func(t *testing.T, body string) {
		if strings.Contains(body, `{"=":"`) {
			t.Skip("no member of ours is such an object")
		}
		below := memory.New("acme")
		s := intern.New(below, rule)
		require.NoError(t, s.Put(t.Context(), bonafide.Write{Record: bonafide.Record{Kind: "thing", ID: "1", Version: 1, Body: []byte(body)}}))
		r, err := s.Get(t.Context(), "thing", "1")
		require.NoError(t, err)
		require.Equal(t, body, string(r.Body))
	})
}
