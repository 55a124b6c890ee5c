package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Cursors makes and reads the cursors and event positions of one store handle.
// Each carries a tag over the store, the tenant and (a cursor) the query, so
// that one that is mangled, or of another store, tenant or query, is refused
// with [bonafide.ErrCursor] instead of leaving records out. The tag guards
// against mistakes; a cursor is no secret and gives no rights.
//
// A Cursors is a value, safe for concurrent use.
type Cursors struct {
	seal [sha256.Size]byte
}

// NewCursors returns the cursors of a tenant in a store. The identity names
// the store's backing, such as one database: random bytes that are made with
// its schema and kept in it.
func NewCursors(identity []byte, tenant string) Cursors {
	return Cursors{seal: sha256.Sum256(appendBytes(appendBytes(nil, string(identity)), tenant))}
}

// What a tag stands for: its first hashed byte.
const (
	forCursor   = 'c'
	forPosition = 'p'
	forPlace    = 'q'
)

const tagSize = 8

var encoding = base64.RawURLEncoding

// Next returns the cursor of the page that follows last in the answer to q.
func (c Cursors) Next(q bonafide.Query, last bonafide.Record) string {
	place := binary.AppendVarint(nil, dueKey(q, last))
	place = append(place, last.ID...)
	return encoding.EncodeToString(append(c.queryTag(q, place), place...))
}

// After returns the place after which the page of q.Cursor starts: records by
// ID are those with a greater id; records by Due are those with a greater pair
// of due and id. Without a cursor both are zero, which is before every record.
// A cursor that Next did not make for the same query (Limit apart) fails with
// [bonafide.ErrCursor].
func (c Cursors) After(q bonafide.Query) (due time.Time, id string, err error) {
	if q.Cursor == "" {
		return time.Time{}, "", nil
	}
	place, tag, ok := split(q.Cursor, 2*bonafide.MaxTermBytes)
	if !ok || string(c.queryTag(q, place)) != string(tag) {
		return time.Time{}, "", bonafide.ErrCursor
	}
	micros, n := binary.Varint(place)
	if n <= 0 || n == len(place) {
		return time.Time{}, "", bonafide.ErrCursor
	}
	if !q.DueBefore.IsZero() {
		due = time.UnixMicro(micros).UTC()
	}
	return due, string(place[n:]), nil
}

// Position returns the text of an event's number, 1 or more. Numbers of a tenant's
// events rise; they need not be dense: what a database orders commits by, packed into 64
// bits, will do.
func (c Cursors) Position(n int64) string {
	number := binary.AppendVarint(nil, n)
	return encoding.EncodeToString(append(c.tag(forPosition, number), number...))
}

// Number returns what Position was given, 0 for the empty text, or fails with
// [bonafide.ErrCursor]. The store must still refuse a number it has not reached
// yet: a reader may have been there before a backup was restored.
func (c Cursors) Number(position string) (int64, error) {
	if position == "" {
		return 0, nil
	}
	number, tag, ok := split(position, binary.MaxVarintLen64)
	if !ok || string(c.tag(forPosition, number)) != string(tag) {
		return 0, bonafide.ErrCursor
	}
	n, size := binary.Varint(number)
	if size != len(number) || n < 1 {
		return 0, bonafide.ErrCursor
	}
	return n, nil
}

// PlacePosition is Position where it takes two numbers to tell an event's place, both
// 0 or more and not both 0, such as a transaction's and one within it.
func (c Cursors) PlacePosition(place, number int64) string {
	numbers := binary.AppendVarint(binary.AppendVarint(nil, place), number)
	return encoding.EncodeToString(append(c.tag(forPlace, numbers), numbers...))
}

// Place returns what PlacePosition was given, zeros for the empty text, or fails as
// Number does.
func (c Cursors) Place(position string) (place, number int64, err error) {
	if position == "" {
		return 0, 0, nil
	}
	numbers, tag, ok := split(position, 2*binary.MaxVarintLen64)
	if !ok || string(c.tag(forPlace, numbers)) != string(tag) {
		return 0, 0, bonafide.ErrCursor
	}
	place, n := binary.Varint(numbers)
	if n <= 0 {
		return 0, 0, bonafide.ErrCursor
	}
	number, m := binary.Varint(numbers[n:])
	if m <= 0 || n+m != len(numbers) || place < 0 || number < 0 || place == 0 && number == 0 {
		return 0, 0, bonafide.ErrCursor
	}
	return place, number, nil
}

func dueKey(q bonafide.Query, r bonafide.Record) int64 {
	if q.DueBefore.IsZero() {
		return 0
	}
	return r.Due.UnixMicro()
}

// queryTag covers every field of the query that decides which records answer it.
func (c Cursors) queryTag(q bonafide.Query, place []byte) []byte {
	b := make([]byte, 0, 256)
	b = appendBytes(b, q.Kind)
	b = appendBytes(b, q.Unique)
	b = binary.AppendUvarint(b, uint64(len(q.Labels)))
	for _, label := range q.Labels {
		b = appendBytes(b, label)
	}
	b = binary.AppendVarint(b, q.DueBefore.Unix())
	b = binary.AppendVarint(b, int64(q.DueBefore.Nanosecond()))
	return c.tag(forCursor, append(b, place...))
}

func (c Cursors) tag(purpose byte, content []byte) []byte {
	b := make([]byte, 0, 512)
	b = append(b, c.seal[:]...)
	b = append(b, purpose)
	sum := sha256.Sum256(append(b, content...))
	return append(make([]byte, 0, 32), sum[:tagSize]...)
}

func split(text string, maxBytes int) (content, tag []byte, ok bool) {
	if len(text) > encoding.EncodedLen(tagSize+maxBytes) {
		return nil, nil, false
	}
	b, err := encoding.DecodeString(text)
	if err != nil || len(b) <= tagSize || encoding.EncodeToString(b) != text {
		return nil, nil, false
	}
	return b[tagSize:], b[:tagSize], true
}

func appendBytes(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
