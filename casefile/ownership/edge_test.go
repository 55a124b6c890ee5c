package ownership_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// shape reads "p>M 60/40" (ownership, and votes where they differ); "-" is not
// given. Lower-case ids are individuals, others companies; main is "M".
func shape(t testing.TB, relations ...string) ownership.Graph {
	t.Helper()
	g := ownership.Graph{Main: "M"}
	known := map[string]bool{}
	add := func(id string) {
		if known[id] {
			return
		}
		known[id] = true
		typ := ownership.Company
		if strings.ToLower(id) == id {
			typ = ownership.Individual
		}
		g.Entities = append(g.Entities, ownership.Entity{ID: id, Type: typ})
	}
	add("M")
	for _, text := range relations {
		ends, figures, _ := strings.Cut(text, " ")
		from, to, ok := strings.Cut(ends, ">")
		require.True(t, ok, text)
		add(from)
		add(to)
		r := ownership.Relation{From: from, To: to}
		own, vote, different := strings.Cut(figures, "/")
		if own != "-" {
			r.Ownership = pct(t, own)
		}
		if different {
			r.Voting = pct(t, vote)
		}
		g.Relations = append(g.Relations, r)
	}
	return g
}

func compute(t testing.TB, relations ...string) *ownership.Analysis {
	t.Helper()
	a, err := ownership.Compute(shape(t, relations...), nil)
	require.NoError(t, err)
	return a
}

func total(t testing.TB, a *ownership.Analysis, id string) string {
	t.Helper()
	h, ok := a.Holder(id)
	require.True(t, ok, id)
	return h.Ownership.String()
}

func code(t testing.TB, err error) bonafide.Code {
	t.Helper()
	var structure *ownership.StructureError
	require.ErrorAs(t, err, &structure)
	require.ErrorIs(t, err, bonafide.ErrRefused)
	return structure.Code
}

// Rule 1: percentages are exact decimals; what is missing stays unresolved.
func TestRule01ExactDecimals(t *testing.T) {
	a := compute(t, "p>M 33.33", "q>M 33.33", "r>M 33.33")
	assert.Equal(t, "33.33", total(t, a, "p"))
	assert.Equal(t, "0.01", a.UnresolvedOwnership.String())
	var r ownership.Relation
	require.NoError(t, json.Unmarshal([]byte(`{"ownership_percentage":0.1}`), &r))
	assert.Zero(t, r.Ownership.Rat().Cmp(big.NewRat(1, 10)), "never through a float64")
}

// Rule 2: thresholds are compared exactly.
func TestRule02ExactThresholds(t *testing.T) {
	below := compute(t, "p>H 49.999999", "H>M 50")
	assert.Equal(t, "24.9999995", total(t, below, "p"))
	assert.Empty(t, below.Owners(custom25()).Owners)
	assert.Equal(t, "25.0000", below.Holders[0].Ownership.Round(4), "rounded for people only")
	// 4 chains of 6.25 % each, through shares that no float64 holds
	a := compute(t, "p>A 12.5", "A>M 50", "p>B 62.5", "B>M 10", "p>C 31.25", "C>M 20", "p>D 62.5", "D>M 10")
	assert.Equal(t, "25", total(t, a, "p"))
	assert.Len(t, a.Owners(custom25()).Owners, 1)
	float := compute(t, "p>A 10", "A>M 70", "p>B 90", "B>M 20") // 7 + 18
	assert.Equal(t, "25", total(t, float, "p"))
}

// Rule 3: 25 and more is not more than 25, and 50 is no majority.
func TestRule03InclusiveAndStrict(t *testing.T) {
	a := compute(t, "p>M 25", "q>M 75")
	assert.Equal(t, []string{"p", "q"}, ids(a.Owners(ownership.AMLR()).Owners))
	assert.Equal(t, []string{"p", "q"}, ids(a.Owners(ownership.FINCEN()).Owners))
	assert.Equal(t, []string{"q"}, ids(a.Owners(ownership.AMLD()).Owners))
	assert.Equal(t, []string{"q"}, ids(a.Owners(ownership.PSC()).Owners))
	half := compute(t, "p>H 50", "q>H 50", "H>M 100")
	assert.Equal(t, []string{"H"}, half.Controllers)
	f, err := half.OFAC50("p")
	require.NoError(t, err)
	assert.Equal(t, []string{"M", "H"}, ids(f.Owners), "50 % is enough to block")
}

