package rescreen

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide"
)

// A unit is a Store that gathers what is put, so that all of it is written by one Put. A
// record that is put twice becomes one write with the events of both. What is read by id
// is as it was put; lists and events are those of the store beneath.
type unit struct {
	bonafide.Store
	order []key // of writes
	puts  map[key]put
	undo  []put                   // what stood before each write; see reset
	reads map[key]bonafide.Record // of the page
}

type key struct{ kind, id string }

// A put is a record that is to be written.
type put struct {
	key
	first  int64 // the version that it is written as
	record bonafide.Record
	events []bonafide.Event
}

func newUnit(store bonafide.Store) *unit {
	return &unit{Store: store, puts: make(map[key]put), reads: make(map[key]bonafide.Record)}
}

// Unwrap returns the store beneath.
func (u *unit) Unwrap() bonafide.Store { return u.Store }

// Get returns a record as it was put last, in the version that it would then have, or as
// it stands.
func (u *unit) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	p, ok := u.puts[key{kind, id}]
	if !ok {
		if r, ok := u.reads[key{kind, id}]; ok {
			return clone(r), ctx.Err()
		}
		return u.Store.Get(ctx, kind, id)
	}
	return clone(p.record), ctx.Err()
}

// Put takes writes. A version that does not follow on one that was put before is a
// conflict; whatever else is wrong shows when the unit is written.
func (u *unit) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, w := range batch {
		if had, ok := u.puts[key{w.Record.Kind, w.Record.ID}]; ok && w.Record.Version != had.record.Version+1 {
			return bonafide.ErrConflict
		}
	}
	for _, w := range batch {
		k := key{w.Record.Kind, w.Record.ID}
		had, again := u.puts[k]
		had.key = k
		u.undo = append(u.undo, had)
		next := put{key: k, first: had.first, record: clone(w.Record), events: slices.Concat(had.events, w.Events)}
		if !again {
			next.first = w.Record.Version
			u.order = append(u.order, k)
		}
		u.puts[k] = next
	}
	return nil
}

// Pending reports whether a record was put that is yet to be written. Who put it may go on from
// what it read with it: should another writer be in between, the unit conflicts.
func (u *unit) Pending(kind, id string) bool {
	_, ok := u.puts[key{kind, id}]
	return ok
}

// seen keeps a record that was read: should it be another one by now, the unit conflicts.
func (u *unit) seen(r bonafide.Record) { u.reads[key{r.Kind, r.ID}] = r }

// mark is a point that the unit can be put back to.
func (u *unit) mark() int { return len(u.undo) }

// reset takes back what was put since a mark.
func (u *unit) reset(mark int) {
	for len(u.undo) > mark {
		had := u.undo[len(u.undo)-1]
		u.undo = u.undo[:len(u.undo)-1]
		if u.puts[had.key] = had; had.first == 0 {
			delete(u.puts, had.key)
			u.order = u.order[:len(u.order)-1]
		}
	}
}

// batch returns what is to be written.
func (u *unit) batch() []bonafide.Write {
	out := make([]bonafide.Write, 0, len(u.order)+1)
	for _, k := range u.order {
		p := u.puts[k]
		p.record.Version = p.first
		out = append(out, bonafide.Write{Record: p.record, Events: p.events})
	}
	return out
}

func clone(r bonafide.Record) bonafide.Record {
	r.Unique, r.Labels, r.Body = slices.Clone(r.Unique), slices.Clone(r.Labels), slices.Clone(r.Body)
	return r
}
