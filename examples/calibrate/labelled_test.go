package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

func TestLabelled(t *testing.T) {
	for line, want := range map[string]name{
		`{"name":"Ann Lee","type":"person","list":"ofac_sdn","entry_id":"7160","birth_date":"1962-03-04","countries":["SY"]}`: {
			list: "ofac_sdn", entry: "7160",
			query: screening.Query{Name: "Ann Lee", Type: screening.Person, BirthDate: bonafide.Date{Year: 1962, Month: 3, Day: 4}, Countries: []string{"SY"}},
		},
		`{"name":"Ann Lee","type":"person","entry_id":"7160","match":true,"birth_date":"1962"}`: {
			entry: "7160", query: screening.Query{Name: "Ann Lee", Type: screening.Person, BirthYear: 1962},
		},
		`{"name":"Ann Lee","type":"person","match":false,"gender":"female","ids":["P1"],"id":7,"note":["any"]}`: {
			query: screening.Query{Name: "Ann Lee", Type: screening.Person, Gender: screening.Female, Identifiers: []string{"P1"}},
		},
		`{"name":"ANN","type":"vessel"}`: {query: screening.Query{Name: "ANN", Type: screening.Vessel}},
	} {
		got, err := labelled([]byte(line))
		require.NoError(t, err, line)
		assert.Equal(t, want, got, line)
	}
}

// Every fault of a line is told by field and code, without the name.
func TestLabelledRefused(t *testing.T) {
	const malformed, required = bonafide.CodeMalformed, bonafide.CodeRequired
	for line, want := range map[string][]bonafide.Fault{
		``:                                     {{Code: malformed}},
		`Ann Lee`:                              {{Code: malformed}},
		`["Ann Lee"]`:                          {{Code: malformed}},
		`null`:                                 {{Code: malformed}},
		`{"name":"Ann Lee","type":"person"`:    {{Code: malformed}},
		`{"name":"Ann Lee","type":"person"}{}`: {{Code: malformed}},
		`{"name":"Ann Lee","type":"person","entryid":"1"}`: {{Code: malformed}},
		`{"name":"Ann Lee","type":"person","entry_id":1}`:  {{Code: malformed}},
		`{}`:                                {{Path: "type", Code: required}, {Path: "name", Code: required}},
		`{"name":"?","type":"person"}`:      {{Path: "name", Code: malformed}},
		`{"name":"Ann Lee"}`:                {{Path: "type", Code: required}},
		`{"name":"Ann Lee","type":"saint"}`: {{Path: "type", Code: bonafide.CodeUnknown}},
		`{"name":"Ann Lee","type":"person","list":"ofac_sdn"}`:                         {{Path: "entry_id", Code: required}},
		`{"name":"Ann Lee","type":"person","match":true}`:                              {{Path: "entry_id", Code: required}},
		`{"name":"Ann Lee","type":"person","entry_id":"1","match":false}`:              {{Path: "match", Code: bonafide.CodeMismatch}},
		`{"name":"Ann Lee","type":"person","birth_date":"4.3.62","countries":["syr"]}`: {{Path: "birth_date", Code: malformed}, {Path: "countries[0]", Code: bonafide.CodeUnknown}},
	} {
		got, err := labelled([]byte(line))
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, line)
		assert.Equal(t, want, invalid.Fields, line)
		assert.Zero(t, got, line)
		assert.NotContains(t, err.Error(), "Ann")
	}
}

// A bad line is told by its number, and so are all others of the file.
func TestReadLines(t *testing.T) {
	good := `{"name":"Ann Lee","type":"person"}`
	all, err := readLines(strings.NewReader(good+"\n\n  \r\n"+good), labelled)
	require.NoError(t, err)
	assert.Len(t, all, 2)
	all, err = readLines(strings.NewReader(good+"\n\nAnn Lee\n"+good+"\n{\"name\":\"Ann Lee\"}\n"), labelled)
	assert.EqualError(t, err, "bonafide: invalid input: line 3 malformed, line 5.type required")
	assert.Nil(t, all)
	_, err = readLines(strings.NewReader(strings.Repeat("Ann\n", 10*maxFaults)), labelled)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, invalid.Fields, maxFaults)
}

func FuzzLabelled(f *testing.F) {
	data, err := samples.ReadFile("labelled.jsonl")
	require.NoError(f, err)
	for line := range strings.Lines(string(data)) {
		f.Add([]byte(strings.TrimSpace(line)))
	}
	f.Add([]byte(`{"name":"Ann","type":"person","birth_date":"0000"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		n, err := labelled(line)
		if err != nil {
			require.ErrorIs(t, err, bonafide.ErrInvalid)
			require.Zero(t, n)
			return
		}
		require.NoError(t, n.query.Check())
		require.NotEmpty(t, n.query.Type)
		require.False(t, n.list != "" && n.entry == "")
	})
}
