package text

import (
	"strings"
	"unicode"
)

// NoNameOf returns the rule for the name of a business or of a person.
func NoNameOf(business bool) func(name string) bool {
	if business {
		return NoBusinessName
	}
	return NoName
}

// NoName reports whether a text cannot be the name of a person, or a part of one: it
// has a character that no name has, such as a digit, or no letter. What cannot be read
// as a name cannot be searched for on a list either.
func NoName(name string) bool {
	return strings.ContainsFunc(name, notInName) || !strings.ContainsFunc(name, unicode.IsLetter)
}

func notInName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" '’ʻʼ`´.,-‐‑·・\u200c\u200d", r)
}

// NoBusinessName reports whether a text cannot be the name of a business, or a name
// that somebody took: it has no letter or digit, or a character reference of HTML
// ("&amp;", "&#65;"). Such a name is not the one that people read, nor on any list.
func NoBusinessName(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) || encoded(name)
}

// encoded reports a character reference of HTML.
func encoded(name string) bool {
	_, rest, found := strings.Cut(name, "&")
	for found {
		reference, _, ends := strings.Cut(rest, ";")
		reference = strings.TrimPrefix(reference, "#")
		if ends && reference != "" && strings.Trim(reference, letters+"0123456789") == "" {
			return true
		}
		_, rest, found = strings.Cut(rest, "&")
	}
	return false
}
