package casefile

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A SetControlRequest completes a manual control, or takes that back.
type SetControlRequest struct {
	Key       string `json:"-"` // idempotency key
	Control   string `json:"control"`
	Completed bool   `json:"is_completed"`
	Comment   string `json:"comment,omitzero"` // required for completion
}

// SetControl completes a manual control, or takes that back. Logic controls follow
// their condition alone.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a control that is not
// there, with [bonafide.ErrForbidden] for a logic control, with an
// [*bonafide.InvalidError] for a comment that is missing or too long, and with the
// errors of every command: see [Service].
func (s *Service) SetControl(ctx context.Context, by bonafide.Actor, id string, req SetControlRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r SetControlRequest) command(*Service) command {
	return command{Op: "case.set_control", Verb: string(verbCheck), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.setControl(in, r) })}
}

// setControl is the rule of [Service.SetControl].
func (c Case) setControl(in input, r SetControlRequest) (Case, []bonafide.Event, error) {
	i := slices.IndexFunc(c.Controls, func(k Control) bool { return k.ControlPlan.Key == r.Control })
	if i < 0 {
		return c, nil, bonafide.ErrNotFound
	}
	if c.Controls[i].Type != ManualControl {
		return c, nil, bonafide.ErrForbidden
	}
	var faults bonafide.Faults
	comment := prose(&faults, "comment", r.Comment, r.Completed, MaxReason)
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	if c.Controls[i].Completed == r.Completed {
		return c, nil, nil
	}
	c.Controls = slices.Clone(c.Controls)
	k := &c.Controls[i]
	k.Completed, k.By, k.At, k.Comment = r.Completed, in.By, in.At, comment
	typ := event.ControlCompleted
	if !r.Completed {
		typ = event.ControlReopened
	}
	return c, one(in.Event(typ, "control", r.Control)), nil
}
