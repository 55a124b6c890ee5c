//go:build race

package match_test

// underRace is set where the race detector slows everything down tenfold.
// Measurements of one goroutine are left to the run without it.
const underRace = true
