package ownership

import "slices"

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
	HeldByBlocked        Measure = "held_by_blocked"        // direct shares, or votes, of listed owners: see Analysis.OFAC50, EUOwned and UKOwned
	TrustParty           Measure = "trust_party"            // a role in a trust, foundation or the like that passes a test itself
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

// A Standing says that entities of some types stand for those who have a role in
// them.
type Standing struct {
	Types  []EntityType `json:"types"`
	Roles  []Role       `json:"roles"`
	Source string       `json:"source"` // the article it is from
}

// covers reports whether the rule is about entities of the type.
func (s *Standing) covers(t EntityType) bool { return slices.Contains(s.Types, t) }

// A RuleSet is a definition of the beneficial owner, as data: whoever passes one
// of its tests is one. Take a named one or write your own, for example with
// [Custom].
type RuleSet struct {
	Name  string `json:"name"`
	Tests []Test `json:"tests"`
	// Funds are the tests by which the owners of a fund are found, where they are others
	// than Tests.
	Funds []Test `json:"funds,omitzero"`
	// Parties are the entities, such as trusts, that stand for all who have one of the
	// roles in them: where such an entity passes a test or is main itself. A party that
	// is no person stands for its own beneficial owners under the same rule set, or,
	// with PartiesByControl, for those who control it; and so on.
	Parties          []Standing `json:"parties,omitzero"`
	PartiesByControl bool       `json:"parties_by_control,omitzero"`
	// Cumulate takes what several such entities of one settlor or founder have together.
	Cumulate bool `json:"cumulate,omitzero"`
	// Held are the entities, such as trusts, whose holdings count as held in full by
	// each who has one of the roles in them. The only beneficiary counts as one that
	// may take everything, where Beneficiary is among the roles.
	Held []Standing `json:"held,omitzero"`
	// Jointly counts what the members of a [Group] have in total together: each of them owns
	// what they hold jointly.
	Jointly bool `json:"jointly,omitzero"`
	// Excepted are entities for whose interests nobody is named where they come to the
	// lowest threshold; Source says why.
	Excepted Standing `json:"excepted,omitzero"`
	// Uncounted are roles whose shares and votes do not count, such as a limited
	// partner's; Source says why.
	Uncounted Standing `json:"uncounted,omitzero"`
	// MajorityOfShares makes a majority of shares control of a company, as a majority
	// of votes is.
	MajorityOfShares bool `json:"majority_of_shares,omitzero"`
	// Officials is the source of the rule that names the senior managers: where no
	// owner is found, or always if AlwaysOfficials is set.
	Officials       string `json:"officials,omitzero"`
	AlwaysOfficials bool   `json:"always_officials,omitzero"`
	// Registrable enters legal entities that disclose their own owners in place of
	// the persons behind them (Companies Act 2006, s. 790C).
	Registrable bool `json:"registrable,omitzero"`
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

// on is the rule set as it is for a main entity of a type.
func (r RuleSet) on(t EntityType) RuleSet {
	if t == Fund && len(r.Funds) > 0 {
		r.Tests = r.Funds
	}
	return r
}

func (r RuleSet) needs(m Measure) bool {
	return slices.ContainsFunc(r.Tests, func(t Test) bool { return slices.Contains(t.Measures, m) })
}

// lowest is the test that the least part of main passes. Control takes more than half.
func (r RuleSet) lowest() (low Test, ok bool) {
	for _, t := range r.Tests {
		if slices.Contains(t.Measures, Control) && (t.Threshold.IsZero() || t.Threshold.Cmp(Whole(50)) > 0) {
			t.Threshold, t.MoreThan = Whole(50), true
		}
		if t.Threshold.IsZero() {
			continue
		}
		if c := t.Threshold.Cmp(low.Threshold); !ok || c < 0 || c == 0 && !t.MoreThan {
			low, ok = t, true
		}
	}
	return low, ok
}
