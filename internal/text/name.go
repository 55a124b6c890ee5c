package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
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
//
// Names have apostrophes, dots, dashes and commas, in Hebrew the signs of an abbreviation as
// well; a second name in brackets; and what papers of Malaysia and Singapore print: "S/O", "A/L"
// and the like between names, and "@" between a name and another one; and what papers of the United
// States print behind it, "3RD" (AAMVA, DL/ID card design standard, DCU).
func NoName(name string) bool {
	name = WithoutOrdinal(name)
	if strings.ContainsFunc(name, notInName) || !strings.ContainsFunc(name, unicode.IsLetter) {
		return true
	}
	if strings.ContainsAny(name, "/@") && !joined(strings.Fields(name)) {
		return true
	}
	return strings.Contains(name, `"`) && !abbreviated(name) || strings.ContainsAny(name, "()") && !bracketed(name)
}

// The dots between the names of a person in China, Japan and Tibet, the word space of Ethiopia, and the joiners are letters of a name.
const nameSigns = " '’‘ʻʼ`´′׳״\".,-‐‑–·‧・•་፡/@()\u200c\u200d"

// joined reports whether every word with a stroke or an at sign stands between two names.
func joined(words []string) bool {
	for i, word := range words {
		if strings.ContainsAny(word, "/@") && (i == 0 || i == len(words)-1 || notBetweenNames(word)) {
			return false
		}
	}
	return true
}

// abbreviated reports whether every quotation mark stands between letters of Hebrew, where
// keyboards have it in place of the gershayim.
func abbreviated(name string) bool {
	before, rest, found := strings.Cut(name, `"`)
	for found {
		last, _ := utf8.DecodeLastRuneInString(before)
		first, _ := utf8.DecodeRuneInString(rest)
		if !unicode.Is(unicode.Hebrew, last) || !unicode.Is(unicode.Hebrew, first) {
			return false
		}
		before, rest, found = strings.Cut(rest, `"`)
	}
	return true
}

func notInName(r rune) bool {
	switch {
	case unicode.Is(unicode.Me, r), r == '\u0336', r == '\u0338': // what encloses or strikes out a letter
		return true
	}
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(nameSigns, r)
}

// WithoutOrdinal returns a name without the generation behind it that is written as a number: "John Smith 3rd".
func WithoutOrdinal(name string) string {
	at := strings.LastIndexByte(name, ' ')
	if at <= 0 {
		return name
	}
	switch strings.ToLower(name[at+1:]) {
	case "1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th":
		return strings.TrimRight(name[:at], " ,")
	}
	return name
}

// notBetweenNames reports what is none of "S/O" and the like, and "@".
func notBetweenNames(word string) bool {
	if word == "@" {
		return false
	}
	before, after, found := strings.Cut(word, "/")
	return !found || utf8.RuneCountInString(before) != 1 || utf8.RuneCountInString(after) != 1 ||
		strings.ContainsFunc(before+after, func(r rune) bool { return !unicode.IsLetter(r) })
}

// bracketed reports whether every bracket opens in front of a word and is closed behind one.
func bracketed(name string) bool {
	open, letters := false, false
	for _, r := range name {
		switch {
		case r == '(' && open, r == ')' && !(open && letters):
			return false
		case r == '(' || r == ')':
			open, letters = r == '(', false
		case unicode.IsLetter(r):
			letters = true
		}
	}
	return !open
}

// Mixed reports whether letters of several scripts stand in one word: a Latin name with
// a Cyrillic "о" reads like another (Unicode TR39, mixed-script confusables). Scripts
// that are written together, as those of Japan and Korea, are one.
func Mixed(name string) bool {
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		var script *unicode.RangeTable
		for _, r := range word {
			for _, table := range alike {
				if unicode.Is(table, r) {
					if script != nil && script != table {
						return true
					}
					script = table
				}
			}
		}
	}
	return false
}

// alike are the scripts whose letters look like each other's.
var alike = []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee, unicode.Coptic, unicode.Lisu}

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
