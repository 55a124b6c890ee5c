package aggregate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Terms are what a Store is told about a record besides its body.
type Terms struct {
	Unique []string
	Labels []string
	Due    time.Time
}

// A Table keeps one kind of aggregate. It is a value; Store may differ from
// call to call (a host's own transaction).
type Table[T any] struct {
	Store bonafide.Store
	Keys  *bonafide.Keys
	Kind  string
	Terms func(T) Terms
	Parts []Part[T] // companion records with content of their own

	KeyLife time.Duration // how long an idempotency key is remembered

	// Around adds what other aggregates of the table say of one that was read with
	// Get. It may be nil.
	Around func(context.Context, Table[T], T) (T, error)

	// FromLabels takes back from a record's labels what the body leaves out, since it
	// stands there. It may be nil.
	FromLabels func(T, []string) T
}

// decode reads the aggregate out of its own record.
func (t Table[T]) decode(r bonafide.Record) (T, bonafide.Chain, error) {
	state, head, err := decode[T](r)
	if err == nil && t.FromLabels != nil {
		state = t.FromLabels(state, r.Labels)
	}
	return state, head, err
}

// A Kept is an aggregate as it stands in the store.
type Kept[T any] struct {
	State   T
	Version int64
	Head    bonafide.Chain
	Lost    []string // kinds of the parts that could not be read; of Salvage alone
	Written bool     // by the command that returned it; false where there was nothing to do

	body  []byte     // what State was read from, or written as
	due   time.Time  // when the record is due
	parts []standing // how each of Table.Parts stands, in their order
}

// A standing is how a companion part stands in the store.
type standing struct {
	read    bool // it was looked for
	version int64
	head    bonafide.Chain
}

// Get returns the aggregate with that id, and those companion parts that are
// named by kind.
//
// The parts are read first. A writer in between then shows either in the
// aggregate, which tells what it did, or as a conflict over the part, which it
// wrote too; the other way round a rule could follow from an aggregate of before
// and write over a part of after.
func (t Table[T]) Get(ctx context.Context, id string, with ...string) (Kept[T], error) {
	kept := Kept[T]{parts: make([]standing, len(t.Parts))}
	parts, err := t.fetch(ctx, id, kept.parts, with, false)
	if err != nil {
		return Kept[T]{}, err
	}
	if err := t.own(ctx, id, &kept); err != nil {
		return Kept[T]{}, err
	}
	if t.Around != nil {
		if kept.State, err = t.Around(ctx, t, kept.State); err != nil {
			return Kept[T]{}, err
		}
	}
	return kept, t.add(&kept, parts)
}

// Salvage is Get for what is to be overwritten: a part that cannot be read counts as
// empty, goes on from the end of its events, and is named in Kept.Lost. What others
// say of the aggregate is not asked for.
func (t Table[T]) Salvage(ctx context.Context, id string, with ...string) (Kept[T], error) {
	kept := Kept[T]{parts: make([]standing, len(t.Parts))}
	parts, err := t.fetch(ctx, id, kept.parts, with, true)
	if err != nil {
		return Kept[T]{}, err
	}
	if err := t.own(ctx, id, &kept); err != nil {
		return Kept[T]{}, err
	}
	for _, f := range parts {
		if t.add(&kept, []fetched{f}) == nil {
			continue
		}
		kind := t.Parts[f.part].kind
		p := standing{read: true, version: f.record.Version}
		err := t.walk(ctx, kind, id, func(events []bonafide.Event) error {
			last := events[len(events)-1]
			p.head = bonafide.Chain{Seq: last.Seq, Hash: last.Hash}
			return nil
		})
		if err != nil {
			return Kept[T]{}, err
		}
		kept.parts[f.part] = p
		kept.Lost = append(kept.Lost, kind)
	}
	return kept, nil
}

// own reads the aggregate's own record.
func (t Table[T]) own(ctx context.Context, id string, kept *Kept[T]) error {
	r, err := t.Store.Get(ctx, t.Kind, id)
	if err != nil {
		return err
	}
	kept.State, kept.Head, err = t.decode(r)
	kept.Version, kept.due, kept.body = r.Version, r.Due, r.Body
	return err
}

