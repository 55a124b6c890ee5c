package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
)

// Kind is the kind of the record that holds where a name stands.
const Kind = "outbox"

// A state is the body of a name's record. Whoever holds the turn writes all of it; operators
// release parked lanes, and nothing else.
type state struct {
	Holder   string  `json:"holder,omitzero"`   // whose turn it is; empty = nobody's
	Seeking  bool    `json:"seeking,omitzero"`  // the end of the events is being looked for: nothing is delivered yet
	Position string  `json:"position,omitzero"` // events up to here were delivered, are in a lane, or were there before the name
	Lanes    []*lane `json:"lanes,omitzero"`
}

// read returns a name's state and the version of its record, 0 if there is none.
func read(ctx context.Context, store bonafide.Store, name string) (state, int64, error) {
	r, err := store.Get(ctx, Kind, name)
	if errors.Is(err, bonafide.ErrNotFound) {
		return state{}, 0, nil
	}
	if err != nil {
		return state{}, 0, fmt.Errorf("outbox: %w", err)
	}
	s, err := decode(r.Body)
	return s, r.Version, err
}

// decode reads a body. One that no courier wrote fails with bonafide.ErrUnreadable.
func decode(body []byte) (state, error) {
	var s state
	sound := json.Unmarshal(body, &s) == nil
	seen := make(map[record]bool, len(s.Lanes))
	for _, l := range s.Lanes {
		sound = sound && l != nil && l.sound() && !seen[l.Record]
		if !sound {
			break
		}
		seen[l.Record] = true
	}
	if !sound {
		return state{}, fmt.Errorf("outbox: %w", bonafide.ErrUnreadable)
	}
	return s, nil
}

// write writes the state as a version. It fails with bonafide.ErrConflict where
// somebody else has written that.
func write(ctx context.Context, store bonafide.Store, name string, version int64, s state) error {
	body, err := json.Marshal(s)
	if err == nil {
		err = store.Put(ctx, bonafide.Write{Record: bonafide.Record{Kind: Kind, ID: name, Version: version, Body: body}})
	}
	if err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}

// checkName reports a name that cannot be a record's id.
func checkName(name string) error {
	switch {
	case name == "":
		return bonafide.Invalid("name", bonafide.CodeRequired)
	case len(name) > bonafide.MaxTermBytes:
		return bonafide.Invalid("name", bonafide.CodeTooLong)
	}
	return nil
}

// lasting reports whether an error of the store stays if the call is repeated.
func lasting(err error) bool {
	return errors.Is(err, bonafide.ErrCursor) || errors.Is(err, bonafide.ErrUnreadable) || errors.Is(err, bonafide.ErrInvalid)
}
