package text

import (
	"strings"
	"unicode"
)

// NoName reports whether a text cannot be the name of a person, or a part of one: it
// has a character that no name has, such as a digit, or no letter. What cannot be read
// as a name cannot be searched for on a list either.
func NoName(name string) bool {
	return strings.ContainsFunc(name, notInName) || !strings.ContainsFunc(name, unicode.IsLetter)
}

func notInName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" '’ʻʼ`´.,-‐‑·・\u200c\u200d", r)
}
