package casefile

import (
	"reflect"
	"slices"
	"strings"
)

// changed returns the JSON names of the fields in which two values of one struct
// type differ, sorted; those of embedded structs included.
func changed(before, after any) []string {
	names := fields(reflect.ValueOf(before), reflect.ValueOf(after))
	slices.Sort(names)
	return names
}

func fields(a, b reflect.Value) []string {
	var names []string
	for i := range a.NumField() {
		f := a.Type().Field(i)
		if f.Anonymous {
			names = append(names, fields(a.Field(i), b.Field(i))...)
			continue
		}
		if !f.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch name {
		case "updated_at", "marks", "-":
			continue
		}
		if !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			names = append(names, name)
		}
	}
	return names
}
