// Package guard holds tests that keep the rules of the house: which modules and
// packages may be imported where, that the exported API changes on purpose only,
// and that the core has no clock, printer or panic of its own.
//
// What is built is joined, or it is not there:
//
//   - Every exported function is reached from a Service, a store or an example.
//     The comment of any other says which host calls it, in a sentence that begins
//     with "A host calls it".
//   - Every fact that a program or a scoring may ask for, and every status and code,
//     is set by code that a Service reaches.
//   - Every request owns a command with a key, an operation name, a rule about who
//     may ask, and an example; every verb has a command.
//   - A rule stands in one place.
//   - Names of this module in the pages of docs and in the README exist.
//
// Each guard has a test beside it that shows it fail.
package guard
