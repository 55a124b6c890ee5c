package bonafide_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
)

// kmsAPI has the shape of a cloud key service (AWS KMS, Encrypt and Decrypt): it binds
// what it encrypts to pairs that it writes to its log, and its answers say which version
// of the key they take.
type kmsAPI interface {
	Encrypt(ctx context.Context, keyID string, plaintext []byte, encryptionContext map[string]string) (ciphertext []byte, err error)
	Decrypt(ctx context.Context, keyID string, ciphertext []byte, encryptionContext map[string]string) (plaintext []byte, err error)
}

// errInvalidCiphertext is how the service says that it answered, and that this is not
// to be opened: damaged, of another key, or of another context.
var errInvalidCiphertext = errors.New("InvalidCiphertextException")

// kmsWrapper is a [bonafide.KeyWrapper] over such a service.
//
// Every call is a round trip of some milliseconds, and is paid for. A Service opens a
// user's key once for a command that reads something sealed, package store/sealed once
// for as long as Options.CacheLife. Do not keep opened keys in the wrapper: whoever is
// erased would stay readable for as long, and none of the bounds of store/sealed holds.
type kmsWrapper struct {
	api     kmsAPI
	keyID   string        // an alias would do to encrypt; to decrypt, name the key
	timeout time.Duration // of one call; much less than the caller's own
}

func (w kmsWrapper) WrapKey(ctx context.Context, key []byte, of bonafide.KeyContext) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	return w.api.Encrypt(ctx, w.keyID, key, of.Map())
}

func (w kmsWrapper) UnwrapKey(ctx context.Context, wrapped []byte, of bonafide.KeyContext) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	key, err := w.api.Decrypt(ctx, w.keyID, wrapped, of.Map())
	if errors.Is(err, errInvalidCiphertext) {
		return nil, bonafide.ErrSealed // the one verdict; throttling, timeouts and denied access may pass
	}
	return key, err
}

// A key service that takes an encryption context. A key that was moved to another user
// does not open; that the service is slow says nothing about a key.
func ExampleKeyWrapper() {
	ctx := context.Background()
	service := &fakeKMS{}
	wrapper := kmsWrapper{api: service, keyID: "key-1", timeout: 20 * time.Millisecond}
	root, err := bonafide.NewRoot(ctx, wrapper, "acme")
	if err != nil {
		panic(err)
	}
	keys, err := bonafide.NewKeys(ctx, "acme", wrapper, root)
	if err != nil {
		panic(err)
	}
	key, err := keys.NewDataKey(ctx, "user", "u-1")
	if err != nil {
		panic(err)
	}
	_, err = keys.OpenDataKey(ctx, "user", "u-1", key.Wrapped())
	fmt.Println(service.log[len(service.log)-1], err)
	_, err = keys.OpenDataKey(ctx, "user", "u-2", key.Wrapped())
	fmt.Println("sealed:", errors.Is(err, bonafide.ErrSealed))
	service.down = true
	_, err = keys.OpenDataKey(ctx, "user", "u-1", key.Wrapped())
	fmt.Println("sealed:", errors.Is(err, bonafide.ErrSealed), "unavailable:", errors.Is(err, bonafide.ErrUnavailable))
	// Output:
	// map[id:u-1 kind:user purpose:data tenant:acme] <nil>
	// sealed: true
	// sealed: false unavailable: true
}

// fakeKMS is a key service in memory.
type fakeKMS struct {
	stored []fakeCiphertext
	log    []map[string]string
	down   bool // it never answers
}

type fakeCiphertext struct {
	keyID     string
	plaintext []byte
	context   map[string]string
}

func (k *fakeKMS) Encrypt(ctx context.Context, keyID string, plaintext []byte, encryptionContext map[string]string) ([]byte, error) {
	if k.down {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	k.log = append(k.log, encryptionContext)
	k.stored = append(k.stored, fakeCiphertext{keyID, plaintext, encryptionContext})
	return []byte{byte(len(k.stored))}, nil
}

func (k *fakeKMS) Decrypt(ctx context.Context, keyID string, ciphertext []byte, encryptionContext map[string]string) ([]byte, error) {
	if k.down {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	k.log = append(k.log, encryptionContext)
	if len(ciphertext) != 1 || int(ciphertext[0]) > len(k.stored) || ciphertext[0] == 0 {
		return nil, errInvalidCiphertext
	}
	c := k.stored[ciphertext[0]-1]
	if c.keyID != keyID || !maps.Equal(c.context, encryptionContext) {
		return nil, errInvalidCiphertext
	}
	return c.plaintext, nil
}

// A caller who has left gets its own error back, and no word about the service.
func TestKMSOutages(t *testing.T) {
	service := &fakeKMS{}
	wrapper := kmsWrapper{api: service, keyID: "key-1", timeout: time.Hour}
	root, err := bonafide.NewRoot(t.Context(), wrapper, "acme")
	require.NoError(t, err)
	keys, err := bonafide.NewKeys(t.Context(), "acme", wrapper, root)
	require.NoError(t, err)
	service.down = true
	left, leave := context.WithCancel(t.Context())
	leave()
	_, err = keys.NewDataKey(left, "user", "u-1")
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, bonafide.ErrUnavailable)
	require.NotErrorIs(t, err, bonafide.ErrSealed)
	wrapper.timeout = time.Nanosecond
	_, err = bonafide.NewKeys(t.Context(), "acme", wrapper, root)
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	require.NotErrorIs(t, err, bonafide.ErrSealed)
}