// Rule 4: relations of one pair add up.
func TestRule04DuplicateRelationsAddUp(t *testing.T) {
	a := compute(t, "p>M 20", "q>M 50", "p>M 15/40")
	assert.Equal(t, "35", total(t, a, "p"))
	assert.Equal(t, "60", a.Holders[0].Voting.String())
	assert.True(t, a.Holders[0].Controls)
	assert.Len(t, a.Stakes("p"), 1)
}

// Rule 5: treasury shares are divided out (60000 / (100000 - 4000)); votes too
// (60 / 95); all of them is an error.
func TestRule05TreasuryShares(t *testing.T) {
	a := compute(t, "p>M 60", "M>M 4/5")
	assert.Equal(t, "62.5", total(t, a, "p"))
	assert.Equal(t, "63.1578947368", a.Holders[0].Voting.String())
	assert.Equal(t, "63.1578947368", a.Holders[0].AttributedVoting.String())
	assert.Equal(t, "62.5", a.Holders[0].AttributedOwnership.String())
	assert.Equal(t, "4", a.SelfHolding.String())
	// own shares do not vote: 40 of 80 is no majority (Van Gelder 1993)
	assert.False(t, compute(t, "p>M 40", "M>M 20").Holders[0].Controls)
	assert.True(t, compute(t, "p>M 40.01", "M>M 20").Holders[0].Controls)
	for _, all := range []string{"M>M 100", "M>M 50/100"} {
		_, err := ownership.Compute(shape(t, all, "p>M 0"), nil)
		assert.Equal(t, ownership.CodeNotComputable, code(t, err), all)
	}
	_, err := ownership.Compute(shape(t, "H>H 100", "H>M 20"), nil)
	assert.Equal(t, ownership.CodeNotComputable, code(t, err))
}

// Rule 6: over-allocation is computed as it stands and flagged, or refused.
func TestRule06OverAllocation(t *testing.T) {
	g := shape(t, "p>H 80", "p>I 60", "H>M 100", "I>M 75")
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	assert.Equal(t, "125", total(t, a, "p"))
	assert.Equal(t, "-25", a.UnresolvedOwnership.String())
	assert.True(t, warned(a, "over_allocated", "M", "175"))
	_, err = ownership.Compute(g, &ownership.Options{Strict: true})
	assert.Equal(t, ownership.CodeOverAllocated, code(t, err))
	votes := compute(t, "p>M 60/80", "q>M 40/30")
	assert.True(t, warned(votes, "over_allocated", "M", "110"))
	_, err = ownership.Compute(shape(t, "p>M 60/80", "q>M 40/30"), &ownership.Options{Strict: true})
	var structure *ownership.StructureError
	require.ErrorAs(t, err, &structure)
	assert.Equal(t, "voting", structure.Measure)
	assert.Equal(t, []string{"M"}, structure.Entities)
}

// Rule 7: what is missing is unresolved, per company and in total.
func TestRule07Unresolved(t *testing.T) {
	a := compute(t, "p>H 60", "H>M 100")
	assert.True(t, warned(a, "unresolved", "H", "40"))
	assert.Equal(t, "40", a.UnresolvedOwnership.String())
	assert.True(t, a.Owners(ownership.AMLR()).MayHideOwner)
	assert.False(t, compute(t, "p>M 90").Owners(ownership.AMLR()).MayHideOwner)
	nobody := compute(t)
	assert.Equal(t, "100", nobody.UnresolvedOwnership.String())
	assert.True(t, warned(nobody, "unresolved", "M", "100"))
}

