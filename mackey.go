package bonafide

import (
	"log/slog"
	"slices"
)

// A MACKey authenticates what one record keeps nothing else of, such as tokens and
// devices. The record keeps the key itself, sealed under the root of the tenant:
// another root takes over by sealing that key anew, with no need to know what it
// authenticates; and what it authenticated is worth nothing once it is erased.
//
// It is safe for concurrent use and prints as nothing. The zero value makes and
// verifies nothing.
type MACKey struct{ key, sealed []byte }

// macKeys is the purpose that the keys of records are sealed for.
const macKeys = "mac key"

// NewMACKey makes the key of a record. It calls no [KeyWrapper].
func (k *Keys) NewMACKey(kind, id string) MACKey {
	key := newKey()
	return MACKey{key, k.Seal(key, macKeys, kind, id)}
}

// OpenMACKey opens the key that a record keeps, under any of the roots, or fails with
// [ErrSealed]. It calls no [KeyWrapper].
func (k *Keys) OpenMACKey(kind, id string, sealed []byte) (MACKey, error) {
	key, err := k.Open(sealed, macKeys, kind, id)
	return MACKey{key, sealed}, err
}

// ResealMACKey returns the key that a record keeps sealed under the current root: as
// it is where it was so already. Nil stays nil. It fails with [ErrSealed].
func (k *Keys) ResealMACKey(kind, id string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return sealed, nil
	}
	return k.Reseal(sealed, macKeys, kind, id)
}

// Sealed returns the key as the record keeps it.
func (m MACKey) Sealed() []byte { return slices.Clone(m.sealed) }

// MAC returns HMAC-SHA-256 over purpose and parts, each behind its length.
func (m MACKey) MAC(purpose string, parts ...string) []byte {
	if len(m.key) == 0 {
		return nil
	}
	return authenticate(m.key, append([]string{purpose}, parts...))
}

// VerifyMAC reports whether mac was made by MAC. It compares in constant time.
func (m MACKey) VerifyMAC(mac []byte, purpose string, parts ...string) bool {
	return authentic(mac, m.MAC(purpose, parts...))
}

// String returns a fixed text.
func (MACKey) String() string { return "bonafide.MACKey" }

// GoString returns a fixed text.
func (MACKey) GoString() string { return "bonafide.MACKey" }

// LogValue is a fixed text.
func (MACKey) LogValue() slog.Value { return slog.StringValue("bonafide.MACKey") }
