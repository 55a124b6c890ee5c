package match_test

import (
	"context"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// cpu is what the thread has taken of a processor so far: a busy machine makes a search
// wait, not work.
func cpu(t *testing.T) time.Duration {
	const thread = 1 // RUSAGE_THREAD
	var used syscall.Rusage
	require.NoError(t, syscall.Getrusage(thread, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// No name costs more than a few looks at every name of the lists that only compare the
// letters; on the real lists, where the words are the commonest.
func TestWorstQueriesAreBounded(t *testing.T) {
	if figuretest.UnderRace {
		t.Skip("a measurement of one goroutine is left to the run without the race detector")
	}
	lists := realAll(t)
	e := engine(t, lists...)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const bound, runs = 5, 20
	took := func(do func()) time.Duration {
		begun := cpu(t)
		for range runs {
			do()
		}
		return (cpu(t) - begun) / runs
	}
	same := 0
	look := took(func() {
		for _, l := range lists {
			for i := range l.Entries {
				for _, n := range l.Entries[i].Names {
					if strings.EqualFold(n.Text, "Mohammed Ali") {
						same++
					}
				}
			}
		}
	})
	t.Logf("a look at every name: %v", look)
	for name, q := range worstQueries() {
		took := took(func() {
			_, err := e.Screen(context.Background(), q)
			require.NoError(t, err, name)
		})
		t.Logf("%s: %v, %.1f looks", name, took, float64(took)/float64(look))
		assert.Less(t, took, bound*look, name)
	}
}