// Rule 8: a company at the top is an untraced owner and never a beneficial one;
// marked leaves have their own type.
func TestRule08UntracedOwners(t *testing.T) {
	g := shape(t, "T>M 60", "L>M 20", "S>M 10", "p>M 10")
	g.Entities[2].Type = ownership.ListedCompany
	g.Entities[3].Type = ownership.State
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	require.Len(t, a.Leaves, 3)
	assert.Equal(t, "60", a.Leaves[0].Ownership.String())
	assert.Equal(t, []ownership.EntityType{ownership.Company, ownership.ListedCompany, ownership.State},
		[]ownership.EntityType{a.Leaves[0].Type, a.Leaves[1].Type, a.Leaves[2].Type})
	assert.True(t, warned(a, "untraced_owner", "T", "60"))
	assert.Equal(t, []string{"T"}, a.Controllers)
	for _, r := range ruleSets {
		assert.Empty(t, a.Owners(r).Owners, r.Name)
		assert.True(t, a.Owners(r).MayHideOwner, r.Name)
	}
	assert.Equal(t, "90", a.UnresolvedOwnership.String())
}

// Rule 9: a closed block gives outsiders nothing and is flagged; a nearly closed one
// is regular.
func TestRule09ClosedLoop(t *testing.T) {
	a := compute(t, "A>B 100", "B>A 100", "A>M 60", "p>M 40")
	assert.Equal(t, "40", total(t, a, "p"))
	assert.Equal(t, "60", a.UnresolvedOwnership.String())
	assert.True(t, warned(a, "closed_loop", "A", ""))
	assert.True(t, warned(a, "closed_loop", "B", ""))
	for _, c := range a.Companies {
		assert.True(t, c.Gross.IsZero(), "infinite")
		assert.Equal(t, "60", c.Net.String())
	}
	main := compute(t, "M>H 100", "H>M 100")
	assert.Equal(t, "100", main.UnresolvedOwnership.String())
	assert.Equal(t, "100", main.SelfHolding.String())
	three := compute(t, "A>B 60", "C>B 40", "B>A 100", "A>C 100", "B>M 30", "C>M 20", "p>M 50")
	for _, c := range three.Companies {
		assert.Equal(t, "50", c.Net.String(), c.ID)
	}
	// 1 % of A, of which B has 99 %, all of it A's (T-rank): all of both, and no power
	near := compute(t, "p>A 1", "B>A 99", "A>B 100", "A>M 100")
	assert.Equal(t, "100", total(t, near, "p"))
	assert.False(t, near.Holders[0].Controls)
	assert.Equal(t, "0", near.Holders[0].AttributedVoting.String())
	// a holder of 0 % outside a closed loop changes nothing
	assert.Equal(t, "0", total(t, compute(t, "A>B 100", "B>A 100", "A>M 60", "p>A 0"), "p"))
}

// Rule 10: an over-allocated circle has no answer where the walks do not add up.
func TestRule10NotComputable(t *testing.T) {
	for _, relations := range [][]string{
		{"p>A 10", "B>A 100", "A>B 100", "A>M 50"},
		{"B>A 100", "A>B 100", "C>A 100", "A>C 100", "A>M 1"}, // no outsider, but growing
		{"A>B 90", "B>A 90", "A>A 20", "A>M 5", "p>A 5"},
		{"M>H 100", "H>M 100", "p>M 1"},
		{"B>A 100", "A>B 100", "B>B 50", "A>M 50"},
	} {
		_, err := ownership.Compute(shape(t, relations...), nil)
		assert.Equal(t, ownership.CodeNotComputable, code(t, err), relations)
		var structure *ownership.StructureError
		require.ErrorAs(t, err, &structure)
		assert.NotEmpty(t, structure.Entities)
		assert.NotContains(t, err.Error(), "A", "no ids in the text")
	}
	// over-allocated, but adding up: 0.9 and 0.9 round, and 40 % from outside
	a := compute(t, "p>A 40", "B>A 90", "A>B 90", "A>M 10")
	assert.True(t, warned(a, "over_allocated", "A", "130"))
	equal(t, big.NewRat(400, 19), a.Holders[0].Ownership, "0.1 × 0.4 / (1 - 0.81)")
	// an impossible circle elsewhere is of no account
	assert.Equal(t, "5", total(t, compute(t, "p>M 5", "M>X 100", "X>Y 100", "Y>X 100"), "p"))
}

