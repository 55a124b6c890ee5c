package identifier

import (
	"strings"
	"sync"

	"github.com/bonafide-go/bonafide"
)

const (
	ruleIBAN          = "country, two check digits, BBAN (ISO 13616-1)"
	ruleIBANLength    = "length of the country (SWIFT, IBAN registry)"
	ruleIBANStructure = "structure of the country's BBAN (SWIFT, IBAN registry)"
	ruleIBANCheck     = "MOD 97-10 (ISO 13616-1, ISO 7064)"
	ruleIBANCountry   = "country that the IBAN registry does not list (ISO 13616-2)"
	ruleIBANNational  = "national check digits of the BBAN"
)

// Bounds of an IBAN (ISO 13616-1): the shortest registered, and the longest possible.
const minIBAN, maxIBAN = 15, 34

// bbans is the structure of the part behind the check digits by country, as registered
// (SWIFT, IBAN registry); see [matches] for the notation.
var bbans = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"AD": "9{8}*{12}", "AE": "9{19}", "AL": "9{8}*{16}", "AT": "9{16}", "AZ": "a{4}*{20}", "BA": "9{16}", "BE": "9{12}",
		"BG": "a{4}9{6}*{8}", "BH": "a{4}*{14}", "BI": "9{23}", "BR": "9{23}a*", "BY": "*{4}9{4}*{16}", "CH": "9{5}*{12}", "CR": "9{18}",
		"CY": "9{8}*{16}", "CZ": "9{20}", "DE": "9{18}", "DJ": "9{23}", "DK": "9{14}", "DO": "*{4}9{20}", "EE": "9{16}", "EG": "9{25}",
		"ES": "9{20}", "FI": "9{14}", "FK": "a{2}9{12}", "FO": "9{14}", "FR": "9{10}*{11}9{2}", "GB": "a{4}9{14}", "GE": "a{2}9{16}",
		"GI": "a{4}*{15}", "GL": "9{14}", "GR": "9{7}*{16}", "GT": "*{24}", "HN": "a{4}9{20}", "HR": "9{17}", "HU": "9{24}",
		"IE": "a{4}9{14}", "IL": "9{19}", "IQ": "a{4}9{15}", "IS": "9{22}", "IT": "a9{10}*{12}", "JO": "a{4}9{4}*{18}", "KW": "a{4}*{22}",
		"KZ": "9{3}*{13}", "LB": "9{4}*{20}", "LC": "a{4}*{24}", "LI": "9{5}*{12}", "LT": "9{16}", "LU": "9{3}*{13}", "LV": "a{4}*{13}",
		"LY": "9{21}", "MC": "9{10}*{11}9{2}", "MD": "*{20}", "ME": "9{18}", "MK": "9{3}*{10}9{2}", "MN": "9{16}", "MR": "9{23}",
		"MT": "a{4}9{5}*{18}", "MU": "a{4}9{19}a{3}", "NI": "a{4}9{20}", "NL": "a{4}9{10}", "NO": "9{11}", "OM": "9{3}*{16}",
		"PK": "a{4}*{16}", "PL": "9{24}", "PS": "a{4}*{21}", "PT": "9{21}", "QA": "a{4}*{21}", "RO": "a{4}*{16}", "RS": "9{18}",
		"RU": "9{14}*{15}", "SA": "9{2}*{18}", "SC": "a{4}9{20}a{3}", "SD": "9{14}", "SE": "9{20}", "SI": "9{15}", "SK": "9{20}",
		"SM": "a9{10}*{12}", "SO": "9{19}", "ST": "9{21}", "SV": "a{4}9{20}", "TL": "9{19}", "TN": "9{20}", "TR": "9{6}*{16}",
		"UA": "9{6}*{19}", "VA": "9{18}", "VG": "a{4}9{16}", "XK": "9{16}", "YE": "a{4}9{4}*{18}",
	}
})

// IBAN reads an international bank account number, in groups and behind the word "IBAN"
// as well, and tells apart what is wrong with it: too_short or too_long for its country,
// unknown for a country that does not exist, malformed for letters where the country has
// digits, mismatch for check digits that do not agree. A country that the registry does
// not list (it grows), and national check digits that do not agree, make it implausible:
// some banks give out accounts without them.
func IBAN(typed string) (Number, error) {
	v, ok := compact(unlabelled(typed, "IBAN-Nr", "IBAN No", "IBAN"), " -:.")
	v = strings.TrimPrefix(v, "IBAN") // no country is IB
	switch {
	case !ok, len(v) < 4, !inClass(v[0], 'a'), !inClass(v[1], 'a'), !digits(v[2:4]):
		return malformed(ruleIBAN)
	case len(v) > maxIBAN:
		return fault(bonafide.CodeTooLong, ruleIBANLength)
	}
	country, bban := v[:2], v[4:]
	shape, listed := bbans()[country]
	if !listed {
		if _, err := bonafide.ParseCountry(country); err != nil {
			return fault(bonafide.CodeUnknown, ruleIBANCountry)
		}
		shape = "*{11,30}"
	}
	switch {
	case !matches(bban, shape):
		return misshapen(bban, shape)
	case v[2:4] < "02", v[2:4] > "98", mod97(bban, v[:4]) != 1:
		return fault(bonafide.CodeMismatch, ruleIBANCheck)
	}
	rule := ""
	switch agrees, published := nationalCheck()[country]; {
	case !listed:
		rule = ruleIBANCountry
	case published && !agrees(bban):
		rule = ruleIBANNational
	}
	return number(KindIBAN, v, country+tail(v[2:], 4), rule), nil
}

// misshapen tells the length of a BBAN from its characters.
func misshapen(bban, shape string) (Number, error) {
	low, high := lengths(shape)
	switch {
	case len(bban) < low:
		return fault(bonafide.CodeTooShort, ruleIBANLength)
	case len(bban) > high:
		return fault(bonafide.CodeTooLong, ruleIBANLength)
	}
	return malformed(ruleIBANStructure)
}
