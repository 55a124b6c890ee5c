package ownership_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A lawRow is one structure and what the article says of it.
//
// A structure is read from left to right, its parts divided by commas: "p>H 60" is 60 % of
// H, "p>H 60/0" as many shares without votes, "p>H 25..50" a band, "p>T trustee" a role,
// "T is trust" what something is, "H discloses" a company that enters its own owners,
// "p with q" two who act in concert, "p>M 30 until 2024-12-31" a day of the past. Lower-case
// letters are persons, capitals companies, M is the customer, and the day is 1 June 2026.
//
// In want a rule set names its owners; "-e" are legal entities entered in place of
// persons, "-o" the officials, "-h" whether an unknown owner may be hidden, "-p" those who
// may be owners where there are bands. "-" is nobody. "ofac(x)" is what is blocked where x is.
type lawRow struct{ article, structure, want string }

// read is the graph of a row.
func (row lawRow) read(t testing.TB) ownership.Graph {
	t.Helper()
	g := ownership.Graph{Main: "M"}
	at := map[string]int{}
	add := func(id string) {
		if _, known := at[id]; known {
			return
		}
		typ := ownership.Company
		if strings.ToLower(id) == id {
			typ = ownership.Individual
		}
		at[id] = len(g.Entities)
		g.Entities = append(g.Entities, ownership.Entity{ID: id, Type: typ})
	}
	add("M")
	for _, part := range strings.Split(row.structure, ",") {
		words := strings.Fields(part)
		from, to, holds := strings.Cut(words[0], ">")
		add(from)
		switch {
		case holds:
			add(to)
			g.Relations = append(g.Relations, relationOf(t, from, to, words[1:]))
		case words[1] == "is":
			g.Entities[at[from]].Type = ownership.EntityType(words[2])
		case words[1] == "discloses":
			g.Entities[at[from]].Discloses = true
		case words[1] == "with":
			add(words[2])
			g.Groups = append(g.Groups, ownership.Group{ID: part, Members: []string{from, words[2]}})
		default:
			require.Fail(t, "not a part of a structure", part)
		}
	}
	return g
}

func relationOf(t testing.TB, from, to string, words []string) ownership.Relation {
	t.Helper()
	r := ownership.Relation{From: from, To: to}
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch low, high, banded := strings.Cut(w, ".."); {
		case w == "until":
			i++
			require.NoError(t, r.End.UnmarshalText([]byte(words[i])))
		case w == "since":
			i++
			require.NoError(t, r.Start.UnmarshalText([]byte(words[i])))
		case banded:
			r.Band = band(t, low, high)
		case w[0] >= '0' && w[0] <= '9':
			own, vote, differs := strings.Cut(w, "/")
			r.Ownership = pct(t, own)
			if differs {
				r.Voting = pct(t, vote)
			}
		default:
			r.Roles = append(r.Roles, ownership.Role(w))
		}
	}
	return r
}

// The answers of the rule sets, article by article. The rows were worked out from the
// texts and not from the program.
func TestLaw(t *testing.T) {
	opts := &ownership.Options{AsOf: bonafide.Date{Year: 2026, Month: 6, Day: 1}}
	rows := 0
	for _, group := range [][]lawRow{unionLaw, memberStateLaw, kingdomLaw, statesLaw, measuredLaw} {
		for _, row := range group {
			rows++
			t.Run(row.article, func(t *testing.T) { row.holds(t, opts) })
		}
	}
	assert.GreaterOrEqual(t, rows, 80)
}