// Rule 11: main may own a part of its owner; that is no owner's share.
func TestRule11MainInCircle(t *testing.T) {
	a := compute(t, "p>H 60", "M>H 15", "H>M 80", "q>M 20")
	equal(t, big.NewRat(600, 11), a.Holders[0].Ownership, "p")
	equal(t, big.NewRat(250, 11), a.Holders[1].Ownership, "q")
	assert.Equal(t, "12", a.SelfHolding.String(), "0.15 × 0.80")
	assert.True(t, warned(a, "self_holding", "M", "12"))
	_, isHolder := a.Holder("M")
	assert.False(t, isHolder)
	require.Len(t, a.Companies, 1)
	assert.Nil(t, a.Stakes("M"))
}

// Rule 12: votes not given are the shares; 0 is 0; neither is a role only.
func TestRule12VotesNotGiven(t *testing.T) {
	g := shape(t, "p>M 60", "q>M 40/0", "r>M -/60", "s>M -")
	g.Relations[3].Roles = []ownership.Role{ownership.LegalRepresentative}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	want := map[string][2]string{"p": {"60", "60"}, "q": {"40", "0"}, "r": {"0", "60"}, "s": {"0", "0"}}
	for _, h := range a.Holders {
		assert.Equal(t, want[h.ID], [2]string{h.Ownership.String(), h.Voting.String()}, h.ID)
	}
}

// Rule 13: shares at one layer and votes at another are never multiplied.
func TestRule13MeasuresDoNotMix(t *testing.T) {
	a := compute(t, "p>H 80/10", "q>H 20/90", "H>M 50/60")
	assert.Equal(t, "40", a.Holders[0].Ownership.String())
	assert.Equal(t, "6", a.Holders[0].Voting.String())
	assert.Equal(t, "54", a.Holders[1].Voting.String())
	// a circle of shares need not be a circle of votes
	mixed := compute(t, "p>A 50", "B>A 50/0", "A>B 100", "A>M 100", "q>A 0/50")
	assert.Equal(t, "100", mixed.Holders[0].Ownership.String())
	assert.Equal(t, "50", mixed.Holders[0].Voting.String())
}

// Rule 14: nobody owns an individual, or a state.
func TestRule14NobodyOwnsAnIndividual(t *testing.T) {
	g := shape(t, "p>M 50", "M>q 50", "p>p 10")
	_, err := ownership.Compute(g, nil)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("relations[1].to", bonafide.CodeNotAllowed))
	assert.True(t, invalid.Has("relations[2].to", bonafide.CodeNotAllowed))
	assert.Len(t, invalid.Fields, 2)
	g = shape(t, "p>S 50")
	g.Entities[2].Type = ownership.State
	assert.ErrorIs(t, g.Check(), bonafide.ErrInvalid)
}

// Rule 15: only what reaches main counts.
func TestRule15OnlyWhatReachesMain(t *testing.T) {
	a := compute(t, "p>M 50", "M>D 100", "q>D 0", "r>X 100")
	require.Len(t, a.Holders, 1)
	assert.Empty(t, a.Companies)
	assert.Equal(t, "50", a.UnresolvedOwnership.String())
	assert.Nil(t, a.Stakes("q"))
	assert.Nil(t, a.Stakes("nobody"))
}

