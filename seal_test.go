package bonafide_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func newKeys(t testing.TB, tenant string, w bonafide.KeyWrapper, roots ...[]byte) *bonafide.Keys {
	t.Helper()
	keys, err := bonafide.NewKeys(context.Background(), tenant, w, roots...)
	require.NoError(t, err)
	return keys
}

func newRoot(t testing.TB, w bonafide.KeyWrapper, tenant string) []byte {
	t.Helper()
	root, err := bonafide.NewRoot(context.Background(), w, tenant)
	require.NoError(t, err)
	return root
}

func localWrapper(t testing.TB) bonafide.KeyWrapper {
	t.Helper()
	w, err := bonafide.NewLocalWrapper([]byte("0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	return w
}

// A sealed value opens in its own place only (ASVS 5.0 11.3.5: associated data).
func TestSealedOpensInItsPlaceOnly(t *testing.T) {
	ctx := context.Background()
	w := localWrapper(t)
	root := newRoot(t, w, "acme")
	keys := newKeys(t, "acme", w, root)
	key, err := keys.NewDataKey(ctx, "user", "u1")
	require.NoError(t, err)
	sealed, err := key.Seal("ssn", bonafide.NewSecret(canary), "***-**-9871")
	require.NoError(t, err)
	assert.Equal(t, "***-**-9871", fmt.Sprint(sealed))
	assert.False(t, leaks(string(sealed.Data)))

	again, err := keys.OpenDataKey(ctx, "user", "u1", key.Wrapped())
	require.NoError(t, err)
	plain, err := again.Open("ssn", sealed)
	require.NoError(t, err)
	assert.True(t, plain.Reveal() == canary)

	_, err = again.Open("tin", sealed)
	require.ErrorIs(t, err, bonafide.ErrSealed, "another field")
	for name, open := range map[string]func() (*bonafide.DataKey, error){
		"another record": func() (*bonafide.DataKey, error) { return keys.OpenDataKey(ctx, "user", "u2", key.Wrapped()) },
		"another kind":   func() (*bonafide.DataKey, error) { return keys.OpenDataKey(ctx, "case", "u1", key.Wrapped()) },
		"another tenant": func() (*bonafide.DataKey, error) {
			return newKeys(t, "other", w, newRoot(t, w, "other")).OpenDataKey(ctx, "user", "u1", key.Wrapped())
		},
	} {
		_, err := open()
		require.ErrorIs(t, err, bonafide.ErrSealed, name)
	}
	_, err = bonafide.NewKeys(ctx, "other", w, root)
	require.ErrorIs(t, err, bonafide.ErrSealed, "the root of another tenant")
	_, err = bonafide.NewKeys(ctx, "acme", w, key.Wrapped())
	require.ErrorIs(t, err, bonafide.ErrSealed, "a data key is no root")
	other, err := keys.NewDataKey(ctx, "user", "u2")
	require.NoError(t, err)
	_, err = other.Open("ssn", sealed)
	require.ErrorIs(t, err, bonafide.ErrSealed, "another key")
	for i := range sealed.Data {
		damaged := bonafide.Sealed{Data: append([]byte{}, sealed.Data...)}
		damaged.Data[i] ^= 1
		_, err = again.Open("ssn", damaged)
		require.ErrorIs(t, err, bonafide.ErrSealed, "byte %d changed", i)
	}
	_, err = again.Open("ssn", bonafide.Sealed{Mask: "***"})
	require.ErrorIs(t, err, bonafide.ErrSealed, "a mask alone")

	empty, err := again.Seal("ssn", bonafide.Secret{}, "")
	require.NoError(t, err)
	assert.True(t, empty.IsZero())
}

func TestRewrapKeepsWhatWasSealed(t *testing.T) {
	ctx := context.Background()
	w := localWrapper(t)
	keys := newKeys(t, "acme", w, newRoot(t, w, "acme"))
	key, err := keys.NewDataKey(ctx, "user", "u1")
	require.NoError(t, err)
	sealed, err := key.Seal("ssn", bonafide.NewSecret(canary), "")
	require.NoError(t, err)
	rewrapped, err := keys.Rewrap(ctx, "user", "u1", key.Wrapped())
	require.NoError(t, err)
	assert.NotEqual(t, key.Wrapped(), rewrapped.Wrapped())
	_, err = keys.Rewrap(ctx, "user", "u2", key.Wrapped())
	require.ErrorIs(t, err, bonafide.ErrSealed, "the key of another subject")
	again, err := keys.OpenDataKey(ctx, "user", "u1", rewrapped.Wrapped())
	require.NoError(t, err)
	plain, err := again.Open("ssn", sealed)
	require.NoError(t, err)
	assert.True(t, plain.Reveal() == canary)
}

func TestBlindIndex(t *testing.T) {
	w := localWrapper(t)
	old, current := newRoot(t, w, "acme"), newRoot(t, w, "acme")
	keys := newKeys(t, "acme", w, current, old)
	before := newKeys(t, "acme", w, old)

	index := func(k *bonafide.Keys, field, value string) string { return k.Indexes(field, value)[0] }
	assert.Equal(t, index(keys, "phone", "+1"), index(keys, "phone", "+1"))
	assert.Len(t, index(keys, "phone", "+1"), 22)
	assert.NotEqual(t, index(keys, "phone", "+1"), index(keys, "ssn", "+1"), "fields do not share indexes")
	assert.NotEqual(t, index(keys, "phone", "+1"), index(newKeys(t, "other", w, newRoot(t, w, "other")), "phone", "+1"), "tenants do not share indexes")
	assert.NotEqual(t, index(keys, "a", "bc"), index(keys, "ab", "c"), "lengths are part of it")
	assert.Equal(t, []string{index(keys, "phone", "+1"), index(before, "phone", "+1")}, keys.Indexes("phone", "+1"), "old roots still find")
	assert.True(t, keys.VerifyMAC(before.MAC("code", "1"), "code", "1"))
	assert.False(t, keys.VerifyMAC(before.MAC("code", "1"), "code", "2"))
	assert.False(t, keys.VerifyMAC(nil, "code", "1"))
}

// A root that was made before indexes were short keeps the long ones, and a new one the
// short ones, whoever wraps it.
func TestBlindIndexLength(t *testing.T) {
	w, ctx, of := localWrapper(t), context.Background(), bonafide.KeyContext{Purpose: bonafide.KeyOfTenant, Tenant: "acme"}
	long, err := w.WrapKey(ctx, bytes.Repeat([]byte{7}, 32), of)
	require.NoError(t, err)
	short := newRoot(t, w, "acme")
	key, err := w.UnwrapKey(ctx, short, of)
	require.NoError(t, err)
	require.Len(t, key, 32, "what a wrapper is given")
	other := localWrapper(t)
	again, err := other.WrapKey(ctx, key, of)
	require.NoError(t, err)

	both := newKeys(t, "acme", w, long, short).Indexes("phone", "+1")
	assert.Len(t, both[1], 22)
	assert.Equal(t, "HWBy6rt9KgZQicvh6SdcHeENIA1WL1JuRPws7mHZVCs", both[0], "as records hold it that were written then")
	assert.Equal(t, both[1:], newKeys(t, "acme", other, again).Indexes("phone", "+1"), "wrapped by another")
	raw, err := base64.RawURLEncoding.DecodeString(both[1])
	require.NoError(t, err)
	assert.Len(t, raw, 16)
}

type brokenWrapper struct{ err error }

func (b brokenWrapper) WrapKey(context.Context, []byte, bonafide.KeyContext) ([]byte, error) {
	return nil, b.err
}

func (b brokenWrapper) UnwrapKey(context.Context, []byte, bonafide.KeyContext) ([]byte, error) {
	return nil, b.err
}

func TestKeysRefuse(t *testing.T) {
	ctx := context.Background()
	_, err := bonafide.NewKeys(ctx, "", nil)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, invalid.Fields, 3, "every fault at once")
	_, err = bonafide.NewLocalWrapper([]byte("short"))
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = bonafide.NewKeys(ctx, "acme", localWrapper(t), []byte("not wrapped"))
	require.ErrorIs(t, err, bonafide.ErrSealed)

	down := errors.New("connection refused")
	_, err = bonafide.NewKeys(ctx, "acme", brokenWrapper{down}, []byte("x"))
	require.ErrorIs(t, err, down)
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	_, err = bonafide.NewKeys(ctx, "acme", brokenWrapper{context.DeadlineExceeded}, []byte("x"))
	require.ErrorIs(t, err, bonafide.ErrUnavailable, "the wrapper's own timeout is an outage")
	keys := bonafide.EphemeralKeys()
	_, err = keys.OpenDataKey(ctx, "user", "u1", nil)
	require.ErrorIs(t, err, bonafide.ErrSealed, "an erased subject")
	assert.NotContains(t, fmt.Sprintf("%+v %#v", keys, keys), "roots")
}
