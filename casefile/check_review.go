package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// Codes of checks that are refused.
const (
	CodeHitsOpen         bonafide.Code = "hits_open"         // a hit is still potential
	CodeTrueMatch        bonafide.Code = "true_match"        // the entity is the listed one, and nobody accepted that
	CodeNotScreened      bonafide.Code = "not_screened"      // a list was not, or not completely, searched
	CodeNothingSubmitted bonafide.Code = "nothing_submitted" // there is nothing to look at
	CodeNoAttemptsLeft   bonafide.Code = "no_attempts_left"  // it was tried as often as allowed
	CodeDecided          bonafide.Code = "decided"           // a decided check stays
	CodeOverrideNeeded   bonafide.Code = "override_needed"   // against the result: say so, with a reason
)

// MaxReason bounds reasons and comments, in characters.
const MaxReason = 2000

// A ReviewCheckRequest is a reviewer's decision on a check.
type ReviewCheckRequest struct {
	Key      string     `json:"-"` // idempotency key
	Check    string     `json:"check_id"`
	Attempt  string     `json:"attempt_id,omitzero"` // id of the attempt that was looked at; if given and no longer current, ErrConflict
	Approve  bool       `json:"approve"`
	Override bool       `json:"override,omitzero"`       // decides against the result, or replaces a decision
	Kind     RejectKind `json:"reject_kind,omitzero"`    // kind of a rejection; required to reject
	Public   string     `json:"public_reason,omitzero"`  // what the contact reads; required for retry
	Private  string     `json:"private_reason,omitzero"` // what reviewers read; required for an override
	// ExpiresAt is when the evidence runs out; zero = as the automation says.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
}

// ReviewCheck decides a check that waits for a reviewer. To turn an earlier decision
// round, or to decide against the result, takes an override with a reason. A
// rejection for retry opens the check for another attempt; the last of
// [Options.MaxAttempts] makes it final.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with [bonafide.ErrConflict] if Attempt is no longer the current one, with a
// [*bonafide.StateError] for a check that waits for nobody, with a
// [*bonafide.RefusedError] of [CodeOverrideNeeded], with an [*bonafide.InvalidError]
// that lists every fault, and with the errors of every command: see [Service].
//
// An aml check is refused with [CodeHitsOpen] while any hit is potential: decide
// them by [Service.DecideHits] first. Its approval is refused with [CodeNotScreened]
// while a list was not completely searched, and with [CodeTrueMatch] while a true
// match stands that takes two reviewers to accept; no override changes that. They accept
// the match itself, by [Service.DecideHits]. True matches of politically exposed persons
// and of adverse media the approval itself accepts: it needs an override, whose reason
// tells of the enhanced due diligence, and lasts at most a year (FATF recommendation 12).
func (s *Service) ReviewCheck(ctx context.Context, by bonafide.Actor, id string, req ReviewCheckRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r ReviewCheckRequest) command(s *Service) command {
	return command{Op: "case.review_check", Verb: string(verbCheck), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) {
			return c.reviewCheck(in, r, s.opts.MaxAttempts)
		})}
}

// reviewCheck is the rule of [Service.ReviewCheck].
func (c Case) reviewCheck(in input, r ReviewCheckRequest, maxAttempts int) (Case, []bonafide.Event, error) {
	before, err := c.find(in.By, r.Check)
	if err != nil {
		return c, nil, err
	}
	if r.Attempt != "" && r.Attempt != before.Attempt {
		return c, nil, bonafide.ErrConflict
	}
	if r, err = r.check(in.At); err != nil {
		return c, nil, err
	}
	k := before
	if err := k.reviewable(r, in.At); err != nil {
		return c, nil, err
	}
	d := CheckDecision{Approved: r.Approve, By: in.By, At: in.At, Attempt: k.Attempt, Override: r.Override, Kind: r.Kind, Public: r.Public, Private: r.Private}
	if d.Kind == RejectRetry && k.Attempts >= maxAttempts {
		d.Kind = RejectFinal
	}
	step, to := stepDecide, CheckRejected
	if k.Status == CheckApproved || k.Status == CheckRejected {
		step = stepOverride
	}
	typ := event.CheckRejected
	if r.Approve {
		to, typ = CheckApproved, event.CheckApproved
	}
	if k, err = k.step(step, to); err != nil {
		return c, nil, err
	}
	if r.Approve {
		if step == stepOverride || !r.ExpiresAt.IsZero() {
			k.ExpiresAt = bonafide.Instant(r.ExpiresAt)
		}
		if reached(k.ExpiresAt, in.At) {
			return c, nil, bonafide.Invalid("expires_at", bonafide.CodeOutOfRange)
		}
		if k, err = c.accept(k.approve(d), d); err != nil {
			return c, nil, err
		}
	} else {
		k = k.decide(d)
		k.ExpiresAt = time.Time{}
	}
	k.Subject = c.identity(k.Entity) // what the reviewer saw
	override := ""
	if r.Override {
		override = "true"
	}
	next, events := c.moveCheck(typ, in.By, before, k, in.At, "reject_kind", string(d.Kind), "override", override)
	return next, events, nil
}

