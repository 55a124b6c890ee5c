package outbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// A Parked is a record whose events wait for an operator: the first failed too often.
type Parked struct {
	Kind     string    `json:"kind"`
	ID       string    `json:"id"`
	Seq      int64     `json:"seq"`      // of the event that failed
	Type     string    `json:"type"`     // of that event
	At       time.Time `json:"at"`       // when it happened
	Failures int       `json:"failures"` // in a row
	Behind   int       `json:"behind"`   // events that wait, itself counted
}

// Position returns the position up to which the tenant's events were read under a name: each
// was delivered, was skipped, was there before the name (see [Now]), or waits in its
// record's order. It is empty before the first.
// It fails as the store does, and with [bonafide.ErrUnreadable] if the name's record is
// damaged.
//
// A host calls it to show how far a name is.
func Position(ctx context.Context, store bonafide.Store, name string) (string, error) {
	s, _, err := read(ctx, store, name)
	return s.Position, err
}

// ListParked returns the records that are parked under a name, the oldest event first: at most
// Options.MaxParked and Options.Window together. It fails as [Position] does.
//
// A host calls it to show operators what they have to look at.
func ListParked(ctx context.Context, store bonafide.Store, name string) ([]Parked, error) {
	s, _, err := read(ctx, store, name)
	if err != nil {
		return nil, err
	}
	var parked []Parked
	for _, l := range s.Lanes {
		if l.Parked {
			parked = append(parked, Parked{l.Record.kind, l.Record.id, l.Seq, l.Type, l.At, l.Tries, l.Behind})
		}
	}
	slices.SortStableFunc(parked, func(a, b Parked) int { return a.At.Compare(b.At) })
	return parked, nil
}

// Retry lets a parked record go on with the event that failed, which has all its attempts
// again. Run notices within a third of its Lease. It fails with [bonafide.ErrNotFound] unless
// the record is parked at p.Seq, and as the store does.
//
// A host calls it when the cause is mended.
func Retry(ctx context.Context, store bonafide.Store, name string, p Parked) error {
	return release(ctx, store, name, p, false)
}

// Skip lets a parked record go on behind the event that failed, which is never delivered.
// It fails as [Retry] does: a call that is repeated skips no other event.
//
// A host calls it when the receiver does not want the event.
func Skip(ctx context.Context, store bonafide.Store, name string, p Parked) error {
	return release(ctx, store, name, p, true)
}

// release changes a parked lane, whoever else writes the record meanwhile.
func release(ctx context.Context, store bonafide.Store, name string, p Parked, skip bool) error {
	for {
		s, version, err := read(ctx, store, name)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(s.Lanes, func(l *lane) bool {
			return l.Parked && l.Record == record{p.Kind, p.ID} && l.Seq == p.Seq
		})
		if i < 0 {
			return fmt.Errorf("outbox: parked record: %w", bonafide.ErrNotFound)
		}
		s.Lanes[i].release(skip)
		if err := write(ctx, store, name, version+1, s); !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
	}
}

// A Lag says how far deliveries under a name are behind the tenant's events.
type Lag struct {
	Events  bonafide.Count `json:"events"`          // that were not delivered; counted up to bonafide.MaxPage beyond the position
	Oldest  time.Time      `json:"oldest,omitzero"` // when the oldest of them happened; zero = there is none
	Waiting int            `json:"waiting"`         // records that wait for an attempt
	Parked  int            `json:"parked"`          // records that wait for an operator
	Seeking bool           `json:"seeking"`         // a name that begins [Now] still looks for the end of the events
}

// Measure returns the lag of a name by its last save. It reads one record and one page
// of events. It fails as [Position] does. While a name that begins [Now] looks for the end
// of the events nothing else is told.
//
// A host calls it for its metrics: alert on the age of Oldest and on Parked. What a store
// does not show yet, as store/postgres behind a transaction that stays open, is not in it.
func Measure(ctx context.Context, store bonafide.Store, name string) (Lag, error) {
	s, _, err := read(ctx, store, name)
	if err != nil {
		return Lag{}, err
	}
	if s.Seeking {
		return Lag{Seeking: true}, nil
	}
	page, err := store.Events(ctx, bonafide.EventQuery{After: s.Position, Limit: bonafide.MaxPage})
	if err != nil {
		return Lag{}, fmt.Errorf("outbox: %w", err)
	}
	lag := Lag{Events: bonafide.Count{N: int64(len(page)), AtLeast: len(page) == bonafide.MaxPage}}
	oldest := func(at time.Time) {
		if lag.Oldest.IsZero() || !at.IsZero() && at.Before(lag.Oldest) {
			lag.Oldest = at
		}
	}
	for _, e := range page {
		oldest(e.At)
	}
	for _, l := range s.Lanes {
		lag.Events.N += int64(l.Behind)
		oldest(l.At)
		if l.Parked {
			lag.Parked++
		} else {
			lag.Waiting++
		}
	}
	return lag, nil
}

// Forget deletes where a name stands. Nothing happens where the name was never run. It
// fails with an error matching errors.ErrUnsupported where the store cannot delete, and as
// the store does.
//
// A host calls it for a receiver that is gone, when no process runs the name any more: a
// Run that goes on begins anew, by its Options.From.
func Forget(ctx context.Context, store bonafide.Store, name string) error {
	d, ok := bonafide.StoreAs[bonafide.Deleter](store)
	if !ok {
		return fmt.Errorf("outbox: the store deletes nothing: %w", errors.ErrUnsupported)
	}
	for {
		r, err := store.Get(ctx, Kind, name)
		if errors.Is(err, bonafide.ErrNotFound) {
			return nil
		}
		if r.Version > 0 { // also where it is damaged
			err = d.Delete(ctx, Kind, name, r.Version)
		}
		if err == nil {
			return nil
		}
		if !errors.Is(err, bonafide.ErrConflict) {
			return fmt.Errorf("outbox: %w", err)
		}
	}
}
