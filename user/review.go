package user

import (
	"context"
	"errors"
	"fmt"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// labelReview marks users who have a document that waits for a reviewer.
const labelReview = "review=open"

// awaitsReview reports whether a document of the user, or its enhanced due
// diligence, waits for a reviewer.
func (u User) awaitsReview() bool {
	for _, b := range u.Documents {
		if b.EDDStatus == document.EDDReviewing {
			return true
		}
		for d := range b.Subs() {
			if !d.ReviewDue.IsZero() {
				return true
			}
		}
	}
	return false
}

// ReviewQueue returns users who have documents that wait for a reviewer's
// decision, by ReviewDue of each sub-document, which [Service.Resolve] decides, those
// that an answer contradicts by Sub.Contrary among them; or
// whose enhanced due diligence is REVIEWING, which [Service.SetEDD] decides.
//
// Reviewers and the system may read it, others fail with [bonafide.ErrForbidden].
// It fails with an [*bonafide.InvalidError] for a limit out of bounds, and with
// [bonafide.ErrCursor]. Records that cannot be read do not stop it: the page is
// returned, with an error matching [bonafide.ErrUnreadable].
func (s *Service) ReviewQueue(ctx context.Context, by bonafide.Actor, page bonafide.PageRequest) (out bonafide.PageOf[User], err error) {
	if err := insider(by); err != nil {
		return out, err
	}
	limit, err := page.Size()
	if err != nil {
		return out, err
	}
	found, next, err := s.run.List(ctx, bonafide.Query{Labels: []string{labelReview}, Cursor: page.Cursor, Limit: limit})
	if stops(err) {
		return out, err
	}
	failed := []error{err}
	for _, kept := range found {
		u := kept.State
		if s.looksAround(u) {
			if u, err = s.read(ctx, by, u.ID); stops(err) {
				return out, err
			} else if err != nil {
				failed = append(failed, fmt.Errorf("user %s: %w", kept.State.ID, err))
				continue
			}
		}
		out.Items = append(out.Items, s.view(u, by, s.now()))
	}
	out.Next = next
	return out, errors.Join(failed...)
}

// stops reports whether an error ends a list. Records that cannot be read do not:
// the others are returned, and the error names these.
func stops(err error) bool { return err != nil && !errors.Is(err, bonafide.ErrUnreadable) }
