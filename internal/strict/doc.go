// Package strict reads JSON that people write by hand: spec sheets of programs
// and scoring models. It reports every fault at once, each with its path, and
// takes nothing that the type has no room for.
package strict
