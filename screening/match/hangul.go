package match

import "sync"

// Hangul, decomposed into its letters, by the customary spelling of names.
var hangul = [256]string{
	"k", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h", // initials, from U+1100
	0x61: "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i", // vowels
	0xa8: "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t", // finals
}

// koreanSurnames are surnames as they come out of Hangul, and as they are
// usually written.
var koreanSurnames = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"bak": "park", "i": "lee", "ri": "lee", "jong": "jung", "choe": "choi", "im": "lim", "rim": "lim", "sin": "shin", "yu": "yoo", "ryu": "yoo",
		"no": "roh", "ro": "roh", "o": "oh", "u": "woo", "kwon": "kwon", "bae": "bae", "so": "seo", "jo": "cho", "yun": "yoon", "mun": "moon", "baek": "paek",
	}
})

func romanizeHangul(dst []byte, r rune) ([]byte, script) {
	return append(dst, hangul[r-0x1100]...), scriptSyllabic
}

// A hangulWord is how many syllables a word of Hangul has, and where in the
// buffer the second begins.
type hangulWord struct{ syllables, second int }

// splitKorean makes a family name of one syllable, and a given name, of the only
// word of a name.
func (r *reader) splitKorean(given int) {
	w := r.words[0]
	r.words = r.words[:0]
	r.addKoreanSurname(int(w.start), given)
	r.words = append(r.words, wordSpan{start: uint16(given), end: w.end, loose: syllabic, chars: r.hangulChars(given, int(w.end))})
}

// addKoreanSurname adds a word of one syllable as the surname that it is.
func (r *reader) addKoreanSurname(start, end int) {
	w := wordSpan{start: uint16(start), end: uint16(end), loose: syllabic, chars: r.hangulChars(start, end)}
	if s := koreanSurnames()[string(r.buf[start:end])]; s != "" {
		w.start = uint16(len(r.buf))
		r.buf = append(r.buf, s...)
		w.end = uint16(len(r.buf))
	}
	r.words = append(r.words, w)
}
