package mrz

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/bonafide-go/bonafide/internal/text"
)

// spellings are the forms in which a letter may appear in a zone, the
// recommended one first (ICAO 9303-3 section 6, tables A and B; the forms of
// single languages and of earlier passports after it). Letters with marks that are
// not listed lose their marks.
var spellings = sync.OnceValue(func() map[rune][]string {
	return map[rune][]string{
		'Ä': {"AE", "A"}, 'Å': {"AA", "A"}, 'Æ': {"AE"}, 'Ö': {"OE", "O"}, 'Ø': {"OE", "O"}, 'Œ': {"OE"}, 'Ü': {"UE", "UXX", "U"},
		'Ñ': {"N", "NXX"}, 'ẞ': {"SS"}, 'ß': {"SS"}, 'Ð': {"D", "DH"}, 'Đ': {"D", "DJ"}, 'Þ': {"TH"}, 'Ł': {"L"}, 'Ħ': {"H"}, 'Ŋ': {"N"}, 'Ŧ': {"T"},
		'Ĳ': {"IJ"}, 'ı': {"I"}, 'ĸ': {"K", "Q"}, 'Ə': {"A", "E"},

		'А': {"A"}, 'Б': {"B"}, 'В': {"V"}, 'Г': {"G", "H"}, 'Ґ': {"G"}, 'Д': {"D"}, 'Ђ': {"D", "DJ"}, 'Е': {"E", "YE"}, 'Ё': {"E", "IO", "YO"},
		'Є': {"IE", "YE"}, 'Ж': {"ZH", "Z"}, 'З': {"Z"}, 'Ѕ': {"DZ"}, 'И': {"I", "Y"}, 'І': {"I"}, 'Ї': {"I", "YI"}, 'Й': {"I", "Y"}, 'Ј': {"J"},
		'К': {"K"}, 'Ќ': {"K", "KJ"}, 'Ѓ': {"G", "GJ"}, 'Л': {"L"}, 'Љ': {"LJ"}, 'М': {"M"}, 'Н': {"N"}, 'Њ': {"NJ"}, 'О': {"O"}, 'П': {"P"}, 'Р': {"R"}, 'С': {"S"}, 'Т': {"T"},
		'Ћ': {"C"}, 'У': {"U"}, 'Ў': {"U"}, 'Ф': {"F"}, 'Х': {"KH", "H"}, 'Ц': {"TS", "C"}, 'Ч': {"CH", "C"}, 'Џ': {"DZ", "DJ"}, 'Ш': {"SH", "S"},
		'Щ': {"SHCH", "SHT"}, 'Ъ': {"IE", ""}, 'Ы': {"Y"}, 'Ь': {"", "Y"}, 'Э': {"E"}, 'Ю': {"IU", "YU"}, 'Я': {"IA", "YA"},

		// Greek, as ELOT 743 writes it in passports: some letters depend on their neighbours.
		'Α': {"A"}, 'Β': {"V", "B"}, 'Γ': {"G", "N", "Y"}, 'Δ': {"D", "DH"}, 'Ε': {"E"}, 'Ζ': {"Z"}, 'Η': {"I"}, 'Θ': {"TH"}, 'Ι': {"I"}, 'Κ': {"K", "C"},
		'Λ': {"L"}, 'Μ': {"M", ""}, 'Ν': {"N"}, 'Ξ': {"X", "KS"}, 'Ο': {"O", ""}, 'Π': {"P", "B"}, 'Ρ': {"R"}, 'Σ': {"S"}, 'Τ': {"T", "D"}, 'Υ': {"Y", "U", "V", "F"},
		'Φ': {"F", "PH"}, 'Χ': {"CH", "H", "KH"}, 'Ψ': {"PS"}, 'Ω': {"O"},

		// Arabic and Persian (9303-3 section 6, table C); the plain forms are those that
		// most states print.
		'ء': {"XE", ""}, 'آ': {"XAA", "A", "AA"}, 'أ': {"XAE", "A", "U", "O"}, 'ؤ': {"U", "O"}, 'إ': {"I", "E"}, 'ئ': {"XI", "I", "Y"}, 'ا': {"A", "E", "I", ""},
		'ب': {"B"}, 'ة': {"XTA", "XAH", "A", "AH", "H", "T"}, 'ت': {"T"}, 'ث': {"XTH", "TH"}, 'ج': {"J", "G"}, 'ح': {"XH", "H"}, 'خ': {"XKH", "KH"}, 'د': {"D"},
		'ذ': {"XDH", "DH", "Z"}, 'ر': {"R"}, 'ز': {"Z"}, 'س': {"S"}, 'ش': {"XSH", "SH", "CH"}, 'ص': {"XSS", "S"}, 'ض': {"XDZ", "D", "Z"}, 'ط': {"XTT", "T"},
		'ظ': {"XZZ", "Z", "DH"}, 'ع': {"E", "A", ""}, 'غ': {"G", "GH"}, 'ف': {"F"}, 'ق': {"Q", "K", "GH"}, 'ك': {"K"}, 'ک': {"K"}, 'ل': {"L"}, 'م': {"M"}, 'ن': {"N"},
		'ه': {"H"}, 'و': {"W", "O", "U", "V", "OU"}, 'ى': {"XAY", "A", "Y"}, 'ي': {"Y", "I", "EE"}, 'ی': {"Y", "I"}, 'پ': {"XP", "P"}, 'چ': {"XCH", "CH"}, 'ژ': {"XZH", "ZH"},
		'گ': {"XG", "G"},
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
	words, _ := hyphened(name)
	return words
}

// hyphened returns the words of a name, and which of them a hyphen binds to the word behind it.
func hyphened(name string) (words []string, bound []bool) {
	var word strings.Builder
	end := func(hyphen bool) {
		switch {
		case word.Len() > 0:
			words, bound = append(words, word.String()), append(bound, hyphen)
			word.Reset()
		case len(bound) > 0:
			bound[len(bound)-1] = false
		}
	}
	for _, r := range norm.NFKC.String(text.WithoutOrdinal(name)) {
		switch {
		case unicode.IsLetter(r):
			word.WriteRune(r)
		case r == ' ', r == ',':
			end(false)
		case unicode.Is(unicode.Pd, r):
			end(true)
		}
	}
	end(false)
	return words, bound
}

// MatchesName reports whether the zone's name can be that name, word by word (9303-3
// section 4.6): each component of the zone is one word of the name, in any spelling of
// the tables and in any order. A particle or a word with a hyphen may stand with the word behind it
// ("DELACRUZ", "SMITHJONES"), a given name may be in two parts ("CHUL<SU"), a suffix such as "Jr" may be
// missing on either side, a second name in brackets or behind "@" and words such as "S/O" in the zone, and given
// names behind the first may be missing in the name: many people leave them out.
//
// If the name did not fit (sections 4.2.3 of 9303-4, -5 and -6), each component may be the
// beginning of its word and words may be missing at the end of an identifier. Then the
// words of each identifier stand in order, since little of them is left to tell by.
func (z Zone) MatchesName(name string) bool {
	primary, secondary := strings.Fields(z.Surname), strings.Fields(z.GivenNames)
	if len(primary)+len(secondary) == 0 {
		return false
	}
	for name := range printedForms(name) {
		words, bound := hyphened(name)
		if len(words) == 0 || len(words) > maxWords {
			continue
		}
		for range 2 { // as it is, and without a suffix
			if z.Truncated && matchesTruncated(primary, secondary, words) || matchesWhole(primary, secondary, words, bound) {
				return true
			}
			if !suffixed(words) {
				break
			}
			words, bound = words[:len(words)-1], bound[:len(words)-1]
		}
		if short := unsuffixed(primary); len(short) < len(primary) && matchesWhole(short, secondary, words, bound) {
			return true
		}
	}
	return false
}

// maxWords bounds the words of a name that are held against a zone.
const maxWords = 24

// printedForms returns the name as a zone may have it: whole, without a second name in
// brackets or behind "@", and, where words such as "S/O" stand in it, without them or with
// their letters apart.
func printedForms(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(name) || !strings.ContainsAny(name, "(@/") {
			return
		}
		first, _, _ := strings.Cut(name, "(")
		first, _, _ = strings.Cut(first, "@")
		if first != name && !yield(first) || !strings.Contains(first, "/") {
			return
		}
		words := strings.Fields(first)
		without := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return strings.Contains(w, "/") })
		_ = yield(strings.Join(without, " ")) && yield(strings.ReplaceAll(first, "/", " "))
	}
}

