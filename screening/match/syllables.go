package match

// kana are the syllables from U+3041 (and U+30A1, which follow the same order).
var kana = [...]string{
	"a", "a", "i", "i", "u", "u", "e", "e", "o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go",
	"sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "chi", "ji", "", "tsu", "zu", "te", "de", "to", "do",
	"na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po",
	"ma", "mi", "mu", "me", "mo", "ya", "ya", "yu", "yu", "yo", "yo", "ra", "ri", "ru", "re", "ro", "wa", "wa", "i", "e", "o", "n", "v",
}

func romanizeKana(dst []byte, start int, r rune) ([]byte, script) {
	switch r {
	case 0x30fb: // the dot between foreign names
		return dst, scriptNone
	case 0x30fc, 0x3099, 0x309a: // length, and marks that decomposition sets apart
		return voiceKana(dst, start, r), scriptSyllabic
	}
	i := int(r - 0x3041)
	if r >= 0x30a1 {
		i = int(r - 0x30a1)
	}
	if i < 0 || i >= len(kana) {
		return dst, scriptNone
	}
	s := kana[i]
	small := r == 0x3083 || r == 0x3085 || r == 0x3087 || r == 0x30e3 || r == 0x30e5 || r == 0x30e7 ||
		i < 10 && i%2 == 0
	if n := len(dst); small && n > start && isVowel(dst[n-1]) {
		dst = dst[:n-1] // "ki" and a small "ya" are "kya"
	}
	return append(dst, s...), scriptSyllabic
}

// voiceKana turns the syllable before a mark into its voiced form.
func voiceKana(dst []byte, start int, mark rune) []byte {
	n := len(dst)
	if mark == 0x30fc || n < start+2 {
		return dst
	}
	c := &dst[n-2]
	switch {
	case mark == 0x309a && (*c == 'h' || *c == 'f'):
		*c = 'p'
	case mark == 0x309a:
	case *c == 'k':
		*c = 'g'
	case *c == 's':
		*c = 'z'
	case *c == 't':
		*c = 'd'
	case *c == 'h' && n >= start+3 && dst[n-3] == 's': // shi
		return append(dst[:n-3], 'j', dst[n-1])
	case *c == 'h' && n >= start+3 && dst[n-3] == 'c': // chi
		return append(dst[:n-3], 'j', dst[n-1])
	case *c == 'h' || *c == 'f':
		*c = 'b'
	}
	return dst
}

// indic are the letters of the scripts of India, which Unicode lays out alike,
// by their place in the block of their script.
var indic = [128]string{
	0x01: "n", 0x02: "n", 0x03: "h", 0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0a: "u", 0x0b: "ri", 0x0e: "e", 0x0f: "e", 0x10: "ai",
	0x12: "o", 0x13: "o", 0x14: "au", 0x15: "k", 0x16: "kh", 0x17: "g", 0x18: "gh", 0x19: "n", 0x1a: "ch", 0x1b: "chh", 0x1c: "j", 0x1d: "jh",
	0x1e: "n", 0x1f: "t", 0x20: "th", 0x21: "d", 0x22: "dh", 0x23: "n", 0x24: "t", 0x25: "th", 0x26: "d", 0x27: "dh", 0x28: "n", 0x29: "n",
	0x2a: "p", 0x2b: "ph", 0x2c: "b", 0x2d: "bh", 0x2e: "m", 0x2f: "y", 0x30: "r", 0x31: "r", 0x32: "l", 0x33: "l", 0x34: "l", 0x35: "v",
	0x36: "sh", 0x37: "sh", 0x38: "s", 0x39: "h", 0x3e: "a", 0x3f: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x46: "e", 0x47: "e",
	0x48: "ai", 0x4a: "o", 0x4b: "o", 0x4c: "au", 0x5f: "y", 0x70: "r", 0x71: "v",
}

func romanizeIndic(dst []byte, start int, r rune) ([]byte, script) {
	i := r & 0x7f
	n := len(dst)
	switch {
	case i >= 0x66 && i <= 0x6f:
		return append(dst, byte('0'+i-0x66)), scriptFull
	case i == 0x4d: // no vowel follows
		if n > start && dst[n-1] == 'a' {
			dst = dst[:n-1]
		}
		return dst, scriptFull
	case i == 0x3c: // a dot that changes the consonant
		return dst, scriptFull
	case indic[i] == "":
		return dst, scriptNone
	case i >= 0x3e && i <= 0x4c: // a vowel in place of the one every consonant has
		if n > start && dst[n-1] == 'a' {
			dst = dst[:n-1]
		}
	}
	dst = append(dst, indic[i]...)
	if i >= 0x15 && i <= 0x39 || i == 0x5f || i >= 0x70 {
		dst = append(dst, 'a')
	}
	return dst, scriptFull
}
