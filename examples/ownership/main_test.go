package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/datatest"
)

func program(t *testing.T, input string, args ...string) (output string, status int) {
	t.Helper()
	var out, diagnostics bytes.Buffer
	status = run(args, strings.NewReader(input), &out, &diagnostics)
	return out.String(), status
}

func TestGolden(t *testing.T) {
	input, err := os.ReadFile("input.json")
	require.NoError(t, err)
	out, status := program(t, string(input))
	require.Zero(t, status)
	if os.Getenv("UPDATE") == "1" {
		require.NoError(t, os.WriteFile("output.golden", []byte(out), 0o644))
	}
	want, err := os.ReadFile("output.golden")
	require.NoError(t, err)
	assert.Equal(t, string(want), out)
}

// What goes in may be strings or numbers; null and absent votes are the shares.
func TestInputForms(t *testing.T) {
	head := `{"main":"T","entities":[{"id":"T","type":"company"},{"id":"P","type":"individual"}],"relations":[`
	first := ""
	for _, relation := range []string{
		`{"from":"P","to":"T","ownership_percentage":"50","voting_rights_percentage":"50"}`,
		`{"from":"P","to":"T","ownership_percentage":50}`,
		`{"from":"P","to":"T","ownership_percentage":5e1,"voting_rights_percentage":null}`,
		`{"from":"P","to":"T","ownership_percentage":"50.000","voting_rights_percentage":50.0}`,
		`{"from":"P","to":"T","ownership_percentage":"20"},{"from":"P","to":"T","ownership_percentage":30}`,
	} {
		out, status := program(t, head+relation+"]}")
		require.Zero(t, status, relation)
		if first == "" {
			first = out
			continue
		}
		assert.Equal(t, first, out, relation)
	}
	assert.NotContains(t, first, "ofac_blocked")
	out, status := program(t, head+`{"from":"P","to":"T","ownership_percentage":"50"}]}`, "-blocked", "P")
	require.Zero(t, status)
	assert.Contains(t, out, `"ofac_blocked": [
    "T"
  ]`)
	out, _ = program(t, head+"]}", "-blocked", "")
	assert.Contains(t, out, `"ofac_blocked": []`)
}

// A band gives bounds that hold, and estimates beside them.
func TestBands(t *testing.T) {
	out, status := program(t, `{"main":"T","entities":[{"id":"T","type":"company"},{"id":"P","type":"individual"},{"id":"Q","type":"individual"}],"relations":[
	  {"from":"P","to":"T","ownership_band":{"min":"60","max":"75"}},{"from":"Q","to":"T","ownership_band":{"min":"20","max":"30"}}]}`, "-explain", "P")
	require.Zero(t, status)
	var a answer
	require.NoError(t, json.Unmarshal([]byte(out), &a))
	assert.Equal(t, []string{"P"}, a.Bounds.Certain)
	assert.Equal(t, []string{"P", "Q"}, a.Bounds.Possible)
	assert.Equal(t, "75", a.Bounds.Holders[0].Ownership.Max.String())
	assert.Equal(t, "67.5", a.Holders[0].Ownership.String(), "the middle of the band")
	assert.Equal(t, "67.5", a.Explanation.Sum.String())
}

func TestForms(t *testing.T) {
	input, err := os.ReadFile("input.json")
	require.NoError(t, err)
	for form, begins := range map[string]string{"mermaid": "flowchart TD", "dot": "digraph structure", "ftm": `{"id":`} {
		out, status := program(t, string(input), "-as", form)
		assert.Zero(t, status, form)
		assert.True(t, strings.HasPrefix(out, begins), form)
	}
	out, status := program(t, string(input), "-as", "svg")
	assert.Equal(t, 2, status)
	assert.Empty(t, out)
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ name, input, code string }{
		{"nothing", ``, "malformed"},
		{"no JSON", `{"main":`, "malformed"},
		{"two objects", `{} {}`, "malformed"},
		{"no main", `{}`, "invalid"},
		{"unknown main", `{"main":"X","entities":[{"id":"T","type":"company"}]}`, "invalid"},
		{"a percentage that is none", `{"main":"T","entities":[{"id":"T","type":"company"}],"relations":[{"from":"T","to":"T","ownership_percentage":"half"}]}`, "invalid"},
		{"out of range", `{"main":"T","entities":[{"id":"T","type":"company"}],"relations":[{"from":"T","to":"T","ownership_percentage":-1}]}`, "invalid"},
		{"an owned individual",
			`{"main":"T","entities":[{"id":"T","type":"company"},{"id":"P","type":"individual"}],"relations":[{"from":"T","to":"P","ownership_percentage":1}]}`,
			"invalid"},
		{"all treasury shares", `{"main":"T","entities":[{"id":"T","type":"company"}],"relations":[{"from":"T","to":"T","ownership_percentage":100}]}`, "not_computable"},
		{"an endless circle", `{"main":"T","entities":[{"id":"T","type":"company"},{"id":"U","type":"company"},{"id":"P","type":"individual"}],"relations":[
		  {"from":"T","to":"U","ownership_percentage":100},{"from":"U","to":"T","ownership_percentage":100},{"from":"P","to":"T","ownership_percentage":10}]}`, "not_computable"},
	} {
		out, status := program(t, c.input)
		assert.Equal(t, 1, status, c.name)
		var p struct {
			Error struct{ Code string }
		}
		require.NoError(t, json.Unmarshal([]byte(out), &p), c.name)
		assert.Equal(t, c.code, p.Error.Code, c.name)
	}
	_, status := program(t, `{"main":"T","entities":[{"id":"T","type":"company"}]}`, "-blocked", "nobody")
	assert.Equal(t, 1, status)
	_, status = program(t, ``, "-unknown")
	assert.Equal(t, 2, status)
}

