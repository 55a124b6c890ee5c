// Package editions keeps what was done to the lists that are searched, in the log of a
// tenant. Both Services write the same records by it, so a host with users and cases has
// one log.
package editions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// Kind is the kind of the records, one for each list, by its key.
const Kind = "screening.list"

// maxKept bounds the changes that a record keeps; the events keep all.
const maxKept = 200

// A kept is the body of a record.
type kept struct {
	Chain   bonafide.Chain            `json:"chain"`
	Changes []screening.EditionChange `json:"changes"` // oldest first
}

// Record keeps changes, each with an event. What the log says already, since another
// replica did the same, is not said again. Changes of up to MaxBatch lists are written at
// once. by must have done what a reviewer did; the system tells of anybody's.
func Record(ctx context.Context, store bonafide.Store, by bonafide.Actor, changes []screening.EditionChange, now time.Time) error {
	var faults bonafide.Faults
	for i, c := range changes {
		path := "changes[" + strconv.Itoa(i) + "]"
		faults.Merge(path+".", c.Check())
		if by.Is(bonafide.ActorReviewer) && c.By.Is(bonafide.ActorReviewer) && c.By != by {
			faults.Add(path+".by", bonafide.CodeNotAllowed)
		}
	}
	if err := faults.Err(); err != nil {
		return err
	}
	var keys []string
	for _, c := range changes {
		if !slices.Contains(keys, c.List) {
			keys = append(keys, c.List)
		}
	}
	for some := range slices.Chunk(keys, bonafide.MaxBatch) {
		if err := record(ctx, store, some, changes, now); err != nil {
			return err
		}
	}
	return nil
}

// record keeps the changes of some lists in one write, until no other writer was in
// between.
func record(ctx context.Context, store bonafide.Store, keys []string, changes []screening.EditionChange, now time.Time) error {
	for {
		var batch []bonafide.Write
		for _, key := range keys {
			r, k, err := read(ctx, store, key)
			if err != nil {
				return err
			}
			w, err := k.with(r, key, changes, now)
			if err != nil {
				return err
			}
			if len(w.Events) > 0 {
				batch = append(batch, w)
			}
		}
		if len(batch) == 0 {
			return nil
		}
		if err := store.Put(ctx, batch...); !errors.Is(err, bonafide.ErrConflict) {
			return err
		}
	}
}

// read returns the record of a list; an empty one where nothing was done to it yet.
func read(ctx context.Context, store bonafide.Store, key string) (bonafide.Record, kept, error) {
	r, err := store.Get(ctx, Kind, key)
	if errors.Is(err, bonafide.ErrNotFound) {
		return bonafide.Record{Kind: Kind, ID: key}, kept{}, nil
	}
	if err != nil {
		return r, kept{}, err
	}
	k, err := decode(r)
	return r, k, err
}

func decode(r bonafide.Record) (k kept, err error) {
	if json.Unmarshal(r.Body, &k) != nil {
		return k, fmt.Errorf("bonafide: %s record does not decode: %w", Kind, bonafide.ErrUnreadable)
	}
	return k, nil
}

// with is the next version of a list's record.
func (k kept) with(r bonafide.Record, key string, changes []screening.EditionChange, now time.Time) (bonafide.Write, error) {
	var events []bonafide.Event
	for _, c := range changes {
		if c.List != key || k.says(c) {
			continue
		}
		if c.At.IsZero() {
			c.At = now
		}
		c.At, c.By = bonafide.Instant(c.At), c.By.Recorded()
		k.Changes = append(k.Changes, c)
		events = append(events, event(c))
	}
	w := bonafide.Write{Record: r}
	w.Record.Version++
	k.Chain, w.Events = k.Chain.Link(Kind, key, events)
	k.Changes = k.Changes[max(0, len(k.Changes)-maxKept):]
	var err error
	w.Record.Body, err = json.Marshal(k)
	return w, err
}

// says reports whether the log has the change already, and nobody corrected the list
// otherwise since.
func (k kept) says(c screening.EditionChange) bool {
	for _, was := range slices.Backward(k.Changes) {
		switch {
		case was.Repeats(c):
			return true
		case was.Op != screening.EditionLoaded && was.Op != c.Op:
			return false
		}
	}
	return false
}

// event tells a change by ids and codes: a reason is told in the record alone.
func event(c screening.EditionChange) bonafide.Event {
	count := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	return bonafide.NewEvent("list."+string(c.Op), c.At, c.By, "list", c.List, "from", c.From.Hash, "from_date", c.From.Date.String(),
		"to", c.To.Hash, "to_date", c.To.Date.String(), "entries", count(c.To.Entries), "names", count(c.To.Names),
		"added", count(c.Added), "changed", count(c.Changed), "removed", count(c.Removed))
}

// Read returns the last 200 changes of every list, oldest first.
func Read(ctx context.Context, store bonafide.Store) ([]screening.EditionChange, error) {
	var out []screening.EditionChange
	q := bonafide.Query{Kind: Kind}
	for {
		page, err := store.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Records {
			k, err := decode(r)
			if err != nil {
				return nil, err
			}
			out = append(out, k.Changes...)
		}
		if q.Cursor = page.Next; page.Next == "" {
			slices.SortStableFunc(out, func(a, b screening.EditionChange) int { return a.At.Compare(b.At) })
			return out, nil
		}
	}
}
