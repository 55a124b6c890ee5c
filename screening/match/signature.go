package match

import (
	"math/bits"
	"sync"
)

// A signature is which consonants a word holds. It tells many words apart
// without aligning them.
type signature struct {
	strict uint32 // consonants that only a related sound can stand for
	near   uint32 // consonants that its sounds can stand for
}

// signatures are those of single sounds, by their codes. Strict are the
// consonants that replacing or omitting costs much, unless a related sound
// stands for them; near are those that a sound can stand for at a low cost.
var signatures = sync.OnceValue(func() *[sounds]signature {
	var t [sounds]signature
	for _, b := range []byte("bcdfgklmnprstzCDGSTXZ") {
		t[soundCode[b]].strict = 1 << soundCode[b]
	}
	c := writtenCosts()
	for a := range t {
		t[a].near = t[a].strict
		for b := range t {
			if c.replace[a][b] < fullCost {
				t[a].near |= t[b].strict
			}
		}
	}
	return &t
})

func signatureOf(sound []byte) (s signature) {
	t := signatures()
	for _, b := range sound {
		one := &t[soundCode[b]]
		s.strict |= one.strict
		s.near |= one.near
	}
	return s
}

// apart counts the consonants of one word for which nothing in the other can
// stand: each costs fullCost.
func (s signature) apart(o signature) int {
	return max(bits.OnesCount32(s.strict&^o.near), bits.OnesCount32(o.strict&^s.near))
}
