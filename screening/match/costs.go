package match

import "sync"

// Costs of edits between sounds, in hundredths. Replacing a sound by an
// unrelated one, or leaving out a consonant, costs 100.
const (
	fullCost  = 100
	swapCost  = 70  // two neighbours change places
	firstCost = 30  // added where two words begin with unrelated sounds
	digitCost = 250 // numbers are the same or not
)

// sounds is how many codes of sounds there are.
const sounds = 32

// soundCode numbers the sounds. 0 is of digits and whatever else.
var soundCode = [256]uint8{
	'a': 1, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'f': 6, 'g': 7, 'h': 8, 'i': 9, 'j': 10, 'k': 11, 'l': 12, 'm': 13, 'n': 14, 'o': 15, 'p': 16,
	'r': 17, 's': 18, 't': 19, 'u': 20, 'v': 21, 'w': 22, 'y': 23, 'z': 24, 'C': 25, 'D': 26, 'G': 27, 'S': 28, 'T': 29, 'X': 30, 'Z': 31,
}

// costs are what it costs to make one word of another, by the codes of sounds.
type costs struct {
	replace [sounds][sounds]uint8 // a sound of the one by a sound of the other
	omit    [sounds]uint8         // a sound of the one
	insert  [sounds]uint8         // a sound of the other
}

// writtenCosts are those of two words that are written with all their sounds.
var writtenCosts = sync.OnceValue(func() *costs {
	omit := newOmitCosts(map[string]uint8{"aeiou": 40, "y": 25, "h": 35})
	return newCosts(relatedSounds, omit, omit)
})

// abjadCosts are those of reading a word of Arabic or Hebrew, which leave most
// vowels to the reader, as a fully written one.
var abjadCosts = sync.OnceValue(func() *costs {
	c := newCosts(relatedSounds,
		newOmitCosts(map[string]uint8{"aeiou": 15, "wy": 30, "h": 30}),
		newOmitCosts(map[string]uint8{"aeiou": 5, "y": 9, "h": 35, "v": 60}))
	for _, p := range abjadSounds {
		c.replace[soundCode[p.a]][soundCode[p.b]] = p.cost
	}
	return c
})

// syllabaryCosts are those of reading a word of Hangul or kana, which write all
// vowels, but have few letters for consonants, which transcriptions into Latin
// write in many ways.
var syllabaryCosts = sync.OnceValue(func() *costs {
	return newCosts(syllableSounds,
		newOmitCosts(map[string]uint8{"aeio": 60, "u": 40, "y": 40, "w": 40, "h": 50}),
		newOmitCosts(map[string]uint8{"e": 25, "aiou": 50, "y": 30, "h": 40, "v": 50}))
})

// newCosts gives the pairs their cost, both ways, and all others the full one.
func newCosts(pairs []soundPair, omit, insert [sounds]uint8) *costs {
	c := &costs{omit: omit, insert: insert}
	for a := range c.replace {
		for b := range c.replace[a] {
			if a != b {
				c.replace[a][b] = fullCost
			}
		}
	}
	for i := range c.replace {
		c.replace[i][0], c.replace[0][i] = digitCost, digitCost
	}
	for _, p := range pairs {
		a, b := soundCode[p.a], soundCode[p.b]
		c.replace[a][b], c.replace[b][a] = p.cost, p.cost
	}
	return c
}

// newOmitCosts gives the letters of the keys their cost, and all others the
// full one.
func newOmitCosts(costs map[string]uint8) (t [sounds]uint8) {
	for i := range t {
		t[i] = fullCost
	}
	t[0] = digitCost
	for letters, cost := range costs {
		for _, b := range []byte(letters) {
			t[soundCode[b]] = cost
		}
	}
	return t
}

// A soundPair is what it costs to take one sound for another.
type soundPair struct {
	a, b byte
	cost uint8
}

