package bodstest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

func read(t *testing.T, path string) any {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err, path)
	return v
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir := filepath.Join(filepath.Join(datatest.Published(t), "bods-0.4"), "schema")
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for _, name := range []string{"statement", "entity-record", "person-record", "relationship-record", "components"} {
		doc := read(t, filepath.Join(dir, name+".json"))
		id := doc.(map[string]any)["$id"].(string)
		require.NoError(t, c.AddResource(id, doc))
	}
	s, err := c.Compile("urn:statement")
	require.NoError(t, err)
	return s
}

// The validator must agree with the standard's own tests before it may judge us.
func TestValidatorAgreesWithTheStandard(t *testing.T) {
	s := schema(t)
	for kind, valid := range map[string]bool{"valid-statements": true, "invalid-statements": false} {
		files, err := filepath.Glob(filepath.Join(filepath.Join(datatest.Published(t), "bods-0.4"), "schema-tests", kind, "*.json"))
		require.NoError(t, err)
		require.Greater(t, len(files), 100)
		for _, f := range files {
			assert.Equal(t, valid, s.Validate(read(t, f)) == nil, filepath.Base(f))
		}
	}
}

// The rules must accept what the standard publishes as examples.
func TestOfficialExamplesPassTheRules(t *testing.T) {
	s := schema(t)
	files, err := filepath.Glob(filepath.Join(filepath.Join(datatest.Published(t), "bods-0.4"), "examples", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	passed := 0
	for _, f := range files {
		doc := read(t, f)
		assert.NoError(t, s.Validate(doc), filepath.Base(f))
		if len(broken(doc.([]any))) == 0 {
			passed++
		}
	}
	assert.Greater(t, passed, len(files)/2, "the rules refuse most official examples: they are wrong")
}

type graphFile struct {
	Main  string
	Nodes []struct {
		ID   string
		Type ownership.EntityType
	}
	Edges []struct {
		From, To          string
		Ownership, Voting ownership.Percent
		Range             []ownership.Percent `json:"ownership_range"`
	}
}

func TestEveryPublishedCase(t *testing.T) {
	s := schema(t)
	files, err := filepath.Glob(filepath.Join(filepath.Join(datatest.Published(t), "ownership-cases"), "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		var c graphFile
		require.NoError(t, json.Unmarshal(text, &c))
		g := ownership.Graph{Main: c.Main}
		for _, n := range c.Nodes {
			g.Entities = append(g.Entities, ownership.Entity{ID: n.ID, Type: n.Type})
		}
		for _, e := range c.Edges {
			r := ownership.Relation{From: e.From, To: e.To, Ownership: e.Ownership, Voting: e.Voting}
			if len(e.Range) == 2 {
				r.Band = &ownership.Band{Min: e.Range[0], Max: e.Range[1]}
			}
			g.Relations = append(g.Relations, r)
		}
		if g.Banded() {
			g = g.Estimate()
		}
		check(t, s, filepath.Base(f), g, nil, nil)
	}
}

func check(t *testing.T, s *jsonschema.Schema, name string, g ownership.Graph, opts *ownership.Options, parties export.Parties) []any {
	t.Helper()
	a, err := ownership.Compute(g, opts)
	require.NoError(t, err, name)
	pub := export.Publication{Date: bonafide.DateOf(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)), Publisher: "Example Bank"}
	text, err := export.BODS(a, parties, a.Owners(ownership.AMLR()), pub)
	require.NoError(t, err, name)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err, name)
	if !assert.NoError(t, s.Validate(doc), name) {
		t.FailNow()
	}
	assert.Empty(t, broken(doc.([]any)), name)
	assert.Empty(t, undrawable(doc.([]any)), name)
	follow(t, s, name, a, text)
	return doc.([]any)
}

// follow publishes the structure a month later, with another name of main, and holds the
// whole to the schema and to the order of a record's statements.
func follow(t *testing.T, s *jsonschema.Schema, name string, a *ownership.Analysis, earlier []byte) {
	t.Helper()
	renamed := export.Parties{a.Main: {Name: "Another name"}}
	pub := export.Publication{Date: bonafide.Date{Year: 2026, Month: 4, Day: 1}, Publisher: "Example Bank", Earlier: earlier}
	whole, err := export.BODS(a, renamed, a.Owners(ownership.AMLR()), pub)
	require.NoError(t, err, name)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(whole))
	require.NoError(t, err, name)
	require.NoError(t, s.Validate(doc), name)
	last := map[string]string{}
	for i, v := range doc.([]any) {
		x := v.(map[string]any)
		status, record := text(x["recordStatus"]), text(x["recordId"])
		assert.Equal(t, last[record] == "", status == "new", "%s %d: a record is new once", name, i)
		assert.NotEqual(t, "closed", last[record], "%s %d: nothing follows the end", name, i)
		last[record] = status
	}
	assert.Equal(t, "updated", last["entity:"+a.Main], name)
}

