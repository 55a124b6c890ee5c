package identifier

import "github.com/bonafide-go/bonafide"

const (
	rulePassport   = "3 to 20 letters and digits (ICAO 9303-3, document number)"
	rulePassportUS = "nine digits, or a letter and eight digits (US Department of State)"
)

// Passport reads a passport number of the issuing country. The length and the
// alphabet are each state's own, so little is malformed; a US number of another
// shape than those issued is implausible.
func Passport(country bonafide.Country, text string) (Number, error) {
	v, ok := compact(text, " -")
	if !ok || len(v) < 3 || len(v) > 20 {
		return malformed(rulePassport)
	}
	rule := ""
	if country == "US" && !(len(v) == 9 && digits(v[1:])) {
		rule = rulePassportUS
	}
	return number(KindPassport, v, tail(v, 4), rule), nil
}
