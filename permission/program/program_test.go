package program_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
)

// sheet returns a small program with one thing replaced.
func sheet(old, new string) string {
	const text = `{"id":"us","version":1,"cip_tag":1,"user_kind":"personal","effective_at":"2024-01-01T00:00:00Z",
 "screening":{"counted_lists":["ofac_sdn"],"max_age":"P90D"},"four_eyes":["unlock"],"time_zone":"America/New_York","target":"RECEIVE",
 "tiers":[
  {"scope":"RECEIVE","requires":[{"document":{"types":["SSN"]}}],"limits":[{"direction":"receive","per":"day","currency":"USD","max":"100"}]},
  {"scope":"SEND|RECEIVE","requires":[{"id":"photo","due_in":"P30D","any":[{"document":{"types":["GOVT_ID"]}},{"test":{"fact":"id_score","min":0.7}}]}]}]}`
	if !strings.Contains(text, old) {
		panic("no such text: " + old)
	}
	return strings.Replace(text, old, new, 1)
}

const (
	rule0  = `{"document":{"types":["SSN"]}}`
	limit0 = `{"direction":"receive","per":"day","currency":"USD","max":"100"}`
)

// faultySheets are not read at all: their form is wrong.
var faultySheets = map[string]string{
	"form":      sheet(`"version":1`, `"version":"1"`),
	"truncated": sheet(`}]}`, ``),
	"array":     `[]`,
	"number":    `7`,
	"empty":     ``,
	"two":       sheet(``, ``) + `{}`,
	"deep":      strings.Repeat(`{"tiers":[`, 60),
	"utf8":      sheet(`"us"`, "\"\xff\""),
}

