package ownership

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// controlled is a random structure in which most companies have somebody with a majority,
// in circles and beside them, and some shares have no votes.
func controlled(r *rand.Rand, companies, people int) Graph {
	g := Graph{Main: "c0"}
	for i := range companies {
		g.Entities = append(g.Entities, Entity{ID: fmt.Sprintf("c%d", i), Type: Company})
	}
	for i := range people {
		g.Entities = append(g.Entities, Entity{ID: fmt.Sprintf("p%d", i), Type: Individual})
	}
	hold := func(from, to, percent int) {
		rel := Relation{From: g.Entities[from].ID, To: g.Entities[to].ID, Ownership: percentOf(number{lo: uint64(percent), scale: 3})}
		if r.IntN(8) == 0 {
			rel.Voting = percentOf(number{lo: uint64(percent / 2), scale: 3})
		}
		g.Relations = append(g.Relations, rel)
	}
	for c := range companies {
		hold((c+1+r.IntN(3))%companies, c, 450+r.IntN(150))
		hold(r.IntN(companies), c, r.IntN(150))
		hold(companies+r.IntN(people), c, 20+r.IntN(230))
	}
	return g
}

// Who has enough of a controlling company, and how much, is the same whether everybody's
// total is computed or only that of those who pass the sieve.
func TestRowsAreColumns(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	named, sieved := 0, 0
	for range figuretest.Part(150) {
		g := controlled(r, 3+r.IntN(12), 1+r.IntN(6))
		a, err := Compute(g, nil)
		require.NoError(t, err)
		rules := AMLRAt(Whole(5 + r.IntN(30)))
		columns, rows := a.judge(rules), a.judge(rules)
		if !columns.controllers() || columns.above == nil {
			continue
		}
		require.NotNil(t, columns.above.columns)
		rows.above = &interests{judge: rows, companies: columns.above.companies}
		if !rows.above.sieve() {
			continue // too close to closed
		}
		sieved++
		test := &rules.Tests[len(rules.Tests)-1]
		for _, h := range a.ix.above {
			if a.ix.entity(h).Type != Individual {
				continue
			}
			want := columns.inControllers(nil, test, &candidate{at: h})
			require.Equal(t, texts(want), texts(rows.inControllers(nil, test, &candidate{at: h})), a.ix.id(h))
			named += len(want)
		}
		both := &candidate{together: []int32{a.ix.above[0], a.ix.above[len(a.ix.above)-1]}}
		require.Equal(t, texts(columns.inControllers(nil, test, both)), texts(rows.inControllers(nil, test, both)))
		require.False(t, rows.inquiry.incomplete)
	}
	assert.Positive(t, sieved)
	assert.Positive(t, named)
}

func (a *Analysis) judge(r RuleSet) *judge {
	j := &judge{a: a, rules: r, inquiry: newInquiry(context.Background(), r), steer: newSteering(a.ix)}
	if a.ix.mixed {
		j.broad = newBroadSteering(a.ix)
	}
	return j
}

func texts(reasons []Reason) []string {
	list := []string{}
	for _, r := range reasons {
		list = append(list, r.Code+" "+r.Value.number().rat().String())
	}
	return list
}

// A thousand companies each of which controls the next, in a circle, and somebody with a
// part of each: every interest is found, within the bound of work. Where each of a thousand
// people would have to be computed apart, that is said, and always at the same place.
func TestManyControllers(t *testing.T) {
	g := Graph{Main: "c0"}
	n := 1000
	if figuretest.UnderRace {
		n = 100
	}
	for i := range n {
		c, next, p := fmt.Sprintf("c%d", i), fmt.Sprintf("c%d", (i+1)%n), fmt.Sprintf("p%d", i)
		g.Entities = append(g.Entities, Entity{ID: c, Type: Company}, Entity{ID: p, Type: Individual})
		g.Relations = append(g.Relations,
			Relation{From: next, To: c, Ownership: Whole(60)}, Relation{From: "p0", To: c, Ownership: Whole(13)}, Relation{From: p, To: c, Ownership: Whole(27)})
	}
	a, err := Compute(g, nil)
	require.NoError(t, err)
	f := a.Owners(AMLR())
	require.NotEmpty(t, f.Owners)
	assert.Equal(t, "p0", f.Owners[0].ID)
	if !figuretest.UnderRace {
		assert.True(t, f.TooComplex && f.MayHideOwner)
	}
	assert.Equal(t, len(f.Owners), len(a.Owners(AMLR()).Owners))

	for i := range g.Relations {
		if i%3 == 2 {
			g.Relations[i].Ownership = Whole(1)
		} else if i%3 == 1 {
			g.Relations[i].Ownership = Whole(39)
		}
	}
	a, err = Compute(g, nil)
	require.NoError(t, err)
	f = a.Owners(AMLR())
	assert.False(t, f.TooComplex)
	assert.False(t, f.MayHideOwner)
	require.Len(t, f.Owners, 1)
	assert.Len(t, f.Owners[0].Reasons, 3+n-1, "totals of shares and votes, more than half, and each company that controls")
}

// counting ends after it was asked so often whether it has.
type counting struct {
	context.Context
	left int
}

func (c *counting) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// Whoever goes away is not computed for much longer, wherever that was: each look at the
// context ends the work in turn.
func TestContextEndsTheWork(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	knot := controlled(r, 60, 20)
	wide := Graph{Main: "M", Entities: []Entity{{ID: "M", Type: Company}}}
	for i := range 3000 {
		p := fmt.Sprintf("p%d", i)
		wide.Entities = append(wide.Entities, Entity{ID: p, Type: Individual})
		wide.Relations = append(wide.Relations, Relation{From: p, To: "M", Ownership: percentOf(number{lo: 2, scale: 4})})
	}
	for _, g := range []Graph{knot, wide} {
		looks := 0
		for ; ; looks++ {
			a, err := ComputeContext(&counting{context.Background(), looks}, g, nil)
			if err == nil {
				_, err = a.OwnersContext(&counting{context.Background(), 0}, AMLR())
				require.ErrorIs(t, err, context.Canceled)
				f, err := a.OwnersContext(&counting{context.Background(), 1 << 30}, AMLR())
				require.NoError(t, err)
				assert.Equal(t, a.Owners(AMLR()), f)
				break
			}
			require.ErrorIs(t, err, context.Canceled)
			require.Less(t, looks, 1000)
		}
		assert.Greater(t, looks, 2)
	}
	_, err := ComputeBoundsContext(&counting{context.Background(), 0}, knot, nil)
	require.ErrorIs(t, err, context.Canceled)
}
