package casefile

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A structure beyond all bounds, within the limits of a case, is refused once, and
// costs what follows nothing.
func TestStructureIsBounded(t *testing.T) {
	const n = 400
	c := Case{ID: "c", Status: Open, Controls: []Control{
		{ControlPlan: ControlPlan{Key: "covered", Type: LogicControl, Condition: ConditionOwnershipCovered}},
		{ControlPlan: ControlPlan{Key: "screened", Type: LogicControl, Condition: ConditionOwnersScreened}},
		{ControlPlan: ControlPlan{Key: "clean", Type: LogicControl, Condition: ConditionStructureClean}},
	}}
	id := func(i int) string { return fmt.Sprintf("c%d", i%n) }
	for i := range n {
		x := Company{ID: id(i)}
		x.Type, x.Structure = AffiliatedCompany, ownership.Company
		if i == 0 {
			x.Type = MainCompany
		}
		c.Companies = append(c.Companies, x)
		for k := range 10 {
			c.Relations = append(c.Relations, Relation{ID: fmt.Sprint(i, k), FromCompany: id(i + 1 + k*(i%37+1)), ToCompany: id(i), Ownership: ownership.Whole(9)})
		}
	}
	s := &Service{opts: Options{}.withDefaults()}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	c, _, err := s.passStructure(c, c, at)
	require.NoError(t, err)
	require.NotNil(t, c.Structure)
	assert.Equal(t, ownership.CodeTooComplex, c.Structure.Code)
	first := c.Structure
	for range 5 {
		c, _, err = s.passStructure(c, c, at)
		require.NoError(t, err)
		assert.Same(t, first, c.Structure, "not computed again")
		read, _, err := s.elapse(c, at)
		require.NoError(t, err)
		for _, k := range read.Controls {
			assert.False(t, k.Completed, "no answer holds")
		}
		assert.Nil(t, read.Facts(at, time.UTC).Structure, "unknown")
	}
}
