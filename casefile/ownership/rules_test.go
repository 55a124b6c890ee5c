package ownership_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

func codes(t *testing.T, f ownership.Finding, id string) []string {
	t.Helper()
	for _, o := range f.Owners {
		if o.ID == id {
			for _, r := range o.Reasons {
				require.NotEmpty(t, r.Source, "every reason cites its article")
			}
			return o.Codes()
		}
	}
	return nil
}

// OFAC FAQ 398, 399 and 401, with the examples they give.
func TestOFAC50(t *testing.T) {
	for _, c := range []struct {
		name      string
		relations []string
		blocked   []string
		want      []string
	}{
		{"401 example 1", []string{"x>A 50", "A>M 50"}, []string{"x"}, []string{"M", "A"}},
		{"401 example 2", []string{"x>A 50", "x>B 50", "A>M 25", "B>M 25"}, []string{"x"}, []string{"M", "A", "B"}},
		{"401 example 3", []string{"x>A 50", "x>M 10", "A>M 40"}, []string{"x"}, []string{"M", "A"}},
		{"401 not blocked", []string{"x>A 50", "x>B 25", "A>M 25", "B>M 25"}, []string{"x"}, []string{"A"}},
		{"401 not blocked, below", []string{"x>A 25", "x>B 25", "A>M 50", "B>M 50"}, []string{"x"}, []string{}},
		{"399 several persons add up", []string{"x>M 25", "y>M 25", "z>M 50"}, []string{"x", "y"}, []string{"M"}},
		{"398 ownership, not control", []string{"x>M 10/90"}, []string{"x"}, []string{}},
		{"just below", []string{"x>M 49.999999"}, []string{"x"}, []string{}},
		{"outstanding shares", []string{"x>M 48", "M>M 4"}, []string{"x"}, []string{"M"}},
		{"a blocked company", []string{"A>B 50", "B>M 50"}, []string{"A"}, []string{"M", "B"}},
		{"below main", []string{"x>M 60", "M>D 50"}, []string{"x"}, []string{"M", "D"}},
		{"in a circle", []string{"x>A 30", "B>A 20", "A>B 100", "A>M 50"}, []string{"x"}, []string{}},
		{"main itself", []string{"M>D 70", "x>M 1"}, []string{"M"}, []string{"D"}},
		{"nobody", []string{"x>M 60"}, nil, []string{}},
		{"the same twice", []string{"x>M 25"}, []string{"x", "x"}, []string{}},
	} {
		a := compute(t, c.relations...)
		f, err := a.OFAC50(c.blocked...)
		require.NoError(t, err, c.name)
		assert.Equal(t, c.want, ids(f.Owners), c.name)
		for _, o := range f.Owners {
			assert.NotEmpty(t, codes(t, f, o.ID))
		}
	}
	a := compute(t, "x>A 50", "x>M 10", "A>M 40", "p>M 50")
	f, err := a.OFAC50("x")
	require.NoError(t, err)
	require.Len(t, f.Owners[0].Reasons, 2, "M is blocked by x and by A")
	assert.Equal(t, "x", f.Owners[0].Reasons[0].Through)
	assert.Equal(t, "40", f.Owners[0].Reasons[1].Value.String())
	_, err = a.OFAC50("x", "nobody")
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("blocked[1]", bonafide.CodeUnknown))
}

// Regulation (EU) 2024/1624, articles 52 to 54.
func TestAMLR(t *testing.T) {
	// 54(a): control of a company with a direct interest: 60 % of H, H 30 % of M
	f := compute(t, "p>H 60", "q>H 40", "H>M 30", "r>M 70").Owners(ownership.AMLR())
	assert.Equal(t, []string{"54a"}, codes(t, f, "p"))
	assert.Nil(t, codes(t, f, "q"))
	// 54(b): an interest in a company that controls: 30 % of H, H 60 % of M
	f = compute(t, "p>H 30", "q>H 70", "H>M 60").Owners(ownership.AMLR())
	assert.Equal(t, []string{"54b:H"}, codes(t, f, "p"))
	// cumulatively: 10 % directly and 15 % through a company under control
	f = compute(t, "p>M 10", "p>H 51", "H>M 15").Owners(ownership.AMLR())
	assert.Equal(t, []string{"54a"}, codes(t, f, "p"))
	f = compute(t, "p>M 9.99", "p>H 51", "H>M 15").Owners(ownership.AMLR())
	assert.Nil(t, codes(t, f, "p"))
	// directly only: article 54 has nothing to say
	f = compute(t, "p>M 30").Owners(ownership.AMLR())
	assert.Equal(t, []string{"52:ownership", "52:voting"}, codes(t, f, "p"))
	// shares alone are an interest in the controlling company too
	f = compute(t, "p>H 30/0", "q>H 70/100", "H>M 60").Owners(ownership.AMLR())
	assert.Equal(t, []string{"54b:H"}, codes(t, f, "p"))
	// a controller by votes whose shares do not lead to main
	f = compute(t, "p>H 30", "H>M 0/60", "q>M 100/40").Owners(ownership.AMLR())
	assert.Equal(t, []string{"54b:H"}, codes(t, f, "p"))
	// the Commission may lower the threshold to 15 % (article 52(2))
	a := compute(t, "p>M 15", "q>M 14.99")
	assert.Empty(t, a.Owners(ownership.AMLR()).Owners)
	assert.Equal(t, []string{"p"}, ids(a.Owners(ownership.AMLRAt(ownership.Whole(15))).Owners))
}

