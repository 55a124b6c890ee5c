package bonafide

import (
	"bytes"
	"context"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log/slog"
	"slices"

	"github.com/bonafide-go/bonafide/internal/canonical"
)

// NewRoot makes a random root key of a tenant and returns it wrapped. A host calls it
// once per tenant and keeps the result in its configuration: without the root no
// user can be looked up by phone, and no open code can be checked. It fails as the
// wrapper does.
//
// To replace a root, make another one once all processes have the same version of this module, give all processes both with the old one
// first, then both with the new one first; walk over all users and cases (Rotate of
// their Services), and leave the old one away when that is done and what has only a
// short life is over: the longest KeyLife of the Services, and no less than a day.
// Walk once more with the new one alone: then nothing made under the old one is left.
//
// Where only the wrapper's own key is replaced, and no root, wrap the root again by
// UnwrapKey and WrapKey with the context {Purpose: KeyOfTenant, Tenant: tenant}, and walk:
// Rotate wraps the data keys of values and uploads, Rewrap of store/sealed those of bodies.
func NewRoot(ctx context.Context, w KeyWrapper, tenant string) ([]byte, error) {
	return w.WrapKey(ctx, newRootKey(), KeyContext{Purpose: KeyOfTenant, Tenant: tenant})
}

// Ends of root keys whose blind indexes are short. A root keeps the length of its indexes
// for life, through every wrapping, so that what was written under it is found: replacing
// it replaces them. That a root of before ends so is as likely as one in 2^48.
const shortRoot = "index2"

// newRootKey draws a root key: 208 bits, and the mark.
func newRootKey() []byte {
	key := newKey()
	copy(key[keySize-len(shortRoot):], shortRoot)
	return key
}

// Keys holds what one tenant needs to seal values, to look them up blindly and
// to authenticate codes. It is safe for concurrent use, and prints as nothing.
//
// Data keys encrypt what belongs to a subject. The root computes HMACs, and seals
// what must be told without the key of a subject. They are independent.
type Keys struct {
	tenant    string
	anyTenant bool
	wrapper   KeyWrapper
	roots     []root // current first
}

// A root is the root key of a tenant, and the key derived from it that seals.
type root struct {
	key   []byte
	seal  cipher.AEAD
	index int // how many bytes of an HMAC are a blind index
}

func newRoot(tenant string, key []byte) (root, error) {
	r := root{key: slices.Clone(key), index: sha256.Size}
	if bytes.HasSuffix(key, []byte(shortRoot)) {
		r.index = sha256.Size / 2
	}
	var err error
	r.seal, err = newAEAD(r.mac(tenant, "seal"))
	return r, err
}

