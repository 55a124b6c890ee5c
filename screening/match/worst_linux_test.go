package match_test

import (
	"context"
	"runtime"
	"syscall"
	"testing"
	"time"

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

// No name costs more than a bound: on the real lists, where the words are the commonest.
func TestWorstQueriesAreBounded(t *testing.T) {
	if underRace {
		t.Skip("a measurement of one goroutine is left to the run without the race detector")
	}
	e := engine(t, realAll(t)...)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const bound, runs = 5 * time.Millisecond, 20
	for name, q := range worstQueries() {
		begun := cpu(t)
		for range runs {
			_, err := e.Screen(context.Background(), q)
			require.NoError(t, err, name)
		}
		took := (cpu(t) - begun) / runs
		t.Logf("%s: %v", name, took)
		assert.Less(t, took, bound, name)
	}
}
