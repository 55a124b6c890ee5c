package program

import "math/bits"

// maxLeaves bounds how many single things a program may ask for.
const maxLeaves = 256

// leafSet is a set of leaves by index.
type leafSet [maxLeaves / 64]uint64

func (s *leafSet) add(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s *leafSet) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s *leafSet) union(other *leafSet) {
	for i, w := range other {
		s[i] |= w
	}
}

// holds reports whether s has all of other.
func (s *leafSet) holds(other *leafSet) bool {
	return other[0]&^s[0]|other[1]&^s[1]|other[2]&^s[2]|other[3]&^s[3] == 0
}

// without calls f for every member of s that is not in other, in order.
func (s *leafSet) without(other *leafSet, f func(int)) {
	for i, w := range s {
		for w &^= other[i]; w != 0; w &= w - 1 {
			f(i<<6 + bits.TrailingZeros64(w))
		}
	}
}
