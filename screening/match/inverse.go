package match

import (
	"context"
	"math"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/internal/score"
)

// An inverse is a search whose query is a listed name, over the customers.
type inverse struct {
	*search
	listed  *index
	weights []int32  // what a word of the book weighs in a query
	needs   []int32  // the sum that brings up a customer's name
	floors  [4]floor // index: whether the birth year (1) and the country (2) may agree
}

// A floor is the score that a name must reach for a hit, and the mean coverage
// below which it cannot.
type floor struct {
	score   int32
	covered float64
}

// nearNames marks the customers whose names may match one of a sphere.
func (b *Book) nearNames(ctx context.Context, near []bool, s *Snapshot, sp sphere, least int32) error {
	x, listed := b.index[sp], s.index[sp]
	// A search for vessels finds the most of what a customer of any type may hit.
	v := inverse{search: x.newSearch(screening.Vessel), listed: listed, weights: make([]int32, len(x.texts))}
	defer v.release()
	for w := range v.weights {
		v.weights[w] = listed.queryWeight(x.texts[w], x.classes[w], x.loosely[w])
	}
	v.needs = make([]int32, len(x.nameEntry))
	for n := range v.needs {
		var total int32
		for _, w := range x.nameWords[x.nameOff[n]:x.nameOff[n+1]] {
			total += v.weights[w]
		}
		v.needs[n] = int32(v.t.share * float64(total))
	}
	for i := range v.floors {
		raise := int32(i&1)*effectSameDay + int32(i>>1)*effectSameCountry
		low := min(max(score.Lowered(least, raise), 1), nameFloor)
		v.floors[i] = floor{low, v.t.formula.Covered(low)}
	}
	for n := range listed.nameEntry {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := s.entry(&candidate{sphere: sp, entry: listed.nameEntry[n]})
		v.touch(e.Names[listed.nameNo[n]].Text, listed.nameWeights[listed.nameOff[n]:listed.nameOff[n+1]])
		for _, name := range v.touched {
			if v.mark[name] < wholeMark && v.sums[name] < v.needs[name] {
				continue
			}
			if customer := x.nameEntry[name]; !near[customer] {
				near[customer] = v.mark[name] >= wholeMark || v.mayScore(name, &v.floors[b.facts[customer].agree(e)])
			}
		}
		v.reset()
	}
	return nil
}

// touch finds the customers' names that share anything with a listed name whose
// words have these weights.
func (v *inverse) touch(text string, weights []uint16) {
	v.reader.read(text, v.x.sphere)
	for i, w := range v.reader.words {
		q := queryWord{text: v.reader.text(w), class: w.class, loose: w.loose, chars: w.chars, weight: int32(weights[i]), mask: 1 << i}
		v.hear(&q)
		v.likenesses(&q)
		v.words = append(v.words, q)
	}
	v.real = len(v.words)
	v.firsts = math.MaxUint32
	for i := range max(v.real-1, 0) {
		v.join(&v.words[i], &v.words[i+1])
	}
	v.makeRows()
	v.accumulate()
	for i := range max(v.real-1, 0) {
		v.takeWordsOf(&v.words[i], &v.words[i+1])
	}
	v.takeJoined()
	v.findSameLetters()
	if f := familyAt(v.reader.words); f > 0 {
		v.takeSameLetters(v.reader.words[f:], v.reader.words[:f])
	}
}

// join adds two neighbours of the listed name read as one, by the sounds of
// each: so a customer's word is compared with them.
func (v *inverse) join(a, b *queryWord) {
	if a.class == number || b.class == number || a.loose != full || b.loose != full {
		return
	}
	base := len(v.sounds)
	v.sounds = append(append(v.sounds, cut(a.sound)...), cut(b.sound)...)
	q := queryWord{sound: v.sounds[base:], class: nameWord, weight: a.weight + b.weight, mask: a.mask | b.mask}
	q.sign = signatureOf(q.sound)
	v.words = append(v.words, q)
}

