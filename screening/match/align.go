package match

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// A link is a query word that may stand for a word of the name, or for two
// neighbours.
type link struct {
	query uint8
	list  uint8  // the first word
	own   uint32 // the words of the query that it covers: bit i is word i
	mask  uint32 // and those of the name
	rule  rule
	sim   int32
	gain  int64
}

// compare makes the cell of a query word and a word of the vocabulary known.
func (s *search) compare(c *cell, q *queryWord, w uint32) {
	c.known = true
	switch {
	case q.class == number || s.x.classes[w] == number:
	case q.class == initial || s.x.classes[w] == initial:
		c.sim, c.rule = int16(s.likeInitial(q, w)), ruleInitial
	default:
		sim, r := s.like(q, w)
		c.sim, c.rule = int16(sim), r
	}
}

// align links the query's words to those of a name, one to one, and leaves the
// links in s.links: those first that cover most.
func (s *search) align(words []uint32, weights []uint16) {
	s.links = s.links[:0]
	equalQ, equalL := s.equals(words)
	for j, w := range words {
		at := s.rowOf(w)
		row := s.cells[at : at+len(s.words)]
		for i := range row {
			q, c := &s.words[i], &row[i]
			if i < s.real && (equalQ>>i|equalL>>j)&1 != 0 && c.sim < simFold || i >= s.real && (q.mask&equalQ != 0 || equalL>>j&1 != 0) {
				continue
			}
			if !c.known && (i < s.real || s.mayBeJoined(q, w)) {
				s.compare(c, q, w)
			}
			if i >= s.real && int32(c.sim) < s.t.join {
				continue
			}
			if c.sim > 0 {
				s.link(i, j, 1, c.rule, int32(c.sim), int32(weights[j]))
			}
		}
		if j > 0 && equalL>>(j-1)&3 == 0 && s.firsts>>s.x.firsts[words[j-1]]&1 != 0 {
			for i := range s.real {
				if equalQ>>i&1 == 0 && s.mayJoin(&s.words[i], words[j-1], w) {
					s.linkJoined(i, j-1, words, weights)
				}
			}
		}
	}
	if s.x.sphere == things && s.real > 1 && len(words) > 1 {
		s.linkRuns(words, weights, equalQ, equalL)
	}
	slices.SortFunc(s.links, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.query, b.query), cmp.Compare(a.list, b.list))
	})
	var usedQ, usedL uint32
	kept := s.links[:0]
	for _, l := range s.links {
		if usedQ&l.own|usedL&l.mask == 0 {
			usedQ |= l.own
			usedL |= l.mask
			kept = append(kept, l)
		}
	}
	s.links = kept
}

// link adds a link of query word i to so many words of the name from j on.
func (s *search) link(i, j, words int, r rule, sim, weight int32) {
	gain := int64(sim) * int64(weight+s.words[i].weight)
	if i >= s.real {
		r = ruleJoin
	}
	if i >= s.real || words > 1 {
		gain /= 2 // it covers two words of one side
	}
	s.links = append(s.links, link{uint8(i), uint8(j), s.words[i].mask, (1<<words - 1) << j, r, sim, gain})
}

// mayJoin reports whether a query word may be two neighbours of a name.
func (s *search) mayJoin(q *queryWord, a, b uint32) bool {
	x := s.x
	if x.queries {
		return s.mayBeCustomers(q, a, b)
	}
	if x.classes[a] == number || x.classes[b] == number || x.loosely[a] != full || x.loosely[b] != full {
		return false
	}
	first := x.sound(a)
	return mayBeBoth(q.sound, q.loose != full, first, len(first)+len(x.sound(b)))
}

// mayBeJoined reports whether two neighbours of the query may be one word of a
// name.
func (s *search) mayBeJoined(q *queryWord, w uint32) bool {
	x := s.x
	switch {
	case x.queries: // a listed name's neighbours, one word of a customer
		return mayBeBoth(x.sound(w), x.loosely[w] != full, q.sound, len(q.sound))
	case q.loose != full || x.loosely[w] != full || x.classes[w] == number:
		return false
	}
	return mayBeBoth(x.sound(w), false, q.sound, len(q.sound))
}

// mayBeBoth reports whether one word may be two that together have so many
// sounds and begin with first.
func mayBeBoth(one []byte, loose bool, first []byte, both int) bool {
	d := len(one) - both
	if loose {
		return d <= 0 && d >= -len(one)-3 && len(one) >= 3 // a vowel behind each letter, and hardly more
	}
	return d >= -2 && d <= 1 && len(one) >= 4 && len(first) > 0 && one[0] == first[0]
}

// linkJoined links a query word to two neighbours of the name, if it is like
// them read as one.
func (s *search) linkJoined(i, j int, words []uint32, weights []uint16) {
	q := &s.words[i]
	var pair [2 * maxSound]byte
	both := append(append(pair[:0], cut(s.x.sound(words[j]))...), cut(s.x.sound(words[j+1]))...)
	if sim, _ := s.likeSounds(q.sound, both, q.loose, full); sim >= s.t.join {
		s.link(i, j, 2, ruleJoin, min(sim, simJoined), int32(weights[j])+int32(weights[j+1]))
	}
}

