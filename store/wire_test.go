package store_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/store"
)

// events of every kind of text: the second has what JSON cannot hold.
func events() (bonafide.Chain, []bonafide.Event) {
	return bonafide.Chain{}.Link("user", "u-1", []bonafide.Event{
		bonafide.NewEvent("user.created", at, bonafide.Platform("p-1"), "platform", "p-1", "code", "a<b>&c"),
		{Type: "base64:", At: at, Actor: bonafide.Actor{Kind: "\xff", ID: "\x00"}, Data: map[string]string{"\xfe": "\xfd", "base64:/w": "base64:"}},
		{},
	})
}

func TestEventShape(t *testing.T) {
	_, all := events()
	for i, name := range []string{"event.json", "event_bytes.json", "event_empty.json"} {
		b, err := store.EncodeEvent(all[i])
		require.NoError(t, err)
		datatest.Golden(t, name, append(b, '\n'))
	}
}

// What the version before wrote is read as what it was given.
func TestEventsOfTheVersionBefore(t *testing.T) {
	_, all := events()
	for i, name := range []string{"event_v1.json", "event_bytes_v1.json", "event_empty_v1.json"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(t, err)
		e, err := store.DecodeEvent("user", "u-1", b)
		require.NoError(t, err)
		assert.Equal(t, all[i], e)
	}
}

// A changed text has another hash: the next event does not follow on it.
func TestChangedEvent(t *testing.T) {
	_, all := events()
	b, err := store.EncodeEvent(all[0])
	require.NoError(t, err)
	changed, err := store.DecodeEvent("user", "u-1", bytes.Replace(b, []byte("p-1"), []byte("p-2"), 1))
	require.NoError(t, err)
	_, err = bonafide.Chain{}.Follow("user", "u-1", []bonafide.Event{changed, all[1]})
	require.Equal(t, &bonafide.ChainError{Seq: 2, Code: bonafide.CodeChainOrder}, err)
}

func TestEventsComeBack(t *testing.T) {
	head, all := events()
	all = append(all, bonafide.Event{Kind: "\xff", ID: "\x00\xc3", Data: map[string]string{}},
		bonafide.Event{Kind: "k", ID: "i", Prev: "\xff", Hash: "base64:"}, bonafide.Event{Kind: "k", ID: "i", Prev: strings.Repeat("A", 64)})
	for i := range all {
		given := all[i]
		given.Position, given.Data = "somewhere", maps.Clone(all[i].Data)
		b, err := store.EncodeEvent(given)
		require.NoError(t, err)
		assert.Equal(t, all[i].Data, given.Data, "what was given is not changed")
		got, err := store.DecodeEvent(all[i].Kind, all[i].ID, b)
		require.NoError(t, err)
		assert.Equal(t, all[i], got)
		all[i] = got
	}
	require.NoError(t, bonafide.VerifyChain(all[:3], head))
}

func TestEventsThatAreNone(t *testing.T) {
	const good = `{"n":1,"at":0,"by":["system"]`
	_, err := store.DecodeEvent("user", "u-1", []byte(good+"}"))
	require.NoError(t, err)
	for _, text := range []string{
		"", "null", "{}", "[]", "1", `"x"`, `{"n":1}`, good, `{"by":[]}`, `{"by":["user","u","x"]}`, `{"by":[1]}`, `{"by":["base64:*"]}`,
		good + `,"at":1.5}`, good + `,"at":true}`, good + `,"at":9223372036854775807}`, good + `,"at":"2026-02-28T12:00:00Z"}`,
		good + `,"t":"base64:*"}`, good + `,"t":1}`, good + `,"d":{"a":"base64:="}}`, good + `,"hash":"base64:="}`,
		good + `,"after":"AAAA"}`, good + `,"after":"*"}`, good + `,"prev":"x","after":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`,
		`{"kind":1}`, `{"kind":"user","at":"yesterday"}`, `{"kind":"user","data":{"a":"base64:="}}`, `{"kind":"user"`,
	} {
		e, err := store.DecodeEvent("user", "u-1", []byte(text))
		require.ErrorIs(t, err, bonafide.ErrUnreadable, text)
		assert.Zero(t, e, text)
	}
	for _, key := range [][2]string{{"", "u-1"}, {"user", ""}} {
		_, err := store.DecodeEvent(key[0], key[1], []byte(good+"}"))
		require.ErrorIs(t, err, bonafide.ErrUnreadable)
	}
	_, err = store.EncodeEvent(bonafide.Event{Kind: "k", ID: "i", At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

func TestTerms(t *testing.T) {
	for _, terms := range [][]string{
		nil, {"a"}, {"b", "a", "b"}, {"\xff", "\x00", "base64:", "base64:/w", `"`, "<&>", "\u2028", "\U0001f600"},
	} {
		b := store.EncodeTerms(terms)
		require.True(t, json.Valid(b))
		got, err := store.DecodeTerms(b)
		require.NoError(t, err)
		assert.Equal(t, terms, got)
	}
	datatest.Golden(t, "terms.json", append(store.EncodeTerms([]string{"permission=locked", "\xff", "base64:"}), '\n'))
	for _, text := range []string{"", "[]"} {
		terms, err := store.DecodeTerms([]byte(text))
		require.NoError(t, err)
		assert.Nil(t, terms)
	}
	for _, text := range []string{"x", "{}", "[1]", `["base64:*"]`, `["a"`, `"a"`} {
		terms, err := store.DecodeTerms([]byte(text))
		require.ErrorIs(t, err, bonafide.ErrUnreadable, text)
		assert.Nil(t, terms, text)
		assert.NotContains(t, err.Error(), "a\"")
	}
}

func FuzzDecodeEvent(f *testing.F) {
	_, all := events()
	for _, e := range all {
		b, err := store.EncodeEvent(e)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte(`{"kind":"user","at":"2026-02-28T12:00:00.1234567+09:00"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := store.DecodeEvent("user", "u-1", b)
		if err != nil {
			assert.Zero(t, e)
			return
		}
		again, err := store.EncodeEvent(e)
		require.NoError(t, err)
		back, err := store.DecodeEvent("user", "u-1", again)
		require.NoError(t, err)
		assert.Equal(t, e, back)
	})
}

func FuzzTerms(f *testing.F) {
	f.Add("a", "b")
	f.Add("\xff", "base64:")
	f.Fuzz(func(t *testing.T, a, b string) {
		got, err := store.DecodeTerms(store.EncodeTerms([]string{a, b}))
		require.NoError(t, err)
		assert.Equal(t, []string{a, b}, got)
		if terms, err := store.DecodeTerms([]byte(a)); err != nil {
			assert.Nil(t, terms)
		}
	})
}

func BenchmarkEvent(b *testing.B) {
	_, all := events()
	b.Run("floor", func(b *testing.B) { // the event's own JSON, there and back
		b.ReportAllocs()
		for b.Loop() {
			text, _ := json.Marshal(all[0])
			var e bonafide.Event
			if err := json.Unmarshal(text, &e); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("codec", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			text, err := store.EncodeEvent(all[0])
			if err != nil {
				b.Fatal(err)
			}
			if _, err := store.DecodeEvent(all[0].Kind, all[0].ID, text); err != nil {
				b.Fatal(err)
			}
		}
	})
}
