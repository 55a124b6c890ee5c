package dotfile

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
)

// A text is a string that is null where it is empty.
type text string

// MarshalJSON writes a string or null.
func (t text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// A moment is a time in the published form, in UTC and milliseconds; null where it is zero.
type moment time.Time

const momentForm = "2006-01-02T15:04:05.000Z"

// MarshalJSON writes a string or null.
func (m moment) MarshalJSON() ([]byte, error) {
	t := time.Time(m)
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.UTC().Format(momentForm))
}

// A day is a date; null where it is zero.
type day bonafide.Date

// MarshalJSON writes a string or null.
func (d day) MarshalJSON() ([]byte, error) {
	if bonafide.Date(d).IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(bonafide.Date(d).String())
}

// A percent is a JSON number; null where nothing was given.
type percent ownership.Percent

// MarshalJSON writes a number or null.
func (p percent) MarshalJSON() ([]byte, error) {
	v := ownership.Percent(p)
	if v.IsZero() {
		return []byte("null"), nil
	}
	return []byte(v.String()), nil
}

// derived is an id that follows from what it names: the published system has ids where
// package casefile has keys.
func derived(parts ...string) string {
	text, err := json.Marshal(parts)
	if err != nil {
		return "" // strings always encode
	}
	return uuid.NewSHA1(uuid.Nil, text).String()
}

// list is never null.
func list[T any](of []T) []T {
	if of == nil {
		return []T{}
	}
	return of
}

// latest returns the later of two times.
func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
