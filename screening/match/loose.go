package match

// looseness says how much of a word's sounds its script writes.
type looseness uint8

const (
	full     looseness = iota // all of them: Latin, Cyrillic, Greek
	syllabic                  // all vowels, but few consonants: Hangul, kana
	abjad                     // hardly a vowel: Arabic, Hebrew
)

// Words of scripts that leave sounds to the reader are compared with fully
// written ones by sounds of their own kind: w stands for v, u or o, y for y, i
// or e, an alif (a) for any vowel; other vowels may be missing, and consonants
// may be the nearest that the script has.

// appendLoose appends the sounds of a loose word.
func appendLoose(dst, w []byte, loose looseness) []byte {
	base := len(dst)
	for i := 0; i < len(w); i++ {
		c := w[i]
		if i+1 < len(w) && w[i+1] == 'h' && (loose == abjad || c == 's' || c == 'c') { // in other words two syllables meet: Yong-hae
			switch c {
			case 'k':
				c = 'X'
			case 's':
				c = 'S'
			case 't':
				c = 'T'
			case 'd':
				c = 'D'
			case 'g':
				c = 'G'
			case 'c':
				c = 'C'
			case 'z':
				c = 'Z'
			}
			if c < 'a' {
				i++
			}
		}
		if c == 't' && i+1 < len(w) && w[i+1] == 's' {
			c = 'c'
			i++
		}
		if c == 'q' {
			c = 'k'
		}
		dst = appendOnce(dst, base, c)
	}
	return dst
}

// Ways to read the letters of a loose word that have several readings.
const (
	readWAsConsonant = 1 << iota // every w
	readFirstW                   // a w that begins the word
	readJAsG                     // every j as g: Egypt
	readDAsZ                     // every D as z: Persian
	looseReadings
)

// appendCoarse appends the coarsest consonants of a word's sounds, for finding
// words across scripts.
func appendCoarse(dst, sound []byte, reading int) []byte {
	base := len(dst)
	for i, b := range sound {
		switch b {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			continue
		case 'h':
			if i > 0 {
				continue
			}
		case 'w':
			if reading&readWAsConsonant == 0 && (reading&readFirstW == 0 || i > 0) {
				continue
			}
			b = 'b'
		case 'v', 'f', 'p':
			b = 'b'
		case 'D':
			if b = 't'; reading&readDAsZ != 0 {
				b = 's'
			}
		case 'T', 'd':
			b = 't'
		case 'z', 'S', 'c':
			b = 's'
		case 'Z', 'C':
			b = 'j'
		case 'j':
			if reading&readJAsG != 0 {
				b = 'k'
			}
		case 'g', 'G', 'X':
			b = 'k'
		}
		dst = appendOnce(dst, base, b)
	}
	return dst
}

// eachReading calls f with the coarse consonants of a loose word, once for each
// way to read it that differs.
func eachReading(buf, sound []byte, f func(coarse []byte)) []byte {
	for reading := range looseReadings {
		if reading&readWAsConsonant != 0 && reading&readFirstW != 0 {
			continue
		}
		hasW, hasJ, hasD := false, false, false
		for i, b := range sound {
			hasW = hasW || b == 'w' && (reading&readFirstW == 0 || i == 0)
			hasJ = hasJ || b == 'j'
			hasD = hasD || b == 'D'
		}
		if reading&(readWAsConsonant|readFirstW) != 0 && !hasW || reading&readJAsG != 0 && !hasJ || reading&readDAsZ != 0 && !hasD {
			continue
		}
		buf = appendCoarse(buf[:0], sound, reading)
		if len(buf) > 0 {
			f(buf)
		}
	}
	return buf
}