func (in ReviewCheckRequest) check(at time.Time) (ReviewCheckRequest, error) {
	var faults bonafide.Faults
	switch {
	case in.Approve && in.Kind != "":
		faults.Add("reject_kind", bonafide.CodeNotAllowed)
	case in.Approve:
	case in.Kind == "":
		faults.Add("reject_kind", bonafide.CodeRequired)
	case in.Kind != RejectRetry && in.Kind != RejectFinal && in.Kind != RejectExternal:
		faults.Add("reject_kind", bonafide.CodeUnknown)
	}
	in.Public = prose(&faults, "public_reason", in.Public, in.Kind == RejectRetry, MaxReason)
	in.Private = prose(&faults, "private_reason", in.Private, in.Override, MaxReason)
	switch {
	case in.ExpiresAt.IsZero():
	case !in.Approve:
		faults.Add("expires_at", bonafide.CodeNotAllowed)
	case !in.ExpiresAt.After(at):
		faults.Add("expires_at", bonafide.CodeOutOfRange)
	}
	return in, faults.Err()
}

// reviewable refuses what no reviewer may decide yet, or only with an override.
func (k Check) reviewable(in ReviewCheckRequest, at time.Time) error {
	turned := k.Status == CheckApproved && !in.Approve || k.Status == CheckRejected && in.Approve
	switch {
	case k.Status == CheckNeedReview, turned:
	default:
		return &bonafide.StateError{Kind: "check", From: string(k.Status), To: string(stepDecide)}
	}
	if k.Type == AML {
		if k.Screening == nil || !k.Screening.complete() && in.Approve {
			return &bonafide.RefusedError{Code: CodeNotScreened}
		}
		if len(k.Screening.Open(at)) > 0 {
			return &bonafide.RefusedError{Code: CodeHitsOpen}
		}
		if in.Approve && slices.ContainsFunc(k.matches(at), func(m match) bool { return !m.Accepted && m.Kind.Reviewers() != 1 }) {
			return &bonafide.RefusedError{Code: CodeTrueMatch}
		}
	}
	rejected := k.Result == ResultRejected || k.Contrary != nil && k.Contrary.Result == ResultRejected
	matched := k.Type == AML && k.listed(at, match.unaccepted)
	against := in.Approve && (rejected || matched) || !in.Approve && k.Result == ResultApproved
	if (turned || against) && !in.Override {
		return &bonafide.RefusedError{Code: CodeOverrideNeeded}
	}
	return nil
}

// A ForceReviewRequest names a check that a reviewer is to look at now.
type ForceReviewRequest struct {
	Key   string `json:"-"` // idempotency key
	Check string `json:"check_id"`
}

// ForceReview sends a check to review before its vendor answers. A check that is in
// review already stays as it is.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with a [*bonafide.StateError] for one that is decided, with a
// [*bonafide.RefusedError] of [CodeNothingSubmitted] or [CodeNotScreened] while
// there is nothing to look at, and with the errors of every command: see [Service].
// Decide it by [Service.ReviewCheck] next.
func (s *Service) ForceReview(ctx context.Context, by bonafide.Actor, id string, req ForceReviewRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r ForceReviewRequest) command(*Service) command {
	return command{Op: "case.force_review", Verb: string(verbCheck), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.forceReview(in, r) })}
}

// forceReview is the rule of [Service.ForceReview].
func (c Case) forceReview(in input, r ForceReviewRequest) (Case, []bonafide.Event, error) {
	before, err := c.find(in.By, r.Check)
	if err != nil {
		return c, nil, err
	}
	k, err := before.step(stepForce, CheckNeedReview)
	if err != nil {
		return c, nil, err
	}
	if k.Type == AML && (k.Screening == nil || len(k.Screening.Result.Lists) == 0) {
		return c, nil, &bonafide.RefusedError{Code: CodeNotScreened}
	}
	if k.Type.collected() && k.Submitted.IsZero() {
		return c, nil, &bonafide.RefusedError{Code: CodeNothingSubmitted}
	}
	if before.Status == CheckNeedReview {
		return c, nil, nil
	}
	next, events := c.moveCheck(event.CheckReviewNeeded, in.By, before, k, in.At, "reason", "forced")
	return next, events, nil
}
