package export_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

// everyKind is a structure with everything that exports know.
func everyKind(t testing.TB) (*ownership.Analysis, ownership.Finding, export.Parties) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "testdata", "graph.json"))
	require.NoError(t, err)
	var g ownership.Graph
	require.NoError(t, json.Unmarshal(text, &g))
	a, err := ownership.Compute(g, &ownership.Options{AsOf: day})
	require.NoError(t, err)
	parties := export.Parties{
		"M": {Name: `Main & "Söhne" <GmbH>; end`, Country: "DE", Founded: bonafide.Date{Year: 1999, Month: 12, Day: 31},
			Identifiers: []export.Identifier{{ID: "HRB 1", Name: "Handelsregister"}}},
		"p": {Name: "Person \\ One|Two", Nationality: []bonafide.Country{"GB"}, Born: bonafide.Date{Year: 1970, Month: 5, Day: 6}},
	}
	return a, a.Owners(ownership.AMLR()), parties
}

var day = bonafide.Date{Year: 2026, Month: 3, Day: 1}

func TestGoldenShapes(t *testing.T) {
	a, f, parties := everyKind(t)
	bods, err := export.BODS(a, parties, f, export.Publication{Date: day, Publisher: "Example Bank"})
	require.NoError(t, err)
	datatest.Golden(t, "bods.json", append(bods, '\n'))
	datatest.Golden(t, "ftm.jsonl", export.FollowTheMoney(a, parties))
	datatest.Golden(t, "structure.mmd", []byte(export.Mermaid(a, parties, f)))
	datatest.Golden(t, "structure.dot", []byte(export.DOT(a, parties, f)))
	svg, err := export.SVG(a, parties, f)
	require.NoError(t, err)
	datatest.Golden(t, "structure.svg", svg)
}

// Whatever a name holds, it stays in its label.
func TestNamesCannotBreakOut(t *testing.T) {
	a, f, _ := everyKind(t)
	for _, name := range []string{
		`"]; n9["x`, `x"; evil -> y; "`, "a\nb", "</text><script>alert(1)</script>", `back\slash\`,
		"pipe|pipe", "]]>", "#quot;", "{}()[]<>", "\x00\x07", "%%{init}%%", "`code`", strings.Repeat("W", 500),
		"a\u2028%% b\u2029c\u0085d", "\xff\xfe", "&quot;]; n9", strings.Repeat("\U0001f600 ", 5000),
	} {
		parties := export.Parties{"M": {Name: name}, "p": {Name: name}}
		svg, err := export.SVG(a, parties, f)
		require.NoError(t, err)
		wellFormed(t, svg)
		assert.NotContains(t, string(svg), "<script")
		mermaid := export.Mermaid(a, parties, f)
		assert.Len(t, strings.Split(strings.TrimSpace(mermaid), "\n"), 3+12+13+2, name)
		for _, line := range strings.Split(mermaid, "\n") {
			if strings.Contains(line, `["`) {
				assert.Equal(t, 2, strings.Count(line, `"`), line)
			}
		}
		assert.NotContains(t, mermaid, "%%", "a comment")
		dot := export.DOT(a, parties, f)
		for _, text := range []string{mermaid, dot} {
			assert.True(t, utf8.ValidString(text), name)
			assert.False(t, strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r == '\u2028' || r == '\u2029') }), name)
		}
		assert.NotContains(t, dot, "&quot;", "an entity")
		assert.Len(t, strings.Split(strings.TrimSpace(dot), "\n"), 4+12+13+1, name)
		for _, line := range bytes.Split(bytes.TrimSpace(export.FollowTheMoney(a, parties)), []byte("\n")) {
			assert.True(t, json.Valid(line))
		}
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range start.Attr {
			assert.NotEqual(t, "href", a.Name.Local, "self-contained: nothing is fetched")
			assert.NotContains(t, a.Value, "NaN")
			assert.NotContains(t, a.Value, "Inf")
		}
	}
}

