package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form in which two names count as the same: letters and digits in
// compatibility form (NFKD, UAX 15) and lower case, without marks and apostrophes,
// words apart by single spaces.
func Fold(name string) string { return strings.Join(Words(name), " ") }

// Words returns the words of the folded name, in order.
func Words(name string) []string {
	return strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsMark(r), r == '\'', r == '’':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(name)))
}

// Squeeze returns the folded name without its spaces: the form in which two numbers
// count as the same, however they are grouped.
func Squeeze(name string) string { return strings.Join(Words(name), "") }
