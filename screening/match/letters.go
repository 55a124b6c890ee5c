package match

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/bonafide-go/bonafide/internal/text"
)

// latinLetters are letters that Unicode does not decompose into a letter of
// ASCII and marks.
var latinLetters = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h",
		'ı': "i", 'ŋ': "ng", 'ə': "a", 'ɛ': "e", 'ɔ': "o", 'ĸ': "k", 'ŧ': "t", 'ƒ': "f", 'ɖ': "d", 'ɓ': "b",
		'ƶ': "z", 'ɫ': "l", 'ƚ': "l", 'ɬ': "l", 'ɲ': "n", 'ƞ': "n", 'ʋ': "v", 'ɠ': "g", 'ǥ': "g", 'ȷ': "j", 'ɟ': "j", 'ʈ': "t", 'ƭ': "t", 'ƥ': "p", 'ƈ': "c",
		'ǝ': "e", 'ɘ': "e", 'ɩ': "i", 'ʊ': "u", 'ƿ': "w", 'ʃ': "sh", 'ɍ': "r", 'ɏ': "y", 'ɇ': "e", 'ƀ': "b", 'ⱥ': "a", 'ⱦ': "t", 'ⱨ': "h", 'ⱪ': "k", 'ⱬ': "z",
		'ɗ': "d", 'ƙ': "k", 'ƴ': "y", 'ɣ': "gh", 'ʒ': "zh", 'ɨ': "i", 'ʉ': "u", 'ɵ': "o", 'ȼ': "c", 'ɑ': "a",
	}
})

// letter kinds of a rune after lower-casing.
const (
	letterBreak = iota // divides words
	letterSkip         // is left out: apostrophes and marks
	letterDot          // a full stop
	letterText         // a letter or digit of ASCII
	letterOther        // anything else
)

// asciiLetter returns the kind of an ASCII byte, and the byte in lower case.
func asciiLetter(c byte) (kind int, lower byte) {
	switch {
	case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		return letterText, c
	case c >= 'A' && c <= 'Z':
		return letterText, c + 'a' - 'A'
	case c == '\'' || c == '`' || c == '^':
		return letterSkip, c
	case c == '.':
		return letterDot, c
	case text.Unseen(rune(c)):
		return letterSkip, c
	}
	return letterBreak, c
}

// decompose returns text in compatibility decomposition (Unicode NFKD), which
// sets marks apart from letters. Text of ASCII comes back as it is.
func decompose(name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return norm.NFKD.String(name)
		}
	}
	return name
}

// skipped reports whether a rune beyond ASCII is left out of words: combining
// marks, what nobody sees, and the many shapes of apostrophes and half rings.
func skipped(r rune) bool {
	switch {
	case r >= 0x300 && r <= 0x36f, r >= 0x2b0 && r <= 0x2ff: // marks and modifiers
		return true
	case r == '’' || r == '‘' || r == '′' || r == '´' || r == 'ʿ' || r == 'ʾ' || r == 'ʻ' || r == 'ʼ':
		return true
	}
	return text.Unseen(r)
}

// visible returns a name without what nobody sees in it.
func visible(name string) string {
	return strings.Map(func(r rune) rune {
		if text.Unseen(r) {
			return -1
		}
		return r
	}, name)
}
