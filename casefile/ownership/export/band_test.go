package export_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

// banded is a structure as a register tells it: bands, a group, a listed holder.
func banded(t testing.TB) (*ownership.Analysis, *ownership.Bounds) {
	t.Helper()
	g := ownership.Graph{
		Main: "M",
		Entities: []ownership.Entity{
			entity("M", ownership.Company), entity("H", ownership.Company), entity("L", ownership.ListedCompany),
			entity("p", ownership.Individual), entity("q", ownership.Individual),
		},
		Relations: []ownership.Relation{
			{From: "H", To: "M", Band: &ownership.Band{Min: ownership.Whole(50), Max: ownership.Whole(75), Above: true}},
			holds("L", "M", 10), holds("p", "M", 5),
			{From: "p", To: "H", Band: &ownership.Band{Min: ownership.Whole(75), Max: ownership.Whole(100)}},
			holds("q", "M", 4),
		},
		Groups: []ownership.Group{{ID: "group:family", Members: []string{"p", "q"}}},
	}
	a, err := ownership.Compute(g.Estimate(), nil)
	require.NoError(t, err)
	b, err := ownership.ComputeBounds(g, nil)
	require.NoError(t, err)
	return a, b
}

// What is known as a band is shown as a band: no middle of one stands anywhere as a figure.
func TestBandsInPictures(t *testing.T) {
	a, b := banded(t)
	certain, _ := b.Owners(ownership.AMLR())
	sheet := export.Sheet{Bounds: b}
	svg, err := sheet.SVG(a, nil, certain)
	require.NoError(t, err)
	for name, text := range map[string]string{"svg": string(svg), "dot": sheet.DOT(a, nil, certain), "mermaid": strings.ReplaceAll(sheet.Mermaid(a, nil, certain), "#62;", "&gt;")} {
		text = strings.ReplaceAll(text, "-> ", "") // arrows
		text = strings.ReplaceAll(strings.ReplaceAll(text, "> 50", "&gt; 50"), "&gt;", ">")
		for _, want := range []string{"> 50 to 75 %", "75 to 100 %", "total 42.5 to 80 %", "in concert: family", "total about 62.5 %"} {
			assert.Contains(t, text, want, name)
		}
		for _, figure := range []string{"87.5", "59.68"} {
			assert.NotContains(t, text, figure, name)
		}
	}
	assert.Contains(t, string(svg), "Without a person: about 10 % of listed companies, about")
	plain, err := export.SVG(a, nil, certain)
	require.NoError(t, err)
	assert.Contains(t, string(plain), "total about 59.69 %", "without bounds, an estimate that says so")
}

// The standard has bounds, FollowTheMoney has none and gets no figure.
func TestBandsInExports(t *testing.T) {
	a, b := banded(t)
	certain, _ := b.Owners(ownership.AMLR())
	raw, err := export.BODS(a, nil, certain, export.Publication{Date: bonafide.Date{Year: 2026, Month: 3, Day: 1}, Publisher: "x"})
	require.NoError(t, err)
	var statements []struct {
		Details struct {
			Interests []struct {
				Type, DirectOrIndirect string
				Share                  map[string]float64
			}
		} `json:"recordDetails"`
	}
	require.NoError(t, json.Unmarshal(raw, &statements))
	var shares []map[string]float64
	for _, s := range statements {
		for _, in := range s.Details.Interests {
			if in.Type == "shareholding" && in.DirectOrIndirect == "direct" {
				shares = append(shares, in.Share)
			}
			if in.DirectOrIndirect != "direct" {
				assert.Nil(t, in.Share, "what follows from bands is no figure")
			}
		}
	}
	assert.ElementsMatch(t, []map[string]float64{
		{"exclusiveMinimum": 50, "maximum": 75}, {"minimum": 75, "maximum": 100}, {"exact": 10}, {"exact": 5}, {"exact": 4},
	}, shares)
	for line := range strings.Lines(string(export.FollowTheMoney(a, nil))) {
		if strings.Contains(line, `"asset":["H"]`) {
			assert.NotContains(t, line, "percentage")
			assert.Contains(t, line, "shares: 75 to 100 %")
		}
	}
}
