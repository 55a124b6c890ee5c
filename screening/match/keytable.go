package match

import "math/bits"

// A keyTable finds the ids that were stored under a 64-bit key. It holds them
// bucket by bucket in flat arrays, so that it costs eight bytes an entry, and
// looking up touches two places in memory.
type keyTable struct {
	shift uint
	off   []uint32 // bucket b holds items off[b]:off[b+1]
	items []keyItem
}

// A keyItem is an id with the part of its key that the bucket does not tell.
type keyItem struct{ tag, id uint32 }

// keyed is an id under its key, on the way into a table.
type keyed struct {
	key uint64
	id  uint32
}

func newKeyTable(pairs []keyed) keyTable {
	size := bits.Len(uint(len(pairs) / 2))
	t := keyTable{shift: uint(64 - size), off: make([]uint32, 1<<size+1), items: make([]keyItem, len(pairs))}
	for _, p := range pairs {
		t.off[t.bucket(p.key)+1]++
	}
	for b := 1; b < len(t.off); b++ {
		t.off[b] += t.off[b-1]
	}
	at := make([]uint32, len(t.off)-1)
	copy(at, t.off)
	for _, p := range pairs {
		b := t.bucket(p.key)
		t.items[at[b]] = keyItem{uint32(p.key), p.id}
		at[b]++
	}
	return t
}

// bucket takes the key's upper bits; a shift by 64 gives 0.
func (t *keyTable) bucket(key uint64) uint64 { return key >> t.shift }

// find returns the bucket that holds the key's items, among others. Only those
// with the key's lower half as tag are meant.
func (t *keyTable) find(key uint64) []keyItem {
	if len(t.items) == 0 {
		return nil
	}
	b := t.bucket(key)
	return t.items[t.off[b]:t.off[b+1]]
}

// Kinds of keys: the same letters under two kinds are two keys.
const (
	keySound      = iota + 1 // a sound string, or one with a sound left out
	keySkeleton              // the consonants of a word
	keyText                  // the letters of a word
	keyGroup                 // a group of given names or of company words
	keyCompact               // a whole name without spaces
	keyCoarse                // the coarsest consonants of a fully written word
	keyLoose                 // and of a word of a loose script
	keyEnds                  // the first sounds, or the last, of a whole name of several words
	keySingleEnds            // and of one of a single word
	keyPlace                 // a place, or the place of a Russian adjective
	keyInitials              // the initials of a name
	keyCore                  // a company's name without spaces and legal forms
	keySingleCore            // and one of a single word
	keyRun                   // and of neighbours in one
)

// hashKey mixes letters into a key.
func hashKey(kind uint64, b []byte) uint64 { return mixKey(hashBytes(kind, b)) }

// groupKey is the key of a group of words: given names, company words, or
// (under spheres) legal forms.
func groupKey(kind sphere, group uint16) uint64 {
	return hashKey(keyGroup, []byte{byte(kind), byte(group), byte(group >> 8)})
}

const hashPrime = 0x9E3779B97F4A7C15

func hashBytes(h uint64, b []byte) uint64 {
	h *= hashPrime
	for _, c := range b {
		h = (h ^ uint64(c)) * hashPrime
		h ^= h >> 29
	}
	return h
}

func mixKey(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	return h ^ h>>32
}

// eachOmission calls f with the key of s without one of its letters, for each
// letter. Letters that stand twice in a row give the key once.
func eachOmission(kind uint64, s []byte, f func(key uint64)) {
	head := kind * hashPrime
	for i, c := range s {
		if i == 0 || s[i-1] != c {
			h := head
			for _, d := range s[i+1:] {
				h = (h ^ uint64(d)) * hashPrime
				h ^= h >> 29
			}
			f(mixKey(h))
		}
		head = (head ^ uint64(c)) * hashPrime
		head ^= head >> 29
	}
}
