package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
)

// StartCheck starts a check; see [Case.StartCheck].
func (s *Service) StartCheck(ctx context.Context, by bonafide.Actor, id string, req CheckInput) (Case, error) {
	return s.run(ctx, request{op: "case.start_check", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.startCheck(by, req, s.newID, at)
	})
}

// SubmitCheck hands evidence to a check; see [Case.Submit].
func (s *Service) SubmitCheck(ctx context.Context, by bonafide.Actor, id string, req Submission) (Case, error) {
	return s.run(ctx, request{op: "case.submit_check", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.submitCheck(by, req, s.opts.MaxAttempts, s.newID, at)
	})
}

// AnswerCheck applies a vendor's result; see [Case.Answer].
func (s *Service) AnswerCheck(ctx context.Context, by bonafide.Actor, id string, req Answer) (Case, error) {
	return s.run(ctx, request{op: "case.answer_check", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.answerCheck(by, req, at)
	})
}

// ReviewCheck decides a check; see [Case.ReviewCheck].
func (s *Service) ReviewCheck(ctx context.Context, by bonafide.Actor, id string, req CheckReview) (Case, error) {
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

// ForceReview sends a check to review before its vendor answers.
func (s *Service) ForceReview(ctx context.Context, by bonafide.Actor, id string, req CheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.force_review", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.forceReview(by, req.Check, at)
	})
}

// Recollect asks for the evidence of a check once more; see [Case.Recollect].
func (s *Service) Recollect(ctx context.Context, by bonafide.Actor, id string, req Recollection) (Case, error) {
	return s.run(ctx, request{op: "case.recollect", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.recollect(by, req, s.newID, at)
	})
}

// WithdrawCheck deletes a check that was never decided.
func (s *Service) WithdrawCheck(ctx context.Context, by bonafide.Actor, id string, req CheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.withdraw_check", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.withdrawCheck(by, req.Check, at)
	})
}

// DecideHits records a reviewer's decision about hits; see [Case.DecideHits].
func (s *Service) DecideHits(ctx context.Context, by bonafide.Actor, id string, req HitDecision) (Case, error) {
	return s.run(ctx, request{op: "case.decide_hits", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.decideHits(by, req, at)
	})
}

// SetMonitored says whether an aml check is screened again and again.
func (s *Service) SetMonitored(ctx context.Context, by bonafide.Actor, id string, req CheckRequest) (Case, error) {
	return s.run(ctx, request{op: "case.set_monitored", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.setMonitored(by, req.Check, req.Monitored, at)
	})
}

// SetControl completes a manual control, or takes that back.
func (s *Service) SetControl(ctx context.Context, by bonafide.Actor, id string, req ControlInput) (Case, error) {
	return s.run(ctx, request{op: "case.set_control", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.setControl(by, req, at)
	})
}
