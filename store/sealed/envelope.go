package sealed

import (
	"encoding/binary"

	"github.com/bonafide-go/bonafide"
)

// Overhead is what sealing adds to a body at most, in bytes: a body may have
// [bonafide.MaxBodyBytes] less Overhead.
const Overhead = 64

// magic begins every sealed body, before the byte that is the version of its form; no JSON
// and no UTF-8 text begins so.
const magic = "\xbfse"

// The forms of an envelope.
const (
	formPlain  = 1 // what is sealed is the body
	formPacked = 2 // what is sealed is the body deflated, with the dictionary of that number
)

// An envelope is a sealed body: its form, which key it is sealed with, by how much the
// version in the store is ahead of the record's, and the ciphertext.
//
//	magic, form, key number (uvarint), shift (uvarint), what bonafide.DataKey sealed
type envelope struct {
	form   byte
	number uint64
	shift  uint64
	sealed []byte
}

// isSealed reports whether a body claims to be sealed, in whatever version.
func isSealed(body []byte) bool {
	return len(body) > len(magic) && string(body[:len(magic)]) == magic
}

// encode returns the body as the store below keeps it.
func (e envelope) encode() []byte {
	b := make([]byte, 0, len(magic)+1+2*binary.MaxVarintLen64+len(e.sealed))
	b = append(append(b, magic...), e.form)
	b = binary.AppendUvarint(b, e.number)
	b = binary.AppendUvarint(b, e.shift)
	return append(b, e.sealed...)
}

// decode reads a body that claims to be sealed. The code is empty if it is.
func decode(body []byte) (envelope, bonafide.Code) {
	e := envelope{form: body[len(magic)]}
	if e.form != formPlain && e.form != formPacked {
		return envelope{}, CodeNewer
	}
	rest := body[len(magic)+1:]
	for _, to := range []*uint64{&e.number, &e.shift} {
		n, used := binary.Uvarint(rest)
		if used <= 0 || used > 1 && rest[used-1] == 0 { // cut off, too large, or longer than need be
			return envelope{}, CodeDamaged
		}
		*to, rest = n, rest[used:]
	}
	e.sealed = rest
	return e, ""
}

// field is what the ciphertext is bound to, beside tenant and subject.
func (e envelope) field(kind, id string, version int64) string {
	b := make([]byte, 0, len(kind)+len(id)+56)
	name := "body "
	if e.form == formPacked {
		name = "packed body "
	}
	b = appendText(append(b, name...), kind)
	b = appendText(b, id)
	b = binary.AppendVarint(b, version)
	b = binary.AppendUvarint(b, e.number)
	b = binary.AppendUvarint(b, e.shift)
	return string(b)
}
