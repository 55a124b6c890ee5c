package export_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// pointsOnPaper is how high the smallest text of a picture is on a page of A4 paper with
// margins of 15 mm.
func pointsOnPaper(t *testing.T, page export.Page) float64 {
	t.Helper()
	const point = 25.4 / 72 // millimetres
	var width, height, smallest float64
	for d := xml.NewDecoder(strings.NewReader(string(page.SVG))); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range e.Attr {
			n, _ := strconv.ParseFloat(a.Value, 64)
			switch {
			case e.Name.Local == "svg" && a.Name.Local == "width":
				width = n
			case e.Name.Local == "svg" && a.Name.Local == "height":
				height = n
			case a.Name.Local == "font-size" && (smallest == 0 || n < smallest):
				smallest = n
			}
		}
	}
	if page.Landscape {
		return smallest * min(267/width, 180/height) / point
	}
	return smallest * min(180/width, 267/height) / point
}

var (
	idOf        = regexp.MustCompile(` id="([^"]+)"`)
	elsewhereOf = regexp.MustCompile(`its holders: page (\d+)`)
)

// On A4 paper every text is legible, however large the structure is; every holding is drawn
// once, and whose holders are elsewhere says where.
func TestPagesAreLegible(t *testing.T) {
	for n, most := range map[int]int{3: 1, 12: 1, 30: 4, 60: 5, 150: 12} {
		for seed := range uint64(2) {
			if n > 60 && (seed > 0 || figuretest.UnderRace) {
				continue
			}
			g, parties := corporation(t, n, seed)
			a, err := ownership.Compute(g, nil)
			require.NoError(t, err)
			f := a.Owners(ownership.AMLR())
			pages, err := export.Sheet{Case: "C-1"}.Pages(a, parties, f)
			require.NoError(t, err)
			whole, err := a.Structure()
			require.NoError(t, err)
			lines, ids, named := 0, map[string]bool{}, map[int]bool{}
			for i, page := range pages {
				svg := page.SVG
				if dir := os.Getenv("PICTURES"); dir != "" {
					require.NoError(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("p%d-%d-%d.svg", n, seed, i+1)), svg, 0o644))
				}
				wellFormed(t, svg)
				assert.GreaterOrEqual(t, pointsOnPaper(t, page), 6.0, "%d entities, page %d", n, i+1)
				boxes, labels := rectangles(t, svg)
				assert.Zero(t, overlaps(boxes), "boxes cover each other")
				assert.Zero(t, overlaps(append(boxes, labels...)), "labels cover boxes")
				lines += strings.Count(string(svg), `marker-end="url(`)
				for _, id := range idOf.FindAllStringSubmatch(string(svg), -1) {
					assert.False(t, ids[id[1]], "two pages have %s", id[1])
					ids[id[1]] = true
				}
				for _, m := range elsewhereOf.FindAllStringSubmatch(string(svg), -1) {
					k, err := strconv.Atoi(m[1])
					require.NoError(t, err)
					require.LessOrEqual(t, k, len(pages))
					assert.NotEqual(t, i+1, k)
					named[k] = true
				}
				assert.Equal(t, len(pages) > 1, strings.Contains(string(svg), fmt.Sprintf("Page %d of %d", i+1, len(pages))))
			}
			assert.LessOrEqual(t, len(pages), most)
			assert.GreaterOrEqual(t, lines, len(whole.Holdings), "and as many as there are gaps")
			if n >= 60 { // where gaps are told in the boxes
				assert.Equal(t, len(whole.Holdings), lines)
			}
			assert.Equal(t, len(pages) > 1, len(named) > 0)
			again, err := export.Sheet{Case: "C-1"}.Pages(a, parties, f)
			require.NoError(t, err)
			assert.Equal(t, pages, again, "the same pages every time")
		}
	}
}

// A company with more holders than a page takes has several pages; a long list of small
// holders ends with how many others there are.
func TestPagesOfManyHolders(t *testing.T) {
	g := ownership.Graph{Main: "M", Entities: []ownership.Entity{entity("M", ownership.Company)}}
	for i := range 60 {
		id := fmt.Sprintf("H%d", i)
		g.Entities = append(g.Entities, entity(id, ownership.Company))
		g.Relations = append(g.Relations, holds(id, "M", 1))
	}
	for i := range 100 {
		id := fmt.Sprintf("p%d", i)
		g.Entities = append(g.Entities, entity(id, ownership.Individual))
		g.Relations = append(g.Relations, holds(id, "H7", 1))
	}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	pages, err := export.Sheet{}.Pages(a, nil, a.Owners(ownership.AMLR()))
	require.NoError(t, err)
	assert.Greater(t, len(pages), 2)
	all := ""
	for _, page := range pages {
		svg := page.SVG
		assert.GreaterOrEqual(t, pointsOnPaper(t, page), 6.0)
		all += string(svg)
	}
	assert.Contains(t, all, "and 40 others, 40 %")
	for i := range 60 {
		assert.Contains(t, all, fmt.Sprintf(">H%d<", i))
	}
	_, err = export.Sheet{}.Pages(&ownership.Analysis{}, nil, ownership.Finding{})
	require.Error(t, err)
}
