//go:build race

package lists_test

// underRace is set where the race detector slows everything down tenfold: what
// runs in one goroutine is then looked at in part.
const underRace = true