func cut(sound []byte) []byte { return sound[:min(len(sound), maxSound)] }

// score aligns the query to a name and returns the score of the two. It tells
// ex, where there is one, how it came about.
func (s *search) score(n uint32, ex *screening.Explanation) int32 {
	begin, end := s.x.nameOff[n], s.x.nameOff[n+1]
	words, weights := s.x.nameWords[begin:end], s.x.nameWeights[begin:end]
	s.align(words, weights)
	var usedQ, usedL uint32
	for _, l := range s.links {
		usedQ |= l.own
		usedL |= l.mask
	}
	if s.mark[n] > someInitials && !s.oneScript(words) && s.untold(s.mark[n], words, usedQ, usedL) {
		whole := s.scoreWhole(n, words, weights, nil)
		if s.mark[n] == sameLetters || whole > s.scoreWords(words, weights, usedQ, usedL, nil) {
			if ex != nil {
				whole = s.scoreWhole(n, words, weights, ex)
			}
			return whole
		}
	}
	return s.scoreWords(words, weights, usedQ, usedL, ex)
}

// untold reports whether a word is left without a partner. Legal forms are no matter
// where names are the same without them.
func (s *search) untold(mark uint8, words []uint32, usedQ, usedL uint32) bool {
	for i := range s.words[:s.real] {
		if usedQ>>i&1 == 0 && (mark != sameCore || s.words[i].class != legalForm) {
			return true
		}
	}
	for j, w := range words {
		if usedL>>j&1 == 0 && (mark != sameCore || s.x.classes[w] != legalForm) {
			return true
		}
	}
	return false
}

// scoreWords scores two names by the words that were aligned, which are those
// used.
func (s *search) scoreWords(words []uint32, weights []uint16, usedQ, usedL uint32, ex *screening.Explanation) int32 {
	var t score.Tally
	for _, l := range s.links {
		query, list := s.ownPart(l), s.listPart(l, words, weights)
		role, kind := roleOf(query.class, query.bearers)
		listRole, listKind := roleOf(list.class, list.bearers)
		t.Pair(l.sim, query.weight, list.weight, role, listRole)
		if ex != nil {
			ex.Pairs = append(ex.Pairs, screening.Pair{
				Query: query.text(s.ownText), List: list.text(func(j int) string { return s.x.texts[words[j]] }),
				Rule: ruleNames[l.rule], Similarity: score.Fraction(l.sim), QueryKind: kind, ListKind: listKind,
				QueryWeight: score.Fraction(query.weight), ListWeight: score.Fraction(list.weight),
			})
		}
	}
	for i := range s.words[:s.real] {
		if q := &s.words[i]; usedQ>>i&1 == 0 {
			role, kind := roleOf(q.class, q.bearers)
			t.QueryWord(q.weight, role)
			if ex != nil {
				ex.QueryOnly = append(ex.QueryOnly, screening.Word{Text: string(q.text), Kind: kind, Weight: score.Fraction(q.weight)})
			}
		}
	}
	for j, w := range words {
		if usedL>>j&1 == 0 {
			role, kind := roleOf(s.x.classes[w], s.x.bearers[w])
			t.ListWord(int32(weights[j]), role)
			if ex != nil {
				ex.ListOnly = append(ex.ListOnly, screening.Word{Text: s.x.texts[w], Kind: kind, Weight: score.Fraction(int32(weights[j]))})
			}
		}
	}
	return s.t.formula.Score(&t)
}

// A part is the words of a name that a link covers.
type part struct {
	words   uint32
	weight  int32
	class   class   // nameWord where one of them is
	bearers bearers // of all of them
}

func (p *part) add(i int, weight int32, c class, b bearers) {
	switch {
	case p.words == 0:
		p.class, p.bearers = c, b
	case p.class == nameWord || c == nameWord:
		p.class, p.bearers = nameWord, p.bearers&b
	default:
		p.class, p.bearers = max(p.class, c), p.bearers&b
	}
	p.words |= 1 << i
	p.weight += weight
}

// text returns the words, divided by spaces.
func (p part) text(word func(i int) string) string {
	text := word(bits.TrailingZeros32(p.words))
	for m := p.words & (p.words - 1); m != 0; m &= m - 1 {
		text += " " + word(bits.TrailingZeros32(m))
	}
	return text
}

// ownPart returns the part of the query that a link covers.
func (s *search) ownPart(l link) (p part) {
	for m := l.own; m != 0; m &= m - 1 {
		i := bits.TrailingZeros32(m)
		p.add(i, s.words[i].weight, s.words[i].class, s.words[i].bearers)
	}
	return p
}

func (s *search) ownText(i int) string { return string(s.words[i].text) }

// listPart returns the part of the listed name that a link covers.
func (s *search) listPart(l link, words []uint32, weights []uint16) (p part) {
	for m := l.mask; m != 0; m &= m - 1 {
		j := bits.TrailingZeros32(m)
		p.add(j, int32(weights[j]), s.x.classes[words[j]], s.x.bearers[words[j]])
	}
	return p
}
