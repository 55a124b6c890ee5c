package casefile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// maxRounds bounds how often Advance looks again at what its own steps brought.
const maxRounds = 4

// Advance does what is due for a case: checks expire, reviews fall due, clocks run
// out, entities are screened, the risk is assessed. It is safe to call at any time,
// twice, and from many processes. Outages are kept as such and asked again later;
// they are no error of Advance.
//
// It acts as the system, so that a host must not hand it on to users. It fails with
// [bonafide.ErrNotFound] if there is no such case, with a [*bonafide.RefusedError]
// of [bonafide.RefusedErased], and with an error of the store.
func (s *Service) Advance(ctx context.Context, id string) (c Case, err error) {
	ctx, end := s.run.Begin(ctx, "case.advance", id)
	defer end(&err)
	// No step at all: what time alone has changed is written.
	kept, err := s.run.Run(ctx, advance(id), nil, nil)
	if err != nil {
		return Case{}, err
	}
	c = kept.State
	for range maxRounds {
		at, worked := s.now(), false
		if c.Status != Open && c.Status != Approved {
			break
		}
		for _, k := range c.Checks {
			if s.opts.Screener == nil || !reached(c.screenDue(k), at) {
				continue
			}
			if c, err = s.screen(ctx, c, k); err != nil {
				return Case{}, err
			}
			worked = true
		}
		if s.opts.Model != nil && reached(c.assessDue(), at) {
			if c, err = s.assess(ctx, c); err != nil {
				return Case{}, err
			}
			worked = true
		}
		if !worked {
			break
		}
	}
	return s.view(c, bonafide.System(), s.now()), nil
}

// AdvanceDue advances up to limit cases (1 to [bonafide.MaxPage]) that want
// attention, those that wait longest first, and returns how many it advanced. A host
// calls it from a timer of its own until it returns 0.
//
// It fails with an [*bonafide.InvalidError] for a limit out of bounds and with an
// error of the store. One case's error does not stop the others; the errors are
// joined, each with the id of its case.
func (s *Service) AdvanceDue(ctx context.Context, limit int) (int, error) {
	if limit < 1 || limit > bonafide.MaxPage {
		return 0, bonafide.Invalid("limit", bonafide.CodeOutOfRange)
	}
	// Due is listed strictly before a time; what is due at this instant counts.
	due, _, err := s.run.List(ctx, bonafide.Query{DueBefore: s.now().Add(time.Microsecond), Limit: limit})
	if err != nil {
		return 0, err
	}
	done := 0
	var failed []error
	for _, kept := range due {
		if _, err := s.Advance(ctx, kept.State.ID); err != nil {
			failed = append(failed, fmt.Errorf("case %s: %w", kept.State.ID, err))
			continue
		}
		done++
	}
	return done, errors.Join(failed...)
}

// advance is a call of the library's own.
func advance(id string) aggregate.Call {
	return aggregate.Call{Op: "case.advance", ID: id, By: bonafide.System()}
}

// itself writes what the library does by itself.
func (s *Service) itself(ctx context.Context, id string, rule func(c Case, in input) (Case, []bonafide.Event, error)) (Case, error) {
	// The result is kept even if the caller has left meanwhile.
	kept, err := s.run.Run(context.WithoutCancel(ctx), advance(id), nil, nil, step{By: bonafide.System(), Verb: string(verbAdvance), Rule: pure(rule)})
	return kept.State, err
}

// screen searches the lists for one aml check and keeps the result.
func (s *Service) screen(ctx context.Context, c Case, k Check) (Case, error) {
	q, ok := c.query(k.Entity)
	if !ok {
		return c, nil
	}
	result, failure := s.opts.Screener.Screen(ctx, q)
	if failure != nil {
		s.opts.Logger.WarnContext(ctx, "screening failed", "case", c.ID, "check", k.ID, "outcome", aggregate.Reason(failure))
	}
	return s.itself(ctx, c.ID, func(c Case, in input) (Case, []bonafide.Event, error) {
		return c.applyScreening(k.ID, q, result, failure, s.opts.Rescreen, in.At)
	})
}

// assess asks the model about the case as it is.
func (s *Service) assess(ctx context.Context, c Case) (Case, error) {
	facts := s.facts(c, s.now())
	inputs := riskInputs(facts)
	assessment, failure := s.opts.Model.Assess(ctx, facts)
	if failure != nil {
		s.opts.Logger.WarnContext(ctx, "assessment failed", "case", c.ID, "outcome", aggregate.Reason(failure))
	}
	return s.itself(ctx, c.ID, func(c Case, in input) (Case, []bonafide.Event, error) {
		at := in.At
		if riskInputs(s.facts(c, at)) != inputs {
			return c, nil, nil // changed meanwhile: the next run looks again
		}
		next, events, err := c, []bonafide.Event(nil), failure
		if err == nil {
			next, events, err = c.keepRisk(bonafide.System(), assessment, "", at)
		}
		if err != nil {
			// An outage, or an assessment that cannot be: the risk stays what it was.
			next = c
			next.Model.Fails++
			next.Model.RetryAt = bonafide.Instant(at.Add(bonafide.RetryAfter(next.Model.Fails)))
			return next, []bonafide.Event{bonafide.NewEvent(EventRiskFailed, at, bonafide.System())}, nil
		}
		next.Model = ModelState{Wants: inputs, Inputs: inputs}
		if len(events) == 0 {
			// The same risk as before, of other facts: nothing to tell but that it was looked at.
			events = []bonafide.Event{bonafide.NewEvent(EventRiskRepeated, at, bonafide.System(), "level", string(next.RiskLevel()))}
		}
		return next, events, nil
	})
}
