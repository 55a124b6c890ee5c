package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
)

// StartCheck starts a check on an entity that allows it, in an open or approved
// case. Several checks of one type on one entity are possible.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for an entity that is not
// there, with an [*bonafide.InvalidError] that lists every fault, and with the
// errors of every command: see [Service]. Contacts then submit by
// [Service.SubmitCheck], and [Service.Advance] screens.
func (s *Service) StartCheck(ctx context.Context, by bonafide.Actor, id string, req StartCheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.start_check", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.startCheck(by, req, s.newID, at)
	})
}

// SubmitCheck hands evidence to a check that waits for it: the first time, or again
// after a rejection for retry or an expiry, as often as [Options.MaxAttempts]
// allows.
//
// Contacts (for entities that they act for), platforms and reviewers may. It fails
// with [bonafide.ErrNotFound] for a check that is not there or not the contact's,
// with a [*bonafide.StateError] for one that waits for nothing, with a
// [*bonafide.RefusedError] of [CodeNoAttemptsLeft], with an [*bonafide.InvalidError]
// for evidence that cannot be, and with the errors of every command: see [Service].
// With a vendor the check is processing next, under a new Attempt that
// [Service.AnswerCheck] must name; else it waits for [Service.ReviewCheck].
func (s *Service) SubmitCheck(ctx context.Context, by bonafide.Actor, id string, req SubmitCheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.submit_check", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.submitCheck(by, req, s.opts.MaxAttempts, s.newID, at)
	})
}

// AnswerCheck applies a vendor's result to the attempt that it belongs to. Late,
// repeated and out-of-order answers are harmless: a result is taken once for an
// attempt, and a decision is never overwritten by one. An outcome of pending or
// unavailable changes nothing.
//
// Only verifiers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with an [*bonafide.InvalidError] that lists every fault, an aml check among
// them, and with the errors of every command: see [Service].
func (s *Service) AnswerCheck(ctx context.Context, by bonafide.Actor, id string, req AnswerCheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.answer_check", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.answerCheck(by, req, at)
	})
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
// match stands; no override changes that. Whoever deals with a listed party all the
// same accepts the match itself, which takes two reviewers.
func (s *Service) ReviewCheck(ctx context.Context, by bonafide.Actor, id string, req ReviewCheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.review_check", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.reviewCheck(by, req, s.opts.MaxAttempts, at)
	})
}

// A CheckRequest names a check.
type CheckRequest struct {
	Key       string `json:"-"` // idempotency key
	Check     string `json:"check_id"`
	Monitored bool   `json:"is_monitored,omitzero"` // of SetMonitored
}

// ForceReview sends a check to review before its vendor answers. A check that is in
// review already stays as it is.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with a [*bonafide.StateError] for one that is decided, with a
// [*bonafide.RefusedError] of [CodeNothingSubmitted] or [CodeNotScreened] while
// there is nothing to look at, and with the errors of every command: see [Service].
// Decide it by [Service.ReviewCheck] next.
func (s *Service) ForceReview(ctx context.Context, by bonafide.Actor, id string, req CheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.force_review", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.forceReview(by, req.Check, at)
	})
}

// Recollect opens a check again: for the contact, or for the screening of an aml
// check. What was decided stays in its history.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with a [*bonafide.StateError] for one that is in progress or processing,
// with an [*bonafide.InvalidError] for a public reason that is missing or too long,
// and with the errors of every command: see [Service].
func (s *Service) Recollect(ctx context.Context, by bonafide.Actor, id string, req RecollectRequest) (Case, error) {
	return s.run(ctx, request{op: "case.recollect", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.recollect(by, req, s.newID, at)
	})
}

// WithdrawCheck deletes a check that was never decided.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with a [*bonafide.RefusedError] of [CodeDecided] for one that was decided,
// with a [*bonafide.StateError] for one in a status of a decided check, and with the
// errors of every command: see [Service].
func (s *Service) WithdrawCheck(ctx context.Context, by bonafide.Actor, id string, req CheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.withdraw_check", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.withdrawCheck(by, req.Check, at)
	})
}

// DecideHits records a reviewer's decision about 1 to 100 hits of an aml check. When
// the last hit is decided, the check moves on: cleared ones as the automation says,
// else to review. A true match sends an approved check back to review.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there or is not an aml check, with an [*bonafide.InvalidError] for hits that are
// missing, repeated or too many, with the errors of [screening.Record.Decide], such
// as the second pair of eyes that is missing, and with the errors of every command:
// see [Service].
func (s *Service) DecideHits(ctx context.Context, by bonafide.Actor, id string, req DecideHitsRequest) (Case, error) {
	return s.run(ctx, request{op: "case.decide_hits", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.decideHits(by, req, at)
	})
}

// SetMonitored says whether an aml check is screened again and again, every
// [Options.Rescreen]. Switched on, the next screening is due at once:
// [Service.Advance] does it.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there or is not an aml check, and with the errors of every command: see [Service].
func (s *Service) SetMonitored(ctx context.Context, by bonafide.Actor, id string, req CheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.set_monitored", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.setMonitored(by, req.Check, req.Monitored, at)
	})
}

// SetControl completes a manual control, or takes that back. Logic controls follow
// their condition alone.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a control that is not
// there, with [bonafide.ErrForbidden] for a logic control, with an
// [*bonafide.InvalidError] for a comment that is missing or too long, and with the
// errors of every command: see [Service].
func (s *Service) SetControl(ctx context.Context, by bonafide.Actor, id string, req SetControlRequest) (Case, error) {
	return s.run(ctx, request{op: "case.set_control", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.setControl(by, req, at)
	})
}
