package screening

import (
	"cmp"
	"math/bits"
	"slices"
)

// A queryWord is a word of the query's name, or two neighbours read as one.
type queryWord struct {
	text   []byte
	sound  []byte
	sign   signature
	class  class
	loose  bool
	weight int32
	mask   uint32 // the words it covers: bit i is word i
	first  int32  // its likenesses are search.alike[first:last]
	last   int32
}

// A likeness is a word of the vocabulary that a query word may stand for.
type likeness struct {
	word uint32
	sim  int32 // in ten-thousandths
	rule uint8
}

var ruleOf = [...]Rule{RuleExact, RuleFold, RuleNickname, RuleLegalForm, RuleJoin, RuleSkeleton, RuleEdit, RuleInitial, RuleScript}

const (
	ruleExact = iota
	ruleFold
	ruleNickname
	ruleLegalForm
	ruleJoin
	ruleSkeleton
	ruleEdit
	ruleInitial
	ruleScript
)

// A search is the working memory of one query over one index.
type search struct {
	x      *index
	t      *tuning
	reader reader
	words  []queryWord // real words first, then joined ones
	real   int         // number of real words
	sounds []byte
	skel   []byte
	tmp    []byte
	tmp2   []byte
	joined []byte // texts of joined words

	alike []likeness
	seen  []uint32 // by word: the round it was last looked at
	round uint32

	acc     []int64 // by name: weight of the query words that it may cover
	mark    []uint8 // by name: last query word counted, from 1
	touched []uint32

	row       []int32  // by word: its row in sims, from 1
	rows      []uint32 // words that have a row
	sims      []int32  // row × query word
	rules     []uint8
	links     []link
	full      []uint32
	fullRound uint32
}

func (x *index) newSearch(t *tuning) *search {
	if s, ok := x.scratch.Get().(*search); ok {
		return s
	}
	return &search{
		x: x, t: t,
		seen:      make([]uint32, len(x.texts)),
		row:       make([]int32, len(x.texts)),
		full:      make([]uint32, len(x.texts)),
		fullRound: 1,
		acc:       make([]int64, len(x.nameEntry)),
		mark:      make([]uint8, len(x.nameEntry)),
	}
}

func (s *search) release() {
	s.reset()
	s.x.scratch.Put(s)
}

// reset makes the search ready for another name.
func (s *search) reset() {
	for _, n := range s.touched {
		s.acc[n], s.mark[n] = 0, 0
	}
	for _, w := range s.rows {
		s.row[w] = 0
	}
	s.fullRound++
	s.touched, s.rows = s.touched[:0], s.rows[:0]
	s.sims, s.rules = s.sims[:0], s.rules[:0]
	s.words, s.alike, s.sounds, s.joined = s.words[:0], s.alike[:0], s.sounds[:0], s.joined[:0]
}

// prepare reads the query's name and finds the likenesses of its words. It
// returns the weight of the name, or 0 where there is no word in it.
func (s *search) prepare(name string) (total int64) {
	s.reader.read(name, s.x.sphere)
	for i, w := range s.reader.words {
		q := queryWord{text: s.reader.text(w), class: w.class, loose: w.loose, mask: 1 << i}
		count := s.likenesses(&q)
		q.weight = s.t.weight(s.x.sphere, q.class, string(q.text), float64(count), float64(len(s.x.nameEntry)))
		total += int64(q.weight)
		s.words = append(s.words, q)
	}
	s.real = len(s.words)
	for i := range max(s.real-1, 0) {
		a, b := &s.words[i], &s.words[i+1]
		if a.class == number || b.class == number || len(a.text)+len(b.text) > maxSound {
			continue
		}
		base := len(s.joined)
		s.joined = append(append(s.joined, a.text...), b.text...)
		q := queryWord{text: s.joined[base:], class: max(a.class, b.class), weight: a.weight + b.weight, mask: a.mask | b.mask, loose: a.loose || b.loose}
		if a.class == nameWord || b.class == nameWord {
			q.class = nameWord
		}
		s.likenesses(&q)
		s.words = append(s.words, q)
	}
	s.makeRows()
	return total
}

// run calls found for every name that may score least or more with the query's
// name, with its score.
func (s *search) run(name string, least int32, found func(name uint32, score int32)) {
	total := s.prepare(name)
	if total == 0 {
		return
	}
	s.accumulate()
	s.addCompact(total)
	need := int64(s.t.share * float64(total*unit))
	for _, n := range s.touched {
		if s.acc[n] < need || s.mark[n] != sameLetters && s.bound(n, total) < least {
			continue
		}
		if score := s.score(n, nil); score >= least {
			found(n, score)
		}
	}
}

