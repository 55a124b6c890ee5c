package ownership

import "github.com/bonafide-go/bonafide"

// trustRoles and foundationRoles are the positions whose holders are beneficial owners
// of a trust, and the like positions of a foundation, in European law.
func trustRoles() []Role {
	return []Role{Settlor, RevocableSettlor, Founder, Trustee, Protector, Beneficiary, Controller}
}

func foundationRoles() []Role {
	return append(trustRoles(), BoardMember, SupervisoryMember, LegalRepresentative)
}

// AMLR is Regulation (EU) 2024/1624, articles 51 to 65, which applies from 10 July
// 2027: 25 % or more of shares or votes, multiplied down the chains, or control,
// always both assessed, or ownership interest and control at different layers of
// one chain. Article 54 is read so: (a) whoever controls a company with a direct
// part of main, if that and what the person has beside it come to the threshold;
// (b) whoever has an ownership interest in a company that controls main. Trusts and
// foundations stand for all their parties, alone or with others of the same settlor
// (55, 57, 58), and a company among the parties for its own beneficial owners. Of a
// class of beneficiaries nobody is named (59). Of a fund are those who have a quarter of the
// units, and those who define what it invests in or control it by other means (61, in
// place of 51 to 54).
func AMLR() RuleSet { return AMLRAt(Whole(25)) }

// AMLRAt is AMLR at the lower threshold that may be set for categories of higher
// risk (article 52(2): as a rule at most 15 %).
func AMLRAt(threshold Percent) RuleSet {
	const act = "Regulation (EU) 2024/1624, art. "
	return RuleSet{
		Name: "amlr",
		Tests: []Test{
			{Code: "52:ownership", Source: act + "52(1)", Measures: []Measure{TotalOwnership}, Threshold: threshold},
			{Code: "52:voting", Source: act + "52(1)", Measures: []Measure{TotalVoting}, Threshold: threshold},
			{Code: "53:ownership>50", Source: act + "53(2)(c)", Measures: []Measure{TotalOwnership, TotalVoting}, Threshold: Whole(50), MoreThan: true},
			{Code: "53:chain", Source: act + "53(2)(b)", Measures: []Measure{Control}},
			{Code: "54a", Source: act + "54(a)", Measures: []Measure{InterestOfControlled}, Threshold: threshold},
			{Code: "54b", Source: act + "54(b)", Measures: []Measure{InterestInController}, Threshold: threshold},
		},
		Funds: []Test{
			{Code: "61:units", Source: act + "61(a)", Measures: []Measure{TotalOwnership}, Threshold: threshold},
			{Code: "61:control", Source: act + "61(b), (c)", Measures: []Measure{Control}},
		},
		Parties: []Standing{
			{Types: []EntityType{Trust}, Roles: trustRoles(), Source: act + "58"},
			{Types: []EntityType{Foundation}, Roles: foundationRoles(), Source: act + "57"},
		},
		Cumulate:         true,
		MajorityOfShares: true,
		Officials:        act + "63(4)",
	}
}

// AMLD is Directive (EU) 2015/849, article 3(6), in force until the AMLR applies: more
// than 25 % of shares or votes, held directly or by companies under the person's
// control, or control by other means. Nothing is multiplied. Trusts and foundations
// stand for all their parties, a company among them for those who control it. See
// [AMLDIn] for how member states put it into law.
func AMLD() RuleSet {
	const act = "Directive (EU) 2015/849, art. 3(6)"
	return RuleSet{
		Name: "amld",
		Tests: []Test{
			{Code: "3(6):ownership", Source: act + "(a)(i)", Measures: []Measure{AttributedOwnership}, Threshold: Whole(25), MoreThan: true},
			{Code: "3(6):voting", Source: act + "(a)(i)", Measures: []Measure{AttributedVoting}, Threshold: Whole(25), MoreThan: true},
			{Code: "3(6):control", Source: act + "(a)(i)", Measures: []Measure{Control}},
		},
		Parties: []Standing{
			{Types: []EntityType{Trust}, Roles: trustRoles(), Source: act + "(b)"},
			{Types: []EntityType{Foundation}, Roles: foundationRoles(), Source: act + "(c)"},
		},
		PartiesByControl: true,
		Officials:        act + "(a)(ii)",
	}
}

