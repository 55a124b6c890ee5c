package casefile

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// Nothing may be cut off from the main company, nor drift with others beside it.
func TestEveryEntityReachesMain(t *testing.T) {
	c := Case{
		Companies:   []Company{{ID: "m", Type: MainCompany}, {ID: "a", Type: AffiliatedCompany}},
		Individuals: []Individual{{ID: "p"}},
		Relations: []Relation{
			{ID: "am", FromCompany: "a", ToCompany: "m"},
			{ID: "pa", FromIndividual: "p", ToCompany: "a"},
		},
	}
	for _, row := range []struct {
		name, gone string
		orphaned   bool
	}{
		{"a chain reaches main", "", false},
		{"an island of two is cut off", "am", true},
		{"the end of the chain is cut off", "pa", true},
	} {
		next := c
		next.Relations = without(c.Relations, func(r Relation) bool { return r.ID == row.gone })
		assert.Equal(t, row.orphaned, c.cutsOff(next), row.name)
	}
	_, _, err := c.removeRelation(input{}, RemoveRelationRequest{Relation: "am"}, nil)
	assert.Equal(t, &bonafide.RefusedError{Code: CodeOrphan}, err)
}

// Owners who are given by their totals alone are owners.
func TestAnImplicitRelationHasTheDeclaredTotals(t *testing.T) {
	c := Case{
		Companies:   []Company{{ID: "m", Type: MainCompany}},
		Individuals: []Individual{{ID: "p", IndividualFields: IndividualFields{TotalOwnership: ownership.Whole(60), TotalVoting: ownership.Whole(40)}}},
	}
	c, err := c.implicit("p", func() (string, error) { return "r", nil }, time.Time{})
	assert.NoError(t, err)
	assert.Equal(t, ownership.Whole(60), c.Relations[0].Ownership)
	assert.Equal(t, ownership.Whole(40), c.Relations[0].Voting)
}
