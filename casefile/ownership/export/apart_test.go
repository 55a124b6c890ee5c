package export_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

// The companies of a group have one long name and a number: on paper, where no title shows
// the whole of it, they are told apart.
func TestLongNamesAreToldApartOnPaper(t *testing.T) {
	g := ownership.Graph{Main: "m", Entities: []ownership.Entity{{ID: "m", Type: ownership.Company}}}
	parties := export.Parties{"m": {Name: "Group"}}
	for i := range 12 {
		id := fmt.Sprint("h", i)
		g.Entities = append(g.Entities, ownership.Entity{ID: id, Type: ownership.Company})
		g.Relations = append(g.Relations, ownership.Relation{From: id, To: "m", Ownership: ownership.Whole(5)})
		parties[id] = export.Party{Name: fmt.Sprintf("Rhein-Main Verwaltungsgesellschaft für Beteiligungen %d mbH & Co. KG", 100+i)}
	}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	svg, err := export.SVG(a, parties, a.Owners(ownership.AMLR()))
	require.NoError(t, err)
	drawn := regexp.MustCompile(`<title>[^<]*</title>|<desc[^<]*</desc>`).ReplaceAllString(string(svg), "")
	for i := range 12 {
		require.Contains(t, drawn, fmt.Sprintf("%d mbH &amp; Co. KG", 100+i))
	}
}
