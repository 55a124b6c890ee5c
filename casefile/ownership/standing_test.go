package ownership_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// structured reads "from>to figures role role", as shape does, with the types of
// entities that are neither companies nor persons: "T trust".
func structured(t testing.TB, types string, relations ...string) ownership.Graph {
	t.Helper()
	var plain []string
	roles := make([][]ownership.Role, len(relations))
	for i, text := range relations {
		words := strings.Fields(text)
		plain = append(plain, words[0]+" "+words[1])
		for _, role := range words[2:] {
			roles[i] = append(roles[i], ownership.Role(role))
		}
	}
	g := shape(t, plain...)
	for i := range roles {
		g.Relations[i].Roles = roles[i]
	}
	words := strings.Fields(types)
	for i := 0; i+1 < len(words); i += 2 {
		for k := range g.Entities {
			if g.Entities[k].ID == words[i] {
				g.Entities[k].Type = ownership.EntityType(words[i+1])
			}
		}
	}
	return g
}

// Who stands for a party, by the article that says so. "-" is nobody; a rule set that
// is not named is not asked.
func TestWhoStandsForAParty(t *testing.T) {
	rules := map[string]ownership.RuleSet{
		"amlr": ownership.AMLR(), "amld": ownership.AMLD(), "psc": ownership.PSC(), "fincen": ownership.FINCEN(), "cdd": ownership.FINCENCDD(),
		"de": ownership.AMLDIn("DE"), "fr": ownership.AMLDIn("FR"), "nl": ownership.AMLDIn("NL"),
	}
	for _, c := range []struct {
		name, types string
		relations   []string
		want        string // rule set:owner,owner …
	}{
		{"trust as customer (AMLR 58, BODS levent.json)", "M trust", []string{"a>M - trustee", "b>M - settlor trustee", "c>M - beneficiary"},
			"amlr:a,b,c amld:a,b,c de:a,b,c psc:- fincen:-"},
		{"corporate trustee: 60 x 50 = 30 (AMLR 58(3), FinCEN D.16)", "T trust", []string{"p>C 60", "C>T - trustee", "T>M 50"},
			"amlr:p amld:p de:p psc:p fincen:p"},
		{"revoking settlor with shares of his own (380(d)(2)(ii)(C))", "T trust", []string{"s>T - revocable_settlor", "t>T - trustee", "T>M 20", "s>M 10"},
			"fincen:s amlr:-"},
		{"two trusts of one settlor (AMLR 55)", "T trust U trust", []string{"s>T - settlor", "b>T - beneficiary", "s>U - settlor", "c>U - beneficiary", "T>M 15", "U>M 15"},
			"amlr:s,b,c amld:-"},
		{"two trusts of two settlors", "T trust U trust", []string{"s>T - settlor", "b>T - beneficiary", "r>U - settlor", "c>U - beneficiary", "T>M 15", "U>M 15"}, "amlr:-"},
		{"shares without votes, 54(b)", "", []string{"H>M 60/0", "q>H 30", "r>H 20", "o>M 40/100"}, "amlr:q,o amld:o"},
		{"shares without votes, 54(a)", "", []string{"p>H 60/0", "v>H 40/100", "H>M 30", "w>M 70"}, "amlr:p,v,w amld:v,w"},
		{"a company as beneficiary (AMLR 58(3))", "T trust", []string{"T>M 40", "s>T - settlor", "B>T - beneficiary", "p>B 30", "q>B 70"}, "amlr:s,p,q amld:s,q"},
		{"a trust as beneficiary", "T trust U trust", []string{"T>M 40", "s>T - settlor", "U>T - beneficiary", "x>U - settlor", "y>U - beneficiary"}, "amlr:s,x,y amld:s,x,y"},
		{"trusts that are parties of each other", "T trust U trust", []string{"T>M 40", "s>T - settlor", "U>T - beneficiary", "T>U - beneficiary", "x>U - settlor"}, "amlr:s,x"},
		{"foundation (AMLR 57)", "F foundation", []string{"F>M 100", "f>F - founder", "b>F - board_member", "s>F - supervisory_member", "n>F - beneficiary"},
			"amlr:f,b,s,n amld:f,b,s,n de:f,b,n nl:- psc:-"},
		{"foundation as customer", "M foundation", []string{"f>M - founder", "b>M - board_member"}, "amlr:f,b nl:-"},
		{"class of beneficiaries (AMLR 59)", "T trust c class", []string{"T>M 60", "s>T - settlor", "t>T - trustee", "c>T - beneficiary"}, "amlr:s,t fincen:t cdd:t psc:t"},
		{"several beneficiaries: none alone (380(d)(2)(ii)(C)(2))", "T trust", []string{"T>M 60", "t>T - trustee", "a>T - beneficiary", "b>T - beneficiary"}, "fincen:t cdd:t"},
		{"below the threshold a trust stands for nobody", "T trust", []string{"T>M 20", "s>T - settlor", "t>T - trustee"}, "amlr:- amld:- fincen:- psc:-"},
		{"limited partnership: who directs it", "L partnership", []string{"G>L - general_partner", "g>G 100", "l>L 90 limited_partner", "L>M 30"}, "amlr:g,l psc:g"},
		{"general partnership (Sch. 1A para. 6)", "L partnership", []string{"a>L 20 partner", "b>L 80 partner", "L>M 30"}, "psc:a,b amlr:b"},
		{"fund: the manager decides (AMLR 61)", "M fund", []string{"i>M 30", "j>M 24", "A>M - fund_manager", "m>A 100"}, "amlr:i,m"},
		{"cooperative: one member, one vote", "M cooperative", []string{"a>M 1 member", "b>M 1 member", "d>M - board_member"}, "amlr:-"},
		{"association", "M association", []string{"a>M - board_member", "b>M - member"}, "amlr:- nl:-"},
		{"state", "S state", []string{"S>M 100"}, "amlr:- psc:-"},
		{"nominee: whose shares they are (Sch. 1A para. 19)", "", []string{"n>M 60 nominee", "p>M - nominator", "q>M 40"}, "amlr:p,q amld:p,q psc:p,q fincen:p,q"},
		{"nominee company and its own shares", "", []string{"N>M 30 nominee", "N>M 30", "p>N - nominator", "o>N 100"}, "amlr:o,p"},
		{"nominee for nobody known", "", []string{"n>M 60 nominee", "q>M 40"}, "amlr:q"},
		{"group with a company: who controls it acts", "", []string{"q>H 100", "H>M 20", "p>M 10"}, "amld:p,q"},
	} {
		g := structured(t, c.types, c.relations...)
		if strings.HasPrefix(c.name, "group") {
			g.Groups = []ownership.Group{{ID: "g1", Members: []string{"H", "p"}}}
		}
		a, err := ownership.Compute(g, nil)
		require.NoError(t, err, c.name)
		for _, answer := range strings.Fields(c.want) {
			name, list, _ := strings.Cut(answer, ":")
			want := []string{}
			if list != "-" {
				want = strings.Split(list, ",")
			}
			f := a.Owners(rules[name])
			assert.ElementsMatch(t, want, ids(f.Owners), "%s by %s", c.name, name)
			for _, o := range f.Owners {
				codes(t, f, o.ID)
			}
		}
	}
}

