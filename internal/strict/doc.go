// Package strict reads JSON that people write by hand, such as spec sheets of programs
// and scoring models, and that programs send, such as requests. It reports every fault at once, each with its path, and
// takes nothing that the type has no room for.
package strict
