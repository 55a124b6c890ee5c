package casefile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/internal/allow"
)

// What is planned is what comes: an erasure leaves the fields that the plan says stay,
// each with a reason, and it is refused as the plan says.
func TestPlanErasure(t *testing.T) {
	b := setup(t)
	open := b.create(t)
	p, err := b.cases.PlanErasure(ctx, officer, open.ID)
	require.NoError(t, err)
	assert.Equal(t, bonafide.PlanNotClosed, p.Refused)
	assert.Zero(t, p.Until)
	_, err = b.cases.Hold(ctx, officer, open.ID, casefile.HoldRequest{ID: "matter-9", Reason: "court"})
	require.NoError(t, err)
	p, err = b.cases.PlanErasure(ctx, officer, open.ID)
	require.NoError(t, err)
	assert.Equal(t, bonafide.RefusedHold, p.Refused)
	assert.Equal(t, []string{"matter-9"}, p.Holds)

	b = setup(t)
	c := b.everything(t, 0)
	before, err := b.store.Get(ctx, casefile.Kind, c.ID)
	require.NoError(t, err)
	p, err = b.cases.PlanErasure(ctx, bonafide.System(), c.ID)
	require.NoError(t, err)
	assert.Empty(t, p.Refused)
	assert.NotZero(t, p.Until)
	assert.NotEmpty(t, p.Duty)
	after, err := b.store.Get(ctx, casefile.Kind, c.ID)
	require.NoError(t, err)
	assert.Equal(t, before, after, "a plan changes nothing")
	for _, path := range []string{"name", "individuals.last_name", "companies.name", "reviews.comment", "data_key", "salt"} {
		assert.Contains(t, p.Goes, path)
	}

	b.erase(t, c.ID)
	now, err := b.cases.Get(ctx, officer, c.ID)
	require.NoError(t, err)
	left := allow.Set(now)
	var stays []string
	for _, s := range p.Stays {
		assert.NotEmpty(t, s.Why, "%s: by which authority does it stay?", s.Path)
		stays = append(stays, s.Path)
	}
	for _, path := range left {
		assert.True(t, slices.Contains(stays, path) || strings.HasPrefix(path, "erasure."), "%s is left and was not planned", path)
	}
	for _, path := range p.Goes {
		assert.NotContains(t, left, path)
	}
	for _, by := range []bonafide.Actor{acme, bonafide.User("u"), vendor} {
		_, err := b.cases.PlanErasure(ctx, by, c.ID)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err = b.cases.PlanErasure(ctx, officer, "nothing")
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}
