package ownership_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// commanded repeats "whoever is proven" until nothing is added, as controlled does, with a
// majority of shares as good as one of votes (Regulation (EU) 2024/1624, art. 53(2)(c)).
func (o *oracle) commanded(owner int) map[int]bool {
	in := map[int]bool{owner: true}
	half := big.NewRat(1, 2)
	for changed := true; changed; {
		changed = false
		for c, e := range o.g.Entities {
			if in[c] || e.Type == ownership.Individual {
				continue
			}
			for _, of := range [][][]*big.Rat{o.vote, o.own} {
				sum, rest := new(big.Rat), new(big.Rat).Sub(big.NewRat(1, 1), of[c][c])
				for h := range in {
					if h != c {
						sum.Add(sum, of[h][c])
					}
				}
				if sum.Cmp(rest.Mul(rest, half)) > 0 && !in[c] {
					in[c], changed = true, true
				}
			}
		}
	}
	delete(in, owner)
	return in
}

// owner applies articles 52 to 54 to one person, each as it reads and none as it is
// programmed.
func (o *oracle) owner(i int, own, vote [][]*big.Rat) bool {
	quarter := big.NewRat(1, 4)
	enough := func(share *big.Rat) bool { return share.Cmp(quarter) >= 0 }
	if enough(own[i][o.main]) || enough(vote[i][o.main]) {
		return true // 52(1)
	}
	for _, in := range []map[int]bool{o.controlled(i), o.commanded(i)} {
		if in[o.main] {
			return true // 53(2)(b)
		}
		through := false
		shares, votes := new(big.Rat).Set(o.own[i][o.main]), new(big.Rat).Set(o.vote[i][o.main])
		for c := range in {
			through = through || o.own[c][o.main].Sign() > 0 || o.vote[c][o.main].Sign() > 0
			shares.Add(shares, o.own[c][o.main])
			votes.Add(votes, o.vote[c][o.main])
		}
		rest := new(big.Rat).Sub(big.NewRat(1, 1), o.own[o.main][o.main])
		if through && (enough(shares.Quo(shares, rest)) || enough(votes.Quo(votes, o.outstanding(o.main)))) {
			return true // 54(a)
		}
	}
	for c, e := range o.g.Entities {
		if c == o.main || e.Type == ownership.Individual || !o.controlled(c)[o.main] && !o.commanded(c)[o.main] {
			continue
		}
		if enough(own[i][c]) || enough(vote[i][c]) {
			return true // 54(b)
		}
	}
	return false
}

func TestAMLRAgainstOracle(t *testing.T) {
	r := seed(t)
	named, cleared := 0, 0
	check := func(g ownership.Graph) {
		a, err := ownership.Compute(g, nil)
		require.NoError(t, err)
		o := newOracle(g)
		own, vote := inverse(o.own), inverse(o.vote)
		if own == nil || vote == nil {
			return
		}
		found := ids(a.Owners(ownership.AMLR()).Owners)
		for i, e := range g.Entities {
			if e.Type != ownership.Individual || !o.reaches(i) {
				continue
			}
			want := o.owner(i, own, vote)
			if want {
				named++
				require.Contains(t, found, e.ID)
			} else {
				cleared++
				require.NotContains(t, found, e.ID)
			}
		}
	}
	for range figuretest.Part(300) {
		check(random(r, 4+r.IntN(9), false))
		check(uneven(r, 2+r.IntN(5), 2+r.IntN(3)))
	}
	assert.Greater(t, named, 100)
	assert.Greater(t, cleared, 100)
}

