package bonafide

// StoreAs returns the Store as a T, or the first one behind it that is a T: an ability
// beside the four methods, such as [Deleter]. A Store that stands before another one tells
// of it by a method Unwrap() Store.
func StoreAs[T any](s Store) (as T, ok bool) {
	for s != nil {
		if as, ok = s.(T); ok {
			return as, true
		}
		outer, before := s.(interface{ Unwrap() Store })
		if !before {
			break
		}
		s = outer.Unwrap()
	}
	return as, false
}
