package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Compare drives a store and a slow, obvious model with the same random
// operations, and fails at the first difference, naming the seed and the step.
// The same seed makes the same operations.
func Compare(tb TB, open Open, seed uint64, steps int) {
	tb.Helper()
	s := &suite{
		TB: tb, ctx: tb.Context(), store: open(tb)("tenant"),
		rule: fmt.Sprintf("the store answers as the model does, with seed %d", seed),
	}
	m := model{records: map[[2]string]bonafide.Record{}, chains: map[[2]string]bonafide.Chain{}}
	random := rand.New(rand.NewPCG(seed, 0))
	for step := range steps {
		switch op := random.IntN(10); {
		case op < 5:
			batch := m.batch(random)
			got, want := s.store.Put(s.ctx, batch...), m.put(batch)
			if !alike(got, want) || !m.holds(got, batch) {
				s.fatalf("step %d: Put: got %v, the model says %v", step, got, want)
			}
		case op < 6:
			key := m.key(random)
			got, err := s.store.Get(s.ctx, key[0], key[1])
			want, there := m.records[key]
			if there != (err == nil) || !there && !errors.Is(err, bonafide.ErrNotFound) {
				s.fatalf("step %d: Get: got %v, the model says %t", step, err, there)
			}
			if there {
				s.same(fmt.Sprintf("step %d: Get", step), got, want)
			}
		case op < 9:
			q := m.query(random)
			s.lists(q, m.list(q)...)
		default:
			s.reports(bonafide.EventQuery{Limit: 1 + random.IntN(40)}, m.events...)
			key := m.key(random)
			own := slices.DeleteFunc(slices.Clone(m.events), func(e bonafide.Event) bool { return e.Kind != key[0] || e.ID != key[1] })
			s.reports(bonafide.EventQuery{Kind: key[0], ID: key[1], Limit: 1 + random.IntN(9)}, own...)
		}
	}
}

// model keeps what a tenant's store must keep, and looks at all of it each time.
type model struct {
	records map[[2]string]bonafide.Record
	chains  map[[2]string]bonafide.Chain
	events  []bonafide.Event
}

func (m *model) put(batch []bonafide.Write) error {
	for i, w := range batch {
		for _, other := range batch[:i] {
			if other.Record.Kind == w.Record.Kind && other.Record.ID == w.Record.ID {
				return bonafide.ErrInvalid
			}
		}
	}
	for _, w := range batch {
		if m.records[[2]string{w.Record.Kind, w.Record.ID}].Version != w.Record.Version-1 {
			return bonafide.ErrConflict
		}
	}
	after := m.after(batch)
	for _, a := range after {
		for _, u := range a.Unique {
			for _, b := range after {
				if a.Kind == b.Kind && a.ID != b.ID && slices.Contains(b.Unique, u) {
					return bonafide.ErrDuplicate
				}
			}
		}
	}
	m.records = after
	for _, w := range batch {
		m.events = append(m.events, w.Events...)
		for _, e := range w.Events {
			m.chains[[2]string{e.Kind, e.ID}] = bonafide.Chain{Seq: e.Seq, Hash: e.Hash}
		}
	}
	return nil
}

// after is what there would be after the batch.
func (m *model) after(batch []bonafide.Write) map[[2]string]bonafide.Record {
	after := map[[2]string]bonafide.Record{}
	for key, r := range m.records {
		after[key] = r
	}
	for _, w := range batch {
		after[[2]string{w.Record.Kind, w.Record.ID}] = w.Record
	}
	return after
}

// holds reports whether a duplicate, if that is the error, names a record that
// would hold the value.
func (m *model) holds(err error, batch []bonafide.Write) bool {
	var duplicate *bonafide.DuplicateError
	if !errors.As(err, &duplicate) {
		return !errors.Is(err, bonafide.ErrDuplicate)
	}
	for _, r := range m.after(batch) {
		if r.ID == duplicate.ID && slices.Contains(r.Unique, duplicate.Key) {
			return true
		}
	}
	return false
}

func (m *model) list(q bonafide.Query) []string {
	var found []bonafide.Record
	for _, r := range m.records {
		all := r.Kind == q.Kind && (q.Unique == "" || slices.Contains(r.Unique, q.Unique))
		for _, label := range q.Labels {
			all = all && slices.Contains(r.Labels, label)
		}
		if all && (q.DueBefore.IsZero() || !r.Due.IsZero() && r.Due.Before(q.DueBefore)) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b bonafide.Record) int {
		if !q.DueBefore.IsZero() && !a.Due.Equal(b.Due) {
			return a.Due.Compare(b.Due)
		}
		return strings.Compare(a.ID, b.ID)
	})
	var ids []string
	for _, r := range found {
		ids = append(ids, r.ID)
	}
	return ids
}

func pick[T any](random *rand.Rand, from ...T) T { return from[random.IntN(len(from))] }

// some picks up to two, at times one twice.
func some(random *rand.Rand, from ...string) (terms []string) {
	for range random.IntN(3) {
		terms = append(terms, pick(random, from...))
	}
	return terms
}

func (m *model) key(random *rand.Rand) [2]string {
	return [2]string{pick(random, "user", "case"), pick(random, "a", "A", "a ", "b", "c", "\xff", "\x00", "z")}
}

func (m *model) due(random *rand.Rand) time.Time {
	if random.IntN(3) == 0 {
		return time.Time{}
	}
	return at.Add(time.Duration(random.IntN(4)) * time.Microsecond)
}

// batch is of one to four writes, most of which follow on what is there.
func (m *model) batch(random *rand.Rand) (batch []bonafide.Write) {
	for range 1 + random.IntN(4) {
		key := m.key(random)
		r := bonafide.Record{
			Kind: key[0], ID: key[1], Version: m.records[key].Version + 1, Due: m.due(random),
			Unique: some(random, "1", "2", "3", "4", "5", "6", "7", "8"), Labels: some(random, "l", "L", "m", "n"),
			Body: bytes.Repeat([]byte{byte(random.IntN(256))}, random.IntN(20)),
		}
		if random.IntN(20) == 0 {
			r.Version += pick[int64](random, -1, 1)
			r.Version = max(r.Version, 1)
		}
		chain := m.chains[key]
		batch = append(batch, write(r, linked(&chain, key[0], key[1], some(random, "first", "second")...)...))
	}
	return batch
}

func (m *model) query(random *rand.Rand) bonafide.Query {
	q := bonafide.Query{Kind: pick(random, "user", "case"), Limit: 1 + random.IntN(5)}
	if random.IntN(2) == 0 {
		q.Labels = some(random, "l", "L", "m", "n")
	}
	if random.IntN(4) == 0 {
		q.Unique = pick(random, "1", "2", "3", "4", "5", "6", "7", "8")
	}
	if random.IntN(3) == 0 {
		q.DueBefore = at.Add(time.Duration(random.IntN(5)) * time.Microsecond)
	}
	return q
}

// alike reports whether two errors are of one class.
func alike(got, want error) bool {
	if want == nil || got == nil {
		return want == nil && got == nil
	}
	return errors.Is(got, want)
}
