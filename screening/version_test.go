package screening_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/bonafide-go/bonafide/screening"
)

// What was explained by the rules of a version computes to the score that it had: a
// listed name of a single word, and patronymics that differ, count otherwise since
// version 2, links of a chain of names since version 3.
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
		for _, ex.Engine = range []string{"2", EngineVersion} {
			now, _ := ex.Compute()
			assert.Less(t, now, first, name)
		}
	}
	part := Explanation{Engine: "2", Rules: "person", ListOnly: []Word{{Text: "omar", Kind: UsualWord, Weight: .46}}}
	for _, w := range []string{"hassan", "ahmed"} {
		part.Pairs = append(part.Pairs, Pair{Query: w, List: w, Rule: RuleExact, Similarity: 1, QueryKind: UsualWord, ListKind: UsualWord, QueryWeight: .45, ListWeight: .4})
	}
	second, _ := part.Compute()
	assert.Equal(t, .8221, second)
	part.Engine = EngineVersion
	for i := range part.Pairs {
		part.Pairs[i].QueryKind, part.Pairs[i].ListKind = UsualChainedWord, UsualChainedWord
	}
	third, _ := part.Compute()
	assert.Less(t, third, DefaultMinScore+.02)
}
