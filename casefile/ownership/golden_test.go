package ownership_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

// everyKind is a structure with everything that exports know. Package export reads it
// from testdata/graph.json.
func everyKind(t testing.TB) (ownership.Graph, *ownership.Options) {
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
	return g, &ownership.Options{AsOf: bonafide.Date{Year: 2026, Month: 3, Day: 1}}
}

func TestGoldenShapes(t *testing.T) {
	g, opts := everyKind(t)
	a, err := ownership.Compute(g, opts)
	require.NoError(t, err)
	f := a.Owners(ownership.AMLR())
	datatest.Golden(t, "graph.json", datatest.Indented(t, g))
	datatest.Golden(t, "analysis.json", datatest.Indented(t, a))
	datatest.Golden(t, "finding.json", datatest.Indented(t, f))
	datatest.Golden(t, "stakes.json", datatest.Indented(t, a.Stakes("p")))
	datatest.Golden(t, "rules.json", datatest.Indented(t, []ownership.RuleSet{ownership.AMLR(), ownership.AMLD(), ownership.PSC(), ownership.FINCEN()}))
	b, err := ownership.ComputeBounds(g, opts)
	require.NoError(t, err)
	datatest.Golden(t, "bounds.json", datatest.Indented(t, b))
	var back ownership.Graph
	text, err := json.Marshal(g)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, g, back)
}
