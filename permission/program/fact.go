package program

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
)

// Fact names a single-valued fact that a test may ask about.
type Fact string

// The facts of tests.
const (
	FactAge            Fact = "age"             // min, max
	FactIDScore        Fact = "id_score"        // min, max
	FactTotal          Fact = "total"           // total; beside when only
	FactRelationship   Fact = "relationship"    // "self" for the user's own document
	FactEntityType     Fact = "entity_type"     // the type of person or business
	FactEntityScope    Fact = "entity_scope"    // the line of business or profession
	FactActivity       Fact = "activity"        // several values: in = has at least one of them, not_in = lacks all of them
	FactCountry        Fact = "country"         // the country of the address
	FactSubdivision    Fact = "subdivision"     // the subdivision of the address
	FactTrustLevel     Fact = "trust_level"     // low, medium or high
	FactEDDStatus      Fact = "edd_status"      // VALID, INVALID or REVIEWING
	FactDocOption      Fact = "doc_option"      // the key of the chosen document option
	FactDesiredScope   Fact = "desired_scope"   // the scope asked for
	FactPhone          Fact = "phone"           // "plausible" or "implausible"
	FactPhoneLine      Fact = "phone_line"      // what the telephone number is for, as far as its numbering plan tells
	FactMailbox        Fact = "mailbox"         // what the e-mail address is for, as far as its form tells
	FactOFACStatus     Fact = "ofac_status"     // the state of the OFAC review
	FactTINStatus      Fact = "tin_status"      // the state of the check of the tax number
	FactRiskLevel      Fact = "risk_level"      // the level of package risk
	FactOwnerExemption Fact = "owner_exemption" // why owners need not be named
	FactDuplicates     Fact = "duplicates"      // other users who seem to be the same: none, open, or locked where one of them is
)

var factNames = []Fact{FactAge, FactIDScore, FactTotal, FactRelationship, FactEntityType, FactEntityScope, FactActivity,
	FactCountry, FactSubdivision, FactTrustLevel, FactEDDStatus, FactDocOption, FactDesiredScope, FactPhone, FactPhoneLine, FactMailbox,
	FactOFACStatus, FactTINStatus, FactRiskLevel, FactOwnerExemption, FactDuplicates}

// FactNames lists every fact that a test may ask about.
func FactNames() []Fact { return slices.Clone(factNames) }

// testValues are the only values of facts that have a closed set of them.
var testValues = map[Fact][]string{
	FactRelationship: {relationshipSelf, permission.RelationshipControlling, permission.RelationshipUBO},
	FactTrustLevel:   {"low", "medium", "high"},
	FactEDDStatus:    {"VALID", "INVALID", "REVIEWING"},
	FactTINStatus:    {"unsubmitted", "pending", "matched", "mismatched", "unavailable"},
	FactDuplicates:   {"none", "open", "locked"},
	FactPhone:        {phonePlausible, phoneImplausible},
	FactPhoneLine:    {"mobile", "fixed_line", "fixed_line_or_mobile", "voip", "premium_rate", "toll_free", "other", "unknown"},
	FactMailbox:      {"plain", "role", "reserved", "disposable"},
}

const (
	relationshipSelf = "self" // the user's own base document
	phonePlausible   = "plausible"
	phoneImplausible = "implausible"
)

// answer is the outcome of a test: a fact that is not known gives neither yes
// nor no.
type answer uint8

const (
	unknown answer = iota
	no
	yes
)

// compare runs a test. f.At must be within the periods of the totals.
func (t *Test) compare(f *permission.Facts, d *permission.DocumentFacts) answer {
	switch t.Fact {
	case FactAge:
		if d.Age == 0 {
			return unknown
		}
		return t.between(bonafide.FixedOf(d.Age))
	case FactIDScore:
		if d.IDScore == nil {
			return unknown
		}
		return t.between(*d.IDScore)
	case FactTotal:
		return t.Total.reached(f)
	case FactActivity:
		if len(d.Activities) == 0 {
			return unknown
		}
		for _, a := range d.Activities {
			if slices.Contains(t.In, a) {
				return yes
			}
			if slices.Contains(t.NotIn, a) {
				return no
			}
		}
		return truth(len(t.In) == 0)
	}
	value := t.Fact.text(f, d)
	switch {
	case value == "" || !t.Fact.has(value):
		return unknown
	case len(t.In) > 0:
		return truth(slices.Contains(t.In, value))
	}
	return truth(!slices.Contains(t.NotIn, value))
}

