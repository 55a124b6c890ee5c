package user_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/rescreen"
	"github.com/bonafide-go/bonafide/user"
)

// A walk over everybody: who is newly listed is found, the others get a look and no
// event of their own, and what is found is carried from there on.
func TestLookAtEverybody(t *testing.T) {
	b := setup(t)
	s := &exact{list: edition(t, 1), rules: "1"}
	users := b.replica(t, s)
	var ids []string
	for n, name := range people {
		ids = append(ids, b.named(t, users, n, name))
		look(t, users, ids[n])
	}
	own := func(id string) int {
		events, err := eventsOf(users, officer, id)
		require.NoError(t, err)
		return len(events)
	}
	before, listed := own(ids[0]), own(ids[1])
	s.list = edition(t, 2, people[1])
	puts := 0
	store := &storm{Store: b.store, strike: func() {}, put: func() { puts++ }}
	runs, err := rescreen.New(store, func(unit bonafide.Store) rescreen.Work { return users.WithStore(unit).Look }, nil, nil)
	require.NoError(t, err)
	_, err = runs.Start(ctx, rescreen.Plan{ID: "march", Kind: user.KindCoverage})
	require.NoError(t, err)
	require.NoError(t, runs.Work(ctx, "march"))
	p, err := runs.Progress(ctx, "march")
	require.NoError(t, err)
	assert.EqualValues(t, len(people), p.Worked)
	assert.EqualValues(t, 1, p.Hits)
	assert.Equal(t, 3, puts, "the plan, the claim, and all users at once")
	assert.Empty(t, uncovered(t, users, 2))
	assert.Equal(t, before, own(ids[0]), "nothing new is nothing to tell")
	assert.Greater(t, own(ids[1]), listed)
	_, err = users.Carry(ctx, officer, touching(delta(t, s.list, edition(t, 3, people[0], people[1]))))
	require.NoError(t, err)
	assert.Equal(t, ids[:1], uncovered(t, users, 3))

	s.list = edition(t, 3, people[0], people[1])
	_, err = runs.Start(ctx, rescreen.Plan{ID: "touched", Kind: user.KindCoverage, Labels: []string{user.LabelAsked}})
	require.NoError(t, err)
	require.NoError(t, runs.Work(ctx, "touched"))
	p, err = runs.Progress(ctx, "touched")
	require.NoError(t, err)
	assert.EqualValues(t, 1, p.Worked, "those alone whom the delta touches")
	assert.Empty(t, uncovered(t, users, 3))
}

func TestLookFails(t *testing.T) {
	b := setup(t)
	s := &exact{list: edition(t, 1), rules: "1"}
	users := b.replica(t, s)
	id := b.named(t, users, 1, people[0])
	s.down = true
	_, err := users.Look(ctx, id)
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.False(t, errors.Is(err, errDown), "what a vendor says stays here")
	assert.Equal(t, []string{id}, uncovered(t, users, 1), "an outage covers nobody")
	_, err = users.Look(ctx, "nobody")
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}
