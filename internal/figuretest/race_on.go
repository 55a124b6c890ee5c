//go:build race

package figuretest

// UnderRace is set where the race detector slows everything down tenfold. What goes
// through many cases on one goroutine then goes through a part of them, since every
// run without it goes through all.
const UnderRace = true
