package ownership_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/casefile/ownership/export"
)

// One analysis serves any number of goroutines.
func TestConcurrentUse(t *testing.T) {
	a, err := ownership.Compute(knot(8, 3), nil)
	require.NoError(t, err)
	want := a.Owners(ownership.AMLRAt(ownership.Whole(5)))
	require.NotEmpty(t, want.Owners)
	var wait sync.WaitGroup
	for range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for _, r := range ruleSets {
				a.Owners(r)
			}
			assert.Equal(t, want, a.Owners(ownership.AMLRAt(ownership.Whole(5))))
			_, _ = a.OFAC50("c1")
			_, _ = export.SVG(a, nil, want)
			a.Stakes("p1")
			a.Paths("p1", 3)
		}()
	}
	wait.Wait()
}

// A decoded analysis has figures only; nothing of it reads as clear.
func TestDecodedAnalysis(t *testing.T) {
	text, err := json.Marshal(compute(t, "p>M 60"))
	require.NoError(t, err)
	var a ownership.Analysis
	require.NoError(t, json.Unmarshal(text, &a))
	assert.Equal(t, "60", total(t, &a, "p"))
	f := a.Owners(ownership.AMLR())
	assert.Empty(t, f.Owners)
	assert.True(t, f.MayHideOwner)
	assert.Nil(t, a.Stakes("p"))
	paths, all := a.Paths("p", 1)
	assert.Empty(t, paths)
	assert.False(t, all)
	_, err = a.OFAC50("p")
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = a.Structure()
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
}

// A chain of fractions is exact to thousands of layers and refused beyond; of
// whole holdings there is no limit.
func TestLongChains(t *testing.T) {
	chain := func(n int, share string) ownership.Graph {
		var b builder
		b.g.Main = b.entity(ownership.Company, "c0")
		for i := 1; i < n; i++ {
			b.holds(b.entity(ownership.Company, fmt.Sprintf("c%d", i)), fmt.Sprintf("c%d", i-1), share)
		}
		b.holds(b.entity(ownership.Individual, "p"), fmt.Sprintf("c%d", n-1), share)
		return b.g
	}
	a, err := ownership.Compute(chain(20_000, "100"), nil)
	require.NoError(t, err)
	assert.Equal(t, "100", total(t, a, "p"))
	assert.Len(t, a.Controllers, 20_000)
	assert.Equal(t, 20_000, a.Layers)
	_, err = ownership.Compute(chain(6_000, "33.3333"), nil)
	assert.Equal(t, ownership.CodeTooComplex, code(t, err))
}

// Votes of many decimals, and of thousands of relations of one pair, are counted
// exactly as well.
func TestVotesBeyondWords(t *testing.T) {
	a := compute(t, "p>M 50.0000000000000000000001", "q>M 49.9999999999999999999999")
	assert.Equal(t, []string{"p"}, a.Controllers)
	assert.Equal(t, "50.0000000000000000000001", a.Holders[0].AttributedVoting.String())
	a = compute(t, "p>H 50.0000000000000000000001", "H>M 40", "p>M 10.5", "M>M 0.0000000000000000001")
	assert.Equal(t, []string{"p"}, a.Controllers)

	g := shape(t, "p>M 0.00000000000001")
	for range 200_000 {
		g.Relations = append(g.Relations, ownership.Relation{From: "p", To: "M", Ownership: ownership.Whole(100)})
	}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	assert.Equal(t, "20000000.00000000000001", a.Holders[0].AttributedVoting.String())
	assert.True(t, a.Holders[0].Controls)
	own := compute(t, "p>M 50", "M>M 0.0000000000000000000001")
	assert.True(t, own.Holders[0].Controls)
}

// What is missing is said once where votes are the shares, else of both.
func TestRestOfBothMeasures(t *testing.T) {
	a := compute(t, "p>M 60", "q>H 30/20", "H>M 40/50")
	assert.False(t, warned(a, "unresolved", "M", "0"))
	var measures []string
	for _, w := range a.Warnings {
		measures = append(measures, string(w.Code)+":"+w.Entity+":"+w.Measure+":"+w.Percentage.String())
	}
	assert.Equal(t, []string{
		"over_allocated:M:voting:110", "unresolved:H:ownership:70", "unresolved:H:voting:80",
	}, measures)
	found := a.Owners(ownership.AMLR())
	bods, err := export.BODS(a, nil, found, export.Publication{Date: bonafide.Date{Year: 2026, Month: 1, Day: 1}, Publisher: "x"})
	require.NoError(t, err)
	assert.Equal(t, 1, strings.Count(string(bods), "informationUnknownToPublisher"), "one relationship of a pair")
}

