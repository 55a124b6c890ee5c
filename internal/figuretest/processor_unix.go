//go:build unix

package figuretest

import (
	"syscall"
	"testing"
	"time"
)

// Processor is how long processors have worked for this process: how busy the machine is
// besides does not count.
func Processor(t testing.TB) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
