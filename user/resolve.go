package user

import (
	"context"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// A ResolveRequest carries an answer about one sub-document: of an outside
// check that was pending, or of a reviewer. The user, SubDocument and Attempt of a check
// are UserID, DocumentID and Attempt of the [document.Request] that began it.
type ResolveRequest struct {
	Key         string           `json:"-"` // idempotency key
	SubDocument string           `json:"subdocument"`
	Attempt     string           `json:"attempt,omitzero"` // id of the attempt that was judged; a reviewer may leave it empty
	Verdict     document.Verdict `json:"verdict"`
}

// Resolve applies a verdict that arrives later. From a verifier, late, repeated
// and out-of-order answers are harmless: they count only for the attempt they
// belong to, and never undo a verdict with an older one; of two answers of one time
// the stricter stands, and a time ahead of the clock is the present. One that
// contradicts what stands is kept beside it and puts the document into the
// [Service.Queue]. A reviewer's decision overrides both ways. User.Decision of what is returned says what it changed.
//
// Verifiers and reviewers may, others fail with [bonafide.ErrForbidden]. It fails
// with [bonafide.ErrNotFound] for a document that is not there, with an
// [*bonafide.InvalidError] for a verifier without an attempt and for a verdict that
// [document.Verdict.Check] refuses, with
// [bonafide.ErrConflict] where a reviewer looked at another submission than the
// present one, and with an error matching [bonafide.ErrState] where the document
// was never to be checked.
func (s *Service) Resolve(ctx context.Context, by bonafide.Actor, id string, req ResolveRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

// ResolveToken is [Service.Resolve] for a webhook that bears one external id, the
// [document.Request.Token] that the vendor was given; [Service.ResolveTax] where the check
// is of the number of a tax form. Repeated, it is harmless.
//
// It fails as they do, and with an [*bonafide.InvalidError] for what is no token.
func (s *Service) ResolveToken(ctx context.Context, by bonafide.Actor, token string, v document.Verdict) (User, error) {
	if err := by.Admit("by"); err != nil {
		return User{}, err
	}
	t, err := document.ParseToken(token)
	if err != nil {
		return User{}, err
	}
	if t.DocumentID == "" {
		return s.ResolveTax(ctx, by, t.UserID, ResolveTaxRequest{Attempt: t.Attempt, Verdict: v})
	}
	return s.Resolve(ctx, by, t.UserID, ResolveRequest{SubDocument: t.DocumentID, Attempt: t.Attempt, Verdict: v})
}

func (r ResolveRequest) command(s *Service) command {
	return command{
		Op: "user.resolve", Verb: string(permission.VerbResolve), Key: r.Key, Body: r,
		Actors: []bonafide.ActorKind{bonafide.ActorVerifier, bonafide.ActorReviewer},
		Check:  func() error { return r.Verdict.Check("verdict.") }, About: aboutSub(r.SubDocument),
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			switch {
			case in.By.Is(bonafide.ActorReviewer):
				return u.review(in, r)
			case r.Attempt == "":
				return u, nil, bonafide.Invalid("attempt", bonafide.CodeRequired)
			case r.Verdict.Verifier == "":
				r.Verdict.Verifier = in.By.ID
			}
			return s.applyVerdict(u, in, r)
		}),
	}
}

// applyVerdict applies a verdict to the attempt that it is bound to. What it leaves
// in doubt is reviewed within the host's business days.
func (s *Service) applyVerdict(u User, in input, r ResolveRequest) (User, []bonafide.Event, error) {
	b, d, ok := u.sub(r.SubDocument)
	if !ok {
		return u, nil, bonafide.ErrNotFound
	}
	if r.Verdict.Outcome == document.OutcomeValid || r.Verdict.Outcome == document.OutcomeInvalid {
		r.Verdict.ReviewDue = s.reviewBy(in.At)
	}
	next, applied, err := d.Resolve(r.Attempt, r.Verdict, in.At)
	if err != nil || !applied {
		return u, nil, err
	}
	return u.putVerdict(b, next, r.Verdict, in)
}

// review applies a reviewer's decision.
func (u User) review(in input, r ResolveRequest) (User, []bonafide.Event, error) {
	b, d, ok := u.sub(r.SubDocument)
	if !ok {
		return u, nil, bonafide.ErrNotFound
	}
	if r.Attempt != "" && r.Attempt != d.Attempt {
		return u, nil, bonafide.ErrConflict // the reviewer looked at another submission
	}
	next, err := d.Decide(in.By, r.Verdict, in.At)
	if err != nil {
		var faults bonafide.Faults
		if faults.Merge("verdict.", err) {
			err = faults.Err()
		}
		return u, nil, err
	}
	return u.putVerdict(b, next, r.Verdict, in)
}

// putVerdict puts a judged document back into its user. One that is accepted takes
// the place of the one that it renews, which is withdrawn.
func (u User) putVerdict(b document.Base, d document.Sub, v document.Verdict, in input) (User, []bonafide.Event, error) {
	before := b
	b, err := b.Accept(d)
	if err != nil {
		return u, nil, err
	}
	if part, gone := replaced(before, b, nil); gone {
		if u, err = u.withWithdrawn(Withdrawn{At: in.At, By: bonafide.System(), Document: part}); err != nil {
			return u, nil, err
		}
	}
	if v.IDScore != nil {
		// A score out of bounds, or of a business, says nothing about anybody.
		if scored, err := b.Scored(*v.IDScore); err == nil {
			b = scored
		}
	}
	return u.withDocument(b), one(in.Event(event.Answered,
		"document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt,
		"outcome", string(v.Outcome.Heard()), "status", string(d.Status), "reasons", strings.Join(d.InvalidReasons, ","), "renews", d.Renews,
		"contradicts", contradicts(d, v))), nil
}

// contradicts says that an answer is the opposite of what stands and was kept beside
// it, for reviewers.
func contradicts(d document.Sub, v document.Verdict) string {
	if d.Contrary == nil || d.Contrary.Outcome != v.Outcome {
		return ""
	}
	return string(d.Status)
}
