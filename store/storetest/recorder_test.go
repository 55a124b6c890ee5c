package storetest_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/bonafide-go/bonafide/store/storetest"
)

// recorder is a TB that keeps failures instead of failing the test.
type recorder struct {
	t        *testing.T
	mu       sync.Mutex
	failures []string
	cleanups []func()
}

var _ storetest.TB = (*recorder)(nil)

func (r *recorder) Helper()                  {}
func (r *recorder) Context() context.Context { return r.t.Context() }
func (r *recorder) TempDir() string          { return r.t.TempDir() }
func (r *recorder) Cleanup(f func())         { r.cleanups = append(r.cleanups, f) }

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

// record runs a part of the suite and returns its failures.
func record(t *testing.T, run func(tb storetest.TB)) []string {
	r := &recorder{t: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(r)
	}()
	<-done
	for _, cleanup := range r.cleanups {
		cleanup()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failures
}
