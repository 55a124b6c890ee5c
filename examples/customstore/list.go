package main

import (
	"bytes"
	"context"
	"iter"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store"
)

// List is [bonafide.Store].
func (s *Store) List(ctx context.Context, q bonafide.Query) (page bonafide.Page, err error) {
	if err := ctx.Err(); err != nil {
		return bonafide.Page{}, err
	}
	limit, err := store.CheckQuery(q)
	if err != nil {
		return bonafide.Page{}, err
	}
	due, id, err := s.cursors.After(q)
	if err != nil {
		return bonafide.Page{}, err
	}
	var unreadable bonafide.UnreadableError
	err = s.db.View(func(tx *bolt.Tx) error {
		after := []byte(id)
		if !q.DueBefore.IsZero() && q.Cursor != "" {
			after = dueKey(due, id)
		}
		var last bonafide.Record
		n := 0
		for place := range s.places(tx, q, after) {
			if n == limit {
				page.Next = s.cursors.Next(q, last)
				return nil
			}
			n++
			if last, err = s.at(tx, q, place); err != nil {
				unreadable.Kind = q.Kind
				unreadable.Add(last.ID, err)
				continue
			}
			page.Records = append(page.Records, last)
		}
		return nil
	})
	if err != nil {
		return bonafide.Page{}, class(err)
	}
	return page, unreadable.Err()
}

// places yields where the records of an answer stand in the index, behind one place.
func (s *Store) places(tx *bolt.Tx, q bonafide.Query, after []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		w := s.walkOf(tx, q)
		if q.Unique != "" { // one record at most
			if place := s.holder(tx, q); place != nil && bytes.Compare(place, after) > 0 && w.has(place) {
				yield(place)
			}
			return
		}
		for place := w.next(after); place != nil && yield(place); place = w.next(place) {
		}
	}
}

// holder is the place of the record that holds the unique value, or nil.
func (s *Store) holder(tx *bolt.Tx, q bonafide.Query) []byte {
	id := s.bucket(tx, uniques).Get(key(nil, q.Kind, q.Unique))
	if id == nil || q.DueBefore.IsZero() {
		return id
	}
	r, err := s.read(tx, q.Kind, string(id))
	if err != nil || r.Due.IsZero() {
		return nil
	}
	return dueKey(r.Due, r.ID)
}

// at reads the record at a place. Of one that cannot be read it returns id and due time.
func (s *Store) at(tx *bolt.Tx, q bonafide.Query, place []byte) (bonafide.Record, error) {
	id := string(place)
	if !q.DueBefore.IsZero() {
		id = string(place[8:])
	}
	r, err := s.read(tx, q.Kind, id)
	if err != nil {
		return bonafide.Record{ID: id, Due: dueOf(q, place)}, err
	}
	return r, nil
}

// A walk goes through what all of some index ranges have in common, in their order. Each
// range is asked for its next place at or behind the one of the others, so what a rare
// label leaves out is leapt over.
type walk struct {
	ranges []span
	until  []byte // places from here on are not due; nil is no bound
}

// A span is the part of an index below one prefix.
type span struct {
	cursor *bolt.Cursor
	prefix []byte
}

func (s *Store) walkOf(tx *bolt.Tx, q bonafide.Query) walk {
	index, labels := byID, q.Labels
	var w walk
	if !q.DueBefore.IsZero() {
		index, w.until = byDue, number(store.DueMicros(q.DueBefore)^-1<<63)
	}
	if len(labels) == 0 {
		labels = []string{""}
	}
	for _, label := range labels {
		w.ranges = append(w.ranges, span{s.bucket(tx, index).Cursor(), key(nil, q.Kind, label)})
	}
	return w
}

// has reports whether all ranges have a place.
func (w walk) has(place []byte) bool {
	for _, r := range w.ranges {
		if !bytes.Equal(r.seek(place), place) {
			return false
		}
	}
	return w.until == nil || bytes.Compare(place, w.until) < 0
}

// next returns the first place behind one, or nil.
func (w walk) next(after []byte) []byte {
	place, agreed := append(slices.Clone(after), 0), 0
	for i := 0; agreed < len(w.ranges); i = (i + 1) % len(w.ranges) {
		found := w.ranges[i].seek(place)
		switch {
		case found == nil || w.until != nil && bytes.Compare(found, w.until) >= 0:
			return nil
		case bytes.Equal(found, place):
			agreed++
		default:
			place, agreed = found, 1
		}
	}
	return place
}

// seek returns the first place of the range that is at or behind one.
func (s span) seek(place []byte) []byte {
	k, _ := s.cursor.Seek(slices.Concat(s.prefix, place))
	found, ok := bytes.CutPrefix(k, s.prefix)
	if !ok {
		return nil
	}
	return bytes.Clone(found)
}
