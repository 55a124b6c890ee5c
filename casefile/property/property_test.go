package property_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func number(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

// definitions has one property of each kind.
func definitions() property.Set {
	return property.Set{
		{Key: "office", Target: property.OfCase, Type: property.TypeChoices, Options: []property.Option{{Key: "emea"}, {Key: "apac"}}},
		{Key: "offices", Target: property.OfCase, Type: property.TypeChoices, AllowMultiple: true, Options: []property.Option{{Key: "emea"}, {Key: "apac"}}},
		{Key: "markets", Target: property.OfCase, Type: property.TypeCountries, AllowMultiple: true},
		{Key: "audit", Target: property.OfCase, Type: property.TypeDate},
		{Key: "mail", Target: property.OfCase, Type: property.TypeEmail},
		{Key: "turnover", Target: property.OfCase, Type: property.TypeNumeric, Format: property.FormatCurrency, CurrencyCode: "EUR", Min: number("0"), Max: number("1000000.5")},
		{Key: "phone", Target: property.OfCase, Type: property.TypePhone},
		{Key: "funds", Target: property.OfCase, Type: property.TypeText},
		{Key: "story", Target: property.OfCase, Type: property.TypeText, MultiLine: true},
		{Key: "link", Target: property.OfCase, Type: property.TypeURL},
		{Key: "us", Target: property.OfCase, Type: property.TypeBoolean},
		{Key: "old", Target: property.OfCase, Type: property.TypeText, Archived: true},
		{Key: "listed", Target: property.OfCompany, Type: property.TypeBoolean},
		{Key: "pep", Target: property.OfIndividual, Type: property.TypeBoolean},
	}
}

// merge applies values to a case that has none.
func merge(in property.Values) (property.Values, error) {
	var faults bonafide.Faults
	next := definitions().Merge(property.OfCase, nil, in, &faults, "custom_properties.")
	return next, faults.Err()
}

func invalid(t testing.TB, err error, path string, code bonafide.Code) {
	t.Helper()
	var e *bonafide.InvalidError
	require.ErrorAs(t, err, &e)
	assert.True(t, e.Has(path, code), "%v", err)
}

// Dotfile, custom properties: the nine types, their settings and limits.
func TestCustomProperties(t *testing.T) {
	long := strings.Repeat("é", 251)
	table := []struct {
		key, value, stored string // JSON; stored empty = refused
		code               bonafide.Code
		path               string // behind custom_properties.<key>
	}{
		{"office", `["emea"]`, `["emea"]`, "", ""},
		{"office", `["emea","apac"]`, "", bonafide.CodeTooMany, ""},
		{"office", `[]`, "", bonafide.CodeRequired, ""},
		{"office", `["mars"]`, "", bonafide.CodeUnknown, "[0]"},
		{"office", `"emea"`, "", bonafide.CodeMalformed, ""},
		{"offices", `["emea","apac"]`, `["emea","apac"]`, "", ""},
		{"offices", `["emea","emea"]`, "", bonafide.CodeRepeated, "[1]"},
		{"markets", `["FR","GB"]`, `["FR","GB"]`, "", ""},
		{"markets", `["fr"]`, "", bonafide.CodeUnknown, "[0]"},
		{"markets", `["ZZ"]`, "", bonafide.CodeUnknown, "[0]"},
		{"audit", `"2022-02-03"`, `"2022-02-03"`, "", ""},
		{"audit", `"2022-02-30"`, "", bonafide.CodeMalformed, ""},
		{"audit", `"03/02/2022"`, "", bonafide.CodeMalformed, ""},
		{"mail", `"a@Example.com"`, `"a@example.com"`, "", ""},
		{"mail", `"a@localhost"`, "", bonafide.CodeMalformed, ""},
		{"mail", `"` + strings.Repeat("a", 60) + "@" + strings.Repeat("b.", 100) + `com"`, "", bonafide.CodeTooLong, ""},
		{"funds", `" a  b\u00a0c "`, "\"a  b\u00a0c\"", "", ""},
		{"funds", `"a\tb"`, "", bonafide.CodeMalformed, ""},
		{"funds", `"a\n"`, "", bonafide.CodeMalformed, ""},
		{"funds", `"a\u2028b"`, "", bonafide.CodeMalformed, ""},
		{"funds", `"a\u202eb"`, "", bonafide.CodeMalformed, ""},
		{"funds", `"\u00a0"`, "", bonafide.CodeRequired, ""},
		{"turnover", `"20000"`, `"20000"`, "", ""},
		{"turnover", `20000`, `"20000"`, "", ""},
		{"turnover", `1000000.5`, `"1000000.5"`, "", ""},
		{"turnover", `0.10`, `"0.1"`, "", ""},
		{"turnover", `1000000.51`, "", bonafide.CodeOutOfRange, ""},
		{"turnover", `-0.01`, "", bonafide.CodeOutOfRange, ""},
		{"turnover", `1e5`, `"100000"`, "", ""},
		{"turnover", `"1.5E1"`, `"15"`, "", ""},
		{"turnover", `12.34`, `"12.34"`, "", ""},
		{"turnover", `12.340`, `"12.34"`, "", ""},
		{"turnover", `12.345`, "", bonafide.CodeMalformed, ""}, // a euro has a hundred cents
		{"turnover", `1e39`, "", bonafide.CodeOutOfRange, ""},
		{"turnover", `1e41`, "", bonafide.CodeOutOfRange, ""},
		{"turnover", `1e999999999999`, "", bonafide.CodeOutOfRange, ""},
		{"turnover", `"+1"`, "", bonafide.CodeMalformed, ""},
		{"turnover", `"twenty"`, "", bonafide.CodeMalformed, ""},
		{"turnover", `"."`, "", bonafide.CodeMalformed, ""},
		{"turnover", `true`, "", bonafide.CodeMalformed, ""},
		{"turnover", `"` + strings.Repeat("1", 41) + `"`, "", bonafide.CodeTooLong, ""},
		{"phone", `"+33654489875"`, `"+33654489875"`, "", ""},
		{"phone", `"0654489875"`, "", bonafide.CodeMalformed, ""},
		{"phone", `"+33 6 54 48 98 75"`, "", bonafide.CodeMalformed, ""},
		{"funds", `"income"`, `"income"`, "", ""},
		{"funds", `"` + long[2:] + `"`, `"` + long[2:] + `"`, "", ""},
		{"funds", `"` + long + `"`, "", bonafide.CodeTooLong, ""},
		{"funds", `"two\nlines"`, "", bonafide.CodeMalformed, ""},
		{"story", `"two\nlines"`, `"two\nlines"`, "", ""},
		{"story", `"` + strings.Repeat("x", 1500) + `"`, `"` + strings.Repeat("x", 1500) + `"`, "", ""},
		{"story", `"` + strings.Repeat("x", 1501) + `"`, "", bonafide.CodeTooLong, ""},
		{"link", `"https://dotfile.com/a?b=c"`, `"https://dotfile.com/a?b=c"`, "", ""},
		{"link", `" HTTPS://Bücher.example/größe?a=ü"`, `"https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe?a=%C3%BC"`, "", ""},
		{"link", `"https://exam\u202eple.com"`, "", bonafide.CodeMalformed, ""},
		{"link", `"dotfile.com"`, "", bonafide.CodeMalformed, ""},
		{"link", `"javascript:alert(1)"`, "", bonafide.CodeMalformed, ""},
		{"us", `true`, `true`, "", ""},
		{"us", `false`, `false`, "", ""},
		{"us", `"true"`, "", bonafide.CodeMalformed, ""},
		{"old", `"x"`, "", bonafide.CodeNotAllowed, ""},
	}
	for _, row := range table {
		var in property.Values
		require.NoError(t, json.Unmarshal([]byte(`{"`+row.key+`":`+row.value+`}`), &in))
		next, err := merge(in)
		if row.stored == "" {
			invalid(t, err, "custom_properties."+row.key+row.path, row.code)
			continue
		}
		require.NoError(t, err, "%s %s", row.key, row.value)
		got, err := json.Marshal(next[row.key])
		require.NoError(t, err)
		assert.Equal(t, row.stored, string(got), row.key)
	}
	covered := map[property.Type]bool{}
	for _, d := range definitions() {
		covered[d.Type] = true
	}
	assert.Len(t, covered, len(property.Types()))
	_, err := merge(property.Values{"no such": property.Yes(true)})
	invalid(t, err, "custom_properties", bonafide.CodeUnknown)
	assert.NotContains(t, err.Error(), "no such")
}

// A value reads back what it writes; whatever fails gives the zero value.
func FuzzValue(f *testing.F) {
	for _, s := range []string{`"x"`, `1.50`, `true`, `null`, `["a","b"]`, `[1]`, `{}`, `1e999`, `"`, ``} {
		f.Add(s)
	}
	numeric := property.Definition{Key: "n", Type: property.TypeNumeric}
	f.Fuzz(func(t *testing.T, text string) {
		var v property.Value
		if err := v.UnmarshalJSON([]byte(text)); err != nil {
			require.True(t, v.IsZero())
			return
		}
		data, err := json.Marshal(v)
		require.NoError(t, err)
		for _, typ := range property.Types() {
			p := property.Definition{Key: "k", Type: typ, MultiLine: typ == property.TypeText}
			stored, err := p.Parse(v)
			if err != nil {
				require.True(t, stored.IsZero())
				continue
			}
			again, err := p.Parse(stored)
			require.NoError(t, err, "%s of %s", typ, data)
			require.Equal(t, stored, again, "the stored form is canonical")
		}
		if n, err := numeric.Parse(v); err == nil {
			require.LessOrEqual(t, len(n.Text()), 42)
		}
	})
}
