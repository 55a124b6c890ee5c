package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

// labelReview marks users who have a document that waits for a reviewer.
const labelReview = "review=open"

// awaitsReview reports whether a document of the user waits for a reviewer.
func (u User) awaitsReview() bool {
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if !d.ReviewDue.IsZero() {
				return true
			}
		}
	}
	return false
}

// ReviewQueue returns users who have documents that wait for a reviewer's
// decision, by ReviewDue of each sub-document; [Service.Resolve] decides.
//
// Reviewers and the system may read it, others fail with [bonafide.ErrForbidden].
// It fails with an [*bonafide.InvalidError] for a limit out of bounds, and with
// [bonafide.ErrCursor].
func (s *Service) ReviewQueue(ctx context.Context, by bonafide.Actor, page bonafide.PageRequest) (out bonafide.PageOf[User], err error) {
	if err := insider(by); err != nil {
		return out, err
	}
	limit, err := page.Size()
	if err != nil {
		return out, err
	}
	found, next, err := s.run.List(ctx, bonafide.Query{Labels: []string{labelReview}, Cursor: page.Cursor, Limit: limit})
	if err != nil {
		return out, err
	}
	for _, kept := range found {
		u := kept.State
		if s.countsTotals {
			if u, err = s.read(ctx, by, u.ID); err != nil {
				return out, err
			}
		}
		out.Items = append(out.Items, s.view(u, by, s.now()))
	}
	out.Next = next
	return out, nil
}