func suffixed(words []string) bool {
	if len(words) <= 2 {
		return false
	}
	switch strings.ToUpper(words[len(words)-1]) {
	case "JR", "SR", "II", "III", "IV", "V":
		return true
	}
	return false
}

// unsuffixed returns an identifier of a zone without the suffix at its end.
func unsuffixed(identifier []string) []string {
	if len(identifier) > 1 && suffixed(slices.Concat([]string{""}, identifier)) {
		return identifier[:len(identifier)-1]
	}
	return identifier
}

// matchesWhole pairs every word of the name with a component of its own. All components
// of the primary identifier and the first of the secondary must be paired.
func matchesWhole(primary, secondary, words []string, bound []bool) bool {
	components := slices.Concat(primary, secondary)
	p := pairing{components: components, taken: make([]bool, len(components)), need: min(len(components), len(primary)+1), given: len(primary)}
	p.steps = maxSteps
	return p.pairs(words, bound)
}

// maxSteps bounds the pairings that are tried: a name of words that are alike has more of
// them than anybody waits for.
const maxSteps = 5_000

// A pairing pairs words of a name with components of a zone.
type pairing struct {
	components []string
	taken      []bool
	need       int // components that must be paired, the first ones
	given      int // where the secondary identifier begins
	steps      int // how many may still be tried
}

