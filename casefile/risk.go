package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// A PushRiskRequest is an automatic risk from the host's own engine.
type PushRiskRequest struct {
	Key        string          `json:"-"` // idempotency key
	Assessment risk.Assessment `json:"assessment"`
	Comment    string          `json:"comment,omitzero"`
}

// PushRisk keeps an automatic risk of the host's own engine; see
// [risk.History.Push], whose errors it returns. An exact repeat of the latest one
// changes nothing.
//
// It is kept in every status: an engine goes on looking. Platforms may, of their own
// cases; and the system, which is the host's own engine, of any case. It fails with
// [bonafide.ErrForbidden] where [Options.Model] is set, and with the errors of every command: see [Service].
func (s *Service) PushRisk(ctx context.Context, by bonafide.Actor, id string, req PushRiskRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r PushRiskRequest) command(s *Service) command {
	return command{Op: "case.push_risk", Verb: string(verbPush), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.pushRisk(in, r, s.opts.Model != nil) })}
}

// pushRisk is the rule of [Service.PushRisk]. With a model, nobody else assesses.
func (c Case) pushRisk(in input, r PushRiskRequest, modelled bool) (Case, []bonafide.Event, error) {
	if modelled {
		return c, nil, bonafide.ErrForbidden
	}
	return c.keepRisk(in, r.Assessment, r.Comment)
}

func (c Case) keepRisk(in input, a risk.Assessment, comment string) (Case, []bonafide.Event, error) {
	before := c.RiskLevel()
	history, kept, saved, err := c.Risk.Push(a, comment, in.By, in.At)
	if err != nil || !saved {
		return c, nil, err
	}
	c.Risk = history
	return c, one(in.Event(event.RiskPushed, "level", string(kept.Level), "model", kept.Model, "score", kept.Score.String(),
		"from", string(before), "to", string(c.RiskLevel()))), nil
}

// An OverrideRiskRequest is a manual risk.
type OverrideRiskRequest struct {
	Key     string     `json:"-"` // idempotency key
	Level   risk.Level `json:"level"`
	Comment string     `json:"comment"`
}

// OverrideRisk sets a manual risk, which counts until [Service.AutomateRisk];
// automatic ones go on being kept.
//
// Only reviewers may. It fails with the errors of [risk.History.Override], such as
// an [*bonafide.InvalidError] for a level that is unknown or a comment that is
// missing, and with the errors of every command: see [Service].
func (s *Service) OverrideRisk(ctx context.Context, by bonafide.Actor, id string, req OverrideRiskRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r OverrideRiskRequest) command(s *Service) command {
	return command{Op: "case.override_risk", Verb: string(verbAssess), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) {
			return c.overrideRisk(in, r, risk.Settings{CommentOptional: s.opts.RiskCommentOptional})
		})}
}

// overrideRisk is the rule of [Service.OverrideRisk].
func (c Case) overrideRisk(in input, r OverrideRiskRequest, s risk.Settings) (Case, []bonafide.Event, error) {
	before := c.RiskLevel()
	history, now, err := c.Risk.Override(r.Level, r.Comment, in.By, in.At, s)
	if err != nil {
		return c, nil, err
	}
	c.Risk = history
	return c, one(in.Event(event.RiskOverridden, "from", string(before), "to", string(now.Level))), nil
}

// An AutomateRiskRequest ends a manual risk.
type AutomateRiskRequest struct {
	Key string `json:"-"` // idempotency key
}

// AutomateRisk makes the latest automatic risk count again.
//
// Only reviewers may. It fails with a [*bonafide.StateError] if the risk is
// automatic already, and with the errors of every command: see [Service].
func (s *Service) AutomateRisk(ctx context.Context, by bonafide.Actor, id string, req AutomateRiskRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r AutomateRiskRequest) command(*Service) command {
	return command{Op: "case.automate_risk", Verb: string(verbAssess), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.automateRisk(in) })}
}

// automateRisk is the rule of [Service.AutomateRisk].
func (c Case) automateRisk(in input) (Case, []bonafide.Event, error) {
	before := c.RiskLevel()
	history, now, err := c.Risk.Automate(in.By)
	if err != nil {
		return c, nil, err
	}
	c.Risk = history
	return c, one(in.Event(event.RiskAutomated, "from", string(before), "to", string(now.Level))), nil
}