// corporation is a plausible structure of n entities with long names.
func corporation(t testing.TB, n int, seed uint64) (ownership.Graph, export.Parties) {
	r := rand.New(rand.NewPCG(seed, 1))
	g := ownership.Graph{Main: "c0"}
	holds := func(from, to, share string) {
		p, err := ownership.ParsePercent(share)
		require.NoError(t, err)
		g.Relations = append(g.Relations, ownership.Relation{From: from, To: to, Ownership: p})
	}
	people := n * 2 / 5
	for i := range n - people {
		g.Entities = append(g.Entities, ownership.Entity{ID: fmt.Sprintf("c%d", i), Type: ownership.Company})
	}
	for i := range people {
		g.Entities = append(g.Entities, ownership.Entity{ID: fmt.Sprintf("p%d", i), Type: ownership.Individual})
	}
	for i := 1; i < n; i++ {
		from, below := g.Entities[i].ID, min(i, n-people)
		holds(from, fmt.Sprintf("c%d", max(0, below-14)+r.IntN(min(below, 14))), fmt.Sprint(5+r.IntN(60)))
		if r.IntN(4) == 0 {
			holds(from, fmt.Sprintf("c%d", r.IntN(below)), fmt.Sprintf("%d.5", 5+r.IntN(20)))
		}
	}
	if n > 20 {
		holds("c2", "c9", "7")
	}
	companies := []string{
		"Northwind Holding Ltd", "Blue Anchor Trading S.à r.l.", "Meridian Capital Partners B.V.", "Acme GmbH",
		"Stark Industries International Holdings Corporation",
	}
	names := []string{"Tony Stark", "Rachel Green", "Maria-José de la Cruz Fernández", "Wei Zhang", "Olu Adeyemi"}
	parties := export.Parties{}
	for i, e := range g.Entities {
		parties[e.ID] = export.Party{Name: companies[i%len(companies)]}
		if e.Type == ownership.Individual {
			parties[e.ID] = export.Party{Name: names[i%len(names)]}
		}
	}
	return g, parties
}

// Good to look at with 12 nodes, legible with 60: no box covers another, and the
// text of the labels stays apart.
func TestPictures(t *testing.T) {
	small := ownership.Graph{
		Main:      "M",
		Entities:  []ownership.Entity{{ID: "M", Type: ownership.Company}, {ID: "p", Type: ownership.Individual}},
		Relations: []ownership.Relation{{From: "p", To: "M", Ownership: ownership.Whole(60)}},
	}
	for _, n := range []int{1, 2, 12, 30, 60, 150} {
		for seed := range uint64(4) {
			g, parties := corporation(t, n, seed)
			if n < 3 {
				g, parties = small, nil
			}
			if n == 1 {
				g.Entities, g.Relations = g.Entities[:1], nil
			}
			a, err := ownership.Compute(g, nil)
			require.NoError(t, err)
			f := a.Owners(ownership.AMLR())
			svg, err := export.SVG(a, parties, f)
			require.NoError(t, err)
			again, err := export.SVG(a, parties, f)
			require.NoError(t, err)
			require.Equal(t, string(svg), string(again), "the same picture every time")
			wellFormed(t, svg)
			boxes, labels := rectangles(t, svg)
			assert.Zero(t, overlaps(boxes), "%d entities: boxes cover each other", n)
			if n <= 60 {
				assert.Zero(t, overlaps(labels), "%d entities: labels cover each other", n)
				assert.Zero(t, overlaps(append(boxes, labels...)), "%d entities: labels cover boxes", n)
			}
			if dir := os.Getenv("PICTURES"); dir != "" {
				require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("n%d-%d.svg", n, seed)), svg, 0o644))
			}
		}
	}
	large, parties := corporation(t, 1200, 1)
	a, err := ownership.Compute(large, nil)
	require.NoError(t, err)
	_, err = export.SVG(a, parties, ownership.Finding{})
	var e *ownership.StructureError
	require.ErrorAs(t, err, &e)
	assert.Equal(t, ownership.CodeTooComplex, e.Code)
}

type rectangle struct{ x, y, w, h float64 }

