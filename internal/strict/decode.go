package strict

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
)

// Bounds of a text.
const (
	maxBytes = 1 << 20
	maxDepth = 24
	maxName  = 64
	// MaxFaults bounds the faults that are reported of one text.
	MaxFaults = 100
)

// Decode reads JSON into *to, as the plan of its type says. Unlike encoding/json
// it reports every member that is unknown, repeated or of a wrong form, each
// with its path, and goes on; names are exact and null stands nowhere. It is
// false where the text is not JSON at all.
func Decode[T any](text string, to *T, plan *Plan) (bonafide.Faults, bool) {
	r := reader{text: text, steps: make([]step, 0, maxDepth+1)}
	switch {
	case len(text) > maxBytes:
		r.faults.Add("", bonafide.CodeTooLong)
		r.broken = true
	case !utf8.ValidString(text):
		r.fail()
	default:
		r.value(reflect.ValueOf(to).Elem(), plan)
		if r.next(); r.pos != len(r.text) {
			r.fail()
		}
	}
	return r.faults, !r.broken
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

// value reads the next value into v.
func (r *reader) value(v reflect.Value, p *Plan) {
	if r.broken {
		return
	}
	if len(r.steps) > maxDepth {
		r.fail()
		return
	}
	c := r.next()
	digit := c == '-' || c >= '0' && c <= '9'
	switch {
	case p.Kind == Text && c == '"':
		v.SetString(r.str())
	case p.Kind == Object && c == '{':
		r.object(v, p)
	case p.Kind == List && c == '[':
		r.array(v, p)
	case p.Kind == Pointer && c != 'n':
		v.Set(reflect.New(v.Type().Elem()))
		r.value(v.Elem(), p.Elem)
	case p.Kind == Int && digit:
		r.integer(v)
	case p.Kind == Bool && (c == 't' || c == 'f'):
		v.SetBool(c == 't')
		r.literal()
	case (p.Kind == Spelled || p.Kind == Number) && c == '"':
		r.spelled(v, r.str())
	case p.Kind == Number && digit:
		r.spelled(v, r.number())
	default:
		r.skip(bonafide.CodeMalformed)
	}
}

// spelled reads a value that has a spelling of its own.
func (r *reader) spelled(v reflect.Value, text string) {
	if r.broken {
		return
	}
	if text == "" || v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)) != nil {
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

func (r *reader) array(v reflect.Value, p *Plan) {
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
		case n == 0 && p.Elem.Kind == Text:
			v.Grow(4)
		case n == 0:
			v.Grow(2)
		default:
			v.Grow(1)
		}
		v.SetLen(n + 1)
		r.value(v.Index(n), p.Elem)
		if r.take(']') {
			break
		}
		if !r.take(',') {
			r.fail()
		}
	}
	r.steps = r.steps[:here]
}

func (r *reader) object(v reflect.Value, p *Plan) {
	r.pos++
	if r.take('}') {
		return
	}
	r.steps = append(r.steps, step{})
	here := len(r.steps) - 1
	for seen := uint64(0); !r.broken; {
		name := r.member()
		field := slices.IndexFunc(p.Fields, func(f Field) bool { return f.Name == name })
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
			f := &p.Fields[field]
			r.value(v.FieldByIndex(f.Index), f.Plan)
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
