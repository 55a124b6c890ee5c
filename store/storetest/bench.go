package storetest

import (
	"bytes"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Bench measures an adapter: insert, update (each one record of about 3 KB with
// two unique values, three labels, a due time and one event), Get, one page of
// 100 by id, by label, by due time and by both, a page of 100 events of a tenant and the
// events of one record, and 16 parallel writers, who insert and who update records of
// their own. "floor" is a bare map behind a mutex in the
// same run: the time that any store takes for the copies alone.
//
// Compare ratios between stores of one run, not times between machines. A database far
// away is measured by an Open that puts [Distant] before the adapter's connections.
func Bench(b *testing.B, open Open) {
	benchFloor(b)
	benchWrites(b, open)
	benchReads(b, open)
	benchEvents(b, open)
}

func benchFloor(b *testing.B) {
	b.Run("floor/insert", func(b *testing.B) {
		f := floor{records: map[string]bonafide.Record{}}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			f.put(BenchWrite(i, 1))
		}
	})
	b.Run("floor/get", func(b *testing.B) {
		f := floor{records: map[string]bonafide.Record{}}
		for i := range benchRecords {
			f.put(BenchWrite(i, 1))
		}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if len(f.get(benchID(i%benchRecords)).Body) == 0 {
				b.Fatal("not found")
			}
		}
	})
}

func benchWrites(b *testing.B, open Open) {
	b.Run("insert", func(b *testing.B) {
		store := open(b)("tenant")
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			benchPut(b, store, BenchWrite(i, 1))
		}
	})
	b.Run("update", func(b *testing.B) {
		store := filled(b, open)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			benchPut(b, store, BenchWrite(i%benchRecords, int64(2+i/benchRecords)))
		}
	})
	b.Run("insert/16-writers", func(b *testing.B) {
		store := open(b)("tenant")
		sixteen(b, func(_, i int) bonafide.Write { return BenchWrite(i, 1) }, store)
	})
	b.Run("update/16-writers", func(b *testing.B) {
		store := filled(b, open)
		// Each has a share of the records, and updates them one after another.
		const share = benchRecords / writers
		done := make([]int, writers)
		sixteen(b, func(writer, _ int) bonafide.Write {
			n := done[writer]
			done[writer]++
			return BenchWrite(writer*share+n%share, int64(2+n/share))
		}, store)
	})
}

// writers is how many write at once.
const writers = 16

// sixteen writes b.N records by as many writers; next gives a writer's next write, the
// i-th of all.
func sixteen(b *testing.B, next func(writer, i int) bonafide.Write, store bonafide.Store) {
	b.Helper()
	var taken atomic.Int64
	var wg sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for w := range writers {
		wg.Go(func() {
			for i := int(taken.Add(1)); i <= b.N; i = int(taken.Add(1)) {
				if err := store.Put(b.Context(), next(w, i)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func benchReads(b *testing.B, open Open) {
	b.Run("get", func(b *testing.B) {
		store := filled(b, open)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := store.Get(b.Context(), "user", benchID(i%benchRecords)); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, list := range []struct {
		name  string
		query bonafide.Query
	}{
		{"by-id", bonafide.Query{Kind: "user"}},
		{"by-label", bonafide.Query{Kind: "user", Labels: []string{"risk=low"}}},
		{"by-due", bonafide.Query{Kind: "user", DueBefore: at.Add(24 * time.Hour)}},
		{"by-label-and-due", bonafide.Query{Kind: "user", Labels: []string{"risk=low"}, DueBefore: at.Add(24 * time.Hour)}},
	} {
		b.Run("list/"+list.name, func(b *testing.B) {
			store, q := filled(b, open), list.query
			b.ReportAllocs()
			for b.Loop() {
				page, err := store.List(b.Context(), q)
				if err != nil || len(page.Records) == 0 {
					b.Fatal(err)
				}
				q.Cursor = page.Next
			}
		})
	}
	b.Run("events", func(b *testing.B) {
		store := filled(b, open)
		var q bonafide.EventQuery
		b.ReportAllocs()
		for b.Loop() {
			events, err := store.Events(b.Context(), q)
			if err != nil {
				b.Fatal(err)
			}
			q.After = ""
			if len(events) == bonafide.DefaultPage {
				q.After = events[len(events)-1].Position
			}
		}
	})
}

// benchEvents reads the events of one record among those of all.
func benchEvents(b *testing.B, open Open) {
	b.Run("events/of-record", func(b *testing.B) {
		store := filled(b, open)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			events, err := store.Events(b.Context(), bonafide.EventQuery{Kind: "user", ID: benchID(i % benchRecords)})
			if err != nil || len(events) != 1 {
				b.Fatal(len(events), err)
			}
		}
	})
}

// benchRecords is how many records the reading benchmarks read from.
const benchRecords = 2000

func benchID(i int) string { return fmt.Sprintf("user-%08d", i) }

var benchBody = bytes.Repeat([]byte(`{"field":"value"},`), 3200/18)

// BenchWrite is what [Bench] and [BenchBeside] write: the i-th record in a version.
func BenchWrite(i int, version int64) bonafide.Write {
	id := benchID(i)
	chain := bonafide.Chain{Seq: version - 1}
	return write(bonafide.Record{
		Kind: "user", ID: id, Version: version,
		Unique: []string{"phone=" + id, "mail=" + id},
		Labels: []string{"permission=RECEIVE", pick2(i, "risk=low", "risk=high"), BenchRound(version)},
		Due:    at.Add(time.Duration(i) * time.Second),
		Body:   benchBody,
	}, linked(&chain, "user", id, "user.changed")...)
}

// BenchRound is the label of [BenchBeside] and [Bench] that changes with each version.
func BenchRound(version int64) string { return fmt.Sprintf("round=%d", version) }

func pick2(i int, even, odd string) string {
	if i%2 == 0 {
		return even
	}
	return odd
}

func benchPut(b *testing.B, store bonafide.Store, w bonafide.Write) {
	b.Helper()
	if err := store.Put(b.Context(), w); err != nil {
		b.Fatal(err)
	}
}

func filled(b *testing.B, open Open) bonafide.Store {
	b.Helper()
	store := open(b)("tenant")
	for first := 0; first < benchRecords; first += bonafide.MaxBatch {
		var batch []bonafide.Write
		for i := range bonafide.MaxBatch {
			batch = append(batch, BenchWrite(first+i, 1))
		}
		if err := store.Put(b.Context(), batch...); err != nil {
			b.Fatal(err)
		}
	}
	return store
}

// floor copies records in and out of a map, and does nothing else.
type floor struct {
	mu      sync.Mutex
	records map[string]bonafide.Record
	events  []bonafide.Event
}

func (f *floor) put(w bonafide.Write) {
	r := w.Record
	r.Body, r.Unique, r.Labels = bytes.Clone(r.Body), append([]string(nil), r.Unique...), append([]string(nil), r.Labels...)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.records[r.ID] = r
	f.events = append(f.events, w.Events...)
}

func (f *floor) get(id string) bonafide.Record {
	f.mu.Lock()
	r := f.records[id]
	f.mu.Unlock()
	r.Body, r.Unique, r.Labels = bytes.Clone(r.Body), append([]string(nil), r.Unique...), append([]string(nil), r.Labels...)
	return r
}
