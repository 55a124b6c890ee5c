// Package bodstest checks [export.BODS] against the JSON Schema of the Beneficial
// Ownership Data Standard 0.4 and the rules that the schema cannot express. It is a
// module of its own so that the validator stays out of the core module. It holds
// tests only.
//
// [export.BODS]: https://pkg.go.dev/github.com/bonafide-go/bonafide/casefile/ownership/export#BODS
package bodstest
