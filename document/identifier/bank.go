package identifier

import (
	"strings"
	"sync"
)

const (
	ruleIBAN        = "country, two check digits, length of the country, MOD 97-10 (ISO 13616-1)"
	ruleIBANCountry = "country that the IBAN registry does not list (ISO 13616-2)"
	ruleABA         = "nine digits, check digit with weights 3 7 1 (ABA routing number policy)"
	ruleABAPrefix   = "first two digits outside the ranges in use (ABA routing number policy)"
)

// ibanLengths is the whole length of an IBAN by country, as registered (SWIFT,
// IBAN registry).
var ibanLengths = sync.OnceValue(func() map[string]int {
	return map[string]int{
		"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28,
		"CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
		"FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28,
		"IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
		"LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
		"NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
		"SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26,
		"UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
	}
})

// IBAN reads an international bank account number and verifies its length and
// check digits. A country that the registry does not list (it grows) makes it
// implausible. National check digits inside are for the bank to verify.
func IBAN(text string) (Number, error) {
	v, ok := compact(text, " -")
	if !ok || len(v) < 15 || len(v) > 34 || v[0] < 'A' || v[1] < 'A' || !digits(v[2:4]) {
		return malformed(ruleIBAN)
	}
	length, listed := ibanLengths()[v[:2]]
	if listed && len(v) != length {
		return malformed(ruleIBAN)
	}
	if check := v[2:4]; check < "02" || check > "98" || mod97(v[4:]+v[:4]) != 1 {
		return malformed(ruleIBAN)
	}
	rule := ""
	if !listed {
		rule = ruleIBANCountry
	}
	return number(KindIBAN, v, v[:2]+tail(v[2:], 4), rule), nil
}

// ABA reads a US routing transit number and verifies its check digit. Its first
// two digits are 00-12 (Federal Reserve districts and the government), 21-32
// (thrifts), 61-72 (electronic) or 80 (traveller's cheques).
func ABA(text string) (Number, error) {
	if len(text) != 9 || !digits(text) {
		return malformed(ruleABA)
	}
	sum := 0
	for i := range 9 {
		sum += int(text[i]-'0') * [3]int{3, 7, 1}[i%3]
	}
	if sum%10 != 0 {
		return malformed(ruleABA)
	}
	rule := ""
	switch p := text[:2]; {
	case strings.Trim(text, "0") == "":
		rule = ruleZero
	case p <= "12", p >= "21" && p <= "32", p >= "61" && p <= "72", p == "80":
	default:
		rule = ruleABAPrefix
	}
	return number(KindABA, text, tail(text, 4), rule), nil
}
