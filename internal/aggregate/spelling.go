package aggregate

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// misspelt adds a fault for each member of a request that JSON has no word for: a day
// that no calendar has, a time beyond the year 9999.
func misspelt(faults *bonafide.Faults, v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			misspelt(faults, v.Elem(), path)
		}
		return
	}
	switch v.Interface().(type) {
	case json.Marshaler, encoding.TextMarshaler:
		if _, err := json.Marshal(v.Interface()); err != nil {
			faults.Add(path, bonafide.CodeMalformed)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case !f.IsExported() || name == "-":
			case f.Anonymous && name == "":
				misspelt(faults, v.Field(i), path)
			case path == "":
				misspelt(faults, v.Field(i), name)
			default:
				misspelt(faults, v.Field(i), path+"."+name)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			misspelt(faults, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	}
}
