package match

import (
	"context"
	"iter"
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/screening"
)

// An Affected customer is one whom a change of a list concerns.
type Affected struct {
	Customer string          `json:"customer"`      // the host's id
	Hits     []screening.Hit `json:"hits,omitzero"` // hits on entries that were added or changed, best first
	Gone     []screening.Hit `json:"gone,omitzero"` // hits on entries that were removed, or changed so that they match no more
}

// Rescreen finds the customers of a book whom a delta affects: the same, with
// the same scores, as a screening of every customer against the new edition
// would hit on the entries that were added or changed. The snapshot is the one
// that holds the new edition; words weigh what they weigh there. minScore is 0 to
// 1; 0 means that of the snapshot's engine, or its Thresholds. Customers come in
// the order of the book.
//
// A customer who is not affected needs no new screening for this edition. The
// iteration ends with the context's error, or with a [*bonafide.InvalidError]
// for a minScore out of its bounds.
func (b *Book) Rescreen(ctx context.Context, snap *Snapshot, d screening.Delta, minScore float64) iter.Seq2[Affected, error] {
	return func(yield func(Affected, error) bool) {
		if !(minScore >= 0 && minScore <= 1) {
			yield(Affected{}, bonafide.Invalid("min_score", bonafide.CodeOutOfRange))
			return
		}
		now := screening.List{Key: d.List, Edition: d.To, Hash: d.Hash, Entries: slices.Concat(d.Added, d.Changed)}
		then := screening.List{Key: d.List, Edition: d.From, Entries: slices.Concat(d.Removed, d.Before)}
		after, before := snap.of([]screening.List{now}), snap.of([]screening.List{then})
		near := make([]bool, b.Len())
		for _, s := range [...]*Snapshot{after, before} {
			bars := s.bars(&screening.Query{MinScore: minScore})
			if err := b.near(ctx, near, s, bars.least(0, "")); err != nil {
				yield(Affected{}, err)
				return
			}
		}
		for n, is := range near {
			if !is {
				continue
			}
			if err := ctx.Err(); err != nil {
				yield(Affected{}, err)
				return
			}
			id, q := b.customer(uint32(n))
			q.MinScore = minScore
			t := Affected{Customer: id, Hits: after.all(&q), Gone: before.all(&q)}
			t.Gone = slices.DeleteFunc(t.Gone, func(h screening.Hit) bool {
				return slices.ContainsFunc(t.Hits, func(o screening.Hit) bool { return o.EntryID == h.EntryID })
			})
			if (len(t.Hits) > 0 || len(t.Gone) > 0) && !yield(t, nil) {
				return
			}
		}
	}
}

// Touched returns what finds those of some customers whom a delta affects, by the rules
// of the snapshot: see [Book.Rescreen]. A snapshot that does not hold the new edition of
// the list finds nobody, and fails with a [*bonafide.InvalidError]. The customers are
// held in memory while they are looked through. A host calls it to carry the coverage
// of its users to a new edition.
func (s *Snapshot) Touched(d screening.Delta) func(context.Context, iter.Seq2[string, screening.Query]) iter.Seq2[string, error] {
	return func(ctx context.Context, customers iter.Seq2[string, screening.Query]) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) {
			if i := s.list(d.List); i < 0 || s.lists[i].Hash != d.Hash {
				yield("", bonafide.Invalid("delta.hash", bonafide.CodeMismatch))
				return
			}
			book, err := NewBook(customers)
			if err != nil {
				yield("", err)
				return
			}
			for t, err := range book.Rescreen(ctx, s, d, 0) {
				if !yield(t.Customer, err) || err != nil {
					return
				}
			}
		}
	}
}

// near marks the customers who may match an entry of the snapshot.
func (b *Book) near(ctx context.Context, near []bool, s *Snapshot, least int32) error {
	for sp := range spheres {
		if len(b.index[sp].nameEntry) == 0 || len(s.index[sp].nameEntry) == 0 {
			continue
		}
		if err := b.nearNames(ctx, near, s, sp, least); err != nil {
			return err
		}
	}
	var buf []byte
	for _, same := range s.ids.items {
		buf = appendIdentifier(buf[:0], same.identifier.Value)
		key := hashKey(keyText, buf)
		for _, it := range b.ids.find(key) {
			if it.tag == uint32(key) {
				near[it.id] = true
			}
		}
	}
	return nil
}

// agree returns 1 where the years of birth may agree, and 2 where the countries
// may.
func (f facts) agree(e *screening.Entry) (bits int) {
	for _, b := range e.BirthDates {
		if slack := 2; f.year > 0 && int(f.year) >= b.From.Year-slack && int(f.year) <= b.To.Year+slack {
			bits = 1
		}
	}
	if f.country && len(e.Countries) > 0 {
		bits |= 2
	}
	return bits
}
