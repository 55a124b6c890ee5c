package match

import (
	_ "embed" // for the table of variants
	"strings"
	"sync"
)

// Two names in one script are compared by its characters first: in Latin letters 石 and
// 市 are both shi, and 종 and 정 both jong, but they are not one name.

//go:embed hanvariants.txt
var hanVariants string

// hanVariant maps a traditional or Japanese form of a character to the simplified one.
var hanVariant = sync.OnceValue(func() map[rune]rune {
	t := make(map[rune]rune, 3000)
	for line := range strings.Lines(hanVariants) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		from := rune(0)
		for _, r := range strings.TrimSpace(line) {
			if from == 0 {
				from = r
				continue
			}
			t[from], from = r, 0
		}
	}
	return t
})

// simplified writes characters of Han in their simplified forms.
func simplified(text string) string { return mapRunes(text, hanVariant()) }

// A charsHash is a hash of the characters that a word is written with, whatever their
// variants; 0 for a script that is compared by its sounds.
type charsHash uint32

func (h charsHash) add(r rune) charsHash { return (h ^ charsHash(r)) * 16777619 }

// charsOf hashes characters of Han.
func charsOf(text string) charsHash {
	h := charsHash(2166136261)
	for _, r := range text {
		if v := hanVariant()[r]; v != 0 {
			r = v
		}
		h = h.add(r)
	}
	return max(h, 1)
}

// A jamo is a letter of Hangul, and where in the buffer its sounds begin.
type jamo struct {
	at int
	r  rune
}

// Letters of Hangul that the south leaves out or softens at the beginning of a word,
// and the north writes.
const (
	initialN    = 0x1102
	initialR    = 0x1105
	initialNone = 0x110b
)

// hangulChars hashes the letters of Hangul that were read between two places of the
// buffer, the same for the north's spelling and the south's.
func (r *reader) hangulChars(start, end int) charsHash {
	h := charsHash(2166136261)
	first := true
	for i, j := range r.jamo {
		if j.at < start || j.at >= end {
			continue
		}
		c := j.r
		if first && i+1 < len(r.jamo) && (c == initialR || c == initialN) {
			switch r.jamo[i+1].r {
			case 0x1163, 0x1164, 0x1167, 0x1168, 0x116d, 0x1172, 0x1175: // ya, yae, yeo, ye, yo, yu, i
				c = initialNone
			default:
				c = initialN
			}
		}
		first = false
		h = h.add(c)
	}
	if first {
		return 0
	}
	return max(h, 1)
}

// oneScript reports whether the query and a listed name are both written with
// characters that are compared as such.
func (s *search) oneScript(words []uint32) bool {
	for i := range s.words[:s.real] {
		if s.words[i].chars == 0 {
			continue
		}
		for _, w := range words {
			if s.x.chars[w] != 0 {
				return true
			}
		}
	}
	return false
}
