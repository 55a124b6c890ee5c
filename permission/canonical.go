package permission

import (
	"encoding"
	"encoding/binary"
	"reflect"
)

// canonical encodes a sheet for hashing: every member that says something, in
// the order of the type, each text behind its length. It does not depend on any
// JSON encoder, so that the hash of a released program is stable.
func canonical(s *Sheet) []byte {
	return appendCanonical(make([]byte, 0, 2048), reflect.ValueOf(s).Elem())
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendCanonical(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Pointer:
		return appendCanonical(b, v.Elem())
	case reflect.String:
		return appendText(b, v.String())
	case reflect.Bool:
		return append(b, '1') // only true is ever written
	case reflect.Int, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Slice:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		for i := range v.Len() {
			b = appendCanonical(b, v.Index(i))
		}
		return b
	}
	if text, ok := v.Interface().(encoding.TextMarshaler); ok {
		t, err := text.MarshalText()
		if err != nil {
			t = nil // checked before: times and durations of a compiled sheet have a text
		}
		return appendText(b, string(t))
	}
	for _, f := range sheetPlan()[v.Type()] {
		if field := v.Field(f.index); !isEmpty(field) && f.name != "$schema" {
			b = appendText(b, f.name)
			b = appendCanonical(b, field)
		}
	}
	return append(b, 0) // no name is empty
}

func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		return v.Len() == 0
	}
	return v.IsZero()
}

// clone returns a deep copy.
func clone(s Sheet) Sheet {
	cloneValue(reflect.ValueOf(&s).Elem())
	return s
}

// cloneValue replaces whatever v refers to by copies.
func cloneValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		fresh := reflect.New(v.Type().Elem())
		fresh.Elem().Set(v.Elem())
		cloneValue(fresh.Elem())
		v.Set(fresh)
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		for i := range fresh.Len() {
			cloneValue(fresh.Index(i))
		}
		v.Set(fresh)
	case reflect.Struct:
		for _, f := range sheetPlan()[v.Type()] {
			cloneValue(v.Field(f.index))
		}
	}
}
