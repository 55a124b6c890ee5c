package document

import (
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
)

// postalCodes holds shapes of postal codes: 9 is a digit, A a letter, and other
// characters are themselves. Countries that are not listed take any text
// (Universal Postal Union, addressing systems).
var postalCodes = sync.OnceValue(func() map[bonafide.Country][]string {
	return map[bonafide.Country][]string{
		"US": {"99999", "99999-9999"}, "PR": {"99999", "99999-9999"}, "GU": {"99999", "99999-9999"},
		"VI": {"99999", "99999-9999"}, "AS": {"99999", "99999-9999"}, "MP": {"99999", "99999-9999"},
		"CA": {"A9A 9A9", "A9A9A9"},
		"GB": {"A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA"},
		"AU": {"9999"}, "NZ": {"9999"}, "AT": {"9999"}, "BE": {"9999"}, "CH": {"9999"}, "DK": {"9999"},
		"HU": {"9999"}, "LU": {"9999", "L-9999"}, "NO": {"9999"}, "ZA": {"9999"}, "SI": {"9999"}, "BG": {"9999"},
		"DE": {"99999"}, "FR": {"99999"}, "ES": {"99999"}, "IT": {"99999"}, "FI": {"99999"}, "MX": {"99999"},
		"TR": {"99999"}, "TH": {"99999"}, "KR": {"99999"}, "HR": {"99999"}, "EE": {"99999"}, "UA": {"99999"},
		"SE": {"999 99", "99999"}, "CZ": {"999 99", "99999"}, "SK": {"999 99", "99999"}, "GR": {"999 99", "99999"},
		"NL": {"9999 AA", "9999AA"}, "PL": {"99-999"}, "PT": {"9999-999"}, "BR": {"99999-999", "99999999"},
		"JP": {"999-9999", "9999999"}, "IN": {"999999", "999 999"}, "CN": {"999999"}, "SG": {"999999"},
		"RU": {"999999"}, "IL": {"9999999", "99999"}, "RO": {"999999"}, "VN": {"99999", "999999"},
	}
})

// withoutPostalCodes are countries that have no postal codes, or do without
// them in addresses (Universal Postal Union).
var withoutPostalCodes = sync.OnceValue(func() map[bonafide.Country]bool {
	return countrySet("AE AG AO AW BF BI BJ BO BQ BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK IE JM KI KM KP ML MO MR MW NA NR NU QA RW SB SC SL SR ST SX SY TD TF TG TK TL TO TT TV UG VU WS YE ZW")
})

// withoutSubdivisions are countries for which ISO 3166-2 has no codes.
var withoutSubdivisions = sync.OnceValue(func() map[bonafide.Country]bool {
	return countrySet("AI AQ AS AW AX BL BM BV CC CK CW CX EH FK FO GF GG GI GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN PR RE SJ SX TC TF TK VA VG VI YT")
})

func countrySet(list string) map[bonafide.Country]bool {
	m := make(map[bonafide.Country]bool)
	for code := range strings.FieldsSeq(list) {
		m[bonafide.Country(code)] = true
	}
	return m
}

// postalCodeFits reports whether an upper-case code has a shape of the country.
func postalCodeFits(country bonafide.Country, code string) bool {
	shapes, listed := postalCodes()[country]
	for _, shape := range shapes {
		if fits(shape, code) {
			return true
		}
	}
	return !listed
}

// fits compares byte by byte: 9 stands for a digit, A for an upper-case letter.
func fits(shape, text string) bool {
	if len(shape) != len(text) {
		return false
	}
	for i := range len(shape) {
		c := text[i]
		switch shape[i] {
		case '9':
			if c < '0' || c > '9' {
				return false
			}
		case 'A':
			if c < 'A' || c > 'Z' {
				return false
			}
		default:
			if c != shape[i] {
				return false
			}
		}
	}
	return true
}