// takeWordsOf takes the customers of whose names a word is two neighbours of the
// listed name, or has one sound more.
func (v *inverse) takeWordsOf(a, b *queryWord) {
	if !mayReadAsOne(a.class, b.class, len(a.text)+len(b.text)) {
		return
	}
	text := append(append(v.skel[:0], a.text...), b.text...)
	v.skel = text
	v.tmp = soundOf(v.tmp[:0], text, max(a.loose, b.loose))
	key := hashKey(keySound, v.tmp)
	for _, it := range v.x.keys.find(key) {
		if it.tag == uint32(key) {
			for _, name := range v.x.posts[v.x.postOff[it.id]:v.x.postOff[it.id+1]] {
				v.take(name)
			}
		}
	}
}

// takeJoined takes the customers of whose names two neighbours are one word of
// the listed name.
func (v *inverse) takeJoined() {
	for i := range v.real {
		for _, loose := range [...]looseness{full, syllabic, abjad} {
			v.tmp = soundOf(v.tmp[:0], v.words[i].text, loose)
			key := hashKey(keySound, v.tmp)
			for _, it := range v.x.joined.find(key) {
				if it.tag == uint32(key) {
					v.take(it.id)
				}
			}
		}
	}
}

// accumulate adds up for every customer's name the weight of its words that the
// listed name may cover, each by the most alike.
func (v *inverse) accumulate() {
	for _, w := range v.rows {
		row := v.cells[v.rowOf(w):]
		most := int32(0)
		for i := range v.real {
			most = max(most, int32(row[i].sim))
		}
		if add := v.weights[w] * most / score.Unit; add > 0 {
			for _, name := range v.x.posts[v.x.postOff[w]:v.x.postOff[w+1]] {
				v.bring(name, add)
			}
		}
	}
}

func (v *inverse) bring(name uint32, weight int32) {
	if v.mark[name] == 0 {
		v.mark[name] = 1
		v.touched = append(v.touched, name)
	}
	v.sums[name] += weight
}

// mayBeCustomers reports whether a listed word may be two neighbours of a
// customer's name. Read as one they may have other sounds than each alone, at
// the seam or, where the first is short, at the beginning.
func (s *search) mayBeCustomers(q *queryWord, a, b uint32) bool {
	x := s.x
	if q.loose != full || x.loosely[a] != full || x.loosely[b] != full || q.class == number ||
		!mayReadAsOne(x.classes[a], x.classes[b], len(x.texts[a])+len(x.texts[b])) {
		return false
	}
	const seam = 2
	first := x.sound(a)
	d := len(q.sound) - len(first) - len(x.sound(b))
	return d >= -2-seam && d <= 1+seam && len(q.sound) >= 4 && (len(x.texts[a]) < 4 || q.sound[0] == first[0])
}

// mayScore reports whether a customer's name may score enough.
func (v *inverse) mayScore(name uint32, least *floor) bool {
	words := v.x.nameWords[v.x.nameOff[name]:v.x.nameOff[name+1]]
	var weights [maxWords]uint16
	for j, w := range words {
		weights[j] = uint16(v.weights[w])
	}
	if v.bound(words, weights[:len(words)], least.covered) < least.score {
		return false
	}
	for _, w := range words {
		row := v.cells[v.rowOf(w):]
		for i := range v.real {
			if !row[i].known {
				v.compare(&row[i], &v.words[i], w)
			}
		}
	}
	return v.bound(words, weights[:len(words)], least.covered) >= least.score
}

// bound returns what a customer's name can score at most. The search's query is
// the listed name: what it covers is the list's part.
func (v *inverse) bound(words []uint32, weights []uint16, least float64) int32 {
	t := score.Tally{Shared: 2}
	t.ListMatched, t.QueryMatched, t.Query = v.cover(words, weights)
	for i := range v.words[:v.real] {
		t.List += int64(v.words[i].weight)
	}
	t.Evidence = min(t.QueryMatched, t.ListMatched)
	return v.t.formula.ScoreFrom(&t, least)
}