// sameLetters marks a name with the same sounds, however divided into words.
const sameLetters = 255

// bound returns what a name can score at most, without comparing words that
// the vocabulary's keys did not bring together.
func (s *search) bound(n uint32, total int64) int32 {
	words := s.x.wordsOf(n)
	columns := len(s.words)
	var bestQ [maxWords]int32
	var listed, sum int64
	for j, w := range words {
		best := int32(0)
		known := int(s.row[w]-1) * columns
		for i := range s.real {
			sim := int32(0)
			if known >= 0 {
				sim = s.sims[known+i]
			}
			if sim == 0 && s.full[w] != s.fullRound {
				sim = s.atMost(&s.words[i], w)
			}
			bestQ[i] = max(bestQ[i], sim)
			best = max(best, sim)
		}
		for i := s.real; known >= 0 && i < columns; i++ {
			if sim := s.sims[known+i]; sim > 0 {
				first := bits.TrailingZeros32(s.words[i].mask)
				bestQ[first], bestQ[first+1] = max(bestQ[first], sim), max(bestQ[first+1], sim)
				best = max(best, sim)
			}
		}
		if j > 0 {
			for i := range s.words[:s.real] {
				if s.mayJoin(&s.words[i], words[j-1], w) {
					bestQ[i], best = simJoined, simJoined
					listed += int64(simJoined) * int64(s.listWeight(n, j-1))
				}
			}
		}
		lw := int64(s.listWeight(n, j))
		sum += lw
		listed += int64(best) * lw
	}
	var query int64
	for i := range s.words[:s.real] {
		query += int64(bestQ[i]) * int64(s.words[i].weight)
	}
	t := tally{queryMatched: query, listMatched: min(listed, sum*unit), query: total, list: sum, evidence: query, shared: 2}
	return t.score(s.t)
}

// atMost returns a bound of the similarity of a query word and a word of the
// vocabulary, from their signatures.
func (s *search) atMost(q *queryWord, w uint32) int32 {
	c := s.x.classes[w]
	switch {
	case q.class == number || c == number:
		return 0
	case q.class == initial || c == initial:
		if q.class != c && q.text[0] == s.x.texts[w][0] {
			return int32(s.t.initialSim)
		}
		return 0
	case q.loose || s.x.loosely[w]:
		return 9700
	}
	n := max(len(q.sound), int(s.x.soundOff[w+1]-s.x.soundOff[w]))
	return s.t.most(n, q.sign.apart(s.x.signs[w]))
}

// addCompact takes the names with the same sounds, however divided into words.
func (s *search) addCompact(total int64) {
	s.tmp, s.joined = s.reader.compact(s.tmp[:0], s.joined, s.reader.words, nil)
	key := hashKey(keyCompact, s.tmp)
	for _, it := range s.x.compact.find(key) {
		if it.tag == uint32(key) {
			if s.mark[it.id] == 0 {
				s.touched = append(s.touched, it.id)
			}
			s.mark[it.id] = sameLetters
			s.acc[it.id] = total * unit
		}
	}
}

// explain scores the query's name with one listed name, in words.
func (s *search) explain(name string, listed uint32, ex *Explanation) int32 {
	s.addCompact(s.prepare(name))
	return s.score(listed, ex)
}

// likenesses finds the words of the vocabulary that are like a query word,
// most alike first, and returns in how many names the same word stands.
func (s *search) likenesses(q *queryWord) (count uint32) {
	base := len(s.sounds)
	s.sounds = soundOf(s.sounds, q.text, q.loose)
	q.sound = s.sounds[base:]
	q.sign = signatureOf(q.sound)
	q.first = int32(len(s.alike))
	count = s.expand(q)
	q.last = int32(len(s.alike))
	slices.SortFunc(s.alike[q.first:], func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.sim, a.sim), cmp.Compare(a.word, b.word))
	})
	return count
}

