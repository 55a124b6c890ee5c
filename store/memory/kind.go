package memory

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// kind holds the records of one kind and everything they are found by.
type kind struct {
	records map[string]*bonafide.Record
	ids     *ordered[string]
	due     *ordered[place]
	holders map[string]string           // unique value to the id of its record
	labels  map[string]*ordered[string] // label to the ids of its records
	dues    map[string]*ordered[place]  // label to the places of those of them that have a due time
}

// A place is where a record stands in an order: by id (due is zero), or by due
// and id.
type place struct {
	due time.Time
	id  string
}

func (p place) compare(other place) int {
	return cmp.Or(p.due.Compare(other.due), strings.Compare(p.id, other.id))
}

// placeOf is where the record stands in the answer to the query.
func placeOf(q bonafide.Query, r *bonafide.Record) place {
	if q.DueBefore.IsZero() {
		return place{id: r.ID}
	}
	return place{r.Due, r.ID}
}

func newKind() *kind {
	return &kind{
		records: make(map[string]*bonafide.Record),
		ids:     newIDs(),
		due:     newPlaces(),
		holders: make(map[string]string),
		labels:  make(map[string]*ordered[string]),
		dues:    make(map[string]*ordered[place]),
	}
}

func newPlaces() *ordered[place] { return &ordered[place]{compare: place.compare} }

func newIDs() *ordered[string] { return &ordered[string]{compare: strings.Compare} }

// get returns the record, or nil; a nil kind has none.
func (k *kind) get(id string) *bonafide.Record {
	if k == nil {
		return nil
	}
	return k.records[id]
}

// drop takes away what the record is found by, except its id.
func (k *kind) drop(r *bonafide.Record) {
	if r == nil {
		return
	}
	for _, u := range r.Unique {
		delete(k.holders, u)
	}
	for _, label := range r.Labels {
		if ids := k.labels[label]; ids != nil {
			if ids.remove(r.ID); ids.size == 0 {
				delete(k.labels, label)
			}
		}
	}
	if r.Due.IsZero() {
		return
	}
	at := place{r.Due, r.ID}
	k.due.remove(at)
	for _, label := range r.Labels {
		if places := k.dues[label]; places != nil {
			if places.remove(at); places.size == 0 {
				delete(k.dues, label)
			}
		}
	}
}

// add puts the record in the place of the one with its id.
func (k *kind) add(r *bonafide.Record) {
	if k.records[r.ID] == nil {
		k.ids.insert(r.ID)
	}
	k.records[r.ID] = r
	for _, u := range r.Unique {
		k.holders[u] = r.ID
	}
	for _, label := range r.Labels {
		if k.labels[label] == nil {
			k.labels[label] = newIDs()
		}
		k.labels[label].insert(r.ID)
	}
	if r.Due.IsZero() {
		return
	}
	at := place{r.Due, r.ID}
	k.due.insert(at)
	for _, label := range r.Labels {
		if k.dues[label] == nil {
			k.dues[label] = newPlaces()
		}
		k.dues[label].insert(at)
	}
}

// candidates walks, in the order of the answer, through the records behind a
// place that may answer the query: as few as one index can tell.
func (k *kind) candidates(q bonafide.Query, after place) iter.Seq[*bonafide.Record] {
	return func(yield func(*bonafide.Record) bool) {
		switch {
		case q.Unique != "":
			if r := k.get(k.holders[q.Unique]); r != nil && placeOf(q, r).compare(after) > 0 {
				yield(r)
			}
		case !q.DueBefore.IsZero():
			for next := range k.soonest(q.Labels).after(after) {
				if !next.due.Before(q.DueBefore) || !yield(k.records[next.id]) {
					return
				}
			}
		default:
			for next := range k.rarest(q.Labels).after(after.id) {
				if !yield(k.records[next]) {
					return
				}
			}
		}
	}
}

// soonest returns the places by due of the label that the fewest records with a due time
// hold, or of all.
func (k *kind) soonest(labels []string) *ordered[place] {
	places := k.due
	for _, label := range labels {
		of := k.dues[label]
		if of == nil {
			return newPlaces()
		}
		if of.size < places.size {
			places = of
		}
	}
	return places
}

// rarest returns the ids of the label that the fewest records hold, or all ids.
func (k *kind) rarest(labels []string) *ordered[string] {
	ids := k.ids
	for _, label := range labels {
		of := k.labels[label]
		if of == nil {
			return newIDs()
		}
		if of.size < ids.size {
			ids = of
		}
	}
	return ids
}

// answers reports whether the record is one that the query asks for.
func answers(q bonafide.Query, r *bonafide.Record) bool {
	if !q.DueBefore.IsZero() && (r.Due.IsZero() || !r.Due.Before(q.DueBefore)) {
		return false
	}
	for _, label := range q.Labels {
		if !slices.Contains(r.Labels, label) {
			return false
		}
	}
	return q.Unique == "" || slices.Contains(r.Unique, q.Unique)
}
