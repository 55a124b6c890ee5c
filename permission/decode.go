package permission

import (
	"encoding"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
)

// Bounds of a sheet's text.
const (
	maxSheetBytes = 1 << 20
	maxSheetDepth = 24
	maxFaults     = 100
)

// decodeSheet reads JSON into a Sheet. Unlike encoding/json it reports every
// member that is unknown, repeated or of a wrong form, each with its path, and
// goes on; names are exact and null stands nowhere. It is false where the text
// is not JSON at all.
func decodeSheet(text string) (Sheet, bonafide.Faults, bool) {
	var s Sheet
	r := reader{text: text}
	switch {
	case len(text) > maxSheetBytes:
		r.faults.Add("", bonafide.CodeTooLong)
		r.broken = true
	case !utf8.ValidString(text):
		r.fail(nil)
	default:
		r.value(reflect.ValueOf(&s).Elem(), nil, 0)
		r.space()
		if r.pos != len(r.text) {
			r.fail(nil)
		}
	}
	return s, r.faults, !r.broken
}

// place is where the reader is, from the inside out.
type place struct {
	parent *place
	name   string // of a member
	index  int    // of an element, where name is empty
}

func (p *place) String() string {
	var parts []string
	for ; p != nil; p = p.parent {
		switch {
		case p.name == "":
			parts = append(parts, "["+strconv.Itoa(p.index)+"]")
		case p.parent != nil:
			parts = append(parts, "."+p.name)
		default:
			parts = append(parts, p.name)
		}
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
	}
	return b.String()
}

// fieldPlan is one member of an object.
type fieldPlan struct {
	name  string
	index int
}

// sheetPlan lists the members of every struct of a Sheet.
var sheetPlan = sync.OnceValue(func() map[reflect.Type][]fieldPlan {
	plan := make(map[reflect.Type][]fieldPlan)
	var visit func(reflect.Type)
	visit = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			visit(t.Elem())
		case reflect.Struct:
			if _, seen := plan[t]; seen || isText(t) {
				return
			}
			fields := make([]fieldPlan, t.NumField())
			plan[t] = fields
			for i := range fields {
				name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
				fields[i] = fieldPlan{name, i}
				visit(t.Field(i).Type)
			}
		}
	}
	visit(reflect.TypeFor[Sheet]())
	return plan
})

func isText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// value reads the next value into v.
func (r *reader) value(v reflect.Value, at *place, depth int) {
	if r.broken {
		return
	}
	if depth > maxSheetDepth {
		r.fail(at)
		return
	}
	c := r.next()
	switch kind := v.Kind(); {
	case kind == reflect.Pointer:
		if c == 'n' {
			r.skip(at, depth, bonafide.CodeMalformed)
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		r.value(v.Elem(), at, depth)
	case c == '"' && (kind == reflect.String || isText(v.Type())):
		r.fromText(v, r.str(at), at)
	case kind == reflect.Int && (c == '-' || c >= '0' && c <= '9'):
		r.integer(v, at)
	case v.Type() == reflect.TypeFor[Fixed]() && (c == '-' || c >= '0' && c <= '9'):
		r.fromText(v, r.number(at), at)
	case kind == reflect.Bool && (c == 't' || c == 'f'):
		v.SetBool(c == 't')
		r.literal(at)
	case kind == reflect.Slice && c == '[':
		r.array(v, at, depth)
	case kind == reflect.Struct && c == '{' && !isText(v.Type()):
		r.object(v, at, depth)
	default:
		r.skip(at, depth, bonafide.CodeMalformed)
	}
}

func (r *reader) fromText(v reflect.Value, text string, at *place) {
	if r.broken {
		return
	}
	if v.Kind() == reflect.String {
		v.SetString(text)
		return
	}
	if text == "" {
		r.add(at, bonafide.CodeMalformed)
		return
	}
	u, ok := v.Addr().Interface().(encoding.TextUnmarshaler)
	if !ok || u.UnmarshalText([]byte(text)) != nil {
		r.add(at, bonafide.CodeMalformed)
	}
}

func (r *reader) integer(v reflect.Value, at *place) {
	text := r.number(at)
	n, err := strconv.ParseInt(text, 10, 32)
	switch {
	case r.broken:
	case err != nil && strings.Trim(text, "-0123456789") == "":
		r.add(at, bonafide.CodeOutOfRange)
	case err != nil:
		r.add(at, bonafide.CodeMalformed)
	default:
		v.SetInt(n)
	}
}

func (r *reader) array(v reflect.Value, at *place, depth int) {
	r.pos++
	out := reflect.MakeSlice(v.Type(), 0, 4)
	if r.take(']') {
		v.Set(out)
		return
	}
	here := place{parent: at}
	for !r.broken {
		out = reflect.Append(out, reflect.Zero(v.Type().Elem()))
		r.value(out.Index(out.Len()-1), &here, depth+1)
		here.index++
		if r.take(']') {
			break
		}
		if !r.take(',') {
			r.fail(&here)
		}
	}
	v.Set(out)
}

func (r *reader) object(v reflect.Value, at *place, depth int) {
	r.pos++
	if r.take('}') {
		return
	}
	plan := sheetPlan()[v.Type()]
	var seen uint64
	here := place{parent: at}
	for !r.broken {
		if r.next() != '"' {
			r.fail(at)
			return
		}
		here.name = r.str(at)
		if r.broken || !r.take(':') {
			r.fail(at)
			return
		}
		field := -1
		for i := range plan {
			if plan[i].name == here.name {
				field = i
				break
			}
		}
		switch {
		case field < 0:
			if here.name == "" || len(here.name) > 64 {
				here.name = "?" // an unknown name is input: it is not repeated without bound
			}
			r.skip(&here, depth+1, bonafide.CodeUnknown)
		case seen&(1<<field) != 0:
			r.skip(&here, depth+1, bonafide.CodeRepeated)
		default:
			seen |= 1 << field
			r.value(v.Field(plan[field].index), &here, depth+1)
		}
		if r.take('}') {
			return
		}
		if !r.take(',') {
			r.fail(&here)
		}
	}
}
