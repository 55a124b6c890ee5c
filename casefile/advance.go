package casefile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
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
	kept, err := s.run.Get(ctx, id, KindMonitoring)
	if err != nil {
		return Case{}, err
	}
	for range maxRounds {
		steps, err := s.outsideSteps(ctx, kept.State)
		if err != nil {
			return Case{}, err
		}
		// What was answered is kept even if the caller has left meanwhile. Without any
		// step, what time alone has changed is written.
		if kept, err = s.run.Run(context.WithoutCancel(ctx), ownCall(id), []string{KindMonitoring}, &kept, steps...); err != nil {
			return Case{}, err
		}
		if len(steps) == 0 {
			break
		}
	}
	return s.view(kept.State, bonafide.System(), s.now()), nil
}

// ownCall is a call of the library's own.
func ownCall(id string) aggregate.Call {
	return aggregate.Call{Op: "case.advance", ID: id, By: bonafide.System()}
}

// outsideSteps makes the outside calls that are due and returns what their answers mean.
func (s *Service) outsideSteps(ctx context.Context, c Case) ([]aggregate.Step[Case], error) {
	at := s.now()
	c, _, err := s.elapse(c, at)
	if err != nil || c.Status != Open && c.Status != Approved {
		return nil, err
	}
	var out []aggregate.Step[Case]
	if answers := s.screen(ctx, c, at); len(answers) > 0 {
		rule := func(c Case, in input) (Case, []bonafide.Event, error) {
			return c.screened(in, answers, s.opts.Rescreen)
		}
		// The model is asked about the case with what the screening brings.
		if c, _, err = rule(c, input{By: bonafide.System(), At: at}); err != nil {
			return nil, err
		}
		out = append(out, ownStep(pure(rule)))
	}
	if rule := s.assess(ctx, c, at); rule != nil {
		out = append(out, ownStep(rule))
	}
	return out, nil
}

// ownStep is a step that the library takes by itself.
func ownStep(rule aggregate.Rule[Case]) aggregate.Step[Case] {
	return aggregate.Step[Case]{By: bonafide.System(), Verb: string(verbAdvance), Rule: rule}
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
	due, err := s.dueBy(ctx, s.now(), limit)
	if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
		return 0, err
	}
	done := 0
	failed := []error{err}
	for _, id := range due {
		if _, err := s.Advance(ctx, id); err != nil {
			failed = append(failed, fmt.Errorf("case %s: %w", id, err))
			continue
		}
		done++
	}
	return done, errors.Join(failed...)
}

// dueBy returns the ids of the cases that are due at a time, longest first: by
// themselves, or for an outside call.
func (s *Service) dueBy(ctx context.Context, at time.Time, limit int) ([]string, error) {
	var records []bonafide.Record
	var unreadable []error
	for _, kind := range []string{Kind, KindMonitoring} {
		// Due is listed strictly before a time; what is due at this instant counts.
		page, err := s.run.Store.List(ctx, bonafide.Query{Kind: kind, DueBefore: at.Add(time.Microsecond), Limit: limit})
		if err != nil && !errors.Is(err, bonafide.ErrUnreadable) {
			return nil, err
		}
		unreadable = append(unreadable, err)
		records = append(records, page.Records...)
	}
	slices.SortStableFunc(records, func(a, b bonafide.Record) int { return a.Due.Compare(b.Due) })
	var ids []string
	for _, r := range records {
		if !slices.Contains(ids, r.ID) {
			ids = append(ids, r.ID)
		}
	}
	return ids[:min(len(ids), limit)], errors.Join(unreadable...)
}
