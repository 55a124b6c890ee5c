package ownership_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

func band(t testing.TB, low, high string) *ownership.Band {
	t.Helper()
	return &ownership.Band{Min: pct(t, low), Max: pct(t, high)}
}

// The published test: 0 to 5 % of 50 to 67 % is 0 to 3.35 %, 1.4625 in the middle.
func TestPublishedBands(t *testing.T) {
	seen := 0
	for _, c := range loadCases(t) {
		if c.Expect.Range == nil {
			continue
		}
		seen++
		b, err := ownership.ComputeBounds(c.graph(), nil)
		require.NoError(t, err)
		for _, h := range b.Holders {
			same(t, c.Expect.Range[h.ID][0], h.Ownership.Min, "lower")
			same(t, c.Expect.Range[h.ID][1], h.Ownership.Max, "upper")
		}
		a, err := ownership.Compute(c.graph().Estimate(), nil)
		require.NoError(t, err)
		for id, want := range c.Expect.Midpoint {
			h, _ := a.Holder(id)
			same(t, want, h.Ownership, "middle")
		}
		_, err = ownership.Compute(c.graph(), nil)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has("relations", ownership.CodeBand), "a band is never taken for a figure")
	}
	assert.Positive(t, seen)
}

// A share is at most what the others leave.
func TestBandsAreCapped(t *testing.T) {
	g := shape(t, "p>M -", "q>M -", "r>M 20")
	g.Relations[0].Band, g.Relations[1].Band = band(t, "50", "75"), band(t, "25", "50")
	b, err := ownership.ComputeBounds(g, nil)
	require.NoError(t, err)
	assert.Equal(t, "50", b.Holders[0].Ownership.Min.String())
	assert.Equal(t, "55", b.Holders[0].Ownership.Max.String())
	assert.Equal(t, "30", b.Holders[1].Ownership.Max.String())
	assert.Equal(t, "20", b.Holders[2].Ownership.Max.String())
	assert.Equal(t, "0", b.UnresolvedOwnership.Min.String())
	assert.Equal(t, "5", b.UnresolvedOwnership.Max.String())
	assert.False(t, b.Holders[0].Controls)
	assert.True(t, b.Holders[0].MayControl)
	certain, possible := b.Owners(ownership.AMLD())
	assert.Equal(t, []string{"p"}, ids(certain.Owners))
	assert.Equal(t, []string{"p", "q"}, ids(possible.Owners))
	// votes in bands of their own
	g = shape(t, "p>M 10", "q>M 90/10")
	g.Relations[0].VotesBand = band(t, "40", "95")
	b, err = ownership.ComputeBounds(g, nil)
	require.NoError(t, err)
	assert.Equal(t, "10", b.Holders[0].Ownership.Max.String())
	assert.Equal(t, "40", b.Holders[0].Voting.Min.String())
	assert.Equal(t, "90", b.Holders[0].Voting.Max.String())
}

// In a circle the upper ends may not add up; the bound is then what others leave.
func TestBandsInCircles(t *testing.T) {
	g := shape(t, "p>A -", "B>A -", "A>B -", "A>M 60", "q>M 40")
	g.Relations[0].Band, g.Relations[1].Band, g.Relations[2].Band = band(t, "1", "50"), band(t, "50", "99"), band(t, "75", "100")
	b, err := ownership.ComputeBounds(g, nil)
	require.NoError(t, err)
	assert.Equal(t, "60", b.Holders[0].Ownership.Max.String())
	assert.Equal(t, "40", b.Holders[1].Ownership.Max.String())
	equal(t, big.NewRat(24, 25), b.Holders[0].Ownership.Min, "0.6 × 0.01 / (1 - 0.5 × 0.75)")
	// over-allocated at the lower ends: never below what is certain
	g = shape(t, "p>M -", "q>M 80")
	g.Relations[0].Band = band(t, "50", "75")
	b, err = ownership.ComputeBounds(g, nil)
	require.NoError(t, err)
	assert.Equal(t, "50", b.Holders[0].Ownership.Min.String())
	assert.Equal(t, "50", b.Holders[0].Ownership.Max.String())
	_, err = ownership.ComputeBounds(g, &ownership.Options{Strict: true})
	assert.Equal(t, ownership.CodeOverAllocated, code(t, err))
	_, err = ownership.ComputeBounds(ownership.Graph{}, nil)
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
}

