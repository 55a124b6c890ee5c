package store

import "github.com/bonafide-go/bonafide"

// As returns the store as a T, or the first one behind it that is a T: an ability
// beside the four methods, such as [bonafide.Deleter]. A store that stands before
// another one tells of it by a method Unwrap() bonafide.Store.
func As[T any](s bonafide.Store) (as T, ok bool) {
	for s != nil {
		if as, ok = s.(T); ok {
			return as, true
		}
		outer, before := s.(interface{ Unwrap() bonafide.Store })
		if !before {
			break
		}
		s = outer.Unwrap()
	}
	return as, false
}
