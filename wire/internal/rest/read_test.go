package rest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
)

type address struct {
	City string `json:"city"`
}

type meta struct {
	Source string `json:"source"`
}

type body struct {
	meta
	Name     string            `json:"name"`
	Year     int               `json:"year"`
	Share    float64           `json:"share"`
	Active   *bool             `json:"active"`
	Home     *address          `json:"home"`
	Homes    []address         `json:"homes"`
	Tags     []string          `json:"tags"`
	Metadata map[string]string `json:"metadata"`
	Born     bonafide.Date     `json:"born"`
	Free     any               `json:"free"`
	Photo    []byte            `json:"photo"`
	Hidden   string            `json:"-"`
	Untagged string
}

// Every fault is told with its path, and a value is never repeated.
func TestRead(t *testing.T) {
	yes := true
	for _, tt := range []struct {
		name string
		text string
		want body
		err  string
	}{
		{"every form", `{"source":"api","name":"A","year":1990,"share":12.5,"active":true,"home":{"city":"B"},"homes":[{"city":"C"}],"tags":["x","y"],"metadata":{"k":"v"},"born":"1990-01-02","free":{"any":[1]},"photo":"AQI="}`,
			body{meta: meta{"api"}, Name: "A", Year: 1990, Share: 12.5, Active: &yes, Home: &address{"B"}, Homes: []address{{"C"}}, Tags: []string{"x", "y"},
				Metadata: map[string]string{"k": "v"}, Born: bonafide.Date{Year: 1990, Month: 1, Day: 2}, Free: map[string]any{"any": []any{1.0}}, Photo: []byte{1, 2}}, ""},
		{"null is nothing", `{"name":null,"year":null,"active":null,"home":null,"homes":null,"metadata":null,"free":null}`, body{}, ""},
		{"names are exact", `{"Name":"A"}`, body{}, "Name unknown"},
		{"unknown, at its place", `{"homes":[{"city":"C"},{"town":"D"}]}`, body{}, "homes[1].town unknown"},
		{"unknown within what is unknown", `{"x":{"y":[1,{"z":2}]},"year":"a"}`, body{}, "x unknown, year malformed"},
		{"hidden and without a tag", `{"Hidden":"a","Untagged":"b","-":"c"}`, body{}, "Hidden unknown, Untagged unknown, - unknown"},
		{"repeated", `{"name":"A","name":"B","metadata":{"k":"v","k":"w"}}`, body{}, "name repeated, metadata.k repeated"},
		{"other forms", `{"name":1,"year":1.5,"home":[],"homes":{},"tags":[1,"a"],"active":"yes","metadata":{"k":1},"born":"1990-13-01"}`,
			body{}, "name malformed, year malformed, home malformed, homes malformed, tags[0] malformed, active malformed, metadata.k malformed, born malformed"},
		{"a name that is no name", `{"512-43-2222":1,"a@b.example":2}`, body{}, "? unknown, ? unknown"},
		{"no object", `[]`, body{}, "malformed"},
		{"null", `null`, body{}, "malformed"},
		{"nothing", ``, body{}, "malformed"},
		{"half", `{"name":"A"`, body{}, "malformed"},
		{"two", `{} {}`, body{}, "malformed"},
		{"more behind", `{"name":"A"}}`, body{}, "malformed"},
		{"deep", strings.Repeat(`{"free":`, 2) + strings.Repeat("[", 20000), body{}, "malformed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/", strings.NewReader(tt.text))
			r.Header.Set("Content-Type", "application/json; charset=UTF-8")
			var got body
			err := rest.Read(httptest.NewRecorder(), r, 1<<20, &got)
			if tt.err == "" {
				require.NoError(t, err)
				assert.Equal(t, tt.want, got)
				return
			}
			require.Error(t, err)
			assert.Equal(t, "bonafide: invalid input: "+tt.err, err.Error())
		})
	}
}

// What is no JSON, or too much of it, is refused before it is read.
func TestReadBounds(t *testing.T) {
	for _, tt := range []struct {
		kind string
		size int
		want error
	}{
		{"application/json", 100, nil},
		{"application/json; charset=utf-8", 100, nil},
		{"application/json", 101, rest.ErrTooLarge},
		{"application/json; charset=latin1", 10, rest.ErrMediaType},
		{"text/plain", 10, rest.ErrMediaType},
		{"application/x-www-form-urlencoded", 10, rest.ErrMediaType},
		{"", 10, rest.ErrMediaType},
		{";", 10, rest.ErrMediaType},
	} {
		text := `{}` + strings.Repeat(" ", tt.size-2)
		for _, known := range []bool{true, false} {
			r := httptest.NewRequest("POST", "/", strings.NewReader(text))
			if !known {
				r.ContentLength = -1
			}
			r.Header.Set("Content-Type", tt.kind)
			err := rest.Read(httptest.NewRecorder(), r, 100, &body{})
			assert.ErrorIs(t, err, tt.want, "%s of %d bytes", tt.kind, tt.size)
		}
	}
	for _, kinds := range [][]string{{"application/json", "text/plain"}, {"text/plain", "application/json"}, {"application/json", "application/json"}, nil} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(`{}`))
		r.Header["Content-Type"] = kinds
		assert.ErrorIs(t, rest.Read(httptest.NewRecorder(), r, 100, &body{}), rest.ErrMediaType, kinds)
	}
}

