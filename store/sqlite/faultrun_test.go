package sqlite_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/faulttest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// All that can be asked of users and cases, while calls fail, each run for a tenant
// of its own. BONAFIDE_FAULTS=100000 makes it a long run.
func TestFaultRun(t *testing.T) {
	s := openNew(t)
	var runs atomic.Int64
	faulttest.Run(t, faulttest.Faults(t, figuretest.Part(500)), func(testing.TB) bonafide.Store {
		return s.ForTenant(fmt.Sprint("run-", runs.Add(1)))
	})
}