// undrawable lists what the official viewer needs to draw a statement and does not find:
// a version, a type, a label or a code of a country, and both ends of each line.
func undrawable(doc []any) []string {
	var faults []string
	nodes := map[string]bool{}
	for i, v := range doc {
		s := v.(map[string]any)
		details := s["recordDetails"].(map[string]any)
		published, _ := s["publicationDetails"].(map[string]any)
		if text(published["bodsVersion"]) != "0.4" {
			faults = append(faults, fmt.Sprintf("%d: no version", i))
		}
		switch text(s["recordType"]) {
		case "entity":
			nodes[text(s["recordId"])] = true
			if place, ok := details["jurisdiction"].(map[string]any); ok && text(place["code"]) == "" || text(details["name"]) == "" {
				faults = append(faults, fmt.Sprintf("%d: no label or code", i))
			}
		case "person":
			nodes[text(s["recordId"])] = true
			if text(details["personType"]) == "" {
				faults = append(faults, fmt.Sprintf("%d: no type", i))
			}
		case "relationship":
			party, named := details["interestedParty"].(string)
			reason, _ := details["interestedParty"].(map[string]any)
			if !nodes[text(details["subject"])] || named && !nodes[party] || !named && text(reason["reason"]) == "" {
				faults = append(faults, fmt.Sprintf("%d: a line without an end", i))
			}
		}
	}
	return faults
}

func percent(t *testing.T, text string) ownership.Percent {
	t.Helper()
	p, err := ownership.ParsePercent(text)
	require.NoError(t, err)
	return p
}

// Everything the export knows: details of parties, every type of entity, roles,
// dates, a circle, an untraced owner, a rest, direct and indirect interests.
func TestEverythingAtOnce(t *testing.T) {
	date := func(y int, m time.Month, d int) bonafide.Date { return bonafide.Date{Year: y, Month: m, Day: d} }
	g := ownership.Graph{
		Main: "M",
		Entities: []ownership.Entity{
			{ID: "M", Type: ownership.Company}, {ID: "H", Type: ownership.Company}, {ID: "L", Type: ownership.ListedCompany},
			{ID: "T", Type: ownership.Trust}, {ID: "S", Type: ownership.State}, {ID: "U", Type: ownership.Company},
			{ID: "p", Type: ownership.Individual}, {ID: "q", Type: ownership.Individual}, {ID: "r", Type: ownership.Individual},
		},
		Relations: []ownership.Relation{
			{From: "p", To: "H", Ownership: percent(t, "60.01"), Voting: percent(t, "70"), Start: date(2020, 1, 2)},
			{From: "p", To: "M", Ownership: percent(t, "10"), Roles: []ownership.Role{ownership.Shareholder, ownership.LegalRepresentative}, Position: "CEO"},
			{From: "H", To: "M", Ownership: percent(t, "40"), End: date(2031, 1, 1)},
			{From: "M", To: "H", Ownership: percent(t, "5")},
			{From: "M", To: "M", Ownership: percent(t, "3")},
			{From: "T", To: "M", Ownership: percent(t, "25")},
			{From: "S", To: "M", Ownership: percent(t, "10")},
			{From: "L", To: "M", Ownership: percent(t, "5")},
			{From: "U", To: "H", Ownership: percent(t, "15")},
			{From: "q", To: "T", Roles: []ownership.Role{ownership.Trustee, ownership.Protector}},
			{From: "r", To: "T", Roles: []ownership.Role{ownership.Beneficiary, ownership.Settlor}},
			{From: "r", To: "M", Roles: []ownership.Role{ownership.Controller}},
		},
	}
	parties := export.Parties{
		"M": {Name: "Main & Söhne \"GmbH\" <1>", Country: "DE", Founded: date(1999, 12, 31), Identifiers: []export.Identifier{{ID: "HRB 1", Name: "Handelsregister"}, {ID: "nameless"}}},
		"p": {Name: "Person One", Nationality: []bonafide.Country{"GB", "FR"}, Born: date(1970, 5, 6)},
		"H": {Name: "Holding", Country: "GB", Identifiers: []export.Identifier{{ID: "1", Scheme: "GB-COH"}}},
	}
	doc := check(t, schema(t), "everything", g, &ownership.Options{AsOf: date(2026, 2, 28)}, parties)
	kinds := map[string]int{}
	for _, s := range doc {
		kinds[s.(map[string]any)["recordType"].(string)]++
	}
	assert.Equal(t, 6, kinds["entity"])
	assert.Equal(t, 3, kinds["person"])
	assert.Greater(t, kinds["relationship"], 10)
}