// NewKeys returns the keys of a tenant. Roots are results of [NewRoot]: the
// current one first, then older ones whose indexes are still in use. Unwrapping
// them calls w once for each. It fails with an [*InvalidError], with an error matching
// [ErrSealed] for a root of another tenant or wrapper, and with [ErrUnavailable].
func NewKeys(ctx context.Context, tenant string, w KeyWrapper, roots ...[]byte) (*Keys, error) {
	var faults Faults
	if tenant == "" {
		faults.Add("tenant", CodeRequired)
	}
	if w == nil {
		faults.Add("wrapper", CodeRequired)
	}
	if len(roots) == 0 {
		faults.Add("roots", CodeRequired)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	k := &Keys{tenant: tenant, wrapper: w}
	for i, wrapped := range roots {
		key, err := w.UnwrapKey(ctx, wrapped, KeyContext{Purpose: KeyOfTenant, Tenant: tenant})
		if err != nil {
			return nil, outage(ctx, fmt.Sprintf("unwrap root key %d", i), err)
		}
		if len(key) < keySize {
			return nil, Invalid(fmt.Sprintf("roots[%d]", i), CodeTooShort)
		}
		r, err := newRoot(tenant, key)
		if err != nil {
			return nil, err
		}
		k.roots = append(k.roots, r)
	}
	return k, nil
}

// EphemeralKeys returns keys that live in this process alone, for a store of any
// tenant. What they seal is lost when it ends: use them in tests and first steps
// only.
func EphemeralKeys() *Keys {
	const tenant = "ephemeral"
	aead, err := newAEAD(newKey())
	r, failed := newRoot(tenant, newRootKey())
	if err != nil || failed != nil {
		return &Keys{} // cannot happen with a 32-byte key; every use of these fails
	}
	return &Keys{tenant: tenant, anyTenant: true, wrapper: localWrapper{aead}, roots: []root{r}}
}

// String returns a fixed text.
func (*Keys) String() string { return "bonafide.Keys" }

// GoString returns a fixed text.
func (*Keys) GoString() string { return "bonafide.Keys" }

// LogValue is a fixed text.
func (*Keys) LogValue() slog.Value { return slog.StringValue("bonafide.Keys") }

// Indexes returns the blind indexes of a value, one under every root, the current
// one first: what a look-up must try, and what a unique value must hold, while a
// root is being replaced. Equal values of a field have equal indexes, and without
// the root key nobody can compute one. Fields and tenants do not share indexes.
//
// Each is unpadded base64url: 22 characters, which are the first 128 bits of an HMAC, and
// 43 of all its bits under a root that [NewRoot] made before it made short ones. Half
// of the hash is what RFC 2104, section 5, asks for at least. Two values that are not equal
// would be taken for the same one if theirs were: among 10^9 values of a field the chance that any
// two are is 10^18 / 2^129, about 1.5 in 10^21 (the birthday bound), and nobody without the
// root can look for them.
func (k *Keys) Indexes(field, value string) []string {
	out := make([]string, len(k.roots))
	for i, root := range k.roots {
		out[i] = base64.RawURLEncoding.EncodeToString(root.mac(k.tenant, "index", field, value)[:root.index])
	}
	return out
}

// MAC returns HMAC-SHA-256 under the current root over tenant, purpose and
// parts, each behind its length.
func (k *Keys) MAC(purpose string, parts ...string) []byte {
	if len(k.roots) == 0 {
		return nil
	}
	return k.roots[0].mac(k.tenant, purpose, parts...)
}

// VerifyMAC reports whether mac was made by MAC under any of the roots. It
// compares in constant time.
func (k *Keys) VerifyMAC(mac []byte, purpose string, parts ...string) bool {
	ok := false
	for _, root := range k.roots {
		if authentic(mac, root.mac(k.tenant, purpose, parts...)) {
			ok = true
		}
	}
	return ok
}

func (r root) mac(tenant, purpose string, parts ...string) []byte {
	return authenticate(r.key, append([]string{tenant, purpose}, parts...))
}

// authenticate is HMAC-SHA-256 over texts, each behind its length.
func authenticate(key []byte, parts []string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(lengthPrefixed(parts...))
	return h.Sum(nil)
}

// authentic compares in constant time.
func authentic(mac, want []byte) bool { return hmac.Equal(mac, want) && len(mac) > 0 }

// Seal encrypts a small value under the current root, for one purpose, of which parts
// say more. It calls no [KeyWrapper]: for values that must be told at once, or when
// no subject is left. What belongs to a subject is sealed under its [DataKey].
func (k *Keys) Seal(plain []byte, purpose string, parts ...string) []byte {
	if len(k.roots) == 0 {
		return nil
	}
	return k.roots[0].seal.Seal([]byte{sealVersion}, nil, plain, k.sealedFor(purpose, parts))
}

// Open decrypts what Seal returned for the same purpose and parts under any of the
// roots, or fails with [ErrSealed].
func (k *Keys) Open(sealed []byte, purpose string, parts ...string) ([]byte, error) {
	plain, _, err := k.open(sealed, purpose, parts)
	return plain, err
}

// Reseal returns what Seal returned sealed under the current root: as it is where it
// was so already. It fails with [ErrSealed].
func (k *Keys) Reseal(sealed []byte, purpose string, parts ...string) ([]byte, error) {
	plain, under, err := k.open(sealed, purpose, parts)
	if err != nil || under == 0 {
		return sealed, err
	}
	return k.Seal(plain, purpose, parts...), nil
}

// open also tells under which of the roots a value was sealed.
func (k *Keys) open(sealed []byte, purpose string, parts []string) (plain []byte, under int, err error) {
	if len(sealed) == 0 || sealed[0] != sealVersion {
		return nil, 0, ErrSealed
	}
	for i, root := range k.roots {
		if plain, err := root.seal.Open(nil, nil, sealed[1:], k.sealedFor(purpose, parts)); err == nil {
			return plain, i, nil
		}
	}
	return nil, 0, ErrSealed
}

func (k *Keys) sealedFor(purpose string, parts []string) []byte {
	return lengthPrefixed(append([]string{k.tenant, purpose}, parts...)...)
}

func lengthPrefixed(parts ...string) []byte {
	size := 0
	for _, p := range parts {
		size += binary.MaxVarintLen32 + len(p)
	}
	b := make([]byte, 0, size)
	for _, p := range parts {
		b = canonical.Text(b, p)
	}
	return b
}

// NewDataKey makes a data key for one record (one data subject). Destroying its
// wrapped form makes everything sealed with it unreadable for ever. The wrapped form
// opens for that record alone. It fails with an error matching [ErrUnavailable].
func (k *Keys) NewDataKey(ctx context.Context, kind, id string) (*DataKey, error) {
	return k.wrap(ctx, kind, id, newKey())
}

// OpenDataKey unwraps the data key of a record. It fails with an error matching
// [ErrSealed] for the key of another record, tenant or wrapper, and with
// [ErrUnavailable] where the wrapper cannot tell.
func (k *Keys) OpenDataKey(ctx context.Context, kind, id string, wrapped []byte) (*DataKey, error) {
	key, err := k.unwrap(ctx, kind, id, wrapped)
	if err != nil {
		return nil, err
	}
	return k.dataKey(kind, id, key, slices.Clone(wrapped))
}

// Rewrap opens the data key of a record and wraps it again, under the wrapper's
// current key: what it sealed stays as it is. It fails as OpenDataKey does.
func (k *Keys) Rewrap(ctx context.Context, kind, id string, wrapped []byte) (*DataKey, error) {
	key, err := k.unwrap(ctx, kind, id, wrapped)
	if err != nil {
		return nil, err
	}
	return k.wrap(ctx, kind, id, key)
}

func (k *Keys) wrap(ctx context.Context, kind, id string, key []byte) (*DataKey, error) {
	if k.wrapper == nil {
		return nil, ErrSealed
	}
	wrapped, err := k.wrapper.WrapKey(ctx, key, KeyContext{KeyOfSubject, k.tenant, kind, id})
	if err != nil {
		return nil, outage(ctx, "wrap data key", err)
	}
	return k.dataKey(kind, id, key, wrapped)
}

func (k *Keys) unwrap(ctx context.Context, kind, id string, wrapped []byte) ([]byte, error) {
	if k.wrapper == nil || len(wrapped) == 0 {
		return nil, ErrSealed
	}
	key, err := k.wrapper.UnwrapKey(ctx, wrapped, KeyContext{KeyOfSubject, k.tenant, kind, id})
	if err != nil {
		return nil, outage(ctx, "unwrap data key", err)
	}
	return key, nil
}

func (k *Keys) dataKey(kind, id string, key, wrapped []byte) (*DataKey, error) {
	if len(key) != keySize {
		return nil, ErrSealed
	}
	aead, err := newAEAD(key)
	if err != nil {
		return nil, err
	}
	return &DataKey{tenant: k.tenant, kind: kind, id: id, aead: aead, wrapped: wrapped}, nil
}
