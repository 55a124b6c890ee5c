package casefile

import (
	"encoding/json"

	"github.com/bonafide-go/bonafide"
)

// A Patch is one field of an update: absent (the zero value: leave it), null
// (remove it) or a value. In JSON a field that is not there, null, or the value.
type Patch[T any] struct {
	set, null bool
	value     T
}

// To is a patch that sets a value.
func To[T any](value T) Patch[T] { return Patch[T]{set: true, value: value} }

// Null is a patch that removes the value.
func Null[T any]() Patch[T] { return Patch[T]{set: true, null: true} }

// IsZero reports whether the field is absent.
func (p Patch[T]) IsZero() bool { return !p.set }

// IsNull reports whether the field is to be removed.
func (p Patch[T]) IsNull() bool { return p.set && p.null }

// Value returns the value, and whether there is one.
func (p Patch[T]) Value() (T, bool) { return p.value, p.set && !p.null }

// apply returns what the field becomes.
func (p Patch[T]) apply(old T) T {
	if !p.set {
		return old
	}
	return p.value // the zero value for null
}

// MarshalJSON writes the value or null.
func (p Patch[T]) MarshalJSON() ([]byte, error) {
	if !p.set || p.null {
		return []byte("null"), nil
	}
	return json.Marshal(p.value)
}

// UnmarshalJSON reads a value or null; either way the field is there.
func (p *Patch[T]) UnmarshalJSON(data []byte) error {
	next := Patch[T]{set: true}
	if string(data) == "null" {
		next.null = true
	} else if json.Unmarshal(data, &next.value) != nil {
		return bonafide.Invalid("", bonafide.CodeMalformed) // the decoder's own error would quote the input
	}
	*p = next
	return nil
}
