package match

import (
	"encoding/binary"
	"slices"

	"github.com/bonafide-go/bonafide/screening"
)

// indexer builds an index.
type indexer struct {
	*index
	reader  reader
	ids     map[string]uint32
	sound   []byte
	skel    []byte
	pairs   []keyed
	compact []keyed
	joined  []keyed
	foreign bool // what is added is of another sphere

	ends, initials, runs []keyed
}

// newIndex indexes the entries of a sphere. Words weigh what they weigh in base,
// or, if base is nil, what follows from their own counts.
func newIndex(sp sphere, lists []screening.List, base *index) *index {
	x := newIndexer(sp, base)
	for _, x.foreign = range [...]bool{false, true} {
		for li := range lists {
			for ei := range lists[li].Entries {
				e := &lists[li].Entries[ei]
				// What may be either is read as both.
				if other := e.Type != "" && sphereOf(e.Type) != sp; other == x.foreign {
					x.addEntry(li, ei, e)
				}
			}
		}
		if !x.foreign {
			x.ownEntries, x.ownNames = uint32(len(x.entryPos)), len(x.nameEntry)
		}
	}
	return x.finish()
}

func newIndexer(sp sphere, base *index) *indexer {
	x := &indexer{index: &index{sphere: sp, t: tunings()[sp], base: base}, ids: make(map[string]uint32, 1<<10)}
	x.soundOff = append(x.soundOff, 0)
	x.nameOff = append(x.nameOff, 0)
	x.wholeOff = append(x.wholeOff, 0)
	return x
}

// finish makes what is looked up in of what was added.
func (x *indexer) finish() *index {
	x.entryName = append(x.entryName, uint32(len(x.nameEntry)))
	x.addPosts()
	x.weigh()
	x.keys = newKeyTable(x.pairs)
	x.index.compact = newKeyTable(x.compact)
	x.index.joined = newKeyTable(x.joined)
	x.finishWholes()
	return x.index
}

func (x *indexer) addEntry(li, ei int, e *screening.Entry) {
	id := uint32(len(x.entryPos))
	x.entryName = append(x.entryName, uint32(len(x.nameEntry)))
	x.entryList = append(x.entryList, uint16(li))
	x.entryPos = append(x.entryPos, uint32(ei))
	x.entryType = append(x.entryType, e.Type)
	for no, n := range e.Names {
		if x.addName(n.Text, id) {
			x.nameNo = append(x.nameNo, uint16(no))
		}
	}
}

// addName adds a name of an entry, if there is a word in it.
func (x *indexer) addName(text string, entry uint32) bool {
	x.reader.read(text, x.sphere)
	words := x.reader.words
	if len(words) == 0 {
		return false
	}
	var family uint16
	for j, w := range words {
		if w.family {
			family |= 1 << j
		}
		x.nameWords = append(x.nameWords, x.word(w))
	}
	x.nameOff = append(x.nameOff, uint32(len(x.nameWords)))
	name := uint32(len(x.nameEntry))
	if !x.foreign {
		x.addJoined(name, words)
	}
	x.addCompact(name, x.reader.raw())
	x.addWhole(name)
	x.addRuns(name)
	x.nameEntry = append(x.nameEntry, entry)
	x.family = append(x.family, family)
	return true
}

// addCompact stores the name under its sounds without spaces, in every order
// that a listed name is read in. A query is read as it stands.
func (x *indexer) addCompact(name uint32, words []wordSpan) {
	x.compact = append(x.compact, keyed{x.compactKey(words, nil), name})
	if x.sphere == things {
		core := x.reader.core(words)
		x.sound, x.skel = x.reader.compact(x.sound[:0], x.skel[:0], core, nil)
		x.compact = append(x.compact, keyed{hashKey(coreKind(len(core) == 1), x.sound), name})
	}
	if f := familyAt(words); f > 0 && !x.queries {
		x.compact = append(x.compact, keyed{x.compactKey(words[f:], words[:f]), name})
	}
}

// familyAt returns which word the family name begins with, or 0 where it is not
// known or the first.
func familyAt(words []wordSpan) int {
	return max(slices.IndexFunc(words, func(w wordSpan) bool { return w.family }), 0)
}

