package casefile

import (
	"context"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"
	"github.com/bonafide-go/bonafide/internal/text"

	"github.com/bonafide-go/bonafide"
)

// An AnswerCheckRequest is a vendor's result of one attempt. Outcome pending or unavailable
// changes nothing: an outage is never a verdict.
type AnswerCheckRequest struct {
	Key       string        `json:"-"` // idempotency key
	Check     string        `json:"check_id"`
	Attempt   string        `json:"attempt_id"`
	Outcome   AnswerOutcome `json:"outcome"`
	Details   []string      `json:"details,omitzero"`   // codes of what was found against it, at most 50; beside approved they make it an error
	Reference string        `json:"reference,omitzero"` // the vendor's id
	ExpiresAt time.Time     `json:"expires_at,omitzero"`
	At        time.Time     `json:"at,omitzero"` // when the vendor found it; zero, and a time ahead of the clock, = now
}

// An AnswerOutcome is what a vendor may say.
type AnswerOutcome string

// The outcomes.
const (
	AnswerApproved    AnswerOutcome = "approved"
	AnswerRejected    AnswerOutcome = "rejected"
	AnswerError       AnswerOutcome = "error"       // cannot be told; a reviewer looks
	AnswerPending     AnswerOutcome = "pending"     // the answer comes later
	AnswerUnavailable AnswerOutcome = "unavailable" // ask again
)

// AnswerCheck applies a vendor's result to the attempt that it belongs to. Late,
// repeated and out-of-order answers are harmless: a result is taken once for an
// attempt, and a decision is never overwritten by one. Of two results with one time
// the stricter stands. An answer that contradicts the one before, or the decision, is
// kept as [Check.Contrary]: an approval of the system goes back to review, any other
// decision gets a [Task]. An outcome of pending or unavailable changes nothing.
//
// Only verifiers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with an [*bonafide.InvalidError] that lists every fault, an aml check among
// them, and with the errors of every command: see [Service].
func (s *Service) AnswerCheck(ctx context.Context, by bonafide.Actor, id string, req AnswerCheckRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r AnswerCheckRequest) command(s *Service) command {
	return command{Op: "case.answer_check", Verb: string(verbAnswer), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.answerCheck(in, r, s.newID) })}
}

// answerCheck is the rule of [Service.AnswerCheck].
func (c Case) answerCheck(in input, r AnswerCheckRequest, ids idSource) (Case, []bonafide.Event, error) {
	before, err := c.find(in.By, r.Check)
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	code(&faults, "attempt_id", r.Attempt, true, maxCode)
	code(&faults, "reference", r.Reference, false, maxCode)
	if len(r.Details) > 50 {
		faults.Add("details", bonafide.CodeTooMany)
	}
	for _, d := range r.Details {
		if fault := text.Code(d, true); fault != "" {
			faults.Add("details", bonafide.Code(fault))
		}
	}
	var result Result
	switch r.Outcome {
	case AnswerApproved, AnswerRejected, AnswerError:
		result = Result(r.Outcome)
	case AnswerPending, AnswerUnavailable:
	default:
		faults.Add("outcome", bonafide.CodeUnknown)
	}
	if before.Type == AML {
		faults.Add("check_id", bonafide.CodeNotAllowed) // Advance screens, DecideHits decides
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	if result == ResultApproved && len(r.Details) > 0 {
		result = ResultError // approved, and with something against it: a reviewer looks
	}
	k := before
	if result == "" || r.Attempt != k.Attempt {
		return c, nil, nil
	}
	at := bonafide.Instant(r.At)
	if at.IsZero() || at.After(in.At) {
		at = in.At
	}
	a := Answer{Result: result, Details: r.Details, Reference: r.Reference, At: at}
	if k.Result != "" {
		return c.contradict(in, before, a, ids)
	}
	k.Result, k.Details, k.Reference, k.ResultAt = a.Result, a.Details, a.Reference, a.At
	if k.Status != CheckProcessing {
		// A reviewer was faster: the result is kept beside the decision.
		next, events := c.moveCheck(event.CheckAnswered, in.By, before, k, in.At, "result", string(result), "details", strings.Join(r.Details, ","))
		if !k.contradicts(a) {
			return next, events, nil
		}
		next, more, err := next.contraryTask(in, k, ids)
		return next, append(events, more...), err
	}
	if !r.ExpiresAt.IsZero() {
		k.ExpiresAt = bonafide.Instant(r.ExpiresAt)
	}
	if k, err = k.conclude(in.At); err != nil {
		return c, nil, err
	}
	next, events := c.moveCheck(event.CheckAnswered, in.By, before, k, in.At, "result", string(result), "details", strings.Join(r.Details, ","))
	return next, events, nil
}
