package ownership_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// What counts for nothing is said: an island, and what main holds itself.
func TestBeside(t *testing.T) {
	e := func(id string, of ownership.EntityType) ownership.Entity { return ownership.Entity{ID: id, Type: of} }
	hundred := ownership.Whole(100)
	a, err := ownership.Compute(ownership.Graph{Main: "m", Entities: []ownership.Entity{
		e("m", ownership.Company), e("p", ownership.Individual), e("a", ownership.Company), e("q", ownership.Individual), e("sub", ownership.Company),
	}, Relations: []ownership.Relation{
		{From: "p", To: "m", Ownership: hundred}, {From: "q", To: "a", Ownership: hundred}, {From: "m", To: "sub", Ownership: hundred},
	}}, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "q", "sub"}, a.Beside)
}