// The rest is split by who has it, and only what is unknown may hide an owner.
func TestRestIsSplit(t *testing.T) {
	for _, c := range []struct {
		name, types string
		relations   []string
		want        string // unknown state listed known_parties below_threshold
		hides       bool
	}{
		{"nothing known", "", []string{"p>M 10"}, "90 0 0 0 0", true},
		{"a state", "S state", []string{"S>H 100", "H>M 60", "p>M 40"}, "0 60 0 0 0", false},
		{"listed parent with one large holder", "L listed_company", []string{"p>L 30", "L>M 100"}, "0 0 70 0 0", false},
		{"listed itself", "M listed_company", []string{"p>M 10"}, "0 0 90 0 0", false},
		{"trust, parties known", "T trust", []string{"T>M 60", "s>T - settlor", "t>T - trustee", "p>M 40"}, "0 0 0 60 0", false},
		{"trust, trustee only", "T trust", []string{"T>M 60", "t>T - trustee", "p>M 40"}, "60 0 0 0 0", true},
		{"trust, party untraced", "T trust", []string{"T>M 60", "s>T - settlor", "C>T - trustee", "p>M 40"}, "60 0 0 0 0", true},
		{"foundation as customer", "M foundation", []string{"b>M - board_member"}, "0 0 0 100 0", false},
		{"foundation, a share and no party", "F foundation", []string{"F>M 60", "p>F 20", "q>M 40"}, "48 0 0 0 0", true},
		{"small members", "M cooperative c class", []string{"c>M 95", "p>M 5"}, "0 0 0 0 95", false},
		{"less than a quarter unknown", "", []string{"p>M 80"}, "20 0 0 0 0", false},
		{"treasury shares", "S state", []string{"S>M 48", "M>M 4", "p>M 48"}, "0 50 0 0 0", false},
	} {
		a, err := ownership.Compute(structured(t, c.types, c.relations...), nil)
		require.NoError(t, err, c.name)
		r := a.OwnershipRest
		got := []string{r.Unknown.String(), r.State.String(), r.Listed.String(), r.KnownParties.String(), r.BelowThreshold.String()}
		for i := range got {
			if got[i] == "" {
				got[i] = "0"
			}
		}
		assert.Equal(t, c.want, strings.Join(got, " "), c.name)
		assert.Equal(t, c.hides, a.Owners(ownership.AMLR()).MayHideOwner, c.name)
	}
}

