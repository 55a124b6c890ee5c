package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
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
		code, err := bonafide.ParseCountry(text)
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

// checkPersonName reports what is wrong with the full legal name of a person beside
// its characters: a single word where people have more, or an initial.
//
// Scripts without upper and lower case write names without spaces, and single
// characters in them are whole names. Of the scripts with case a single letter
// is an initial, unless it is a conjunction ("Ortega y Gasset") or the number
// behind a name ("John Smith V").
func checkPersonName(name string, loose, mononym bool) bonafide.Code {
	if loose {
		if apart(name) {
			return bonafide.CodeNotAllowed
		}
		return ""
	}
	words := strings.Fields(name)
	for i, word := range words {
		inside := i > 0 && i < len(words)-1
		if inside && (word == "y" || word == "e" || word == "i") {
			continue
		}
		if i == len(words)-1 && i > 1 && (word == "I" || word == "V" || word == "X") {
			continue
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