func TestParseProgramFaults(t *testing.T) {
	_, err := program.Parse([]byte(sheet(``, ``)))
	require.NoError(t, err)
	rule := func(text string) string { return sheet(rule0, text) }
	limit := func(text string) string { return sheet(limit0, text) }
	const r, l = "tiers[0].requires[0]", "tiers[0].limits[0]"
	for name, c := range map[string]struct {
		sheet  string
		faults []bonafide.Fault
	}{
		"unknown member":       {sheet(`"id"`, `"surprise":{"a":[1,{}]},"id"`), []bonafide.Fault{datatest.Fault("surprise", bonafide.CodeUnknown)}},
		"name in another case": {sheet(`"cip_tag"`, `"CIP_Tag"`), []bonafide.Fault{datatest.Fault("CIP_Tag", bonafide.CodeUnknown), datatest.Fault("cip_tag", bonafide.CodeRequired)}},
		"repeated member":      {sheet(`"version":1`, `"version":1,"version":2`), []bonafide.Fault{datatest.Fault("version", bonafide.CodeRepeated)}},
		"null":                 {sheet(`"target":"RECEIVE"`, `"target":null`), []bonafide.Fault{datatest.Fault("target", bonafide.CodeMalformed)}},
		"text for number":      {sheet(`"version":1`, `"version":"1"`), []bonafide.Fault{datatest.Fault("version", bonafide.CodeMalformed)}},
		"fraction for number":  {sheet(`"version":1`, `"version":1.5`), []bonafide.Fault{datatest.Fault("version", bonafide.CodeMalformed)}},
		"huge number":          {sheet(`"version":1`, `"version":99999999999`), []bonafide.Fault{datatest.Fault("version", bonafide.CodeOutOfRange)}},
		"no id":                {sheet(`"id":"us",`, ``), []bonafide.Fault{datatest.Fault("id", bonafide.CodeRequired)}},
		"id":                   {sheet(`"us"`, `"US persons"`), []bonafide.Fault{datatest.Fault("id", bonafide.CodeMalformed)}},
		"long id":              {sheet(`"us"`, `"`+strings.Repeat("a", 65)+`"`), []bonafide.Fault{datatest.Fault("id", bonafide.CodeTooLong)}},
		"version":              {sheet(`"version":1`, `"version":-1`), []bonafide.Fault{datatest.Fault("version", bonafide.CodeOutOfRange)}},
		"cip tag":              {sheet(`"cip_tag":1`, `"cip_tag":0`), []bonafide.Fault{datatest.Fault("cip_tag", bonafide.CodeRequired)}},
		"kind":                 {sheet(`"personal"`, `"alien"`), []bonafide.Fault{datatest.Fault("user_kind", bonafide.CodeUnknown)}},
		"time":                 {sheet(`2024-01-01T00:00:00Z`, `2024-01-01`), []bonafide.Fault{datatest.Fault("effective_at", bonafide.CodeMalformed)}},
		"zone":                 {sheet(`America/New_York`, `America/Nowhere`), []bonafide.Fault{datatest.Fault("time_zone", bonafide.CodeUnknown)}},
		"local zone":           {sheet(`America/New_York`, `Local`), []bonafide.Fault{datatest.Fault("time_zone", bonafide.CodeUnknown)}},
		"target":               {sheet(`"target":"RECEIVE"`, `"target":"RECEIVE|TIER|3"`), []bonafide.Fault{datatest.Fault("target", bonafide.CodeUnknown)}},
		"duration":             {sheet(`"P90D"`, `"90d"`), []bonafide.Fault{datatest.Fault("screening.max_age", bonafide.CodeMalformed)}},
		"list twice":           {sheet(`["ofac_sdn"]`, `["ofac_sdn","pep","pep"]`), []bonafide.Fault{datatest.Fault("screening.counted_lists[2]", bonafide.CodeRepeated)}},
		"verb": {sheet(`["unlock"]`, `["unlock","fly","unlock"]`),
			[]bonafide.Fault{datatest.Fault("four_eyes[1]", bonafide.CodeUnknown), datatest.Fault("four_eyes[2]", bonafide.CodeRepeated)}},
		"verb without a command": {sheet(`["unlock"]`, `["view","release"]`),
			[]bonafide.Fault{datatest.Fault("four_eyes[0]", bonafide.CodeNotAllowed), datatest.Fault("four_eyes[1]", bonafide.CodeUnknown)}},
		"tiers down":             {sheet(`"scope":"SEND|RECEIVE"`, `"scope":"RECEIVE|TIER|1"`), []bonafide.Fault{datatest.Fault("tiers[1].scope", bonafide.CodeNotAllowed)}},
		"tier unverified":        {sheet(`"scope":"SEND|RECEIVE"`, `"scope":"UNVERIFIED"`), []bonafide.Fault{datatest.Fault("tiers[1].scope", bonafide.CodeMalformed)}},
		"tier that asks nothing": {sheet(`[`+rule0+`]`, `[]`), []bonafide.Fault{datatest.Fault("tiers[0].requires", bonafide.CodeRequired)}},
		"rule of nothing":        {rule(`{"title":"?"}`), []bonafide.Fault{datatest.Fault(r, bonafide.CodeRequired)}},
		"rule of two":            {rule(`{"document":{"types":["SSN"]},"fields":["alias"]}`), []bonafide.Fault{datatest.Fault(r, bonafide.CodeNotAllowed)}},
		"empty any":              {rule(`{"any":[]}`), []bonafide.Fault{datatest.Fault(r, bonafide.CodeRequired)}},
		"no types":               {rule(`{"document":{}}`), []bonafide.Fault{datatest.Fault(r+".document.types", bonafide.CodeRequired)}},
		"type in lower case":     {rule(`{"document":{"types":["ssn"]}}`), []bonafide.Fault{datatest.Fault(r+".document.types[0]", bonafide.CodeMalformed)}},
		"class":                  {rule(`{"document":{"types":["SSN"],"class":"spiritual"}}`), []bonafide.Fault{datatest.Fault(r+".document.class", bonafide.CodeUnknown)}},
		"countries": {rule(`{"document":{"types":["SSN"],"countries":["USA","ZZ"],"not_countries":["US"]}}`), []bonafide.Fault{
			datatest.Fault(r+".document.not_countries", bonafide.CodeNotAllowed), datatest.Fault(r+".document.countries[0]", bonafide.CodeMalformed),
			datatest.Fault(r+".document.countries[1]", bonafide.CodeUnknown),
		}},
		"n of too few":  {rule(`{"n_of":{"n":2,"of":[` + rule0 + `]}}`), []bonafide.Fault{datatest.Fault(r+".n_of.n", bonafide.CodeOutOfRange)}},
		"n of too many": {rule(`{"n_of":{"n":20,"of":[` + strings.Repeat(rule0+",", 39) + rule0 + `]}}`), []bonafide.Fault{datatest.Fault(r+".n_of", bonafide.CodeTooMany)}},
		"too many ways": {rule(`{"waivable":true,"id":"w","all":[` + strings.Repeat(`{"document":{"types":["A","B"]}},`, 8) + `{"document":{"types":["A","B"]}}]}`),
			[]bonafide.Fault{datatest.Fault(r, bonafide.CodeTooMany)}},
		"deadline without id": {rule(`{"due_in":"P1D","document":{"types":["SSN"]}}`), []bonafide.Fault{datatest.Fault(r+".id", bonafide.CodeRequired)}},
		"waivable without id": {rule(`{"waivable":true,"document":{"types":["SSN"]}}`), []bonafide.Fault{datatest.Fault(r+".id", bonafide.CodeRequired)}},
		"grace alone": {rule(`{"grace":"P1D","restrict_to":"UNVERIFIED","document":{"types":["SSN"]}}`),
			[]bonafide.Fault{datatest.Fault(r+".grace", bonafide.CodeNotAllowed), datatest.Fault(r+".restrict_to", bonafide.CodeNotAllowed)}},
		"restrict up": {rule(`{"id":"x","due_in":"P1D","restrict_to":"SEND|RECEIVE","document":{"types":["SSN"]}}`),
			[]bonafide.Fault{datatest.Fault(r+".restrict_to", bonafide.CodeUnknown)}},
		"id twice": {rule(`{"id":"photo","document":{"types":["SSN"]}}`), []bonafide.Fault{datatest.Fault("tiers[1].requires[0].id", bonafide.CodeRepeated)}},
		"terms inside any": {rule(`{"any":[{"id":"x","when":[{"fact":"age","min":1}],"due_in":"P1D","waivable":true,"document":{"types":["SSN"]}}]}`), []bonafide.Fault{
			datatest.Fault(r+".any[0].id", bonafide.CodeNotAllowed), datatest.Fault(r+".any[0].when", bonafide.CodeNotAllowed),
			datatest.Fault(r+".any[0].due_in", bonafide.CodeNotAllowed), datatest.Fault(r+".any[0].waivable", bonafide.CodeNotAllowed),
		}},
		"option outside any":    {rule(`{"option":"x","document":{"types":["SSN"]}}`), []bonafide.Fault{datatest.Fault(r+".option", bonafide.CodeNotAllowed)}},
		"no fact":               {rule(`{"test":{"in":["x"]}}`), []bonafide.Fault{datatest.Fault(r+".test.fact", bonafide.CodeRequired)}},
		"fact":                  {rule(`{"test":{"fact":"mood","in":["x"]}}`), []bonafide.Fault{datatest.Fault(r+".test.fact", bonafide.CodeUnknown)}},
		"number without bounds": {rule(`{"test":{"fact":"age"}}`), []bonafide.Fault{datatest.Fault(r+".test.min", bonafide.CodeRequired)}},
		"text with bounds": {rule(`{"test":{"fact":"country","min":1}}`),
			[]bonafide.Fault{datatest.Fault(r+".test.min", bonafide.CodeNotAllowed), datatest.Fault(r+".test.in", bonafide.CodeRequired)}},
		"bounds crossed":  {rule(`{"test":{"fact":"age","min":30,"max":20}}`), []bonafide.Fault{datatest.Fault(r+".test.max", bonafide.CodeOutOfRange)}},
		"number too fine": {rule(`{"test":{"fact":"id_score","min":0.1234567}}`), []bonafide.Fault{datatest.Fault(r+".test.min", bonafide.CodeMalformed)}},
		"in and not in":   {rule(`{"test":{"fact":"country","in":["US"],"not_in":["DE"]}}`), []bonafide.Fault{datatest.Fault(r+".test.not_in", bonafide.CodeNotAllowed)}},
		"value":           {rule(`{"test":{"fact":"trust_level","in":["med"]}}`), []bonafide.Fault{datatest.Fault(r+".test.in[0]", bonafide.CodeUnknown)}},
		"total as a rule": {rule(`{"test":{"fact":"total","total":{"direction":"send","per":"day","count":1}}}`),
			[]bonafide.Fault{datatest.Fault(r+".test.fact", bonafide.CodeNotAllowed)}},
		"total": {rule(`{"when":[{"fact":"total","total":{"per":"transaction","at_least":"0","currency":"USD"}},{"fact":"total","total":{"direction":"up","per":"eon","at_least":"x","currency":"US"}}],"document":{"types":["SSN"]}}`), []bonafide.Fault{
			datatest.Fault(r+".when[0].total.direction", bonafide.CodeRequired), datatest.Fault(r+".when[0].total.per", bonafide.CodeNotAllowed),
			datatest.Fault(r+".when[0].total.at_least", bonafide.CodeOutOfRange), datatest.Fault(r+".when[1].total.direction", bonafide.CodeUnknown),
			datatest.Fault(r+".when[1].total.per", bonafide.CodeUnknown), datatest.Fault(r+".when[1].total.at_least", bonafide.CodeMalformed),
		}},
		"owners of a person": {rule(`{"owners":{"controlling":1,"scope":"RECEIVE"}}`), []bonafide.Fault{datatest.Fault(r+".owners", bonafide.CodeNotAllowed)}},
		"owners": {strings.Replace(rule(`{"owners":{"controlling":-1,"share":101,"above":true,"exempt":["X"]}}`), "personal", "business", 1), []bonafide.Fault{
			datatest.Fault(r+".owners.controlling", bonafide.CodeOutOfRange), datatest.Fault(r+".owners.share", bonafide.CodeOutOfRange),
			datatest.Fault(r+".owners.complete", bonafide.CodeRequired), datatest.Fault(r+".owners.scope", bonafide.CodeRequired),
			datatest.Fault(r+".owners.exempt[0]", bonafide.CodeMalformed),
		}},
		"owners of nothing": {strings.Replace(rule(`{"owners":{"scope":"RECEIVE"}}`), "personal", "business", 1),
			[]bonafide.Fault{datatest.Fault(r+".owners", bonafide.CodeRequired)}},
		"attestation":            {rule(`{"attestation":{}}`), []bonafide.Fault{datatest.Fault(r+".attestation.id", bonafide.CodeRequired)}},
		"limit of nothing":       {limit(`{"direction":"receive","per":"day"}`), []bonafide.Fault{datatest.Fault(l+".max", bonafide.CodeRequired)}},
		"limit without currency": {limit(`{"direction":"receive","per":"day","max":"1"}`), []bonafide.Fault{datatest.Fault(l+".currency", bonafide.CodeRequired)}},
		"limit of no currency":   {limit(`{"direction":"receive","per":"day","max":"1","currency":"XYZ"}`), []bonafide.Fault{datatest.Fault(l+".currency", bonafide.CodeUnknown)}},
		"limit below 0":          {limit(`{"direction":"receive","per":"day","max":"-1","currency":"USD"}`), []bonafide.Fault{datatest.Fault(l+".max", bonafide.CodeOutOfRange)}},
		"limit as a number":      {limit(`{"direction":"receive","per":"day","max":100,"currency":"USD"}`), []bonafide.Fault{datatest.Fault(l+".max", bonafide.CodeMalformed)}},
		"limit too fine": {limit(`{"direction":"receive","per":"day","max":"0.000000001","currency":"USD"}`),
			[]bonafide.Fault{datatest.Fault(l+".max", bonafide.CodeOutOfRange)}},
		"limit direction":       {limit(`{"direction":"sideways","per":"day","max":"1","currency":"USD"}`), []bonafide.Fault{datatest.Fault(l+".direction", bonafide.CodeUnknown)}},
		"count per transaction": {limit(`{"direction":"receive","per":"transaction","count":1}`), []bonafide.Fault{datatest.Fault(l+".count", bonafide.CodeNotAllowed)}},
		"limit twice":           {limit(limit0 + `,` + limit0), []bonafide.Fault{datatest.Fault("tiers[0].limits[1]", bonafide.CodeRepeated)}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := program.Parse([]byte(c.sheet))
			require.Nil(t, p)
			var invalid *bonafide.InvalidError
			require.ErrorAs(t, err, &invalid)
			assert.ElementsMatch(t, c.faults, invalid.Fields)
		})
	}
	for name, text := range faultySheets {
		t.Run("unreadable/"+name, func(t *testing.T) {
			p, err := program.Parse([]byte(text))
			require.Nil(t, p)
			require.ErrorIs(t, err, bonafide.ErrInvalid)
		})
	}
}

