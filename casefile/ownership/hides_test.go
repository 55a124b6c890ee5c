package ownership_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// An owner that is taken out of a structure, with what it held, is unknown: the finding
// of what is left says that there may be one.
func TestWhoIsTakenOutMayBeHidden(t *testing.T) {
	rules := append(slices.Clone(ruleSets),
		ownership.Custom("most", ownership.Whole(75), false, ownership.AttributedVoting, ownership.TotalVoting),
		ownership.Custom("control", ownership.Percent{}, false, ownership.Control))
	r, taken := seed(t), 0
	for range figuretest.Part(2000) {
		g := gapped(r)
		a, err := ownership.Compute(g, nil)
		if err != nil {
			continue // all of a company is its own, or nobody's
		}
		for _, set := range rules {
			for _, o := range a.Owners(set).Owners {
				left, err := ownership.Compute(without(g, o.ID), nil)
				require.NoError(t, err)
				taken++
				require.True(t, left.Owners(set).MayHideOwner, "%s is an owner by %v of %s\n%+v", o.ID, o.Codes(), set.Name, g)
			}
		}
	}
	require.Positive(t, taken)
}

// What is unknown of main alone comes round where main holds who holds it: with 55 % of the
// votes somebody has those of the company in between as well.
func TestUnknownVotesComeRound(t *testing.T) {
	most := ownership.Custom("most", ownership.Whole(75), false, ownership.AttributedVoting)
	g := ownership.Graph{Main: "m", Entities: []ownership.Entity{
		{ID: "m", Type: ownership.Company}, {ID: "sub", Type: ownership.Company}, {ID: "ana", Type: ownership.Individual},
	}, Relations: []ownership.Relation{
		{From: "ana", To: "m", Ownership: ownership.Whole(78), Voting: ownership.Whole(23)}, {From: "sub", To: "m", Ownership: ownership.Whole(22), Voting: ownership.Whole(22)},
		{From: "m", To: "sub", Ownership: ownership.Whole(100), Voting: ownership.Whole(100)},
	}}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	require.True(t, a.Owners(most).MayHideOwner)
	g.Relations = g.Relations[:2]
	a, err = ownership.Compute(g, nil)
	require.NoError(t, err)
	require.True(t, a.Owners(most).MayHideOwner, "somebody unknown may have the company in between")
	g.Relations = append(g.Relations, ownership.Relation{From: "ana", To: "sub", Ownership: ownership.Whole(100), Voting: ownership.Whole(100)})
	a, err = ownership.Compute(g, nil)
	require.NoError(t, err)
	require.False(t, a.Owners(most).MayHideOwner, "55 % is not enough by itself")
}

func without(g ownership.Graph, id string) ownership.Graph {
	g.Entities = slices.DeleteFunc(slices.Clone(g.Entities), func(e ownership.Entity) bool { return e.ID == id })
	g.Relations = slices.DeleteFunc(slices.Clone(g.Relations), func(r ownership.Relation) bool { return r.From == id })
	return g
}

// gapped is a small structure whose companies are held to 100 % or less, with circles,
// treasury shares, companies that control by contract, and foundations with founders.
func gapped(r *rand.Rand) ownership.Graph {
	g := ownership.Graph{Main: "c0"}
	companies, people := 2+r.IntN(4), 1+r.IntN(3)
	mixed, circles, treasury, roles := r.IntN(2) == 0, r.IntN(3) == 0, r.IntN(3) == 0, r.IntN(2) == 0
	for c := range companies {
		e := ownership.Entity{ID: fmt.Sprint("c", c), Type: ownership.Company}
		if c > 0 && roles && r.IntN(3) == 0 {
			e.Type = ownership.Foundation
		}
		g.Entities = append(g.Entities, e)
	}
	for p := range people {
		g.Entities = append(g.Entities, ownership.Entity{ID: fmt.Sprint("p", p), Type: ownership.Individual})
	}
	for c := range companies {
		own, votes := 100, 100
		for range 1 + r.IntN(4) {
			i := r.IntN(companies + people)
			if i < c && !circles || i == c && !treasury {
				i = companies + r.IntN(people)
			}
			rel := ownership.Relation{From: g.Entities[i].ID, To: g.Entities[c].ID}
			switch company := i < companies && i != c; {
			case g.Entities[c].Type == ownership.Foundation && !company:
				continue
			case g.Entities[c].Type == ownership.Foundation:
				rel.Roles = []ownership.Role{ownership.Founder}
			default:
				if company && roles && r.IntN(3) == 0 {
					rel.Roles = []ownership.Role{ownership.Controller}
				}
				part := min([]int{0, 5, 10, 20, 24, 25, 30, 40, 51, 60, 100}[r.IntN(11)], own)
				vote := min(part, votes)
				if mixed {
					vote = min(r.IntN(101), votes)
				}
				own, votes = own-part, votes-vote
				rel.Ownership, rel.Voting = ownership.Whole(part), ownership.Whole(vote)
			}
			g.Relations = append(g.Relations, rel)
		}
	}
	return g
}

// One analysis is asked by many rule sets, at once and in any order: what they say does not
// depend on who came first.
func TestRuleSetsDoNotDependOnOneAnother(t *testing.T) {
	for name, g := range map[string]ownership.Graph{"a tree": family(false), "a circle": family(true)} {
		want := map[string]ownership.Finding{}
		for _, r := range ruleSets {
			a, err := ownership.Compute(g, nil)
			require.NoError(t, err)
			want[r.Name] = a.Owners(r)
		}
		a, err := ownership.Compute(g, nil)
		require.NoError(t, err)
		var all sync.WaitGroup
		got := make([]ownership.Finding, 4*len(ruleSets))
		for i := range got {
			all.Go(func() { got[i] = a.Owners(ruleSets[i%len(ruleSets)]) })
		}
		all.Wait()
		for _, f := range got {
			require.Equal(t, want[f.Rules], f, name)
		}
	}
}
