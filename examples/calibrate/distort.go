package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"github.com/bonafide-go/bonafide/screening"
)

// A distortion is one way in which a listed name comes in: of keyboards, scanners,
// registers and clerks. It returns the name as it was where it does not apply.
type distortion struct {
	class string
	kind  screening.EntityType
	of    func(words []string, r *rand.Rand) string
}

// distortions are the classes, people first.
func distortions() []distortion {
	var out []distortion
	for _, kind := range []screening.EntityType{screening.Person, screening.Entity} {
		out = append(out,
			distortion{"words in another order", kind, shuffled},
			distortion{"all words joined", kind, func(w []string, _ *rand.Rand) string { return strings.Join(w, "") }},
			distortion{"joined, one typo", kind, func(w []string, r *rand.Rand) string { return typo(strings.Join(w, ""), r) }},
			distortion{"two words joined", kind, joinedTwo},
			distortion{"one typo", kind, func(w []string, r *rand.Rand) string { return typo(strings.Join(w, " "), r) }},
			distortion{"two typos", kind, func(w []string, r *rand.Rand) string { return typo(typo(strings.Join(w, " "), r), r) }},
			distortion{"one letter for a digit", kind, func(w []string, r *rand.Rand) string { return scanned(strings.Join(w, " "), 1, r) }},
			distortion{"digits for letters everywhere", kind, func(w []string, r *rand.Rand) string { return scanned(strings.Join(w, " "), -1, r) }},
			distortion{"Cyrillic look-alikes", kind, func(w []string, _ *rand.Rand) string {
				return lookAlikes.Replace(strings.ToUpper(strings.Join(w, " ")))
			}},
			distortion{"one word missing, of three or more", kind, func(w []string, r *rand.Rand) string { return fewer(w, 1, 3, r) }},
		)
	}
	return append(out,
		distortion{"two words missing, of four or more", screening.Person, func(w []string, r *rand.Rand) string { return fewer(w, 2, 4, r) }},
		distortion{"an initial for a name", screening.Person, initial},
		distortion{"a title before it", screening.Person, func(w []string, r *rand.Rand) string {
			return []string{"Mr ", "Dr ", "Haji ", "Sheikh ", "Prof. "}[r.IntN(5)] + strings.Join(w, " ")
		}},
		distortion{"words abbreviated", screening.Entity, func(w []string, _ *rand.Rand) string { return abbreviated(w) }},
		distortion{"without its legal form", screening.Entity, func(w []string, _ *rand.Rand) string { return bareOfForm(w) }},
		distortion{"acronym", screening.Entity, func(w []string, _ *rand.Rand) string { return acronym(w) }},
		distortion{"one typo", screening.Vessel, func(w []string, r *rand.Rand) string { return typo(strings.Join(w, " "), r) }},
		distortion{"a prefix before it", screening.Vessel, func(w []string, r *rand.Rand) string {
			return []string{"M/V ", "MT ", "MV ", "S.S. "}[r.IntN(4)] + strings.Join(w, " ")
		}},
	)
}

func shuffled(w []string, r *rand.Rand) string {
	w = slices.Clone(w)
	r.Shuffle(len(w), func(i, j int) { w[i], w[j] = w[j], w[i] })
	return strings.Join(w, " ")
}

func joinedTwo(w []string, r *rand.Rand) string {
	if len(w) < 3 {
		return strings.Join(w, " ")
	}
	i := r.IntN(len(w) - 1)
	return strings.Join(slices.Concat(w[:i], []string{w[i] + w[i+1]}, w[i+2:]), " ")
}

// typo drops, doubles, replaces or swaps a letter, in a word of four letters or more.
func typo(s string, r *rand.Rand) string {
	letters := []rune(s)
	var at []int
	for i := 1; i+2 < len(letters); i++ {
		if unicode.IsLetter(letters[i-1]) && unicode.IsLetter(letters[i]) && unicode.IsLetter(letters[i+1]) && unicode.IsLetter(letters[i+2]) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return s
	}
	i := at[r.IntN(len(at))]
	switch r.IntN(4) {
	case 0:
		return string(slices.Delete(letters, i, i+1))
	case 1:
		return string(slices.Insert(letters, i, letters[i]))
	case 2:
		letters[i] = rune('a' + r.IntN(26))
	default:
		letters[i], letters[i+1] = letters[i+1], letters[i]
	}
	return string(letters)
}

