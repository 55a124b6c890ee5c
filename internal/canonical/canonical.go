// Package canonical writes the fixed bytes that hashes are taken of, and takes the
// hashes. But for [SumJSON], the bytes depend on no JSON encoder, so that a recorded
// hash is stable.
package canonical

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash"
)

// Text appends a text behind its length, so that no two lists of texts give the
// same bytes.
func Text(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// Count appends how many things follow.
func Count(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

// Texts appends a list of texts behind its length.
func Texts(b []byte, list []string) []byte {
	b = Count(b, len(list))
	for _, s := range list {
		b = Text(b, s)
	}
	return b
}

// Sum returns the SHA-256 in lower-case hex.
func Sum(b []byte) string {
	sum := sha256.Sum256(b)
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return string(digits[:])
}

// SumJSON returns the [Sum] of a JSON array of values, all of which must encode: empty
// if one does not.
func SumJSON(values ...any) string {
	data, err := json.Marshal(values)
	if err != nil {
		return ""
	}
	return Sum(data)
}

// A Digest is the [Sum] of bytes that come in parts.
type Digest struct{ hash hash.Hash }

// NewDigest returns the digest of nothing.
func NewDigest() Digest { return Digest{sha256.New()} }

// Add appends bytes.
func (d Digest) Add(b []byte) { d.hash.Write(b) }

// Sum returns the SHA-256 of all that was added, in lower-case hex.
func (d Digest) Sum() string { return hex.EncodeToString(d.hash.Sum(nil)) }

// NewSalt returns 32 random bytes: the key of [Keyed] for one subject.
func NewSalt() []byte {
	salt := make([]byte, sha256.Size)
	rand.Read(salt)
	return salt
}

// Keyed returns the HMAC-SHA-256 of a purpose and texts under a subject's own salt, in
// lower-case hex. Once the salt is destroyed, it says nothing of them: nobody can
// compute it again.
func Keyed(salt []byte, purpose string, parts ...string) string {
	h := hmac.New(sha256.New, salt)
	h.Write(Texts(Text(nil, purpose), parts))
	return hex.EncodeToString(h.Sum(nil))
}
