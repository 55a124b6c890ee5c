package strict

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"time"
)

// Plan says how the values of a type are read. It never changes once made.
type Plan struct {
	Kind   Kind
	Elem   *Plan   // plan of what a pointer, list or map holds
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
	Whole               // a whole number of 64 bits
	Map                 // a map from strings
	Own                 // a json.Unmarshaler: whatever it reads, null included
)

// Field is one member of an object.
type Field struct {
	Name  string
	Index []int // as reflect.Value.FieldByIndex takes it
	Plan  *Plan
}

// PlanOf returns the plan of a type made of structs, strings, int, int64, bool, slices,
// maps from strings, pointers and types that read themselves, from text or from JSON.
// Structs are embedded by value. It panics for any other type.
func PlanOf(t reflect.Type) *Plan { return visit(t, make(map[reflect.Type]*Plan)) }

func visit(t reflect.Type, known map[reflect.Type]*Plan) *Plan {
	if p, ok := known[t]; ok {
		return p
	}
	p := &Plan{}
	known[t] = p // a type may hold itself
	switch {
	case t.Kind() != reflect.Int64 && t != reflect.TypeFor[time.Time]() && reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
		p.Kind = Own
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		p.Kind = Spelled
		if t.Kind() == reflect.Int64 {
			p.Kind = Number
		}
	case t.Kind() == reflect.String:
		p.Kind = Text
	case t.Kind() == reflect.Int:
		p.Kind = Int
	case t.Kind() == reflect.Int64:
		p.Kind = Whole
	case t.Kind() == reflect.Map && t.Key().Kind() == reflect.String:
		p.Kind, p.Elem = Map, visit(t.Elem(), known)
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
		if name == "-" || !f.IsExported() {
			continue // never of a text
		}
		fields = append(fields, Field{name, index, visit(f.Type, known)})
	}
	return fields
}

// plans keeps the plan of each type that was asked for.
var plans sync.Map // reflect.Type to *Plan

func planOf(t reflect.Type) *Plan {
	if p, ok := plans.Load(t); ok {
		return p.(*Plan)
	}
	p, _ := plans.LoadOrStore(t, PlanOf(t))
	return p.(*Plan)
}
