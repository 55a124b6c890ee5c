package match_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/datatest"
	. "github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/screening/lists"
	. "github.com/bonafide-go/bonafide/screening/match"
)

// The figures of the package on the real lists, each beside a floor or another
// size in the same run. Compare within one run only.

// people are queries as a host sends them: customers who are on no list, and one
// in four a listed person by some alias.
func people(tb testing.TB) (queries []Query) {
	customers := negatives(tb, "yente_negatives_us.jsonl.gz", report, 750)
	for _, name := range customers {
		queries = append(queries, Query{Name: name, Type: Person})
	}
	for _, e := range realSDN(tb).Entries {
		if e.Type == Person && len(e.Names) > 2 && len(queries) < 1000 {
			queries = append(queries, Query{Name: e.Names[2].Text, Type: Person})
		}
	}
	// Mixed, so that neither kind warms the caches for the other.
	mixed := make([]Query, len(queries))
	for i := range queries {
		mixed[i] = queries[i*607%len(queries)]
	}
	return mixed
}

// A screening of a person, against the SDN list alone, all lists, and on all
// cores; beside a look at every name that only compares the letters.
func BenchmarkScreenReal(b *testing.B) {
	queries := people(b)
	sdn, all := engine(b, realSDN(b)), engine(b, realAll(b)...)
	for name, e := range map[string]*Engine{"sdn": sdn, "all lists": all} {
		b.Run(name, func(b *testing.B) {
			took := make([]time.Duration, 0, 1<<20)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				begun := time.Now()
				if _, err := e.Screen(context.Background(), queries[i%len(queries)]); err != nil {
					b.Fatal(err)
				}
				if len(took) < cap(took) {
					took = append(took, time.Since(begun))
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns/op")
		})
	}
	b.Run("sdn, all cores", func(b *testing.B) {
		var at atomic.Int64
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := sdn.Screen(context.Background(), queries[int(at.Add(1))%len(queries)]); err != nil {
					b.Error(err)
					return
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "screens/s")
	})
	b.Run("compare every name of sdn", func(b *testing.B) {
		l, found := realSDN(b), 0
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			for _, e := range l.Entries {
				for _, n := range e.Names {
					if strings.EqualFold(n.Text, queries[i%len(queries)].Name) {
						found++
					}
				}
			}
		}
	})
}

// Reading and indexing the lists, beside reading the rows of the largest.
func BenchmarkLoadReal(b *testing.B) {
	dir := datatest.Published(b)
	b.Run("all lists", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			engine(b, readAll(b, dir)...)
		}
		var e *Engine
		live := heapOf(func() { e = engine(b, readAll(b, dir)...) })
		b.ReportMetric(float64(live)/(1<<20), "live-MiB")
		runtime.KeepAlive(e)
	})
	b.Run("rows of sdn", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, name := range []string{"sdn.csv", "alt.csv", "add.csv"} {
				f, err := os.Open(filepath.Join(dir, "ofac-sdn-2024-05-03", name))
				require.NoError(b, err)
				r := csv.NewReader(f)
				r.LazyQuotes, r.FieldsPerRecord = true, -1
				for {
					if _, err := r.Read(); err == io.EOF {
						break
					}
				}
				f.Close()
			}
		}
	})
}

// readAll reads the lists of the data folder, without a cache.
func readAll(tb testing.TB, dir string) []List {
	tb.Helper()
	sdn, err := lists.ReadOFAC(os.DirFS(filepath.Join(dir, "ofac-sdn-2024-05-03")), &lists.OFACOptions{Edition: may3})
	require.NoError(tb, err)
	cons, err := lists.ReadOFACConsolidated(os.DirFS(filepath.Join(dir, "ofac-consolidated-2025-12")), &lists.OFACOptions{Edition: bonafide.Date{Year: 2025, Month: 12, Day: 19}})
	require.NoError(tb, err)
	un, err := lists.ReadUN(datatest.Open(tb, filepath.Join(dir, "un-2026-02", "UN_consolidated.xml")), nil)
	require.NoError(tb, err)
	csl, err := lists.ReadCSL(datatest.Open(tb, filepath.Join(dir, "us-csl-2022-05", "consolidated.csv.gz")), &lists.CSLOptions{Edition: bonafide.Date{Year: 2022, Month: 5, Day: 6}})
	require.NoError(tb, err)
	return append(csl, sdn, cons, un)
}

// customerBase yields n customers: given and family names of 50,000 synthetic
// people, newly combined. Of every other one the birth date and country are known.
func customerBase(tb testing.TB, n int) iter.Seq2[string, Query] {
	names := negatives(tb, "yente_negatives_us.jsonl.gz", -1, 50_000)
	return func(yield func(string, Query) bool) {
		for i := range n {
			given, _, _ := strings.Cut(names[i%len(names)], " ")
			whole := names[(i*7919+i/len(names))%len(names)]
			_, family, _ := strings.Cut(whole, " ")
			q := Query{Name: given + " " + family, Type: Person}
			if i%2 == 0 {
				q.BirthDate, q.Countries = bonafide.Date{Year: 1940 + i%65, Month: time.Month(1 + i%12), Day: 1 + i%28}, []string{"US"}
			}
			if !yield(fmt.Sprintf("customer-%07d", i), q) {
				return
			}
		}
	}
}

// A new edition with 200 new entries against a million customers, beside the
// screening of a thousand of them against all of the list.
func BenchmarkRescreenReal(b *testing.B) {
	const customers = 1_000_000
	after := realSDN(b)
	before := after
	before.Entries = nil
	for i, e := range after.Entries {
		if i%75 > 0 || i/75 >= 200 {
			before.Entries = append(before.Entries, e)
		}
	}
	delta, err := Diff(before, after)
	require.NoError(b, err)
	require.Len(b, delta.Added, len(after.Entries)-len(before.Entries))
	e := engine(b, after)
	var book *Book
	grown := heapOf(func() {
		book, err = NewBook(customerBase(b, customers))
	})
	require.NoError(b, err)
	b.Run("delta", func(b *testing.B) {
		b.ReportAllocs()
		touched := 0
		for b.Loop() {
			touched = 0
			for _, err := range book.Rescreen(context.Background(), e.Snapshot(), delta, 0) {
				require.NoError(b, err)
				touched++
			}
		}
		b.ReportMetric(float64(grown)/customers, "B/customer")
		b.ReportMetric(float64(touched), "touched")
	})
	var some []Query
	for _, q := range customerBase(b, 1000) {
		some = append(some, q)
	}
	b.Run("a thousand customers", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, q := range some {
				if _, err := e.Screen(context.Background(), q); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// heapOf returns by how many bytes the live heap grows.
func heapOf(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return after.HeapAlloc - before.HeapAlloc
}
