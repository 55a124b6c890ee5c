package user

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// A WaiveRequest waives a rule of the program. Its waiver's By is ignored: it is
// whoever carries the request out.
type WaiveRequest struct {
	Key    string            `json:"-"` // idempotency key
	Waiver permission.Waiver `json:"waiver"`
}

// Waive records a reviewer's decision that a waivable rule of the program need
// not be met by a base document, until a time. It takes the place of an earlier
// waiver of the same rule and document. It ends with the document, and when that
// names somebody else, another birthday or another address: what was waived was
// waived for who it named.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] that lists every fault: no rule, a document that is not
// there, a time that is over.
func (s *Service) Waive(ctx context.Context, by bonafide.Actor, id string, req WaiveRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r WaiveRequest) command(*Service) command {
	r.Waiver.By = bonafide.Actor{} // the request is the same whoever carries it out
	return command{Op: "user.waive", Verb: string(permission.VerbWaive), Key: r.Key, Body: r, Actors: reviewers, About: aboutBase(r.Waiver.DocumentID),
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.waive(in, r.Waiver) })}
}

func (u User) waive(in input, w permission.Waiver) (User, []bonafide.Event, error) {
	var faults bonafide.Faults
	if fault := text.Code(w.Rule, true); fault != "" {
		faults.Add("rule", bonafide.Code(fault))
	}
	if _, ok := u.Document(w.DocumentID); !ok {
		faults.Add("document_id", bonafide.CodeUnknown)
	}
	if !w.Until.After(in.At) {
		faults.Add("until", bonafide.CodeOutOfRange)
	}
	if err := faults.Err(); err != nil {
		return u, nil, err
	}
	w.By, w.Until = in.By, bonafide.Instant(w.Until)
	u.Waivers = slices.DeleteFunc(slices.Clone(u.Waivers), func(o permission.Waiver) bool { return o.Rule == w.Rule && o.DocumentID == w.DocumentID })
	u.Waivers = append(u.Waivers, w)
	return u, one(in.Event(event.Waived, "rule", w.Rule, "document", w.DocumentID)), nil
}

// passWaivers ends the waivers of base documents that are gone, or are no longer those
// of the same subject: the next one with that e-mail and phone number has the same id.
func passWaivers(before, u User, _ time.Time) (User, []bonafide.Event, error) {
	over := func(w permission.Waiver) bool {
		was, there := before.Document(w.DocumentID)
		now, stays := u.Document(w.DocumentID)
		return !stays || there && anotherSubject(was, now, changed(was, now))
	}
	if slices.ContainsFunc(u.Waivers, over) {
		u.Waivers = slices.DeleteFunc(slices.Clone(u.Waivers), over)
	}
	return u, nil, nil
}
