package ownership

// A Measure is what a [Test] looks at.
type Measure string

// The measures.
const (
	TotalOwnership       Measure = "total_ownership"        // Holder.Ownership
	TotalVoting          Measure = "total_voting"           // Holder.Voting
	AttributedOwnership  Measure = "attributed_ownership"   // Holder.AttributedOwnership
	AttributedVoting     Measure = "attributed_voting"      // Holder.AttributedVoting
	Control              Measure = "control"                // Holder.Controls; the threshold does not matter
	InterestOfControlled Measure = "interest_of_controlled" // the larger attributed figure, if a controlled company holds a part of main directly
	InterestInController Measure = "interest_in_controller" // the larger total in a company that controls main
	HeldByBlocked        Measure = "held_by_blocked"        // direct shares of blocked owners added up: see Analysis.OFAC50
	TrustParty           Measure = "trust_party"            // a role in a trust that passes a test itself
	Office               Measure = "office"                 // legal representative of main
)

// A Test is one way to be a beneficial owner: any of its measures reaches the
// threshold.
type Test struct {
	Code      string    `json:"code"`   // such as "52:ownership"
	Source    string    `json:"source"` // the article it is from
	Measures  []Measure `json:"measures"`
	Threshold Percent   `json:"threshold"`
	MoreThan  bool      `json:"more_than,omitzero"` // the threshold itself does not do
}

func (t *Test) met(p Percent) bool {
	c := p.Cmp(t.Threshold)
	return c > 0 || c == 0 && !t.MoreThan
}

// A RuleSet is a definition of the beneficial owner, as data: whoever passes one
// of its tests is one. Take a named one or write your own, for example with
// [Custom].
type RuleSet struct {
	Name  string `json:"name"`
	Tests []Test `json:"tests"`
	// Trust is the source of the rule that a trust which passes a test stands for
	// all of its parties; empty in a rule set without that rule.
	Trust string `json:"trust,omitzero"`
	// Officials is the source of the rule that names the senior managers: where no
	// owner is found, or always if AlwaysOfficials is set.
	Officials       string `json:"officials,omitzero"`
	AlwaysOfficials bool   `json:"always_officials,omitzero"`
	// Registrable enters legal entities that disclose their own owners in place of
	// the persons behind them (Companies Act 2006, s. 790C).
	Registrable bool `json:"registrable,omitzero"`
}

// AMLR is Regulation (EU) 2024/1624, articles 51 to 54, which applies from 10 July
// 2027: 25 % or more of shares or votes, multiplied down the chains, or control,
// always both assessed, or ownership interest and control at different layers of
// one chain. Article 54 is read so: (a) whoever controls a company with a direct
// part of main, if that and what the person has beside it come to the threshold;
// (b) whoever has an ownership interest in a company that controls main.
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
		Trust:     act + "58",
		Officials: act + "63(4)",
	}
}

// AMLD is Directive (EU) 2015/849, article 3(6)(a), in force until the AMLR
// applies: more than 25 % of shares or votes, held directly or by companies under
// the person's control, or control by other means. Nothing is multiplied.
func AMLD() RuleSet {
	const act = "Directive (EU) 2015/849, art. 3(6)"
	return RuleSet{
		Name: "amld",
		Tests: []Test{
			{Code: "3(6):ownership", Source: act + "(a)(i)", Measures: []Measure{AttributedOwnership}, Threshold: Whole(25), MoreThan: true},
			{Code: "3(6):voting", Source: act + "(a)(i)", Measures: []Measure{AttributedVoting}, Threshold: Whole(25), MoreThan: true},
			{Code: "3(6):control", Source: act + "(a)(i)", Measures: []Measure{Control}},
		},
		Trust:     act + "(b)",
		Officials: act + "(a)(ii)",
	}
}

// PSC is the register of people with significant control of the United Kingdom,
// Companies Act 2006, Schedule 1A: more than 25 % of shares or votes, held
// directly or through entities each of which the one above has a majority stake
// in, or control. Legal entities that disclose their own owners are entered in
// place of the persons behind them.
func PSC() RuleSet {
	const act = "Companies Act 2006, Sch. 1A para. "
	return RuleSet{
		Name: "psc",
		Tests: []Test{
			{Code: "psc:1", Source: act + "2", Measures: []Measure{AttributedOwnership}, Threshold: Whole(25), MoreThan: true},
			{Code: "psc:2", Source: act + "3", Measures: []Measure{AttributedVoting}, Threshold: Whole(25), MoreThan: true},
			{Code: "psc:4", Source: act + "5", Measures: []Measure{Control}},
		},
		Trust:       act + "6",
		Officials:   "Money Laundering Regulations 2017, reg. 28(6) to (8)",
		Registrable: true,
	}
}

// FINCEN is the rule of the US Financial Crimes Enforcement Network: 25 % or more
// of the ownership interests, by value or by vote, directly or indirectly
// (multiplied), or substantial control. A control person is named in any case.
func FINCEN() RuleSet {
	const rule = "31 CFR 1010."
	return RuleSet{
		Name: "fincen",
		Tests: []Test{
			{Code: "25:ownership", Source: rule + "230(d)(1)", Measures: []Measure{TotalOwnership}, Threshold: Whole(25)},
			{Code: "25:voting", Source: rule + "380(d)(2)", Measures: []Measure{TotalVoting}, Threshold: Whole(25)},
			{Code: "control", Source: rule + "380(d)(1)", Measures: []Measure{Control}},
		},
		Trust:           rule + "380(d)(2)(ii)(C)",
		Officials:       rule + "230(d)(2)",
		AlwaysOfficials: true,
	}
}

// Custom is a rule set of one threshold: whoever reaches it by one of the
// measures is a beneficial owner; with moreThan the threshold itself does not do.
func Custom(name string, threshold Percent, moreThan bool, measures ...Measure) RuleSet {
	r := RuleSet{Name: name}
	for _, m := range measures {
		r.Tests = append(r.Tests, Test{Code: string(m), Source: name, Measures: []Measure{m}, Threshold: threshold, MoreThan: moreThan})
	}
	return r
}

func (r RuleSet) needs(m Measure) bool {
	for _, t := range r.Tests {
		for _, have := range t.Measures {
			if have == m {
				return true
			}
		}
	}
	return false
}

// lowest is the smallest threshold of the tests that have one.
func (r RuleSet) lowest() (Test, bool) {
	var low Test
	for _, t := range r.Tests {
		if !t.Threshold.IsZero() && (low.Threshold.IsZero() || t.Threshold.Cmp(low.Threshold) < 0) {
			low = t
		}
	}
	return low, !low.Threshold.IsZero()
}
