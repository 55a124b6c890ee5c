package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A RecollectRequest asks for evidence once more.
type RecollectRequest struct {
	Key    string `json:"-"` // idempotency key
	Check  string `json:"check_id"`
	Public string `json:"public_reason"`           // for the contact; required where somebody is asked
	Reset  bool   `json:"reset_attempts,omitzero"` // grants all attempts again
}

// Recollect opens a check again: for the contact, or for the screening of an aml
// check. What was decided stays in its history.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with a [*bonafide.StateError] for one that is in progress or processing,
// with an [*bonafide.InvalidError] for a public reason that is missing or too long,
// and with the errors of every command: see [Service].
func (s *Service) Recollect(ctx context.Context, by bonafide.Actor, id string, req RecollectRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r RecollectRequest) command(s *Service) command {
	return command{Op: "case.recollect", Verb: string(verbCheck), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.recollect(in, r, s.newID) })}
}

// recollect is the rule of [Service.Recollect].
func (c Case) recollect(in input, r RecollectRequest, ids idSource) (Case, []bonafide.Event, error) {
	before, err := c.find(in.By, r.Check)
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	public := prose(&faults, "public_reason", r.Public, !before.Internal, MaxReason)
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
	if r.Reset {
		k.Attempts = 0
	}
	k.Result, k.Details, k.Reference, k.ResultAt, k.ExpiresAt, k.Contrary = "", nil, "", time.Time{}, time.Time{}, nil
	k.Submitted, k.Evidence = time.Time{}, nil
	k = k.decide(CheckDecision{By: in.By, At: in.At, Attempt: before.Attempt, Kind: RejectRetry, Public: public})
	if k.Screening != nil {
		s := c.screening(before)
		s.RetryAt = in.At
		k.Screening = &s
	}
	next, events := c.moveCheck(event.CheckRecollected, in.By, before, k, in.At)
	return next, events, nil
}
