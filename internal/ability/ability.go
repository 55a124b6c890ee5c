// Package ability finds what a store can do beside the four methods of every Store.
package ability

import "github.com/bonafide-go/bonafide"

// Of returns the store, or the first that it stands before by a method Unwrap()
// Store, which is an A; false if none is.
func Of[A any](store bonafide.Store) (a A, ok bool) {
	for store != nil {
		if a, ok = store.(A); ok {
			return a, true
		}
		outer, stands := store.(interface{ Unwrap() bonafide.Store })
		if !stands {
			break
		}
		store = outer.Unwrap()
	}
	return a, false
}
