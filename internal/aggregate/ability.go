package aggregate

import "github.com/bonafide-go/bonafide"

// ability returns what a store can do besides the four methods: the store itself, or
// the nearest of those that it stands before by Unwrap, that has the methods of A.
func ability[A any](store bonafide.Store) (can A, ok bool) {
	for store != nil {
		if can, ok = store.(A); ok {
			return can, true
		}
		outer, stands := store.(interface{ Unwrap() bonafide.Store })
		if !stands {
			break
		}
		store = outer.Unwrap()
	}
	return can, false
}