func (row lawRow) holds(t *testing.T, opts *ownership.Options) {
	g := row.read(t)
	var find func(ownership.RuleSet) (certain, possible ownership.Finding)
	var a *ownership.Analysis
	var err error
	if g.Banded() {
		b, err := ownership.ComputeBounds(g, opts)
		require.NoError(t, err)
		find = b.Owners
	} else {
		a, err = ownership.Compute(g, opts)
		require.NoError(t, err)
		find = func(r ownership.RuleSet) (certain, possible ownership.Finding) { f := a.Owners(r); return f, f }
	}
	for _, answer := range strings.Fields(row.want) {
		name, list, _ := strings.Cut(answer, ":")
		want := []string{}
		if list != "-" {
			want = strings.Split(list, ",")
		}
		if x, ok := strings.CutPrefix(name, "ofac("); ok {
			f, err := a.OFAC50(strings.Split(strings.TrimSuffix(x, ")"), "+")...)
			require.NoError(t, err)
			assert.ElementsMatch(t, want, ids(f.Owners), answer)
			continue
		}
		name, what, _ := strings.Cut(name, "-")
		rules, ok := ownership.RuleSetByName(map[string]string{"de": "amld_de", "fr": "amld_fr", "nl": "amld_nl", "cdd": "fincen_cdd"}[name])
		if !ok {
			rules, ok = ownership.RuleSetByName(name)
		}
		require.True(t, ok, name)
		certain, possible := find(rules)
		for _, o := range certain.Owners {
			codes(t, certain, o.ID)
		}
		switch what {
		case "":
			assert.ElementsMatch(t, want, ids(certain.Owners), answer)
		case "e":
			assert.ElementsMatch(t, want, ids(certain.Entities), answer)
		case "o":
			assert.ElementsMatch(t, want, ids(certain.Officials), answer)
		case "p":
			assert.ElementsMatch(t, want, ids(possible.Owners), answer)
		case "h":
			assert.Equal(t, list == "yes", certain.MayHideOwner, answer)
		default:
			require.Fail(t, "not an answer", answer)
		}
	}
}

