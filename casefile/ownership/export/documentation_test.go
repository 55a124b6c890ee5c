package export_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

// The pictures in the documentation are those that the package draws: up to thirty parties
// for a screen, sixty on pages of A4. UPDATE_GOLDEN=1 draws them anew.
func TestDocumentationPictures(t *testing.T) {
	for _, n := range []int{3, 12, 30, 60} {
		g, parties := corporation(t, n, 1)
		g.Relations[0].Start = bonafide.Date{Year: 2019, Month: 4, Day: 1}
		g.Relations[len(g.Relations)-1].Roles = []ownership.Role{ownership.Shareholder, ownership.LegalRepresentative}
		for id, p := range parties {
			if strings.HasPrefix(id, "c") {
				p.Country = "DE"
				parties[id] = p
			}
		}
		a, err := ownership.Compute(g, &ownership.Options{AsOf: day})
		require.NoError(t, err)
		sheet := export.Sheet{Case: fmt.Sprintf("C-%d", n)}
		if n < 60 {
			svg, err := sheet.SVG(a, parties, a.Owners(ownership.AMLR()))
			require.NoError(t, err)
			drawn(t, fmt.Sprintf("ownership-%d.svg", n), svg)
			continue
		}
		pages, err := sheet.Pages(a, parties, a.Owners(ownership.AMLR()))
		require.NoError(t, err)
		for i, page := range pages {
			assert.GreaterOrEqual(t, pointsOnPaper(t, page), 6.0)
			drawn(t, fmt.Sprintf("ownership-%d-%d.svg", n, i+1), page.SVG)
		}
		_, err = os.Stat(filepath.Join("..", "..", "..", "docs", fmt.Sprintf("ownership-%d-%d.svg", n, len(pages)+1)))
		assert.ErrorIs(t, err, os.ErrNotExist, "a page of before")
	}
}

// drawn compares a picture with that in the documentation.
func drawn(t *testing.T, name string, svg []byte) {
	t.Helper()
	path := filepath.Join("..", "..", "..", "docs", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, svg, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(svg), "UPDATE_GOLDEN=1 draws it anew")
}

// What is not known, too much, full names, roles, dates, the case and the day are on
// every picture.
func TestPicturesSayAll(t *testing.T) {
	long := "Rhein-Main Verwaltungsgesellschaft für Immobilien und Beteiligungen der Familie Beispiel mit beschränkter Haftung"
	g := ownership.Graph{Main: "M", Entities: []ownership.Entity{entity("M", ownership.Company), entity("H", ownership.Company), entity("p", ownership.Individual)}}
	first := holds("p", "M", 70)
	first.Start, first.Roles = bonafide.Date{Year: 2020, Month: 1, Day: 2}, []ownership.Role{ownership.LegalRepresentative}
	g.Relations = []ownership.Relation{first, holds("H", "M", 40)}
	a, err := ownership.Compute(g, &ownership.Options{AsOf: day})
	require.NoError(t, err)
	parties := export.Parties{"M": {Name: long, Country: "DE"}}
	sheet := export.Sheet{Case: "K-7"}
	svg, err := sheet.SVG(a, parties, a.Owners(ownership.AMLR()))
	require.NoError(t, err)
	dot, mermaid := sheet.DOT(a, parties, a.Owners(ownership.AMLR())), sheet.Mermaid(a, parties, a.Owners(ownership.AMLR()))
	for _, want := range []string{"not known", "100 %", "shares sum to 110 %", long, "legal representative", "from 2020-01-02", "case K-7", "as of 2026-03-01", "DE", "Verwaltungsge"} {
		for name, text := range map[string]string{"svg": string(svg), "dot": dot, "mermaid": mermaid} {
			assert.Contains(t, text, want, name)
		}
	}
	for _, want := range []string{`role="img"`, "<title", "<desc", "prefers-color-scheme:dark"} {
		assert.Contains(t, string(svg), want)
	}
	light, err := export.Sheet{Light: true}.SVG(a, parties, ownership.Finding{})
	require.NoError(t, err)
	assert.NotContains(t, string(light), "<style")
}

// Forty small holders are one list, and as many of its rows as the host wants.
func TestManyHoldersAreAList(t *testing.T) {
	g := ownership.Graph{Main: "M", Entities: []ownership.Entity{entity("M", ownership.Company)}}
	for i := range 40 {
		id := fmt.Sprintf("p%d", i)
		g.Entities = append(g.Entities, entity(id, ownership.Individual))
		g.Relations = append(g.Relations, holds(id, "M", 1+i/20))
	}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	for bound, rows := range map[int]int{0: 40, 9: 9} {
		svg, err := export.Sheet{Holders: bound}.SVG(a, nil, a.Owners(ownership.AMLR()))
		require.NoError(t, err)
		boxes, _ := rectangles(t, svg)
		assert.Len(t, boxes, 3, "main, the list, what is not known")
		assert.Equal(t, rows, strings.Count(string(svg), ">p"))
		assert.Equal(t, bound > 0, strings.Contains(string(svg), "and 31 others, 42 %"))
	}
}
