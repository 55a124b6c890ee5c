package storetest_test

import (
	"fmt"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/store/storetest"
)

// A store is proved by one test in its package. Here it is called TestStore:
//
//	func TestStore(t *testing.T) { storetest.Run(t, open) }
func ExampleRun() {
	open := func(storetest.TB) func(tenant string) bonafide.Store {
		m := memory.New("first")
		return func(tenant string) bonafide.Store { return m.ForTenant(tenant) }
	}
	_ = func(t *testing.T) { storetest.Run(t, open) }
	for _, c := range storetest.Clauses()[:2] {
		fmt.Println(c.Name, "-", c.Rule)
	}
	// Output:
	// missing_record - Get of a record that is not there answers bonafide.ErrNotFound; it has no page and no events
	// every_field - every field of a record comes back as it was written, by Get and by List, after every write
}
