package text

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The joiners: zero-width non-joiner and zero-width joiner.
const (
	nonJoiner = '\u200c'
	joiner    = '\u200d'
)

// joining are the scripts whose spelling needs the joiners: those of cursive letters
// and those that form conjuncts (Unicode 16, chapters 9, 12 to 14 and 16).
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mandaic, unicode.Mongolian, unicode.Phags_Pa, unicode.Adlam,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
	unicode.Inherited, // the vowel signs of Arabic
}

// hidden reports a character that nobody sees.
func hidden(text string, lines bool) bool {
	letters := []rune(text)
	for i, r := range letters {
		switch {
		case lines && r == '\n':
		case r == nonJoiner || r == joiner:
			if !joins(letters, i) {
				return true
			}
		case Hidden(r):
			return true
		}
	}
	return false
}

// Hidden reports a character without a form of its own: control characters (Cc);
// format characters (Cf), among them those that turn the direction of writing
// (U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F, U+061C) and those of no width
// (U+200B, U+2060, U+FEFF, the joiners); what is not assigned; and the letters and marks
// that are drawn as nothing (Other_Default_Ignorable_Code_Point), such as the fillers of
// Hangul. Selectors of variants are not hidden: names in Han need them.
func Hidden(r rune) bool {
	return !unicode.IsGraphic(r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// Unseen reports a rune that shows nothing by itself in a name, whatever stands around it:
// control characters that are no blanks, format characters, what is drawn as nothing,
// selectors of variants, and marks that belong to no script. Scripts whose letters are read
// with such marks keep theirs, and so do the letters of Europe.
func Unseen(r rune) bool {
	switch {
	case r < 0x590:
		return unicode.IsControl(r) && !unicode.IsSpace(r) || r == 0xad || r == 0x34f || r >= 0x483 && r <= 0x489
	case r < 0x700, r >= 0x900 && r < 0xd80, r >= 0x3040 && r < 0x3100:
		return unicode.Is(unicode.Cf, r)
	}
	return unicode.In(r, unicode.Cf, unicode.Inherited, unicode.Me, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// joins reports whether the joiner at i stands where a script needs it: behind a
// virama, or between two letters of such a script (as RFC 5892 appendix A has it for
// domain names).
func joins(letters []rune, i int) bool {
	if i == 0 || !joinable(letters[i-1]) {
		return false
	}
	const virama = 9 // canonical combining class
	if norm.NFC.PropertiesString(string(letters[i-1])).CCC() == virama {
		return true
	}
	return i+1 < len(letters) && joinable(letters[i+1])
}

func joinable(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && unicode.IsOneOf(joining, r)
}
