package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bonafide-go/bonafide"
)

// ErrDamaged says that a stored text is not what was written. It is neither an
// outage nor a fault of the caller's input.
var ErrDamaged = errors.New("store: stored text is damaged")

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

// DecodeTerms returns what EncodeTerms was given, no terms as nil, or nil and
// [ErrDamaged].
func DecodeTerms(b []byte) ([]string, error) {
	if len(b) == 0 || string(b) == "[]" {
		return nil, nil
	}
	var terms []string
	if err := json.Unmarshal(b, &terms); err != nil {
		return nil, ErrDamaged // the decoder's own error could quote them
	}
	for i := range terms {
		term, ok := fromText(terms[i])
		if !ok {
			return nil, ErrDamaged
		}
		terms[i] = term
	}
	return terms, nil
}

// A storedEvent is an event without what its row says besides: kind and id stand in
// columns, the hash follows from the rest, and the position is the row's key.
type storedEvent struct {
	Seq   int64             `json:"seq"`
	Type  string            `json:"type"`
	At    *instant          `json:"at"`
	Actor bonafide.Actor    `json:"actor"`
	Data  map[string]string `json:"data,omitzero"`
	After []byte            `json:"after,omitempty"` // Prev, where it is a hash
	Prev  string            `json:"prev,omitempty"`  // else
	Hash  *string           `json:"hash,omitempty"`  // only if it does not follow from the rest
}

// An instant is stored as microseconds since 1970; rows of before hold RFC 3339.
type instant time.Time

func (at instant) MarshalJSON() ([]byte, error) {
	return strconv.AppendInt(nil, time.Time(at).UnixMicro(), 10), nil
}

func (at *instant) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return (*time.Time)(at).UnmarshalJSON(b)
	}
	micros, err := strconv.ParseInt(string(b), 10, 64)
	*at = instant(bonafide.Instant(time.UnixMicro(micros)))
	return err
}

// EncodeEvent returns the event as JSON for one column of the outbox, without what
// stands in the row besides: its kind and id, its position, and its hash, which
// [bonafide.Event.Digest] gives. An adapter has nothing to change when events get
// another field. Times are microseconds since 1970; "after" is the hash of the event
// before in base64. A text that JSON cannot hold stands as "base64:…". A
// time outside the years 1 to 9999 fails with [bonafide.ErrInvalid].
func EncodeEvent(e bonafide.Event) ([]byte, error) {
	if outOfYears(e.At) {
		return nil, fmt.Errorf("store: event: %w", bonafide.ErrInvalid)
	}
	at, follows := instant(e.At), e.Digest() == e.Hash
	s := storedEvent{Seq: e.Seq, At: &at, After: rawHash(e.Prev)}
	e, _ = mapTexts(e, func(s string) (string, bool) { return toText(s), true })
	s.Type, s.Actor, s.Data = e.Type, e.Actor, e.Data
	if s.After == nil {
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
// it, or the zero Event and [ErrDamaged]. It reads what older versions wrote, too. An
// event that was changed in its row has another hash, so that the one after it no longer follows.
func DecodeEvent(kind, id string, b []byte) (bonafide.Event, error) {
	var s storedEvent
	if kind == "" || id == "" || json.Unmarshal(b, &s) != nil || s.At == nil || s.After != nil && (len(s.After) != sha256.Size || s.Prev != "") {
		return bonafide.Event{}, ErrDamaged
	}
	e := bonafide.Event{Seq: s.Seq, Type: s.Type, At: bonafide.Instant(time.Time(*s.At)), Actor: s.Actor, Data: s.Data, Prev: s.Prev}
	if s.Hash != nil {
		e.Hash = *s.Hash
	}
	e, ok := mapTexts(e, fromText)
	if !ok || outOfYears(e.At) {
		return bonafide.Event{}, ErrDamaged
	}
	e.Kind, e.ID = kind, id
	if s.After != nil {
		e.Prev = hex.EncodeToString(s.After)
	}
	if s.Hash == nil {
		e.Hash = e.Digest()
	}
	return e, nil
}

// rawHash returns the bytes of a hash in lower-case hex, nil for any other text.
func rawHash(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != sha256.Size || hex.EncodeToString(b) != s {
		return nil
	}
	return b
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
