package match

// A word is compared by its sounds: letters a to z, and upper-case letters for
// what Latin spelling writes with two. A spelling has one sound string, however
// its sounds are written:
//
//	S sh, sch   C ch, tch   Z zh   X kh   G gh   T th   D dh   c ts, soft c
//
// y is the consonant of "you"; as a vowel it is i. Doubled sounds are one.

// appendSound appends the sounds of a word of lower-case ASCII letters and
// digits.
func appendSound(dst, w []byte) []byte {
	base := len(dst)
next:
	for i := 0; i < len(w); {
		list := spellings[w[i]]
		for k := range list {
			if s := &list[k]; s.standsAt(w, i) {
				for j := range len(s.sounds) {
					dst = appendOnce(dst, base, s.sounds[j])
				}
				i += len(s.letters)
				continue next
			}
		}
		dst = appendOnce(dst, base, w[i]) // a letter is its own sound
		i++
	}
	return dst
}

// appendOnce appends a sound, unless it is the same as the one before, since
// base. Digits stand as often as they are written.
func appendOnce(dst []byte, base int, sound byte) []byte {
	if n := len(dst); n > base && dst[n-1] == sound && (sound < '0' || sound > '9') {
		return dst
	}
	return append(dst, sound)
}

// A spelling is how sounds are written that are not one letter each, or not
// always.
type spelling struct {
	letters, sounds string
	after, before   letterSet // what must stand around the letters; 0 = whatever
}

// A letterSet is a set of letters, and of the ends of a word.
type letterSet uint32

const (
	wordEnd  letterSet = 1 << (26 + iota) // no letter: the word begins or ends
	noLetter                              // a digit, or a letter of another script
	vowels             = setA | setE | setI | setO | setU

	setA letterSet = 1
	setE letterSet = 1 << ('e' - 'a')
	setI letterSet = 1 << ('i' - 'a')
	setO letterSet = 1 << ('o' - 'a')
	setU letterSet = 1 << ('u' - 'a')
	setJ letterSet = 1 << ('j' - 'a')
	setV letterSet = 1 << ('v' - 'a')
	setY letterSet = 1 << ('y' - 'a')
)

// spellings are those that begin with a letter; the first that fits counts.
var spellings = [256][]spelling{
	'a': {{"ay", "ai", 0, ^vowels}, {"aj", "ai", 0, ^(vowels | setJ)}, {"ah", "a", 0, wordEnd}},
	'e': {{"ee", "i", 0, 0}, {"ey", "ei", 0, ^vowels}, {"ej", "ei", 0, ^(vowels | setJ)}, {"eh", "e", 0, wordEnd}},
	'i': {
		{"ie", "i", 0, wordEnd}, {"iy", "i", 0, wordEnd}, {"ij", "i", 0, wordEnd},
		{"ic", "iC", ^wordEnd, wordEnd}, // Milosevic
		{"i", "y", wordEnd, vowels},     // Iurii as Yuri
	},
	'o': {{"ou", "u", 0, 0}, {"oo", "u", 0, 0}},
	'u': {{"ue", "u", 0, ^(vowels | wordEnd)}},
	'y': {
		{"ye", "e", ^vowels, 0}, // Yevgeny as Evgeny
		{"y", "y", 0, vowels},
		{"y", "i", 0, 0},
	},
	'j': {
		{"je", "e", wordEnd, setV}, // Jevgeni as Evgeni
		{"j", "y", ^(vowels | wordEnd | setJ), setA | setE | setO | setU},
	},
	'c': {{"ch", "C", 0, 0}, {"cz", "C", 0, 0}, {"ck", "k", 0, 0}, {"cq", "k", 0, 0}, {"c", "c", 0, setE | setI | setY}, {"c", "k", 0, 0}},
	's': {{"shch", "S", 0, 0}, {"sch", "S", 0, 0}, {"sh", "S", 0, 0}, {"sz", "S", 0, 0}},
	't': {{"tsch", "C", 0, 0}, {"tch", "C", 0, 0}, {"tsh", "C", 0, 0}, {"ts", "c", 0, 0}, {"tz", "c", 0, 0}, {"th", "T", 0, 0}},
	'd': {{"dzh", "j", 0, 0}, {"dj", "j", 0, 0}, {"dh", "D", 0, 0}},
	'z': {{"zh", "Z", 0, 0}},
	'k': {{"kh", "X", 0, 0}},
	'q': {{"qu", "k", 0, setE | setI}, {"q", "k", 0, 0}},
	'g': {{"gh", "G", 0, 0}},
	'p': {{"ph", "f", 0, 0}},
	'x': {{"x", "ks", 0, 0}},
	'w': {{"w", "v", 0, 0}},
}

// standsAt reports whether the spelling, whose first letter does, stands at a
// place of a word.
func (s *spelling) standsAt(w []byte, at int) bool {
	end := at + len(s.letters)
	if end > len(w) {
		return false
	}
	for i := 1; i < len(s.letters); i++ {
		if w[at+i] != s.letters[i] {
			return false
		}
	}
	return s.after|s.before == 0 || s.isBetween(setOf(w, at-1), setOf(w, end))
}

func (s *spelling) isBetween(after, before letterSet) bool {
	return (s.after == 0 || s.after&after != 0) && (s.before == 0 || s.before&before != 0)
}

// setOf returns the set that holds what stands at a place of a word.
func setOf(w []byte, at int) letterSet {
	switch {
	case at < 0 || at >= len(w):
		return wordEnd
	case w[at] < 'a' || w[at] > 'z':
		return noLetter
	}
	return 1 << (w[at] - 'a')
}

func isVowel(b byte) bool {
	switch b {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	}
	return false
}

// appendSkeleton appends the coarse consonants of a sound string: sounds that
// transliterations take for each other become one, and vowels, y and an h that
// does not begin the word are dropped.
func appendSkeleton(dst, sound []byte) []byte {
	base := len(dst)
	for i, b := range sound {
		switch b {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			continue
		case 'h':
			if i > 0 {
				continue
			}
		case 'X':
			b = 'k'
			if i == 0 {
				b = 'h'
			}
		case 'G', 'g':
			b = 'k'
		case 'T':
			b = 't'
		case 'D':
			b = 'd'
		case 'Z':
			b = 'j'
		case 'c', 'S', 'z':
			b = 's'
		case 'f':
			b = 'v'
		case 'p':
			b = 'b'
		}
		dst = appendOnce(dst, base, b)
	}
	return dst
}

// eachWithV calls f with the coarse consonants of a word as Russian has them, if it may
// be Belarusian, which writes v as u behind a vowel: Burmistrau is Burmistrov, and
// Paulavich is Pavlovich.
func eachWithV(word []byte, f func(skeleton []byte)) {
	if len(word) < 5 || len(word) > maxSound {
		return
	}
	var buf [4 * maxSound]byte
	text := append(buf[:0], word...)
	found := false
	for i := 1; i < len(text); i++ {
		if text[i] == 'u' && (text[i-1] == 'a' || text[i-1] == 'o') && (i+1 == len(text) || !isVowel(text[i+1])) {
			text[i], found = 'v', true
		}
	}
	if !found {
		return
	}
	sound := appendSound(text[len(text):], text)
	if skeleton := appendSkeleton(sound[len(sound):], sound); len(skeleton) >= 2 {
		f(skeleton)
	}
}
