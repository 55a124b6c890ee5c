// Package lineartest records what many writers ask of a store and of a Service, and
// what they are told, and checks that one order of it all explains every answer
// (linearizability, by github.com/anishathalye/porcupine).
package lineartest
