// Package figuretest lets a proof be made as large as somebody likes, and say how large it
// was. A test asks for its size, which is a slice in an ordinary run and what the
// environment says in a long one, and tells what it counted as attributes of the test,
// which internal/torture collects.
package figuretest

import (
	"os"
	"strconv"
	"testing"
)

// Prefix begins the attributes that are figures.
const Prefix = "figure/"

// Size is how much a test is to do: what the environment variable BONAFIDE_<name> says,
// or else slice.
func Size(t testing.TB, name string, slice int) int {
	t.Helper()
	text := os.Getenv("BONAFIDE_" + name)
	if text == "" {
		return slice
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("BONAFIDE_%s is not a number", name)
	}
	return n
}

// Report says how many of something a test counted. Reports of one name add up. A name
// has no spaces.
func Report(t testing.TB, name string, n int) {
	t.Helper()
	t.Attr(Prefix+name, strconv.Itoa(n))
}

// Part is n cases of one goroutine, or at least one of every four under the race
// detector.
func Part(n int) int {
	if UnderRace {
		return (n + 3) / 4
	}
	return n
}

// OneGoroutine leaves a long test that is of one goroutine to the run without the race
// detector, which would find nothing in it.
func OneGoroutine(t testing.TB) {
	t.Helper()
	if UnderRace {
		t.Skip("of one goroutine: the run without the race detector plays it")
	}
}
