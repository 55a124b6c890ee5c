package user

import (
	"context"
	"slices"
	"strconv"
	"time"

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
	Reason   string `json:"reason,omitzero"` // for reviewers; 1 to 1,000 characters, may be left out to take it back in
}

// An Activation is a reviewer's word on taking a base document out of the decision, or
// back in. It is for reviewers, and is erased with the user.
type Activation struct {
	Document string         `json:"document"` // id of the base document, as it was then
	Active   bool           `json:"active"`
	Reason   string         `json:"reason,omitzero"`
	By       bonafide.Actor `json:"by"`
	At       time.Time      `json:"at"`
}

// maxActivations is how many of them are kept; the oldest go first.
const maxActivations = 100

// SetDocumentActive takes a base document out of the decision, or back in. What was
// found of its subject goes on counting, and one that is taken back in is screened
// again first. Only reviewers may: leaving the worst
// document out could lift a user. Others fail
// with [bonafide.ErrForbidden]. It fails with an [*bonafide.InvalidError] for taking a
// document out without a reason and for one that is too long, and with
// [bonafide.ErrNotFound] for a document that is not there; one that is as asked already
// changes nothing.
func (s *Service) SetDocumentActive(ctx context.Context, by bonafide.Actor, id string, req SetDocumentActiveRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r SetDocumentActiveRequest) command(*Service) command {
	return command{Op: "user.set_document_active", Verb: string(permission.VerbActivate), Key: r.Key, Body: r, Actors: reviewers, Check: r.check, About: aboutBase(r.Document),
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.setDocumentActive(in, r) })}
}

func (r SetDocumentActiveRequest) check() error {
	if r.Active && r.Reason == "" {
		return nil
	}
	if _, fault := readReason(r.Reason); fault != "" {
		return bonafide.Invalid("reason", bonafide.Code(fault))
	}
	return nil
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
	reason, _ := readReason(r.Reason)
	u.Activations = append(slices.Clone(u.Activations), Activation{Document: b.ID, Active: r.Active, Reason: reason, By: in.By, At: in.At})
	u.Activations = u.Activations[max(0, len(u.Activations)-maxActivations):]
	return u.withDocument(b), one(in.Event(event.DocumentActive, "document", r.Document, "active", strconv.FormatBool(r.Active))), nil
}
