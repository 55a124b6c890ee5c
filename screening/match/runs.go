package match

import (
	"bytes"
	"math/bits"
)

// A word of a company's name may be the initials of neighbours in the other's: PMC
// Redut is Private Military Company Redut. Names that are nothing but the initials of
// the other are found as wholes.

const leastRun, mostRun = leastInitials, 6 // words that initials stand for

// simRun is the similarity of initials and the words that they stand for: the more of
// them, the fewer other words have the same.
var simRun = [mostRun + 1]int32{3: 7600, 4: 8400, 5: 9000, 6: 9200}

// A runWord is what a word of a name is in initials.
type runWord struct {
	letters [4]byte // those that its initial is written with: K, or KH for the Russian Х
	size    uint8
	skip    bool // initials leave it out: of, and
	tells   bool // it is more than a legal form
}

// twoLetters are initials of Cyrillic names that Latin letters write with several.
var twoLetters = [...]string{"shch", "kh", "ts", "ch", "sh", "zh", "ya", "yu"}

func runWordOf(text string, c class, loose looseness) (w runWord) {
	if c == particle || loose != full || text == "" {
		w.skip = c == particle
		return w
	}
	w.tells = c != legalForm && c != honorific
	w.size = uint8(copy(w.letters[:], text[:1]))
	for _, s := range twoLetters {
		if len(text) > len(s) && text[:len(s)] == s {
			w.size = uint8(copy(w.letters[:], s))
			break
		}
	}
	return w
}

// eachRun calls f with the initials of neighbours among the words of a name, which
// words they are, and how many: never all that tell something. Initials of several
// letters are written in full, and once more as the first letter of each.
func eachRun(words []runWord, f func(initials []byte, mask uint32, count int)) {
	all := 0
	for _, w := range words {
		if w.tells {
			all++
		}
	}
	for i, first := range words {
		if first.size == 0 {
			continue
		}
		var plain [mostRun]byte
		var long [4 * mostRun]byte
		count, size, tells, mask := 0, 0, 0, uint32(0)
		for j := i; j < len(words) && count < mostRun; j++ {
			w := words[j]
			if w.skip {
				mask |= 1 << j
				continue
			}
			if w.size == 0 {
				break
			}
			if w.tells {
				tells++
			}
			plain[count] = w.letters[0]
			size += copy(long[size:], w.letters[:w.size])
			mask |= 1 << j
			if count++; count < leastRun || tells == all || tells < 2 {
				continue
			}
			f(plain[:count], mask, count)
			if size > count {
				f(long[:size], mask, count)
			}
		}
	}
}

// maybeInitials reports whether a word of a company's name may be initials.
func maybeInitials(text []byte, c class, loose looseness) bool {
	return (c == nameWord || c == common) && loose == full && len(text) >= leastRun && len(text) <= mostRun+2 && !bytes.ContainsAny(text, "0123456789")
}

// runWords returns the words of a listed name.
func (x *index) runWords(buf []runWord, words []uint32) []runWord {
	for _, w := range words {
		buf = append(buf, runWordOf(x.texts[w], x.classes[w], x.loosely[w]))
	}
	return buf
}

// addRuns stores a name under the initials of its neighbours.
func (x *indexer) addRuns(name uint32) {
	if x.sphere != things || x.foreign {
		return
	}
	var buf [maxWords]runWord
	words := x.runWords(buf[:0], x.nameWords[x.nameOff[name]:])
	eachRun(words, func(initials []byte, _ uint32, _ int) {
		x.runs = append(x.runs, keyed{hashKey(keyRun, initials), name})
	})
}

// ownRuns returns the words of the query.
func (s *search) ownRuns(buf []runWord) []runWord {
	for i := range s.words[:s.real] {
		q := &s.words[i]
		buf = append(buf, runWordOf(string(q.text), q.class, q.loose))
	}
	return buf
}

