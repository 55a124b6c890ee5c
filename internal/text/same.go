package text

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// SameWords reports whether two names are the same in every word, in any order: people and
// forms put the surname first or last.
func SameWords(a, b string) bool {
	return InAnyOrder(a) == InAnyOrder(b) && InAnyOrder(a) != "" || Squeeze(a) == Squeeze(b) && Squeeze(a) != ""
}

// InAnyOrder returns the folded name with its words sorted.
func InAnyOrder(name string) string {
	words := Words(name)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// NameKeys returns what names that are the same by [SameName] mostly have in common, so that
// they can be looked up: the first and the last word, initials and a suffix aside, and where there
// are more the first two, since the surname may come first, and all words in any order. Of a name with
// a comma the surname comes first. What shares a key need not be the same.
func NameKeys(name string) []string {
	if surname, given, found := strings.Cut(name, ","); found && !suffix(given) {
		name = given + " " + surname
	}
	words := Words(name)
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return utf8.RuneCountInString(w) < 2 || suffix(w) })
	if len(kept) == 0 {
		kept = words
	}
	if len(kept) == 0 {
		return nil
	}
	keys := []string{InAnyOrder(kept[0] + " " + kept[len(kept)-1])}
	if len(kept) > 2 {
		keys = append(keys, InAnyOrder(kept[0]+" "+kept[1]), InAnyOrder(strings.Join(kept, " ")))
	}
	return keys
}

// suffix reports what stands behind a surname and is often left out.
func suffix(word string) bool {
	return slices.Contains([]string{"jr", "sr", "ii", "iii", "iv"}, Squeeze(word))
}

// Mailbox returns the form in which two e-mail addresses reach the same person: in lower
// case and without the tag behind a plus (RFC 5233); and at Gmail, which says so, without the dots.
func Mailbox(address string) string {
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	if plain, _, tagged := strings.Cut(local, "+"); tagged && plain != "" {
		local = plain
	}
	if domain == "gmail.com" || domain == "googlemail.com" {
		local, domain = strings.ReplaceAll(local, ".", ""), "gmail.com"
	}
	if local == "" {
		return ""
	}
	return local + "@" + domain
}

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
