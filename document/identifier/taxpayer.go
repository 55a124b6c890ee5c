package identifier

import "strings"

// Rules on US taxpayer numbers.
const (
	ruleSSN        = "nine digits (SSA POMS RM 10201.035)"
	ruleSSNNever   = "never assigned (SSA POMS RM 10201.035)"
	ruleSSNKnown   = "known from advertising"
	ruleITIN       = "9xx, group 50-65, 70-88, 90-92 or 94-99 (IRM 3.21.263)"
	ruleATIN       = "9xx, group 93 (IRM 3.13.40)"
	ruleIRSN       = "internal revenue service number, not a taxpayer number (IRM 3.21.263)"
	ruleEIN        = "nine digits (IRS Publication 1635)"
	ruleEINUnknown = "prefix that the IRS does not list (IRS, how EINs are assigned)"
)

// SSN reads a Social Security number, bare or as "AAA-GG-SSSS". Areas 000, 666
// and 900-999, group 00 and serial 0000 were never assigned, and two numbers are
// known from advertising: implausible. There is no check digit, and since June
// 2011 every other area is possible.
func SSN(text string) (Number, error) {
	d, ok := grouped(unlabelled(text, "SSN"), 3, 2, 4)
	if !ok {
		return malformed(ruleSSN)
	}
	rule := ""
	switch {
	case d[:3] == "000", d[:3] == "666", d[0] == '9', d[3:5] == "00", d[5:] == "0000":
		rule = ruleSSNNever
	case d == "078051120", d == "219099999", d == "457555462":
		rule = ruleSSNKnown
	}
	return number(KindSSN, d, maskSSN(d), rule), nil
}

func maskSSN(d string) string { return "***-**-" + d[5:] }

// ITIN reads an individual taxpayer identification number: 9XX-GG-SSSS with a
// group that the IRS gives to ITINs. Other groups are refused: they belong to the
// IRS itself (IRSN) or to adoptions (ATIN), or were never given out.
func ITIN(text string) (Number, error) {
	d, ok := grouped(unlabelled(text, "ITIN"), 3, 2, 4)
	switch {
	case !ok || d[0] != '9':
		return malformed(ruleITIN)
	case irsn(d[3:5]):
		return malformed(ruleIRSN)
	case !itinGroup(d[3:5]):
		return malformed(ruleITIN)
	}
	return number(KindITIN, d, maskSSN(d), ""), nil
}

func itinGroup(group string) bool {
	return group >= "50" && group <= "65" || group >= "70" && group <= "88" ||
		group >= "90" && group <= "92" || group >= "94" && group <= "99"
}

// irsn reports the groups of internal revenue service numbers that are not
// groups of ITINs as well.
func irsn(group string) bool {
	return group >= "01" && group <= "10" || group >= "17" && group <= "19" || group == "28" || group == "29" ||
		group >= "37" && group <= "39" || group == "49" || group == "66" || group == "89"
}

// ATIN reads an adoption taxpayer identification number: 9XX-93-SSSS.
func ATIN(text string) (Number, error) {
	d, ok := grouped(unlabelled(text, "ATIN"), 3, 2, 4)
	if !ok || d[0] != '9' || d[3:5] != "93" {
		return malformed(ruleATIN)
	}
	return number(KindATIN, d, maskSSN(d), ""), nil
}

// einNotListed are the prefixes that the IRS does not list. The list grows, so a
// number with one of them is implausible, not malformed.
const einNotListed = "00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97"

// EIN reads an employer identification number, bare or as "XX-XXXXXXX". It has
// no check digit.
func EIN(text string) (Number, error) {
	d, ok := grouped(unlabelled(text, "EIN", "FEIN"), 2, 7)
	if !ok {
		return malformed(ruleEIN)
	}
	rule := ""
	if strings.Contains(einNotListed, d[:2]) {
		rule = ruleEINUnknown
	}
	return number(KindEIN, d, "**-***"+d[5:], rule), nil
}

// PersonTIN reads the taxpayer number of a person: an ITIN or ATIN if its
// groups say so, else an SSN. Nine bare digits may also be an EIN: which one is
// meant has to come from the caller, never from the digits.
func PersonTIN(text string) (Number, error) {
	if n, err := ITIN(text); err == nil {
		return n, nil
	}
	if n, err := ATIN(text); err == nil {
		return n, nil
	}
	return SSN(text)
}