// Every fault of a sheet is reported at once, wherever it is.
func TestParseProgramReportsEverything(t *testing.T) {
	_, err := program.Parse([]byte(`{"id":"US","version":0,"cip_tag":"x","user_kind":"personal","extra":1,
 "tiers":[{"scope":"NOTHING","requires":[{"document":{"types":[]}},{"tset":{}}]},{"scope":"RECEIVE","requires":7}]}`))
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.ElementsMatch(t, []bonafide.Fault{
		datatest.Fault("id", bonafide.CodeMalformed),
		datatest.Fault("version", bonafide.CodeRequired),
		datatest.Fault("cip_tag", bonafide.CodeMalformed),
		datatest.Fault("extra", bonafide.CodeUnknown),
		datatest.Fault("effective_at", bonafide.CodeRequired),
		datatest.Fault("tiers[0].scope", bonafide.CodeMalformed),
		datatest.Fault("tiers[0].requires[0].document.types", bonafide.CodeRequired),
		datatest.Fault("tiers[0].requires[1].tset", bonafide.CodeUnknown),
		datatest.Fault("tiers[0].requires[1]", bonafide.CodeRequired),
		datatest.Fault("tiers[1].requires", bonafide.CodeMalformed),
	}, invalid.Fields)
}

func TestHashIsOfTheContent(t *testing.T) {
	hash := func(text string) string {
		p, err := program.Parse([]byte(text))
		require.NoError(t, err)
		return p.Hash()
	}
	want := hash(sheet(``, ``))
	for name, text := range map[string]string{
		"white space": sheet(`"id":"us"`, "\n \"id\" :\t\"us\""),
		"order":       sheet(`"version":1,"cip_tag":1`, `"cip_tag":1,"version":1`),
		"escapes":     sheet(`"us"`, `"\u0075s"`),
		"duration":    sheet(`"P90D"`, `"P12W6D"`),
		"time":        sheet(`2024-01-01T00:00:00Z`, `2024-01-01T01:00:00+01:00`),
		"amount":      sheet(`"max":"100"`, `"max":"100.00"`),
		"score":       sheet(`0.7`, `"0.700"`),
		"empty list":  sheet(`"id":"photo"`, `"id":"photo","when":[]`),
		"schema":      sheet(`"id":"us"`, `"$schema":"x.json","id":"us"`),
	} {
		assert.Equal(t, want, hash(text), name)
	}
	for name, text := range map[string]string{
		"version":  sheet(`"version":1`, `"version":2`),
		"scope":    sheet(`"scope":"SEND|RECEIVE"`, `"scope":"SEND|RECEIVE|TIER|1"`),
		"score":    sheet(`0.7`, `0.70001`),
		"limit":    sheet(`"max":"100"`, `"max":"100.01"`),
		"title":    sheet(`"id":"us"`, `"id":"us","title":"x"`),
		"waivable": sheet(`"due_in"`, `"waivable":true,"due_in"`),
	} {
		assert.NotEqual(t, want, hash(text), name)
	}
	assert.Equal(t, "9cfbacc0", want[:8], "the hash of a released program must never change")
}

