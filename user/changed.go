package user

import (
	"reflect"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide/document"
)

// changed returns the JSON names of the submitted fields in which two base
// documents differ, sorted.
func changed(a, b document.Base) []string {
	before, after := reflect.ValueOf(a.Submission()), reflect.ValueOf(b.Submission())
	var names []string
	for i := range before.NumField() {
		field := before.Type().Field(i)
		if field.Name == "ID" || reflect.DeepEqual(before.Field(i).Interface(), after.Field(i).Interface()) {
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// identity reports whether one of the fields is what documents are checked
// against: a verdict about the old name says nothing about the new one.
func identity(fields []string) bool {
	return slices.ContainsFunc(fields, func(f string) bool {
		switch f {
		case "name", "maiden_name", "day", "month", "year", "entity_type":
			return true
		}
		return strings.HasPrefix(f, "address_")
	})
}
