package memory_test

import (
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/storetest"
)

func open(storetest.TB) func(tenant string) bonafide.Store {
	m := memory.New("first")
	return func(tenant string) bonafide.Store { return m.ForTenant(tenant) }
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestModel(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	for i := range uint64(20) {
		storetest.Compare(t, open, seed+i, 400)
	}
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }
