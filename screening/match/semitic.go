package match

import (
	"bytes"
	"sync"
	"unicode"
)

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// Arabic as it is written for Arabic, Persian, Urdu and Pashto. Short vowels
// are not written; alif, waw and ya stand for long ones or for consonants.
var arabic = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		'ا': "a", 'ب': "b", 'ت': "t", 'ث': "th", 'ج': "j", 'ح': "h", 'خ': "kh", 'د': "d", 'ذ': "dh", 'ر': "r", 'ز': "z", 'س': "s",
		'ش': "sh", 'ص': "s", 'ض': "dh", 'ط': "t", 'ظ': "z", 'غ': "gh", 'ف': "f", 'ق': "q", 'ك': "k", 'ل': "l", 'م': "m", 'ن': "n",
		'ه': "h", 'و': "w", 'ي': "y", 'ى': "a", 'ة': "h",
		'پ': "p", 'چ': "ch", 'ژ': "zh", 'گ': "g", 'ک': "k", 'ی': "y", 'ۀ': "h", 'ہ': "h", 'ھ': "h", 'ە': "h", 'ٹ': "t", 'ڈ': "d", 'ڑ': "r",
		'ں': "n", 'ے': "y", 'ۍ': "y", 'ې': "y", 'ۓ': "y", 'ځ': "z", 'څ': "s", 'ښ': "kh", 'ږ': "g", 'ډ': "d", 'ړ': "r", 'ټ': "t", 'ګ': "g",
		'ڼ': "n", 'ڤ': "v", 'ۆ': "w", 'ڕ': "r", 'ڵ': "l", 'ٱ': "a", 'ڭ': "k", 'ۇ': "w", 'ۋ': "w", 'ئ': "y", 'ؤ': "w", 'أ': "a", 'إ': "a", 'آ': "a",
	}
})

func romanizeArabic(dst []byte, start int, r rune) ([]byte, script) {
	switch {
	case r >= 0x610 && r <= 0x61a, r >= 0x64b && r <= 0x65f, r == 0x670, r == 0x640, r >= 0x6d6 && r <= 0x6ed:
		return dst, scriptAbjad // vowel signs and stretching
	case r >= 0x660 && r <= 0x669:
		return append(dst, byte('0'+r-0x660)), scriptFull
	case r >= 0x6f0 && r <= 0x6f9:
		return append(dst, byte('0'+r-0x6f0)), scriptFull
	case r == 'ع' || r == 'ء':
		return dst, scriptAbjad // heard, but seldom written in Latin letters
	case r == 'ش' && len(dst) > start && dst[len(dst)-1] == 't':
		return append(dst[:len(dst)-1], "ch"...), scriptAbjad
	}
	s := arabic()[r]
	if s == "" {
		return appendUnknown(dst, r)
	}
	return append(dst, s...), scriptAbjad
}

var hebrew = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		'א': "a", 'ב': "b", 'ג': "g", 'ד': "d", 'ה': "h", 'ו': "w", 'ז': "z", 'ח': "h", 'ט': "t", 'י': "y", 'כ': "k", 'ך': "kh", 'ל': "l",
		'מ': "m", 'ם': "m", 'נ': "n", 'ן': "n", 'ס': "s", 'פ': "p", 'ף': "f", 'צ': "ts", 'ץ': "ts", 'ק': "k", 'ר': "r", 'ש': "sh", 'ת': "t",
	}
})

func romanizeHebrew(dst []byte, r rune) ([]byte, script) {
	switch {
	case r >= 0x591 && r <= 0x5c7, r == 0x5f3, r == 0x5f4, r == 'ע':
		return dst, scriptAbjad
	}
	s := hebrew()[r]
	if s == "" {
		return appendUnknown(dst, r)
	}
	return append(dst, s...), scriptAbjad
}

// looseWords are words of Arabic names as they come out of their letters, and
// as they are usually written.
var looseWords = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"bn": "bin", "abn": "ibn", "bnt": "bint", "abw": "abu", "aby": "abu", "aba": "abu", "am": "umm", "bd": "abd", "al": "al",
		"allh": "allah", "wld": "ould", "aldyn": "din", "dyn": "din", "dktwr": "dr", "alhaj": "hajj", "haj": "hajj", "hajy": "haji", "mla": "mullah",
		"alshykh": "sheikh", "shykh": "sheikh", "mwlwy": "mawlawi", "mwla": "mullah", "syd": "sayyid", "alsyd": "sayyid", "aghah": "agha",
	}
})

// addLoose adds the loose word that begins at start, divided as it is in Latin
// letters: alrhmn as al and rhmn, bdallh as abd and allah.
func (r *reader) addLoose(start int) {
	end := len(r.buf)
	if _, whole := looseWords()[string(r.buf[start:end])]; !whole {
		start = r.addLooseHead(start, end)
		if tail := "allh"; bytes.HasSuffix(r.buf[start:end], []byte(tail)) && end-start >= len(tail)+2 {
			r.addLooseWord(start, end-len(tail))
			start = end - len(tail)
		}
	}
	r.addLooseWord(start, end)
}

// addLooseHead adds the words that a loose word begins with: an article, or abd,
// abu or abi with one. It returns where the rest begins.
func (r *reader) addLooseHead(start, end int) int {
	for _, head := range [...]string{"bdal", "abwal", "abyal", "al"} {
		n := len(head)
		if end-start < n+2 || string(r.buf[start:start+n]) != head {
			continue
		}
		if n > 2 {
			r.addLooseWord(start, start+n-2)
			start += n - 2
			if string(r.buf[start:end]) == "allh" {
				return start
			}
		}
		r.addLooseWord(start, start+2)
		return start + 2
	}
	return start
}

// addLooseWord adds the letters from one place to another as a word, in its
// usual spelling if it has one.
func (r *reader) addLooseWord(from, to int) {
	if from == to {
		return
	}
	s, ok := looseWords()[string(r.buf[from:to])]
	if company := abjadCompanyWords()[string(r.buf[from:to])]; company != "" && r.sphere == things {
		s, ok = company, true
	}
	if ok {
		r.addWord(s)
		return
	}
	r.words = append(r.words, wordSpan{start: uint16(from), end: uint16(to), loose: abjad})
}
