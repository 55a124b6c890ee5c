package outbox

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// A record names whose events a lane holds. Kinds and ids are bytes, which JSON cannot
// hold by itself.
type record struct{ kind, id string }

// MarshalJSON writes a pair of terms.
func (r record) MarshalJSON() ([]byte, error) { return store.EncodeTerms([]string{r.kind, r.id}), nil }

// UnmarshalJSON reads one.
func (r *record) UnmarshalJSON(b []byte) error {
	terms, err := store.DecodeTerms(b)
	if err != nil || len(terms) != 2 {
		return bonafide.ErrUnreadable
	}
	r.kind, r.id = terms[0], terms[1]
	return nil
}

func (r record) compare(other record) int {
	return cmp.Or(strings.Compare(r.kind, other.kind), strings.Compare(r.id, other.id))
}

// A lane is a record with events behind the state's position that were not delivered: they
// are under way, wait for another attempt, or are parked. Events are counted, so that
// nothing hangs on how they are numbered.
type lane struct {
	Record record    `json:"record"`
	After  string    `json:"after,omitzero"`  // the lane's events follow this position in the record's own
	Passed int       `json:"passed,omitzero"` // so many of those that follow were skipped
	Behind int       `json:"behind"`          // so many then are to be delivered
	Tries  int       `json:"tries,omitzero"`  // failures of the first of them, all
	Faults int       `json:"faults,omitzero"` // and without those of a receiver that is down
	Parked bool      `json:"parked,omitzero"` // waits for an operator
	Freed  int       `json:"freed,omitzero"`  // how many times operators released it
	Seq    int64     `json:"seq,omitzero"`    // of the first, as far as it was seen
	Type   string    `json:"type,omitzero"`   //
	At     time.Time `json:"at,omitzero"`     //
	Due    time.Time `json:"due,omitzero"`    // when to try again; zero = at once

	out int // so many are handed out
}

// sound reports whether the lane is one that may have been written.
func (l *lane) sound() bool {
	return l.Record.kind != "" && l.Record.id != "" && min(l.Passed, l.Behind, l.Tries, l.Faults, l.Freed) >= 0
}

// first notes which event is the lane's first.
func (l *lane) first(e bonafide.Event) { l.Seq, l.Type, l.At = e.Seq, e.Type, e.At }

// delivered takes events off the front of the lane.
func (l *lane) delivered(events []bonafide.Event) {
	if len(events) == 0 {
		return
	}
	l.After, l.Passed = events[len(events)-1].Position, 0
	l.Behind -= len(events)
	l.Tries, l.Faults, l.Due = 0, 0, time.Time{}
}

// failed counts a failure of the first event.
func (l *lane) failed(err error, at time.Time, o *Options) {
	l.Tries++
	if !errors.Is(err, bonafide.ErrUnavailable) {
		l.Faults++
	}
	l.Due = bonafide.Instant(at.Add(o.Backoff(l.Tries)))
	if l.Faults >= o.Attempts {
		l.Parked, l.Due = true, time.Time{}
	}
}

// release lets a parked lane go on, with its first event or behind it.
func (l *lane) release(skip bool) {
	l.Parked, l.Tries, l.Faults, l.Due = false, 0, 0, time.Time{}
	l.Freed++
	if skip {
		l.Passed++
		l.Behind--
	}
}

// adopt takes over what operators did to the lane in the store.
func (l *lane) adopt(stored *lane) {
	if stored.Freed <= l.Freed {
		return
	}
	l.Behind -= stored.Passed - l.Passed
	l.Passed, l.Freed = stored.Passed, stored.Freed
	l.Parked, l.Tries, l.Faults, l.Due = stored.Parked, stored.Tries, stored.Faults, stored.Due
}
