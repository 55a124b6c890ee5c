// Package store tells how to write a [bonafide.Store], and holds the few pure
// pieces that every adapter needs.
package store
