package casefile

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/canonical"
)

// An OwnershipPolicy says by which law and how strictly the ownership of cases is read.
// The zero value is the AMLR.
type OwnershipPolicy struct {
	// Rules is the rule set of a main company's country on a day, such as
	// [ownership.RulesIn]: by it owners are checked, declared and screened. It must be
	// pure. Nil means the AMLR for all.
	Rules func(country bonafide.Country, on bonafide.Date) ownership.RuleSet

	// Strict gives no answer where a company has more than 100 % of owners.
	Strict bool

	// SuspendCircularVotes takes the votes that a company has in its own controller.
	SuspendCircularVotes bool

	// Tolerance is how far a declared total may be from the computed one, in percentage
	// points. Defaults to 0.01.
	Tolerance ownership.Percent
}

// rules is the rule set for a case on a day.
func (p OwnershipPolicy) rules(c Case, on bonafide.Date) ownership.RuleSet {
	if p.Rules == nil {
		return ownership.AMLR()
	}
	main, _ := c.Main()
	return p.Rules(main.Country, on)
}

// ruleSets are those that are computed where none is asked for: the case's own first.
func (p OwnershipPolicy) ruleSets(c Case, on bonafide.Date) []ownership.RuleSet {
	if p.Rules == nil {
		return RuleSets()
	}
	own := p.rules(c, on)
	return append([]ownership.RuleSet{own}, without(RuleSets(), func(r ownership.RuleSet) bool { return r.Name == own.Name })...)
}

// hash tells policies apart, and the rule sets that they come to for a case.
func (p OwnershipPolicy) hash(c Case, on bonafide.Date) string {
	if p.Rules == nil && !p.Strict && !p.SuspendCircularVotes && p.Tolerance.IsZero() {
		return "" // as it is by default
	}
	return canonical.SumJSON("policy 1", p.rules(c, on), p.Strict, p.SuspendCircularVotes, p.Tolerance)
}