func rectangles(t *testing.T, svg []byte) (boxes, labels []rectangle) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return boxes, labels
		}
		require.NoError(t, err)
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "g" && len(e.Attr) > 0 {
				depth++ // the legend
			}
			if e.Name.Local != "rect" || depth > 0 {
				continue
			}
			at := map[string]string{}
			for _, a := range e.Attr {
				at[a.Name.Local] = a.Value
			}
			var r rectangle
			_, err := fmt.Sscan(at["x"]+" "+at["y"]+" "+at["width"]+" "+at["height"], &r.x, &r.y, &r.w, &r.h)
			require.NoError(t, err)
			switch {
			case at["fill-opacity"] != "":
				labels = append(labels, r)
			case at["stroke"] != "" && !within(boxes, r):
				boxes = append(boxes, r)
			}
		}
	}
}

// within is the inner one of the two borders of main.
func within(boxes []rectangle, r rectangle) bool {
	for _, b := range boxes {
		if r.x > b.x && r.y > b.y && r.x+r.w < b.x+b.w && r.y+r.h < b.y+b.h {
			return true
		}
	}
	return false
}

func overlaps(list []rectangle) int {
	n := 0
	for i, a := range list {
		for _, b := range list[:i] {
			if a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h {
				n++
			}
		}
	}
	return n
}

func TestFollowTheMoney(t *testing.T) {
	a, _, parties := everyKind(t)
	seen, schemas := map[string]bool{}, map[string]int{}
	for _, line := range bytes.Split(bytes.TrimSpace(export.FollowTheMoney(a, parties)), []byte("\n")) {
		var e struct {
			ID, Schema string
			Properties map[string][]string
		}
		require.NoError(t, json.Unmarshal(line, &e))
		assert.False(t, seen[e.ID], "ids are unique")
		seen[e.ID] = true
		schemas[e.Schema]++
		for name, values := range e.Properties {
			assert.NotEmpty(t, values, name)
			assert.NotContains(t, values, "", name)
		}
		for _, end := range []string{"owner", "asset", "director", "organization"} {
			for _, id := range e.Properties[end] {
				assert.True(t, seen[id], "%s comes before what refers to it", id)
			}
		}
	}
	assert.Equal(t, map[string]int{"Person": 3, "Company": 5, "PublicBody": 1, "Ownership": 8, "Directorship": 1, "Control": 2}, schemas)
}

// Every relation comes out, whatever its role: as many links as went in.
func TestFollowTheMoneyLosesNoRelation(t *testing.T) {
	want := map[ownership.Role]string{
		"": "UnknownLink", ownership.Shareholder: "Ownership", ownership.LegalRepresentative: "Directorship", ownership.Controller: "Control",
		ownership.Settlor: "Succession", ownership.Trustee: "Control", ownership.Protector: "Control", ownership.Beneficiary: "UnknownLink",
	}
	for role, schema := range want {
		r := ownership.Relation{From: "p", To: "T"}
		if role != "" {
			r.Roles = []ownership.Role{role}
		}
		a, err := ownership.Compute(ownership.Graph{
			Main: "T", Entities: []ownership.Entity{entity("T", ownership.Trust), entity("p", ownership.Individual)}, Relations: []ownership.Relation{r},
		}, nil)
		require.NoError(t, err)
		lines := strings.Split(strings.TrimSpace(string(export.FollowTheMoney(a, nil))), "\n")
		require.Len(t, lines, 3, string(role))
		assert.Contains(t, lines[2], `"schema":"`+schema+`"`, string(role))
	}
}

// A decoded analysis has figures only; nothing of it is exported.
func TestDecodedAnalysis(t *testing.T) {
	computed, f, _ := everyKind(t)
	text, err := json.Marshal(computed)
	require.NoError(t, err)
	a := new(ownership.Analysis)
	require.NoError(t, json.Unmarshal(text, a))
	assert.Empty(t, export.Mermaid(a, nil, f)+export.DOT(a, nil, f)+string(export.FollowTheMoney(a, nil)))
	_, err = export.SVG(a, nil, f)
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = export.BODS(a, nil, f, export.Publication{Date: day, Publisher: "x"})
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
}
