package strict

import (
	"encoding"
	"reflect"
	"strings"
)

// Plan says how the values of a type are read. It never changes once made.
type Plan struct {
	Kind   Kind
	Elem   *Plan   // plan of what a pointer or list holds
	Fields []Field // fields of an object
}

// Kind is what stands for a value in JSON.
type Kind uint8

// The kinds.
const (
	Object  Kind = iota // a struct; members by their json tags
	Text                // a string
	Int                 // a whole number of 32 bits
	Bool                // true or false
	List                // a slice
	Pointer             // what it points to, where it is given
	Spelled             // an encoding.TextUnmarshaler: a string
	Number              // the same whose kind is a number: a number or a string
)

// Field is one member of an object.
type Field struct {
	Name  string
	Index []int // as reflect.Value.FieldByIndex takes it
	Plan  *Plan
}

// PlanOf returns the plan of a type made of structs, strings, int, bool, slices,
// pointers and types that read themselves from text. Structs are embedded by
// value. It panics for any other type.
func PlanOf(t reflect.Type) *Plan { return visit(t, make(map[reflect.Type]*Plan)) }

func visit(t reflect.Type, known map[reflect.Type]*Plan) *Plan {
	if p, ok := known[t]; ok {
		return p
	}
	p := &Plan{}
	known[t] = p // a type may hold itself
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		p.Kind = Spelled
		if t.Kind() == reflect.Int64 {
			p.Kind = Number
		}
	case t.Kind() == reflect.String:
		p.Kind = Text
	case t.Kind() == reflect.Int:
		p.Kind = Int
	case t.Kind() == reflect.Bool:
		p.Kind = Bool
	case t.Kind() == reflect.Slice:
		p.Kind, p.Elem = List, visit(t.Elem(), known)
	case t.Kind() == reflect.Pointer:
		p.Kind, p.Elem = Pointer, visit(t.Elem(), known)
	default:
		p.Fields = members(t, nil, known)
	}
	return p
}

// members lists the members of a struct, those of embedded ones included.
func members(t reflect.Type, above []int, known map[reflect.Type]*Plan) (fields []Field) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(above[:len(above):len(above)], i)
		if f.Anonymous {
			fields = append(fields, members(f.Type, index, known)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields = append(fields, Field{name, index, visit(f.Type, known)})
	}
	return fields
}
