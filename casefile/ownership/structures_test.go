package ownership_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// Structures as they are met, in the order in which they were collected: the file says how
// it is read. Cases are asked the same, in package casefile.
func TestStructuresAsTheyAreMet(t *testing.T) {
	text, err := os.ReadFile("testdata/structures.txt")
	require.NoError(t, err)
	rows := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		rows++
		part := append(strings.Split(strings.TrimSpace(line), "|"), "")
		t.Run(strings.TrimSpace(part[0]), func(t *testing.T) {
			types := strings.ReplaceAll(part[1], ",", " ")
			var relations []string
			for r := range strings.SplitSeq(part[2], ",") {
				relations = append(relations, strings.TrimSpace(r))
			}
			g := structured(t, strings.ReplaceAll(types, "discloses", "company"), relations...)
			if members := strings.Fields(part[4]); len(members) > 0 {
				g.Groups = []ownership.Group{{ID: "concert", Members: members}}
			}
			meets(t, g, types, part[3])
		})
	}
	assert.Equal(t, 46, rows)
}

// meets compares the answers on a structure with what is wanted.
func meets(t *testing.T, g ownership.Graph, types, want string) {
	t.Helper()
	words := strings.Fields(types)
	for i := 0; i+1 < len(words); i += 2 {
		for k := range g.Entities {
			g.Entities[k].Discloses = g.Entities[k].Discloses || g.Entities[k].ID == words[i] && words[i+1] == "discloses"
		}
	}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	amlr, psc := a.Owners(ownership.AMLR()), a.Owners(ownership.PSC())
	lists := map[string][]string{
		"amlr": ids(amlr.Owners), "officials": ids(amlr.Officials), "psc": ids(psc.Owners), "psc-entities": ids(psc.Entities),
		"amld": ids(a.Owners(ownership.AMLD()).Owners), "fincen": ids(a.Owners(ownership.FINCEN()).Owners), "controllers": a.Controllers,
	}
	for _, w := range strings.Fields(want) {
		what, text, _ := strings.Cut(w, ":")
		switch what {
		case "hides":
			assert.Equal(t, text == "yes", amlr.MayHideOwner, w)
		case "total":
			id, figure, _ := strings.Cut(text, "=")
			h, ok := a.Holder(id)
			require.True(t, ok, w)
			same(t, pct(t, figure), h.Ownership, w)
		default:
			wanted := []string{}
			if text != "-" {
				wanted = strings.Split(text, ",")
			}
			got, known := lists[what]
			require.True(t, known, what)
			assert.ElementsMatch(t, wanted, got, w)
		}
	}
}
