package ownership_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

func indented(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	return append(text, '\n')
}

// everyKind is a structure with everything that exports know.
func everyKind(t testing.TB) (ownership.Graph, *ownership.Options, ownership.Parties) {
	g := shape(t, "p>H 60.01/70", "p>M 10", "H>M 40", "M>H 5", "M>M 3", "T>M 25", "S>M 10", "L>M 5", "U>H 15", "q>T -", "r>M -")
	for i, typ := range map[string]ownership.EntityType{"T": ownership.Trust, "S": ownership.State, "L": ownership.ListedCompany} {
		for k := range g.Entities {
			if g.Entities[k].ID == i {
				g.Entities[k].Type = typ
			}
		}
	}
	g.Relations[0].Start = bonafide.Date{Year: 2020, Month: time.January, Day: 2}
	g.Relations[1].Roles, g.Relations[1].Position = []ownership.Role{ownership.Shareholder, ownership.LegalRepresentative}, "CEO"
	g.Relations[9].Roles = []ownership.Role{ownership.Trustee}
	g.Relations[10].Roles = []ownership.Role{ownership.Controller}
	g.Entities[1].DeclaredOwnership = ownership.Whole(30)
	g.Groups = []ownership.Group{{ID: "family", Members: []string{"p", "r"}}}
	parties := ownership.Parties{
		"M": {Name: `Main & "Söhne" <GmbH>; end`, Country: "DE", Founded: bonafide.Date{Year: 1999, Month: 12, Day: 31}, Identifiers: []ownership.Identifier{{ID: "HRB 1", Name: "Handelsregister"}}},
		"p": {Name: "Person \\ One|Two", Nationality: []bonafide.Country{"GB"}, Born: bonafide.Date{Year: 1970, Month: 5, Day: 6}},
	}
	return g, &ownership.Options{AsOf: bonafide.Date{Year: 2026, Month: 3, Day: 1}}, parties
}

func TestGoldenShapes(t *testing.T) {
	g, opts, parties := everyKind(t)
	a, err := ownership.Compute(g, opts)
	require.NoError(t, err)
	f := a.Owners(ownership.AMLR())
	datatest.Golden(t, "graph.json", indented(t, g))
	datatest.Golden(t, "analysis.json", indented(t, a))
	datatest.Golden(t, "finding.json", indented(t, f))
	datatest.Golden(t, "stakes.json", indented(t, a.Stakes("p")))
	datatest.Golden(t, "rules.json", indented(t, []ownership.RuleSet{ownership.AMLR(), ownership.AMLD(), ownership.PSC(), ownership.FINCEN()}))
	bods, err := a.BODS(parties, f, ownership.Publication{Date: opts.AsOf, Publisher: "Example Bank"})
	require.NoError(t, err)
	datatest.Golden(t, "bods.json", append(bods, '\n'))
	datatest.Golden(t, "ftm.jsonl", a.FollowTheMoney(parties))
	datatest.Golden(t, "structure.mmd", []byte(a.Mermaid(parties, f)))
	datatest.Golden(t, "structure.dot", []byte(a.DOT(parties, f)))
	svg, err := a.SVG(parties, f)
	require.NoError(t, err)
	datatest.Golden(t, "structure.svg", svg)
	b, err := ownership.ComputeBounds(g, opts)
	require.NoError(t, err)
	datatest.Golden(t, "bounds.json", indented(t, b))
	var back ownership.Graph
	text, err := json.Marshal(g)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, g, back)
}

