package ownership

// PSC is the register of people with significant control of the United Kingdom,
// Companies Act 2006, Schedule 1A: more than 25 % of shares or votes, held
// directly or through entities each of which the one above has a majority stake
// in, or control. What a trust or a firm holds is held by its trustees or partners
// (para. 6), by whoever may revoke it, and by whoever has significant control over it; a limited
// partner does not hold by being one (para. 25). Legal entities that disclose their own owners
// are entered in place of the persons behind them, and states as if they were persons
// (s. 790C(12)).
func PSC() RuleSet {
	const act = "Companies Act 2006, Sch. 1A para. "
	return RuleSet{
		Name: "psc",
		Tests: []Test{
			{Code: "psc:1", Source: act + "2", Measures: []Measure{AttributedOwnership}, Threshold: Whole(25), MoreThan: true},
			{Code: "psc:2", Source: act + "3", Measures: []Measure{AttributedVoting}, Threshold: Whole(25), MoreThan: true},
			{Code: "psc:4", Source: act + "5", Measures: []Measure{Control}},
		},
		Held: []Standing{
			{Types: []EntityType{Trust}, Roles: []Role{Trustee, RevocableSettlor}, Source: act + "6"},
			{Types: []EntityType{Partnership}, Roles: []Role{GeneralPartner, Partner}, Source: act + "6"},
		},
		Uncounted:   Standing{Types: []EntityType{Partnership}, Roles: []Role{LimitedPartner}, Source: act + "25"},
		Officials:   "Money Laundering Regulations 2017, reg. 28(6) to (8)",
		Registrable: true,
	}
}

// FINCEN is the rule of the US Financial Crimes Enforcement Network on reporting
// companies: 25 % or more of the ownership interests, by value or by vote, directly or indirectly
// (multiplied), or substantial control. What a trust holds is held by its trustee, by
// the only beneficiary, and by a settlor that may revoke it. Who holds jointly, or by an
// arrangement, holds what all of them do. A control person is named in any case.
//
// Not judged is who need not report: whether main is one of the kinds of company that 31 CFR
// 1010.380(c)(2) exempts, domestic ones since 2025 among them, and whether a company above it
// is, which main may name in place of whoever owns through such companies alone
// ((b)(2)(i)). Its owners are named all the same, which the rule allows.
func FINCEN() RuleSet {
	const rule = "31 CFR 1010."
	return RuleSet{
		Name: "fincen",
		Tests: []Test{
			{Code: "25:ownership", Source: rule + "380(d)(2)", Measures: []Measure{TotalOwnership}, Threshold: Whole(25)},
			{Code: "25:voting", Source: rule + "380(d)(2)", Measures: []Measure{TotalVoting}, Threshold: Whole(25)},
			{Code: "control", Source: rule + "380(d)(1)", Measures: []Measure{Control}},
		},
		Held: []Standing{
			{Types: []EntityType{Trust}, Roles: []Role{Trustee, RevocableSettlor, Beneficiary}, Source: rule + "380(d)(2)(ii)(C)"},
			{Types: []EntityType{Foundation}, Roles: []Role{Trustee, BoardMember, RevocableSettlor, Beneficiary}, Source: rule + "380(d)(2)(ii)(C)"},
		},
		Jointly:         true, // 31 CFR 1010.380(d)(2)(ii)(A)
		Officials:       rule + "380(d)(1)(i)(A)",
		AlwaysOfficials: true,
	}
}

// FINCENCDD is the customer due diligence rule of the same authority for financial
// institutions: 25 % or more of the equity, directly or indirectly; of a trust that
// has as much, the trustee; nobody behind a listed company or a public body that has as
// much; and one control person in any case.
func FINCENCDD() RuleSet {
	const rule = "31 CFR 1010.230(d)"
	return RuleSet{
		Name:            "fincen_cdd",
		Tests:           []Test{{Code: "25:equity", Source: rule + "(1)", Measures: []Measure{TotalOwnership}, Threshold: Whole(25)}},
		Held:            []Standing{{Types: []EntityType{Trust}, Roles: []Role{Trustee}, Source: rule + "(3)"}},
		Excepted:        Standing{Types: []EntityType{ListedCompany, StateBody}, Source: rule + "(3)"},
		Officials:       rule + "(2)",
		AlwaysOfficials: true,
	}
}
