package ownership

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// amlrApplies is the first day of Regulation (EU) 2024/1624: article 90.
var amlrApplies = bonafide.Date{Year: 2027, Month: 7, Day: 10}

// union are the member states of the European Union (Article 52 TEU).
var union = []bonafide.Country{
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
	"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}

// RulesIn is the rule set by which the beneficial owners of a company of a country are
// found on a day: in the European Union the directive as the member state has put it into
// law, and from 10 July 2027 the AMLR; in the United Kingdom [PSC]; in the United States
// [FINCENCDD]. Any other country, and none, get the AMLR, which is the strictest. A host calls it, or hands it to casefile.OwnershipPolicy.
func RulesIn(country bonafide.Country, on bonafide.Date) RuleSet {
	switch {
	case country == "GB":
		return PSC()
	case country == "US":
		return FINCENCDD()
	case slices.Contains(union, country) && on.Before(amlrApplies):
		return AMLDIn(country)
	}
	return AMLR()
}