func TestProgramKeepsNothingItIsGiven(t *testing.T) {
	p, err := program.Parse([]byte(sheet(``, ``)))
	require.NoError(t, err)
	s := p.Sheet()
	again, err := program.New(s)
	require.NoError(t, err)
	require.Equal(t, p.Hash(), again.Hash())
	s.Tiers[0].Requires[0].Document.Types[0] = "CHANGED"
	s.Tiers[1].Requires[0].Any[0].Document.Types[0] = "CHANGED"
	s.FourEyes[0] = "CHANGED"
	*s.Tiers[1].Requires[0].Any[1].Test.Min = 0
	assert.Equal(t, p.Sheet(), again.Sheet())
	assert.Equal(t, "SSN", p.Sheet().Tiers[0].Requires[0].Document.Types[0])
}

func TestBook(t *testing.T) {
	release := func(id string, version, tag int, effective string) *program.Program {
		text := strings.NewReplacer(`"us"`, `"`+id+`"`, `"version":1`, fmt.Sprintf(`"version":%d`, version),
			`"cip_tag":1`, fmt.Sprintf(`"cip_tag":%d`, tag), "2024-01-01", effective).Replace(sheet(``, ``))
		p, err := program.Parse([]byte(text))
		require.NoError(t, err)
		return p
	}
	day := func(text string) time.Time {
		at, err := time.Parse(time.DateOnly, text)
		require.NoError(t, err)
		return at
	}
	v1, v2, v3 := release("us", 1, 1, "2024-01-01"), release("us", 2, 1, "2024-06-01"), release("us", 3, 1, "2025-01-01")
	other := release("other", 1, 2, "2024-01-01")
	book, err := program.NewBook(v3, v1, other, v2)
	require.NoError(t, err)

	for _, c := range []struct {
		at         string
		find, next *program.Program
	}{
		{"2023-12-31", nil, v1}, {"2024-01-01", v1, v2}, {"2024-05-31", v1, v2}, {"2024-06-01", v2, v3}, {"2025-01-01", v3, nil}, {"2030-01-01", v3, nil},
	} {
		p, err := book.Find(1, permission.Personal, day(c.at))
		if c.find == nil {
			require.ErrorIs(t, err, bonafide.ErrNotFound, c.at)
		} else {
			require.NoError(t, err, c.at)
		}
		assert.Same(t, c.find, p, c.at)
		assert.Same(t, c.next, book.Next(1, permission.Personal, day(c.at)), c.at)
	}
	_, err = book.Find(1, permission.Business, day("2024-06-01"))
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = (*program.Book)(nil).Find(1, permission.Personal, day("2024-06-01"))
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	p, err := book.Version("us", 2)
	require.NoError(t, err)
	assert.Same(t, v2, p)
	_, err = book.Version("us", 4)
	require.ErrorIs(t, err, bonafide.ErrNotFound)

	f := permission.Facts{Kind: permission.Personal, At: day("2024-05-01")}
	d, seen := book.Evaluate(1, f)
	assert.Equal(t, day("2024-06-01"), d.Due, "the next version takes effect")
	assert.Equal(t, 1, d.ProgramVersion)
	require.NoError(t, program.Replay(v1, seen, d))
	d, seen = book.Evaluate(9, f)
	assert.Equal(t, permission.Unverified, d.Permission)
	assert.Equal(t, "program", d.Requirements[0].What)
	require.NoError(t, program.Replay(nil, seen, d))

	for name, c := range map[string]struct {
		programs []*program.Program
		fault    bonafide.Fault
	}{
		"nil":           {[]*program.Program{v1, nil}, datatest.Fault("programs[1]", bonafide.CodeRequired)},
		"version twice": {[]*program.Program{v1, release("us", 1, 1, "2024-02-01")}, datatest.Fault("programs[1].version", bonafide.CodeRepeated)},
		"same day":      {[]*program.Program{v1, release("us", 2, 1, "2024-01-01")}, datatest.Fault("programs[1].effective_at", bonafide.CodeRepeated)},
		"earlier later": {[]*program.Program{v1, release("us", 2, 1, "2023-01-01")}, datatest.Fault("programs[1].effective_at", bonafide.CodeMismatch)},
	} {
		_, err := program.NewBook(c.programs...)
		var invalid *bonafide.InvalidError
		require.True(t, errors.As(err, &invalid), name)
		assert.Contains(t, invalid.Fields, c.fault, name)
	}
	_, err = program.ParseBook([]byte(sheet(``, ``)), []byte(sheet(`"version":1`, `"version":0`)))
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, []bonafide.Fault{datatest.Fault("programs[1].version", bonafide.CodeRequired)}, invalid.Fields)
}
