package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/risk"
)

// assess asks the model about a case whose risk is of other facts than it now has,
// and returns what its answer means; nil if nothing is due.
func (s *Service) assess(ctx context.Context, c Case, at time.Time) aggregate.Rule[Case] {
	if s.opts.Model == nil || c.monitoring.model.RetryAt.After(at) {
		return nil
	}
	facts, failure := s.facts(c, at)
	inputs := riskInputs(facts, failure)
	if inputs == c.Model.Inputs {
		return nil
	}
	var assessment risk.Assessment
	if failure == nil {
		assessment, failure = outside(ctx, s.opts.Timeout, func(ctx context.Context) (risk.Assessment, error) { return s.opts.Model.Assess(ctx, facts) })
	}
	if failure != nil {
		s.opts.Logger.WarnContext(ctx, "assessment failed", "case", c.ID, "outcome", aggregate.Reason(failure))
	}
	return pure(func(c Case, in input) (Case, []bonafide.Event, error) {
		if riskInputs(s.facts(c, in.At)) != inputs {
			return c, nil, nil // changed meanwhile: the next run looks again
		}
		return c.assessed(in, inputs, assessment, failure)
	})
}

// assessed applies an assessment of the facts with that hash.
func (c Case) assessed(in input, inputs string, a risk.Assessment, failure error) (Case, []bonafide.Event, error) {
	next, events, err := c, []bonafide.Event(nil), failure
	if err == nil {
		next, events, err = c.keepRisk(in, a, "")
	}
	if err != nil {
		// An outage, or an assessment that cannot be: the risk stays what it was.
		c.monitoring.model = c.monitoring.model.again(in.At)
		return c, one(watchEvent(in, event.RiskFailed)), nil
	}
	next.Model, next.monitoring.model = ModelState{Wants: inputs, Inputs: inputs}, retry{}
	if len(events) == 0 {
		// The same risk as before, of other facts: nothing to tell but that it was looked at.
		events = one(in.Event(event.RiskRepeated, "level", string(next.RiskLevel())))
	}
	return next, events, nil
}
