// Package killtest kills what writes to a store, the writing process or the database,
// and looks at what is left: nothing that was acknowledged is lost, nothing is there in
// part, and nothing is there that nobody tried to write.
//
// It proves nothing about a loss of power: the operating system lives on.
package killtest
