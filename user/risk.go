package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/user/event"
)

// A PushRiskRequest carries what a risk model found.
type PushRiskRequest struct {
	Key        string          `json:"-"` // idempotency key
	Assessment risk.Assessment `json:"assessment"`
}

// PushRisk records what a risk model found about the user; programs may ask for
// the level. An exact repeat of the latest automatic risk is not saved again.
// While a reviewer's own level stands, the automatic one is kept beside it. Only
// reviewers and the system see risks in what is returned.
//
// Platforms, verifiers and the system may, others fail with
// [bonafide.ErrForbidden]. It fails with an [*bonafide.InvalidError] that lists
// every fault.
func (s *Service) PushRisk(ctx context.Context, by bonafide.Actor, id string, req PushRiskRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r PushRiskRequest) command(*Service) command {
	return command{Op: "user.push_risk", Verb: string(permission.VerbPushRisk), Key: r.Key, Body: r,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			next, latest, saved, err := u.Risk.Push(r.Assessment, "", in.By, in.At)
			if err != nil || !saved {
				return u, nil, err
			}
			u.Risk = next
			return u, one(in.Event(event.Risk, "level", string(latest.Level))), nil
		})}
}

// An OverrideRiskRequest is a reviewer's own risk level with its reason.
type OverrideRiskRequest struct {
	Key     string     `json:"-"`              // idempotency key
	Level   risk.Level `json:"level,omitzero"` // empty puts the automatic one back
	Comment string     `json:"comment,omitzero"`
}

// OverrideRisk sets a reviewer's own risk level with its reason, in place of the
// automatic one, which is kept; an empty level puts the automatic one back.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] for a level that is unknown or a comment out of bounds.
func (s *Service) OverrideRisk(ctx context.Context, by bonafide.Actor, id string, req OverrideRiskRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r OverrideRiskRequest) command(*Service) command {
	return command{Op: "user.override_risk", Verb: string(permission.VerbOverrideRisk), Key: r.Key, Body: r, Actors: reviewers, About: r.about,
		Rule: pure(func(u User, in input) (_ User, _ []bonafide.Event, err error) {
			var current risk.Risk
			if r.Level == "" {
				u.Risk, current, err = u.Risk.Automate(in.By)
			} else {
				u.Risk, current, err = u.Risk.Override(r.Level, r.Comment, in.By, in.At, risk.Settings{})
			}
			return u, one(in.Event(event.Risk, "level", string(current.Level), "override", string(r.Level))), err
		})}
}