// Rule 16: what has not begun or has ended does not count; without a day dates are
// a fault.
func TestRule16AsOf(t *testing.T) {
	day := func(d int) bonafide.Date { return bonafide.Date{Year: 2025, Month: time.June, Day: d} }
	g := shape(t, "p>M 60", "q>M 40", "r>M 60")
	g.Relations[0].End = day(10)
	g.Relations[2].Start = day(11)
	for d, want := range map[int][]string{9: {"p", "q"}, 10: {"p", "q"}, 11: {"q", "r"}, 30: {"q", "r"}} {
		a, err := ownership.Compute(g, &ownership.Options{AsOf: day(d)})
		require.NoError(t, err)
		var holders []string
		for _, h := range a.Holders {
			holders = append(holders, h.ID)
		}
		assert.Equal(t, want, holders, d)
		assert.Equal(t, day(d), a.AsOf)
	}
	_, err := ownership.Compute(g, nil)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("as_of", bonafide.CodeRequired))
	g.Relations[1].Start, g.Relations[1].End = day(9), day(8)
	require.ErrorAs(t, g.Check(), &invalid)
	assert.True(t, invalid.Has("relations[1].end_date", bonafide.CodeMismatch))
}

// Rule 17: a group counts as one owner; each member keeps its own total.
func TestRule17ActingInConcert(t *testing.T) {
	g := shape(t, "p>M 20", "q>M 20", "r>H 30", "p>H 25", "H>M 15", "s>M 45")
	g.Groups = []ownership.Group{{ID: "family", Members: []string{"p", "q", "r"}}}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	require.Len(t, a.Groups, 1)
	assert.Equal(t, "55", a.Groups[0].AttributedVoting.String(), "20 + 20, and 15 of H, which they control together")
	assert.True(t, a.Groups[0].Controls)
	assert.Equal(t, "23.75", total(t, a, "p"))
	assert.Equal(t, []string{}, a.Controllers, "nobody alone")
	f := a.Owners(ownership.AMLR())
	assert.Equal(t, []string{"p", "q", "r", "s"}, ids(f.Owners))
	assert.Equal(t, []string{"53:chain", "54a"}, f.Owners[1].Codes())
	assert.Equal(t, "family", f.Owners[1].Reasons[0].Through)
	assert.Equal(t, []string{"52:ownership", "52:voting"}, f.Owners[3].Codes())
	psc := a.Owners(ownership.PSC())
	assert.Equal(t, []string{"p", "q", "r", "s"}, ids(psc.Owners))
	assert.Equal(t, []string{"s"}, ids(a.Owners(custom25()).Owners), "totals are each one's own")
}

// Rule 18: votes of a company in its own controller stand, unless suspended.
func TestRule18CircularVotes(t *testing.T) {
	g := shape(t, "p>M 45", "q>M 35", "M>D 60", "D>M 20", "r>D 40")
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	assert.Equal(t, "45", a.Holders[0].AttributedVoting.String())
	assert.Empty(t, a.Controllers)
	a, err = ownership.Compute(g, &ownership.Options{SuspendCircularVotes: true})
	require.NoError(t, err)
	assert.Equal(t, "56.25", a.Holders[0].AttributedVoting.String(), "45 of 80")
	assert.Equal(t, []string{"p"}, a.Controllers)
	equal(t, big.NewRat(225, 4), a.Holders[0].Voting, "the votes of M are 45, 35 and 20 of its own")
	equal(t, hundred(new(big.Rat).Quo(big.NewRat(45, 100), big.NewRat(88, 100))), a.Holders[0].Ownership, "shares stand")
	own := shape(t, "p>M 45", "q>M 30", "M>D 60", "D>M 20", "M>M 5")
	a, err = ownership.Compute(own, &ownership.Options{SuspendCircularVotes: true})
	require.NoError(t, err)
	assert.Equal(t, "60", a.Holders[0].AttributedVoting.String(), "45 of 75")
	// nothing to suspend
	plain, err := ownership.Compute(shape(t, "p>M 45", "H>M 55"), &ownership.Options{SuspendCircularVotes: true})
	require.NoError(t, err)
	assert.Equal(t, []string{"H"}, plain.Controllers)
}

