package text

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form in which two names count as the same: letters and digits in
// compatibility form (NFKD, UAX 15) and lower case, without marks and apostrophes, the
// letters of single languages as the plain ones that people write for them, words apart by
// single spaces.
func Fold(name string) string { return strings.Join(Words(name), " ") }

// Words returns the words of the folded name, in order.
func Words(name string) []string {
	return strings.Fields(plainLetters().Replace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsMark(r), apostrophe(r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(name))))
}

// apostrophe reports a sign that people write inside a word, and leave out.
func apostrophe(r rune) bool { return strings.ContainsRune("'’‘ʻʼʹʾʿ`´′׳״\"", r) }

// plainLetters are the letters that have no decomposition, in lower case, with what is written
// for them where a keyboard has none (Unicode CLDR, Latin-ASCII).
var plainLetters = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer(
		"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ħ", "h", "ı", "i", "ŧ", "t", "ŋ", "n", "ĸ", "k",
		"ə", "e", "ƒ", "f", "ɓ", "b", "ɗ", "d", "ƙ", "k", "ƴ", "y", "ς", "σ",
	)
})

// Squeeze returns the folded name without its spaces: the form in which two numbers
// count as the same, however they are grouped.
func Squeeze(name string) string { return strings.Join(Words(name), "") }
