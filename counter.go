package bonafide

import "context"

// A Counter is a [Store] that counts from its index. It is an ability beside the four
// methods of a Store: a Service looks for it on the Store that it was given, and behind
// that one's Unwrap. Without it records are counted by listing them, up to a bound.
type Counter interface {
	// Count returns how many records List gives over all pages of the query; its Cursor
	// and Limit take no part. Records that cannot be read are counted as well. A store
	// that cannot count, such as one that stands before another, fails with an error
	// matching errors.ErrUnsupported; otherwise it fails as List does.
	Count(ctx context.Context, q Query) (int64, error)
}

// A Count says how many there are.
type Count struct {
	N       int64 `json:"count"`
	AtLeast bool  `json:"at_least,omitzero"` // there may be more: the Store has no [Counter]
}