func (s *search) expand(q *queryWord) (count uint32) {
	s.round++
	key := hashKey(keyText, q.text)
	for _, it := range s.x.keys.find(key) {
		if it.tag == uint32(key) && s.x.texts[it.id] == string(q.text) {
			s.seen[it.id] = s.round
			s.alike = append(s.alike, likeness{it.id, unit, ruleExact})
			count += s.x.counts[it.id]
		}
	}
	if q.class == number || q.class == initial {
		return count
	}
	eachGroup(s.x.sphere, q.class, q.text, func(key uint64) {
		rule := uint8(ruleNickname)
		if s.x.sphere == things {
			rule = ruleLegalForm
		}
		for _, it := range s.x.keys.find(key) {
			if it.tag == uint32(key) && s.seen[it.id] != s.round {
				s.seen[it.id] = s.round
				s.alike = append(s.alike, likeness{it.id, int32(s.t.group), rule})
			}
		}
	})
	look := func(key uint64) {
		for _, it := range s.x.keys.find(key) {
			if it.tag != uint32(key) || s.seen[it.id] == s.round {
				continue
			}
			s.seen[it.id] = s.round
			if sim, rule := s.likeWord(q, it.id); sim > 0 {
				s.alike = append(s.alike, likeness{it.id, sim, rule})
			}
		}
	}
	if q.loose {
		s.skel = eachReading(s.skel, q.sound, func(coarse []byte) {
			look(hashKey(keyCoarse, coarse))
			if len(coarse) >= 4 {
				eachOmission(keyCoarse, coarse, look)
			}
		})
		look(hashKey(keyLoose, q.sound))
		return count
	}
	if s.x.loose {
		s.skel = appendCoarse(s.skel[:0], q.sound, 0)
		look(hashKey(keyLoose, s.skel))
	}
	look(hashKey(keySound, q.sound))
	if len(q.sound) >= 3 {
		eachOmission(keySound, q.sound, look)
	}
	s.skel = appendSkeleton(s.skel[:0], q.sound)
	if len(s.skel) >= 2 {
		look(hashKey(keySkeleton, s.skel))
	}
	if count == 0 {
		for _, a := range s.alike[q.first:] {
			if a.sim > 9000 {
				count = max(count, s.x.counts[a.word])
			}
		}
	}
	return count
}

// likeWord compares a query word with a word of the vocabulary.
func (s *search) likeWord(q *queryWord, w uint32) (int32, uint8) {
	sound, loose := s.x.sound(w), s.x.loosely[w]
	if !q.loose && !loose && s.t.most(max(len(q.sound), len(sound)), q.sign.apart(s.x.signs[w])) == 0 {
		return 0, 0
	}
	return s.likeSounds(q.sound, sound, q.loose, loose)
}

// likeSounds compares sounds, of loose words or not.
func (s *search) likeSounds(a, b []byte, looseA, looseB bool) (int32, uint8) {
	if looseA == looseB {
		return s.like(a, b)
	}
	if looseB {
		a, b = b, a
	}
	limit := s.t.limit(len(b))
	cost := looseCost(a, b, limit)
	if cost > limit {
		return 0, 0
	}
	return min(s.t.similarity(cost, len(b)), 9600), ruleScript
}

// like compares two words by their sounds.
func (s *search) like(a, b []byte) (int32, uint8) {
	n := max(len(a), len(b))
	limit := s.t.limit(n)
	cost := soundCost(a, b, limit)
	if cost > limit {
		return 0, 0
	}
	if cost == 0 {
		return 9800, ruleFold
	}
	cost += s.genderCost(a, b)
	rule := uint8(ruleEdit)
	s.tmp = appendSkeleton(s.tmp[:0], a)
	k := len(s.tmp)
	s.tmp = appendSkeleton(s.tmp, b)
	if string(s.tmp[:k]) == string(s.tmp[k:]) {
		rule = ruleSkeleton
	}
	return min(s.t.similarity(cost, n), 9700), rule
}

// makeRows fills, for every word of the vocabulary that is like a query word, a
// row of similarities to all query words.
func (s *search) makeRows() {
	for i := range s.words {
		w := &s.words[i]
		for _, a := range s.alike[w.first:w.last] {
			at := int(s.rowOf(a.word))*len(s.words) + i
			s.sims[at], s.rules[at] = a.sim, a.rule
		}
	}
}

// rowOf returns the row of a word of the vocabulary, which it makes if there is
// none.
func (s *search) rowOf(w uint32) int32 {
	if s.row[w] == 0 {
		s.rows = append(s.rows, w)
		s.row[w] = int32(len(s.rows))
		for range s.words {
			s.sims, s.rules = append(s.sims, 0), append(s.rules, 0)
		}
	}
	return s.row[w] - 1
}

