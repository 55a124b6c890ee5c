package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxTyped bounds what [Typed] looks at, in bytes. The longest value that people type by
// its characters, a URI of a telephone number or an e-mail address, is shorter.
const MaxTyped = 1024

// Typed returns what was meant by a value that is read by its characters, such as a
// number, a code or an e-mail address: in compatibility form (NFKC, UAX 15), the digits
// of every script as 0 to 9, every dash as "-", every blank as a space, without what
// nobody sees at its ends. Keyboards, address books and sheets put such characters there
// (Unicode, chapters 6.2, 22.3 and 23.2). Inside nothing that is hidden is dropped: the
// value is then none that was meant. A text that is too long, or no UTF-8, comes back as it is.
func Typed(given string) string {
	if plain(given) {
		return strings.Trim(given, " \t\r\n")
	}
	if len(given) > MaxTyped || !utf8.ValidString(given) {
		return given
	}
	out := strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			return r
		case unicode.Is(unicode.Nd, r):
			return '0' + digit(r)
		case unicode.Is(unicode.Pd, r), r == '\u2212': // minus
			return '-'
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, norm.NFKC.String(given))
	return strings.TrimFunc(out, unseen)
}

// plain reports printable ASCII, which means itself.
func plain(given string) bool {
	for i := range len(given) {
		if c := given[i]; c >= utf8.RuneSelf || c < ' ' {
			return false
		}
	}
	return true
}

// digit returns the value of a decimal digit. Those of one script stand in a row of ten
// (Unicode, chapter 4.6).
func digit(r rune) rune {
	for _, row := range unicode.Nd.R16 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return (r - rune(row.Lo)) % 10
		}
	}
	for _, row := range unicode.Nd.R32 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return (r - rune(row.Lo)) % 10
		}
	}
	return 0
}

// unseen reports a blank, or a format character that comes with a text when it is copied
// and says nothing at its ends: marks of direction, characters of no width, the soft
// hyphen. The joiners are letters of some scripts and stay.
func unseen(r rune) bool {
	switch {
	case unicode.IsSpace(r):
		return true
	case r == '\u00ad', r == '\u061c', r == '\u200b', r == '\u200e', r == '\u200f', r == '\u2060', r == '\ufeff':
		return true
	}
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}
