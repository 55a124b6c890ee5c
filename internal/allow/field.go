package allow

import (
	"encoding"
	"encoding/json"
	"maps"
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
	out := make(map[string]bool)
	var walk func(t reflect.Type, path string)
	walk = func(t reflect.Type, path string) {
		for name, f := range fieldsOf(t) {
			if inside := under(f.Type); inside != nil {
				walk(inside, path+name+".")
			} else {
				out[path+name] = true
			}
		}
	}
	walk(reflect.TypeFor[T](), "")
	return slices.Sorted(maps.Keys(out))
}

// Set returns the path of every plain value in v that is not zero and no empty list, sorted.
func Set[T any](v T) []string {
	out := make(map[string]bool)
	var walk func(v reflect.Value, path string)
	walk = func(v reflect.Value, path string) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem(), path)
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), path)
			}
		case reflect.Map:
			for _, x := range v.Seq2() {
				walk(x, path)
			}
		case reflect.Struct:
			for name, f := range fieldsOf(v.Type()) {
				x := v.FieldByIndex(f.Index)
				if under(f.Type) != nil {
					walk(x, path+name+".")
				} else if !x.IsZero() && !(x.Kind() == reflect.Slice && x.Len() == 0) {
					out[path+name] = true
				}
			}
		}
	}
	walk(reflect.ValueOf(v), "")
	return slices.Sorted(maps.Keys(out))
}