// genderCost is what is added for endings that make a woman's name of a man's:
// Mario and Maria, Karim and Karima.
func (s *search) genderCost(a, b []byte) int32 {
	if s.x.sphere != people {
		return 0
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	n := len(b)
	if n < 3 {
		return 0
	}
	switch {
	case len(a) == n+1 && a[n] == 'a' && !isVowel(b[n-1]) && string(a[:n]) == string(b):
		return int32(s.t.gender * 100)
	case len(a) == n && string(a[:n-1]) == string(b[:n-1]) && (a[n-1] == 'a' && b[n-1] == 'o' || a[n-1] == 'o' && b[n-1] == 'a'):
		return int32(s.t.gender * 100)
	}
	return 0
}

// accumulate adds up for every name the weight of the query words it may cover.
func (s *search) accumulate() {
	for i := range s.words {
		w := &s.words[i]
		for _, a := range s.alike[w.first:w.last] {
			add := int64(w.weight) * int64(a.sim)
			for _, n := range s.x.posts[s.x.postOff[a.word]:s.x.postOff[a.word+1]] {
				if s.mark[n] != uint8(i+1) {
					if s.mark[n] == 0 {
						s.touched = append(s.touched, n)
					}
					s.mark[n] = uint8(i + 1)
					s.acc[n] += add
				}
			}
		}
	}
}

// compared returns the row of a word that has been compared with every query
// word.
func (s *search) compared(w uint32) int32 {
	row := s.rowOf(w)
	if s.full[w] == s.fullRound {
		return row
	}
	s.full[w] = s.fullRound
	c := s.x.classes[w]
	if c == number {
		return row
	}
	for i := range s.words[:s.real] {
		q, at := &s.words[i], int(row)*len(s.words)+i
		switch {
		case s.sims[at] > 0 || q.class == number:
		case q.class == initial || c == initial:
			if s.x.sphere == people && q.class != c && q.text[0] == s.x.texts[w][0] && !q.loose && !s.x.loosely[w] {
				s.sims[at], s.rules[at] = int32(s.t.initialSim), ruleInitial
			}
		default:
			s.sims[at], s.rules[at] = s.likeWord(&s.words[i], w)
		}
	}
	return row
}

// A link is a query word that may stand for a word of the name, or for two
// neighbours.
type link struct {
	query uint8
	list  uint8  // the first word
	mask  uint32 // the words of the name that it covers
	rule  uint8
	sim   int32
	gain  int64
}

// role returns the factor, in percent, of the word j of a name.
func (s *search) role(n uint32, j int) int32 {
	f := s.x.family[n]
	if f == 0 {
		return 100
	}
	switch {
	case f>>j&1 == 0 && j == 0:
		return int32(s.t.given)
	case f>>j&1 == 0:
		return int32(s.t.middle)
	case j == 0 || f>>(j-1)&1 == 0:
		return int32(s.t.family)
	}
	return int32(s.t.family2)
}

func (s *search) listWeight(n uint32, j int) int32 {
	return s.x.weights[s.x.nameWords[int(s.x.nameOff[n])+j]] * s.role(n, j) / 100
}

// align links the query's words to those of a name, one to one, and leaves the
// links in s.links.
func (s *search) align(n uint32) {
	words := s.x.wordsOf(n)
	s.links = s.links[:0]
	for j, w := range words {
		row := int(s.compared(w)) * len(s.words)
		lw := int64(s.listWeight(n, j))
		for i := range s.words {
			if sim := s.sims[row+i]; sim > 0 {
				q := &s.words[i]
				gain := int64(sim) * (lw + int64(q.weight))
				if i >= s.real {
					gain /= 2
				}
				s.links = append(s.links, link{uint8(i), uint8(j), 1 << j, s.rules[row+i], sim, gain})
			}
		}
	}
	s.alignJoined(n, words)
	slices.SortFunc(s.links, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.query, b.query), cmp.Compare(a.list, b.list))
	})
	var usedQ, usedL uint32
	kept := s.links[:0]
	for _, l := range s.links {
		if m := s.words[l.query].mask; usedQ&m|usedL&l.mask == 0 {
			usedQ |= m
			usedL |= l.mask
			kept = append(kept, l)
		}
	}
	s.links = kept
}

// mayJoin reports whether a query word may be two neighbours of a name.
func (s *search) mayJoin(q *queryWord, a, b uint32) bool {
	first, both := s.x.soundOff[a+1]-s.x.soundOff[a], s.x.soundOff[b+1]-s.x.soundOff[b]
	d := len(q.sound) - int(first+both)
	switch {
	case q.loose && (d > 0 || len(q.sound) < 3):
		return false
	case !q.loose && (d > 1 || d < -2 || len(q.sound) < 4 || first == 0 || q.sound[0] != s.x.sounds[s.x.soundOff[a]]):
		return false
	}
	return s.x.classes[a] != number && s.x.classes[b] != number && !s.x.loosely[a] && !s.x.loosely[b]
}