// Control by other means (article 53(3)) counts like a majority.
func TestControlByOtherMeans(t *testing.T) {
	g := shape(t, "p>H -", "H>M 60", "q>H 100", "r>M 40")
	g.Relations[0].Roles = []ownership.Role{ownership.Controller}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"p", "q", "H"}, a.Controllers)
	assert.Equal(t, []string{"53:chain", "54a"}, codes(t, a.Owners(ownership.AMLR()), "p"))
	assert.Equal(t, []string{"control"}, codes(t, a.Owners(ownership.FINCEN()), "p"))
	h, _ := a.Holder("p")
	assert.Equal(t, "0", h.Ownership.String())
	assert.Equal(t, "60", h.AttributedVoting.String())
	// merged with a holding of the same pair, in any order
	g = shape(t, "p>M 5", "p>M -")
	g.Relations[1].Roles = []ownership.Role{ownership.Controller}
	a, err = ownership.Compute(g, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"p"}, a.Controllers)
}

// Directive (EU) 2015/849, article 3(6): more than 25 %, nothing multiplied.
func TestAMLD(t *testing.T) {
	// at 50 and 50 in the holding nobody controls it; at 60 and 40 the larger does
	assert.Empty(t, compute(t, "p>H 50", "q>H 50", "H>M 100").Owners(ownership.AMLD()).Owners)
	f := compute(t, "p>H 60", "q>H 40", "H>M 100").Owners(ownership.AMLD())
	assert.Equal(t, []string{"3(6):ownership", "3(6):voting", "3(6):control"}, codes(t, f, "p"))
	assert.Nil(t, codes(t, f, "q"))
	f = compute(t, "p>M 25.01/0", "q>M 25/0").Owners(ownership.AMLD())
	assert.Equal(t, []string{"3(6):ownership"}, codes(t, f, "p"))
	assert.Nil(t, codes(t, f, "q"))
}

// Companies Act 2006, Schedule 1A, and section 790C: a legal entity that discloses
// its own owners is entered in place of those behind it.
func TestPSC(t *testing.T) {
	// 40 % of A, which has all of M: only A is declared
	g := shape(t, "p>A 40", "q>A 60", "A>M 100")
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	f := a.Owners(ownership.PSC())
	assert.Equal(t, []string{"q"}, ids(f.Owners))
	assert.Empty(t, f.Entities)
	g.Entities[2].Discloses = true // A
	a, err = ownership.Compute(g, nil)
	require.NoError(t, err)
	f = a.Owners(ownership.PSC())
	assert.Empty(t, f.Owners)
	assert.Equal(t, []string{"A"}, ids(f.Entities))
	assert.Equal(t, []string{"psc:1", "psc:2", "psc:4"}, f.Entities[0].Codes())
	// whoever has an interest beside the entity is entered as well
	g = shape(t, "q>A 60", "A>M 60", "q>M 1", "r>M 39")
	g.Entities[2].Discloses = true
	a, err = ownership.Compute(g, nil)
	require.NoError(t, err)
	f = a.Owners(ownership.PSC())
	assert.Equal(t, []string{"q", "r"}, ids(f.Owners))
	assert.Equal(t, []string{"A"}, ids(f.Entities))
	// only the first entity of a chain is entered
	g = shape(t, "q>B 60", "B>A 60", "A>M 60")
	g.Entities[2].Discloses, g.Entities[3].Discloses = true, true
	a, err = ownership.Compute(g, nil)
	require.NoError(t, err)
	f = a.Owners(ownership.PSC())
	assert.Empty(t, f.Owners)
	assert.Equal(t, []string{"A"}, ids(f.Entities))
	// exactly 25 % is not more
	assert.Empty(t, compute(t, "p>M 25").Owners(ownership.PSC()).Owners)
}

