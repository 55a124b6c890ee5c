package match

import (
	"math"
	"slices"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// A search is the working memory of one query over one index. It is used again
// for the next query, so that searching allocates nothing once it has grown.
type search struct {
	x      *index
	t      *tuning
	reader reader

	words   []queryWord // the words of the query's name, then neighbours read as one
	chinese bool        // the name is all syllables of Mandarin, with a surname of China
	real    int         // how many of them are words of the name
	total   int64       // weight of the words of the name
	firsts  uint32      // the sounds that words begin with that may be two of a listed name
	sounds  []byte
	joined  []byte // texts of neighbours

	alike []likeness
	seen  []uint32 // the last round that looked at a word of the vocabulary
	round uint32

	most    uint32  // names from here on are not looked for: those of another sphere
	sums    []int32 // weight of the query words that a name may cover
	mark    []uint8 // the last query word counted for a name, from 1, or sameLetters
	touched []uint32

	row   []int32  // the row of cells of a word of the vocabulary, from 1
	rows  []uint32 // words that have one
	cells []cell   // rows × query words

	links []link
	slot  []int32  // the place of an entry among the candidates, from 1
	slots []uint32 // entries that have one
	skel  []byte
	tmp   []byte
	whole []byte // the sounds of a company's name without spaces

	work int // for tests: names brought up by a word, and words of names compared
}

// A queryWord is a word of the query's name, or two neighbours read as one.
type queryWord struct {
	text    []byte
	sound   []byte
	sign    signature
	class   class
	loose   looseness
	weight  int32
	exact   bool // an acronym: only the same letters are the same
	pinyin  bool // a syllable of Mandarin
	chars   charsHash
	bearers bearers
	named   bool   // it stands in a table of usual names
	known   uint16 // which of knownNames it is, or 0
	mask    uint32 // the words of the name it covers: bit i is word i
	first   int32  // its likenesses are search.alike[first:last]
	last    int32
}

// A cell is how alike a query word and a word of the vocabulary are.
type cell struct {
	sim   int16 // in ten-thousandths
	rule  rule
	known bool // sim is final; else the two were not compared yet
}

// newSearch returns a search for names of a type.
func (x *index) newSearch(typ screening.EntityType) *search {
	most := uint32(len(x.nameEntry))
	if typ == "" && !x.queries {
		most = uint32(x.ownNames) // the others are found in their own sphere
	}
	if s, ok := x.scratch.Get().(*search); ok {
		s.t, s.most = x.t.of(typ), most
		return s
	}
	return &search{
		x: x, t: x.t.of(typ), most: most,
		seen: make([]uint32, len(x.texts)),
		row:  make([]int32, len(x.texts)),
		sums: make([]int32, len(x.nameEntry)),
		mark: make([]uint8, len(x.nameEntry)),
		slot: make([]int32, len(x.entryPos)),
	}
}

// release gives the search back for the next query.
func (s *search) release() {
	s.reset()
	for _, e := range s.slots {
		s.slot[e] = 0
	}
	s.slots = s.slots[:0]
	s.x.scratch.Put(s)
}

// reset makes the search ready for another name.
func (s *search) reset() {
	for _, n := range s.touched {
		s.sums[n], s.mark[n] = 0, 0
	}
	for _, w := range s.rows {
		s.row[w] = 0
	}
	s.touched, s.rows, s.cells = s.touched[:0], s.rows[:0], s.cells[:0]
	s.words, s.alike, s.sounds, s.joined = s.words[:0], s.alike[:0], s.sounds[:0], s.joined[:0]
}

// run calls found for every name that scores least or more with the name that
// was prepared, with its score.
func (s *search) run(least int32, found func(name uint32, score int32)) {
	s.accumulate()
	s.findSameLetters()
	// A name is looked at when the words that brought it up make up enough of
	// the query, whatever score is asked for.
	need := int32(s.t.share * float64(s.total))
	covered := s.t.formula.Covered(least)
	s.work += len(s.touched)
	for _, n := range s.touched {
		if s.sums[n] < need || s.mark[n] < wholeMark && s.bound(n, covered) < least {
			continue
		}
		s.work += len(s.words) * int(s.x.nameOff[n+1]-s.x.nameOff[n])
		if got := s.score(n, nil); got >= least {
			found(n, got)
		}
	}
}

// explain scores the query's name with one listed name, in words.
func (s *search) explain(name string, listed uint32, ex *screening.Explanation) int32 {
	if s.prepare(name); s.total == 0 {
		return 0
	}
	s.findSameLetters()
	return s.score(listed, ex)
}

// prepare reads the query's name and finds the likenesses of its words.
func (s *search) prepare(name string) {
	s.reader.read(name, s.x.sphere)
	s.total, s.firsts, s.chinese = 0, 0, s.x.sphere == people && s.reader.isChinese()
	for i, w := range s.reader.words {
		q := queryWord{text: s.reader.text(w), class: w.class, loose: w.loose, chars: w.chars, mask: 1 << i}
		q.named = s.x.sphere == people && isNamed(q.text, w)
		s.hear(&q)
		if s.x.sphere == people {
			q.bearers = bearersOf(q.class, q.text, q.sound, w.loose, w.syllable)
		}
		s.likenesses(&q)
		q.weight = s.x.queryWeight(string(q.text), q.class, q.loose)
		s.total += int64(q.weight)
		if q.loose != full {
			s.firsts = math.MaxUint32 // any word may begin it
		} else if len(q.sound) > 0 {
			s.firsts |= 1 << soundCode[q.sound[0]]
		}
		s.words = append(s.words, q)
	}
	s.real = len(s.words)
	for i := range max(s.real-1, 0) {
		s.join(&s.words[i], &s.words[i+1])
	}
	s.makeRows()
}

// join adds two neighbours read as one word.
func (s *search) join(a, b *queryWord) {
	if !mayReadAsOne(a.class, b.class, len(a.text)+len(b.text)) {
		return
	}
	base := len(s.joined)
	s.joined = append(append(s.joined, a.text...), b.text...)
	q := queryWord{text: s.joined[base:], class: max(a.class, b.class), weight: a.weight + b.weight, mask: a.mask | b.mask, loose: max(a.loose, b.loose), bearers: a.bearers & b.bearers}
	if a.class == nameWord || b.class == nameWord {
		q.class = nameWord
	}
	s.hear(&q)
	s.likenesses(&q)
	s.words = append(s.words, q)
}

// makeRows fills, for every word of the vocabulary that is like a query word, a
// row of cells.
func (s *search) makeRows() {
	for i := range s.words {
		w := &s.words[i]
		for _, a := range s.alike[w.first:w.last] {
			s.cells[s.rowOf(a.word)+i] = cell{int16(a.sim), a.rule, true}
		}
	}
}

// rowOf returns where the row of a word of the vocabulary begins. It makes the
// row if the word has none yet.
func (s *search) rowOf(w uint32) int {
	if s.row[w] == 0 {
		s.rows = append(s.rows, w)
		s.row[w] = int32(len(s.rows))
		s.cells = slices.Grow(s.cells, len(s.words))
		begin := len(s.cells)
		s.cells = s.cells[:begin+len(s.words)]
		clear(s.cells[begin:])
	}
	return int(s.row[w]-1) * len(s.words)
}

// accumulate adds up for every name the weight of the query words it may cover,
// each by the most alike word of the name, or by two neighbours read as one.
func (s *search) accumulate() {
	for i := range s.words {
		w := &s.words[i]
		for _, a := range s.alike[w.first:w.last] {
			add := w.weight * a.sim / score.Unit
			for _, n := range s.x.posts[s.x.postOff[a.word]:s.x.postOff[a.word+1]] {
				if n >= s.most {
					break // they are ascending
				}
				s.add(n, i, add)
			}
		}
		if i < s.real && w.loose == full && w.class != number && len(w.sound) >= 4 {
			add := w.weight * simJoined / score.Unit
			look := func(key uint64) {
				for _, it := range s.x.joined.find(key) {
					if it.tag == uint32(key) {
						s.add(it.id, i, add)
					}
				}
			}
			look(hashKey(keySound, w.sound))
			eachOmission(keySound, w.sound, look)
		}
	}
}

// add counts query word i for a name, once.
func (s *search) add(name uint32, i int, weight int32) {
	if s.mark[name] == uint8(i+1) {
		return
	}
	if s.mark[name] == 0 {
		s.touched = append(s.touched, name)
	}
	s.mark[name] = uint8(i + 1)
	s.sums[name] += weight
}

// findSameLetters takes the names with the same sounds, however divided.
func (s *search) findSameLetters() {
	s.takeRuns()
	s.takeSameCore()
	s.takeSameLetters(s.reader.raw(), nil)
	s.takeWholes()
}

// takeSameLetters takes the names with the sounds of these words.
func (s *search) takeSameLetters(a, b []wordSpan) {
	// Behind the joined words, which are not letters of this name.
	s.tmp, _ = s.reader.compact(s.tmp[:0], s.joined[len(s.joined):], a, b)
	key := hashKey(keyCompact, s.tmp)
	for _, it := range s.x.compact.find(key) {
		if it.tag == uint32(key) {
			s.take(it.id)
		}
	}
}

// take has a name looked at, whatever of it the words brought up.
func (s *search) take(name uint32) { s.takeAs(name, sameLetters) }

func (s *search) takeAs(name uint32, mark uint8) {
	if name >= s.most {
		return
	}
	if s.mark[name] == 0 {
		s.touched = append(s.touched, name)
	}
	s.mark[name] = mark
	s.sums[name] = int32(s.total)
}

// nameOf returns the names of a query by number: 0 is Name, i is OtherNames[i-1].
func nameOf(q *screening.Query, i int) string {
	if i == 0 {
		return q.Name
	}
	return q.OtherNames[i-1]
}
