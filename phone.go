package bonafide

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Phone is a telephone number in E.164: "+" and 2 to 15 digits.
type Phone string

// ParsePhone reads a number as people write it: digits, an optional leading
// "+", and the separators " ()-./" in between. Without a "+" the number is read
// as a national one of the region, which is then required.
//
// Letters, extensions and numbers that cannot be dialled in their country (too
// short, too long) are refused with an error matching [ErrInvalid] and graded
// [Malformed]. A number of possible length that no numbering plan assigns, such
// as +1 123 123 1234, is [Implausible]: accepted, so that a program may decide.
func ParsePhone(text string, region Country) (Phone, Grade, error) {
	malformed := func(code Code) (Phone, Grade, error) { return "", Malformed, Invalid("", code) }
	if text == "" {
		return malformed(CodeRequired)
	}
	if len(text) > 40 {
		return malformed(CodeTooLong)
	}
	// phonenumbers turns letters into digits ("call me at 415…"), so they go first.
	for i, r := range text {
		if (r < '0' || r > '9') && !strings.ContainsRune(" ()-./", r) && (r != '+' || i != 0) {
			return malformed(CodeMalformed)
		}
	}
	number, err := phonenumbers.Parse(text, string(region))
	if err != nil || number.GetExtension() != "" || !phonenumbers.IsPossibleNumber(number) {
		return malformed(CodeMalformed)
	}
	phone := Phone(phonenumbers.Format(number, phonenumbers.E164))
	// What is kept must read back as itself: some national zeros go one at a time.
	again, err := phonenumbers.Parse(string(phone), "")
	if err != nil || !phone.wellFormed() || Phone(phonenumbers.Format(again, phonenumbers.E164)) != phone {
		return malformed(CodeMalformed)
	}
	if !phonenumbers.IsValidNumber(number) {
		return phone, Implausible, nil
	}
	return phone, Plausible, nil
}

// wellFormed reports the E.164 form: "+", a digit 1-9, at most 15 digits.
func (p Phone) wellFormed() bool {
	if len(p) < 3 || len(p) > 16 || p[0] != '+' || p[1] < '1' || p[1] > '9' {
		return false
	}
	return !strings.ContainsFunc(string(p[1:]), func(r rune) bool { return r < '0' || r > '9' })
}

// Premium reports whether calls and messages to the number cost their sender
// extra (premium and shared cost), which makes it a target for toll fraud.
func (p Phone) Premium() bool {
	number, err := phonenumbers.Parse(string(p), "")
	if err != nil {
		return false
	}
	switch phonenumbers.GetNumberType(number) {
	case phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST:
		return true
	}
	return false
}

// Mask shows the last two digits only.
func (p Phone) Mask() string { return MaskTail(string(p), 2) }
