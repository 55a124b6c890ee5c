package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A WithdrawCheckRequest names a check that is to go.
type WithdrawCheckRequest struct {
	Key    string `json:"-"` // idempotency key
	Check  string `json:"check_id"`
	Reason string `json:"reason,omitzero"` // required where a hit is open or true
}

// WithdrawCheck deletes a check that was never decided. One that found an entry of a
// list stays in the case, withdrawn, as after [Service.RemoveEntity].
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a check that is not
// there, with a [*bonafide.RefusedError] of [CodeDecided] for one that was decided,
// with a [*bonafide.StateError] for one in a status of a decided check, with an
// [*bonafide.InvalidError] for a reason that is missing or too long, and with the
// errors of every command: see [Service].
func (s *Service) WithdrawCheck(ctx context.Context, by bonafide.Actor, id string, req WithdrawCheckRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r WithdrawCheckRequest) command(*Service) command {
	return command{Op: "case.withdraw_check", Verb: string(verbCheck), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.withdrawCheck(in, r) })}
}

// withdrawCheck is the rule of [Service.WithdrawCheck].
func (c Case) withdrawCheck(in input, r WithdrawCheckRequest) (Case, []bonafide.Event, error) {
	k, err := c.find(in.By, r.Check)
	if err != nil {
		return c, nil, err
	}
	if k.Decided() {
		return c, nil, &bonafide.RefusedError{Code: CodeDecided}
	}
	if !stepWithdraw.may(k.Status) {
		return c, nil, &bonafide.StateError{Kind: "check", From: string(k.Status), To: string(stepWithdraw)}
	}
	reason, err := mayConceal(in.By, k.finding(in.At), r.Reason)
	if err != nil {
		return c, nil, err
	}
	w := Withdrawal{Cause: CheckWithdrawn, By: in.By, At: in.At, Reason: reason}
	return c.withdraw(w, func(x Check) bool { return x.ID == r.Check }), one(in.Event(event.CheckWithdrawn, "check", r.Check, "entity", k.Entity, "type", string(k.Type))), nil
}