func truth(b bool) answer {
	if b {
		return yes
	}
	return no
}

func (t *Test) between(n bonafide.Fixed) answer {
	return truth((t.Min == nil || n >= *t.Min) && (t.Max == nil || n <= *t.Max))
}

// text returns a textual fact, empty if it is not known.
func (fact Fact) text(f *permission.Facts, d *permission.DocumentFacts) string {
	switch fact {
	case FactRelationship:
		if d.Relationship == "" {
			return relationshipSelf
		}
		return d.Relationship
	case FactEntityType:
		return d.EntityType
	case FactEntityScope:
		return d.EntityScope
	case FactCountry:
		return d.Country
	case FactSubdivision:
		return d.Subdivision
	case FactTrustLevel:
		return d.TrustLevel
	case FactEDDStatus:
		return d.EDDStatus
	case FactDocOption:
		return d.DocOptionKey
	case FactDesiredScope:
		return d.DesiredScope
	case FactPhone:
		if d.PhonePlausible {
			return phonePlausible
		}
		return phoneImplausible
	case FactPhoneLine:
		return d.PhoneLine
	case FactMailbox:
		return d.Mailbox
	case FactOFACStatus:
		return f.OFACStatus
	case FactTINStatus:
		return f.TINStatus
	case FactRiskLevel:
		return f.RiskLevel
	case FactOwnerExemption:
		return f.Owners.Exemption
	case FactDuplicates:
		return f.Duplicates
	}
	return ""
}

// has reports whether a value is one that the fact can have. Another one is not
// known: it must not take a rule away.
func (fact Fact) has(value string) bool {
	switch fact {
	case FactRelationship, FactTrustLevel, FactEDDStatus, FactTINStatus, FactDuplicates, FactPhoneLine, FactMailbox:
		return slices.Contains(testValues[fact], value)
	case FactCountry:
		_, err := bonafide.ParseCountry(value)
		return err == nil
	case FactDesiredScope:
		return permission.Scope(value).Rank() > 0
	}
	return true
}

// reached reports whether a running total has reached the threshold. A period
// that is over counts nothing; totals that are not known give no answer.
func (t *TotalTest) reached(f *permission.Facts) answer {
	if f.Totals.AsOf.IsZero() {
		return unknown
	}
	count := 0
	for i := range f.Totals.Sums {
		s := &f.Totals.Sums[i]
		if s.Direction != t.Direction || s.Per != t.Per || !f.At.Before(s.Until) {
			continue
		}
		count += s.Count
		if t.AtLeast != "" && string(s.Amount.Currency()) == t.Currency && t.least(s.Amount) {
			return yes
		}
	}
	return truth(t.Count > 0 && count >= t.Count)
}

// least reports whether an amount of the right currency is at least the
// threshold.
func (t *TotalTest) least(amount bonafide.Money) bool {
	least, err := bonafide.ParseMoney(t.AtLeast, bonafide.Currency(t.Currency))
	if err != nil {
		return true // cannot be: checked when compiled
	}
	order, err := amount.Compare(least)
	return err != nil || order >= 0
}

// applies reports whether a unit applies to a base document; if not, whether
// that is for a threshold alone that is not reached yet. What is not known never
// takes a rule away.
func (u *unit) applies(f *permission.Facts, d *permission.DocumentFacts) (applies, later bool) {
	if u.ownOnly && d.Relationship != "" {
		return false, false
	}
	applies, later = true, true
	for i := range u.when {
		if u.when[i].compare(f, d) == no {
			applies = false
			later = later && u.when[i].Fact == FactTotal
		}
	}
	return applies, later && !applies
}