// Who is not known may control a company between, and be an owner with a small part.
func TestUnknownControllers(t *testing.T) {
	for _, c := range []struct {
		name      string
		types     string
		relations []string
		rules     ownership.RuleSet
		hides     bool
	}{
		{"60 % of H unknown, H has 40: 54(a)", "", []string{"p>M 60", "H>M 40", "q>H 40"}, ownership.AMLR(), true},
		{"likewise by the directive", "", []string{"p>M 60", "H>M 40", "q>H 40"}, ownership.AMLD(), true},
		{"half of H is no majority", "", []string{"p>M 60", "H>M 40", "q>H 50"}, ownership.AMLR(), false},
		{"26 % of what controls M: 54(b)", "", []string{"p>M 40", "H>M 60", "q>H 74"}, ownership.AMLR(), true},
		{"24 % of it", "", []string{"p>M 40", "H>M 60", "q>H 76"}, ownership.AMLR(), false},
		{"multiplied alone, as FinCEN does", "", []string{"p>M 60", "H>M 40", "q>H 40"}, ownership.FINCEN(), false},
		{"votes of H unknown", "", []string{"p>M 60", "H>M 40", "q>H 100/40"}, ownership.AMLD(), true},
		{"what is unknown of H and of M together", "", []string{"p>M 60", "H>M 20", "q>H 40"}, ownership.AMLD(), true},
		{"the rest of H is a state's", "S state", []string{"p>M 60", "H>M 40", "q>H 40", "S>H 60"}, ownership.AMLR(), false},
		{"over-allocated", "", []string{"p>M 60", "H>M 40", "q>H 60", "r>H 50"}, ownership.AMLR(), false},
		{"a control person is not asked for by threshold", "", []string{"p>M 100"}, ownership.FINCENCDD(), false},
		{"a fifth of C and of what holds C, C controls M: 54(b)", "", []string{"p>M 100", "C>M 0 controller", "q>C 20", "D>C 60", "r>D 80"}, ownership.AMLR(), true},
		{"20 % of C, which has 30 % of itself, C controls M", "", []string{"p>M 100", "C>M 0 controller", "q>C 50", "C>C 30"}, ownership.AMLR(), true},
		{"likewise without its own", "", []string{"p>M 100", "C>M 0 controller", "q>C 80"}, ownership.AMLR(), false},
		{"a founder whose owners have no votes", "F foundation", []string{"F>M 60", "C>F - founder", "q>C 100/0", "p>M 40"}, ownership.AMLR(), true},
		{"control, by rules without a threshold", "", []string{"p>M 40"}, ownership.Custom("control", ownership.Percent{}, false, ownership.Control), true},
		{"60 % of H unknown, by rules above it", "", []string{"p>M 20", "H>M 80", "q>H 40"}, ownership.Custom("75", ownership.Whole(75), false, ownership.AttributedVoting), true},
		{"more than a quarter, or a quarter by votes", "", []string{"p>M 75"}, atAQuarter(), true},
		{"an id that looks like nobody", "", []string{"?>M 60", "H>M 40", "q>H 40"}, ownership.AMLR(), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := ownership.Compute(structured(t, c.types, c.relations...), nil)
			require.NoError(t, err)
			f := a.Owners(c.rules)
			assert.Equal(t, c.hides, f.MayHideOwner)
			assert.NotContains(t, ids(f.Owners), "??")
		})
	}
}

// atAQuarter has the same threshold twice, once without the threshold itself.
func atAQuarter() ownership.RuleSet {
	r := ownership.Custom("25", ownership.Whole(25), true, ownership.TotalOwnership)
	r.Tests = append(r.Tests, ownership.Custom("25", ownership.Whole(25), false, ownership.TotalVoting).Tests...)
	return r
}
