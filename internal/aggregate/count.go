package aggregate

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
)

// Count returns how many records answer a query: from the store's index where it can
// tell, otherwise as many as one page holds.
func (t Table[T]) Count(ctx context.Context, q bonafide.Query) (bonafide.Count, error) {
	q.Cursor, q.Limit = "", bonafide.MaxPage
	if c, ok := bonafide.StoreAs[bonafide.Counter](t.Store); ok {
		n, err := c.Count(ctx, q)
		if !errors.Is(err, errors.ErrUnsupported) {
			return bonafide.Count{N: n}, err
		}
	}
	page, err := t.Store.List(ctx, q)
	n := int64(len(page.Records))
	var lost *bonafide.UnreadableError
	if errors.As(err, &lost) {
		n += int64(len(lost.IDs))
	} else if err != nil {
		return bonafide.Count{}, err
	}
	return bonafide.Count{N: n, AtLeast: page.Next != ""}, nil
}
