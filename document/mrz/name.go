package mrz

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// spellings are the forms in which a letter may appear in a zone, the
// recommended one first (ICAO 9303-3 section 6, tables A and B; the forms of
// single languages and of earlier passports after it). Letters with marks that are
// not listed lose their marks.
var spellings = sync.OnceValue(func() map[rune][]string {
	return map[rune][]string{
		'Ä': {"AE", "A"}, 'Å': {"AA", "A"}, 'Æ': {"AE"}, 'Ö': {"OE", "O"}, 'Ø': {"OE", "O"}, 'Œ': {"OE"}, 'Ü': {"UE", "UXX", "U"},
		'Ñ': {"N", "NXX"}, 'ẞ': {"SS"}, 'ß': {"SS"}, 'Ð': {"D"}, 'Đ': {"D"}, 'Þ': {"TH"}, 'Ł': {"L"}, 'Ħ': {"H"}, 'Ŋ': {"N"}, 'Ŧ': {"T"},
		'Ĳ': {"IJ"}, 'ı': {"I"}, 'ĸ': {"K", "Q"}, 'Ə': {"A", "E"},

		'А': {"A"}, 'Б': {"B"}, 'В': {"V"}, 'Г': {"G", "H"}, 'Ґ': {"G"}, 'Д': {"D"}, 'Ђ': {"D", "DJ"}, 'Е': {"E", "YE"}, 'Ё': {"E", "IO", "YO"},
		'Є': {"IE", "YE"}, 'Ж': {"ZH", "Z"}, 'З': {"Z"}, 'Ѕ': {"DZ"}, 'И': {"I", "Y"}, 'І': {"I"}, 'Ї': {"I", "YI"}, 'Й': {"I", "Y"}, 'Ј': {"J"},
		'К': {"K"}, 'Л': {"L"}, 'Љ': {"LJ"}, 'М': {"M"}, 'Н': {"N"}, 'Њ': {"NJ"}, 'О': {"O"}, 'П': {"P"}, 'Р': {"R"}, 'С': {"S"}, 'Т': {"T"},
		'Ћ': {"C"}, 'У': {"U"}, 'Ў': {"U"}, 'Ф': {"F"}, 'Х': {"KH", "H"}, 'Ц': {"TS", "C"}, 'Ч': {"CH", "C"}, 'Џ': {"DZ", "DJ"}, 'Ш': {"SH", "S"},
		'Щ': {"SHCH", "SHT"}, 'Ъ': {"IE", ""}, 'Ы': {"Y"}, 'Ь': {"", "Y"}, 'Э': {"E"}, 'Ю': {"IU", "YU"}, 'Я': {"IA", "YA"},
	}
})

// spell returns the forms of a letter, or nil if there is no rule for it.
func spell(r rune) []string {
	r = unicode.ToUpper(r)
	if r >= 'A' && r <= 'Z' {
		return []string{string(r)}
	}
	if forms, ok := spellings()[r]; ok {
		return forms
	}
	base := rune(0)
	for _, part := range norm.NFD.String(string(r)) {
		switch {
		case unicode.IsMark(part):
		case base != 0:
			return nil
		default:
			base = part
		}
	}
	if base >= 'A' && base <= 'Z' {
		return []string{string(base)}
	}
	if base != r {
		return spellings()[base] // a Cyrillic letter with a mark
	}
	return nil
}

// Transliterate returns a name in the letters of a zone, by the recommended
// forms, words apart by single spaces: hyphens are spaces, apostrophes and stops
// are left out. ok is false if there is no rule for a letter of it.
func Transliterate(name string) (text string, ok bool) {
	var out []string
	for _, word := range nameWords(name) {
		var b strings.Builder
		for _, r := range word {
			forms := spell(r)
			if forms == nil {
				return "", false
			}
			b.WriteString(forms[0])
		}
		if b.Len() > 0 { // a soft sign alone has no letter
			out = append(out, b.String())
		}
	}
	return strings.Join(out, " "), len(out) > 0
}

// nameWords splits a name at spaces and hyphens and drops what a zone leaves
// out (9303-3 section 4.6).
func nameWords(name string) []string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r):
			return r
		case r == ' ', r == '-', r == '‐', r == '‑', r == ',':
			return ' '
		}
		return -1
	}, norm.NFC.String(name))
	return strings.Fields(name)
}

// MatchesName reports whether the zone's name can be that name: all words of
// both, in the order of the zone (surname first) or with the given names first, in
// any spelling of the tables. A suffix such as "Jr" may be missing in the zone. The
// end may be missing if the name did not fit.
//
// It is strict on purpose: a missing middle name does not match.
func (z Zone) MatchesName(name string) bool {
	text := strings.ReplaceAll(z.Surname+z.GivenNames, " ", "")
	words := nameWords(name)
	if text == "" || len(words) == 0 {
		return false
	}
	if matchesRotation(words, text, z.Truncated) {
		return true
	}
	switch strings.ToUpper(words[len(words)-1]) {
	case "JR", "SR", "II", "III", "IV", "V":
		return len(words) > 2 && matchesRotation(words[:len(words)-1], text, z.Truncated)
	}
	return false
}

// matchesRotation tries every word as the first of the surname.
func matchesRotation(words []string, text string, truncated bool) bool {
	for k := range words {
		letters := []rune(strings.Join(words[k:], "") + strings.Join(words[:k], ""))
		if spells(letters, text, truncated) {
			return true
		}
	}
	return false
}

// spells reports whether letters can be written as text, or, if truncated, as
// something that begins with text. It keeps the places in text that can be reached.
func spells(letters []rune, text string, truncated bool) bool {
	reached := make([]bool, len(text)+1)
	reached[0] = true
	for _, r := range letters {
		if truncated && reached[len(text)] {
			return true
		}
		next := make([]bool, len(text)+1)
		found := false
		for at, ok := range reached {
			if !ok {
				continue
			}
			for _, form := range spell(r) {
				switch rest := text[at:]; {
				case strings.HasPrefix(rest, form):
					next[at+len(form)], found = true, true
				case truncated && strings.HasPrefix(form, rest):
					return true // cut inside a letter of two
				}
			}
		}
		if !found {
			return false
		}
		reached = next
	}
	return reached[len(text)]
}