// Whatever a name holds, it stays in its label.
func TestNamesCannotBreakOut(t *testing.T) {
	g, opts, _ := everyKind(t)
	a, err := ownership.Compute(g, opts)
	require.NoError(t, err)
	f := a.Owners(ownership.AMLR())
	for _, name := range []string{
		`"]; n9["x`, `x"; evil -> y; "`, "a\nb", "</text><script>alert(1)</script>", `back\slash\`, "pipe|pipe", "]]>", "#quot;", "{}()[]<>", "\x00\x07", "%%{init}%%", "`code`", strings.Repeat("W", 500),
	} {
		parties := ownership.Parties{"M": {Name: name}, "p": {Name: name}}
		svg, err := a.SVG(parties, f)
		require.NoError(t, err)
		wellFormed(t, svg)
		assert.NotContains(t, string(svg), "<script")
		mermaid := a.Mermaid(parties, f)
		assert.Len(t, strings.Split(strings.TrimSpace(mermaid), "\n"), 2+9+10, name)
		for _, line := range strings.Split(mermaid, "\n") {
			if strings.Contains(line, `["`) {
				assert.Equal(t, 2, strings.Count(line, `"`), line)
			}
		}
		dot := a.DOT(parties, f)
		assert.Len(t, strings.Split(strings.TrimSpace(dot), "\n"), 3+9+10+1, name)
		for _, line := range bytes.Split(bytes.TrimSpace(a.FollowTheMoney(parties)), []byte("\n")) {
			assert.True(t, json.Valid(line))
		}
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
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
func corporation(n int, seed uint64) (ownership.Graph, ownership.Parties) {
	r := rand.New(rand.NewPCG(seed, 1))
	var b builder
	people := n * 2 / 5
	b.g.Main = b.entity(ownership.Company, "c0")
	for i := 1; i < n-people; i++ {
		b.entity(ownership.Company, fmt.Sprintf("c%d", i))
	}
	for i := range people {
		b.entity(ownership.Individual, fmt.Sprintf("p%d", i))
	}
	for i := 1; i < n; i++ {
		from, below := b.g.Entities[i].ID, min(i, n-people)
		b.holds(from, fmt.Sprintf("c%d", max(0, below-14)+r.IntN(min(below, 14))), fmt.Sprint(5+r.IntN(60)))
		if r.IntN(4) == 0 {
			b.holds(from, fmt.Sprintf("c%d", r.IntN(below)), fmt.Sprintf("%d.5", 5+r.IntN(20)))
		}
	}
	if n > 20 {
		b.holds("c2", "c9", "7")
	}
	companies := []string{"Northwind Holding Ltd", "Blue Anchor Trading S.à r.l.", "Meridian Capital Partners B.V.", "Acme GmbH", "Stark Industries International Holdings Corporation"}
	names := []string{"Tony Stark", "Rachel Green", "Maria-José de la Cruz Fernández", "Wei Zhang", "Olu Adeyemi"}
	parties := ownership.Parties{}
	for i, e := range b.g.Entities {
		parties[e.ID] = ownership.Party{Name: companies[i%len(companies)]}
		if e.Type == ownership.Individual {
			parties[e.ID] = ownership.Party{Name: names[i%len(names)]}
		}
	}
	return b.g, parties
}

// Good to look at with 12 nodes, legible with 60: no box covers another, and the
// text of the labels stays apart.
func TestPictures(t *testing.T) {
	for _, n := range []int{1, 2, 12, 30, 60, 150} {
		for seed := range uint64(4) {
			g, parties := corporation(n, seed)
			if n < 3 {
				g, parties = shape(t, "p>M 60"), nil
			}
			if n == 1 {
				g = shape(t)
			}
			a, err := ownership.Compute(g, nil)
			require.NoError(t, err)
			f := a.Owners(ownership.AMLR())
			svg, err := a.SVG(parties, f)
			require.NoError(t, err)
			again, err := a.SVG(parties, f)
			require.NoError(t, err)
			require.Equal(t, string(svg), string(again), "the same picture every time")
			wellFormed(t, svg)
			boxes, labels := rectangles(t, svg)
			assert.Zero(t, overlaps(boxes), "%d entities: boxes cover each other", n)
			if n <= 60 {
				assert.LessOrEqual(t, overlaps(labels), len(labels)/20, "%d entities: labels cover each other", n)
			}
			if dir := os.Getenv("PICTURES"); dir != "" {
				require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("n%d-%d.svg", n, seed)), svg, 0o644))
			}
		}
	}
	_, err := mustCompute(t, layered(1200, 1)).SVG(nil, ownership.Finding{})
	assert.Equal(t, ownership.CodeTooComplex, code(t, err))
}

func mustCompute(t *testing.T, g ownership.Graph) *ownership.Analysis {
	t.Helper()
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	return a
}

type rectangle struct{ x, y, w, h float64 }

func rectangles(t *testing.T, svg []byte) (boxes, labels []rectangle) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	depth := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return boxes, labels
		}
		require.NoError(t, err)
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "g" {
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
	g, opts, parties := everyKind(t)
	a, err := ownership.Compute(g, opts)
	require.NoError(t, err)
	seen, schemas := map[string]bool{}, map[string]int{}
	for _, line := range bytes.Split(bytes.TrimSpace(a.FollowTheMoney(parties)), []byte("\n")) {
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
	assert.Equal(t, map[string]int{"Person": 3, "Company": 5, "PublicBody": 1, "Ownership": 8, "Directorship": 1}, schemas)
}
