package risk

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// maxSpecBytes bounds a model's file.
const maxSpecBytes = 1 << 20

// Parse reads a scoring model: one JSON object, a [Spec]. A field that no spec has
// is a fault, since it may be a misspelt rule. It fails with a
// [*bonafide.InvalidError] that lists every fault at once.
func Parse(data []byte) (*Scoring, error) {
	var faults bonafide.Faults
	if len(data) > maxSpecBytes {
		return nil, bonafide.Invalid("", bonafide.CodeTooLong)
	}
	var raw any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if decoder.Decode(&raw) != nil || trailing(decoder) {
		return nil, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	unknownFields(&faults, raw, reflect.TypeFor[Spec](), "")
	var s Spec
	err := json.Unmarshal(data, &s)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		faults.Add(wrong.Field, bonafide.CodeMalformed)
	case err != nil:
		if !faults.Merge("", err) {
			faults.Add("", bonafide.CodeMalformed)
		}
	}
	if err := s.Check(); err != nil {
		faults.Merge("", err)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return New(s)
}

func trailing(d *json.Decoder) bool {
	_, err := d.Token()
	return !errors.Is(err, io.EOF)
}

// unknownFields walks a decoded document beside the type that it is for.
func unknownFields(faults *bonafide.Faults, raw any, typ reflect.Type, path string) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch v := raw.(type) {
	case []any:
		if typ.Kind() == reflect.Slice {
			for i, item := range v {
				unknownFields(faults, item, typ.Elem(), path+"["+strconv.Itoa(i)+"]")
			}
		}
	case map[string]any:
		if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[bonafide.Date]() {
			return
		}
		fields := fieldsOf(typ)
		for _, name := range sortedKeys(v) {
			at := name
			if path != "" {
				at = path + "." + name
			}
			field, ok := fields[name]
			if !ok {
				// the name itself may be anything: only where it stands is said
				faults.Add(strings.TrimSuffix(path, "."), CodeUnknownField)
				continue
			}
			unknownFields(faults, v[name], field, at)
		}
	}
}

// CodeUnknownField is the fault of a field that no spec has; its path is that of
// the object it stands in.
const CodeUnknownField bonafide.Code = "unknown_field"

func fieldsOf(typ reflect.Type) map[string]reflect.Type {
	fields := make(map[string]reflect.Type)
	for i := range typ.NumField() {
		f := typ.Field(i)
		if f.Anonymous {
			for name, t := range fieldsOf(f.Type) {
				fields[name] = t
			}
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields[name] = f.Type
	}
	return fields
}
