package strict_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/strict"
)

type base struct {
	Name string `json:"name"`
}

type node struct {
	base
	N    int               `json:"n,omitzero"`
	Yes  bool              `json:"yes,omitzero"`
	Kids []node            `json:"kids,omitempty"`
	Rate *bonafide.Fixed   `json:"rate,omitzero"`
	Last bonafide.Duration `json:"last,omitzero"`
	Day  bonafide.Date     `json:"day,omitzero"`
}

func decode(text string) (node, []string, bool) {
	var n node
	faults, ok := strict.Decode(text, &n, strict.PlanOf(reflect.TypeFor[node]()))
	var list []string
	for _, f := range faults {
		list = append(list, strings.TrimSpace(f.Path+" "+string(f.Code)))
	}
	return n, list, ok
}

func TestDecode(t *testing.T) {
	n, faults, ok := decode(` {"name": "a\u00e9", "n": -3, "yes": true, "rate": 0.25, "last": "P1D", "day": "2024-02-29", "kids": [{"name": "b", "rate": "7"}]} `)
	require.True(t, ok)
	assert.Empty(t, faults)
	rate, seven := bonafide.Fixed(250_000), bonafide.FixedOf(7)
	assert.Equal(t, node{base: base{"aé"}, N: -3, Yes: true, Rate: &rate, Last: bonafide.Days(1), Day: bonafide.Date{Year: 2024, Month: 2, Day: 29},
		Kids: []node{{base: base{"b"}, Rate: &seven}}}, n)
}

func TestDecodeFaults(t *testing.T) {
	for text, want := range map[string][]string{
		`{"name": 1, "n": "1", "yes": 1, "kids": {}, "rate": [], "last": "", "day": "x"}`: {"name malformed", "n malformed", "yes malformed",
			"kids malformed", "rate malformed", "last malformed", "day malformed"},
		`{"n": 1.5, "n": 2}`:                       {"n malformed", "n repeated"},
		`{"n": 2147483648}`:                        {"n out_of_range"},
		`{"Name": "a", "kids": [{}, {"x": [{}]}]}`: {"Name unknown", "kids[1].x unknown"},
		`{"` + strings.Repeat("y", 65) + `": 1}`:   {"? unknown"},
		`{"name": null}`:                           {"name malformed"},
		`[]`:                                       {"malformed"},
	} {
		_, faults, ok := decode(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, faults, text)
	}
}

func TestDecodeWhatIsNotJSON(t *testing.T) {
	for _, text := range []string{"", "{", `{"name": "a"} x`, `{"name": "a`, `{"n": 01}`, `{"n": 1,}`, "\xff", `{"name" "a"}`,
		strings.Repeat(`{"kids":[`, 30), strings.Repeat(" ", 1<<20) + "{}"} {
		_, faults, ok := decode(text)
		assert.False(t, ok, "%.20q", text)
		assert.NotEmpty(t, faults, "%.20q", text)
	}
}

// What is read without a fault, encoding/json reads as well, and to the same.
func FuzzDecode(f *testing.F) {
	f.Add(`{"name":"a","n":1,"yes":false,"kids":[{"rate":0.5}],"last":"P1Y","day":"2024-01-01"}`)
	f.Add(`{"kids":[{"kids":[{}]},{}]`)
	f.Fuzz(func(t *testing.T, text string) {
		n, faults, ok := decode(text)
		if !ok || len(faults) > 0 {
			return
		}
		var same node
		require.NoError(t, json.Unmarshal([]byte(text), &same))
		want, err := json.Marshal(same)
		require.NoError(t, err)
		got, err := json.Marshal(n)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got))
	})
}

type body struct {
	Key   string            `json:"-"`
	Name  string            `json:"name"`
	Day   bonafide.Date     `json:"day,omitzero"`
	Code  bonafide.Secret   `json:"code,omitzero"`
	Words map[string]string `json:"words,omitzero"`
	Parts []part            `json:"parts,omitzero"`
	Big   int64             `json:"big,omitzero"`
}

// part reads itself, as a type with names of its own does.
type part struct {
	At bonafide.Date `json:"at,omitzero"`
}

func (p *part) UnmarshalJSON(data []byte) error {
	type plain part
	return strict.Unmarshal(data, (*plain)(p))
}

// A request is read whole; null is a member that is not there.
func TestUnmarshal(t *testing.T) {
	var b body
	require.NoError(t, strict.Unmarshal([]byte(`{"name":"a","day":null,"code":"s","words":{"k":"v"},"parts":[{"at":"2024-02-29"}],"big":4294967296}`), &b))
	assert.Equal(t, "s", b.Code.Reveal())
	b.Code = bonafide.Secret{}
	assert.Equal(t, body{Name: "a", Words: map[string]string{"k": "v"},
		Parts: []part{{bonafide.Date{Year: 2024, Month: 2, Day: 29}}}, Big: 1 << 32}, b)
	require.NoError(t, strict.Unmarshal([]byte(` null `), &b))
}

func TestUnmarshalFaults(t *testing.T) {
	for text, want := range map[string]string{
		`{"Name":"a","key":"k"}`:             "Name unknown, key unknown",
		`{"day":"2023-02-30"}`:               "day malformed",
		`{"parts":[{},{"at":"x","of":[1]}]}`: "parts[1].at malformed, parts[1].of unknown",
		`{"code":1}`:                         "code malformed",
		`{"words":{"secret":1,"secret":2}}`:  "words[0] malformed, words[1] repeated",
		`{"big":9223372036854775808}`:        "big out_of_range",
		`{"name":"a"`:                        "name malformed",
		"{\"name\":\"\xff\"}":                " malformed",
		`7`:                                  " malformed",
	} {
		var b body
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, strict.Unmarshal([]byte(text), &b), &invalid, text)
		var got []string
		for _, f := range invalid.Fields {
			got = append(got, f.Path+" "+string(f.Code))
		}
		assert.Equal(t, want, strings.Join(got, ", "), text)
	}
}
