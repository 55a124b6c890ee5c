package match

import (
	"sort"
	"sync"

	"github.com/bonafide-go/bonafide/screening"
)

// An index holds the names of one sphere of all lists. It is immutable.
type index struct {
	sphere sphere
	t      *tuning
	base   *index // whose counts decide what words weigh; nil = its own

	// The names are queries to come: what is searched for is a listed name.
	queries bool

	// The vocabulary: every distinct word of the names.
	texts    []string
	soundOff []uint32 // sounds of word i are sounds[soundOff[i]:soundOff[i+1]]
	sounds   []byte
	signs    []signature
	firsts   []uint8 // code of the sound that word i begins with
	classes  []class
	loosely  []looseness
	chars    []charsHash // of word i
	bearers  []bearers   // those of word i
	named    []bool      // word i stands in a table of usual names, spelled as it is
	known    []uint16    // which of knownNames word i is, 0 if none; of people
	loose    bool        // a word is of a loose script
	weights  []int32     // how much the word tells, in ten-thousandths
	counts   []uint32    // names that hold the word
	keys     keyTable    // words by their keys

	// Which names hold word i: posts[postOff[i]:postOff[i+1]], ascending.
	postOff []uint32
	posts   []uint32

	// The words of name i, in speaking order: nameWords[nameOff[i]:nameOff[i+1]].
	nameOff     []uint32
	nameWords   []uint32
	nameWeights []uint16 // weights of the words in nameWords, by their place in the name
	nameEntry   []uint32
	nameNo      []uint16 // which of the entry's names it is
	family      []uint16 // bit j: word j is a family name
	compact     keyTable // names by their letters without spaces
	joined      keyTable // names by two neighbours read as one

	// Entries of the sphere come first. Behind them are those of other types, which a
	// query of the sphere's finds by what it has in common with them word by word: a
	// person may be filed as a company. Their words take no part in what words weigh.
	ownEntries uint32
	ownNames   int

	// Companies as wholes: the sounds of name i are wholes[wholeOff[i]:wholeOff[i+1]].
	wholeOff []uint32
	wholes   []byte
	ends     keyTable // names of several words by their first sounds, and by their last
	initials keyTable // names by the initials of their words
	runs     keyTable // and by those of neighbours

	entryName []uint32 // names of entry i are entryName[i] to entryName[i+1]
	entryList []uint16 // list of entry i
	entryPos  []uint32 // place of entry i in the list
	entryType []screening.EntityType

	scratch sync.Pool // holds *search
}

// find returns the entry at a place of a list. The sphere's own entries stand in
// the order of lists and places, and so do the others.
func (x *index) find(list, place int) (uint32, bool) {
	all := uint32(len(x.entryPos))
	for _, part := range [...][2]uint32{{0, x.ownEntries}, {x.ownEntries, all}} {
		i := part[0] + uint32(sort.Search(int(part[1]-part[0]), func(i int) bool {
			at := part[0] + uint32(i)
			return int(x.entryList[at]) > list || int(x.entryList[at]) == list && int(x.entryPos[at]) >= place
		}))
		if i < part[1] && int(x.entryList[i]) == list && int(x.entryPos[i]) == place {
			return i, true
		}
	}
	return 0, false
}

// foreign reports whether an entry is of a type that other rules read.
func (x *index) foreign(entry uint32) bool { return entry >= x.ownEntries }

// count returns in how many names a word stands.
func (x *index) count(text string) (count uint32) {
	if x.base != nil {
		return x.base.count(text)
	}
	key := hashKey(keyText, []byte(text))
	for _, it := range x.keys.find(key) {
		if it.tag == uint32(key) && x.texts[it.id] == text {
			count += x.counts[it.id]
		}
	}
	return count
}

// names returns how many names decide what words weigh.
func (x *index) names() int {
	if x.base != nil {
		return x.base.names()
	}
	return x.ownNames
}

// queryWeight is what a word of a query weighs.
func (x *index) queryWeight(text string, c class, loose looseness) int32 {
	return x.t.weight(x.sphere, c, text, loose, float64(x.count(text)), float64(x.names()))
}

// weightOf is what a word of a listed name weighs.
func (x *index) weightOf(text string, c class, loose looseness, chars charsHash) int32 {
	key := hashKey(keyText, []byte(text))
	for _, it := range x.keys.find(key) {
		if it.tag == uint32(key) && x.texts[it.id] == text && x.classes[it.id] == c && x.loosely[it.id] == loose && x.chars[it.id] == chars {
			return x.weights[it.id]
		}
	}
	return x.t.weight(x.sphere, c, text, loose, 1, float64(x.names()))
}

// soundOf appends the sounds of a word.
func soundOf(dst, text []byte, loose looseness) []byte {
	if loose != full {
		return appendLoose(dst, text, loose)
	}
	return appendSound(dst, text)
}

func (x *index) sound(w uint32) []byte { return x.sounds[x.soundOff[w]:x.soundOff[w+1]] }
