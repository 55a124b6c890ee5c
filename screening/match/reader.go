package match

import (
	"unicode"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/screening"
)

// maxWords bounds the words of one name; further ones are left out.
const maxWords = 16

// A wordSpan is one word of a name that was read.
type wordSpan struct {
	start, end uint16 // place in reader.buf
	class      class
	family     bool // a word in front of the comma of "LAST, First"
	loose      looseness
	chars      charsHash // of the characters it is written with, if those are compared
	syllable   bool      // a character of Han: never a particle
	aside      bool      // in brackets
}

// A reader splits names into words. It is used again and again, so that reading
// a name allocates nothing once its buffers have grown.
type reader struct {
	sphere sphere

	buf   []byte
	words []wordSpan
	kept  []wordSpan // the other of two buffers
	jamo  []jamo     // letters of Hangul that were read

	foreign bool // a dot showed that characters of Han write a foreign name
	unknown bool // a letter of the name is of a script that has no table, or was lost before

	// The word that is being read.
	start  int        // place in buf
	loose  looseness  // looseness of the script of its letters
	dotted bool       // dots divide its letters, as in S.A.
	hangul hangulWord // its syllables
	last   hangulWord // those of the word before

	comma int // number of words in front of the first comma, or -1
	aside int // number of words in front of the bracket that is open, or -1

	company // what is found out about a company's name
}

func (r *reader) text(w wordSpan) []byte { return r.buf[w.start:w.end] }

// read splits a name by the rules of its sphere. The words of r are valid until
// the next call.
func (r *reader) read(name string, sp sphere) {
	r.split(name, sp)
	if sp == people && len(r.words) == 1 && (r.last.syllables == 2 || r.last.syllables == 3) {
		r.splitKorean(r.last.second)
	}
	if sp == people && r.comma > 0 && r.comma < len(r.words) {
		r.flip(r.comma)
	}
	r.classify()
	if sp == people {
		r.findPatronymics()
	}
	if len(r.words) > maxWords {
		r.words = r.words[:maxWords]
	}
}

// split splits a name into words that have no class yet.
func (r *reader) split(name string, sp sphere) {
	*r = reader{sphere: sp, buf: r.buf[:0], words: r.words[:0], kept: r.kept, jamo: r.jamo[:0], comma: -1, aside: -1, company: r.company}
	name = bounded(decompose(bounded(name)))
	for i := 0; i < len(name) && len(r.buf) < 2*screening.MaxNameBytes; {
		if c := name[i]; c < utf8.RuneSelf {
			i++
			r.readASCII(c, name[i:])
			continue
		}
		ch, size := utf8.DecodeRuneInString(name[i:])
		if isHan(ch) {
			r.endWord()
			i += r.readHan(name[i:])
			r.start = len(r.buf)
			continue
		}
		i += size
		r.readLetter(unicode.ToLower(ch))
	}
	r.endWord()
}

// bounded leaves of a text as much as is ever read of one.
func bounded(text string) string { return text[:min(len(text), 4*screening.MaxNameBytes)] }

// readASCII reads a byte of ASCII that rest follows.
func (r *reader) readASCII(c byte, rest string) {
	switch kind, lower := asciiLetter(c); kind {
	case letterText:
		r.buf = append(r.buf, lower)
	case letterSkip:
	case letterDot:
		// "S.A." is one word in a company's name; "J.R." are two initials.
		if r.sphere == things && (len(r.buf) == r.start+1 || r.dotted) && loneLetter(rest) {
			r.dotted = true
			return
		}
		r.endWord()
	default:
		r.endWord()
		switch {
		case c == ',' && r.comma < 0:
			r.comma = len(r.words)
		case c == '(':
			r.aside = len(r.words)
		case c == ')' && r.aside >= 0:
			for i := range r.words[r.aside:] {
				r.words[r.aside+i].aside = true
			}
			r.aside = -1
		}
		if c == '&' {
			r.buf = append(r.buf, "and"...)
			r.endWord()
		}
	}
}

// readLetter reads a lower-case letter beyond ASCII and Han, or what divides
// words.
func (r *reader) readLetter(ch rune) {
	if skipped(ch) {
		return
	}
	if s, ok := latinLetters()[ch]; ok {
		r.buf = append(r.buf, s...)
		return
	}
	if ch >= 0x1100 && ch < 0x1160 { // an initial, so a syllable, of Hangul
		if r.hangul.syllables++; r.hangul.syllables == 2 {
			r.hangul.second = len(r.buf)
		}
	}
	if ch >= 0x1100 && ch < 0x1200 {
		r.jamo = append(r.jamo, jamo{len(r.buf), ch})
	}
	switch b, script := romanize(r.buf, r.start, ch); script {
	case scriptNone:
		r.endWord()
		r.unknown = r.unknown || ch == utf8.RuneError || text.Hidden(ch) && !unicode.IsSpace(ch)
	case scriptSyllabic:
		r.buf, r.loose = b, max(r.loose, syllabic)
	case scriptAbjad:
		r.buf, r.loose = b, abjad
	case scriptUnknown:
		r.buf, r.unknown = b, true
	default:
		r.buf = b
	}
}

// endWord ends the word that is being read, if there is one.
func (r *reader) endWord() {
	if len(r.buf) > r.start && len(r.words) < 4*maxWords {
		switch {
		case r.hangul.syllables > 0 && r.sphere == things:
			r.addHangulCompany(r.start, len(r.buf))
		case r.hangul.syllables == 1:
			r.addKoreanSurname(r.start, len(r.buf))
		case r.loose == abjad:
			r.addLoose(r.start)
		default:
			r.words = append(r.words, wordSpan{start: uint16(r.start), end: uint16(len(r.buf)), loose: r.loose, chars: r.hangulChars(r.start, len(r.buf))})
		}
		r.last = r.hangul
	}
	r.start, r.loose, r.dotted, r.hangul = len(r.buf), full, false, hangulWord{}
}

// addWord adds a text as a word of its own.
func (r *reader) addWord(text string) {
	start := len(r.buf)
	r.buf = append(r.buf, text...)
	r.words = append(r.words, wordSpan{start: uint16(start), end: uint16(len(r.buf))})
}

// keep adds a text as a word of its own that has its class.
func (r *reader) keep(text string, c class) {
	start := len(r.buf)
	r.buf = append(r.buf, text...)
	r.kept = append(r.kept, wordSpan{start: uint16(start), end: uint16(len(r.buf)), class: c})
}

// loneLetter reports whether a text begins with a letter that no other follows.
func loneLetter(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	next, _ := utf8.DecodeRuneInString(text[size:])
	return unicode.IsLetter(first) && !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// flip brings "LAST, First" into speaking order, unless only titles follow the
// comma. It marks the family name.
func (r *reader) flip(comma int) {
	names := false
	for _, w := range r.words[comma:] {
		names = names || !honorifics().has(r.text(w))
	}
	if !names {
		return
	}
	for i := range comma {
		r.words[i].family = true
	}
	family := [4 * maxWords]wordSpan{}
	n := copy(family[:], r.words[:comma])
	copy(r.words, r.words[comma:])
	copy(r.words[len(r.words)-n:], family[:n])
}