// addJoined stores a name under the sounds of every two neighbours that are also
// read as one word.
func (x *indexer) addJoined(name uint32, words []wordSpan) {
	for i := 1; i < len(words); i++ {
		a, b := words[i-1], words[i]
		text := append(append(x.skel[:0], x.reader.text(a)...), x.reader.text(b)...)
		x.skel = text
		if mayReadAsOne(a.class, b.class, len(text)) {
			x.sound = soundOf(x.sound[:0], text, max(a.loose, b.loose))
			x.joined = append(x.joined, keyed{hashKey(keySound, x.sound), name})
		}
	}
}

// mayReadAsOne reports whether two neighbours of so many letters are also read
// as one word.
func mayReadAsOne(a, b class, letters int) bool {
	return a != number && b != number && letters <= maxSound
}

func (x *indexer) compactKey(a, b []wordSpan) uint64 {
	x.sound, x.skel = x.reader.compact(x.sound[:0], x.skel[:0], a, b)
	return hashKey(keyCompact, x.sound)
}

// compact appends the sounds of words without spaces; letters is a buffer.
func (r *reader) compact(sound, letters []byte, a, b []wordSpan) (_, _ []byte) {
	for _, w := range a {
		letters = append(letters, r.text(w)...)
	}
	for _, w := range b {
		letters = append(letters, r.text(w)...)
	}
	return appendSound(sound, letters), letters
}

// word returns the id of a word. A new word gets an id.
func (x *indexer) word(w wordSpan) uint32 {
	t := x.reader.text(w)
	x.skel = append(append(x.skel[:0], t...), byte(w.class)) // one text may be of two classes
	if w.loose != full {
		x.skel = append(x.skel, byte(w.loose)) // and of two scripts
	}
	if w.chars != 0 {
		x.skel = binary.LittleEndian.AppendUint32(x.skel, uint32(w.chars))
	}
	count := uint32(1)
	if x.foreign {
		count = 0
	}
	if id, ok := x.ids[string(x.skel)]; ok {
		x.counts[id] += count
		return id
	}
	id := uint32(len(x.texts))
	x.ids[string(x.skel)] = id
	text := string(t)
	x.texts = append(x.texts, text)
	x.classes = append(x.classes, w.class)
	x.counts = append(x.counts, count)
	x.loosely = append(x.loosely, w.loose)
	x.loose = x.loose || w.loose != full
	x.sounds = soundOf(x.sounds, t, w.loose)
	sound := x.sounds[x.soundOff[id]:]
	x.chars = append(x.chars, w.chars)
	b := few
	if x.sphere == people {
		b = bearersOf(w.class, t, sound, w.loose, w.syllable)
	}
	x.bearers = append(x.bearers, b)
	x.named = append(x.named, x.sphere == people && isNamed(t, w))
	x.known = append(x.known, knownWord(x.sphere, w.class, t, sound, w.loose))
	x.signs = append(x.signs, signatureOf(sound))
	first := soundCode[0]
	if len(sound) > 0 {
		first = soundCode[sound[0]]
	}
	x.firsts = append(x.firsts, first)
	x.soundOff = append(x.soundOff, uint32(len(x.sounds)))
	if x.foreign {
		x.addEqualKeys(id, w, t, sound)
	} else {
		x.addKeys(id, w, t, sound)
	}
	return id
}

// addEqualKeys adds the keys by which equal words find a word.
func (x *indexer) addEqualKeys(id uint32, w wordSpan, text, sound []byte) {
	x.pairs = append(x.pairs, keyed{hashKey(keyText, text), id})
	switch {
	case w.class == number || w.class == initial:
	case w.loose != full:
		x.pairs = append(x.pairs, keyed{hashKey(keyLoose, sound), id})
	default:
		x.pairs = append(x.pairs, keyed{hashKey(keySound, sound), id})
	}
}

