package identifier

import (
	"maps"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// A Rule is a row of the table of all numbers that this package reads: how a number of a
// kind is written in a country, and on what its grade rests.
type Rule struct {
	Kind    Kind             // empty for national identifiers of persons, which are of a kind by their name
	Country bonafide.Country // of issue, or the prefix of a VAT number; empty where it has none
	State   string           // of issue, ISO 3166-2 without the country
	Name    string           // what it is called
	Shape   string           // structures, apart by spaces: a is a letter, 9 a digit, * either, {2,4} how many
	Checked bool             // whether check digits, or what else its makers publish, are verified
	Else    bonafide.Grade   // of a number that does not fit: malformed is refused, implausible is kept
	Rests   string           // who publishes structure and check digits
}

// Rules returns the table: numbers of one issuer first, then those of each country. It is made of
// the tables that the parsers go by. A host calls it to show what is graded, and by what.
func Rules() []Rule {
	rules := []Rule{
		{KindSSN, "US", "", "Social Security number", "9{9}", true, bonafide.Malformed, ruleSSN},
		{KindITIN, "US", "", "individual taxpayer identification number", "9{9}", true, bonafide.Malformed, ruleITIN},
		{KindATIN, "US", "", "adoption taxpayer identification number", "9{9}", true, bonafide.Malformed, ruleATIN},
		{KindEIN, "US", "", "employer identification number", "9{9}", true, bonafide.Malformed, ruleEIN},
		{KindABA, "US", "", "routing number", "9{9}", true, bonafide.Malformed, ruleABA},
		{KindDUNS, "", "", "D-U-N-S number", "9{9}", false, bonafide.Malformed, ruleDUNS},
		{KindUEI, "", "", "Unique Entity ID", "*{12}", false, bonafide.Malformed, ruleUEI},
		{KindLEI, "", "", "Legal Entity Identifier", "*{18}9{2}", true, bonafide.Malformed, ruleLEI},
		{KindGIIN, "", "", "Global Intermediary Identification Number", "*{6}.*{5}.a{2}.9{3}", true, bonafide.Malformed, ruleGIIN},
		{KindPassport, "", "", "passport number", "*{3,20}", false, bonafide.Malformed, rulePassport},
		{KindPassport, "US", "", "passport number", "*9{8}", false, bonafide.Implausible, rulePassportUS},
		{KindDriversLicense, "", "", "driver's license number", "*{1,25}", false, bonafide.Malformed, ruleLicense},
	}
	for _, state := range slices.Sorted(maps.Keys(licenseShapes())) {
		rules = append(rules, Rule{KindDriversLicense, "US", state, "driver's license number", licenseShapes()[state], false, bonafide.Implausible, ruleLicenseSource})
	}
	for _, n := range nationalNumbers() {
		rules = append(rules, Rule{"", n.Country, "", n.Name, n.Shapes, n.check != nil, bonafide.Implausible, n.Source})
	}
	for _, country := range slices.Sorted(maps.Keys(bbans())) {
		rests := ruleIBANStructure
		if nationalCheck()[country] != nil {
			rests += "; " + ruleIBANNational
		}
		rules = append(rules, Rule{KindIBAN, bonafide.Country(country), "", "bank account number", country + "9{2}" + bbans()[country], true, bonafide.Malformed, rests})
	}
	for _, prefix := range slices.Sorted(maps.Keys(vatShapes())) {
		rules = append(rules, Rule{KindVAT, bonafide.Country(prefix), "", "VAT number", vatShapes()[prefix], false, bonafide.Malformed, ruleVAT})
	}
	return rules
}
