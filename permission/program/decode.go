package program

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
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
	r := reader{text: text, steps: make([]step, 0, maxSheetDepth+1)}
	switch {
	case len(text) > maxSheetBytes:
		r.faults.Add("", bonafide.CodeTooLong)
		r.broken = true
	case !utf8.ValidString(text):
		r.fail()
	default:
		r.value(reflect.ValueOf(&s).Elem(), sheetPlan())
		if r.next(); r.pos != len(r.text) {
			r.fail()
		}
	}
	return s, r.faults, !r.broken
}

// step leads to a member or, where there is no name, to an element.
type step struct {
	name  string
	index int
}

// where spells out the place the reader is at.
func (r *reader) where() string {
	var b strings.Builder
	for i, s := range r.steps {
		switch {
		case s.name == "":
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case i > 0:
			b.WriteString("." + s.name)
		default:
			b.WriteString(s.name)
		}
	}
	return b.String()
}

// plan says how values of a type of the sheet are read, written and copied.
type plan struct {
	kind   planKind
	elem   *plan // of a pointer or list
	fields []fieldPlan
}

type planKind uint8

const (
	planObject planKind = iota
	planText
	planInt
	planBool
	planList
	planPointer
	planFixed
	planDuration
	planTime
)

// fieldPlan is one member of an object.
type fieldPlan struct {
	name  string
	index int
	plan  *plan
}

// sheetPlan is the plan of a Sheet.
var sheetPlan = sync.OnceValue(func() *plan {
	known := make(map[reflect.Type]*plan)
	var visit func(reflect.Type) *plan
	visit = func(t reflect.Type) *plan {
		if p, ok := known[t]; ok {
			return p
		}
		p := &plan{}
		known[t] = p // a rule holds rules
		switch {
		case t == reflect.TypeFor[bonafide.Fixed]():
			p.kind = planFixed
		case t == reflect.TypeFor[bonafide.Duration]():
			p.kind = planDuration
		case t == reflect.TypeFor[time.Time]():
			p.kind = planTime
		case t.Kind() == reflect.String:
			p.kind = planText
		case t.Kind() == reflect.Int:
			p.kind = planInt
		case t.Kind() == reflect.Bool:
			p.kind = planBool
		case t.Kind() == reflect.Slice:
			p.kind, p.elem = planList, visit(t.Elem())
		case t.Kind() == reflect.Pointer:
			p.kind, p.elem = planPointer, visit(t.Elem())
		default:
			for i := range t.NumField() {
				name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
				p.fields = append(p.fields, fieldPlan{name, i, visit(t.Field(i).Type)})
			}
		}
		return p
	}
	return visit(reflect.TypeFor[Sheet]())
})

// value reads the next value into v.
func (r *reader) value(v reflect.Value, p *plan) {
	if r.broken {
		return
	}
	if len(r.steps) > maxSheetDepth {
		r.fail()
		return
	}
	c := r.next()
	digit := c == '-' || c >= '0' && c <= '9'
	switch {
	case p.kind == planText && c == '"':
		v.SetString(r.str())
	case p.kind == planObject && c == '{':
		r.object(v, p)
	case p.kind == planList && c == '[':
		r.array(v, p)
	case p.kind == planPointer && c != 'n':
		v.Set(reflect.New(v.Type().Elem()))
		r.value(v.Elem(), p.elem)
	case p.kind == planInt && digit:
		r.integer(v)
	case p.kind == planBool && (c == 't' || c == 'f'):
		v.SetBool(c == 't')
		r.literal()
	case p.kind == planFixed && (c == '"' || digit), (p.kind == planDuration || p.kind == planTime) && c == '"':
		r.spelled(v, digit)
	default:
		r.skip(bonafide.CodeMalformed)
	}
}

// spelled reads a value that has a spelling of its own.
func (r *reader) spelled(v reflect.Value, digit bool) {
	var text string
	if digit {
		text = r.number()
	} else {
		text = r.str()
	}
	if r.broken {
		return
	}
	var err error
	switch x := v.Addr().Interface().(type) {
	case *bonafide.Fixed:
		*x, err = bonafide.ParseFixed(text)
	case *bonafide.Duration:
		*x, err = bonafide.ParseDuration(text)
	case *time.Time:
		*x, err = time.Parse(time.RFC3339, text)
	}
	if err != nil {
		r.add(bonafide.CodeMalformed)
	}
}

func (r *reader) integer(v reflect.Value) {
	text := r.number()
	n, err := strconv.ParseInt(text, 10, 32)
	switch {
	case r.broken:
	case err != nil && strings.Trim(text, "-0123456789") == "":
		r.add(bonafide.CodeOutOfRange)
	case err != nil:
		r.add(bonafide.CodeMalformed)
	default:
		v.SetInt(n)
	}
}

func (r *reader) array(v reflect.Value, p *plan) {
	r.pos++
	if r.take(']') {
		return
	}
	r.steps = append(r.steps, step{})
	here := len(r.steps) - 1
	for n := 0; !r.broken; n++ {
		r.steps[here].index = n
		switch {
		case n < v.Cap():
		case n == 0 && p.elem.kind == planText:
			v.Grow(4)
		case n == 0:
			v.Grow(2)
		default:
			v.Grow(1)
		}
		v.SetLen(n + 1)
		r.value(v.Index(n), p.elem)
		if r.take(']') {
			break
		}
		if !r.take(',') {
			r.fail()
		}
	}
	r.steps = r.steps[:here]
}

func (r *reader) object(v reflect.Value, p *plan) {
	r.pos++
	if r.take('}') {
		return
	}
	r.steps = append(r.steps, step{})
	here := len(r.steps) - 1
	for seen := uint64(0); !r.broken; {
		name := r.member()
		field := slices.IndexFunc(p.fields, func(f fieldPlan) bool { return f.name == name })
		if field < 0 && (name == "" || len(name) > maxName) {
			name = "?" // what is not known is not repeated without bound
		}
		r.steps[here].name = name
		switch {
		case r.broken:
		case field < 0:
			r.skip(bonafide.CodeUnknown)
		case seen&(1<<field) != 0:
			r.skip(bonafide.CodeRepeated)
		default:
			seen |= 1 << field
			f := &p.fields[field]
			r.value(v.Field(f.index), f.plan)
		}
		if r.take('}') {
			break
		}
		if !r.take(',') {
			r.fail()
		}
	}
	r.steps = r.steps[:here]
}