// Regulation (EU) 2024/1624, articles 51 to 66.
var unionLaw = []lawRow{
	{"AMLR 52(1): 25 % is enough", "p>M 25, q>M 75", "amlr:p,q"},
	{"AMLR 52(1): a hair less is not", "p>M 24.99999, q>M 75.00001", "amlr:q"},
	{"AMLR 52(1): shares without votes", "p>M 25/0, q>M 75/100", "amlr:p,q"},
	{"AMLR 52(1): votes without shares", "p>M 0/25, q>M 100/75", "amlr:p,q"},
	{"AMLR 52(1): multiplied down the chain", "p>H 50, q>H 50, H>M 50, r>M 50", "amlr:p,q,r"},
	{"AMLR 52(1): below 25 when multiplied, and no layer of control", "p>H 49, q>H 51, H>M 50, r>M 50", "amlr:q,r"},
	{"AMLR 52(1): chains are added", "p>A 50, p>B 50, A>M 20, B>M 30, q>M 50, r>A 50, s>B 50", "amlr:p,q"},
	{"AMLR 52(1): shares and votes of different layers are not multiplied with each other", "p>H 50/0, q>H 50/100, H>M 0/50, r>M 100/50", "amlr:q,r"},
	{"AMLR 52(1): own shares of the customer count for nobody", "p>M 22.5, M>M 10, q>M 67.5", "amlr:p,q"},
	{"AMLR 52(1): a circle between companies is summed to its end", "p>A 20, B>A 80, A>B 90, q>B 10, A>M 100", "amlr:p,q"},
	{"AMLR 53(2)(b): control at every layer, 13 % in the end", "p>A 51, A>B 51, B>M 51", "amlr:p"},
	{"AMLR 53(2)(c): half is not control", "p>H 50, q>H 50, H>M 40, r>M 60", "amlr:r"},
	{"AMLR 53(2)(c): a majority of shares is control, whoever has the votes", "p>H 50.01/0, q>H 49.99/100, H>M 30, r>M 70", "amlr:p,q,r"},
	{"AMLR 53(2)(c): likewise two layers up", "p>A 60/0, v>A 40/100, A>H 60/0, w>H 40/100, H>M 30, r>M 70", "amlr:p,v,w,r"},
	{"AMLR 53(2)(c): shares at one layer, votes at the next", "p>H 60/0, v>H 40/100, H>M 0/60, r>M 100/40", "amlr:p,v,r"},
	{"AMLR 53(3)(a): who appoints the board", "p>M controller, q>M 100", "amlr:p,q"},
	{"AMLR 53(4): an agreement that gives the majority together", "p>M 30, q>M 21, r>M 49, p with q", "amlr:p,q,r"},
	{"AMLR 53(4): an agreement of two below a majority adds nobody", "p>M 15, q>M 15, r>M 70, p with q", "amlr:r"},
	{"AMLR 54(a): control of a company that has 30 %", "p>H 60, q>H 40, H>M 30, r>M 70", "amlr:p,r"},
	{"AMLR 54(a): control by other means of a company that has 25 %", "p>H controller, q>H 100, H>M 25, r>M 75", "amlr:p,q,r"},
	{"AMLR 54(a): of a company that has 24 %", "p>H controller, q>H 100, H>M 24, r>M 76", "amlr:r"},
	{"AMLR 54(a): cumulatively, two companies of 13 and 12 %", "p>A 51, a>A 49, p>B 51, b>B 49, A>M 13, B>M 12, r>M 75", "amlr:p,r"},
	{"AMLR 54(b): 25 % of a company that controls", "p>H 25, q>H 75, H>M 60, r>M 40", "amlr:p,q,r"},
	{"AMLR 54(b): 24 % of it", "p>H 24, q>H 76, H>M 60, r>M 40", "amlr:q,r"},
	{"AMLR 54(b): an indirect interest in it", "p>A 50, a>A 50, A>H 50, h>H 50, H>M 51, r>M 49", "amlr:p,a,h,r"},
	{"AMLR 54(b): it controls by other means", "p>H 30, q>H 70, H>M 5 controller, r>M 95", "amlr:p,q,r"},
	{"AMLR 54(b): a listed company between", "L is listed_company, p>L 30, L>M 60, r>M 40", "amlr:p,r amlr-h:no"},
	{"AMLR 55: a trust with 25 %", "T is trust, T>M 25, s>T settlor, t>T trustee, b>T beneficiary, r>M 75", "amlr:s,t,b,r"},
	{"AMLR 55: a trust with 24 %", "T is trust, T>M 24, s>T settlor, t>T trustee, b>T beneficiary, r>M 76", "amlr:r"},
	{"AMLR 55: a trust with 30 % of a company that controls", "T is trust, T>H 30, q>H 70, H>M 60, r>M 40, s>T settlor, t>T trustee", "amlr:s,t,q,r"},
	{"AMLR 55: a trust that controls a company with 30 %", "T is trust, T>H 60, q>H 40, H>M 30, r>M 70, s>T settlor, t>T trustee", "amlr:s,t,r"},
	{"AMLR 55: two trusts of one settlor together", "T is trust, U is trust, T>M 12.5, U>M 12.5, s>T settlor, s>U settlor, a>T trustee, b>U trustee, r>M 75", "amlr:s,a,b,r"},
	{"AMLR 55: a trust and a foundation of one person together", "T is trust, F is foundation, T>M 15, F>M 10, s>T settlor, s>F founder, a>T trustee, b>F board_member, r>M 75", "amlr:s,a,b,r"},
	{"AMLR 57(1): a foundation as customer", "M is foundation, f>M founder, b>M board_member, v>M supervisory_member, n>M beneficiary, c>M controller", "amlr:f,b,v,n,c amlr-h:no"},
	{"AMLR 57(1): a foundation between", "F is foundation, F>H 100, H>M 40, f>F founder, b>F board_member, r>M 60", "amlr:f,b,r"},
	{"AMLR 57(2): a company on the board of a foundation", "M is foundation, B>M board_member, p>B 60, q>B 25, r>B 15, f>M founder", "amlr:p,q,f"},
	{"AMLR 58(1): a trust as customer", "M is trust, s>M settlor, t>M trustee, x>M protector, b>M beneficiary, c>M controller", "amlr:s,t,x,b,c"},
	{"AMLR 58(3): a trust company as trustee", "M is trust, C>M trustee, p>C 30, q>C 70, s>M settlor", "amlr:p,q,s"},
	{"AMLR 58(3): a trust as beneficiary of a trust", "M is trust, T is trust, s>M settlor, T>M beneficiary, u>T trustee, v>T beneficiary", "amlr:s,u,v"},
	{"AMLR 58(3): a foundation as protector", "M is trust, s>M settlor, F>M protector, F is foundation, b>F board_member, f>F founder", "amlr:s,b,f"},
	{"AMLR 58(3): a listed company as trustee", "M is trust, s>M settlor, L>M trustee, L is listed_company", "amlr:s amlr-h:no"},
	{"AMLR 59: a class of beneficiaries", "M is trust, s>M settlor, t>M trustee, K>M beneficiary, K is class", "amlr:s,t amlr-h:no"},
	{"AMLR 60: objects of a power, and who takes in default", "M is trust, s>M settlor, t>M trustee, O>M beneficiary, O is class, d>M beneficiary", "amlr:s,t,d"},
	{"AMLR 61(a): a quarter of the units of a fund", "M is fund, p>M 25, q>M 24, F is class, F>M 51", "amlr:p"},
	{"AMLR 61(b): who defines what a fund invests in", "M is fund, A>M fund_manager, p>A 100, F is class, F>M 100", "amlr:p"},
	{"AMLR 61(b): a third of the manager defines nothing", "M is fund, A>M fund_manager, p>A 65, q>A 35, F is class, F>M 100", "amlr:p"},
	{"AMLR 61(a): units held by a company that somebody controls", "M is fund, p>H 100, H>M 30, F is class, F>M 70", "amlr:p"},
	{"AMLR 61(a): units multiplied to 18 %: 54(a) is not about funds", "M is fund, p>H 60, q>H 40, H>M 30, F is class, F>M 70", "amlr:-"},
	{"AMLR 54(a): the manager of a fund that has 30 % of the customer", "U is fund, A>U fund_manager, p>A 100, F is class, F>U 100, U>M 30, r>M 70", "amlr:p,r"},
	{"AMLR 63(4): nobody is found, the senior managers are", "p>M 20, F is class, F>M 80, d>M legal_representative, e>M board_member", "amlr:- amlr-o:d,e"},
	{"AMLR 63(4): not where somebody is found", "p>M 100, d>M legal_representative", "amlr:p amlr-o:-"},
	{"AMLR 63(4): an association", "M is association, a>M member, b>M board_member", "amlr:- amlr-o:b"},
	{"AMLR 63(4): a cooperative of equals", "M is cooperative, a>M 10 member, b>M 10 member, F is class, F>M 80, c>M board_member", "amlr:- amlr-o:c amlr-h:no"},
	{"AMLR 52(1): a member with a quarter of a cooperative", "M is cooperative, a>M 25 member, F is class, F>M 75", "amlr:a"},
	{"AMLR 52(1), 53: a general partner and a large limited one", "M is partnership, G>M general_partner, g>G 100, l>M 90 limited_partner, k>M 10 limited_partner", "amlr:g,l"},
	{"AMLR 52(1): members of an LLP", "M is llp, a>M 25 member, b>M 75 member", "amlr:a,b"},
	{"AMLR 52(1): members of an LLP whose parts are not known", "M is llp, a>M member, b>M member", "amlr:- amlr-h:yes"},
	{"AMLR 52(1): partners whose parts are not known", "P is partnership, P>M 60, a>P partner, b>P partner, r>M 40", "amlr:r amlr-h:yes"},
	{"AMLR 54(a): general and limited partner of what has 30 %", "L is partnership, G>L general_partner, g>G 100, l>L 90 limited_partner, L>M 30, r>M 70", "amlr:g,l,r"},
	{"AMLR 53(4): two who control a company in concert that controls", "p>H 30, q>H 21, r>H 49, H>M 60, s>M 40, p with q", "amlr:p,q,r,s amld:p,q,s"},
	{"AMLR 55: a trust that controls by other means", "T is trust, T>M controller, s>T settlor, t>T trustee, r>M 100", "amlr:s,t,r amld:s,t,r psc:t,r fincen:t,r cdd:r"},
	{"AMLR 58(1): who was trustee is not", "T is trust, T>M 30, s>T settlor, t>T trustee until 2020-01-01, u>T trustee since 2020-01-02, r>M 70", "amlr:s,u,r psc:u,r fincen:u,r"},
	{"AMLR 57(2): a foundation that founded a foundation", "F is foundation, G is foundation, F>M 100, G>F founder, b>F board_member, g>G founder, h>G board_member", "amlr:b,g,h amld:b,g,h"},
	{"AMLR 58(3): trusts that are settlors of each other", "M is trust, T is trust, T>M settlor, M>T settlor, x>M trustee, y>T trustee", "amlr:x,y amlr-h:yes"},
	{"AMLR 52(1): own shares of a company between", "p>H 45, H>H 10, q>H 45, H>M 50, r>M 50", "amlr:p,q,r amld:r psc:r"},
	{"AMLR 63(4): a corporate director, and who directs it", "S is state, S>M 100, C>M legal_representative, d>C legal_representative", "amlr:- amlr-o:d"},
	{"AMLR 65: a state and a private owner", "S is state, S>M 70, p>M 30, d>M legal_representative", "amlr:p amlr-o:- amlr-h:no"},
	{"AMLR 65: a listed customer", "M is listed_company, F is class, F>M 95, p>M 5", "amlr:- amlr-h:no"},
	{"AMLR 65: a listed parent whose holders are not known", "L is listed_company, L>M 100", "amlr:- amlr-h:no"},
	{"AMLR 65: a state through its companies", "S is state, S>A 100, A>B 100, B>M 100", "amlr:- amlr-h:no"},
	{"AMLR 65: a body under public law", "B is state_body, B>M 100, d>M legal_representative", "amlr:- amlr-o:d amlr-h:no"},
	{"AMLR 66: a nominee holds for somebody", "n>M 60 nominee, p>n nominator, q>M 40", "amlr:p,q"},
	{"AMLR 66: a nominee company holds for a company", "N>M 60 nominee, H>N nominator, p>H 100, o>N 100, q>M 40", "amlr:p,q"},
	{"AMLR 66: a nominee for a nominee", "n>M 60 nominee, k>n nominator, p>k nominator, q>M 40", "amlr:p,q amld:p,q psc:p,q fincen:p,q"},
	{"AMLR 66: nominees for one another", "n>M 60 nominee, k>n nominator, n>k nominator, q>M 40", "amlr:q amlr-h:yes"},
	{"AMLR 66: a trust holds through a nominee company", "T is trust, N>M 30 nominee, T>N nominator, s>T settlor, t>T trustee, o>N 100, r>M 70", "amlr:s,t,r psc:t,r fincen:t,r"},
	{"AMLR 66: a nominee for two, of whom nobody says who has what", "n>M 60 nominee, p>n nominator, o>n nominator, q>M 40", "amlr:q amlr-h:yes"},
}

