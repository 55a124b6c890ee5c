package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
)

// BenchBeside measures a store and, in turns of the same run, a floor: what a service
// written by hand would do on the same driver to write and read the same rows. It
// inserts, updates (each one record of about 3 KB with two unique values, three labels
// of which one changes, a due time and one event) and reads, with 1 and with 16
// goroutines. Of the floor it calls Put, with one write each, and Get.
//
// It reports nanoseconds of each and "ratio", the median of the ratios of neighbouring
// turns. Choose a -benchtime of at least 4000x.
func BenchBeside(b *testing.B, store, floor bonafide.Store) {
	for _, writers := range []int{1, 16} {
		at := writers * 1_000_000 // records of their own
		besides(b, fmt.Sprintf("insert/%d", writers), store, floor, writers, func(ctx context.Context, s bonafide.Store, i int) error {
			return s.Put(ctx, BenchWrite(at+i, 1))
		})
		// Insert has written the records that follow, unless it was filtered out.
		of := benchRecords
		for _, s := range []bonafide.Store{store, floor} {
			fill(b, s, 2*at, of)
		}
		besides(b, fmt.Sprintf("update/%d", writers), store, floor, writers, func(ctx context.Context, s bonafide.Store, i int) error {
			return s.Put(ctx, BenchWrite(2*at+i%of, int64(2+i/of)))
		})
		besides(b, fmt.Sprintf("get/%d", writers), store, floor, writers, func(ctx context.Context, s bonafide.Store, i int) error {
			_, err := s.Get(ctx, "user", benchID(2*at+i%of))
			return err
		})
	}
}

// turn is how many operations one side does before it is the other's turn.
const turn = 200

func besides(b *testing.B, name string, store, floor bonafide.Store, writers int, op func(context.Context, bonafide.Store, int) error) {
	var done int // of each side, over all rounds of the benchmark
	b.Run(name, func(b *testing.B) {
		var took [2]time.Duration
		var ratios []float64
		for n := 0; n < b.N; n += turn {
			var round [2]time.Duration
			for side, s := range []bonafide.Store{store, floor} {
				begin := time.Now()
				if err := inParallel(b.Context(), writers, done, done+turn, func(ctx context.Context, i int) error { return op(ctx, s, i) }); err != nil {
					b.Fatal(err)
				}
				round[side] = time.Since(begin)
				took[side] += round[side]
			}
			done += turn
			ratios = append(ratios, float64(round[0])/float64(round[1]))
		}
		slices.Sort(ratios)
		ops := float64(len(ratios) * turn)
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(took[0])/ops, "store-ns/op")
		b.ReportMetric(float64(took[1])/ops, "floor-ns/op")
		b.ReportMetric(ratios[len(ratios)/2], "ratio")
	})
}

// inParallel calls f with each number of a range, on some goroutines.
func inParallel(ctx context.Context, goroutines, from, to int, f func(context.Context, int) error) error {
	var wg sync.WaitGroup
	var next atomic.Int64
	next.Store(int64(from) - 1)
	errs := make([]error, goroutines)
	for g := range goroutines {
		wg.Go(func() {
			for i := int(next.Add(1)); i < to && errs[g] == nil; i = int(next.Add(1)) {
				errs[g] = f(ctx, i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func fill(b *testing.B, s bonafide.Store, from, n int) {
	b.Helper()
	if err := inParallel(b.Context(), 8, from, from+n, func(ctx context.Context, i int) error { return s.Put(ctx, BenchWrite(i, 1)) }); err != nil {
		b.Fatal(err)
	}
}
