package casefile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
		{"markets", `["XK"]`, "", bonafide.CodeUnknown, "[0]"},
		{"audit", `"2022-02-03"`, `"2022-02-03"`, "", ""},
		{"audit", `"2022-02-30"`, "", bonafide.CodeMalformed, ""},
		{"audit", `"03/02/2022"`, "", bonafide.CodeMalformed, ""},
		{"mail", `"a@Example.com"`, `"a@example.com"`, "", ""},
		{"mail", `"a@localhost"`, "", bonafide.CodeMalformed, ""},
		{"mail", `"` + strings.Repeat("a", 60) + "@" + strings.Repeat("b.", 100) + `com"`, "", bonafide.CodeTooLong, ""},
		{"turnover", `"20000"`, `"20000"`, "", ""},
		{"turnover", `20000`, `"20000"`, "", ""},
		{"turnover", `1000000.5`, `"1000000.5"`, "", ""},
		{"turnover", `0.10`, `"0.1"`, "", ""},
		{"turnover", `1000000.51`, "", bonafide.CodeOutOfRange, ""},
		{"turnover", `-0.01`, "", bonafide.CodeOutOfRange, ""},
		{"turnover", `1e5`, "", bonafide.CodeMalformed, ""},
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
		{"link", `"dotfile.com"`, "", bonafide.CodeMalformed, ""},
		{"link", `"javascript:alert(1)"`, "", bonafide.CodeMalformed, ""},
		{"us", `true`, `true`, "", ""},
		{"us", `false`, `false`, "", ""},
		{"us", `"true"`, "", bonafide.CodeMalformed, ""},
		{"old", `"x"`, "", bonafide.CodeNotAllowed, ""},
	}
	b := setup(t)
	c := b.create(t)
	for _, row := range table {
		var in casefile.Properties
		require.NoError(t, json.Unmarshal([]byte(`{"`+row.key+`":`+row.value+`}`), &in))
		next, err := b.cases.Update(ctx, acme, c.ID, casefile.UpdateRequest{Properties: in})
		if row.stored == "" {
			invalid(t, err, "custom_properties."+row.key+row.path, row.code)
			continue
		}
		require.NoError(t, err, "%s %s", row.key, row.value)
		got, err := json.Marshal(next.Properties[row.key])
		require.NoError(t, err)
		assert.Equal(t, row.stored, string(got), row.key)
	}
	covered := map[casefile.PropertyType]bool{}
	for _, p := range properties() {
		covered[p.Type] = true
	}
	assert.Len(t, covered, len(casefile.PropertyTypes()))
	_, err := b.cases.Update(ctx, acme, c.ID, casefile.UpdateRequest{Properties: casefile.Properties{"no such": casefile.Yes(true)}})
	invalid(t, err, "custom_properties", bonafide.CodeUnknown)
	assert.NotContains(t, err.Error(), "no such")
}

// Partial merge, null resets, archived ones are kept but not shown, entities have
// their own.
func TestPropertiesMerge(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Properties = casefile.Properties{"us": casefile.Yes(true), "funds": casefile.Text("income")}
		r.Companies[0].Properties = casefile.Properties{"listed": casefile.Yes(true)}
		r.Individuals[0].Properties = casefile.Properties{"pep": casefile.Yes(false)}
	})
	assert.True(t, c.Companies[0].Properties["listed"].Yes())
	assert.Contains(t, c.Individuals[0].Properties, "pep")
	c, err := b.cases.Update(ctx, acme, c.ID, casefile.UpdateRequest{Properties: casefile.Properties{"us": {}, "markets": casefile.List("FR")}})
	require.NoError(t, err)
	assert.Equal(t, casefile.Properties{"funds": casefile.Text("income"), "markets": casefile.List("FR")}, c.Properties)
	_, err = b.cases.UpdateCompany(ctx, acme, c.ID, casefile.CompanyUpdate{Company: c.Companies[0].ID, Properties: casefile.Properties{"us": casefile.Yes(true)}})
	invalid(t, err, "custom_properties", bonafide.CodeUnknown) // of the case, not of a company

	later := b.opts
	later.Properties = append(casefile.PropertySet{}, b.opts.Properties...)
	for i := range later.Properties {
		later.Properties[i].Archived = later.Properties[i].Archived || later.Properties[i].Key == "funds"
	}
	cases, err := casefile.New(b.store, b.keys, &later)
	require.NoError(t, err)
	c, err = cases.Get(ctx, acme, c.ID)
	require.NoError(t, err)
	assert.NotContains(t, c.Properties, "funds")
	c, err = cases.Label(ctx, acme, c.ID, casefile.LabelUpdate{AddTags: []string{"x"}})
	require.NoError(t, err)
	c = b.get(t, c.ID)
	assert.Equal(t, casefile.Text("income"), c.Properties["funds"], "what is stored stays")
}

