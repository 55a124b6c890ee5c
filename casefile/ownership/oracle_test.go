package ownership_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// The oracle knows nothing of layers, components or residues: one dense system of
// rational numbers over all entities, and fixpoints by repetition.
type oracle struct {
	ids  []string
	at   map[string]int
	main int
	own  [][]*big.Rat // own[i][j]: what i holds of j, 1 for all of it
	vote [][]*big.Rat
	g    ownership.Graph
}

func newOracle(g ownership.Graph) *oracle {
	o := &oracle{at: map[string]int{}, g: g}
	for i, e := range g.Entities {
		o.ids = append(o.ids, e.ID)
		o.at[e.ID] = i
	}
	o.main = o.at[g.Main]
	o.own, o.vote = square(len(o.ids)), square(len(o.ids))
	for _, r := range g.Relations {
		i, j := o.at[r.From], o.at[r.To]
		own := r.Ownership.Rat()
		vote := own
		if !r.Voting.IsZero() {
			vote = r.Voting.Rat()
		}
		o.own[i][j].Add(o.own[i][j], new(big.Rat).Quo(own, big.NewRat(100, 1)))
		o.vote[i][j].Add(o.vote[i][j], new(big.Rat).Quo(vote, big.NewRat(100, 1)))
	}
	return o
}

func square(n int) [][]*big.Rat {
	m := make([][]*big.Rat, n)
	for i := range m {
		m[i] = make([]*big.Rat, n)
		for j := range m[i] {
			m[i][j] = new(big.Rat)
		}
	}
	return m
}

// inverse is (I - A)^-1 by Gauss and Jordan, or nil.
func inverse(a [][]*big.Rat) [][]*big.Rat {
	n := len(a)
	m, inv := square(n), square(n)
	for i := range n {
		for j := range n {
			m[i][j].Neg(a[i][j])
		}
		m[i][i].Add(m[i][i], big.NewRat(1, 1))
		inv[i][i].SetInt64(1)
	}
	for k := range n {
		p := slices.IndexFunc(m[k:], func(row []*big.Rat) bool { return row[k].Sign() != 0 })
		if p < 0 {
			return nil
		}
		m[k], m[k+p], inv[k], inv[k+p] = m[k+p], m[k], inv[k+p], inv[k]
		f := new(big.Rat).Inv(m[k][k])
		for j := range n {
			m[k][j].Mul(m[k][j], f)
			inv[k][j].Mul(inv[k][j], f)
		}
		for i := range n {
			if i == k || m[i][k].Sign() == 0 {
				continue
			}
			g := new(big.Rat).Set(m[i][k])
			for j := range n {
				m[i][j].Sub(m[i][j], new(big.Rat).Mul(g, m[k][j]))
				inv[i][j].Sub(inv[i][j], new(big.Rat).Mul(g, inv[k][j]))
			}
		}
	}
	return inv
}

// controlled repeats "whoever is proven" until nothing is added.
func (o *oracle) controlled(owners ...int) map[int]bool {
	in := map[int]bool{}
	for _, i := range owners {
		in[i] = true
	}
	for changed := true; changed; {
		changed = false
		for c, e := range o.g.Entities {
			if in[c] || e.Type == ownership.Individual {
				continue
			}
			votes := o.votesOf(in, c)
			if votes.Cmp(new(big.Rat).Mul(o.outstanding(c), big.NewRat(1, 2))) > 0 {
				in[c], changed = true, true
			}
		}
	}
	for _, i := range owners {
		delete(in, i)
	}
	return in
}

func (o *oracle) votesOf(in map[int]bool, c int) *big.Rat {
	sum := new(big.Rat)
	for h := range in {
		if h != c {
			sum.Add(sum, o.vote[h][c])
		}
	}
	return sum
}

func (o *oracle) outstanding(c int) *big.Rat {
	return new(big.Rat).Sub(big.NewRat(1, 1), o.vote[c][c])
}

func (o *oracle) attributed(i int) *big.Rat {
	in := o.controlled(i)
	in[i] = true
	delete(in, o.main)
	sum := o.votesOf(in, o.main)
	return sum.Quo(sum, o.outstanding(o.main))
}

func (o *oracle) reaches(i int) bool {
	seen := map[int]bool{i: true}
	for queue := []int{i}; len(queue) > 0; queue = queue[1:] {
		for _, r := range o.g.Relations {
			if o.at[r.From] == queue[0] && !seen[o.at[r.To]] {
				seen[o.at[r.To]] = true
				queue = append(queue, o.at[r.To])
			}
		}
	}
	return seen[o.main]
}

func hundred(r *big.Rat) *big.Rat { return new(big.Rat).Mul(r, big.NewRat(100, 1)) }