// What is not known is named with its path, all of it at once, and never repeated.
func TestFaultsHavePaths(t *testing.T) {
	out, status := program(t, `{"main":"T","entities":[{"id":"T","type":"company","owner":"Secret"}],
	  "relations":[{"from":"T","to":"T","ownership":"50"},{"from":"T","to":"T","min":"x","group":7}]}`)
	assert.Equal(t, 1, status)
	for _, path := range []string{"entities[0].owner", "relations[0].ownership", "relations[1].min", "relations[1].group"} {
		assert.Contains(t, out, `"`+path+`"`)
	}
	assert.NotContains(t, out, "Secret")
}

// Every published case through the program, as a checker would run it.
func TestPublishedCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(datatest.Published(t), "ownership-cases", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		var c struct {
			Main   string
			Nodes  []map[string]any
			Edges  []map[string]json.RawMessage
			Expect struct {
				Exact       map[string]string                 `json:"total_ownership_exact"`
				Ownership   map[string]json.Number            `json:"total_ownership"`
				Voting      map[string]json.Number            `json:"total_voting"`
				Attributed  map[string]json.Number            `json:"attributed_voting"`
				Unresolved  json.Number                       `json:"unresolved_ownership"`
				Companies   map[string]map[string]json.Number `json:"companies"`
				Controllers []string                          `json:"controllers"`
				UBO25       []string                          `json:"ubo_25"`
				AMLD        []string                          `json:"ubo_amld_gwg_gt25"`
				AMLR        []reasoned                        `json:"ubo_amlr"`
				Seed        []string                          `json:"ofac_seed"`
				Blocked     []string                          `json:"ofac_blocked"`
				Flags       []string                          `json:"flags"`
				Range       map[string]any                    `json:"total_ownership_range"`
			}
		}
		require.NoError(t, json.Unmarshal(text, &c), f)
		if c.Expect.Range != nil {
			continue // bands are not in the program's input
		}
		var relations []map[string]json.RawMessage
		for _, e := range c.Edges {
			relations = append(relations, map[string]json.RawMessage{
				"from": e["from"], "to": e["to"], "ownership_percentage": e["ownership"], "voting_rights_percentage": e["voting"],
			})
		}
		input, err := json.Marshal(map[string]any{"main": c.Main, "entities": c.Nodes, "relations": relations})
		require.NoError(t, err)
		args := []string{}
		if c.Expect.Seed != nil {
			args = []string{"-blocked", strings.Join(c.Expect.Seed, ",")}
		}
		out, status := program(t, string(input), args...)
		require.Zero(t, status, f)
		var a answer
		require.NoError(t, json.Unmarshal([]byte(out), &a), f)
		require.Len(t, a.Holders, len(c.Expect.Ownership), f)
		for _, h := range a.Holders {
			if exact, ok := c.Expect.Exact[h.ID]; ok {
				decimal(t, exact, h.Ownership.String(), f)
			}
			close10(t, c.Expect.Voting[h.ID], h.Voting.String(), f)
			close10(t, c.Expect.Attributed[h.ID], h.Attributed.String(), f)
		}
		close10(t, c.Expect.Unresolved, a.Unresolved.String(), f)
		if c.Expect.Companies != nil {
			require.Len(t, a.Companies, len(c.Expect.Companies), f)
		}
		for _, company := range a.Companies {
			want := c.Expect.Companies[company.ID]
			close10(t, want["gross_brioschi"], company.Gross.String(), f)
			close10(t, want["net_baldone"], company.Net.String(), f)
		}
		assert.ElementsMatch(t, c.Expect.Controllers, a.Controllers, f)
		assert.ElementsMatch(t, c.Expect.UBO25, a.Owners.Custom, f)
		if c.Expect.AMLR != nil {
			assert.ElementsMatch(t, c.Expect.AMLR, a.Owners.AMLR, f)
			assert.ElementsMatch(t, c.Expect.AMLD, a.Owners.AMLD, f)
		}
		if c.Expect.Seed != nil {
			assert.ElementsMatch(t, c.Expect.Blocked, *a.Blocked, f)
		}
		for _, flag := range c.Expect.Flags {
			part := strings.Split(flag, ":")
			found := false
			for _, w := range a.Warnings {
				found = found || string(w.Code) == part[0] && w.Entity == part[1]
			}
			assert.True(t, found, flag)
		}
	}
}

