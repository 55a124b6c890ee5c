package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
)

// errText says that a stored text is not what was written. It is neither an outage
// nor a fault of the caller's input, and of one record alone.
var errText = fmt.Errorf("store: stored text is damaged: %w", bonafide.ErrUnreadable)

// EncodeTerms returns unique values or labels as one JSON array, for a column
// beside the record, so that reading a record needs no join. Order and
// repetition are kept. Terms are bytes: what JSON cannot hold stands as
// "base64:…".
func EncodeTerms(terms []string) []byte {
	if len(terms) == 0 {
		return []byte("[]")
	}
	texts := make([]string, len(terms))
	for i, term := range terms {
		texts[i] = toText(term)
	}
	b, _ := json.Marshal(texts) // strings always encode
	return b
}

// DecodeTerms returns what EncodeTerms was given, no terms as nil, or nil and an
// error matching [bonafide.ErrUnreadable].
func DecodeTerms(b []byte) ([]string, error) {
	if len(b) == 0 || string(b) == "[]" {
		return nil, nil
	}
	var terms []string
	if err := json.Unmarshal(b, &terms); err != nil {
		return nil, errText // the decoder's own error could quote them
	}
	for i := range terms {
		term, ok := fromText(terms[i])
		if !ok {
			return nil, errText
		}
		terms[i] = term
	}
	return terms, nil
}

// EncodeEvent returns the event's own JSON without its position, for one column
// of the outbox: an adapter then has nothing to change when events get another
// field, and a change feed on the table carries what readers of
// [bonafide.Event] know. A text that JSON cannot hold stands as "base64:…". A
// time that RFC 3339 cannot write fails with [bonafide.ErrInvalid].
func EncodeEvent(e bonafide.Event) ([]byte, error) {
	e, _ = mapTexts(e, func(s string) (string, bool) { return toText(s), true })
	b, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("store: event: %w", bonafide.ErrInvalid)
	}
	return b, nil
}

// DecodeEvent returns what EncodeEvent was given, or the zero Event and
// an error matching [bonafide.ErrUnreadable]. An event that names no record is damaged.
func DecodeEvent(b []byte) (bonafide.Event, error) {
	var e bonafide.Event
	if json.Unmarshal(b, &e) == nil {
		if e, ok := mapTexts(e, fromText); ok && e.Kind != "" && e.ID != "" {
			e.At = bonafide.Instant(e.At)
			return e, nil
		}
	}
	return bonafide.Event{}, errText
}

// mapTexts returns the event with every text mapped, if all can be.
func mapTexts(e bonafide.Event, f func(string) (string, bool)) (bonafide.Event, bool) {
	all := true
	put := func(s *string) {
		var ok bool
		*s, ok = f(*s)
		all = all && ok
	}
	kind := string(e.Actor.Kind)
	for _, s := range []*string{&e.Kind, &e.ID, &e.Type, &kind, &e.Actor.ID, &e.Prev, &e.Hash} {
		put(s)
	}
	e.Actor.Kind = bonafide.ActorKind(kind)
	if e.Data != nil {
		data := make(map[string]string, len(e.Data))
		for k, v := range e.Data {
			put(&k)
			put(&v)
			data[k] = v
		}
		e.Data = data
	}
	return e, all
}

const binary64 = "base64:"

// toText marks bytes that are not UTF-8, and what looks like the mark.
func toText(s string) string {
	if utf8.ValidString(s) && !strings.HasPrefix(s, binary64) {
		return s
	}
	return binary64 + base64.RawStdEncoding.EncodeToString([]byte(s))
}

func fromText(s string) (string, bool) {
	encoded, marked := strings.CutPrefix(s, binary64)
	if !marked {
		return s, true
	}
	b, err := base64.RawStdEncoding.DecodeString(encoded)
	return string(b), err == nil
}
