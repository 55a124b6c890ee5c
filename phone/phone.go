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
// leading "+" or "tel:", and the separators " ()-./" in between, of any width and kind. Without a "+" the number is read as a
// national one of the region, which is then required.
//
// Letters, extensions and numbers that cannot be dialled in their country (too
// short, too long) are refused with an error matching [bonafide.ErrInvalid] and
// graded [bonafide.Malformed]. A number of possible length that no numbering plan
// assigns, such as +1 123 123 1234, is [bonafide.Implausible]: accepted, so that a
// program may decide.
func Parse(given string, region bonafide.Country) (bonafide.Phone, bonafide.Grade, error) {
	malformed := func(code bonafide.Code) (bonafide.Phone, bonafide.Grade, error) {
		return "", bonafide.Malformed, bonafide.Invalid("", code)
	}
	number := strings.TrimPrefix(text.Typed(given), "tel:") // RFC 3966
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
	parsed, err := phonenumbers.Parse(currentPlan(number), string(region))
	if err != nil || parsed.GetExtension() != "" || !phonenumbers.IsPossibleNumber(parsed) {
		return malformed(bonafide.CodeMalformed)
	}
	phone := phonenumbers.Format(parsed, phonenumbers.E164)
	// What is kept must read back as itself: some national zeros go one at a time.
	again, err := phonenumbers.Parse(phone, "")
	if err != nil || !wellFormed(phone) || phonenumbers.Format(again, phonenumbers.E164) != phone {
		return malformed(bonafide.CodeMalformed)
	}
	if !phonenumbers.IsValidNumber(parsed) {
		return bonafide.Phone(phone), bonafide.Implausible, nil
	}
	return bonafide.Phone(phone), bonafide.Plausible, nil
}

// currentPlan returns a number of Mexico without the 1 that mobile numbers had behind the
// country until 2019 (IFT, national numbering plan of 2018): address books still hold it.
func currentPlan(number string) string {
	rest, mexican := strings.CutPrefix(number, "+52")
	if !mexican {
		return number
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, rest)
	if len(digits) == 11 && digits[0] == '1' {
		return "+52" + digits[1:]
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
