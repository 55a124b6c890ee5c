package rest

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/bonafide-go/bonafide"
)

// What Read refuses before it decodes.
var (
	ErrMediaType = errors.New("rest: body is not JSON by its content type")
	ErrTooLarge  = errors.New("rest: body is too large")
)

const (
	maxFaults = 100
	maxName   = 64
	maxItems  = 10_000 // elements of lists, entries of maps and unknown members of one body: each takes many times the room of its text
)

// Read decodes the body of a request into to, a pointer to a struct. The content
// type must be JSON, and the body one object of at most max bytes and 10,000 items. Names are exact;
// null leaves a field as it is, unless its type reads null. It fails with
// [ErrMediaType], [ErrTooLarge], or a [*bonafide.InvalidError] of every member that
// is unknown, repeated or of a wrong form, each with its path.
func Read(w http.ResponseWriter, r *http.Request, max int64, to any) error {
	if len(r.Header.Values("Content-Type")) != 1 {
		return ErrMediaType // of two, what a proxy checked and what is read here could differ (CWE-444)
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(params["charset"])
	if err != nil || kind != "application/json" || charset != "" && charset != "utf-8" && charset != "utf8" {
		return ErrMediaType
	}
	if r.ContentLength > max {
		return ErrTooLarge
	}
	err = Decode(http.MaxBytesReader(w, r.Body, max), to)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return ErrTooLarge
	}
	return err
}

// Decode reads one JSON object, as Read does.
func Decode(body io.Reader, to any) error {
	d := decoder{in: json.NewDecoder(body)}
	err := d.value(reflect.ValueOf(to).Elem(), "")
	if err == nil {
		if _, end := d.in.Token(); end != io.EOF {
			err = end
			if end == nil {
				err = errSyntax
			}
		}
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return large
	case errors.Is(err, errTooMany):
	case err != nil:
		d.faults = bonafide.Faults{{Path: "", Code: bonafide.CodeMalformed}}
	}
	return d.faults.Err()
}

var (
	errSyntax  = errors.New("rest: more than one value")
	errTooMany = errors.New("rest: more items than a body may have")
)

type decoder struct {
	in     *json.Decoder
	faults bonafide.Faults
	items  int
}

// item counts one more of what a body may have any number of.
func (d *decoder) item(path string) error {
	if d.items++; d.items > maxItems {
		d.faults.Add(path, bonafide.CodeTooMany)
		return errTooMany
	}
	return nil
}

func (d *decoder) add(path string, code bonafide.Code) {
	if len(d.faults) < maxFaults {
		d.faults.Add(path, code)
	}
}

// value reads the next value into v. Its error is one after which nothing can be read.
func (d *decoder) value(v reflect.Value, path string) error {
	switch {
	case readsItself(v.Type()):
		return d.leaf(v, path)
	case v.Kind() == reflect.Pointer:
		return d.pointer(v, path)
	case v.Kind() == reflect.Struct, v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String, v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		return d.nested(v, path)
	}
	return d.leaf(v, path)
}

func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// leaf reads a value that encoding/json reads whole.
func (d *decoder) leaf(v reflect.Value, path string) error {
	var raw json.RawMessage
	if err := d.in.Decode(&raw); err != nil {
		return err
	}
	fresh := reflect.New(v.Type())
	if bytes.Equal(raw, []byte("null")) && !readsItself(v.Type()) {
		return nil
	}
	switch err := json.Unmarshal(raw, fresh.Interface()); {
	case err == nil:
		v.Set(fresh.Elem())
	case !d.faults.Merge(joined(path), err):
		d.add(path, bonafide.CodeMalformed)
	}
	return nil
}

func joined(path string) string {
	if path == "" {
		return ""
	}
	return path + "."
}

func (d *decoder) pointer(v reflect.Value, path string) error {
	fresh := reflect.New(v.Type().Elem())
	before := len(d.faults)
	null, err := d.orNull(fresh.Elem(), path)
	if err == nil && !null && len(d.faults) == before {
		v.Set(fresh)
	}
	return err
}

