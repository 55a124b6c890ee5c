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
	Seq int64 `json:"n"`
	storedFact
	After string       `json:"after,omitzero"` // Prev in base64, where it is a hash
	Prev  string       `json:"prev,omitzero"`  // else
	Hash  *string      `json:"hash,omitzero"`  // only if it does not follow from the rest
	Then  []storedFact `json:"then,omitzero"`  // events that follow on this one
}

// A storedFact is what an event says beside its place in the chain.
type storedFact struct {
	Type  string            `json:"t"`
	At    instant           `json:"at"`
	Actor []string          `json:"by"` // kind, and id if there is one
	Data  map[string]string `json:"d,omitzero"`
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
func EncodeEvent(e bonafide.Event) ([]byte, error) { return encodeEvents([]bonafide.Event{e}) }

// DecodeEvent returns what EncodeEvent was given, of the kind and id that stand beside
// it, or the zero Event and an error matching [bonafide.ErrUnreadable]. It also reads what EncodeEvent wrote before:
// the event's own JSON. An event that was changed in its row has another hash, so that
// the one after it no longer follows.
func DecodeEvent(kind, id string, b []byte) (bonafide.Event, error) {
	events, ok := decodeEvents(kind, id, b)
	if !ok || len(events) != 1 {
		return bonafide.Event{}, errText
	}
	return events[0], nil
}

// encodeEvents encodes an event, and those that follow on it: see [follows].
func encodeEvents(events []bonafide.Event) ([]byte, error) {
	first := events[0]
	facts := make([]storedFact, len(events))
	for i, e := range events {
		if outOfYears(e.At) {
			return nil, fmt.Errorf("store: event: %w", bonafide.ErrInvalid)
		}
		facts[i] = factOf(e)
	}
	s := storedEvent{Seq: first.Seq, storedFact: facts[0], After: rawHash(first.Prev), Then: facts[1:]}
	if s.After == "" {
		s.Prev = toText(first.Prev)
	}
	if first.Digest() != first.Hash {
		hash := toText(first.Hash)
		s.Hash = &hash
	}
	if len(s.Then) == 0 {
		s.Then = nil
	}
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("store: event: %w", bonafide.ErrInvalid)
	}
	return b, nil
}

func decodeEvents(kind, id string, b []byte) ([]bonafide.Event, bool) {
	if kind == "" || id == "" {
		return nil, false
	}
	if bytes.HasPrefix(b, []byte(`{"kind":`)) {
		e, ok := wholeEvent(kind, id, b)
		return []bonafide.Event{e}, ok && !outOfYears(e.At)
	}
	var s storedEvent
	if json.Unmarshal(b, &s) != nil || s.After != "" && s.Prev != "" {
		return nil, false
	}
	prev, ok := fromText(s.Prev)
	if s.After != "" {
		hash, err := base64.RawURLEncoding.DecodeString(s.After)
		ok = err == nil && len(hash) == sha256.Size
		prev = hex.EncodeToString(hash)
	}
	events := make([]bonafide.Event, 0, 1+len(s.Then))
	for i, fact := range append([]storedFact{s.storedFact}, s.Then...) {
		e, readable := fact.event()
		e.Kind, e.ID, e.Seq, e.Prev = kind, id, s.Seq+int64(i), prev
		if ok = ok && readable && !outOfYears(e.At); !ok {
			return nil, false
		}
		if i == 0 && s.Hash != nil {
			e.Hash, ok = fromText(*s.Hash)
		} else {
			e.Hash = e.Digest()
		}
		events, prev = append(events, e), e.Hash
	}
	return events, ok
}

func factOf(e bonafide.Event) storedFact {
	f := storedFact{Type: toText(e.Type), At: instant(e.At), Actor: []string{toText(string(e.Actor.Kind))}}
	if e.Actor.ID != "" {
		f.Actor = append(f.Actor, toText(e.Actor.ID))
	}
	if e.Data != nil {
		f.Data = make(map[string]string, len(e.Data))
		for k, v := range e.Data {
			f.Data[toText(k)] = toText(v)
		}
	}
	return f
}

func (f storedFact) event() (bonafide.Event, bool) {
	if len(f.Actor) < 1 || len(f.Actor) > 2 {
		return bonafide.Event{}, false
	}
	e := bonafide.Event{Type: f.Type, At: time.Time(f.At), Data: f.Data}
	e.Actor.Kind = bonafide.ActorKind(f.Actor[0])
	if len(f.Actor) == 2 {
		e.Actor.ID = f.Actor[1]
	}
	return mapTexts(e, fromText)
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
