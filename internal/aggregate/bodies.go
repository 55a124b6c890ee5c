package aggregate

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/intern"
	"github.com/bonafide-go/bonafide/store/sealed"
)

// Bodies is how a Service keeps the bodies of its records: sealed, unless the host
// says otherwise.
type Bodies struct {
	InClear  bool
	KeyStore bonafide.Store // for the keys; nil = with the records
	Now      func() time.Time

	Interned *intern.Rule // what many of them say alike; nil = nothing
}

// Over returns the store that a Service works on, before the one that the host has
// given: that one itself, if it seals already; nil, where there is none, or no keys of
// its tenant. It fails with an [*bonafide.InvalidError] that names options.
func (b Bodies) Over(host bonafide.Store, keys *bonafide.Keys) (bonafide.Store, error) {
	_, seals := bonafide.StoreAs[*sealed.Store](host)
	var faults bonafide.Faults
	if seals && b.InClear {
		faults.Add("bodies_in_clear", bonafide.CodeMismatch)
	}
	if b.KeyStore != nil && (seals || b.InClear) {
		faults.Add("key_store", bonafide.CodeMismatch)
	} else if _, sealed := bonafide.StoreAs[*sealed.Store](b.KeyStore); sealed {
		faults.Add("key_store", bonafide.CodeNotAllowed)
	} else if keys != nil && keys.CheckTenant(b.KeyStore) != nil {
		faults.Add("key_store", bonafide.CodeMismatch)
	}
	switch err := faults.Err(); {
	case err != nil || host == nil || keys == nil || keys.CheckTenant(host) != nil:
		return nil, err
	case seals:
		return b.interning(host), nil
	case b.InClear:
		return b.interning(sealed.InClear(host)), nil
	}
	s, err := sealed.New(host, keys, &sealed.Options{KeyStore: b.KeyStore, Now: b.Now})
	if err != nil {
		return nil, err
	}
	return b.interning(s), nil
}

// interning puts what interns before a store.
func (b Bodies) interning(s bonafide.Store) bonafide.Store {
	if b.Interned == nil {
		return s
	}
	return intern.New(s, *b.Interned)
}

// On returns the runner on another handle of the same tenant, with bodies kept as
// before. Its commands take no turns: see [Turns].
func (r Runner[T]) On(handle bonafide.Store) Runner[T] {
	r.Store, r.Turns = alike(r.Store, handle), nil
	return r
}

// alike puts before a handle what stands before another one. A handle that seals
// stays as it is.
func alike(before, handle bonafide.Store) bonafide.Store {
	if s, interns := before.(*intern.Store); interns {
		return s.WithStore(alike(s.Unwrap(), handle))
	}
	if _, seals := bonafide.StoreAs[*sealed.Store](handle); seals {
		return handle
	}
	if s, seals := bonafide.StoreAs[*sealed.Store](before); seals {
		return s.WithStore(handle)
	}
	return sealed.InClear(handle)
}
