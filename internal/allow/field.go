package allow

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// fieldsOf returns the fields of a struct by their JSON names; those of embedded
// structs are its own.
func fieldsOf(t reflect.Type) map[string]reflect.StructField {
	out := make(map[string]reflect.StructField)
	if t == nil {
		return out
	}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "-" && (!f.Anonymous || name != "") {
			if name == "" {
				name = f.Name
			}
			out[name] = f
		}
	}
	return out
}

// under returns the struct that a field holds, itself or in pointers, slices or maps;
// nil if it holds a plain value, such as a date, which has a text of its own.
func under(t reflect.Type) reflect.Type {
	for t != nil {
		if t.Implements(reflect.TypeFor[json.Marshaler]()) || t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
			return nil
		}
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			t = t.Elem()
		case reflect.Struct:
			return t
		default:
			return nil
		}
	}
	return nil
}

// Paths returns the path of every plain value in a T, such as "documents.name",
// sorted.
func Paths[T any]() []string {
	var out []string
	var walk func(t reflect.Type, path string)
	walk = func(t reflect.Type, path string) {
		for name, f := range fieldsOf(t) {
			if inside := under(f.Type); inside != nil {
				walk(inside, path+name+".")
			} else {
				out = append(out, path+name)
			}
		}
	}
	walk(reflect.TypeFor[T](), "")
	slices.Sort(out)
	return out
}