// If every vote of a company is suspended, nobody can vote: no division by nothing.
func TestAllVotesSuspended(t *testing.T) {
	g := shape(t, "M>D 60", "D>M 100", "p>M 0", "q>D 40")
	_, err := ownership.Compute(g, &ownership.Options{SuspendCircularVotes: true})
	assert.Equal(t, ownership.CodeNotComputable, code(t, err))
}

// A pair is solved by hand, three companies by elimination; both by treasury shares
// and with what lies below them in fractions already.
func TestPairsAndBlocks(t *testing.T) {
	for _, relations := range [][]string{
		{"p>A 20", "q>B 30", "A>B 33.33", "B>A 12.5", "A>A 5.5", "B>B 7", "A>M 40", "B>M 21", "M>M 3"},
		{"p>A 20", "q>B 30", "A>B 0.0000000000000000000000000001", "B>A 99.99", "A>M 33.3333333333333333", "B>M 1"},
		{"p>A 20", "A>B 30", "B>C 40", "C>A 50", "A>M 10", "C>M 33.33", "q>C 7", "D>C 5", "E>D 50", "D>E 60", "r>E 40", "M>M 7"},
		{"p>A 1.5", "A>B 30.0000000000000000000000001", "B>C 40", "C>A 50", "B>M 10", "M>A 3"},
		{"p>A 40/30", "A>B 30/0", "B>A 20", "B>M 50", "q>B 30/60"},
	} {
		agree(t, shape(t, relations...))
	}
	closed := compute(t, "A>B 90", "B>B 10", "B>A 100", "A>M 50", "B>M 20")
	for _, c := range closed.Companies {
		assert.Equal(t, "70", c.Net.String(), c.ID)
		assert.True(t, c.Gross.IsZero())
	}
}

// A list of holders is as exact after many different circles as after one.
func TestManyDenominators(t *testing.T) {
	var relations []string
	want := new(big.Rat)
	for i := range 20 {
		a, b := fmt.Sprintf("A%d", i), fmt.Sprintf("B%d", i)
		relations = append(relations, a+">M 4", b+">"+a+fmt.Sprintf(" %d", 10+i), a+">"+b+" 30", "p>"+a+" 50")
		round := new(big.Rat).Mul(big.NewRat(int64(10+i), 100), big.NewRat(30, 100))
		part := new(big.Rat).Quo(big.NewRat(4*50, 100), new(big.Rat).Sub(big.NewRat(1, 1), round))
		want.Add(want, part)
	}
	a := compute(t, relations...)
	equal(t, want, a.Holders[0].Ownership, "p")
	assert.False(t, a.Holders[0].Ownership.Finite())
}

// mutual is a structure of n companies that control one another, each also held by
// others of them, and of 20 people: what a customer may declare to keep the host busy.
func mutual(n, holders int) ownership.Graph {
	b := builder{}
	b.g.Main = "c0"
	name := func(i int) string { return fmt.Sprintf("c%d", i%n) }
	for i := range n {
		b.entity(ownership.Company, name(i))
	}
	for i := range 20 {
		b.entity(ownership.Individual, fmt.Sprintf("p%d", i))
	}
	for i := range n {
		b.holds(name(i+1), name(i), "51")
		for k := range holders {
			b.holds(name(i+2+k*(i%97+3)), name(i), "3.37")
		}
		b.holds(fmt.Sprintf("p%d", i%20), name(i), "1")
	}
	return b.g
}

// A thousand companies that control one another, each the next, are answered within the
// bound of work under every rule set; those that do each in many ways are refused
// before it.
func TestMutualControllers(t *testing.T) {
	answered := 0
	for holders := range 6 {
		a, err := ownership.Compute(mutual(1000, holders), nil)
		if err != nil {
			assert.Equal(t, ownership.CodeTooComplex, code(t, err))
			t.Log(holders, "refused")
		} else {
			answered++
			for _, r := range ruleSets {
				f := a.Owners(r)
				assert.False(t, f.TooComplex, r.Name)
				t.Log(holders, r.Name, f.TooComplex, len(a.Controllers))
			}
		}
	}
	assert.NotZero(t, answered)
}
