// Package phone reads telephone numbers and knows their numbering plans. It
// stands apart from the word [bonafide.Phone], so that programs that only keep and
// compare numbers do not carry the tables of all plans.
package phone

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/nyaruka/phonenumbers"
)

// maxText bounds what is read, in bytes.
const maxText = 40

// ruleRegion says what a number lacks that begins without "+".
const ruleRegion = "a number without + needs the region that it belongs to"

// Parse reads a number as people write and paste it: digits of any script, an optional
// leading "+" or "tel:", the country in brackets too ("(+44) 20 7946 0958"), and the separators " ()-./·" in between, of any width and kind. Without a "+" the number is read as a
// national one of the region, which is then required.
//
// Letters, extensions and numbers that cannot be dialled from abroad (too short, too long,
// without their area, or such as 112) are refused with an error matching [bonafide.ErrInvalid] and
// graded [bonafide.Malformed]. A number of possible length that no numbering plan
// assigns, such as +1 123 123 1234, is [bonafide.Implausible]: accepted, so that a
// program may decide.
func Parse(given string, region bonafide.Country) (bonafide.Phone, bonafide.Grade, error) {
	malformed := func(code bonafide.Code) (bonafide.Phone, bonafide.Grade, error) {
		return "", bonafide.Malformed, bonafide.Invalid("", code)
	}
	number := unbracketed(withoutScheme(text.Typed(given)))
	switch {
	case number == "":
		return malformed(bonafide.CodeRequired)
	case len(number) > maxText:
		return malformed(bonafide.CodeTooLong)
	}
	if region == "" && (number[0] == '(' || number[0] >= '0' && number[0] <= '9') {
		return "", bonafide.Malformed, &bonafide.InvalidError{Fields: []bonafide.Fault{{Code: bonafide.CodeMalformed, Rule: ruleRegion}}}
	}
	// phonenumbers turns letters into digits ("call me at 415…"), so they go first.
	for i, r := range number {
		if (r < '0' || r > '9') && !strings.ContainsRune(" ()-./", r) && (r != '+' || i != 0) {
			return malformed(bonafide.CodeMalformed)
		}
	}
	parsed, err := phonenumbers.Parse(currentPlan(number, region), string(region))
	if err != nil || parsed.GetExtension() != "" || !phonenumbers.IsPossibleNumber(parsed) {
		return malformed(bonafide.CodeMalformed)
	}
	phone := phonenumbers.Format(parsed, phonenumbers.E164)
	// What is kept must read back as itself: some national zeros go one at a time.
	again, err := phonenumbers.Parse(phone, "")
	if err != nil || !wellFormed(phone) || phonenumbers.Format(again, phonenumbers.E164) != phone {
		return malformed(bonafide.CodeMalformed)
	}
	switch {
	case phonenumbers.IsValidNumber(parsed):
		return bonafide.Phone(phone), bonafide.Plausible, nil
	case phonenumbers.IsPossibleNumberWithReason(parsed) == phonenumbers.IS_POSSIBLE_LOCAL_ONLY,
		phonenumbers.IsValidShortNumber(parsed): // such as 112
		return malformed(bonafide.CodeMalformed)
	}
	return bonafide.Phone(phone), bonafide.Implausible, nil
}

// withoutScheme returns the number in a URI of a telephone (RFC 3966), with the country that
// its phone-context names; any other text as it is.
func withoutScheme(typed string) string {
	const scheme, context = "tel:", ";phone-context=+"
	if len(typed) < len(scheme) || !strings.EqualFold(typed[:len(scheme)], scheme) {
		return typed
	}
	number := typed[len(scheme):]
	if local, country, found := strings.Cut(number, context); found {
		return "+" + country + " " + local
	}
	return number
}

// unbracketed returns a number whose country stands in brackets, "(+44)" or "+(44)", without them, and middle dots as dots.
func unbracketed(number string) string {
	if strings.Contains(number, "·") {
		number = strings.ReplaceAll(number, "·", ".")
	}
	if rest, found := strings.CutPrefix(number, "(+"); found {
		if country, after, closed := strings.Cut(rest, ")"); closed {
			return "+" + country + " " + after
		}
	}
	return number
}

// currentPlan returns a number of Mexico without what mobile numbers had in front until 2019
// (IFT, national numbering plan of 2018) and address books still hold: a 1 behind the country, and
// 01, 044 or 045 within it.
func currentPlan(number string, region bonafide.Country) string {
	rest, mexican := strings.CutPrefix(number, "+52")
	if !mexican && (region != "MX" || strings.HasPrefix(number, "+")) {
		return number
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, rest)
	const subscriber = 10 // digits
	if mexican {
		if len(digits) == 1+subscriber && digits[0] == '1' {
			return "+52" + digits[1:]
		}
		return number
	}
	for _, prefix := range []string{"01", "044", "045"} {
		if local, found := strings.CutPrefix(digits, prefix); found && len(local) == subscriber {
			return local
		}
	}
	return number
}

// wellFormed reports the E.164 form: "+", a digit 1-9, at most 15 digits.
func wellFormed(text string) bool {
	if len(text) < 3 || len(text) > 16 || text[0] != '+' || text[1] < '1' || text[1] > '9' {
		return false
	}
	return !strings.ContainsFunc(text[1:], func(r rune) bool { return r < '0' || r > '9' })
}