// agree compares every figure with the oracle's.
func agree(t *testing.T, g ownership.Graph) {
	t.Helper()
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	o := newOracle(g)
	own, vote := inverse(o.own), inverse(o.vote)
	require.NotNil(t, own)
	require.NotNil(t, vote)
	next, controllers := 0, []string{}
	companies := map[string]ownership.Intermediate{}
	for _, c := range a.Companies {
		companies[c.ID] = c
	}
	for i, e := range g.Entities {
		if i == o.main {
			continue
		}
		if !o.reaches(i) {
			require.NotContains(t, companies, e.ID)
			_, ok := a.Holder(e.ID)
			require.False(t, ok)
			continue
		}
		controls := o.controlled(i)[o.main]
		if controls {
			controllers = append(controllers, e.ID)
		}
		if e.Type != ownership.Individual {
			c := companies[e.ID]
			equal(t, hundred(own[i][o.main]), c.Gross, "gross of "+e.ID)
			equal(t, hundred(vote[i][o.main]), c.GrossVoting, "gross votes of "+e.ID)
			equal(t, hundred(new(big.Rat).Quo(own[i][o.main], own[i][i])), c.Net, "net of "+e.ID)
			equal(t, hundred(new(big.Rat).Quo(vote[i][o.main], vote[i][i])), c.NetVoting, "net votes of "+e.ID)
			require.Equal(t, controls, c.Controls)
			continue
		}
		h := a.Holders[next]
		next++
		require.Equal(t, e.ID, h.ID)
		equal(t, hundred(own[i][o.main]), h.Ownership, "ownership of "+e.ID)
		equal(t, hundred(vote[i][o.main]), h.Voting, "votes of "+e.ID)
		equal(t, hundred(o.attributed(i)), h.AttributedVoting, "attributed votes of "+e.ID)
		require.Equal(t, controls, h.Controls, e.ID)
		sums(t, a, h)
	}
	require.Len(t, a.Holders, next)
	require.Equal(t, controllers, a.Controllers)
	self := new(big.Rat).Sub(big.NewRat(1, 1), new(big.Rat).Inv(own[o.main][o.main]))
	equal(t, hundred(self), a.SelfHolding, "self holding")
}

func equal(t *testing.T, want *big.Rat, got ownership.Percent, what string) {
	t.Helper()
	require.Zero(t, want.Cmp(got.Rat()), "%s: %s is not %s", what, got, want.FloatString(12))
}

// sums: the contributions of the direct stakes are the totals, exactly.
func sums(t *testing.T, a *ownership.Analysis, h ownership.Holder) {
	t.Helper()
	own, vote := new(big.Rat), new(big.Rat)
	for _, s := range a.Stakes(h.ID) {
		own.Add(own, s.OwnershipContribution.Rat())
		vote.Add(vote, s.VotingContribution.Rat())
	}
	equal(t, own, h.Ownership, "contributions of "+h.ID)
	equal(t, vote, h.Voting, "contributions of "+h.ID)
}

// random makes a graph with circles, treasury shares, differing votes and shares of
// many decimals. With full, every company is allocated to exactly 100.
func random(r *rand.Rand, n int, full bool) ownership.Graph {
	var g ownership.Graph
	people := 1 + n/3
	for i := range n {
		typ := ownership.Company
		if i < people {
			typ = ownership.Individual
		}
		g.Entities = append(g.Entities, ownership.Entity{ID: fmt.Sprintf("e%d", i), Type: typ})
	}
	g.Main = g.Entities[people+r.IntN(n-people)].ID
	scale := int64(1)
	for range r.IntN(5) {
		scale *= 10
	}
	for j := people; j < n; j++ {
		rest := 100 * scale
		holders := 1 + r.IntN(4)
		for k := range holders {
			i := r.IntN(n)
			if k == 0 {
				i = r.IntN(people) // somebody outside, so that no circle is closed
			}
			if i == j && r.IntN(3) > 0 {
				continue
			}
			part := r.Int64N(rest/2 + 1)
			if part == 0 && full {
				continue
			}
			rest -= part
			rel := ownership.Relation{From: g.Entities[i].ID, To: g.Entities[j].ID, Ownership: decimal(part, scale)}
			if !full && r.IntN(4) == 0 {
				rel.Voting = decimal(r.Int64N(part+1), scale)
			}
			g.Relations = append(g.Relations, rel)
		}
		if full || r.IntN(2) == 0 {
			g.Relations = append(g.Relations, ownership.Relation{From: g.Entities[r.IntN(people)].ID, To: g.Entities[j].ID, Ownership: decimal(rest, scale)})
		}
	}
	return g
}

func decimal(units, scale int64) ownership.Percent {
	p, err := ownership.ParsePercent(big.NewRat(units, scale).FloatString(6))
	if err != nil {
		panic(err)
	}
	return p
}

func seed(t testing.TB) *rand.Rand {
	t.Helper()
	s := uint64(time.Now().UnixNano())
	t.Logf("seed %d", s)
	return rand.New(rand.NewPCG(s, s>>9))
}

func TestAgainstOracle(t *testing.T) {
	r := seed(t)
	for range 300 {
		agree(t, random(r, 4+r.IntN(10), false))
	}
	for _, g := range []ownership.Graph{family(false), family(true), ring(7), knot(9, 4), ladder(4), layered(30, 3)} {
		agree(t, g)
	}
}

