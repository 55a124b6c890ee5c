// Package canonical writes the fixed bytes that hashes are taken of. They
// depend on no JSON encoder, so that a recorded hash is stable.
package canonical

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Text appends a text behind its length, so that no two lists of texts give the
// same bytes.
func Text(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// Sum returns the SHA-256 in lower-case hex.
func Sum(b []byte) string {
	sum := sha256.Sum256(b)
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return string(digits[:])
}
