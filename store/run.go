package store

import (
	_ "embed"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/pack"
)

// A Run is events of one record, as an adapter keeps them in one row: each follows on
// the one before it, so that their numbers and hashes need not be stored, and what they
// say alike takes its room once.
type Run struct {
	Kind   string
	ID     string
	Events int    // how many there are, at most MaxRun
	Packed []byte // for DecodeEvents
}

// MaxRun is how many events a [Run] has at most.
const MaxRun = 128

// events is what runs are packed with. It belongs to what is stored: it never changes.
//
//go:embed events1.txt
var dictionary1 []byte

var eventTexts = &pack.Dictionary{Text: dictionary1}

// The first byte of a run that is packed; any other is the text itself.
const formPacked = 1

// From how many bytes on a text is packed, and what the longest may have that is.
const (
	minPacked = 256
	maxPacked = 1 << 20
)

// EncodeEvents returns the events of one write as few rows, in their order: most often
// one. The texts are those of [EncodeEvent], with the events that follow on the first in
// "then", deflated (RFC 1951) where that pays. It fails as EncodeEvent does.
//
// An adapter gives a row the position of its last event; the events before it have the
// positions before. So a page that begins within a row begins with that row.
func EncodeEvents(events []bonafide.Event) ([]Run, error) {
	var runs []Run
	for len(events) > 0 {
		n := 1
		for n < len(events) && n < MaxRun && follows(events[n-1], events[n]) {
			n++
		}
		text, err := encodeEvents(events[:n])
		if err != nil {
			return nil, err
		}
		if len(text) >= minPacked && len(text) <= maxPacked {
			if packed := eventTexts.Pack(text); packed != nil {
				text = append([]byte{formPacked}, packed...)
			}
		}
		runs = append(runs, Run{events[0].Kind, events[0].ID, n, text})
		events = events[n:]
	}
	return runs, nil
}

// follows reports whether an event is found again by what it says and the one before.
func follows(before, e bonafide.Event) bool {
	return e.Kind == before.Kind && e.ID == before.ID && e.Seq == before.Seq+1 && e.Prev == before.Hash && e.Hash == e.Digest()
}

// DecodeEvents returns the events of a run of that kind and id, or nil and an error
// matching [bonafide.ErrUnreadable]. It reads what EncodeEvent wrote as well. An event
// that was changed in its row changes the hashes of those after it there, so that the
// first event of the next row no longer follows.
func DecodeEvents(kind, id string, packed []byte) ([]bonafide.Event, error) {
	text := packed
	if len(packed) > 0 && packed[0] == formPacked {
		var ok bool
		if text, ok = eventTexts.Unpack(packed[1:], maxPacked); !ok {
			return nil, errText
		}
	}
	events, ok := decodeEvents(kind, id, text)
	if !ok || len(events) > MaxRun {
		return nil, errText
	}
	return events, nil
}