// alignJoined links query words to two neighbours of the name.
func (s *search) alignJoined(n uint32, words []uint32) {
	for j := 0; j+1 < len(words); j++ {
		a, b := s.x.sound(words[j]), s.x.sound(words[j+1])
		for i := range s.words[:s.real] {
			q := &s.words[i]
			if !s.mayJoin(q, words[j], words[j+1]) {
				continue
			}
			s.tmp2 = append(append(s.tmp2[:0], a...), b...)
			if sim, _ := s.likeSounds(q.sound, s.tmp2, q.loose, false); sim >= int32(s.t.join) {
				lw := int64(s.listWeight(n, j) + s.listWeight(n, j+1))
				s.links = append(s.links, link{uint8(i), uint8(j), 3 << j, ruleJoin, min(sim, 9800), int64(sim) * (lw + int64(q.weight)) / 2})
			}
		}
	}
}

// score aligns the query to a name and returns the score of the two. It tells
// ex, where there is one, how it came about.
func (s *search) score(n uint32, ex *Explanation) int32 {
	words := s.x.wordsOf(n)
	s.align(n)
	if s.mark[n] == sameLetters && !s.complete(len(words)) {
		return s.scoreSameLetters(n, ex)
	}
	var t tally
	var usedQ, usedL uint32
	for _, l := range s.links {
		q, j := &s.words[l.query], int(l.list)
		usedQ |= q.mask
		usedL |= l.mask
		lw, lc, rule := s.listWeight(n, j), s.x.classes[words[j]], l.rule
		if l.mask>>j == 3 {
			lw += s.listWeight(n, j+1)
			if s.x.classes[words[j+1]] == nameWord {
				lc = nameWord
			}
		}
		if int(l.query) >= s.real {
			rule = ruleJoin
		}
		t.pair(l.sim, q.weight, lw, q.class, lc)
		if ex != nil {
			text := s.x.texts[words[j]]
			if l.mask>>j == 3 {
				text += " " + s.x.texts[words[j+1]]
			}
			ex.Pairs = append(ex.Pairs, Pair{
				Query: s.queryText(int(l.query)), List: text, Rule: ruleOf[rule], Similarity: fraction(l.sim),
				QueryKind: wordKinds[q.class], ListKind: wordKinds[lc],
				QueryWeight: fraction(q.weight), ListWeight: fraction(lw),
			})
		}
	}
	for i := range s.words[:s.real] {
		if q := &s.words[i]; usedQ>>i&1 == 0 {
			t.queryWord(q.weight, q.class)
			if ex != nil {
				ex.QueryOnly = append(ex.QueryOnly, Word{string(q.text), wordKinds[q.class], fraction(q.weight)})
			}
		}
	}
	for j, w := range words {
		if usedL>>j&1 == 0 {
			lw := s.listWeight(n, j)
			t.listWord(lw, s.x.classes[w])
			if ex != nil {
				ex.ListOnly = append(ex.ListOnly, Word{s.x.texts[w], wordKinds[s.x.classes[w]], fraction(lw)})
			}
		}
	}
	return t.score(s.t)
}

// complete reports whether the links cover every word of both names.
func (s *search) complete(words int) bool {
	var q, l uint32
	for _, k := range s.links {
		q |= s.words[k.query].mask
		l |= k.mask
	}
	return bits.OnesCount32(q) == s.real && bits.OnesCount32(l) == words
}

// scoreSameLetters scores two names that differ in nothing but their spaces and
// the spelling of sounds.
func (s *search) scoreSameLetters(n uint32, ex *Explanation) int32 {
	p := Pair{Rule: RuleJoin, Similarity: fraction(simJoined), QueryKind: NameWord, ListKind: NameWord}
	var qw, lw int32
	for i := range s.words[:s.real] {
		qw += s.words[i].weight
		p.Query += " " + string(s.words[i].text)
	}
	for j, w := range s.x.wordsOf(n) {
		lw += s.listWeight(n, j)
		p.List += " " + s.x.texts[w]
	}
	var t tally
	t.pair(simJoined, qw, lw, nameWord, nameWord)
	if ex != nil {
		p.Query, p.List = p.Query[1:], p.List[1:]
		p.QueryWeight, p.ListWeight = fraction(qw), fraction(lw)
		ex.Pairs = append(ex.Pairs, p)
	}
	return t.score(s.t)
}

// simJoined is the similarity of letters that are only divided differently.
const simJoined = 9800

// queryText is a query word as the explanation shows it.
func (s *search) queryText(i int) string {
	q := &s.words[i]
	if i < s.real {
		return string(q.text)
	}
	first := bits.TrailingZeros32(q.mask)
	return string(s.words[first].text) + " " + string(s.words[first+1].text)
}