// takeRuns takes the names of which neighbours are a word of the query by its letters,
// and those with a word for neighbours of the query.
func (s *search) takeRuns() {
	if s.x.sphere != things || s.real < 2 {
		return
	}
	for i := range s.words[:s.real] {
		q := &s.words[i]
		if !maybeInitials(q.text, q.class, q.loose) {
			continue
		}
		key := hashKey(keyRun, q.text)
		for _, it := range s.x.runs.find(key) {
			if it.tag == uint32(key) {
				s.takeRun(it.id)
			}
		}
	}
	var buf [maxWords]runWord
	eachRun(s.ownRuns(buf[:0]), func(initials []byte, _ uint32, _ int) {
		key := hashKey(keyText, initials)
		for _, it := range s.x.keys.find(key) {
			if it.tag != uint32(key) || !maybeInitials(initials, s.x.classes[it.id], s.x.loosely[it.id]) {
				continue
			}
			for _, name := range s.x.posts[s.x.postOff[it.id]:s.x.postOff[it.id+1]] {
				if s.x.nameOff[name+1]-s.x.nameOff[name] > 1 {
					s.takeRun(name)
				}
			}
		}
	})
}

// takeRun has a name looked at for initials, if it shares another word too.
func (s *search) takeRun(name uint32) {
	if s.mark[name] < someInitials && s.mark[name] > 0 {
		s.takeAs(name, someInitials)
	}
}

// linkRuns links words to the neighbours that they are the initials of.
func (s *search) linkRuns(words []uint32, weights []uint16, equalQ, equalL uint32) {
	freeQ, freeL := s.real-bits.OnesCount32(equalQ), len(words)-bits.OnesCount32(equalL)
	if freeQ > 0 && freeL >= leastRun {
		s.linkListRuns(words, weights, equalQ, equalL)
	}
	if freeQ >= leastRun && freeL > 0 {
		s.linkOwnRuns(words, weights, equalQ, equalL)
	}
}

// linkListRuns links words of the query to neighbours in the name.
func (s *search) linkListRuns(words []uint32, weights []uint16, equalQ, equalL uint32) {
	may := uint32(0) // words of the query that may be initials
	for i := range s.words[:s.real] {
		if q := &s.words[i]; equalQ>>i&1 == 0 && maybeInitials(q.text, q.class, q.loose) {
			may |= 1 << i
		}
	}
	if may == 0 {
		return
	}
	var buf [maxWords]runWord
	eachRun(s.x.runWords(buf[:0], words), func(initials []byte, mask uint32, count int) {
		for m := may; m != 0 && mask&equalL == 0; m &= m - 1 {
			if q := &s.words[bits.TrailingZeros32(m)]; string(q.text) == string(initials) {
				s.addRunLink(q.mask, mask, count, weights)
			}
		}
	})
}

// linkOwnRuns links neighbours in the query to words of the name.
func (s *search) linkOwnRuns(words []uint32, weights []uint16, equalQ, equalL uint32) {
	may := uint32(0) // words of the name that may be initials
	for j, w := range words {
		if n := len(s.x.texts[w]); equalL>>j&1 == 0 && n >= leastRun && n <= mostRun+2 && (s.x.classes[w] == nameWord || s.x.classes[w] == common) {
			may |= 1 << j
		}
	}
	if may == 0 {
		return
	}
	var buf [maxWords]runWord
	eachRun(s.ownRuns(buf[:0]), func(initials []byte, mask uint32, count int) {
		for m := may; m != 0 && mask&equalQ == 0; m &= m - 1 {
			j := bits.TrailingZeros32(m)
			if w := words[j]; s.x.texts[w] == string(initials) && s.x.loosely[w] == full {
				s.addRunLink(mask, 1<<j, count, weights)
			}
		}
	})
}

// addRunLink links words of the query with words of the name, of which the one side is
// the initials of the other.
func (s *search) addRunLink(query, list uint32, count int, weights []uint16) {
	sim, both := simRun[count], int32(0)
	for m := query; m != 0; m &= m - 1 {
		both += s.words[bits.TrailingZeros32(m)].weight
	}
	for m := list; m != 0; m &= m - 1 {
		both += int32(weights[bits.TrailingZeros32(m)])
	}
	s.links = append(s.links, link{
		query: uint8(bits.TrailingZeros32(query)), list: uint8(bits.TrailingZeros32(list)), own: query, mask: list,
		rule: ruleInitials, sim: sim, gain: int64(sim) * int64(both) / 2,
	})
}
