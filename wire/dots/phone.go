package dots

import (
	"strings"

	"github.com/bonafide-go/bonafide"
)

// codesOfTwo are the country codes of two digits; 1 and 7 have one, all others three
// (ITU-T E.164, list of assigned country codes).
const codesOfTwo = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58" +
	" 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 "

// A Phone is a telephone number in two parts.
type Phone struct {
	CountryCode string `json:"country_code"` // such as "1"
	PhoneNumber string `json:"phone_number"` // the rest
}

// splitPhone takes a number apart; that of a user who has none is empty.
func splitPhone(p bonafide.Phone) Phone {
	digits := strings.TrimPrefix(string(p), "+")
	n := 3
	switch {
	case strings.HasPrefix(digits, "1"), strings.HasPrefix(digits, "7"):
		n = 1
	case len(digits) >= 2 && strings.Contains(codesOfTwo, " "+digits[:2]+" "):
		n = 2
	}
	n = min(n, len(digits))
	return Phone{CountryCode: digits[:n], PhoneNumber: digits[n:]}
}

// join puts both parts together, as package phone reads them.
func (p Phone) join(faults *bonafide.Faults) string {
	code := strings.TrimPrefix(p.CountryCode, "+")
	switch {
	case p.CountryCode == "":
		faults.Add("country_code", bonafide.CodeRequired)
	case code == "" || len(code) > 3 || strings.Trim(code, "0123456789") != "":
		faults.Add("country_code", bonafide.CodeMalformed)
	}
	switch {
	case p.PhoneNumber == "":
		faults.Add("phone_number", bonafide.CodeRequired)
	case strings.HasPrefix(p.PhoneNumber, "+"):
		faults.Add("phone_number", bonafide.CodeMalformed)
	}
	return "+" + code + " " + p.PhoneNumber
}