func TestPublishedCasesAgainstOracle(t *testing.T) {
	for _, c := range loadCases(t) {
		if g := c.graph(); len(g.Entities) <= 20 && !g.Banded() {
			agree(t, g)
		}
	}
}

// Fully allocated graphs whose circles are open sum to exactly 100.
func TestFullyAllocatedSumsToHundred(t *testing.T) {
	r := seed(t)
	for range 200 {
		g := random(r, 4+r.IntN(30), true)
		a, err := ownership.Compute(g, nil)
		require.NoError(t, err)
		sum := new(big.Rat)
		for _, h := range a.Holders {
			sum.Add(sum, h.Ownership.Rat())
		}
		require.Zero(t, sum.Cmp(big.NewRat(100, 1)), sum.String())
		require.Equal(t, "0", a.UnresolvedOwnership.String())
	}
}

// Another order, other names, relations cut in two and relations of 0 % change
// nothing.
func TestRenumberingAndSplitting(t *testing.T) {
	r := seed(t)
	for range 150 {
		g := random(r, 4+r.IntN(12), false)
		want, err := ownership.Compute(g, nil)
		require.NoError(t, err)
		changed := ownership.Graph{Main: "x" + g.Main}
		for _, i := range r.Perm(len(g.Entities)) {
			e := g.Entities[i]
			e.ID = "x" + e.ID
			changed.Entities = append(changed.Entities, e)
		}
		for _, i := range r.Perm(len(g.Relations)) {
			rel := g.Relations[i]
			rel.From, rel.To = "x"+rel.From, "x"+rel.To
			if r.IntN(2) == 0 {
				changed.Relations = append(changed.Relations, rel)
				continue
			}
			first, second := rel, rel
			first.Ownership = decimal(0, 1)
			if rel.Ownership.Sign() > 0 {
				first.Ownership = pct(t, "0.000001")
			}
			second.Ownership = rel.Ownership.Sub(first.Ownership)
			if !rel.Voting.IsZero() {
				first.Voting, second.Voting = ownership.Whole(0), rel.Voting
			}
			changed.Relations = append(changed.Relations, first, second)
		}
		for range 3 {
			to := changed.Relations[r.IntN(len(changed.Relations))].To
			from := changed.Relations[r.IntN(len(changed.Relations))].From
			if _, reaches := find(want, from[1:]); reaches || from == changed.Main {
				changed.Relations = append(changed.Relations, ownership.Relation{From: from, To: to, Ownership: ownership.Whole(0)})
			}
		}
		got, err := ownership.Compute(changed, nil)
		require.NoError(t, err)
		for _, h := range want.Holders {
			other, ok := got.Holder("x" + h.ID)
			require.True(t, ok)
			require.Equal(t, h.Ownership.String(), other.Ownership.String())
			require.Equal(t, h.Voting.String(), other.Voting.String())
			require.Equal(t, h.AttributedVoting.String(), other.AttributedVoting.String())
			require.Equal(t, h.Controls, other.Controls)
		}
		for _, c := range want.Companies {
			other, ok := find(got, "x"+c.ID)
			require.True(t, ok)
			require.Equal(t, c.Net.String(), other.Net.String())
			require.Equal(t, c.Gross.String(), other.Gross.String())
		}
		for _, rules := range ruleSets {
			a, b := want.Owners(rules), got.Owners(rules)
			assert.Len(t, b.Owners, len(a.Owners), rules.Name)
		}
	}
}

func find(a *ownership.Analysis, id string) (ownership.Intermediate, bool) {
	for _, c := range a.Companies {
		if c.ID == id {
			return c, true
		}
	}
	_, ok := a.Holder(id)
	return ownership.Intermediate{}, ok
}

// Treasury shares only change who the rest belongs to: everybody else's share
// grows by 1 / (1 - s).
func TestTreasuryScales(t *testing.T) {
	r := seed(t)
	for range 100 {
		s := 1 + r.Int64N(60)
		g := ownership.Graph{Main: "M", Entities: []ownership.Entity{
			{ID: "M", Type: ownership.Company}, {ID: "p", Type: ownership.Individual}, {ID: "q", Type: ownership.Individual},
		}}
		p := r.Int64N(100 - s)
		g.Relations = []ownership.Relation{
			{From: "p", To: "M", Ownership: ownership.Whole(int(p))},
			{From: "q", To: "M", Ownership: ownership.Whole(int(100 - s - p))},
			{From: "M", To: "M", Ownership: ownership.Whole(int(s))},
		}
		a, err := ownership.Compute(g, nil)
		require.NoError(t, err)
		equal(t, big.NewRat(100*p, 100-s), a.Holders[0].Ownership, "p")
		equal(t, big.NewRat(100*p, 100-s), a.Holders[0].AttributedVoting, "p")
		equal(t, new(big.Rat), a.UnresolvedOwnership, "rest")
		equal(t, big.NewRat(s, 1), a.SelfHolding, "own")
	}
}
