package document

import (
	"fmt"

	"github.com/bonafide-go/bonafide"
)

// A MajorityRule is one row of the table of ages of majority.
type MajorityRule struct {
	Country     bonafide.Country `json:"country"`
	Subdivision string           `json:"subdivision,omitzero"` // ISO 3166-2 without the country; empty = the whole country
	Age         int              `json:"age"`                  // completed years
	From        bonafide.Date    `json:"from,omitzero"`        // first day of the rule; zero = always
	Source      string           `json:"source"`
}

// DefaultMajority is the age where no rule is listed, and the least that any
// rule gives: "users below 18 years of age are rejected" (Synapse users, base
// document considerations).
const DefaultMajority = 18

// majority holds what differs from 18. Of several rows for one place the last
// one in force counts.
var majority = []MajorityRule{
	{Country: "US", Subdivision: "AL", Age: 19, Source: "Ala. Code 26-1-1"},
	{Country: "US", Subdivision: "NE", Age: 19, Source: "Neb. Rev. Stat. 43-2101"},
	{Country: "US", Subdivision: "MS", Age: 21, Source: "Miss. Code 1-3-27"},
	{Country: "US", Subdivision: "PR", Age: 21, Source: "Puerto Rico Civil Code art. 97"},
	{Country: "PR", Age: 21, Source: "Puerto Rico Civil Code art. 97"},
	{Country: "CA", Subdivision: "BC", Age: 19, Source: "Age of Majority Act, RSBC 1996 c 7"},
	{Country: "CA", Subdivision: "NB", Age: 19, Source: "Age of Majority Act, RSNB 2011 c 103"},
	{Country: "CA", Subdivision: "NL", Age: 19, Source: "Age of Majority Act, SNL 1995 c A-4.2"},
	{Country: "CA", Subdivision: "NS", Age: 19, Source: "Age of Majority Act, RSNS 1989 c 4"},
	{Country: "CA", Subdivision: "NT", Age: 19, Source: "Age of Majority Act, RSNWT 1988 c A-2"},
	{Country: "CA", Subdivision: "NU", Age: 19, Source: "Age of Majority Act, RSNWT (Nu) 1988 c A-2"},
	{Country: "CA", Subdivision: "YT", Age: 19, Source: "Age of Majority Act, RSY 2002 c 2"},
	{Country: "EG", Age: 21, Source: "Egyptian Civil Code art. 44"},
	{Country: "JP", Age: 20, Source: "Japanese Civil Code art. 4, before 2022"},
	{Country: "JP", Age: 18, From: bonafide.Date{Year: 2022, Month: 4, Day: 1}, Source: "Japanese Civil Code art. 4"},
	{Country: "KR", Age: 19, Source: "Korean Civil Act art. 4"},
	{Country: "NZ", Age: 20, Source: "Age of Majority Act 1970 s 4"},
	{Country: "SG", Age: 21, Source: "common law; Civil Law Act 1909 s 35"},
	{Country: "TH", Age: 20, Source: "Thai Civil and Commercial Code s 19"},
}

// MajorityRules returns a copy of the built-in table of ages other than 18.
func MajorityRules() []MajorityRule { return append([]MajorityRule(nil), majority...) }

const ruleMajority = "age of majority 18 (Synapse users, base document considerations)"

// AgeOfMajority returns the completed years from which on a resident of a
// country and subdivision may contract on a day, and the source of the rule.
//
// A subdivision is read as [ParseSubdivision] reads it; one that is not known counts as
// the country's own age, for it is no place of the table. [Base.Warnings] tells of it.
//
// A host calls it, as Rules.AgeOfMajority, that asks for majority where the customer
// lives: no rule of identification does.
func AgeOfMajority(country bonafide.Country, subdivision string, on bonafide.Date) (age int, rule string) {
	age, rule = DefaultMajority, fmt.Sprintf("age of majority %d", DefaultMajority)
	subdivision, _ = ParseSubdivision(country, subdivision)
	for _, m := range majority {
		switch {
		case m.Country != country || on.Before(m.From):
			continue
		case m.Subdivision == "", m.Subdivision == subdivision:
		default:
			continue
		}
		age, rule = m.Age, fmt.Sprintf("age of majority %d, %s", m.Age, m.Source)
	}
	return age, rule
}
