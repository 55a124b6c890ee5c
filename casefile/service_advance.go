package casefile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/ownership"
	"github.com/bonafide-go/bonafide/internal/record"
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
	ctx, end := s.begin(ctx, "case.advance", id)
	defer end(&err)
	// No verb at all: what time alone has changed is written.
	idle := func(c Case, _ time.Time) (Case, []bonafide.Event, error) { return c, nil, nil }
	if c, err = s.update(ctx, id, system("case.advance"), idle); err != nil {
		return Case{}, err
	}
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
	return c, nil
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
	due, _, err := s.table.List(ctx, bonafide.Query{DueBefore: s.now().Add(time.Microsecond), Limit: limit})
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

// system is a command of the library's own.
func system(op string) record.Command { return record.Command{Op: op, By: bonafide.System()} }

// screen searches the lists for one aml check and keeps the result.
func (s *Service) screen(ctx context.Context, c Case, k Check) (Case, error) {
	q, ok := c.query(k.Entity)
	if !ok {
		return c, nil
	}
	result, failure := s.opts.Screener.Screen(ctx, q)
	if failure != nil {
		s.opts.Logger.WarnContext(ctx, "screening failed", "case", c.ID, "check", k.ID, "outcome", reason(failure))
	}
	// The result is kept even if the caller has left meanwhile.
	return s.update(context.WithoutCancel(ctx), c.ID, system("case.screen"), func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.applyScreening(k.ID, q, result, failure, s.opts.Rescreen, at)
	})
}

// assess asks the model about the case as it is.
func (s *Service) assess(ctx context.Context, c Case) (Case, error) {
	// As it is stored: what an actor is shown leaves things out.
	kept, err := s.table.Get(ctx, c.ID)
	if err != nil {
		return Case{}, err
	}
	facts := s.facts(kept.State, s.now())
	inputs := riskInputs(facts)
	assessment, failure := s.opts.Model.Assess(ctx, facts)
	if failure != nil {
		s.opts.Logger.WarnContext(ctx, "assessment failed", "case", c.ID, "outcome", reason(failure))
	}
	return s.update(context.WithoutCancel(ctx), c.ID, system("case.assess"), func(c Case, at time.Time) (Case, []bonafide.Event, error) {
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

// Ownership computes who owns and controls the main company of a case, and the
// owners under each of the rule sets; if none is named, those of [RuleSets]. The
// last finding of all is that of the OFAC 50 percent rule, if the case has blocked
// entities: see [Case.Blocked].
//
// Everybody may who sees the whole case; contacts fail with [bonafide.ErrForbidden].
// It fails with [bonafide.ErrNotFound] for a case that the actor may not know of,
// with a [*bonafide.RefusedError] of [bonafide.RefusedErased], or of [CodeNoMainCompany] without
// a main company, and with the error of [ownership.Compute]. Package export writes
// the answer as a picture or in a published format.
func (s *Service) Ownership(ctx context.Context, by bonafide.Actor, id string, rules ...ownership.RuleSet) (Ownership, error) {
	c, err := s.get(ctx, by, id)
	if err != nil {
		return Ownership{}, err
	}
	if by.Is(bonafide.ActorUser) {
		return Ownership{}, bonafide.ErrForbidden
	}
	if err := c.unerased("case.ownership"); err != nil {
		return Ownership{}, err
	}
	return c.Ownership(s.now(), s.opts.Reviews.zone(), rules...)
}