// A trust that passes a test stands for all of its parties.
func TestTrusts(t *testing.T) {
	g := shape(t, "T>M 30", "s>T -", "b>T -", "q>M 70", "U>M 0", "o>U -")
	g.Entities[1].Type, g.Entities[5].Type = ownership.Trust, ownership.Trust
	require.Equal(t, "U", g.Entities[5].ID)
	g.Relations[1].Roles = []ownership.Role{ownership.Settlor, ownership.Trustee}
	g.Relations[2].Roles = []ownership.Role{ownership.Beneficiary}
	g.Relations[5].Roles = []ownership.Role{ownership.Protector}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	for _, rules := range []ownership.RuleSet{ownership.AMLR(), ownership.AMLD()} {
		f := a.Owners(rules)
		assert.Equal(t, []string{"s", "b", "q"}, ids(f.Owners), rules.Name)
		assert.Equal(t, []string{"trust:settlor:T", "trust:trustee:T"}, codes(t, f, "s"))
		assert.Equal(t, "T", f.Owners[0].Reasons[0].Through)
	}
	assert.Equal(t, []string{"s", "q"}, ids(a.Owners(ownership.PSC()).Owners), "the trustee holds it")
	assert.Equal(t, []string{"s", "b", "q"}, ids(a.Owners(ownership.FINCEN()).Owners), "and the only beneficiary")
	assert.Equal(t, []string{"q"}, ids(a.Owners(custom25()).Owners), "no rule of trusts, no parties")
}

// If nobody is found, the senior managers are named; under 31 CFR 1010.230(d)(2)
// always.
func TestOfficials(t *testing.T) {
	g := shape(t, "p>M 10", "m>M -", "n>H -", "H>M 5", "m>M 1")
	g.Relations[1].Roles, g.Relations[1].Position = []ownership.Role{ownership.LegalRepresentative}, "CEO"
	g.Relations[2].Roles = []ownership.Role{ownership.LegalRepresentative}
	a, err := ownership.Compute(g, nil)
	require.NoError(t, err)
	for _, rules := range []ownership.RuleSet{ownership.AMLR(), ownership.AMLD(), ownership.PSC(), ownership.FINCEN()} {
		f := a.Owners(rules)
		assert.Empty(t, f.Owners, rules.Name)
		assert.Equal(t, []string{"m"}, ids(f.Officials), rules.Name)
		assert.NotEmpty(t, f.Officials[0].Reasons[0].Source)
		assert.True(t, f.MayHideOwner, "89 % are not accounted for")
	}
	assert.Empty(t, a.Owners(custom25()).Officials)
	g.Relations[0].Ownership = ownership.Whole(30)
	a, err = ownership.Compute(g, nil)
	require.NoError(t, err)
	assert.Empty(t, a.Owners(ownership.AMLR()).Officials)
	assert.Equal(t, []string{"m"}, ids(a.Owners(ownership.FINCEN()).Officials))
}

func TestCustomRules(t *testing.T) {
	a := compute(t, "p>H 51", "H>G 51", "G>M 51", "q>M 10")
	// 13.3 % multiplied, and yet 51 % under control
	assert.Equal(t, "13.2651", total(t, a, "p"))
	assert.Empty(t, a.Owners(custom25()).Owners)
	rules := ownership.Custom("own", ownership.Whole(25), true, ownership.AttributedVoting, ownership.Control)
	f := a.Owners(rules)
	assert.Equal(t, []string{"p"}, ids(f.Owners))
	assert.Equal(t, []string{"attributed_voting", "control"}, codes(t, f, "p"))
	assert.Equal(t, "51", f.Owners[0].Reasons[0].Value.String())
	unknown := ownership.Custom("own", ownership.Whole(0), false, "charisma")
	assert.Empty(t, a.Owners(unknown).Owners, "an unknown measure is never met")
}

func TestLayers(t *testing.T) {
	assert.Equal(t, 0, compute(t).Layers)
	assert.Equal(t, 1, compute(t, "p>M 30").Layers)
	assert.Equal(t, 3, compute(t, "p>A 60", "A>B 60", "B>M 60", "q>M 10").Layers)
	assert.Equal(t, 2, compute(t, "A>B 60", "B>A 60", "A>M 50", "p>A 10").Layers, "a circle is one layer")
}

// A circle that would take minutes is refused, not begun.
func TestTooComplex(t *testing.T) {
	_, err := ownership.Compute(ring(1100), nil)
	assert.Equal(t, ownership.CodeTooComplex, code(t, err))
}