// relatedSounds lists pairs of sounds that transliterations and ears confuse.
var relatedSounds = []soundPair{
	{'e', 'i', 25}, {'o', 'u', 25}, {'a', 'e', 35}, {'a', 'o', 35}, {'a', 'i', 45}, {'a', 'u', 45},
	{'e', 'o', 50}, {'e', 'u', 50}, {'i', 'o', 50}, {'i', 'u', 50},
	{'y', 'i', 15}, {'y', 'e', 40}, {'y', 'j', 30}, {'v', 'u', 30}, {'v', 'o', 50},
	{'b', 'p', 40}, {'d', 't', 40}, {'g', 'k', 35}, {'z', 's', 35}, {'v', 'f', 30}, {'v', 'b', 50},
	{'D', 'd', 15}, {'D', 'z', 25}, {'D', 't', 50}, {'T', 't', 15}, {'T', 's', 30}, {'T', 'd', 50}, {'T', 'D', 30},
	{'X', 'h', 15}, {'X', 'k', 25}, {'X', 'g', 40}, {'X', 'G', 30}, {'G', 'g', 15}, {'G', 'k', 30}, {'G', 'h', 40}, {'g', 'h', 40},
	{'S', 's', 35}, {'S', 'C', 35}, {'S', 'Z', 30}, {'S', 'z', 50}, {'S', 'c', 50}, {'C', 'k', 50}, {'C', 'j', 40}, {'C', 'c', 25}, {'C', 's', 60}, {'C', 't', 60},
	{'Z', 'z', 30}, {'Z', 'j', 15}, {'j', 'g', 35}, {'j', 'z', 50}, {'j', 'h', 50}, {'j', 'i', 50}, {'j', 'd', 60}, {'j', 'X', 50},
	{'c', 's', 20}, {'c', 'z', 30}, {'c', 'k', 40}, {'c', 't', 50},
	{'l', 'r', 60}, {'m', 'n', 50},
}

// abjadSounds are what a letter of an abjad costs as a sound of a fully written
// word, one way only.
var abjadSounds = []soundPair{
	{'w', 'u', 0}, {'w', 'o', 0}, {'w', 'v', 0}, {'w', 'f', 30}, {'y', 'i', 0}, {'y', 'e', 10}, {'y', 'a', 30},
	{'a', 'e', 10}, {'a', 'i', 10}, {'a', 'o', 12}, {'a', 'u', 12},
	{'b', 'p', 5}, {'b', 'v', 15}, {'p', 'f', 10}, {'p', 'b', 20}, {'f', 'v', 5}, {'f', 'p', 30},
	{'k', 'g', 15}, {'k', 'X', 25}, {'k', 'C', 40}, {'G', 'g', 10}, {'G', 'k', 30}, {'g', 'k', 20},
	{'j', 'g', 15}, {'j', 'Z', 10}, {'j', 'C', 30}, {'j', 'z', 25}, {'j', 'y', 40}, {'C', 'S', 20}, {'C', 'j', 30}, {'C', 'c', 20},
	{'T', 't', 10}, {'T', 's', 15}, {'D', 'd', 10}, {'D', 'z', 10}, {'z', 'd', 20}, {'z', 'D', 5}, {'d', 'z', 25}, {'d', 'D', 5},
	{'t', 'T', 5}, {'t', 'd', 30}, {'d', 't', 30}, {'s', 'c', 10}, {'s', 'z', 25}, {'S', 'C', 20}, {'S', 's', 30}, {'S', 'c', 30},
	{'X', 'k', 12}, {'X', 'h', 12}, {'h', 'X', 10}, {'l', 'r', 25}, {'r', 'l', 25}, {'c', 's', 10}, {'c', 'z', 20},
	{'e', 'a', 20}, {'e', 'i', 10}, {'o', 'u', 10}, {'u', 'o', 10}, {'i', 'e', 10}, {'o', 'a', 20}, {'e', 'o', 20},
}

// syllableSounds follows the romanisations of Korean (McCune-Reischauer, Revised,
// of the North, and of passports) and of Japanese.
var syllableSounds = []soundPair{
	{'k', 'g', 10}, {'t', 'd', 10}, {'p', 'b', 10}, {'j', 'C', 10}, {'c', 'C', 20}, {'c', 'j', 30}, {'j', 'z', 25}, {'s', 'S', 10}, {'s', 'T', 20},
	{'r', 'l', 10}, {'r', 'n', 50}, {'l', 'n', 50}, {'m', 'n', 60}, {'w', 'v', 0}, {'w', 'u', 10}, {'y', 'i', 15}, {'y', 'e', 30}, {'y', 'j', 80},
	{'b', 'v', 10}, {'p', 'f', 15}, {'h', 'f', 20}, {'k', 'X', 20}, {'h', 'X', 20}, {'t', 'T', 10}, {'d', 'D', 10}, {'s', 'z', 30}, {'z', 'j', 25},
	{'o', 'u', 25}, {'e', 'a', 40}, {'e', 'i', 40}, {'o', 'e', 50}, {'o', 'a', 50}, {'u', 'i', 50}, {'u', 'e', 50},
}