func TestFaultsAreBounded(t *testing.T) {
	text := `{"tags":[` + strings.TrimSuffix(strings.Repeat("1,", 1000), ",") + `]}`
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, rest.Decode(strings.NewReader(text), &body{}), &invalid)
	assert.Len(t, invalid.Fields, 100)
}

// A small text that would take much memory is refused before it does.
func TestItemsAreBounded(t *testing.T) {
	many := func(n int, item string) string { return strings.TrimSuffix(strings.Repeat(item+",", n), ",") }
	var names strings.Builder
	for i := range 10_001 {
		fmt.Fprintf(&names, `"a%d":"v",`, i)
	}
	for name, tt := range map[string]struct{ text, path string }{
		"a list":      {`{"homes":[` + many(10_001, `{}`) + `]}`, "homes"},
		"two lists":   {`{"homes":[` + many(9_000, `{}`) + `],"tags":[` + many(9_000, `""`) + `]}`, "tags"},
		"a map":       {`{"metadata":{` + strings.TrimSuffix(names.String(), ",") + `}}`, "metadata"},
		"other names": {`{` + strings.TrimSuffix(names.String(), ",") + `}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var invalid *bonafide.InvalidError
			require.ErrorAs(t, rest.Decode(strings.NewReader(tt.text), &body{}), &invalid)
			assert.True(t, invalid.Has(tt.path, bonafide.CodeTooMany))
		})
	}
	assert.NoError(t, rest.Decode(strings.NewReader(`{"homes":[`+many(10_000, `{}`)+`]}`), &body{}))
}

// What is taken is what encoding/json takes, where that refuses unknown names.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"name":"A","homes":[{"city":"C"}],"metadata":{"k":"v"}}`, `{"active":null,"free":[1,{"a":null}]}`, `{"born":"1990-01-02"}`, `{"x":1}`, `[`, ``} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got, want body
		err := rest.Decode(strings.NewReader(text), &got)
		if err != nil {
			assert.ErrorIs(t, err, bonafide.ErrInvalid)
			return
		}
		slow := json.NewDecoder(strings.NewReader(text))
		slow.DisallowUnknownFields()
		require.NoError(t, slow.Decode(&want))
		if !reflect.DeepEqual(want, got) {
			t.Errorf("encoding/json reads %#v, Decode %#v", want, got)
		}
	})
}

func TestPages(t *testing.T) {
	for _, tt := range []struct {
		query        string
		number, size int
		err          string
	}{
		{"", 1, 20, ""},
		{"page=3&limit=100", 3, 100, ""},
		{"page=0", 0, 0, "page out_of_range"},
		{"page=-1&limit=101", 0, 0, "page out_of_range, limit out_of_range"},
		{"page=x&limit=", 0, 0, "page malformed, limit malformed"},
		{"page=1&page=2", 0, 0, "page repeated"},
		{"page=99999999999999999999", 0, 0, "page malformed"},
	} {
		r := httptest.NewRequest("GET", "/?"+tt.query, nil)
		number, size, err := rest.Pages(r.URL.Query(), "page", "limit", 20, 100)
		if tt.err != "" {
			assert.EqualError(t, err, "bonafide: invalid input: "+tt.err, tt.query)
			continue
		}
		assert.NoError(t, err, tt.query)
		assert.Equal(t, []int{tt.number, tt.size}, []int{number, size}, tt.query)
	}
}

func TestWrite(t *testing.T) {
	w := httptest.NewRecorder()
	rest.Write(w, http.StatusAccepted, map[string]string{"url": "https://a.example/?a=1&b=<2>"})
	assert.Equal(t, http.StatusAccepted, w.Code)
	assert.JSONEq(t, `{"url":"https://a.example/?a=1&b=<2>"}`, w.Body.String())
	assert.Contains(t, w.Body.String(), "&b=<2>")
	assert.Equal(t, "application/json; charset=utf-8", w.Header().Get("Content-Type"))
	assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
}
