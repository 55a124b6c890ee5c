package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// A ReviewCheckRequest is a reviewer's decision on a check.
type ReviewCheckRequest struct {
	Key      string     `json:"-"` // idempotency key
	Check    string     `json:"check_id"`
	Attempt  string     `json:"attempt_id,omitzero"` // that was looked at; if given and no longer current, ErrConflict
	Approve  bool       `json:"approve"`
	Override bool       `json:"override,omitzero"`       // against the result, or another decision
	Kind     RejectKind `json:"reject_kind,omitzero"`    // of a rejection; required there
	Public   string     `json:"public_reason,omitzero"`  // for the contact; required for retry
	Private  string     `json:"private_reason,omitzero"` // for reviewers; required for an override
	// ExpiresAt is when the evidence runs out; zero = as the automation says.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
}

// reviewCheck is the rule of [Service.ReviewCheck].
func (c Case) reviewCheck(by bonafide.Actor, in ReviewCheckRequest, maxAttempts int, at time.Time) (Case, []bonafide.Event, error) {
	before, err := c.find(verbCheck, by, in.Check)
	if err != nil {
		return c, nil, err
	}
	if in.Attempt != "" && in.Attempt != before.Attempt {
		return c, nil, bonafide.ErrConflict
	}
	if in, err = in.check(at); err != nil {
		return c, nil, err
	}
	k := before
	if err := k.reviewable(in, at); err != nil {
		return c, nil, err
	}
	d := CheckDecision{Approved: in.Approve, By: by, At: at, Attempt: k.Attempt, Override: in.Override, Kind: in.Kind, Public: in.Public, Private: in.Private}
	if d.Kind == RejectRetry && k.Attempts >= maxAttempts {
		d.Kind = RejectFinal
	}
	step, to := stepDecide, CheckRejected
	if k.Status == CheckApproved || k.Status == CheckRejected {
		step = stepOverride
	}
	typ := EventCheckRejected
	if in.Approve {
		to, typ = CheckApproved, EventCheckApproved
	}
	if k, err = k.step(step, to); err != nil {
		return c, nil, err
	}
	if in.Approve {
		if step == stepOverride || !in.ExpiresAt.IsZero() {
			k.ExpiresAt = bonafide.Instant(in.ExpiresAt)
		}
		if reached(k.ExpiresAt, at) {
			return c, nil, bonafide.Invalid("expires_at", bonafide.CodeOutOfRange)
		}
		k = k.approve(d)
	} else {
		k = k.decide(d)
		k.ExpiresAt = time.Time{}
	}
	k.Subject = c.identity(k.Entity) // what the reviewer saw
	override := ""
	if in.Override {
		override = "true"
	}
	next, events := c.moveCheck(typ, by, before, k, at, "reject_kind", string(d.Kind), "override", override)
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
		if k.Screening == nil || !k.Screening.complete(at) && in.Approve {
			return &bonafide.RefusedError{Code: CodeNotScreened}
		}
		if len(k.Screening.Open(at)) > 0 {
			return &bonafide.RefusedError{Code: CodeHitsOpen}
		}
		if in.Approve && k.sanctioned(at) {
			return &bonafide.RefusedError{Code: CodeTrueMatch}
		}
	}
	against := in.Approve && k.Result == ResultRejected || !in.Approve && k.Result == ResultApproved
	if (turned || against) && !in.Override {
		return &bonafide.RefusedError{Code: CodeOverrideNeeded}
	}
	return nil
}

// forceReview is the rule of [Service.ForceReview].
func (c Case) forceReview(by bonafide.Actor, check string, at time.Time) (Case, []bonafide.Event, error) {
	before, err := c.find(verbCheck, by, check)
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
	next, events := c.moveCheck(EventCheckReviewNeeded, by, before, k, at, "reason", "forced")
	return next, events, nil
}

// A RecollectRequest asks for evidence once more.
type RecollectRequest struct {
	Key    string `json:"-"` // idempotency key
	Check  string `json:"check_id"`
	Public string `json:"public_reason"`           // for the contact; required where somebody is asked
	Reset  bool   `json:"reset_attempts,omitzero"` // grants all attempts anew
}

// recollect is the rule of [Service.Recollect].
func (c Case) recollect(by bonafide.Actor, in RecollectRequest, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	before, err := c.find(verbCheck, by, in.Check)
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	public := prose(&faults, "public_reason", in.Public, !before.Internal, MaxReason)
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	to := CheckInProgress
	if !before.Type.collected() {
		to = CheckProcessing
	}
	k, err := before.step(stepRecollect, to)
	if err != nil {
		return c, nil, err
	}
	if k.Attempt, err = ids(); err != nil {
		return c, nil, err
	}
	if in.Reset {
		k.Attempts = 0
	}
	k.Result, k.Details, k.Reference, k.ResultAt, k.ExpiresAt = "", nil, "", time.Time{}, time.Time{}
	k.Submitted, k.Evidence = time.Time{}, nil
	k = k.decide(CheckDecision{By: by, At: at, Attempt: before.Attempt, Kind: RejectRetry, Public: public})
	if k.Screening != nil {
		s := *k.Screening
		s.RetryAt = at
		k.Screening = &s
	}
	next, events := c.moveCheck(EventCheckRecollected, by, before, k, at)
	return next, events, nil
}

// withdrawCheck is the rule of [Service.WithdrawCheck].
func (c Case) withdrawCheck(by bonafide.Actor, check string, at time.Time) (Case, []bonafide.Event, error) {
	k, err := c.find(verbCheck, by, check)
	if err != nil {
		return c, nil, err
	}
	if k.Decided() {
		return c, nil, &bonafide.RefusedError{Code: CodeDecided}
	}
	if !stepWithdraw.may(k.Status) {
		return c, nil, &bonafide.StateError{Kind: "check", From: string(k.Status), To: string(stepWithdraw)}
	}
	c.Checks = without(c.Checks, func(x Check) bool { return x.ID == check })
	return c, []bonafide.Event{bonafide.NewEvent(EventCheckWithdrawn, at, by, "check", check, "entity", k.Entity, "type", string(k.Type))}, nil
}
