package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/risk"
)

// assesses reports whether the model is to be asked about a case at a time.
func (s *Service) assesses(c Case, at time.Time) bool {
	return s.opts.Model != nil && !c.monitoring.model.RetryAt.After(at) && riskInputs(s.facts(c, at)) != c.Model.Inputs
}

// assess asks the model about a case whose risk is of other facts than it now has,
// and returns what its answer means; nil if nothing is due.
func (s *Service) assess(ctx context.Context, c Case, k calls, at time.Time) aggregate.Rule[Case] {
	// A claim that comes to nothing is given back.
	back := func(c Case) change {
		if !k.model {
			return change{State: c}
		}
		c.monitoring.model = k.before
		return change{State: c, Touch: []string{KindMonitoring}}
	}
	if !k.model && !s.assesses(c, at) {
		return nil
	}
	facts, failure := s.facts(c, at)
	inputs := riskInputs(facts, failure)
	if inputs == c.Model.Inputs {
		return func(_ context.Context, c Case, _ input) (change, error) { return back(c), nil }
	}
	var assessment risk.Assessment
	if failure == nil {
		assessment, failure = outside(ctx, s.opts.Timeout, func(ctx context.Context) (risk.Assessment, error) { return s.opts.Model.Assess(ctx, facts) })
	}
	if failure != nil {
		s.opts.Logger.WarnContext(ctx, "assessment failed", "case", c.ID, "outcome", aggregate.Reason(failure))
	}
	return func(_ context.Context, c Case, in input) (change, error) {
		if riskInputs(s.facts(c, in.At)) != inputs {
			return back(c), nil // changed meanwhile: the next run looks again
		}
		next, events, err := c.assessed(in, inputs, assessment, failure)
		return change{State: next, Events: events}, err
	}
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