// read adds the companion parts that are named and were not read yet.
func (t Table[T]) read(ctx context.Context, id string, kept *Kept[T], with []string) error {
	parts, err := t.fetch(ctx, id, kept.parts, with, false)
	if err != nil {
		return err
	}
	return t.add(kept, parts)
}

// A fetched part is its record as it stands in the store; of version 0 where
// there is none yet.
type fetched struct {
	part   int
	record bonafide.Record
}

// fetch reads the records of the parts that are named and were not read yet; damaged
// ones too where the store can tell their versions.
func (t Table[T]) fetch(ctx context.Context, id string, have []standing, with []string, damaged bool) ([]fetched, error) {
	var out []fetched
	for _, kind := range with {
		if kind == t.Kind {
			continue // touched: it is no part of itself
		}
		i := t.part(kind)
		if i < 0 {
			return nil, fmt.Errorf("bonafide: %s has no part %s", t.Kind, kind)
		}
		if have[i].read || slices.ContainsFunc(out, func(f fetched) bool { return f.part == i }) {
			continue
		}
		r, err := t.Store.Get(ctx, kind, id)
		switch {
		case err == nil, damaged && Damaged(r, err):
		case errors.Is(err, bonafide.ErrNotFound):
			r = bonafide.Record{}
		default:
			return nil, err
		}
		out = append(out, fetched{i, r})
	}
	return out, nil
}

// Damaged reports whether a store returned a record that is there, without what it
// holds: it can be overwritten.
func Damaged(r bonafide.Record, err error) bool {
	return r.Version > 0 && (errors.Is(err, bonafide.ErrUnreadable) || errors.Is(err, bonafide.ErrSealed))
}

// add puts the content of parts into the aggregate.
func (t Table[T]) add(kept *Kept[T], parts []fetched) (err error) {
	for _, f := range parts {
		p := standing{read: true, version: f.record.Version}
		if p.version > 0 {
			if kept.State, p.head, err = t.Parts[f.part].decode(kept.State, f.record); err != nil {
				return err
			}
		}
		kept.parts[f.part] = p
	}
	return nil
}

// has reports whether all parts that are named were read.
func (t Table[T]) has(kept *Kept[T], with []string) bool {
	return !slices.ContainsFunc(with, func(kind string) bool {
		i := t.part(kind)
		return i < 0 || !kept.parts[i].read
	})
}

func (t Table[T]) part(kind string) int {
	return slices.IndexFunc(t.Parts, func(p Part[T]) bool { return p.kind == kind })
}

// List returns the aggregates of a page without their companion parts, and the
// cursor of the next one. With a [*bonafide.UnreadableError] it returns those that
// could be read.
func (t Table[T]) List(ctx context.Context, q bonafide.Query) ([]Kept[T], string, error) {
	q.Kind = t.Kind
	page, err := t.Store.List(ctx, q)
	lost := &bonafide.UnreadableError{Kind: t.Kind}
	if err != nil && !errors.As(err, &lost) {
		return nil, "", err
	}
	kept := make([]Kept[T], 0, len(page.Records))
	for _, r := range page.Records {
		state, head, err := t.decode(r)
		if err != nil {
			lost.Add(r.ID, err)
			continue
		}
		kept = append(kept, Kept[T]{State: state, Version: r.Version, Head: head, parts: make([]standing, len(t.Parts))})
	}
	return kept, page.Next, lost.Err()
}

// StateOf returns the state that a record of an aggregate or of a part holds.
func StateOf[S any](r bonafide.Record) (S, error) {
	state, _, err := decode[S](r)
	return state, err
}

// Peek returns what another type makes of the state of a record: a few of its
// members, for a fraction of the cost of all.
func Peek[S any](ctx context.Context, store bonafide.Store, kind, id string) (S, error) {
	r, err := store.Get(ctx, kind, id)
	if err != nil {
		var zero S
		return zero, err
	}
	state, _, err := decode[S](r)
	return state, err
}
