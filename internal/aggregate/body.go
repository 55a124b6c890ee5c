package aggregate

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

// format is the version of the body's encoding.
const format = 1

// body is what Record.Body holds.
type body[S any] struct {
	Format int            `json:"format"`
	Head   bonafide.Chain `json:"head"`
	State  S              `json:"state"`
}

// ErrFormat says that a body was written by a newer bonafide.
var ErrFormat = fmt.Errorf("bonafide: record is of a newer format: %w", bonafide.ErrUnreadable)

func decode[S any](r bonafide.Record) (S, bonafide.Chain, error) {
	var b body[S]
	if err := json.Unmarshal(r.Body, &b); err != nil {
		var zero S
		// The decoder's text may quote what it could not read.
		return zero, bonafide.Chain{}, fmt.Errorf("bonafide: %s record does not decode: %w", r.Kind, bonafide.ErrUnreadable)
	}
	if b.Format > format {
		var zero S
		return zero, bonafide.Chain{}, ErrFormat
	}
	return b.State, b.Head, nil
}

func encode[S any](kind, id string, version int64, head bonafide.Chain, state S, terms Terms) (bonafide.Record, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body[S]{Format: format, Head: head, State: state}); err != nil {
		return bonafide.Record{}, fmt.Errorf("bonafide: %s record does not encode", kind)
	}
	return bonafide.Record{
		Kind: kind, ID: id, Version: version, Unique: terms.Unique, Labels: terms.Labels,
		Due: bonafide.Instant(terms.Due), Body: bytes.TrimSuffix(buf.Bytes(), []byte("\n")),
	}, nil
}

// A Part is a companion record with content of its own, under the aggregate's
// id: it changes with the aggregate or alone, has its own version and its own
// chain of events, and is read by those commands that name its kind.
type Part[T any] struct {
	kind   string
	decode func(T, bonafide.Record) (T, bonafide.Chain, error)
	encode func(id string, version int64, head bonafide.Chain, state T) (bonafide.Record, error)
}

// NewPart describes a companion part: get takes its content out of the
// aggregate, set puts it back, and terms may be nil.
func NewPart[T, S any](kind string, get func(T) S, set func(T, S) T, terms func(T) Terms) Part[T] {
	return Part[T]{
		kind: kind,
		decode: func(state T, r bonafide.Record) (T, bonafide.Chain, error) {
			content, head, err := decode[S](r)
			if err != nil {
				return state, head, err
			}
			return set(state, content), head, nil
		},
		encode: func(id string, version int64, head bonafide.Chain, state T) (bonafide.Record, error) {
			var t Terms
			if terms != nil {
				t = terms(state)
			}
			return encode(kind, id, version, head, get(state), t)
		},
	}
}
