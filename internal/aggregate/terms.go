package aggregate

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

// listTerms returns a page of records of which nothing but the terms is wanted. A store
// that seals bodies (package store/sealed) opens none for it. A store before such a one
// is asked for its List: what it adds, such as a measurement, is not gone around.
func listTerms(ctx context.Context, s bonafide.Store, q bonafide.Query) (bonafide.Page, error) {
	if t, ok := s.(interface {
		ListTerms(ctx context.Context, q bonafide.Query) (bonafide.Page, error)
	}); ok {
		return t.ListTerms(ctx, q)
	}
	return s.List(ctx, q)
}
