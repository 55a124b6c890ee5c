package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
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

// A storedEvent is an event without what its row says besides: kind and id stand in
// columns, the hash follows from the rest, and the position is the row's key. Names are
// short, since they stand in every row.
type storedEvent struct {
	Seq   int64             `json:"n"`
	Type  string            `json:"t"`
	At    instant           `json:"at"`
	Actor []string          `json:"by"` // kind, and id if there is one
	Data  map[string]string `json:"d,omitzero"`
	After string            `json:"after,omitzero"` // Prev in base64, where it is a hash
	Prev  string            `json:"prev,omitzero"`  // else
	Hash  *string           `json:"hash,omitzero"`  // only if it does not follow from the rest
}

// An instant is stored as microseconds since 1970.
type instant time.Time

func (at instant) MarshalJSON() ([]byte, error) {
	return strconv.AppendInt(nil, time.Time(at).UnixMicro(), 10), nil
}

func (at *instant) UnmarshalJSON(b []byte) error {
	micros, err := strconv.ParseInt(string(b), 10, 64)
	*at = instant(bonafide.Instant(time.UnixMicro(micros)))
	return err
}

// EncodeEvent returns the event as JSON for one column of the outbox, without what
// stands in the row besides: its kind and id, its position, and its hash, which
// [bonafide.Event.Digest] gives. An adapter has nothing to change when events get
// another field. Times are microseconds since 1970; "after" is the hash of the
// event before in base64. A text that JSON cannot hold stands as "base64:…". A
// time outside the years 1 to 9999 fails with [bonafide.ErrInvalid].
func EncodeEvent(e bonafide.Event) ([]byte, error) {
	if outOfYears(e.At) {
		return nil, fmt.Errorf("store: event: %w", bonafide.ErrInvalid)
	}
	s := storedEvent{Seq: e.Seq, At: instant(e.At), After: rawHash(e.Prev)}
	follows := e.Digest() == e.Hash
	e, _ = mapTexts(e, func(s string) (string, bool) { return toText(s), true })
	s.Type, s.Data, s.Actor = e.Type, e.Data, []string{string(e.Actor.Kind)}
	if e.Actor.ID != "" {
		s.Actor = append(s.Actor, e.Actor.ID)
	}
	if s.After == "" {
		s.Prev = e.Prev
	}
	if !follows {
		s.Hash = &e.Hash
	}
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("store: event: %w", bonafide.ErrInvalid)
	}
	return b, nil
}

// DecodeEvent returns what EncodeEvent was given, of the kind and id that stand beside
// it, or the zero Event and an error matching [bonafide.ErrUnreadable]. It also reads what EncodeEvent wrote before:
// the event's own JSON. An event that was changed in its row has another hash, so that
// the one after it no longer follows.
func DecodeEvent(kind, id string, b []byte) (bonafide.Event, error) {
	read := shortEvent
	if bytes.HasPrefix(b, []byte(`{"kind":`)) {
		read = wholeEvent
	}
	e, ok := read(kind, id, b)
	if !ok || kind == "" || id == "" || outOfYears(e.At) {
		return bonafide.Event{}, errText
	}
	return e, nil
}

func shortEvent(kind, id string, b []byte) (bonafide.Event, bool) {
	var s storedEvent
	if json.Unmarshal(b, &s) != nil || len(s.Actor) < 1 || len(s.Actor) > 2 || s.After != "" && s.Prev != "" {
		return bonafide.Event{}, false
	}
	e := bonafide.Event{Seq: s.Seq, Type: s.Type, At: time.Time(s.At), Data: s.Data, Prev: s.Prev}
	e.Actor.Kind = bonafide.ActorKind(s.Actor[0])
	if len(s.Actor) == 2 {
		e.Actor.ID = s.Actor[1]
	}
	if s.Hash != nil {
		e.Hash = *s.Hash
	}
	e, ok := mapTexts(e, fromText)
	if s.After != "" {
		hash, err := base64.RawURLEncoding.DecodeString(s.After)
		ok = ok && err == nil && len(hash) == sha256.Size
		e.Prev = hex.EncodeToString(hash)
	}
	e.Kind, e.ID = kind, id
	if s.Hash == nil {
		e.Hash = e.Digest()
	}
	return e, ok
}

func wholeEvent(kind, id string, b []byte) (bonafide.Event, bool) {
	var e bonafide.Event
	if json.Unmarshal(b, &e) != nil {
		return bonafide.Event{}, false
	}
	e, ok := mapTexts(e, fromText)
	e.Kind, e.ID, e.At = kind, id, bonafide.Instant(e.At)
	return e, ok
}

// rawHash returns a hash in lower-case hex as base64, and nothing for any other text.
func rawHash(s string) string {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != sha256.Size || hex.EncodeToString(b) != s {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// mapTexts returns the event with every text mapped that is stored as one, if all can be.
func mapTexts(e bonafide.Event, f func(string) (string, bool)) (bonafide.Event, bool) {
	all := true
	put := func(s *string) {
		var ok bool
		*s, ok = f(*s)
		all = all && ok
	}
	kind := string(e.Actor.Kind)
	for _, s := range []*string{&e.Type, &kind, &e.Actor.ID, &e.Prev, &e.Hash} {
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
