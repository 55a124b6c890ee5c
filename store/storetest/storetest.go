package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/bonafide-go/bonafide"
)

// TB is what the suite needs of [testing.TB], so that it can also run against a
// recorder. Fatalf must not return.
type TB interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	TempDir() string
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Open makes a fresh, empty backing, such as a new database, and returns a
// function that gives handles of tenants onto it. Each call of Open must give a
// backing of its own; each call of the function a handle that shares the
// backing with the others. What has to be closed is closed by tb.Cleanup.
type Open func(tb TB) func(tenant string) bonafide.Store

// A Clause is one rule of the contract.
type Clause struct {
	Name string // name of the subtest
	Rule string // what a store must do, in one sentence
	run  func(*suite)
}

// Run checks every clause as a subtest.
func Run(t *testing.T, open Open) {
	for _, c := range Clauses() {
		t.Run(c.Name, func(t *testing.T) { c.Run(t, open) })
	}
}

// Clauses returns every clause, in the order of [Run].
func Clauses() []Clause {
	var all []Clause
	for _, part := range [][]Clause{
		recordClauses(), versionClauses(), batchClauses(), uniqueClauses(), labelClauses(), dueClauses(),
		bytesClauses(), pageClauses(), countClauses(), eventClauses(), outboxClauses(), contextClauses(), tenantClauses(), deleteClauses(), scrubClauses(), lockedClauses(), growthClauses(),
	} {
		all = append(all, part...)
	}
	return all
}

// Run checks the clause on a fresh backing. It gives a store two minutes.
func (c Clause) Run(tb TB, open Open) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), 2*time.Minute)
	defer cancel()
	handle := open(tb)
	c.run(&suite{TB: tb, ctx: ctx, rule: c.Rule, open: open, handle: handle, store: handle("tenant")})
}
