package bonafide

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/internal/canonical"
)

// An Event is one fact about one record. It carries ids and codes, never
// personal data, and is linked to the event before it in its record, so that
// [VerifyChain] finds one that was changed, dropped, added or moved.
type Event struct {
	Kind  string            `json:"kind"`          // kind of the record
	ID    string            `json:"id"`            // id of the record
	Seq   int64             `json:"seq"`           // 1 for the record's first, without gaps
	Type  string            `json:"type"`          // what happened, such as "user.created"
	At    time.Time         `json:"at"`            // as Instant returns it, in years 1 to 9999
	Actor Actor             `json:"actor"`         // who did it
	Data  map[string]string `json:"data,omitzero"` // ids and codes only
	Prev  string            `json:"prev"`          // Hash of the event before; empty for the first
	Hash  string            `json:"hash"`          // SHA-256 in lower-case hex

	// Position is where a Store read the event from; see [EventQuery]. It is set
	// by Store.Events alone and takes no part in the hash.
	Position string `json:"-"`
}

// NewEvent returns an event that is not linked yet. Pairs are keys and values
// of Data in turn; pairs with an empty value are left out.
func NewEvent(typ string, at time.Time, by Actor, pairs ...string) Event {
	e := Event{Type: typ, At: Instant(at), Actor: by.Recorded()}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		if e.Data == nil {
			e.Data = make(map[string]string, len(pairs)/2)
		}
		e.Data[pairs[i]] = pairs[i+1]
	}
	return e
}

// A Chain is the head of a record's events: how many there are and the hash of
// the last. A Service keeps it inside the record's body, so that a cut-off tail
// is found as well.
type Chain struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
}

// Link gives the events their record, numbers and hashes, and returns the new
// head. The given events are not changed.
func (c Chain) Link(kind, id string, events []Event) (Chain, []Event) {
	linked := slices.Clone(events)
	for i := range linked {
		e := &linked[i]
		e.Kind, e.ID, e.At, e.Actor = kind, id, Instant(e.At), e.Actor.Recorded()
		e.Seq, e.Prev = c.Seq+1, c.Hash
		e.Data = maps.Clone(e.Data)
		e.Hash = e.Digest()
		c = Chain{Seq: e.Seq, Hash: e.Hash}
	}
	return c, linked
}

// Digest returns what Hash must be: SHA-256, in lower-case hex, over a domain byte and
// all fields but Hash and Position in a fixed order, each behind its length, so that no
// two events share an encoding.
func (e *Event) Digest() string {
	b := make([]byte, 1, 512)
	b = canonical.Text(b, e.Prev)
	b = canonical.Text(b, e.Kind)
	b = canonical.Text(b, e.ID)
	b = binary.AppendVarint(b, e.Seq)
	b = canonical.Text(b, e.Type)
	b = binary.AppendVarint(b, e.At.UnixMicro())
	b = canonical.Text(b, string(e.Actor.Kind))
	b = canonical.Text(b, e.Actor.ID)
	b = binary.AppendUvarint(b, uint64(len(e.Data)))
	names := make([]string, 0, len(e.Data))
	for name := range e.Data {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, k := range names {
		b = canonical.Text(canonical.Text(b, k), e.Data[k])
	}
	return canonical.Sum(b)
}

// A ChainError says where a chain of events breaks. It matches [ErrChain].
type ChainError struct {
	Seq  int64 // the first number that is wrong or missing
	Code Code  // CodeChainHash, CodeChainOrder, CodeChainRecord or CodeChainHead
}

// Codes of [ChainError].
const (
	CodeChainHash   Code = "hash"   // the event's content is not what was hashed
	CodeChainOrder  Code = "order"  // an event is missing, added or moved
	CodeChainRecord Code = "record" // an event of another record
	CodeChainHead   Code = "head"   // the events do not end at the head
)

// Error names the number and the code.
func (e *ChainError) Error() string {
	return fmt.Sprintf("bonafide: event chain is broken at %d: %s", e.Seq, e.Code)
}

// Is matches [ErrChain].
func (e *ChainError) Is(target error) bool { return target == ErrChain }

// Follow checks the next events of a record, whose events so far end at c, and returns
// the head that they lead to. The zero Chain is before a record's first event, so a
// history of any length can be checked page by page, and [Chain.EndsAt] ends it. It
// returns c and a [*ChainError] where the events do not follow.
func (c Chain) Follow(kind, id string, events []Event) (Chain, error) {
	next := c
	for i := range events {
		e := &events[i]
		if e.Kind != kind || e.ID != id {
			return c, &ChainError{Seq: next.Seq + 1, Code: CodeChainRecord}
		}
		if e.Seq != next.Seq+1 || e.Prev != next.Hash {
			return c, &ChainError{Seq: next.Seq + 1, Code: CodeChainOrder}
		}
		if e.Digest() != e.Hash {
			return c, &ChainError{Seq: e.Seq, Code: CodeChainHash}
		}
		next = Chain{Seq: e.Seq, Hash: e.Hash}
	}
	return next, nil
}

// EndsAt returns a [*ChainError] unless c, to which all of a record's events led, is
// its head.
func (c Chain) EndsAt(head Chain) error {
	if c != head {
		return &ChainError{Seq: min(c.Seq, head.Seq) + 1, Code: CodeChainHead}
	}
	return nil
}

// VerifyChain checks all events of one record, from the first, against its
// head. It returns nil or a [*ChainError]. A host calls it on what it has exported; the
// Services verify page by page.
//
// The chain shows that events were changed by someone who did not rewrite all of
// them. Whoever can write the whole store can also write a new chain: only
// a head kept elsewhere shows that.
func VerifyChain(events []Event, head Chain) error {
	var c Chain
	if len(events) > 0 {
		var err error
		if c, err = c.Follow(events[0].Kind, events[0].ID, events); err != nil {
			return err
		}
	}
	return c.EndsAt(head)
}
