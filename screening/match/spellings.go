package match

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide/screening"
)

// maxSpellings bounds the further spellings of one name, so that a name costs no
// more than so many.
const maxSpellings = 12

// A spelling of a name is another text that whoever wrote it may have meant: digits
// and pairs of letters that a machine took for a letter, look-alikes of another
// script, signs for letters, words backwards, letters set apart, older ways to write Chinese, characters as Hong Kong and Korea
// read them, forms of companies torn apart. Each is searched for beside the name as it
// stands, which is never replaced: a list may have it so.

// spelledAlso returns further spellings of a name by the rules of a sphere, at most
// maxSpellings; none for most names.
func spelledAlso(name string, sp sphere) (all []string) {
	add := func(text string) {
		if text != "" && text != name && len(text) <= screening.MaxNameBytes && len(all) < maxSpellings && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	plain := visible(name)
	if text := undisguised(plain); text != "" {
		add(text)
		plain = text
	}
	if sp == people {
		add(mirrored(name, plain))
		add(humps(plain))
	}
	if script := mixedScripts(plain); script != "" {
		add(script)
		plain = script
	}
	if joined := setApart(plain); joined != "" {
		add(joined)
		plain = joined
	}
	for _, one := range [...]string{"i", "l"} {
		read := misread(plain, one)
		add(read)
		if read == "" || !strings.Contains(plain, "1") {
			break
		}
	}
	if sp == things {
		add(gathered(plain))
		return all
	}
	for _, text := range olderChinese(plain) {
		add(text)
	}
	for _, text := range eastReadings(plain) {
		add(text)
	}
	return all
}

// readAs are the letters that a machine takes for others. A digit counts as a letter
// only beside letters: 0 in PETR0VIC, but not in "Fund 10".
var readAs = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("0", "o", "2", "z", "3", "e", "4", "a", "5", "s", "6", "b", "7", "t", "8", "b", "9", "g")
})

// pairsReadAs are two letters that a machine sees where one was written.
var pairsReadAs = [...][2]string{{"rn", "m"}, {"vv", "w"}, {"cl", "d"}}

// misread returns a name with the letters that were misread put right, or "" if none
// was. 1 stands for one of two letters.
func misread(name, one string) string {
	if !strings.ContainsAny(name, "0123456789") && !strings.Contains(lowerASCII(name), "rn") && !strings.Contains(lowerASCII(name), "vv") && !strings.Contains(lowerASCII(name), "cl") {
		return ""
	}
	changed := false
	out := eachWord(name, func(word string) string {
		lower := lowerASCII(word)
		read := lower
		if letters := strings.IndexFunc(lower, unicode.IsLetter) >= 0; letters && strings.ContainsAny(lower, "0123456789") && !isOrdinal(lower) {
			read = strings.ReplaceAll(readAs().Replace(read), "1", one)
		}
		if !isUsual(lower) {
			for _, p := range pairsReadAs {
				read = strings.ReplaceAll(read, p[0], p[1])
			}
		}
		if read == lower {
			return word
		}
		changed = true
		return read
	})
	if !changed {
		return ""
	}
	return out
}

// lowerASCII returns text in lower case where it is of ASCII.
func lowerASCII(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return strings.ToLower(text)
		}
	}
	if strings.IndexFunc(text, unicode.IsUpper) < 0 {
		return text
	}
	return strings.ToLower(text)
}

// isUsual reports whether a word is a name of many people, and so as it is meant.
func isUsual(word string) bool { return usual(word, full) > 0 }

// isOrdinal reports whether a word is a number with the ending of an ordinal.
func isOrdinal(word string) bool {
	_, ok := ordinal([]byte(word))
	return ok
}

// eachWord returns a text with every word of letters and digits replaced.
func eachWord(text string, replace func(word string) string) string {
	var b strings.Builder
	start := -1
	flush := func(end int) {
		if start >= 0 {
			b.WriteString(replace(text[start:end]))
			start = -1
		}
	}
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		flush(i)
		b.WriteRune(r)
	}
	flush(len(text))
	return b.String()
}

// setApart joins letters that stand apart, as in "P u t i n": four or more one by
// one. Wider gaps part words; without any, all of them are one.
func setApart(name string) string {
	lone, most := 0, 0
	for word := range strings.FieldsFuncSeq(name, isGap) {
		if isLone(word) && unicode.IsLetter(firstRune(word)) && !isHan(firstRune(word)) {
			lone++
		} else {
			lone = 0
		}
		most = max(most, lone)
	}
	if most < 4 {
		return ""
	}
	var b strings.Builder
	before, wide := true, false // the word before is one letter, and a wide gap follows it
	for i, word := range strings.Split(strings.Map(func(r rune) rune {
		if isGap(r) {
			return ' '
		}
		return r
	}, name), " ") {
		if word == "" {
			wide = i > 0
			continue
		}
		lone := isLone(word)
		if b.Len() > 0 && (wide || !lone || !before) {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		before, wide = lone, false
	}
	return b.String()
}

// isGap reports what may stand between letters set apart: any sign that is no part of a
// name itself.
func isGap(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && r != '&' && r != '\'' && !skipped(r)
}

// isLone reports whether a text is a single letter.
func isLone(text string) bool {
	_, size := utf8.DecodeRuneInString(text)
	return size == len(text)
}

func firstRune(text string) rune { r, _ := utf8.DecodeRuneInString(text); return r }