// A broken export must be found by the rules: each fault by its own.
func TestRulesFindFaults(t *testing.T) {
	a, err := ownership.Compute(ownership.Graph{
		Main:     "M",
		Entities: []ownership.Entity{{ID: "M", Type: ownership.Company}, {ID: "H", Type: ownership.Company}, {ID: "p", Type: ownership.Individual}},
		Relations: []ownership.Relation{
			{From: "p", To: "H", Ownership: percent(t, "100")}, {From: "H", To: "M", Ownership: percent(t, "100")},
		},
	}, nil)
	require.NoError(t, err)
	text, err := export.BODS(a, nil, a.Owners(ownership.AMLR()), export.Publication{Date: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Publisher: "x"})
	require.NoError(t, err)
	fresh := func() []any {
		var doc []any
		require.NoError(t, json.Unmarshal(text, &doc))
		return doc
	}
	require.Empty(t, broken(fresh()))
	object := func(doc []any, i int) map[string]any { return doc[i].(map[string]any) }
	for want, change := range map[string]func([]any) []any{
		"statementId repeated":     func(d []any) []any { object(d, 1)["statementId"] = object(d, 0)["statementId"]; return d },
		"refers to a later record": func(d []any) []any { return append(d[1:], d[0]) },
		"component is not listed":  func(d []any) []any { return d[:len(d)-1] },
		"beneficial but no person": func(d []any) []any {
			object(d, 3)["recordDetails"].(map[string]any)["interests"].([]any)[0].(map[string]any)["beneficialOwnershipOrControl"] = true
			return d
		},
		"subject of no declaration": func(d []any) []any { object(d, 0)["declarationSubject"] = "nobody"; return d },
		"date in the future":        func(d []any) []any { object(d, 0)["statementDate"] = "2999-01-01"; return d },
	} {
		found := broken(change(fresh()))
		assert.True(t, strings.Contains(strings.Join(found, "\n"), want), "%s: %v", want, found)
	}
}

// broken lists breaches of the rules beyond the schema, as the standard's review
// tool checks them.
func broken(doc []any) []string {
	var faults []string
	add := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	kind := map[string]string{}
	statements, pairs := map[string]bool{}, map[string]bool{}
	pending := map[string]bool{}
	subjects := map[string]bool{}
	for i, v := range doc {
		s := v.(map[string]any)
		id, record := text(s["statementId"]), text(s["recordId"])
		if statements[id] {
			add("%d: statementId repeated", i)
		}
		statements[id] = true
		subjects[text(s["declarationSubject"])] = true
		if d := text(s["statementDate"]); d > time.Now().AddDate(2, 0, 0).Format(time.DateOnly) {
			add("%d: date in the future", i)
		}
		details := s["recordDetails"].(map[string]any)
		component, _ := details["isComponent"].(bool)
		if text(s["recordType"]) == "relationship" {
			pair := ""
			for _, end := range []string{"subject", "interestedParty"} {
				ref, named := details[end].(string)
				if named && kind[ref] == "" {
					add("%d: %s refers to a later record", i, end)
				}
				if end == "subject" && named && kind[ref] == "person" {
					add("%d: subject is a person", i)
				}
				pair += ">" + fmt.Sprint(details[end])
			}
			if pairs[pair] {
				add("%d: second relationship of a pair", i)
			}
			pairs[pair] = true
			party, _ := details["interestedParty"].(string)
			for _, raw := range list(details["interests"]) {
				in := raw.(map[string]any)
				if b, _ := in["beneficialOwnershipOrControl"].(bool); b && kind[party] != "person" {
					add("%d: beneficial but no person", i)
				}
				if share, ok := in["share"].(map[string]any); ok {
					_, exact := share["exact"]
					if exact && len(share) > 1 {
						add("%d: exact share with bounds", i)
					}
				}
			}
			listed := list(details["componentRecords"])
			if component && len(listed) > 0 {
				add("%d: component with components", i)
			}
			for _, c := range listed {
				if kind[text(c)] == "" {
					add("%d: component refers to a later record", i)
				}
				delete(pending, text(c))
			}
		}
		kind[record] = text(s["recordType"])
		if component {
			pending[record] = true
		}
	}
	for record := range pending {
		add("%s: component is not listed by a later relationship", record)
	}
	for subject := range subjects {
		if kind[subject] == "" {
			add("%s: subject of no declaration", subject)
		}
	}
	return faults
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func TestIncompletePublication(t *testing.T) {
	a, err := ownership.Compute(ownership.Graph{Main: "M", Entities: []ownership.Entity{{ID: "M", Type: ownership.Company}}}, nil)
	require.NoError(t, err)
	_, err = export.BODS(a, nil, ownership.Finding{}, export.Publication{})
	var invalid *bonafide.InvalidError
	require.True(t, errors.As(err, &invalid))
	assert.True(t, invalid.Has("date", bonafide.CodeRequired))
	assert.True(t, invalid.Has("publisher", bonafide.CodeRequired))
}
