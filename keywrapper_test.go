package bonafide_test

import (
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// No two contexts bind a key by the same bytes, wherever their parts begin and end.
func TestKeyContextsDiffer(t *testing.T) {
	contexts := []bonafide.KeyContext{
		{Purpose: bonafide.KeyOfTenant, Tenant: "acme"},
		{Purpose: bonafide.KeyOfSubject, Tenant: "acme"},
		{Purpose: bonafide.KeyOfSubject, Tenant: "acme", Kind: "user", ID: "1"},
		{Purpose: bonafide.KeyOfSubject, Tenant: "acme", Kind: "user1"},
		{Purpose: bonafide.KeyOfSubject, Tenant: "acmeuser", ID: "1"},
		{Purpose: bonafide.KeyOfSubject, Tenant: "acme", Kind: "case", ID: "1"},
	}
	seen := make(map[string]bool)
	for _, c := range contexts {
		seen[string(c.AssociatedData())] = true
	}
	assert.Len(t, seen, len(contexts))
	assert.Equal(t, map[string]string{"purpose": "root", "tenant": "acme"}, contexts[0].Map())
	assert.Equal(t, map[string]string{"purpose": "data", "tenant": "acme", "kind": "user", "id": "1"}, contexts[2].Map())
}

// What was sealed under an old root opens while that is there, and without it once it
// was sealed anew; nothing opens for another purpose or tenant.
func TestSealUnderRoots(t *testing.T) {
	w := localWrapper(t)
	old, next := newRoot(t, w, "acme"), newRoot(t, w, "acme")
	before, both, after := newKeys(t, "acme", w, old), newKeys(t, "acme", w, next, old), newKeys(t, "acme", w, next)
	sealed := before.Seal([]byte("value"), "purpose", "a", "b")
	for _, foreign := range []func() ([]byte, error){
		func() ([]byte, error) { return after.Open(sealed, "purpose", "a", "b") },
		func() ([]byte, error) { return before.Open(sealed, "purpose", "ab") },
		func() ([]byte, error) { return before.Open(sealed, "other", "a", "b") },
		func() ([]byte, error) { return before.Open(sealed[:5], "purpose", "a", "b") },
		func() ([]byte, error) { return before.Open(nil, "purpose", "a", "b") },
	} {
		_, err := foreign()
		require.ErrorIs(t, err, bonafide.ErrSealed)
	}
	same, err := before.Reseal(sealed, "purpose", "a", "b")
	require.NoError(t, err)
	assert.Equal(t, sealed, same, "under the current root already")
	anew, err := both.Reseal(sealed, "purpose", "a", "b")
	require.NoError(t, err)
	plain, err := after.Open(anew, "purpose", "a", "b")
	require.NoError(t, err)
	assert.Equal(t, "value", string(plain))
}

// The HMACs of a record stay good when another root takes over.
func TestMACKeyOutlivesItsRoot(t *testing.T) {
	w := localWrapper(t)
	old, next := newRoot(t, w, "acme"), newRoot(t, w, "acme")
	first := newKeys(t, "acme", w, old).NewMACKey("user", "u1")
	mac := first.MAC("code", "1", "23")
	moved, err := newKeys(t, "acme", w, next, old).ResealMACKey("user", "u1", first.Sealed())
	require.NoError(t, err)
	after := newKeys(t, "acme", w, next)
	_, err = after.OpenMACKey("user", "u1", first.Sealed())
	require.ErrorIs(t, err, bonafide.ErrSealed)
	_, err = after.OpenMACKey("user", "u2", moved)
	require.ErrorIs(t, err, bonafide.ErrSealed)
	key, err := after.OpenMACKey("user", "u1", moved)
	require.NoError(t, err)
	assert.True(t, key.VerifyMAC(mac, "code", "1", "23"))
	assert.False(t, key.VerifyMAC(mac, "code", "12", "3"))
	assert.False(t, after.NewMACKey("user", "u1").VerifyMAC(mac, "code", "1", "23"))
	var none bonafide.MACKey
	assert.False(t, none.VerifyMAC(none.MAC("code"), "code"))
	empty, err := after.ResealMACKey("user", "u1", nil)
	require.NoError(t, err)
	assert.Empty(t, empty)
}

// wrapping is a store of a host that stands before another one.
type wrapping struct{ bonafide.Store }

func (w wrapping) Unwrap() bonafide.Store { return w.Store }

func TestCheckTenant(t *testing.T) {
	w := localWrapper(t)
	keys := newKeys(t, "acme", w, newRoot(t, w, "acme"))
	acme := memory.New("acme")
	require.NoError(t, keys.CheckTenant(acme))
	require.NoError(t, bonafide.EphemeralKeys().CheckTenant(acme))
	require.NoError(t, keys.CheckTenant(struct{ bonafide.Store }{acme.ForTenant("other")}), "it does not tell")
	err := keys.CheckTenant(wrapping{wrapping{acme.ForTenant("other")}})
	assert.Equal(t, bonafide.Invalid("keys", bonafide.CodeMismatch), err)
}