// Rule 19: hundreds of layers, and a million chains, without following one; chains
// are listed on demand only, the largest first.
func TestRule19DepthAndPaths(t *testing.T) {
	var relations []string
	for i := range 400 {
		relations = append(relations, fmt.Sprintf("C%d>%s 99.9", i, map[bool]string{true: "M", false: fmt.Sprintf("C%d", i-1)}[i == 0]))
	}
	relations = append(relations, "p>C399 99.9")
	a := compute(t, relations...)
	want := new(big.Rat).SetInt64(100)
	for range 401 {
		want.Mul(want, big.NewRat(999, 1000))
	}
	equal(t, want, a.Holders[0].Ownership, "0.999^401")
	assert.True(t, a.Holders[0].Controls)
	assert.Len(t, a.Holders[0].Ownership.String(), len("66.")+1201, "exact to the last decimal")

	l, err := ownership.Compute(ladder(20), nil)
	require.NoError(t, err)
	paths, all := l.Paths("P", 3)
	assert.False(t, all)
	require.Len(t, paths, 3)
	assert.Len(t, paths[0].Through, 22)
	for i := 1; i < 3; i++ {
		assert.LessOrEqual(t, paths[i].Share.Cmp(paths[i-1].Share), 0)
	}
	d := compute(t, "p>A 60", "p>B 40", "A>M 30", "B>M 50", "A>B 10")
	paths, all = d.Paths("p", 10)
	assert.True(t, all)
	require.Len(t, paths, 3)
	assert.Equal(t, []string{"p", "B", "M"}, paths[0].Through)
	assert.Equal(t, "20", paths[0].Share.String())
	assert.Equal(t, []string{"p", "A", "B", "M"}, paths[2].Through)
	assert.Equal(t, "3", paths[2].Share.String())
	none, all := d.Paths("nobody", 5)
	assert.Empty(t, none)
	assert.True(t, all)
	circle := compute(t, "p>A 50", "A>B 50", "B>A 50", "B>M 50")
	paths, all = circle.Paths("p", 5)
	assert.True(t, all)
	assert.Len(t, paths, 1, "no entity twice")
}

// Rule 20: declared totals are kept beside computed ones.
func TestRule20Declared(t *testing.T) {
	g := shape(t, "p>H 60", "H>M 50", "q>M 50", "r>X 10")
	g.Entities[1].DeclaredOwnership, g.Entities[1].DeclaredVoting = pct(t, "30.01"), pct(t, "50")
	g.Entities[3].DeclaredOwnership = pct(t, "49.98")
	g.Entities[4].DeclaredOwnership = pct(t, "5")
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	require.Len(t, a.Declared, 4)
	var differs []bool
	for _, d := range a.Declared {
		differs = append(differs, d.Differs)
	}
	assert.Equal(t, []bool{false, true, true, true}, differs)
	assert.Equal(t, "30", total(t, a, "p"), "never replaced")
	assert.True(t, warned(a, "declared_differs", "p", "-20"))
	assert.True(t, warned(a, "declared_differs", "q", "0.02"))
	assert.True(t, warned(a, "declared_differs", "r", "-5"), "does not reach main")
	a, err = ownership.Compute(g, &ownership.Options{Tolerance: pct(t, "0.02")})
	require.NoError(t, err)
	assert.False(t, a.Declared[2].Differs)
}

// Rule 21: the contributions of the direct stakes are the total, exactly.
func TestRule21Contributions(t *testing.T) {
	a := compute(t, "p>A 40", "p>M 10", "B>A 35", "A>B 50", "A>M 60", "p>B 50/5")
	stakes := a.Stakes("p")
	require.Len(t, stakes, 3)
	assert.Equal(t, []string{"M", "A", "B"}, []string{stakes[0].Company, stakes[1].Company, stakes[2].Company})
	assert.Equal(t, "10", stakes[0].OwnershipContribution.String())
	h, _ := a.Holder("p")
	sums(t, a, h)
	for _, c := range a.Companies {
		var sum ownership.Percent
		for _, s := range a.Stakes(c.ID) {
			sum = sum.Add(s.OwnershipContribution)
		}
		assert.Zero(t, sum.Cmp(c.Gross), c.ID)
	}
}

