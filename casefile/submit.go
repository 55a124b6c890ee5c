package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A SubmitCheckRequest is what is submitted to a check: ids of evidence that the host
// keeps, such as files of [Service.AttachFile] or sub-documents of package user.
type SubmitCheckRequest struct {
	Key      string   `json:"-"` // idempotency key
	Check    string   `json:"check_id"`
	Evidence []string `json:"evidence,omitzero"` // 1 to 10 for document and id_document; at most 10 else
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
	return s.do(ctx, by, id, req)
}

func (r SubmitCheckRequest) command(s *Service) command {
	return command{Op: "case.submit_check", Verb: string(verbCollect), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) {
			return c.submitCheck(in, r, s.opts.MaxAttempts, s.newID)
		})}
}

// collects refuses evidence for a check that waits for none.
func (k Check) collects() error {
	if !stepSubmit.may(k.Status) || k.Status == CheckRejected && !k.Retry() || !k.Type.collected() {
		return &bonafide.StateError{Kind: "check", From: string(k.Status), To: string(stepSubmit)}
	}
	return nil
}

// submitCheck is the rule of [Service.SubmitCheck].
func (c Case) submitCheck(in input, r SubmitCheckRequest, maxAttempts int, ids idSource) (Case, []bonafide.Event, error) {
	before, err := c.find(in.By, r.Check)
	if err != nil {
		return c, nil, err
	}
	k := before
	if err := k.collects(); err != nil {
		return c, nil, err
	}
	if k.Attempts >= maxAttempts {
		return c, nil, &bonafide.RefusedError{Code: CodeNoAttemptsLeft}
	}
	var faults bonafide.Faults
	if len(r.Evidence) > 10 {
		faults.Add("evidence", bonafide.CodeTooMany)
	}
	if len(r.Evidence) == 0 && (k.Type == DocumentCheck || k.Type == IDDocument) {
		faults.Add("evidence", bonafide.CodeRequired)
	}
	for _, e := range r.Evidence {
		code(&faults, "evidence", e, true, maxCode)
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	to := CheckNeedReview
	if k.Automation.Vendor {
		to = CheckProcessing
	}
	if k, err = k.step(stepSubmit, to); err != nil {
		return c, nil, err
	}
	if k.Attempt, err = ids(); err != nil {
		return c, nil, err
	}
	k.Attempts++
	k.Evidence, k.Submitted, k.ExpiresAt = r.Evidence, in.At, time.Time{}
	k.Result, k.Details, k.Reference, k.ResultAt, k.Contrary = "", nil, "", time.Time{}, nil
	k.Subject = c.identity(k.Entity)
	if in.By.Is(bonafide.ActorUser) {
		c.LastContactActionAt = in.At
	}
	next, events := c.moveCheck(event.CheckSubmitted, in.By, before, k, in.At)
	return next, events, nil
}
