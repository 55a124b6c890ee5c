// Package allow lets out of a value what somebody may see of it, and nothing more: a
// field that no list names is left out, however deep it stands and whenever it was
// added.
package allow

import (
	"reflect"
	"strings"
)

// A List names the fields of a T that may be seen. The zero value names none.
type List[T any] struct {
	root   *fields
	faults []string
}

// fields are those that may be seen of one struct.
type fields struct{ seen []field }

// A field may be seen whole, or of it those fields that inner names.
type field struct {
	index []int
	inner *fields // nil = whole
	plain bool    // two of it can always be compared by ==
}

// Of reads a list: JSON names between blanks. Behind a name, braces hold the list of
// what is in it, whether it is a struct, a pointer, or a slice or map of them; a star
// lets out all of it. A name alone is of a plain value. Names that do not fit
// let nothing out: see [List.Faults].
func Of[T any](text string) List[T] {
	var l List[T]
	words := strings.Fields(strings.NewReplacer("{", " { ", "}", " } ").Replace(text))
	l.root, _ = l.read(reflect.TypeFor[T](), "", words)
	return l
}

// Faults are the names in the list that no field has, that stand alone although
// there are fields in what they name, or that have braces although there are none. It
// is empty for a list that fits.
func (l List[T]) Faults() []string { return l.faults }

// read reads the fields of a struct up to the closing brace, and returns the words
// behind it.
func (l *List[T]) read(t reflect.Type, path string, words []string) (*fields, []string) {
	known := fieldsOf(t)
	out := new(fields)
	for len(words) > 0 {
		name, whole := strings.CutSuffix(words[0], "*")
		words = words[1:]
		if name == "}" {
			break
		}
		f, ok := known[name]
		inside := under(f.Type)
		var inner *fields
		braces := len(words) > 0 && words[0] == "{"
		if braces {
			inner, words = l.read(inside, path+name+".", words[1:])
		}
		if !ok || braces == (inside == nil) && !whole {
			l.faults = append(l.faults, path+name)
			continue
		}
		out.seen = append(out.seen, field{f.Index, inner, plain(f.Type)})
	}
	return out, words
}

// From returns what may be seen of v. Nothing of it is shared with v but what a star
// let out.
func (l List[T]) From(v T) T {
	if l.root == nil {
		var none T
		return none
	}
	return l.root.from(reflect.ValueOf(v)).Interface().(T)
}

// from is what may be seen of a struct, or of what holds structs.
func (f *fields) from(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(f.from(v.Elem()))
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(f.from(v.Index(i)))
		}
		return out
	case reflect.Map:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeMapWithSize(v.Type(), v.Len())
		for key, x := range v.Seq2() {
			out.SetMapIndex(key, f.from(x))
		}
		return out
	}
	out := reflect.New(v.Type()).Elem()
	for _, x := range f.seen {
		from := v.FieldByIndex(x.index)
		if x.inner != nil {
			from = x.inner.from(from)
		}
		out.FieldByIndex(x.index).Set(from)
	}
	return out
}

// plain reports whether two values of a type can be compared whatever they hold: what an
// interface holds may not.
func plain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Interface:
		return false
	case reflect.Array:
		return plain(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if !plain(t.Field(i).Type) {
				return false
			}
		}
		return true
	}
	return t.Comparable()
}

// Same reports whether what may be seen of two values is the same.
func (l List[T]) Same(a, b T) bool {
	return l.root == nil || l.root.same(reflect.ValueOf(a), reflect.ValueOf(b))
}

// same compares what may be seen of two structs, or of what holds structs.
func (f *fields) same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer:
		return a.UnsafePointer() == b.UnsafePointer() || !a.IsNil() && !b.IsNil() && f.same(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		if a.UnsafePointer() == b.UnsafePointer() {
			return true
		}
		for i := range a.Len() {
			if !f.same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map:
		if a.Len() != b.Len() {
			return false
		}
		for key, x := range a.Seq2() {
			if y := b.MapIndex(key); !y.IsValid() || !f.same(x, y) {
				return false
			}
		}
		return true
	}
	for _, x := range f.seen {
		from, to := a.FieldByIndex(x.index), b.FieldByIndex(x.index)
		switch {
		case x.inner != nil:
			if !x.inner.same(from, to) {
				return false
			}
		case x.plain:
			if !from.Equal(to) {
				return false
			}
		case from.Kind() == reflect.Slice && from.Len() == to.Len() && from.UnsafePointer() == to.UnsafePointer():
		case !reflect.DeepEqual(from.Interface(), to.Interface()):
			return false
		}
	}
	return true
}
