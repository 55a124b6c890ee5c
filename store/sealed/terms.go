package sealed

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

// ListTerms is [Store.List] without bodies: id, version, due time, unique values and labels
// of the records of a page. It opens nothing and reads no key, for whoever wants to know
// only which records there are. Records whose body is damaged or not sealed, as far
// as that shows without the key, are left out, and named by a [*bonafide.UnreadableError].
func (s *Store) ListTerms(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	if q.Kind == KindKeys {
		return bonafide.Page{}, ctx.Err()
	}
	page, err := s.below.List(ctx, q)
	if err != nil {
		return bonafide.Page{}, err
	}
	terms := make([]bonafide.Record, 0, len(page.Records))
	lost := &bonafide.UnreadableError{Kind: q.Kind}
	for _, r := range page.Records {
		e, code := s.look(r)
		if code != "" {
			lost.Add(r.ID, &Error{r.Kind, r.ID, code})
			continue
		}
		s.shifts.put(address{r.Kind, r.ID}, e.shift)
		r.Version -= int64(e.shift)
		r.Body = nil
		terms = append(terms, r)
	}
	page.Records = terms
	return page, lost.Err()
}
