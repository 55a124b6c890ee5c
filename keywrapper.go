package bonafide

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
)

// A KeyWrapper encrypts and decrypts small keys under a key that never leaves
// its owner, such as a cloud KMS or an HSM. Unwrap must still open what was
// wrapped under older versions of that key, and nothing under another context
// than it was wrapped in. It must be safe for concurrent use.
//
// What it wraps is 32 bytes. It fails with an error matching [ErrSealed] where the
// owner says that the key does not open; whatever else it fails with, a timeout of
// its own among it, counts as an outage and becomes [ErrUnavailable].
type KeyWrapper interface {
	WrapKey(ctx context.Context, key []byte, of KeyContext) (wrapped []byte, err error)
	UnwrapKey(ctx context.Context, wrapped []byte, of KeyContext) (key []byte, err error)
}

// A KeyPurpose says what a wrapped key is used for.
type KeyPurpose string

// The purposes of wrapped keys.
const (
	KeyOfTenant  KeyPurpose = "root" // the root key of a tenant: see [NewRoot]
	KeyOfSubject KeyPurpose = "data" // the data key of one record: see [Keys.NewDataKey]
)

// A KeyContext says what a wrapped key is for. A wrapper binds it to the key, so that
// one that was moved to another subject, tenant or purpose does not open.
//
// Key services write it to their logs in clear. It holds ids alone, and these are
// opaque: whoever supplies tenants and ids of users must take none that mean
// anything, such as a name or an e-mail address.
type KeyContext struct {
	Purpose KeyPurpose
	Tenant  string
	Kind    string // kind of the record that stands for the subject; empty of a root
	ID      string // id of that record; empty of a root
}

// Map is the context as pairs, for services that take it so (AWS KMS,
// EncryptionContext). A host calls it in its wrapper. Pairs without a value are left out.
func (c KeyContext) Map() map[string]string {
	m := map[string]string{"purpose": string(c.Purpose)}
	for key, value := range map[string]string{"tenant": c.Tenant, "kind": c.Kind, "id": c.ID} {
		if value != "" {
			m[key] = value
		}
	}
	return m
}

// AssociatedData is the context as bytes, for services that take it so (Google Cloud
// KMS, additionalAuthenticatedData; Vault transit, associated_data). No two contexts
// have the same.
func (c KeyContext) AssociatedData() []byte {
	return lengthPrefixed("bonafide key", string(c.Purpose), c.Tenant, c.Kind, c.ID)
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

func (w localWrapper) WrapKey(_ context.Context, key []byte, of KeyContext) ([]byte, error) {
	return w.aead.Seal(nil, nil, key, of.AssociatedData()), nil
}

func (w localWrapper) UnwrapKey(_ context.Context, wrapped []byte, of KeyContext) ([]byte, error) {
	key, err := w.aead.Open(nil, nil, wrapped, of.AssociatedData())
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

// newKey draws a key.
func newKey() []byte {
	key := make([]byte, keySize)
	rand.Read(key)
	return key
}

// outage marks a failed key service as a matter for another try, unless it
// says that the key does not open or the caller has left.
func outage(ctx context.Context, op string, err error) error {
	if errors.Is(err, ErrSealed) || ctx.Err() != nil {
		return fmt.Errorf("bonafide: %s: %w", op, err)
	}
	return fmt.Errorf("bonafide: %s: %w: %w", op, ErrUnavailable, err)
}