// Whatever lies within the bands lies within the bounds.
func TestBoundsHold(t *testing.T) {
	r := seed(t)
	for range 150 {
		exact := random(r, 4+r.IntN(9), false)
		banded := exact
		banded.Relations = append([]ownership.Relation(nil), exact.Relations...)
		for i := range banded.Relations {
			rel := &banded.Relations[i]
			if r.IntN(2) == 0 || rel.Ownership.IsZero() {
				continue
			}
			low := rel.Ownership.Sub(ownership.Whole(r.IntN(20)))
			if low.Sign() < 0 {
				low = ownership.Whole(0)
			}
			high := rel.Ownership.Add(ownership.Whole(r.IntN(20)))
			if high.Cmp(ownership.Whole(100)) > 0 {
				high = ownership.Whole(100)
			}
			rel.Band, rel.Ownership = &ownership.Band{Min: low, Max: high}, ownership.Percent{}
		}
		a, err := ownership.Compute(exact, nil)
		require.NoError(t, err)
		if over(a) {
			continue // bounds rest on what others leave
		}
		b, err := ownership.ComputeBounds(banded, nil)
		require.NoError(t, err)
		for i, h := range a.Holders {
			w := b.Holders[i]
			for name, pair := range map[string][2]ownership.Percent{
				"lower": {w.Ownership.Min, h.Ownership}, "upper": {h.Ownership, w.Ownership.Max},
				"lower votes": {w.Voting.Min, h.Voting}, "upper votes": {h.Voting, w.Voting.Max},
				"lower attributed": {w.AttributedVoting.Min, h.AttributedVoting}, "upper attributed": {h.AttributedVoting, w.AttributedVoting.Max},
			} {
				require.LessOrEqual(t, pair[0].Cmp(pair[1]), 0, "%s of %s: %s, %s", name, h.ID, pair[0], pair[1])
			}
			require.False(t, w.Controls && !h.Controls)
			require.False(t, h.Controls && !w.MayControl)
		}
	}
}

func over(a *ownership.Analysis) bool {
	for _, w := range a.Warnings {
		if w.Code == ownership.CodeOverAllocated {
			return true
		}
	}
	return false
}

// "More than 50" is a majority, and "more than 25" more than 25: what a register means.
func TestBandsAbove(t *testing.T) {
	for _, c := range []struct {
		name              string
		least             string
		above             bool
		rules             ownership.RuleSet
		controls, certain bool
	}{
		{"from 50, both ends", "50", false, ownership.PSC(), false, true},
		{"more than 50", "50", true, ownership.PSC(), true, true},
		{"from 25, both ends", "25", false, ownership.PSC(), false, false},
		{"more than 25", "25", true, ownership.PSC(), false, true},
		{"from 25 under 25 or more", "25", false, ownership.AMLR(), false, true},
		{"more than 20 under 25 or more", "20", true, ownership.AMLR(), false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := shape(t, "p>M -")
			g.Relations[0].Band = &ownership.Band{Min: pct(t, c.least), Max: pct(t, "75"), Above: c.above}
			b, err := ownership.ComputeBounds(g, nil)
			require.NoError(t, err)
			certain, possible := b.Owners(c.rules)
			assert.Equal(t, c.certain, len(certain.Owners) == 1)
			assert.Len(t, possible.Owners, 1)
			assert.Equal(t, c.controls, b.Holders[0].Controls)
		})
	}
	g := shape(t, "p>M -")
	g.Relations[0].Band = &ownership.Band{Min: pct(t, "50"), Max: pct(t, "50"), Above: true}
	assert.ErrorIs(t, g.Check(), bonafide.ErrInvalid, "nothing is more than 50 and at most 50")
	assert.Equal(t, "more than 25 to 50", ownership.Band{Min: pct(t, "25"), Max: pct(t, "50"), Above: true}.String())
}

// What a figure was estimated from stays with the relation, for whoever shows it.
func TestBandsAreRemembered(t *testing.T) {
	g := shape(t, "p>M -", "q>M 20/10", "r>M 5")
	g.Relations[0].Band, g.Relations[1].VotesBand, g.Relations[1].Voting = band(t, "25", "50"), band(t, "0", "25"), ownership.Percent{}
	for i, r := range g.Estimate().Relations {
		shares, votes := r.Bands()
		was, wasVotes := g.Relations[i].Bands()
		assert.Equal(t, was, shares)
		assert.Equal(t, wasVotes, votes)
	}
	shares, votes := g.Estimate().Relations[0].Bands()
	assert.Equal(t, shares, votes, "votes that are not given are the shares")
	b, err := ownership.ComputeBounds(shape(t, "p>M 60"), nil)
	require.NoError(t, err)
	certain, possible, err := b.OFAC50("p")
	require.NoError(t, err)
	assert.Equal(t, certain.Owners, possible.Owners)
	b, err = ownership.ComputeBounds(g, nil)
	require.NoError(t, err)
	certain, possible, err = b.OFAC50("p")
	require.NoError(t, err)
	assert.Empty(t, certain.Owners)
	assert.Len(t, possible.Owners, 1)
}

// Whose law it is follows from the country and the day.
func TestRulesIn(t *testing.T) {
	before, after := bonafide.Date{Year: 2027, Month: 7, Day: 9}, bonafide.Date{Year: 2027, Month: 7, Day: 10}
	for _, c := range []struct {
		country bonafide.Country
		on      bonafide.Date
		want    string
	}{
		{"DE", before, "amld_de"}, {"DE", after, "amlr"}, {"FR", before, "amld_fr"}, {"NL", before, "amld_nl"},
		{"ES", before, "amld"}, {"GB", before, "psc"}, {"GB", after, "psc"}, {"US", before, "fincen_cdd"},
		{"CH", before, "amlr"}, {"", before, "amlr"},
	} {
		assert.Equal(t, c.want, ownership.RulesIn(c.country, c.on).Name, "%s on %s", c.country, c.on)
	}
}
