// Package peers measures what others would do in place of the matcher and of the analysis
// of owners, on the same input in the same run. It is a module of its own, so that their
// code reaches nobody. Programs are measured beside other languages in permission/bench,
// stores beside bare drivers in store/sqlite and store/postgres.
package peers
