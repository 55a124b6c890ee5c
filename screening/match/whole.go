package match

import (
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// Two names may be the same as wholes, though their words are not: the same
// letters however divided, with a typo too where one of them is a single word, or
// the initials of the other. Whichever of the two is listed, they find each other.

// Marks of names that are like the query as wholes.
const (
	someInitials = 251 + iota   // a word of the one is the initials of neighbours in the other
	initialsOnly                // the one is the initials of the other
	nearLetters                 // sounds that differ by a typo, the one in a single word
	sameCore                    // the same sounds without legal forms, however divided
	sameLetters                 // the same sounds, however divided
	wholeMark    = someInitials // what is not bounded by the words that were found alike
)

const (
	wholeEnd   = 4 // sounds at the beginning or end of a name that are looked up together
	wholeLeast = 2 * wholeEnd

	leastInitials, mostInitials = 3, 12
)

// Similarity of a name and its initials. Three letters are those of so many names
// that they tell little, unless somebody writes them alone, as an abbreviation.
var simInitials = [mostInitials + 1]int32{3: 7300, 4: 8200, 5: 9000, 6: 9200, 7: 9200, 8: 9200, 9: 9200, 10: 9200, 11: 9200, 12: 9200}

const simBareInitials = 8000 // of three letters without a legal form

// addWhole stores what finds a company's name as a whole.
func (x *indexer) addWhole(name uint32) {
	if x.sphere != things {
		return
	}
	if x.foreign { // people are found word by word
		x.wholeOff = append(x.wholeOff, uint32(len(x.wholes)))
		return
	}
	x.wholes, x.skel = x.reader.compact(x.wholes, x.skel[:0], x.reader.raw(), nil)
	whole := x.wholes[x.wholeOff[name]:]
	x.wholeOff = append(x.wholeOff, uint32(len(x.wholes)))
	if len(whole) >= wholeLeast {
		for _, key := range endsOf(whole, len(x.reader.raw()) == 1) {
			x.ends = append(x.ends, keyed{key, name})
		}
	}
	x.reader.eachShort(x.reader.raw(), func(initials []byte, _ bool) {
		x.initials = append(x.initials, keyed{hashKey(keyInitials, initials), name})
	})
}

// finishWholes makes what wholes are looked up in.
func (x *indexer) finishWholes() {
	x.index.ends = newKeyTable(x.ends)
	x.index.initials = newKeyTable(x.initials)
	x.index.runs = newKeyTable(x.runs)
}

// endsOf returns the keys of the first sounds of a whole name and of the last. A
// name that is a single word is looked up apart from those of several.
func endsOf(whole []byte, single bool) [2]uint64 {
	kind := uint64(keyEnds)
	if single {
		kind = keySingleEnds
	}
	return [2]uint64{hashKey(kind, whole[:wholeEnd]), hashKey(^kind, whole[len(whole)-wholeEnd:])}
}

func (x *index) whole(name uint32) []byte { return x.wholes[x.wholeOff[name]:x.wholeOff[name+1]] }

// raw returns the words of a company's name as they were written.
func (r *reader) raw() []wordSpan {
	if r.sphere == things {
		return r.kept
	}
	return r.words
}

// core returns the words of a company's name as they were written, without legal forms:
// all of them for people, and where nothing else is left.
func (r *reader) core(read []wordSpan) []wordSpan {
	if r.sphere != things {
		return read
	}
	r.bare = r.bare[:0]
	for i, w := range read {
		if p := r.part[i]; i < r.tail && (p == 0 || r.forms[p-1].class != legalForm) {
			r.bare = append(r.bare, w)
		}
	}
	if len(r.bare) == 0 {
		return read
	}
	return r.bare
}

// coreKind is the kind of key that names are stored under without legal forms: those of
// a single word apart from those of several.
func coreKind(single bool) uint64 {
	if single {
		return keySingleCore
	}
	return keyCore
}

// takeSameCore takes the companies that have the query's name but for legal forms, of
// which the one or the other is written in several words.
func (s *search) takeSameCore() {
	if s.x.sphere != things {
		return
	}
	core := s.reader.core(s.reader.raw())
	s.tmp, _ = s.reader.compact(s.tmp[:0], s.joined[len(s.joined):], core, nil)
	for _, single := range [...]bool{false, true} {
		if single && len(core) == 1 {
			break // both are one word
		}
		key := hashKey(coreKind(single), s.tmp)
		for _, it := range s.x.compact.find(key) {
			if it.tag == uint32(key) {
				s.takeAs(it.id, sameCore)
			}
		}
	}
}

// takeWholes takes the names that are like the query's as wholes.
func (s *search) takeWholes() {
	if s.x.sphere != things {
		return
	}
	s.whole, s.skel = s.reader.compact(s.whole[:0], s.skel[:0], s.reader.raw(), nil)
	take := func(name uint32) {
		if s.mark[name] < nearLetters && s.nearLetters(name) > 0 {
			s.takeAs(name, nearLetters)
		}
	}
	if len(s.whole) >= wholeLeast {
		for _, key := range endsOf(s.whole, len(s.reader.raw()) > 1) {
			for _, it := range s.x.ends.find(key) {
				if it.tag == uint32(key) {
					take(it.id)
				}
			}
		}
	}
	s.takeInitials()
}

// eachOfOneWord calls f with the names that are nothing but this word, beside
// legal forms.
func (s *search) eachOfOneWord(word []byte, f func(name uint32)) {
	x, key := s.x, hashKey(keyText, word)
	for _, it := range x.keys.find(key) {
		if it.tag != uint32(key) || x.classes[it.id] == legalForm {
			continue
		}
		for _, name := range x.posts[x.postOff[it.id]:x.postOff[it.id+1]] {
			told := 0
			for _, w := range x.nameWords[x.nameOff[name]:x.nameOff[name+1]] {
				if x.classes[w] != legalForm {
					told++
				}
			}
			if told == 1 {
				f(name)
			}
		}
	}
}

// takeInitials takes the names that the query is the initials of, and those that
// are the initials of the query.
func (s *search) takeInitials() {
	take := func(name uint32) {
		if s.mark[name] < initialsOnly {
			s.takeAs(name, initialsOnly)
		}
	}
	if word := s.onlyWord(); word != nil {
		key := hashKey(keyInitials, word)
		for _, it := range s.x.initials.find(key) {
			if it.tag == uint32(key) {
				take(it.id)
			}
		}
	}
	s.reader.eachShort(s.reader.raw(), func(initials []byte, plain bool) {
		if plain || s.x.queries || len(initials) > leastInitials+1 {
			s.eachOfOneWord(initials, take)
		}
	})
}

// onlyWord returns the word that may be initials of a name, if the query has no
// other beside legal forms.
func (s *search) onlyWord() (only []byte) {
	for _, w := range s.reader.words {
		switch {
		case w.class == legalForm:
		case only != nil || w.loose != full:
			return nil
		default:
			only = s.reader.text(w)
		}
	}
	if len(only) < leastInitials || len(only) > mostInitials {
		return nil
	}
	return only
}

// eachShort is eachInitials, and calls f with what the name is abbreviated to in it.
func (r *reader) eachShort(read []wordSpan, f func(short []byte, plain bool)) {
	r.eachInitials(read, f)
	if r.sphere == things && r.own >= 0 {
		f(r.text(read[r.own]), true)
	}
}

// eachInitials calls f with the initials of a company's name: plain ones, without
// legal forms and particles, then those with the long legal forms, with all of
// them, and those of all words.
func (r *reader) eachInitials(read []wordSpan, f func(initials []byte, plain bool)) {
	if r.sphere != things {
		return
	}
	var buf [4][mostInitials + 1]byte
	names, long, words, all := buf[0][:0], buf[1][:0], buf[2][:0], buf[3][:0]
	for i, w := range read {
		t := r.text(w)
		if w.loose != full || i == r.own {
			continue
		}
		all = appendInitial(all, t[0])
		if particles().has(t) || stopWords().has(t) {
			continue
		}
		words = appendInitial(words, t[0])
		if legalWords().has(t) {
			continue
		}
		long = appendInitial(long, t[0])
		if p := r.part[i]; i < r.tail && (p == 0 || r.forms[p-1].class != legalForm) {
			names = appendInitial(names, t[0])
		}
	}
	if isInitials(names) {
		f(names, true)
	}
	last := max(len(names), leastInitials)
	for _, more := range [...][]byte{long, words, all} {
		if isInitials(more) && len(more) > last {
			f(more, false)
			last = len(more)
		}
	}
}

// appendInitial appends an initial, unless there are too many.
func appendInitial(to []byte, initial byte) []byte {
	if len(to) < cap(to) {
		return append(to, initial)
	}
	return to
}

func isInitials(t []byte) bool { return len(t) >= leastInitials && len(t) <= mostInitials }

// nearLetters is the similarity of the query and a name as wholes, where they
// differ by one typo, or 0.
func (s *search) nearLetters(name uint32) int32 {
	a, b := s.whole, s.x.whole(name)
	n := min(len(a), len(b))
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	const most = 3 // sounds that one typo makes others of
	if len(a) > most || len(b) > most {
		return 0
	}
	cost := soundCost(a, b, 2*fullCost)
	if cost > 2*fullCost {
		return 0
	}
	return min(s.t.similarity(cost, n), simEdit)
}

// scoreWhole scores two names that are like each other as wholes.
func (s *search) scoreWhole(n uint32, words []uint32, weights []uint16, ex *screening.Explanation) int32 {
	sim, rule := int32(simJoined), screening.RuleJoin
	switch s.mark[n] {
	case nearLetters:
		sim = s.nearLetters(n)
	case initialsOnly:
		rule = screening.RuleInitials
		sim = s.initialsLike(words)
	}
	p := screening.Pair{Rule: rule, Similarity: score.Fraction(sim), QueryKind: screening.NameWord, ListKind: screening.NameWord}
	var listed int32
	for j := range words {
		listed += int32(weights[j])
	}
	var t score.Tally
	t.Pair(sim, int32(s.total), listed, score.Name, score.Name)
	if ex != nil {
		for i := range s.words[:s.real] {
			p.Query += " " + string(s.words[i].text)
		}
		for _, w := range words {
			p.List += " " + s.x.texts[w]
		}
		p.Query, p.List = p.Query[1:], p.List[1:]
		p.QueryWeight, p.ListWeight = score.Fraction(int32(s.total)), score.Fraction(listed)
		ex.Pairs = append(ex.Pairs, p)
	}
	return s.t.formula.Score(&t)
}

// initialsLike is the similarity of the query and a name, of which one is the
// initials of the other.
func (s *search) initialsLike(words []uint32) int32 {
	if only := s.onlyWord(); only != nil && len(words) > 1 {
		if len(only) == leastInitials && len(s.reader.raw()) == 1 {
			return simBareInitials
		}
		return simInitials[len(only)]
	}
	for _, w := range words {
		if s.x.classes[w] != legalForm {
			return simInitials[min(len(s.x.texts[w]), mostInitials)]
		}
	}
	return 0
}
