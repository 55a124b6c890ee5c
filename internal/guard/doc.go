// Package guard holds tests that keep the rules of the house: which modules and
// packages may be imported where, that the exported API changes on purpose only,
// and that the core has no clock, printer or panic of its own.
package guard
