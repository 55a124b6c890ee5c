package sealed_test

import (
	"fmt"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/store/storetest"
	"github.com/stretchr/testify/require"
)

// BenchmarkStore measures the sealed store beside the bare one below it, in the
// same run. Compare the two.
func BenchmarkStore(b *testing.B) {
	b.Run("bare", func(b *testing.B) {
		storetest.Bench(b, func(storetest.TB) func(string) bonafide.Store {
			return func(tenant string) bonafide.Store { return memory.New(tenant) }
		})
	})
	b.Run("sealed", func(b *testing.B) {
		kms := newKMS(b)
		storetest.Bench(b, func(storetest.TB) func(string) bonafide.Store {
			return func(tenant string) bonafide.Store {
				s, err := sealed.New(memory.New(tenant), kms.keys(b, tenant), nil)
				require.NoError(b, err)
				return s
			}
		})
	})
}

// BenchmarkGet is one read of 3 KB: of the store below, with the key in memory, and
// with the key fetched and unwrapped for it.
func BenchmarkGet(b *testing.B) {
	fill := func(s bonafide.Store) {
		for i := range 100 {
			r := bonafide.Record{Kind: "user", ID: fmt.Sprint("u-", i), Version: 1, Body: make([]byte, 3200)}
			require.NoError(b, s.Put(ctx, bonafide.Write{Record: r}))
		}
	}
	run := func(name string, s bonafide.Store) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := s.Get(ctx, "user", fmt.Sprint("u-", i%100)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	bare := memory.New("acme")
	fill(bare)
	run("bare", bare)
	warm := setup(b)
	fill(warm.store)
	run("warm", warm.store)
	cold := setup(b, func(b *bundle) { b.opts.CacheSize = 1 })
	fill(cold.store)
	run("cold", cold.store)
}