// AMLDIn is the directive as a member state has put it into law: Germany, France and
// the Netherlands are known, any other country gets [AMLD] itself. A host calls it for
// the jurisdiction of its customer.
func AMLDIn(country bonafide.Country) RuleSet {
	switch country {
	case "DE":
		return germany()
	case "FR":
		return france()
	case "NL":
		return netherlands()
	}
	return AMLD()
}

// germany is the Geldwäschegesetz: as the directive, with foundations and trusts by
// § 3(3), which names who dominates an entity among their parties.
func germany() RuleSet {
	const act = "GwG § 3"
	return RuleSet{
		Name: "amld_de",
		Tests: []Test{
			{Code: "3(2):1", Source: act + "(2) no. 1", Measures: []Measure{AttributedOwnership}, Threshold: Whole(25), MoreThan: true},
			{Code: "3(2):2", Source: act + "(2) no. 2", Measures: []Measure{AttributedVoting}, Threshold: Whole(25), MoreThan: true},
			{Code: "3(2):3", Source: act + "(2) no. 3", Measures: []Measure{Control}},
		},
		Parties: []Standing{{
			Types: []EntityType{Trust}, Roles: trustRoles(), Source: act + "(3)",
		}, {
			// the supervisory body of a foundation is not named
			Types:  []EntityType{Foundation},
			Roles:  append(trustRoles(), BoardMember, LegalRepresentative),
			Source: act + "(3)",
		}},
		PartiesByControl: true,
		Officials:        act + "(2) sentence 5",
	}
}

// france is the Code monétaire et financier: more than 25 % of capital or votes,
// directly or indirectly, multiplied along the chain, or control. Foundations have no
// rule of parties, a fiducie has.
func france() RuleSet {
	const act = "Code monétaire et financier, art. R. 561-"
	return RuleSet{
		Name: "amld_fr",
		Tests: []Test{
			{Code: "R561-1:capital", Source: act + "1", Measures: []Measure{TotalOwnership}, Threshold: Whole(25), MoreThan: true},
			{Code: "R561-1:votes", Source: act + "1", Measures: []Measure{TotalVoting}, Threshold: Whole(25), MoreThan: true},
			{Code: "R561-1:control", Source: act + "1", Measures: []Measure{Control}},
			{Code: "R561-1:chain", Source: act + "1", Measures: []Measure{InterestOfControlled}, Threshold: Whole(25), MoreThan: true},
		},
		Parties:          []Standing{{Types: []EntityType{Trust}, Roles: trustRoles(), Source: act + "3-0"}},
		PartiesByControl: true,
		Officials:        act + "1",
	}
}

// netherlands is the Uitvoeringsbesluit Wwft 2018: companies, other legal entities,
// foundations among them, and partnerships by more than 25 % of shares, interest or votes,
// directly or indirectly, all ways added up, or control; the whole board, or all partners,
// where nobody is found. What is held indirectly is read both ways: multiplied, and in
// full through companies under control.
func netherlands() RuleSet {
	const act = "Uitvoeringsbesluit Wwft 2018, art. 3(1)"
	return RuleSet{
		Name: "amld_nl",
		Tests: []Test{
			{Code: "3(1):interest", Source: act, Measures: []Measure{TotalOwnership, AttributedOwnership}, Threshold: Whole(25), MoreThan: true},
			{Code: "3(1):votes", Source: act, Measures: []Measure{TotalVoting, AttributedVoting}, Threshold: Whole(25), MoreThan: true},
			{Code: "3(1):control", Source: act, Measures: []Measure{Control}},
		},
		Parties:          []Standing{{Types: []EntityType{Trust}, Roles: trustRoles(), Source: act + "(f)"}},
		PartiesByControl: true,
		Officials:        "Uitvoeringsbesluit Wwft 2018, art. 3(6)",
	}
}