func TestPropertyDefinitions(t *testing.T) {
	bad := casefile.PropertySet{
		{Key: "a", Target: casefile.PropertiesOfCase, Type: casefile.ChoicesProperty},
		{Key: "a", Target: casefile.PropertiesOfCase, Type: casefile.TextProperty, AllowMultiple: true, Format: casefile.FormatNumber},
		{Key: "", Target: "planet", Type: "colour"},
		{Key: "n", Target: casefile.PropertiesOfCase, Type: casefile.NumericProperty, Format: casefile.FormatCurrency, CurrencyCode: "EURO", Min: number("2"), Max: number("1")},
		{Key: "m", Target: casefile.PropertiesOfCase, Type: casefile.NumericProperty, CurrencyCode: "EUR", MultiLine: true},
		{Key: "o", Target: casefile.PropertiesOfCase, Type: casefile.ChoicesProperty, Options: []casefile.Option{{Key: "x"}, {Key: "x"}}},
	}
	_, err := casefile.New(setup(t).store, bonafide.EphemeralKeys(), &casefile.Options{Properties: bad})
	for path, code := range map[string]bonafide.Code{
		"[0].options": bonafide.CodeRequired, "[1].key": bonafide.CodeRepeated, "[1].allow_multiple": bonafide.CodeNotAllowed, "[1].format": bonafide.CodeNotAllowed,
		"[2].key": bonafide.CodeRequired, "[2].target_entity": bonafide.CodeUnknown, "[2].type": bonafide.CodeUnknown, "[3].currency_code": bonafide.CodeUnknown,
		"[3].max": bonafide.CodeOutOfRange, "[4].currency_code": bonafide.CodeNotAllowed, "[4].is_multi_line": bonafide.CodeNotAllowed, "[5].options[1].key": bonafide.CodeRepeated,
	} {
		invalid(t, err, "options.properties"+path, code)
	}
}

// A value reads back what it writes; whatever fails gives the zero value.
func FuzzValue(f *testing.F) {
	for _, s := range []string{`"x"`, `1.50`, `true`, `null`, `["a","b"]`, `[1]`, `{}`, `1e999`, `"`, ``} {
		f.Add(s)
	}
	numeric := casefile.Property{Key: "n", Type: casefile.NumericProperty}
	f.Fuzz(func(t *testing.T, text string) {
		var v casefile.Value
		if err := v.UnmarshalJSON([]byte(text)); err != nil {
			require.True(t, v.IsZero())
			return
		}
		data, err := json.Marshal(v)
		require.NoError(t, err)
		for _, typ := range casefile.PropertyTypes() {
			p := casefile.Property{Key: "k", Type: typ, MultiLine: typ == casefile.TextProperty}
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

// Metadata: string to string, replaced as a whole, null removes all, bounded.
func TestMetadata(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) { r.Metadata = map[string]string{"a": "1", "b": "2"} })
	set := func(p casefile.Patch[map[string]string]) (casefile.Case, error) {
		return b.cases.Label(ctx, acme, c.ID, casefile.LabelUpdate{Metadata: p})
	}
	c, err := set(casefile.To(map[string]string{"c": "3"}))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"c": "3"}, c.Metadata)
	c, err = b.cases.Label(ctx, acme, c.ID, casefile.LabelUpdate{AddTags: []string{"t"}})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"c": "3"}, c.Metadata, "absent leaves it")
	c, err = set(casefile.Null[map[string]string]())
	require.NoError(t, err)
	assert.Nil(t, c.Metadata)
	many := map[string]string{}
	for i := range casefile.MaxMetadata + 1 {
		many[strings.Repeat("k", i%casefile.MaxMetadataKey+1)+string(rune('a'+i/casefile.MaxMetadataKey))] = "v"
	}
	_, err = set(casefile.To(many))
	invalid(t, err, "metadata", bonafide.CodeTooMany)
	_, err = set(casefile.To(map[string]string{"k": strings.Repeat("x", casefile.MaxMetadataValue+1)}))
	invalid(t, err, "metadata.value", bonafide.CodeTooLong)
	_, err = set(casefile.To(map[string]string{strings.Repeat("k", casefile.MaxMetadataKey+1): "x"}))
	invalid(t, err, "metadata.key", bonafide.CodeTooLong)
}

// A patch tells absent, null and a value apart, in Go and in JSON.
func TestPatch(t *testing.T) {
	var req struct {
		A casefile.Patch[string] `json:"a,omitzero"`
		B casefile.Patch[string] `json:"b,omitzero"`
		C casefile.Patch[string] `json:"c,omitzero"`
	}
	require.NoError(t, json.Unmarshal([]byte(`{"b":null,"c":"x"}`), &req))
	assert.True(t, req.A.IsZero())
	assert.True(t, req.B.IsNull() && !req.B.IsZero())
	v, ok := req.C.Value()
	assert.True(t, ok && v == "x")
	data, err := json.Marshal(req)
	require.NoError(t, err)
	assert.Equal(t, `{"b":null,"c":"x"}`, string(data))
	err = json.Unmarshal([]byte(`{"a":["secret"]}`), &req)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	assert.NotContains(t, err.Error(), "secret")
}
