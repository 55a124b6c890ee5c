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
		if i+1 < len(w) && w[i+1] == 'h' && (loose == abjad || c == 's' || c == 'c') { // else two syllables meet: Yong-hae
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
		if n := len(dst); n > base && dst[n-1] == c && (c < '0' || c > '9') {
			continue
		}
		dst = append(dst, c)
	}
	return dst
}

// Ways to read the letters of a loose word that have several readings.
const (
	readWAsConsonant = 1 << iota // every w
	readFirstW                   // a w that begins the word
	readJAsG                     // as in Egypt
	readDAsZ                     // as in Persian
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
		if n := len(dst); n > base && dst[n-1] == b && (b < '0' || b > '9') {
			continue
		}
		dst = append(dst, b)
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

// looseCosts are what it costs, in hundredths, to read a loose word as a fully
// written one.
type looseCosts struct {
	replace costTable     // a sound of the loose word by one of the other
	omit    [sounds]uint8 // a sound of the loose word
	insert  [sounds]uint8 // one of the other
}

var (
	// abjads leave most vowels to the reader: Arabic and Hebrew.
	abjads = looseCosts{
		replace: newLooseReplace(),
		omit:    newOmitCosts(map[string]uint8{"aeiou": 15, "wy": 30, "h": 30}),
		insert:  newOmitCosts(map[string]uint8{"aeiou": 5, "y": 9, "h": 35, "v": 60}),
	}

	// syllabaries write all vowels, but have few letters for consonants, which
	// transcriptions into Latin write in many ways: Hangul and kana.
	syllabaries = looseCosts{
		replace: newReplaceCosts(syllableSounds),
		omit:    newOmitCosts(map[string]uint8{"aeio": 60, "u": 40, "y": 40, "w": 40, "h": 50}),
		insert:  newOmitCosts(map[string]uint8{"e": 25, "aiou": 50, "y": 30, "h": 40, "v": 50}),
	}
)

// syllableSounds follows the romanisations of Korean (McCune-Reischauer, Revised,
// of the North, and of passports) and of Japanese.
var syllableSounds = []soundPair{
	{'k', 'g', 10}, {'t', 'd', 10}, {'p', 'b', 10}, {'j', 'C', 10}, {'c', 'C', 20}, {'c', 'j', 30}, {'j', 'z', 25}, {'s', 'S', 10}, {'s', 'T', 20},
	{'r', 'l', 10}, {'r', 'n', 50}, {'l', 'n', 50}, {'m', 'n', 60}, {'w', 'v', 0}, {'w', 'u', 10}, {'y', 'i', 15}, {'y', 'e', 30}, {'y', 'j', 80},
	{'b', 'v', 10}, {'p', 'f', 15}, {'h', 'f', 20}, {'k', 'X', 20}, {'h', 'X', 20}, {'t', 'T', 10}, {'d', 'D', 10}, {'s', 'z', 30}, {'z', 'j', 25},
	{'o', 'u', 25}, {'e', 'a', 40}, {'e', 'i', 40}, {'o', 'e', 50}, {'o', 'a', 50}, {'u', 'i', 50}, {'u', 'e', 50},
}

func newLooseReplace() (t costTable) {
	t = newReplaceCosts(relatedSounds)
	for _, p := range []struct {
		loose, full byte
		cost        uint8
	}{
		{'w', 'u', 0}, {'w', 'o', 0}, {'w', 'v', 0}, {'w', 'f', 30}, {'y', 'i', 0}, {'y', 'e', 10}, {'y', 'a', 30},
		{'a', 'e', 10}, {'a', 'i', 10}, {'a', 'o', 12}, {'a', 'u', 12},
		{'b', 'p', 5}, {'b', 'v', 15}, {'p', 'f', 10}, {'p', 'b', 20}, {'f', 'v', 5}, {'f', 'p', 30},
		{'k', 'g', 15}, {'k', 'X', 25}, {'k', 'C', 40}, {'G', 'g', 10}, {'G', 'k', 30}, {'g', 'k', 20},
		{'j', 'g', 15}, {'j', 'Z', 10}, {'j', 'C', 30}, {'j', 'z', 25}, {'j', 'y', 40}, {'C', 'S', 20}, {'C', 'j', 30}, {'C', 'c', 20},
		{'T', 't', 10}, {'T', 's', 15}, {'D', 'd', 10}, {'D', 'z', 10}, {'z', 'd', 20}, {'z', 'D', 5}, {'d', 'z', 25}, {'d', 'D', 5},
		{'t', 'T', 5}, {'t', 'd', 30}, {'d', 't', 30}, {'s', 'c', 10}, {'s', 'z', 25}, {'S', 'C', 20}, {'S', 's', 30}, {'S', 'c', 30},
		{'X', 'k', 12}, {'X', 'h', 12}, {'h', 'X', 10}, {'l', 'r', 25}, {'r', 'l', 25}, {'c', 's', 10}, {'c', 'z', 20},
		{'e', 'a', 20}, {'e', 'i', 10}, {'o', 'u', 10}, {'u', 'o', 10}, {'i', 'e', 10}, {'o', 'a', 20}, {'e', 'o', 20},
	} {
		t[soundCode[p.loose]][soundCode[p.full]] = p.cost
	}
	return t
}

// looseCost is the cheapest way to read a loose word as a fully written one, in
// hundredths, or a value over limit.
func looseCost(loose, written []byte, kind looseness, limit int32) int32 {
	loose, written = loose[:min(len(loose), maxSound)], written[:min(len(written), maxSound)]
	by := &abjads
	if kind == syllabic {
		by = &syllabaries
	}
	var rows [2][maxSound + 1]int32
	prev, cur := &rows[0], &rows[1]
	for j, b := range written {
		prev[j+1] = prev[j] + int32(by.insert[soundCode[b]])
	}
	for _, a := range loose {
		code := soundCode[a]
		omit, costs := int32(by.omit[code]), &by.replace[code]
		cur[0] = prev[0] + omit
		best := cur[0]
		for j, b := range written {
			c := prev[j]
			if a != b {
				c += int32(costs[soundCode[b]])
			}
			c = min(c, prev[j+1]+omit, cur[j]+int32(by.insert[soundCode[b]]))
			cur[j+1] = c
			best = min(best, c)
		}
		if best > limit {
			return limit + 1
		}
		prev, cur = cur, prev
	}
	return prev[len(written)]
}
