package screening_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// What was explained by the rules of a version computes to the score that it had: a
// listed name of a single word, and patronymics that differ, count otherwise since
// version 2.
func TestExplanationsComputeByTheirVersion(t *testing.T) {
	single := Explanation{
		Rules:     "person",
		Pairs:     []Pair{{Query: "jasper", List: "jasper", Rule: RuleExact, Similarity: 1, QueryKind: NameWord, ListKind: NameWord, QueryWeight: .8, ListWeight: .8}},
		QueryOnly: []Word{{Text: "brown", Kind: NameWord, Weight: .4}},
	}
	fathers := Explanation{
		Rules:     "person",
		Pairs:     []Pair{{Query: "lavrov", List: "lavrov", Rule: RuleExact, Similarity: 1, QueryKind: NameWord, ListKind: NameWord, QueryWeight: .8, ListWeight: .8}},
		QueryOnly: []Word{{Text: "viktorovich", Kind: PatronymicWord, Weight: .3}},
		ListOnly:  []Word{{Text: "ivanovich", Kind: PatronymicWord, Weight: .3}},
	}
	for name, ex := range map[string]Explanation{"single": single, "fathers": fathers} {
		ex.Engine = "1"
		first, _ := ex.Compute()
		ex.Engine = EngineVersion
		now, _ := ex.Compute()
		assert.Less(t, now, first, name)
	}
}
