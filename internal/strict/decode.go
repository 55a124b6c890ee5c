package strict

import (
	"encoding"
	"encoding/json"
	"errors"
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

// Unmarshal reads JSON that a program wrote, such as the body of a request, into *to.
// It is for the UnmarshalJSON of a type, which gives it itself under another name. It
// is as strict as [Decode], but null counts as a member that is not there, and there
// is no bound but the caller's own. It fails with an [*bonafide.InvalidError] that
// lists every fault with its path.
func Unmarshal[T any](data []byte, to *T) error {
	r := reader{text: string(data), steps: make([]step, 0, 8), nulls: true}
	if !utf8.ValidString(r.text) {
		r.fail()
	}
	if !r.null() {
		r.value(reflect.ValueOf(to).Elem(), planOf(reflect.TypeFor[T]()))
	}
	if r.next(); r.pos != len(r.text) {
		r.fail()
	}
	return r.faults.Err()
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
	case p.Kind == Own:
		r.own(v)
	case p.Kind == Map && c == '{':
		r.table(v, p)
	case p.Kind == Whole && digit:
		r.integer(v, 64)
	case p.Kind == Int && digit:
		r.integer(v, 32)
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
	if text == "" && !r.nulls || v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)) != nil {
		r.add(bonafide.CodeMalformed)
	}
}

// own hands the next value to the type that reads it.
func (r *reader) own(v reflect.Value) {
	r.next()
	start := r.pos
	before := len(r.faults)
	r.over(len(r.steps))
	if r.broken || len(r.faults) > before {
		return
	}
	err := v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON([]byte(r.text[start:r.pos]))
	at := r.where()
	var invalid *bonafide.InvalidError
	switch {
	case err == nil:
	case !errors.As(err, &invalid):
		r.add(bonafide.CodeMalformed)
	default:
		for _, f := range invalid.Fields {
			if len(r.faults) >= MaxFaults {
				return
			}
			if at != "" && f.Path != "" && f.Path[0] != '[' {
				f.Path = "." + f.Path
			}
			f.Path = at + f.Path
			r.faults = append(r.faults, f)
		}
	}
}

// table reads a map. Its keys are the caller's own: a fault names them by place.
func (r *reader) table(v reflect.Value, p *Plan) {
	v.Set(reflect.MakeMap(v.Type()))
	r.pos++
	if r.take('}') {
		return
	}
	r.steps = append(r.steps, step{})
	here := len(r.steps) - 1
	for n := 0; !r.broken; n++ {
		r.steps[here].index = n
		key := reflect.ValueOf(r.member()).Convert(v.Type().Key())
		item := reflect.New(v.Type().Elem()).Elem()
		switch {
		case r.broken:
		case v.MapIndex(key).IsValid():
			r.skip(bonafide.CodeRepeated)
		default:
			r.value(item, p.Elem)
			v.SetMapIndex(key, item)
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

// null consumes a null where it counts as nothing.
func (r *reader) null() bool {
	if !r.nulls || r.broken || r.next() != 'n' {
		return false
	}
	r.literal()
	return true
}

func (r *reader) integer(v reflect.Value, bits int) {
	text := r.number()
	n, err := strconv.ParseInt(text, 10, bits)
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
			if f.Plan.Kind == Own || !r.null() {
				r.value(v.FieldByIndex(f.Index), f.Plan)
			}
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
