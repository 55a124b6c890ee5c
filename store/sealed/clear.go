package sealed

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

// InClear returns a store whose bodies stay as they are. It refuses those that a
// [Store] has sealed with an [*Error] of [CodeSealed], so that nobody takes ciphertext
// for a damaged record. It is what a Service works on that was told to keep bodies in
// clear.
func InClear(below bonafide.Store) bonafide.Store { return inClear{below} }

type inClear struct{ bonafide.Store }

// Unwrap returns the store below.
func (s inClear) Unwrap() bonafide.Store { return s.Store }

// Get is [bonafide.Store.Get].
func (s inClear) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	r, err := s.Store.Get(ctx, kind, id)
	if err == nil && isSealed(r.Body) {
		r.Body = nil // whoever overwrites it needs to know the version
		return r, &Error{kind, id, CodeSealed}
	}
	return r, err
}

// List is [bonafide.Store.List].
func (s inClear) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	page, err := s.Store.List(ctx, q)
	lost := &bonafide.UnreadableError{Kind: q.Kind}
	if err != nil && !errors.As(err, &lost) {
		return page, err
	}
	clear := make([]bonafide.Record, 0, len(page.Records))
	for _, r := range page.Records {
		if isSealed(r.Body) {
			lost.Add(r.ID, &Error{q.Kind, r.ID, CodeSealed})
		} else {
			clear = append(clear, r)
		}
	}
	page.Records = clear
	return page, lost.Err()
}
