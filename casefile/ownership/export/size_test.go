package export_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// wide is a company with so many holders, in one layer or below one another, or as trees.
func wide(n int, holds func(i int) (to int, percent string)) ownership.Graph {
	g := ownership.Graph{Main: "c0", Entities: []ownership.Entity{{ID: "c0", Type: ownership.Company}}}
	above := make([]bool, n)
	for i := 1; i < n; i++ {
		to, percent := holds(i)
		above[to] = true
		share, err := ownership.ParsePercent(percent)
		if err != nil {
			panic(err)
		}
		g.Entities = append(g.Entities, ownership.Entity{ID: fmt.Sprint("c", i), Type: ownership.Company})
		g.Relations = append(g.Relations, ownership.Relation{From: fmt.Sprint("c", i), To: fmt.Sprint("c", to), Ownership: share})
	}
	for i := 1; i < n; i++ {
		if !above[i] {
			g.Entities[i].Type = ownership.Individual
		}
	}
	return g
}

// Ten thousand entities are read, computed, judged and written in every form, or refused
// for the reason that the form states: however they stand above one another.
func TestTenThousandEntities(t *testing.T) {
	n := 10_000
	if figuretest.UnderRace {
		n = 500
	}
	for name, g := range map[string]ownership.Graph{
		"one layer":            wide(n, func(int) (int, string) { return 0, "0.01" }),
		"trees":                wide(n, func(i int) (int, string) { return (i - 1) / 4, "25" }),
		"chains of majorities": wide(n, func(i int) (int, string) { return max(0, i-10), "51" }),
		"one chain":            wide(n, func(i int) (int, string) { return i - 1, "100" }),
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(g)
			require.NoError(t, err)
			var read ownership.Graph
			require.NoError(t, json.Unmarshal(text, &read))
			a, err := ownership.Compute(read, nil)
			require.NoError(t, err)
			found := a.Owners(ownership.AMLR())
			assert.Equal(t, name == "one chain" && !figuretest.UnderRace, found.TooComplex, "every one of ten thousand is behind all below it")
			assert.True(t, !found.TooComplex || found.MayHideOwner)
			for _, r := range []ownership.RuleSet{ownership.AMLD(), ownership.PSC(), ownership.FINCEN()} {
				a.Owners(r)
			}
			parties := export.Parties{"c0": {Name: "Main"}}
			assert.Contains(t, export.Mermaid(a, parties, found), "Main")
			assert.Contains(t, export.DOT(a, parties, found), "Main")
			assert.NotEmpty(t, export.FollowTheMoney(a, parties))
			_, err = export.BODS(a, parties, found, export.Publication{Date: bonafide.Date{Year: 2026, Month: 1, Day: 1}, Publisher: "x"})
			require.NoError(t, err)
			if _, err = export.SVG(a, parties, found); err != nil {
				var refused *ownership.StructureError
				require.ErrorAs(t, err, &refused)
				assert.Equal(t, ownership.CodeTooComplex, refused.Code)
			}
		})
	}
}
