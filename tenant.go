package bonafide

// Tenanted is a [Store] that tells whose it is. It is an ability beside the four
// methods of a Store: where the Store has it, or the one behind its Unwrap, keys of
// another tenant are refused.
type Tenanted interface {
	// Tenant returns the name of the one tenant that the handle belongs to.
	Tenant() string
}

// CheckTenant fails with an [*InvalidError] of [CodeMismatch] at "keys" for the keys of
// another tenant than the store's. Of a store that does not tell, see [Tenanted], any
// keys will do; and those of [EphemeralKeys] will do for any store.
func (k *Keys) CheckTenant(store Store) error {
	for store != nil && !k.anyTenant {
		if t, ok := store.(Tenanted); ok {
			if t.Tenant() != k.tenant {
				return Invalid("keys", CodeMismatch)
			}
			break
		}
		outer, ok := store.(interface{ Unwrap() Store })
		if !ok {
			break
		}
		store = outer.Unwrap()
	}
	return nil
}