// scanned reads so many letters as digits, as scanners do; -1 means all that can be.
func scanned(s string, n int, r *rand.Rand) string {
	digit := map[rune]rune{'o': '0', 'i': '1', 'l': '1', 's': '5', 'b': '8', 'z': '2', 'g': '6'}
	letters := []rune(s)
	var at []int
	for i, c := range letters {
		if _, ok := digit[unicode.ToLower(c)]; ok {
			at = append(at, i)
		}
	}
	if n > 0 {
		r.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
		at = at[:min(n, len(at))]
	}
	for _, i := range at {
		letters[i] = digit[unicode.ToLower(letters[i])]
	}
	return string(letters)
}

// lookAlikes writes Latin capitals in Cyrillic letters that look the same.
var lookAlikes = strings.NewReplacer("A", "А", "B", "В", "C", "С", "E", "Е", "H", "Н", "K", "К", "M", "М", "O", "О", "P", "Р", "T", "Т", "X", "Х", "Y", "У")

// fewer leaves n words out, of at least so many.
func fewer(w []string, n, least int, r *rand.Rand) string {
	if len(w) < least {
		return strings.Join(w, " ")
	}
	w = slices.Clone(w)
	for range n {
		i := r.IntN(len(w))
		w = slices.Delete(w, i, i+1)
	}
	return strings.Join(w, " ")
}

// initial shortens the last word, which is a given name where the family name comes first.
func initial(w []string, _ *rand.Rand) string {
	if len(w) < 3 {
		return strings.Join(w, " ")
	}
	w = slices.Clone(w)
	last := []rune(w[len(w)-1])
	w[len(w)-1] = string(last[:1]) + "."
	return strings.Join(w, " ")
}

var short = map[string]string{
	"COMPANY": "CO", "LIMITED": "LTD", "TRADING": "TRDG", "INTERNATIONAL": "INTL", "INDUSTRIES": "INDS", "INDUSTRIAL": "IND",
	"GENERAL": "GEN", "SHIPPING": "SHPG", "SERVICES": "SRVCES", "GROUP": "GRP", "TECHNOLOGY": "TECH", "TECHNOLOGIES": "TECH",
	"CORPORATION": "CORP", "ENGINEERING": "ENG", "INVESTMENT": "INV", "INVESTMENTS": "INVS", "DEVELOPMENT": "DEV", "MANAGEMENT": "MGMT",
	"COMMUNICATIONS": "COMM", "ASSOCIATION": "ASSN", "INSTITUTE": "INST", "EXCHANGE": "EXCH", "TRANSPORT": "TRANS", "MANUFACTURING": "MFG",
}

func abbreviated(w []string) string {
	w = slices.Clone(w)
	for i := range w {
		if s, ok := short[strings.ToUpper(strings.Trim(w[i], ",."))]; ok {
			w[i] = s
		}
	}
	return strings.Join(w, " ")
}

// bareOfForm drops a legal form at the end.
func bareOfForm(w []string) string {
	forms := "LTD LTD. LIMITED LLC L.L.C. INC INC. CORP CORP. GMBH S.A. SA CO CO. PLC BV B.V. S.R.L. SRL OOO FZE FZCO FZC JSC PJSC OJSC"
	last := strings.ToUpper(strings.Trim(w[len(w)-1], ","))
	if len(w) < 2 || !slices.Contains(strings.Fields(forms), last) {
		return strings.Join(w, " ")
	}
	return strings.Join(w[:len(w)-1], " ")
}

// acronym is the initials of four words or more, but for the small ones.
func acronym(w []string) string {
	var b strings.Builder
	for _, word := range w {
		if l := strings.ToLower(word); l != "of" && l != "the" && l != "and" && l != "for" && l != "&" {
			r := []rune(strings.Trim(word, "\"'(),."))
			if len(r) > 0 && unicode.IsLetter(r[0]) {
				b.WriteRune(unicode.ToUpper(r[0]))
			}
		}
	}
	if b.Len() < 4 {
		return strings.Join(w, " ")
	}
	return b.String()
}
