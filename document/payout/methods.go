package payout

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// MaxMethods is how many methods one user may have.
const MaxMethods = 20

// Methods are the payout methods of one user. The zero value holds no
// method.
type Methods struct {
	List    []Method `json:"list,omitzero"`
	Default string   `json:"default,omitzero"` // id of the method that is paid to; empty only if the user has no method
}

// Add returns the methods with one more; the first becomes the default. It fails
// with an error matching [bonafide.ErrInvalid] for an id that is there already, or
// when there are MaxMethods.
func (m Methods) Add(method Method) (Methods, error) {
	if len(m.List) >= MaxMethods {
		return m, bonafide.Invalid("payout_methods", bonafide.CodeTooMany)
	}
	if _, ok := m.Find(method.ID); ok {
		return m, bonafide.Invalid("id", bonafide.CodeRepeated)
	}
	m.List = append(slices.Clone(m.List), method)
	if m.Default == "" {
		m.Default = method.ID
	}
	return m, nil
}

// Find returns the method of an id, and whether there is one.
func (m Methods) Find(id string) (Method, bool) {
	for _, method := range m.List {
		if method.ID == id {
			return method, true
		}
	}
	return Method{}, false
}

// SetDefault returns the methods with another one that is paid to, or
// [bonafide.ErrNotFound].
func (m Methods) SetDefault(id string) (Methods, error) {
	if _, ok := m.Find(id); !ok {
		return m, bonafide.ErrNotFound
	}
	m.Default = id
	return m, nil
}

// Remove returns the methods without one, or [bonafide.ErrNotFound]. If it was
// the default, the one that was added last becomes it.
func (m Methods) Remove(id string) (Methods, error) {
	if _, ok := m.Find(id); !ok {
		return m, bonafide.ErrNotFound
	}
	m.List = slices.DeleteFunc(slices.Clone(m.List), func(o Method) bool { return o.ID == id })
	if m.Default == id {
		m.Default = ""
		if n := len(m.List); n > 0 {
			m.Default = m.List[n-1].ID
		}
	}
	return m, nil
}
