package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/bonafide-go/bonafide"
)

// ruleNames is the source of the rules on names.
const ruleNames = "full legal name, no initials (Synapse users, base document considerations)"

const maxName = 200 // characters

// tidy returns a text in NFC with single spaces, or a fault: not UTF-8, longer
// than max characters, or with characters that cannot be seen.
func tidy(text string, max int) (string, bonafide.Code) {
	if len(text) > 8*max {
		return "", bonafide.CodeTooLong
	}
	if !utf8.ValidString(text) {
		return "", bonafide.CodeMalformed
	}
	text = norm.NFC.String(strings.Join(strings.Fields(text), " "))
	if utf8.RuneCountInString(text) > max {
		return "", bonafide.CodeTooLong
	}
	if strings.ContainsFunc(text, unseen) {
		return "", bonafide.CodeMalformed
	}
	return text, ""
}

// unseen reports control and format characters, such as those that turn the
// direction of writing. The two joiners are part of Persian and Indic spelling.
func unseen(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return !unicode.IsGraphic(r) && r != nonJoiner && r != joiner
}

// checkBusinessName reports what is wrong with the name of a business.
func checkBusinessName(name string) bonafide.Code {
	if !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return bonafide.CodeMalformed
	}
	return ""
}

// checkPersonName reports what is wrong with the full legal name of a person: a
// character that no name has, a single word, or an initial.
//
// Scripts without upper and lower case write names without spaces, and single
// characters in them are whole names. Of the scripts with case a single letter
// is an initial, unless it is a conjunction ("Ortega y Gasset") or the number
// behind a name ("John Smith V").
func checkPersonName(name string, loose bool) bonafide.Code {
	if strings.ContainsFunc(name, notInName) {
		return bonafide.CodeMalformed
	}
	words := strings.Fields(name)
	if !strings.ContainsFunc(name, unicode.IsLetter) {
		return bonafide.CodeMalformed
	}
	if loose {
		return ""
	}
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
	if len(words) < 2 && strings.ContainsFunc(name, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) }) {
		return bonafide.CodeTooShort
	}
	return ""
}

func notInName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" '’ʻʼ`´.,-‐‑·・\u200c\u200d", r)
}