// Directive (EU) 2015/849 as it is, and as three member states have it.
var memberStateLaw = []lawRow{
	{"AMLD 3(6)(a)(i): exactly 25 % is not more", "p>M 25, q>M 75", "amld:q de:q fr:q nl:q"},
	{"AMLD 3(6)(a)(i): 25 % plus one share", "p>M 25.01, q>M 74.99", "amld:p,q de:p,q fr:p,q nl:p,q"},
	{"AMLD 3(6)(a)(i): what a company under control has counts in full", "p>H 51, q>H 49, H>M 26, r>M 74", "amld:p,r de:p,r fr:p,r nl:p,r"},
	{"AMLD 3(6)(a)(i): several companies under control", "p>A 51, a>A 49, p>B 51, b>B 49, A>M 13, B>M 13, r>M 74", "amld:p,r de:p,r fr:p,r"},
	{"GwG § 3(2): halves of a holding control nothing", "p>H 50, q>H 50, H>M 100", "amld:- de:-"},
	{"CMF R. 561-1: halves of a holding are half of the company", "p>H 50, q>H 50, H>M 100", "fr:p,q"},
	{"Uitvoeringsbesluit Wwft 3(1)(a): halves of a holding are half of the company", "p>H 50, q>H 50, H>M 100", "nl:p,q"},
	{"CMF R. 561-1: multiplied to 24 %, and no control", "p>H 40, q>H 60, H>M 60, r>M 40", "fr:q,r nl:q,r de:q,r"},
	{"GwG § 3(2) sentence 4: dominance by other means", "p>H controller, q>H 100, H>M 60, r>M 40", "de:p,q,r fr:p,q,r nl:p,q,r"},
	{"GwG § 3(2) sentence 5: legal representatives where nobody is found", "p>M 20, F is class, F>M 80, d>M legal_representative", "de:- de-o:d fr-o:d nl-o:d amld-o:d"},
	{"GwG § 3(2) sentence 1: a listed company is excepted", "M is listed_company, F is class, F>M 90, p>M 10", "de:- de-h:no"},
	{"GwG § 3(3): a foundation, without its supervisory body", "M is foundation, f>M founder, b>M board_member, v>M supervisory_member, n>M beneficiary", "de:f,b,n amld:f,b,v,n"},
	{"GwG § 3(3) no. 6: who dominates a company on the board", "M is foundation, B>M board_member, p>B 51, q>B 49", "de:p"},
	{"GwG § 3(3): a trust with more than a quarter", "T is trust, T>M 26, s>T settlor, t>T trustee, x>T protector, b>T beneficiary, r>M 74", "de:s,t,x,b,r fr:s,t,x,b,r nl:s,t,x,b,r amld:s,t,x,b,r"},
	{"GwG § 3(3): a trust with a quarter", "T is trust, T>M 25, s>T settlor, t>T trustee, r>M 75", "de:r fr:r nl:r amld:r"},
	{"CMF R. 561-3: the representatives of a foundation where nobody is found", "M is foundation, f>M founder, b>M board_member, d>M legal_representative", "fr:- fr-o:b,d"},
	{"CMF R. 561-3-0: a fiducie as customer", "M is trust, s>M settlor, t>M trustee, x>M protector, b>M beneficiary", "fr:s,t,x,b"},
	{"Uitvoeringsbesluit Wwft 3(1)(c): the board of a stichting where nobody is found", "M is foundation, b>M board_member, c>M board_member", "nl:- nl-o:b,c"},
	{"Uitvoeringsbesluit Wwft 3(1)(c): a stichting that somebody decides for", "M is foundation, c>M controller, b>M board_member", "nl:c nl-o:-"},
	{"Uitvoeringsbesluit Wwft 3(1)(d), 3(6): all partners where nobody is found, but limited ones", "M is partnership, a>M 20 partner, b>M 20 partner, c>M 20 partner, d>M 20 partner, e>M 20 limited_partner", "nl:- nl-o:a,b,c,d"},
	{"Uitvoeringsbesluit Wwft 3(1)(f): a trust as customer", "M is trust, s>M settlor, t>M trustee, b>M beneficiary", "nl:s,t,b"},
	{"AMLD 3(6)(a)(i): two in concert", "p>M 15, q>M 15, r>M 70, p with q", "amld:p,q,r de:p,q,r"},
	{"AMLD 3(6)(a)(i): a nominee", "n>M 30 nominee, p>n nominator, q>M 70", "amld:p,q de:p,q fr:p,q nl:p,q"},
	{"AMLD 3(6)(a)(i): a band that lies above a quarter, and one that may", "p>M 25.01..50, q>M 20..30, r>M 40..50", "amld:p,r amld-p:p,q,r"},
	{"GwG § 3(2): votes, not shares, dominate a holding", "p>H 60/0, v>H 40/100, H>M 30, w>M 70", "de:v,w"},
}

