package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/screening"
)

// maxRounds bounds how often Advance looks again at what its own steps brought.
const maxRounds = 4

// Advance does what is due for a case: checks expire, reviews fall due, clocks run
// out, entities are screened, the risk is assessed. It is safe to call at any time,
// twice, and from many processes. Outages are kept as such and asked again later;
// they are no error of Advance. A Screener, Model or
// Facts that panics counts as unavailable.
//
// All screenings of a case run side by side, at most eight at once, and what they
// and the model answer is one write. Where all of it is the same as before, the case
// gets no version: a record beside it notes that it was looked at.
//
// It acts as the system, and returns what the system sees: all that reviewers found and
// wrote. A host must not hand it on to contacts or platforms; for those it calls
// [Service.Get]. It fails with
// [bonafide.ErrNotFound] if there is no such case, with a [*bonafide.RefusedError]
// of [bonafide.RefusedErased], and with an error of the store.
func (s *Service) Advance(ctx context.Context, id string) (c Case, err error) {
	ctx, end := s.run.Begin(ctx, "case.advance", id)
	defer end(&err)
	kept, _, err := s.advance(ctx, id)
	if err != nil {
		return Case{}, err
	}
	return s.view(kept.State, bonafide.System(), s.now()), nil
}

// advance is Advance, and reports whether it wrote anything.
func (s *Service) advance(ctx context.Context, id string) (now kept, did bool, err error) {
	var from *kept
	for range maxRounds {
		var k calls
		// Without any call, what time alone has changed is written.
		now, err = s.run.Run(ctx, ownCall(id), []string{KindMonitoring}, from, ownStep(func(_ context.Context, c Case, in input) (change, error) {
			c, k = s.claim(c, in.At)
			if !k.claimed {
				return change{State: c}, nil
			}
			return change{State: c, Touch: []string{KindMonitoring}}, nil
		}))
		if err != nil {
			return now, did, err
		}
		did = did || now.Written
		if k.none() {
			break
		}
		steps, err := s.outsideSteps(ctx, now.State, k)
		if err != nil {
			return now, did, err
		}
		// What was answered is kept even if the caller has left meanwhile.
		if now, err = s.run.Run(context.WithoutCancel(ctx), ownCall(id), []string{KindMonitoring}, &now, steps...); err != nil {
			return now, did, err
		}
		did = did || now.Written
		from = &now
	}
	return now, did, nil
}

// ownCall is a call of the library's own.
func ownCall(id string) aggregate.Call {
	return aggregate.Call{Op: "case.advance", ID: id, By: bonafide.System()}
}

// calls are the outside calls that an Advance took on.
type calls struct {
	checks  []string // aml checks to screen
	model   bool     // the model is to assess
	before  retry    // of the model, as it was
	claimed bool     // in the store, so that nobody else makes them
}

func (k calls) none() bool { return len(k.checks) == 0 && !k.model }

// claim takes on the outside calls that are due. Whoever else comes before they can
// have been made leaves them alone, but where a search may be repeated: then whatever is
// answered first counts.
func (s *Service) claim(c Case, at time.Time) (Case, calls) {
	k := calls{before: c.monitoring.model}
	if c.Status != Open && c.Status != Approved {
		return c, k
	}
	if s.opts.Screener != nil {
		for _, x := range c.Checks {
			if _, ok := c.query(x.Entity); ok && reached(c.screenDue(x), at) {
				k.checks = append(k.checks, x.ID)
			}
		}
	}
	k.model = s.assesses(c, at)
	turns := (len(k.checks)+maxCalls-1)/maxCalls + 1 // and the model's
	until := bonafide.Instant(at.Add(time.Duration(turns) * s.opts.Timeout))
	again, ok := s.opts.Screener.(screening.Repeatable)
	k.claimed = k.model || len(k.checks) > 0 && !(ok && again.Repeatable())
	for _, id := range k.checks {
		if !k.claimed {
			break
		}
		x, _ := c.Check(id)
		w := c.screening(x).watch()
		w.RetryAt = until
		c = c.watching(id, w)
	}
	if k.model {
		c.monitoring.model.RetryAt = until
	}
	return c, k
}

// outsideSteps makes the outside calls that were taken on and returns what their
// answers mean.
func (s *Service) outsideSteps(ctx context.Context, c Case, k calls) ([]aggregate.Step[Case], error) {
	at := s.now()
	var out []aggregate.Step[Case]
	if answers := s.screen(ctx, c, k.checks, at); len(answers) > 0 {
		rule := func(c Case, in input) (Case, []bonafide.Event, error) {
			return c.screened(in, answers, s.opts.Rescreen)
		}
		// The model is asked about the case with what the screening brings.
		var err error
		if c, _, err = rule(c, input{By: bonafide.System(), At: at}); err != nil {
			return nil, err
		}
		out = append(out, ownStep(pure(rule)))
	}
	if rule := s.assess(ctx, c, k, at); rule != nil {
		out = append(out, ownStep(rule))
	}
	return out, nil
}

// ownStep is a step that the library takes by itself.
func ownStep(rule aggregate.Rule[Case]) aggregate.Step[Case] {
	return aggregate.Step[Case]{By: bonafide.System(), Verb: string(verbAdvance), Rule: rule}
}
