package bonafide

// Tenanted is a [Store] that tells whose it is. It is an ability beside the four
// methods of a Store: where the Store has it, or the one behind its Unwrap, keys of
// another tenant are refused.
type Tenanted interface {
	// Tenant returns the name of the one tenant that the handle belongs to; empty of a
	// store that stands before one that does not tell.
	Tenant() string
}

// TenantOf returns the name of the tenant of a store, or of the one that it stands before;
// empty where neither tells.
func TenantOf(store Store) string {
	if t, ok := StoreAs[Tenanted](store); ok {
		return t.Tenant()
	}
	return ""
}

// CheckTenant fails with an [*InvalidError] of [CodeMismatch] at "keys" for the keys of
// another tenant than the store's. Of a store that does not tell, see [Tenanted], any
// keys will do; and those of [EphemeralKeys] will do for any store.
func (k *Keys) CheckTenant(store Store) error {
	if tenant := TenantOf(store); tenant != "" && tenant != k.tenant && !k.anyTenant {
		return Invalid("keys", CodeMismatch)
	}
	return nil
}