// Companies Act 2006, Part 21A and Schedule 1A.
var kingdomLaw = []lawRow{
	{"Sch. 1A para. 2: more than 25 % of the shares", "p>M 25, q>M 25.5, r>M 49.5", "psc:q,r"},
	{"Sch. 1A para. 3: votes without shares", "p>M 0/26, q>M 100/74", "psc:p,q"},
	{"Sch. 1A para. 5: significant control by other means", "p>M controller, q>M 100", "psc:p,q"},
	{"Sch. 1A para. 18: a majority stake in each link but the last", "p>A 51, a>A 49, A>B 51, b>B 49, B>M 26, r>M 74", "psc:p,r"},
	{"Sch. 1A para. 18: half is no majority stake", "p>A 50, q>A 50, A>M 100", "psc:-"},
	{"Sch. 1A para. 18: shares without votes are no majority stake", "p>A 60/0, v>A 40/100, A>M 30, r>M 70", "psc:v,r"},
	{"Sch. 1A para. 18: what is held directly and through others is added", "p>M 10, p>A 51, a>A 49, A>M 16, r>M 74", "psc:p,r"},
	{"Sch. 1A para. 12: a joint arrangement counts for each", "p>M 15, q>M 15, r>M 70, p with q", "psc:p,q,r"},
	{"Sch. 1A para. 12: with a British company, which is entered itself", "H discloses, q>H 100, H>M 20, p>M 10, r>M 70, H with p", "psc:p,r psc-e:H"},
	{"Sch. 1A para. 6: trustees, not beneficiaries", "T is trust, T>M 30, t>T trustee, b>T beneficiary, s>T settlor, r>M 70", "psc:t,r"},
	{"Sch. 1A para. 6: who controls the trust, and who may revoke it", "T is trust, T>M 30, t>T trustee, s>T revocable_settlor, c>T controller, r>M 70", "psc:t,s,c,r"},
	{"Sch. 1A para. 6: a British company as trustee is entered itself", "T is trust, T>M 30, C>T trustee, C discloses, p>C 100, r>M 70", "psc:r psc-e:C"},
	{"Sch. 1A para. 6: a foreign company as trustee is looked through", "T is trust, T>M 30, C>T trustee, p>C 60, q>C 40, r>M 70", "psc:p,r psc-e:-"},
	{"Sch. 1A para. 6: partners of a firm, not its limited ones", "L is partnership, L>M 30, a>L partner, b>L general_partner, c>L 90 limited_partner, r>M 70", "psc:a,b,r"},
	{"Sch. 1A para. 25: being a limited partner alone does not do", "L is partnership, L>M 60, c>L 100 limited_partner, r>M 40", "psc:r"},
	{"Sch. 1A para. 19: a nominee", "n>M 60 nominee, p>n nominator, r>M 40", "psc:p,r"},
	{"s. 790C(6): a British company in place of its owners", "H discloses, p>H 100, H>M 60, r>M 40", "psc:r psc-e:H"},
	{"s. 790C(8): the first in the chain alone", "G discloses, H discloses, p>G 100, G>H 100, H>M 100", "psc:- psc-e:H"},
	{"s. 790C(4): who has a part beside it is entered as well", "H discloses, p>H 100, H>M 60, p>M 5, r>M 35", "psc:p,r psc-e:H"},
	{"s. 790C(7): a listed company in place of its owners", "L is listed_company, p>L 60, L>M 100", "psc:- psc-e:L"},
	{"s. 790C(12): a state is entered", "S is state, S>A 100, A>M 30, r>M 70", "psc:r psc-e:S"},
	{"s. 790C(6): a British LLP that appoints the board", "H is llp, H discloses, H>M controller, p>H 100 member, r>M 100", "psc:r psc-e:H"},
	{"Sch. 1A para. 12: a trust and its settlor's brother in concert", "T is trust, T>M 15, p>M 15, s>T settlor, t>T trustee, T with p, r>M 70", "psc:p,t,r amld:p,s,t,r"},
	{"s. 790C: a British company below 25 % is not entered", "H discloses, p>H 100, H>M 25, r>M 75", "psc:r psc-e:-"},
	{"Sch. 1A para. 14: votes of the company's own shares do not count", "p>M 24, M>M 10, r>M 66", "psc:p,r"},
	{"LLP Regulations 2016: surplus assets and votes of an LLP", "M is llp, a>M 30 member, b>M 25 member, c>M 45 member", "psc:a,c"},
	{"Register bands: above 25 to 50 is certain", "p>M 25.000001..50, q>M 50.000001..74.999999", "psc:p,q psc-p:p,q"},
	{"Register: a person that has ceased", "p>M 60 until 2024-12-31, q>M 60 since 2025-01-01, r>M 40", "psc:q,r amlr:q,r"},
}