// uneven is a structure of few companies whose shares and votes are in other hands: where
// majorities of the one and of the other meet.
func uneven(r *rand.Rand, companies, people int) ownership.Graph {
	g := random(r, 3, false)
	g.Entities, g.Relations = nil, nil
	for i := range companies {
		g.Entities = append(g.Entities, ownership.Entity{ID: string(rune('A' + i)), Type: ownership.Company})
	}
	for i := range people {
		g.Entities = append(g.Entities, ownership.Entity{ID: string(rune('a' + i)), Type: ownership.Individual})
	}
	g.Main = "A"
	for c := range companies {
		shares, votes := 100, 100
		for range 2 + r.IntN(2) {
			from := r.IntN(companies + people)
			if from == c || from < c {
				from = companies + r.IntN(people) // no circles of nothing but majorities
			}
			own, vote := r.IntN(shares+1), r.IntN(votes+1)
			shares, votes = shares-own, votes-vote
			g.Relations = append(g.Relations, ownership.Relation{
				From: g.Entities[from].ID, To: g.Entities[c].ID, Ownership: ownership.Whole(own), Voting: ownership.Whole(vote),
			})
		}
	}
	return g
}

// Totals are the sum over all chains, and every chain is listed here: of structures without
// circles to the end, of others until what is left is less than can be seen.
func TestTotalsAreTheSumOfChains(t *testing.T) {
	r := seed(t)
	for range figuretest.Part(200) {
		g := uneven(r, 2+r.IntN(6), 1+r.IntN(4))
		a, err := ownership.Compute(g, nil)
		require.NoError(t, err)
		o := newOracle(g)
		for _, h := range a.Holders {
			equal(t, hundred(o.chains(o.own, o.at[h.ID])), h.Ownership, "ownership of "+h.ID)
			equal(t, hundred(o.chains(o.vote, o.at[h.ID])), h.Voting, "votes of "+h.ID)
		}
	}
	small := big.NewRat(1, 1_000_000)
	for range figuretest.Part(40) {
		g := random(r, 4+r.IntN(4), false)
		a, err := ownership.Compute(g, nil)
		require.NoError(t, err)
		o := newOracle(g)
		for _, h := range a.Holders {
			least, slack := o.walks(o.own, o.at[h.ID], 60)
			if slack.Cmp(small) > 0 {
				continue // a circle that is nearly closed
			}
			got := new(big.Rat).Quo(h.Ownership.Rat(), big.NewRat(100, 1))
			require.True(t, got.Cmp(least) >= 0 && got.Cmp(slack.Add(least, slack)) <= 0, h.ID)
		}
	}
}

// chains adds up the products along every path of an acyclic structure, one by one.
func (o *oracle) chains(of [][]*big.Rat, from int) *big.Rat {
	sum := new(big.Rat)
	var follow func(at int, product *big.Rat)
	follow = func(at int, product *big.Rat) {
		if at == o.main {
			sum.Add(sum, product)
			return
		}
		for to := range o.ids {
			if of[at][to].Sign() > 0 {
				follow(to, new(big.Rat).Mul(product, of[at][to]))
			}
		}
	}
	follow(from, big.NewRat(1, 1))
	return sum
}

// walks adds up the products of all walks of at most so many steps, layer by layer, and
// what is still under way then, which is a bound of the rest where nothing is
// over-allocated and half of it leaves every few steps.
func (o *oracle) walks(of [][]*big.Rat, from, steps int) (sum, left *big.Rat) {
	sum = new(big.Rat)
	at := make([]*big.Rat, len(o.ids))
	for i := range at {
		at[i] = new(big.Rat)
	}
	at[from].SetInt64(1)
	for range steps {
		next := make([]*big.Rat, len(o.ids))
		for to := range next {
			next[to] = new(big.Rat)
			for i := range at {
				if at[i].Sign() > 0 && of[i][to].Sign() > 0 {
					next[to].Add(next[to], new(big.Rat).Mul(at[i], of[i][to]))
				}
			}
		}
		at = next
		sum.Add(sum, at[o.main])
	}
	left = new(big.Rat)
	for _, x := range at {
		left.Add(left, x)
	}
	return sum, left.Mul(left, big.NewRat(1000, 1))
}
