package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// No score below Lowered is raised to the score: a search that leaves those out
// misses no hit.
func TestLoweredIsLowEnough(t *testing.T) {
	for _, effects := range [][]int32{{}, {800}, {5000}, {5000, 800}, {800, 5000}} {
		sum := int32(0)
		for _, e := range effects {
			sum += e
		}
		for want := int32(0); want <= Unit; want += 7 {
			best := Lowered(want, sum) - 1
			for _, e := range effects {
				best = Adjust(best, e)
			}
			require.Less(t, best, want, "effects %v", effects)
		}
	}
}

// OFAC shows whole percents, of the better of both similarities (FAQ 249).
func TestOFACIsTheBetterOfBoth(t *testing.T) {
	for _, c := range []struct{ whole, sum, parts, want int32 }{
		{8349, 0, 0, 8300},
		{8350, 0, 0, 8400},
		{5000, 18000, 2, 9000},
		{9500, 18000, 2, 9500},
		{0, 10000, 3, 3300},
	} {
		assert.Equal(t, c.want, OFAC(c.whole, c.sum, c.parts))
	}
}

// A longer name that holds two usual ones is not the listed name of these two.
func TestFullerIsThreeUsualNamesAgainstTwo(t *testing.T) {
	tally := func(query []Role, listed ...Role) *Tally {
		var y Tally
		y.Pair(Unit, 4000, 4000, Usual, Usual)
		y.Pair(Unit, 4000, 4000, Usual, Usual)
		for _, r := range query {
			y.QueryWord(4000, r)
		}
		for _, r := range listed {
			y.ListWord(4000, r)
		}
		return &y
	}
	for _, c := range []struct {
		tally  *Tally
		fuller bool
	}{
		{tally(nil), false},
		{tally([]Role{Usual}), true},
		{tally([]Role{Usual, Other}), true},
		{tally([]Role{Name}), false},
		{tally([]Role{Usual, Usual}), false},
		{tally([]Role{Father}), false},
		{tally([]Role{Usual}, Usual), false},
		{tally([]Role{Usual}, Father), true},
	} {
		assert.Equal(t, c.fuller, c.tally.Fuller(), "%+v", c.tally)
	}
	now, before := tally([]Role{Usual}), tally([]Role{Name})
	assert.Less(t, People().Score(now), People().Score(before))
	assert.Equal(t, PeopleOf("1").Score(before), PeopleOf("1").Score(now), "rules 1 told no usual names apart")
}

// Two links of a chain of names are a part of many a longer one; two other names are not.
func TestPartIsLinksOfALongerChain(t *testing.T) {
	tally := func(pairs, query, listed []Role) *Tally {
		var y Tally
		for _, r := range pairs {
			y.Pair(Unit, 4000, 4000, r, r)
		}
		for _, r := range query {
			y.QueryWord(4000, r)
		}
		for _, r := range listed {
			y.ListWord(4000, r)
		}
		return &y
	}
	links, more := []Role{UsualChained, Chained}, []Role{Name}
	for _, c := range []struct {
		tally *Tally
		part  bool
	}{
		{tally(links, nil, nil), false},
		{tally(links, nil, more), true},
		{tally(links, nil, []Role{Father}), false},
		{tally(links, more, more), false},
		{tally(links[:1], nil, more), false},
		{tally([]Role{UsualChained, Name}, nil, more), false},
		{tally([]Role{Usual, Usual}, nil, more), false},
		{tally([]Role{Chained, Chained, Chained}, nil, more), true},
	} {
		assert.Equal(t, c.part, c.tally.Part(), "%+v", c.tally)
	}
	assert.Less(t, People().Score(tally([]Role{Chained, Chained}, nil, more)), People().Score(tally([]Role{Name, Name}, nil, more)))
}
