package text

import (
	"slices"
	"unicode/utf8"
)

// SameName reports whether two names can be one person's or business's: every word of
// the shorter is a word of the longer, in any order, case and marks aside, where an
// initial stands for a word that begins with it; one word at least is written out in
// both, and two where both have two. Another spelling is another name.
func SameName(a, b string) bool {
	if Squeeze(a) == Squeeze(b) {
		return Squeeze(a) != ""
	}
	short, long := Words(a), Words(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	whole, need := 0, min(len(short), 2)
	// Words written out are paired first: they leave the initials what remains.
	var initials []string
	for _, word := range short {
		if i := slices.Index(long, word); i >= 0 {
			long = slices.Delete(long, i, i+1)
			if utf8.RuneCountInString(word) > 1 {
				whole++
			}
			continue
		}
		initials = append(initials, word)
	}
	for _, word := range initials {
		i := slices.IndexFunc(long, func(other string) bool { return initialOf(word, other) || initialOf(other, word) })
		if i < 0 {
			return false
		}
		long = slices.Delete(long, i, i+1)
	}
	if len(initials) > 0 {
		need = 1
	}
	return need > 0 && whole >= need
}

func initialOf(initial, word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	given, n := utf8.DecodeRuneInString(initial)
	return n == len(initial) && size > 0 && first == given
}
