package casefile

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// held is a graph of one company with one holder of so many percent.
func held(percent int) ownership.Graph {
	return ownership.Graph{Main: "m", Entities: []ownership.Entity{{ID: "m", Type: ownership.Company}, {ID: "p", Type: ownership.Individual}},
		Relations: []ownership.Relation{{From: "p", To: "m", Ownership: ownership.Whole(percent)}}}
}

// A graph is computed once, whatever the day, and again where anything else differs.
func TestAnswersAreKept(t *testing.T) {
	k := &answers{}
	on := func(day int) *ownership.Options {
		return &ownership.Options{AsOf: bonafide.Date{Year: 2026, Month: 3, Day: day}}
	}
	first, err := k.of(t.Context(), held(60), on(1))
	require.NoError(t, err)
	dated := held(60)
	dated.Relations[0].Start = bonafide.Date{Year: 2020, Month: 1, Day: 1}
	for _, g := range []ownership.Graph{held(60), dated} {
		again, err := k.of(t.Context(), g, on(2))
		require.NoError(t, err)
		assert.Same(t, first, again)
	}
	other, err := k.of(t.Context(), held(61), on(1))
	require.NoError(t, err)
	assert.NotSame(t, first, other)
	strict, err := k.of(t.Context(), held(60), &ownership.Options{AsOf: on(1).AsOf, Strict: true})
	require.NoError(t, err)
	assert.NotSame(t, first, strict)

	found, _, err := first.find(t.Context(), ownership.AMLR())
	require.NoError(t, err)
	found.Owners[0].ID = "somebody else"
	found.Owners[0].Reasons[0].Code = "changed"
	found, _, err = first.find(t.Context(), ownership.AMLR())
	require.NoError(t, err)
	assert.Equal(t, "p", found.Owners[0].ID, "what a caller changes is the caller's")
	assert.Equal(t, "52:ownership", found.Owners[0].Reasons[0].Code)
}

// A refusal is an answer; that a caller went away is none.
func TestRefusalsAreKept(t *testing.T) {
	k := &answers{}
	over := held(60)
	over.Relations = append(over.Relations, ownership.Relation{From: "m", To: "m", Ownership: ownership.Whole(100)})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := k.of(gone, held(60), &ownership.Options{})
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, k.kept)
	first, err := k.of(t.Context(), over, &ownership.Options{})
	require.NoError(t, err)
	require.Error(t, first.err)
	again, err := k.of(gone, over, &ownership.Options{})
	require.NoError(t, err, "nothing is computed")
	assert.Same(t, first, again)
}

// What is kept is bounded: what was used longest ago goes first.
func TestAnswersAreBounded(t *testing.T) {
	k := &answers{}
	for i := range 100 {
		k.keep(fmt.Sprint(i), &answered{bytes: maxAnswers / 10})
		k.of(t.Context(), held(1), &ownership.Options{})
	}
	assert.LessOrEqual(t, k.bytes, maxAnswers)
	assert.Len(t, k.kept, 10)
	assert.Contains(t, k.kept, "99")
	k.keep("large", &answered{bytes: maxAnswers + 1})
	assert.NotContains(t, k.kept, "large")
}

func TestAnswersTogether(t *testing.T) {
	k := &answers{}
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for n := range 50 {
				a, err := k.of(context.Background(), held((i+n)%7+50), &ownership.Options{})
				if assert.NoError(t, err) {
					f, _, err := a.find(context.Background(), ownership.AMLR())
					assert.NoError(t, err)
					assert.Len(t, f.Owners, 1)
				}
			}
		})
	}
	wait.Wait()
	assert.Len(t, k.kept, 7)
}

// The write that changes a graph computes what readers ask for; one that does not, and a
// read, compute nothing.
func TestWritesLearn(t *testing.T) {
	s := &Service{opts: Options{}.withDefaults(), answers: &answers{}}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var main Company
	main.ID, main.Type, main.Structure = "m", MainCompany, ownership.Company
	c := Case{ID: "c", Status: Draft, Companies: []Company{main}, Individuals: []Individual{{ID: "p"}}}
	c.Relations = []Relation{{ID: "r", FromIndividual: "p", ToCompany: "m", Ownership: ownership.Whole(60)}}
	_, _, err := s.passStructure(Case{}, c, at)
	require.NoError(t, err)
	require.Len(t, s.answers.kept, 1)
	for _, a := range s.answers.kept {
		assert.Len(t, a.findings, len(RuleSets()))
		a.findings["seen"] = a.findings[""]
	}
	for range 3 {
		_, err = c.ownership(t.Context(), s.answers, at, bonafide.DateOf(at), OwnershipPolicy{}, nil)
		require.NoError(t, err)
		_, _, err = s.passStructure(c, c, at)
		require.NoError(t, err)
	}
	assert.Len(t, s.answers.kept, 1)
	assert.Len(t, s.Holders(t.Context(), c, at), 1)
	assert.Len(t, s.answers.kept, 1)
	changed := c
	changed.Relations = []Relation{{ID: "r", FromIndividual: "p", ToCompany: "m", Ownership: ownership.Whole(61), UpdatedAt: at}}
	_, _, err = s.passStructure(c, changed, at)
	require.NoError(t, err)
	assert.Len(t, s.answers.kept, 2)
}
