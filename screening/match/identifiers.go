package match

import (
	"slices"

	"github.com/bonafide-go/bonafide/screening"
)

// An identifierIndex finds entries by their identifiers.
type identifierIndex struct {
	keys  keyTable
	items []sameIdentifier
}

// A sameIdentifier is an entry's identifier that is also the query's.
type sameIdentifier struct {
	list, entry int
	identifier  *screening.Identifier
}

// leastIdentifier is how many letters and digits an identifier has at least.
const leastIdentifier = 5

func newIdentifierIndex(lists []screening.List) *identifierIndex {
	x := &identifierIndex{}
	var pairs []keyed
	var buf []byte
	for li := range lists {
		for ei := range lists[li].Entries {
			ids := lists[li].Entries[ei].Identifiers
			for i := range ids {
				if buf = appendIdentifier(buf[:0], ids[i].Value); len(buf) >= leastIdentifier {
					pairs = append(pairs, keyed{hashKey(keyText, buf), uint32(len(x.items))})
					x.items = append(x.items, sameIdentifier{li, ei, &ids[i]})
				}
			}
		}
	}
	x.keys = newKeyTable(pairs)
	return x
}

// appendIdentifier appends the letters and digits of an identifier, letters in
// upper case, without the mark of an IMO number and the "XXX" of a bank's head
// office.
func appendIdentifier(dst []byte, value string) []byte {
	base := len(dst)
	for i := range len(value) {
		switch c := value[i]; {
		case c >= 'a' && c <= 'z':
			dst = append(dst, c-'a'+'A')
		case c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80:
			dst = append(dst, c)
		}
	}
	if id := dst[base:]; len(id) == 10 && string(id[:3]) == "IMO" && allDigits(id[3:]) {
		dst = append(dst[:base], id[3:]...)
	} else if len(id) == 11 && string(id[8:]) == "XXX" {
		dst = dst[:base+8]
	}
	return dst
}

// find appends the identifiers of entries that are the same as value.
func (x *identifierIndex) find(dst []sameIdentifier, lists []screening.List, value string) []sameIdentifier {
	var buf, other [64]byte
	id := appendIdentifier(buf[:0], value)
	if len(id) < leastIdentifier {
		return dst
	}
	key := hashKey(keyText, id)
	for _, it := range x.keys.find(key) {
		if it.tag != uint32(key) {
			continue
		}
		same := x.items[it.id]
		again := slices.ContainsFunc(dst, func(o sameIdentifier) bool { return o.list == same.list && o.entry == same.entry })
		if !again && string(appendIdentifier(other[:0], same.identifier.Value)) == string(id) {
			dst = append(dst, same)
		}
	}
	return dst
}

// proves reports whether an identifier of this kind and length is of one bearer
// only, whatever the name: a short number may be another register's.
func proves(id *screening.Identifier) bool {
	switch id.Kind {
	case screening.IDIMO, screening.IDMMSI, screening.IDWallet, screening.IDBIC, screening.IDLEI, screening.IDTail, screening.IDCallSign:
		return true
	}
	return len(appendIdentifier(nil, id.Value)) >= 7
}