// The faults of a graph are all found at once, each with its path.
func TestEveryFaultAtOnce(t *testing.T) {
	g := ownership.Graph{
		Main: "p",
		Entities: []ownership.Entity{
			{ID: "p", Type: ownership.Individual}, {Type: ownership.Company}, {ID: "A", Type: "club"}, {ID: "A", Type: ownership.Company},
			{ID: strings.Repeat("x", 256), Type: ownership.Company}, {ID: "D", Type: ownership.Company, DeclaredOwnership: ownership.Whole(101), DeclaredVoting: ownership.Whole(-1)},
		},
		Relations: []ownership.Relation{
			{From: "", To: "Z", Ownership: ownership.Whole(101)},
			{From: "Z", To: "", Ownership: ownership.Whole(-1), Voting: pct(t, "0.0000000000000000000000000000001")},
			{From: "p", To: "A", Ownership: ownership.Whole(1), Band: &ownership.Band{Min: ownership.Whole(1), Max: ownership.Whole(2)}},
			{From: "p", To: "A", Band: &ownership.Band{Min: ownership.Whole(3), Max: ownership.Whole(2)}, VotesBand: &ownership.Band{}},
			{From: "p", To: "A", Roles: []ownership.Role{"king", ownership.Settlor, ownership.Shareholder}},
		},
		Groups: []ownership.Group{{ID: "A", Members: []string{"p"}}, {Members: []string{"p", "p", "nobody"}}},
	}
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, g.Check(), &invalid)
	want := []string{
		"entities[1].id required", "entities[2].type unknown", "entities[3].id repeated", "entities[4].id too_long",
		"entities[5].declared_ownership_percentage out_of_range", "entities[5].declared_voting_percentage out_of_range",
		"main not_allowed",
		"relations[0].from required", "relations[0].to unknown", "relations[0].ownership_percentage out_of_range",
		"relations[1].from unknown", "relations[1].to required", "relations[1].ownership_percentage out_of_range",
		"relations[1].voting_rights_percentage out_of_range",
		"relations[2].ownership_band mismatch", "relations[3].ownership_band out_of_range", "relations[3].voting_rights_band out_of_range",
		"relations[4].roles[0] unknown", "relations[4].roles[1] not_allowed",
		"groups[0].id repeated", "groups[0].members too_short", "groups[1].id required", "groups[1].members[1] repeated", "groups[1].members[2] unknown",
	}
	var got []string
	for _, f := range invalid.Fields {
		got = append(got, f.Path+" "+string(f.Code))
	}
	assert.Equal(t, want, got)
	for main, code := range map[string]bonafide.Code{"": bonafide.CodeRequired, "Z": bonafide.CodeUnknown} {
		require.True(t, errors.As(ownership.Graph{Main: main}.Check(), &invalid))
		assert.True(t, invalid.Has("main", code))
	}
}

// Two companies that would control each other if one were controlled stay free
// (Ross and Sagiv 1992), and only the pairs that the source lists control.
func TestLeastFixpoint(t *testing.T) {
	for _, c := range loadCases(t) {
		if c.Expect.Pairs == nil {
			continue
		}
		var got [][2]string
		for _, n := range c.Nodes {
			g := c.graph()
			g.Main = n.ID
			a, err := ownership.Compute(g, nil)
			require.NoError(t, err)
			for _, id := range a.Controllers {
				got = append(got, [2]string{id, n.ID})
			}
		}
		assert.ElementsMatch(t, c.Expect.Pairs, got, c.Name)
	}
	a := compute(t, "a>B 30", "a>M 30", "B>M 60", "M>B 60")
	assert.Equal(t, []string{"B"}, a.Controllers)
}