// addKeys adds the keys by which words that are alike find a word.
func (x *indexer) addKeys(id uint32, w wordSpan, text, sound []byte) {
	c := w.class
	x.pairs = append(x.pairs, keyed{hashKey(keyText, text), id})
	eachGroup(x.sphere, c, text, func(key uint64) { x.pairs = append(x.pairs, keyed{key, id}) })
	if c == number || c == initial {
		return
	}
	if w.loose != full {
		x.skel = eachReading(x.skel, sound, func(coarse []byte) {
			x.pairs = append(x.pairs, keyed{hashKey(keyLoose, coarse), id})
			if len(coarse) >= 4 {
				eachOmission(keyLoose, coarse, func(key uint64) { x.pairs = append(x.pairs, keyed{key, id}) })
			}
		})
		x.pairs = append(x.pairs, keyed{hashKey(keyLoose, sound), id})
		return
	}
	x.skel = appendCoarse(x.skel[:0], sound, 0)
	if len(x.skel) > 0 {
		x.pairs = append(x.pairs, keyed{hashKey(keyCoarse, x.skel), id})
		if len(x.skel) >= 4 {
			eachOmission(keyCoarse, x.skel, func(key uint64) { x.pairs = append(x.pairs, keyed{key, id}) })
		}
	}
	x.pairs = append(x.pairs, keyed{hashKey(keySound, sound), id})
	if len(sound) >= 3 {
		eachOmission(keySound, sound, func(key uint64) {
			x.pairs = append(x.pairs, keyed{key, id})
		})
	}
	x.skel = appendSkeleton(x.skel[:0], sound)
	if len(x.skel) >= 2 {
		x.pairs = append(x.pairs, keyed{hashKey(keySkeleton, x.skel), id})
	}
	if x.sphere == people {
		eachWithV(text, func(skeleton []byte) { x.pairs = append(x.pairs, keyed{hashKey(keySkeleton, skeleton), id}) })
	}
}

// eachGroup calls f with the key of every group of words that say the same as
// the word does.
func eachGroup(sp sphere, c class, text []byte, f func(key uint64)) {
	switch {
	case sp == people && c == nameWord:
		for _, g := range nameGroups()[string(text)] {
			f(groupKey(people, g))
		}
	case c == legalForm:
		legalForms().eachGroup(text, func(g uint16) { f(groupKey(spheres, g)) })
	case c == common:
		companyGroups().eachGroup(text, func(g uint16) { f(groupKey(things, g)) })
	case sp == things && c == nameWord:
		placeGroups().eachGroup(text, func(g uint16) { f(groupKey(spheres+1, g)) })
		eachPlace(text, func(place []byte) { f(hashKey(keyPlace, place)) })
	}
}

func (x *indexer) addPosts() {
	x.postOff = make([]uint32, len(x.texts)+1)
	for _, w := range x.nameWords {
		x.postOff[w+1]++
	}
	for i := 1; i < len(x.postOff); i++ {
		x.postOff[i] += x.postOff[i-1]
	}
	x.posts = make([]uint32, len(x.nameWords))
	at := make([]uint32, len(x.texts))
	copy(at, x.postOff)
	for n := range x.nameEntry {
		for _, w := range x.nameWords[x.nameOff[n]:x.nameOff[n+1]] {
			x.posts[at[w]] = uint32(n)
			at[w]++
		}
	}
}

// weigh gives the words their weights, and those of names theirs.
func (x *indexer) weigh() {
	x.weights = make([]int32, len(x.texts))
	for i := range x.weights {
		if x.base == nil {
			x.weights[i] = x.t.weight(x.sphere, x.classes[i], x.texts[i], x.loosely[i], float64(x.counts[i]), float64(x.ownNames))
		} else {
			x.weights[i] = x.base.weightOf(x.texts[i], x.classes[i], x.loosely[i], x.chars[i])
		}
	}
	x.nameWeights = make([]uint16, len(x.nameWords))
	for n := range x.nameEntry {
		for j := x.nameOff[n]; j < x.nameOff[n+1]; j++ {
			x.nameWeights[j] = uint16(float64(x.weights[x.nameWords[j]]) * x.t.place(x.family[n], int(j-x.nameOff[n])))
		}
	}
}