// pairs pairs the first word, or a particle or a word with a hyphen with the word behind it, with a
// component that is left, and goes on.
func (p *pairing) pairs(words []string, bound []bool) bool {
	if len(words) == 0 {
		return !slices.Contains(p.taken[:p.need], false)
	}
	if p.steps--; p.steps < 0 {
		return false
	}
	for n := 1; n <= len(words); n++ {
		joined := []rune(strings.Join(words[:n], ""))
		for i, component := range p.components {
			if !p.taken[i] && !p.again(i) && spells(joined, component, false) && p.with(i, i+1, words[n:], bound[n:]) {
				return true
			}
		}
		if !particle(words[n-1]) && !bound[n-1] {
			break
		}
	}
	// Several components may be one word: a zone that sets a particle apart, or the parts of a given name.
	for i := range len(p.components) - 1 {
		if p.taken[i] || p.taken[i+1] || !particle(p.components[i]) && i < p.given {
			continue
		}
		if spells([]rune(words[0]), p.components[i]+p.components[i+1], false) && p.with(i, i+2, words[1:], bound[1:]) {
			return true
		}
	}
	return false
}

// again reports a component like one before it that is left: it leads to nothing else.
func (p *pairing) again(i int) bool {
	for earlier := i - 1; earlier >= 0; earlier-- {
		if !p.taken[earlier] && p.components[earlier] == p.components[i] {
			return (earlier < p.need) == (i < p.need)
		}
	}
	return false
}

// with goes on while some components are taken.
func (p *pairing) with(from, to int, words []string, bound []bool) bool {
	for i := from; i < to; i++ {
		p.taken[i] = true
	}
	if p.pairs(words, bound) {
		return true
	}
	for i := from; i < to; i++ {
		p.taken[i] = false
	}
	return false
}

// particle reports a word that some zones write together with the word behind it.
func particle(word string) bool {
	_, ok := particles()[strings.ToUpper(word)]
	return ok
}

var particles = sync.OnceValue(func() map[string]struct{} {
	m := make(map[string]struct{})
	for word := range strings.FieldsSeq("A ABD ABDEL ABDUL ABU AL AM AN AT BEN BIN BINT D DA DAL DAS DE DEI DEL DELA DELLA DEN DER DES DI DO DOS DU E EL IBN L LA LAS LE LO LOS M MAC MC O SAN SAINT ST TE TEN TER VAN VANDER VD VON Y ZU ZUM ZUR") {
		m[word] = struct{}{}
	}
	return m
})

// matchesTruncated looks for the primary identifier as words of the name that stand
// together, and for the secondary in the rest.
func matchesTruncated(primary, secondary, words []string) bool {
	for from := range words {
		for to := from + 1; to <= len(words); to++ {
			rest := slices.Concat(words[:from], words[to:])
			if begins(primary, words[from:to]) && begins(secondary, rest) {
				return true
			}
		}
	}
	return false
}

// begins reports whether each component begins its word, in order; words at the end may be missing.
func begins(components, words []string) bool {
	if len(components) > len(words) {
		return false
	}
	for i, component := range components {
		if !spells([]rune(words[i]), component, true) {
			return false
		}
	}
	return true
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
