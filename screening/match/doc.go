// Package match searches sanctions lists by name, and explains every hit.
//
// An [Engine] holds editions of lists and screens a [screening.Query] against
// them, in process. It reads names of 20 scripts, compares their words by sound,
// and weighs each word by how rare it is. A [Book] of customers finds those whom
// a new edition affects, without screening all of them.
//
// The README beside this file says how well names are found and how fast, on
// which data, and how to measure it again.
//
// Tables are built the first time a name is read, not when the package is
// loaded.
package match
