package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
)

// ruleNames is the source of the rules on names.
const ruleNames = "full legal name, no initials (Synapse users, base document considerations)"

const maxName = 200 // characters

// mononymous are countries in which many people have one name alone, and whose
// passports bear it so (ICAO 9303-3: a name that cannot be divided is the primary
// identifier).
var mononymous = []bonafide.Country{"AF", "BD", "BT", "ID", "IN", "LK", "MM", "MY", "PK"}

// mononym reports whether what is submitted says that its subject is of a country in
// which people have one name.
func (s Submission) mononym() bool {
	of := func(text string) bool {
		code, err := bonafide.ReadCountry(text)
		return err == nil && slices.Contains(mononymous, code)
	}
	if of(s.AddressCountryCode) {
		return true
	}
	for _, d := range slices.Concat(s.VirtualDocs, s.PhysicalDocs) {
		switch d.Type {
		case Citizenship:
			if of(d.Value.Reveal()) {
				return true
			}
		case Passport, PassportBiodata, NationalID, StateIdentificationForeign:
			if of(d.Meta.CountryCode) {
				return true
			}
		}
	}
	return false
}

// shortened says how the name of a person may be less than the full legal one: a single
// word where people have more (too_short), or an initial (not_allowed); empty if it is not.
//
// Scripts without upper and lower case write names without spaces, and single
// characters in them are whole names. Of the scripts with case a single letter
// is an initial, unless it is a conjunction ("Ortega y Gasset") or the number
// behind a name ("John Smith V").
func shortened(name string, mononym bool) bonafide.Code {
	words := strings.Fields(name)
	for i, word := range words {
		inside := i > 0 && i < len(words)-1
		if inside && strings.Contains(" y e i Y E I ", " "+word+" ") {
			continue
		}
		if i == len(words)-1 && i > 1 && (word == "I" || word == "V" || word == "X") {
			continue
		}
		if strings.Contains(word, "/") {
			continue // "S/O"
		}
		for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return r == '.' || r == '-' || r == ',' }) {
			if r, size := utf8.DecodeRuneInString(part); size == len(part) && (unicode.IsUpper(r) || unicode.IsLower(r)) {
				return bonafide.CodeNotAllowed
			}
		}
	}
	if len(words) < 2 && !mononym && strings.ContainsFunc(name, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) }) {
		return bonafide.CodeTooShort
	}
	return ""
}

// apart reports whether most letters of a name stand alone: it is spelt out, which no list
// is searched for, and not a name with initials. Only scripts with case have initials.
func apart(name string) bool {
	alone, cased := 0, 0
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsUpper(r) && !unicode.IsLower(r) }) {
		n := len([]rune(part))
		if cased += n; n == 1 {
			alone++
		}
	}
	return alone > 4 && 2*alone > cased
}

// keyboardRows are rows of the keyboards that most people have: four neighbours in a
// word of a name were typed for want of one.
var keyboardRows = []string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "йцукенгшщзхъ", "фывапролджэ"}

// typedAtRandom reports a word that is a run of neighbouring keys.
func typedAtRandom(name string) bool {
	for _, word := range text.Words(name) {
		letters := []rune(word)
		for _, row := range keyboardRows {
			if len(letters) >= 4 && strings.Contains(row, word) {
				return true
			}
		}
	}
	return false
}

// nameWarnings adds what is odd about the name of a person.
func nameWarnings(w *bonafide.Faults, field, name string) {
	switch shortened(name, false) {
	case bonafide.CodeTooShort:
		w.AddRule(field, bonafide.CodeTooShort, "one name only; full legal name (Synapse users, base document considerations)")
	case bonafide.CodeNotAllowed:
		w.AddRule(field, bonafide.CodeImplausible, "a single letter, which may be an initial; full legal name (Synapse users, base document considerations)")
	}
	if text.Mixed(name) {
		w.AddRule(field, bonafide.CodeImplausible, "letters of several scripts in one word (Unicode TR39, section 5.1)")
	}
	if typedAtRandom(name) {
		w.AddRule(field, bonafide.CodeImplausible, "a row of a keyboard")
	}
}
