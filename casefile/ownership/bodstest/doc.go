// Package bodstest checks the BODS export of package ownership against the JSON
// Schema of the Beneficial Ownership Data Standard 0.4 and the rules that the
// schema cannot express. It is a module of its own so that the validator stays out
// of the core module. It holds tests only.
package bodstest