// decimal is the documented form of a rational number: exact where finite, else
// half to even at ten places.
func decimal(t *testing.T, exact, got, what string) {
	t.Helper()
	r, ok := new(big.Rat).SetString(exact)
	require.True(t, ok)
	rest := new(big.Int).Set(r.Denom())
	places := 0
	for _, prime := range []int64{2, 5} {
		n := 0
		for new(big.Int).Mod(rest, big.NewInt(prime)).Sign() == 0 {
			rest.Quo(rest, big.NewInt(prime))
			n++
		}
		places = max(places, n)
	}
	if rest.IsInt64() && rest.Int64() == 1 {
		assert.Equal(t, r.FloatString(places), got, what)
		return
	}
	assert.LessOrEqual(t, len(got)-strings.IndexByte(got, '.')-1, 10, what)
	near(t, r, got, what)
}

func close10(t *testing.T, want json.Number, got, what string) {
	t.Helper()
	if want == "" {
		return
	}
	r, ok := new(big.Rat).SetString(want.String())
	require.True(t, ok)
	near(t, r, got, what)
}

func near(t *testing.T, want *big.Rat, got, what string) {
	t.Helper()
	r, ok := new(big.Rat).SetString(got)
	require.True(t, ok, fmt.Sprintf("%s: %q", what, got))
	diff := new(big.Rat).Sub(want, r)
	assert.LessOrEqual(t, diff.Abs(diff).Cmp(big.NewRat(1, 20_000_000_000)), 0, "%s: %s is not %s", what, got, want.FloatString(12))
}

func FuzzProgram(f *testing.F) {
	input, err := os.ReadFile("input.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(input)
	f.Add([]byte(`{"main":"T","entities":[{"id":"T","type":"company"}],"relations":[{"from":"T","to":"T","ownership_percentage":"99.99"}]}`))
	f.Add([]byte(`{"main":"T","entities":[{"id":"T","type":"trust"},{"id":"P","type":"state"}],"relations":[{"from":"P","to":"T","roles":["controller"],"start_date":"2020-01-01"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4096 {
			t.Skip("long")
		}
		var out bytes.Buffer
		status := run(nil, bytes.NewReader(data), &out, &out)
		if !json.Valid(out.Bytes()) {
			t.Fatal("no JSON came out")
		}
		if failed := bytes.HasPrefix(out.Bytes(), []byte("{\n  \"error\"")); failed != (status == 1) || status > 1 {
			t.Fatalf("status %d", status)
		}
	})
}

// The short names of types, bands, dates and groups, and who stands for a trust.
func TestTypesRolesAndGroups(t *testing.T) {
	const structure = `{"main":"M","entities":[{"id":"M","type":"company"},{"id":"T","type":"trust"},{"id":"s","type":"individual"},
	  {"id":"S","type":"state"},{"id":"L","type":"listed"},{"id":"x","type":"individual","group":"g1"},{"id":"H","type":"company","group":"g1"}],
	  "relations":[{"from":"T","to":"M","ownership_percentage":"30"},{"from":"s","to":"T","roles":["settlor"]},
	  {"from":"S","to":"M","ownership_percentage":"20"},{"from":"L","to":"M","ownership_percentage":15},{"from":"x","to":"H","ownership_percentage":100},
	  {"from":"H","to":"M","min":"25","max":"30","start":"2020-01-01"},{"from":"H","to":"M","ownership_percentage":9,"end":"2019-12-31"}]}`
	out, status := program(t, structure, "-as-of", "2026-01-01", "-rules", "amld_de")
	require.Zero(t, status, out)
	var a answer
	require.NoError(t, json.Unmarshal([]byte(out), &a))
	assert.Equal(t, []string{"T"}, a.Holders[0].StandsFor)
	assert.Equal(t, []string{"s", "x"}, a.Owners.AMLD)
	assert.Equal(t, []string{"7.5", "20", "15", "30"}, []string{
		a.Rest.Unknown.String(), a.Rest.State.String(), a.Rest.Listed.String(), a.Rest.KnownParties.String(),
	})
	assert.Len(t, a.Named.Owners, 2)
	out, status = program(t, structure, "-as-of", "2026-01-01", "-rules", "none")
	assert.Equal(t, 1, status, out)
	out, status = program(t, strings.Replace(structure, "ownership_percentage", "ownership", 1), "-as-of", "2026-01-01")
	assert.Equal(t, 1, status, out)
	assert.Contains(t, out, "relations[0].ownership")
}
