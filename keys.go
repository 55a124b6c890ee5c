package bonafide

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/bonafide-go/bonafide/internal/canonical"
)

// A KeyWrapper encrypts and decrypts small keys under a key that never leaves
// its owner, such as a cloud KMS or an HSM. Unwrap must still open what was
// wrapped under older versions of that key. It must be safe for concurrent use.
type KeyWrapper interface {
	WrapKey(ctx context.Context, key []byte) (wrapped []byte, err error)
	UnwrapKey(ctx context.Context, wrapped []byte) (key []byte, err error)
}

const keySize = 32

// NewLocalWrapper wraps under a 32-byte AES key that the host itself keeps, for
// example in a secret manager. A KMS is better: it never shows its key.
func NewLocalWrapper(key []byte) (KeyWrapper, error) {
	if len(key) != keySize {
		return nil, Invalid("key", CodeOutOfRange)
	}
	aead, err := newAEAD(key)
	if err != nil {
		return nil, err
	}
	return localWrapper{aead}, nil
}

type localWrapper struct{ aead cipher.AEAD }

func (w localWrapper) WrapKey(_ context.Context, key []byte) ([]byte, error) {
	return w.aead.Seal(nil, nil, key, []byte("bonafide key")), nil
}

func (w localWrapper) UnwrapKey(_ context.Context, wrapped []byte) ([]byte, error) {
	key, err := w.aead.Open(nil, nil, wrapped, []byte("bonafide key"))
	if err != nil {
		return nil, ErrSealed
	}
	return key, nil
}

// newAEAD is AES-256-GCM with a random nonce in front (NIST SP 800-38D).
func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// NewRoot makes a random root key and returns it wrapped. A host calls it once
// per tenant and keeps the result in its configuration: without the root no
// user can be looked up by phone, and no open code can be checked.
func NewRoot(ctx context.Context, w KeyWrapper) ([]byte, error) {
	root := make([]byte, keySize)
	rand.Read(root)
	return w.WrapKey(ctx, root)
}

// Keys holds what one tenant needs to seal values, to look them up blindly and
// to authenticate codes. It is safe for concurrent use, and prints as nothing.
//
// Data keys encrypt; the root key only computes HMACs. The two are independent.
type Keys struct {
	tenant  string
	wrapper KeyWrapper
	roots   [][]byte // current first
}

// NewKeys returns the keys of a tenant. Roots are results of [NewRoot]: the
// current one first, then older ones whose indexes are still in use. Unwrapping
// them calls w once for each.
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
		root, err := w.UnwrapKey(ctx, wrapped)
		if err != nil {
			return nil, fmt.Errorf("bonafide: root key %d: %w", i, err)
		}
		if len(root) < keySize {
			return nil, Invalid(fmt.Sprintf("roots[%d]", i), CodeTooShort)
		}
		k.roots = append(k.roots, slices.Clone(root))
	}
	return k, nil
}

// EphemeralKeys returns keys that live in this process alone, for a store of any
// tenant. What they seal is lost when it ends: use them in tests and first steps
// only.
func EphemeralKeys() *Keys {
	key, root := make([]byte, keySize), make([]byte, keySize)
	rand.Read(key)
	rand.Read(root)
	aead, err := newAEAD(key)
	if err != nil {
		return &Keys{} // cannot happen with a 32-byte key; every use of these fails
	}
	return &Keys{tenant: "ephemeral", wrapper: localWrapper{aead}, roots: [][]byte{root}}
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
// Each is 43 characters of unpadded base64url.
func (k *Keys) Indexes(field, value string) []string {
	out := make([]string, len(k.roots))
	for i, root := range k.roots {
		out[i] = base64.RawURLEncoding.EncodeToString(k.mac(root, "index", field, value))
	}
	return out
}

// MAC returns HMAC-SHA-256 under the current root over tenant, purpose and
// parts, each behind its length.
func (k *Keys) MAC(purpose string, parts ...string) []byte {
	if len(k.roots) == 0 {
		return nil
	}
	return k.mac(k.roots[0], purpose, parts...)
}

// VerifyMAC reports whether mac was made by MAC under any of the roots. It
// compares in constant time.
func (k *Keys) VerifyMAC(mac []byte, purpose string, parts ...string) bool {
	ok := false
	for _, root := range k.roots {
		if hmac.Equal(mac, k.mac(root, purpose, parts...)) {
			ok = true
		}
	}
	return ok && len(mac) > 0
}

func (k *Keys) mac(root []byte, purpose string, parts ...string) []byte {
	h := hmac.New(sha256.New, root)
	h.Write(lengthPrefixed(append([]string{k.tenant, purpose}, parts...)...))
	return h.Sum(nil)
}

func lengthPrefixed(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = canonical.Text(b, p)
	}
	return b
}

// NewDataKey makes a data key for one record (one data subject). Destroying its
// wrapped form makes everything sealed with it unreadable for ever.
func (k *Keys) NewDataKey(ctx context.Context, kind, id string) (*DataKey, error) {
	key := make([]byte, keySize)
	rand.Read(key)
	if k.wrapper == nil {
		return nil, ErrSealed
	}
	wrapped, err := k.wrapper.WrapKey(ctx, key)
	if err != nil {
		return nil, outage("wrap data key", err)
	}
	return k.dataKey(kind, id, key, wrapped)
}

// OpenDataKey unwraps the data key of a record.
func (k *Keys) OpenDataKey(ctx context.Context, kind, id string, wrapped []byte) (*DataKey, error) {
	if k.wrapper == nil || len(wrapped) == 0 {
		return nil, ErrSealed
	}
	key, err := k.wrapper.UnwrapKey(ctx, wrapped)
	if err != nil {
		return nil, outage("unwrap data key", err)
	}
	return k.dataKey(kind, id, key, slices.Clone(wrapped))
}

// Rewrap returns a wrapped data key wrapped again, under the wrapper's current key.
func (k *Keys) Rewrap(ctx context.Context, wrapped []byte) ([]byte, error) {
	key, err := k.wrapper.UnwrapKey(ctx, wrapped)
	if err != nil {
		return nil, outage("unwrap data key", err)
	}
	return k.wrapper.WrapKey(ctx, key)
}

// outage marks a failed key service as a matter for another try, unless it
// says that the key does not open or the caller has left.
func outage(op string, err error) error {
	switch {
	case errors.Is(err, ErrSealed), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("bonafide: %s: %w", op, err)
	}
	return fmt.Errorf("bonafide: %s: %w: %w", op, ErrUnavailable, err)
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
