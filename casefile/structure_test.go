package casefile_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// circle is a case of companies that own one another, with a control on the structure.
func circle(t testing.TB, companies int) (*bundle, casefile.Case) {
	t.Helper()
	b := setup(t, func(o *casefile.Options) {
		o.Templates = []casefile.Template{{Key: "kyb", Name: "structure", Controls: []casefile.ControlPlan{
			{Key: "covered", Label: "Covered", Type: casefile.LogicControl, Condition: casefile.ConditionOwnershipCovered},
			{Key: "clean", Label: "Clean", Type: casefile.LogicControl, Condition: casefile.ConditionStructureClean},
		}}}
	})
	ref := func(i int) string { return fmt.Sprintf("c%d", i%companies) }
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Companies[0].Ref = ref(0)
		for i := 1; i < companies; i++ {
			x := affiliate(fmt.Sprintf("Holding %d", i))
			x.Ref = ref(i)
			x.Relations = []casefile.RelationInput{{ToRef: ref(i + 1), Ownership: percent(9)}}
			r.Companies = append(r.Companies, x)
		}
		r.Individuals[0].Relations = []casefile.RelationInput{{Ownership: percent(80)}}
	})
	return b, c
}

// The answer of a graph is kept until the graph is another one.
func TestStructureIsKept(t *testing.T) {
	b, c := circle(t, 4)
	completed := func() bool { return b.get(t, c.ID).Controls[0].Completed }
	assert.True(t, completed())
	before := b.stored(t, c.ID).Structure
	require.NotNil(t, before)
	_, err := b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "x"})
	require.NoError(t, err)
	assert.Equal(t, before, b.stored(t, c.ID).Structure)
	seen := b.get(t, c.ID)
	assert.Nil(t, seen.Structure, "working data")

	i := len(seen.Relations) - 1
	for k, r := range seen.Relations {
		if r.FromIndividual != "" {
			i = k
		}
	}
	_, err = b.cases.UpdateRelation(ctx, acme, c.ID, casefile.UpdateRelationRequest{Relation: seen.Relations[i].ID, Ownership: casefile.To(percent(10))})
	require.NoError(t, err)
	assert.NotEqual(t, before.Graph, b.stored(t, c.ID).Structure.Graph)
	assert.False(t, completed())
}

// A caller that has gone away is not computed for.
func TestOwnershipHonoursContext(t *testing.T) {
	b, c := circle(t, 4)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, err := b.cases.Ownership(gone, officer, c.ID)
	require.ErrorIs(t, err, context.Canceled)
	_, err = b.cases.Ownership(ctx, bonafide.System(), c.ID)
	require.NoError(t, err)
}
