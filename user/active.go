package user

import (
	"context"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// A SetDocumentActiveRequest takes a base document out of the decision, or back
// in.
type SetDocumentActiveRequest struct {
	Key      string `json:"-"` // idempotency key
	Document string `json:"document"`
	Active   bool   `json:"active"`
}

// SetDocumentActive takes a base document out of the decision, or back in. What was
// found of its subject goes on counting, and one that is taken back in is screened
// again first. Only reviewers may: leaving the worst
// document out could lift a user. Others fail
// with [bonafide.ErrForbidden]. It fails with [bonafide.ErrNotFound] for a document
// that is not there; one that is as asked already changes nothing.
func (s *Service) SetDocumentActive(ctx context.Context, by bonafide.Actor, id string, req SetDocumentActiveRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r SetDocumentActiveRequest) command(*Service) command {
	return command{Op: "user.set_document_active", Verb: string(permission.VerbActivate), Key: r.Key, Body: r, Actors: reviewers,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.setDocumentActive(in, r) })}
}

func (u User) setDocumentActive(in input, r SetDocumentActiveRequest) (User, []bonafide.Event, error) {
	b, ok := u.Document(r.Document)
	if !ok {
		return u, nil, bonafide.ErrNotFound
	}
	if b.IsActive == r.Active {
		return u, nil, nil
	}
	b.IsActive = r.Active
	return u.withDocument(b), one(in.Event(event.DocumentActive, "document", r.Document, "active", strconv.FormatBool(r.Active))), nil
}
