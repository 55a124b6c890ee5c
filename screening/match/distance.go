package match

import "math/bits"

// Costs of edits between sounds, in hundredths. Replacing a sound by an
// unrelated one, or leaving out a consonant, costs 100.
const (
	fullCost  = 100
	swapCost  = 70  // two neighbours change places
	firstCost = 30  // added where two words begin with unrelated sounds
	digitCost = 250 // numbers are the same or not
)

// A costTable holds costs by the codes of sounds.
type costTable [sounds][sounds]uint8

// sounds is how many codes there are; the last is of digits and whatever else.
const sounds = 32

// soundCode numbers the sounds.
var soundCode = func() (t [256]uint8) {
	for i := range t {
		t[i] = sounds - 1
	}
	for i, b := range []byte("abcdefghijklmnoprstuvwyzCDGSTXZ") {
		t[b] = uint8(i)
	}
	return t
}()

var (
	replaceCost = newReplaceCosts(relatedSounds)
	omitCost    = newOmitCosts(map[string]uint8{"aeiou": 40, "y": 25, "h": 35})
)

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

// newReplaceCosts gives the pairs their cost, both ways, and all others the full
// one.
func newReplaceCosts(pairs []soundPair) (t costTable) {
	for a := range t {
		for b := range t[a] {
			if a != b {
				t[a][b] = fullCost
			}
		}
	}
	for i := range t {
		t[i][sounds-1], t[sounds-1][i] = digitCost, digitCost
	}
	for _, p := range pairs {
		a, b := soundCode[p.a], soundCode[p.b]
		t[a][b], t[b][a] = p.cost, p.cost
	}
	return t
}

// newOmitCosts gives the letters of the keys their cost, and all others the
// full one.
func newOmitCosts(costs map[string]uint8) (t [sounds]uint8) {
	for i := range t {
		t[i] = fullCost
	}
	t[sounds-1] = digitCost
	for letters, cost := range costs {
		for _, b := range []byte(letters) {
			t[soundCode[b]] = cost
		}
	}
	return t
}

// A signature is which consonants a word holds. It tells many words apart
// without aligning them.
type signature struct {
	strict uint32 // consonants that only a related sound can stand for
	near   uint32 // consonants that its sounds can stand for
}

// consonantBits numbers the consonants that replacing or omitting costs much,
// unless a related sound stands for them; relatedBits are those that a sound
// can stand for at a low cost.
var consonantBits, relatedBits = func() (strict, near [256]uint32) {
	for _, b := range []byte("bcdfgklmnprstzCDGSTXZ") {
		strict[b] = 1 << soundCode[b]
	}
	for a := range near {
		near[a] = strict[a]
		for b := range strict {
			if replaceCost[soundCode[a]][soundCode[b]] < fullCost {
				near[a] |= strict[b]
			}
		}
	}
	return strict, near
}()

func signatureOf(sound []byte) (s signature) {
	for _, b := range sound {
		s.strict |= consonantBits[b]
		s.near |= relatedBits[b]
	}
	return s
}

// apart counts the consonants of one word for which nothing in the other can
// stand: each costs fullCost.
func (s signature) apart(o signature) int {
	return max(bits.OnesCount32(s.strict&^o.near), bits.OnesCount32(o.strict&^s.near))
}

// maxSound bounds the sounds that are compared; longer words are cut.
const maxSound = 24

// soundCost is the cheapest way (optimal string alignment) to turn one sound
// string into the other, in hundredths, or a value over limit if it costs more.
func soundCost(a, b []byte, limit int32) int32 {
	a, b = a[:min(len(a), maxSound)], b[:min(len(b), maxSound)]
	// A common beginning and end costs nothing.
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	first := int32(0)
	if len(a) > 0 && len(b) > 0 && a[0] != b[0] && replaceCost[soundCode[a[0]]][soundCode[b[0]]] >= 50 {
		first = firstCost
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		cost := int32(0)
		for _, c := range b {
			cost += int32(omitCost[soundCode[c]])
		}
		return cost
	}
	if len(b) == 1 {
		x, y := soundCode[a[0]], soundCode[b[0]]
		return first + min(int32(replaceCost[x][y]), int32(omitCost[x])+int32(omitCost[y]))
	}
	limit -= first
	var codes [maxSound]uint8
	var rows [3][maxSound + 1]int32
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j, c := range b {
		codes[j] = soundCode[c]
		prev[j+1] = prev[j] + int32(omitCost[codes[j]])
	}
	last := int32(0) // the least of the row before
	for i, ca := range a {
		code := soundCode[ca]
		omit, costs := int32(omitCost[code]), &replaceCost[code]
		left := prev[0] + omit
		cur[0] = left
		best := left
		for j, cb := range b {
			c := prev[j]
			if ca != cb {
				c += int32(costs[codes[j]&(sounds-1)])
			}
			c = min(c, prev[j+1]+omit, left+int32(omitCost[codes[j]&(sounds-1)]))
			if i > 0 && j > 0 && ca == b[j-1] && a[i-1] == cb {
				c = min(c, prev2[j-1]+swapCost)
			}
			cur[j+1] = c
			left = c
			best = min(best, c)
		}
		if best > limit && last > limit {
			return limit + first + 1
		}
		last = best
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)] + first
}
