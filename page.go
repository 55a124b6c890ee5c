package bonafide

import "encoding/json"

// Bounds of what a Service lists in one answer.
const (
	MaxItems     = 100 // in one page
	DefaultItems = 20  // where a request names no limit
)

// A PageRequest asks for one page of a list. The zero value asks for the first.
type PageRequest struct {
	Cursor string `json:"cursor,omitzero"` // PageOf.Next of the page before, for the same list
	Limit  int    `json:"limit,omitzero"`  // 1 to MaxItems; 0 = DefaultItems
}

// Size returns how many items are asked for at most. It fails with an
// [*InvalidError] for a limit out of bounds.
func (r PageRequest) Size() (int, error) {
	switch {
	case r.Limit == 0:
		return DefaultItems, nil
	case r.Limit < 0, r.Limit > MaxItems:
		return 0, Invalid("limit", CodeOutOfRange)
	}
	return r.Limit, nil
}

// A PageOf is one page of a list. A page may be short, or empty, and not the
// last: only an empty Next ends the list.
type PageOf[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitzero"` // the Cursor of the following page; empty after the last page
}

// MarshalJSON writes a page without items as one with none, so that who reads it need not
// mind null.
func (p PageOf[T]) MarshalJSON() ([]byte, error) {
	type page PageOf[T]
	if p.Items == nil {
		p.Items = []T{}
	}
	return json.Marshal(page(p))
}