// orNull reads a value and tells whether null stood there instead.
func (d *decoder) orNull(v reflect.Value, path string) (bool, error) {
	if v.Kind() != reflect.Struct || readsItself(v.Type()) {
		var raw json.RawMessage
		if err := d.in.Decode(&raw); err != nil {
			return false, err
		}
		if bytes.Equal(raw, []byte("null")) {
			return true, nil
		}
		inner := decoder{in: json.NewDecoder(bytes.NewReader(raw)), faults: d.faults, items: d.items}
		err := inner.value(v, path)
		d.faults, d.items = inner.faults, inner.items
		return false, err
	}
	token, err := d.in.Token()
	switch {
	case err != nil:
		return false, err
	case token == nil:
		return true, nil
	case token == json.Delim('{'):
		return false, d.object(v, path)
	}
	return false, d.wrong(token, path)
}

// nested reads an object or a list.
func (d *decoder) nested(v reflect.Value, path string) error {
	token, err := d.in.Token()
	switch {
	case err != nil:
		return err
	case token == nil && path != "":
		return nil
	case token == json.Delim('{') && v.Kind() != reflect.Slice:
		return d.object(v, path)
	case token == json.Delim('[') && v.Kind() == reflect.Slice:
		return d.list(v, path)
	}
	return d.wrong(token, path)
}

// wrong reads over the rest of a value of another form.
func (d *decoder) wrong(token json.Token, path string) error {
	d.add(path, bonafide.CodeMalformed)
	for depth := 0; ; {
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		var err error
		if token, err = d.in.Token(); err != nil {
			return err
		}
	}
}

func (d *decoder) list(v reflect.Value, path string) error {
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	for i := 0; d.in.More(); i++ {
		if err := d.item(path); err != nil {
			return err
		}
		fresh := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(fresh, path+"["+strconv.Itoa(i)+"]"); err != nil {
			return err
		}
		v.Set(reflect.Append(v, fresh))
	}
	_, err := d.in.Token()
	return err
}

func (d *decoder) object(v reflect.Value, path string) error {
	if v.Kind() == reflect.Map {
		v.Set(reflect.MakeMap(v.Type()))
	}
	seen := map[string]bool{}
	for d.in.More() {
		token, err := d.in.Token()
		if err != nil {
			return err
		}
		name := token.(string) // the decoder takes nothing else before a colon
		to, known := member(v, name)
		if !known || v.Kind() == reflect.Map {
			if err := d.item(path); err != nil {
				return err
			}
		}
		shown := name
		if len(shown) > maxName || !known {
			shown = bounded(shown)
		}
		where := joined(path) + shown
		switch {
		case seen[name]:
			d.add(where, bonafide.CodeRepeated)
			known = false
		case !known:
			d.add(where, bonafide.CodeUnknown)
		}
		seen[name] = true
		if !known {
			var skipped json.RawMessage
			if err := d.in.Decode(&skipped); err != nil {
				return err
			}
			continue
		}
		if err := d.value(to, where); err != nil {
			return err
		}
		if v.Kind() == reflect.Map {
			v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), to)
		}
	}
	_, err := d.in.Token()
	return err
}

// bounded is what a name that a stranger chose is repeated as: a name that could be
// one of ours, and nothing else.
func bounded(name string) string {
	if name == "" || len(name) > maxName {
		return "?"
	}
	for _, c := range name {
		if c != '_' && c != '-' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return "?"
		}
	}
	return name
}

// member returns where a member goes: a field by its tag, those of embedded structs
// included, or a fresh element of a map.
func member(v reflect.Value, name string) (reflect.Value, bool) {
	if v.Kind() == reflect.Map {
		return reflect.New(v.Type().Elem()).Elem(), true
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && tag == "":
			if to, ok := member(v.Field(i), name); ok {
				return to, true
			}
		case tag == name && tag != "" && tag != "-" && f.IsExported():
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}