// 31 CFR 1010.380 (reports of companies) and 1010.230 (customer due diligence), and the
// 50 percent rule of OFAC.
var statesLaw = []lawRow{
	{"1010.380(d)(2): 25 % is enough", "p>M 25, q>M 24.99, r>M 50.01", "fincen:p,r cdd:p,r"},
	{"1010.380(d)(2)(iii): the greater of vote and value", "p>M 10/25, q>M 25/10, r>M 65/65", "fincen:p,q,r"},
	{"1010.230(d)(1): equity alone", "p>M 10/25, q>M 25/10, r>M 65/65", "cdd:q,r"},
	{"1010.380(d)(2)(ii)(D): through entities, multiplied", "p>H 50, q>H 50, H>M 50, r>M 50", "fincen:p,q,r cdd:p,q,r"},
	{"1010.380(d)(1): substantial control", "p>M controller, q>M 20, F is class, F>M 80", "fincen:p cdd:-"},
	{"1010.380(d)(1)(i)(A), 1010.230(d)(2): senior officers always", "p>M 100, d>M legal_representative", "fincen:p fincen-o:d cdd:p cdd-o:d"},
	{"1010.380(d)(2)(ii)(C)(1): the trustee", "T is trust, T>M 25, t>T trustee, s>T settlor, a>T beneficiary, b>T beneficiary, r>M 75", "fincen:t,r cdd:t,r"},
	{"1010.380(d)(2)(ii)(C)(2): the only beneficiary", "T is trust, T>M 25, t>T trustee, b>T beneficiary, r>M 75", "fincen:t,b,r cdd:t,r"},
	{"1010.380(d)(2)(ii)(C)(3): who may revoke", "T is trust, T>M 25, t>T trustee, s>T revocable_settlor, K is class, K>T beneficiary, r>M 75", "fincen:t,s,r cdd:t,r"},
	{"1010.380(d)(2)(ii)(C): a trust company: 60 of 50", "T is trust, T>M 50, C>T trustee, p>C 60, q>C 40, r>M 50", "fincen:p,r"},
	{"1010.380(d)(2)(ii)(C): 15 of a trust and 10 of one's own", "T is trust, T>M 15, t>T trustee, t>M 10, r>M 75", "fincen:t,r"},
	{"1010.380(d)(2)(ii)(A): joint holders, each of all that they hold", "p>M 15, q>M 10, r>M 75, p with q", "fincen:p,q,r cdd:r"},
	{"1010.380(d)(2)(ii)(A): joint holders of less", "p>M 15, q>M 9.99, r>M 75.01, p with q", "fincen:r"},
	{"1010.380(d)(2)(ii)(A), (D): jointly, one of them through a company", "p>H 40, s>H 60, H>M 25, q>M 15, r>M 60, p with q", "fincen:p,q,r cdd:r"},
	{"1010.380(d)(2)(ii)(A): with a company that one of them holds, once", "p>H 100, H>M 14, q>M 10, r>M 76, H with p", "fincen:r"},
	{"1010.380(d)(2)(ii)(A): with a company of somebody else", "s>H 100, H>M 14, p>M 11, r>M 75, H with p", "fincen:s,p,r"},
	{"1010.230(d)(3): nobody behind a listed company with a quarter", "L is listed_company, p>L 100, L>M 25, r>M 75", "cdd:r cdd-h:no fincen:p,r amlr:p,r"},
	{"1010.230(d)(3): a listed company with less is looked through", "L is listed_company, p>L 100, L>M 20, p>M 5, r>M 75", "cdd:p,r"},
	{"1010.230(d)(3): what somebody has beside it counts alone", "L is listed_company, p>L 100, L>M 60, p>M 20, q>M 20", "cdd:- cdd-h:no"},
	{"1010.230(d)(3): a listed company further up", "L is listed_company, p>L 60, L>H 60, H>M 100, q>H 40", "cdd:q"},
	{"1010.230(d)(3): nobody behind a public body", "B is state_body, p>B 100, B>M 100", "cdd:- cdd-h:no"},
	{"1010.380(d)(3)(ii): a nominee", "n>M 60 nominee, p>n nominator, r>M 40", "fincen:p,r cdd:p,r"},
	{"1010.380(d)(2): a partnership's capital, and who directs it", "M is partnership, G>M general_partner, g>G 100, l>M 75 limited_partner, k>M 25 limited_partner", "fincen:g,l,k cdd:l,k"},
	{"1010.230(e)(2): a listed customer", "M is listed_company, F is class, F>M 100, d>M legal_representative", "cdd:- cdd-o:d cdd-h:no"},
	{"1010.380(d)(1): control through a majority at every layer", "p>A 51, a>A 49, A>M 51, r>M 49", "fincen:p,r"},
	{"OFAC FAQ 401: half of half", "x>A 50, A>M 50, r>M 50", "ofac(x):A,M"},
	{"OFAC FAQ 401: a quarter is nothing to hand on", "x>A 25, A>M 100", "ofac(x):-"},
	{"OFAC FAQ 399: two persons together", "x>M 25, y>M 25, r>M 50", "ofac(x+y):M ofac(x):-"},
	{"OFAC FAQ 398: control is not ownership", "x>M 1/99, r>M 99/1", "ofac(x):-"},
	{"OFAC FAQ 401: own shares are not outstanding", "x>M 45, M>M 10, r>M 45", "ofac(x):M"},
	{"OFAC FAQ 401: through a nominee", "n>M 50 nominee, x>n nominator, r>M 50", "ofac(x):M"},
}

// What holds under each rule set at once.
var measuredLaw = []lawRow{
	{"nothing known", "p>M 10", "amlr:- amld:- psc:- fincen:- cdd:- amlr-h:yes amld-h:yes psc-h:yes fincen-h:yes"},
	{"a relation that has not begun", "p>M 60 since 2027-01-01, q>M 40", "amlr:q amld:q psc:q fincen:q"},
	{"a relation that ends on the day counts on it", "p>M 60 until 2026-06-01, q>M 40", "amlr:p,q amld:p,q psc:p,q fincen:p,q"},
	{"a part below the customer names nobody", "p>M 100, M>D 60, q>D 40", "amlr:p amld:p psc:p fincen:p"},
	{"several classes of shares of one holder", "p>M 10, p>M 16, q>M 74", "amlr:p,q amld:p,q psc:p,q fincen:p,q"},
}
