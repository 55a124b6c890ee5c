package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// passes are what follows from a change of a case, in this order.
func (s *Service) passes() []aggregate.Pass[Case] {
	return slices.Concat([]aggregate.Pass[Case]{
		{Name: "change", Run: s.passChange},
		{Name: "template", Run: s.passTemplate},
		{Name: "marks", Run: func(before, c Case, _ time.Time) (Case, []bonafide.Event, error) {
			return c.mark(before, s.keys), nil, nil
		}},
		{Name: "index", Run: func(before, c Case, _ time.Time) (Case, []bonafide.Event, error) { return c.index(before), nil, nil }},
	}, s.deadlines(), []aggregate.Pass[Case]{
		{Name: "structure", Run: s.passStructure},
		{Name: "diligence", Run: s.passDiligence},
		{Name: "model", Run: s.passModel},
		s.controls(),
		{Name: "content", Run: passContent},
		{Name: "proposal", Run: passProposal},
		{Name: "auto-approval", Run: s.passAutoApproval},
		{Name: "updated", Run: passUpdated},
		{Name: "retention", Run: s.passRetention},
		{Name: "shown", Run: func(before, c Case, _ time.Time) (Case, []bonafide.Event, error) {
			return c.shownSince(before), nil, nil
		}},
		{Name: "flag events", Run: passFlagEvents},
	})
}

// deadlines are what time and changed facts do to a case by themselves.
func (s *Service) deadlines() []aggregate.Pass[Case] {
	return []aggregate.Pass[Case]{
		{Name: "checks", Run: passChecks},
		{Name: "flags", Run: func(before, c Case, _ time.Time) (Case, []bonafide.Event, error) { return c.derive(before), nil, nil }},
		{Name: "periodic review", Run: func(_, c Case, at time.Time) (Case, []bonafide.Event, error) {
			next, events := c.elapseReview(s.opts.Reviews, at)
			next, more := next.rescheduleReview(s.opts.Reviews, at)
			return next, append(events, more...), nil
		}},
		{Name: "tasks", Run: func(_, c Case, at time.Time) (Case, []bonafide.Event, error) {
			next, events := c.elapseTasks(at)
			return next, events, nil
		}},
	}
}

// controls computes the logic controls.
func (s *Service) controls() aggregate.Pass[Case] {
	return aggregate.Pass[Case]{Name: "controls", Run: func(_, c Case, at time.Time) (Case, []bonafide.Event, error) {
		next, events := c.completeControls(s.opts.Conditions, at)
		return next, events, nil
	}}
}

// elapse is a case as it stands at a time, with what time alone has changed since it
// was written: commands and readers see that, never what was.
func (s *Service) elapse(c Case, at time.Time) (Case, []bonafide.Event, error) {
	next, events := c, c.elapseRelations(at)
	for _, p := range append(s.deadlines(), s.controls()) {
		changed, more, err := p.Run(c, next, at)
		if err != nil {
			return c, nil, err
		}
		next, events = changed, append(events, more...)
	}
	if len(events) == 0 {
		return c, nil, nil
	}
	next.Content = next.content()
	next, more, err := passProposal(c, next.checksShownSince(c), at)
	return next, append(events, more...), err
}

// passTemplate starts what the case's template plans.
func (s *Service) passTemplate(_, c Case, at time.Time) (Case, []bonafide.Event, error) {
	t, ok := s.opts.template(c.Template)
	if !ok {
		return c, nil, nil
	}
	if t.asksOwners() && c.Status == Open || c.Change != nil {
		c = c.structured(s.answers, at, s.opts.Ownership)
	}
	return c.run(t, s.newID, at)
}

// passModel notes which facts the risk is wanted for.
func (s *Service) passModel(_, c Case, at time.Time) (Case, []bonafide.Event, error) {
	if s.opts.Model == nil || c.Status != Open && c.Status != Approved {
		c.Model = ModelState{}
		return c, nil, nil
	}
	c.Model.Wants = riskInputs(s.facts(c, at))
	return c, nil, nil
}

// passAutoApproval approves by the template's own rule.
func (s *Service) passAutoApproval(_, c Case, at time.Time) (Case, []bonafide.Event, error) {
	t, ok := s.opts.template(c.Template)
	if !ok {
		return c, nil, nil
	}
	return c.autoApprove(t.AutoApprove, s.opts.Reviews, s.newID, at)
}

// passUpdated notes when the case changed.
func passUpdated(before, c Case, at time.Time) (Case, []bonafide.Event, error) {
	c.UpdatedAt = strictlyAfter(before.UpdatedAt, at)
	return c, nil, nil
}

// passRetention dates closure and retention, and counts the changes of when the
// case may be erased.
func (s *Service) passRetention(before, c Case, _ time.Time) (Case, []bonafide.Event, error) {
	c.Retention = bonafide.Retention{}
	if c.Status == Closed && c.Erasure.Reason != DraftDeleted { // of a draft nothing is kept
		c.Retention = bonafide.Retention{ClosedAt: c.closedAt(), Until: s.retainedUntil(c)}
	}
	return c.countErasable(before), nil, nil
}

// passContent computes the hash of what an approval is about.
func passContent(_, c Case, _ time.Time) (Case, []bonafide.Event, error) {
	c.Content = c.content()
	return c, nil, nil
}

// passProposal drops a proposal of other content than the case now has.
func passProposal(before, c Case, at time.Time) (Case, []bonafide.Event, error) {
	if c.Proposal == nil || (c.Status == Open || c.Status == Approved) && c.Proposal.Content == c.Content {
		return c, nil, nil
	}
	gone := c.Proposal.ID
	c.Proposal = nil
	return c.derive(before), one(bonafide.NewEvent(event.ProposalVoid, at, bonafide.System(), "proposal", gone)), nil
}

// beside returns the records that belong to a new version of a case.
func (s *Service) beside(ctx context.Context, before, c Case, was []byte, r bonafide.Record) ([]bonafide.Write, error) {
	var out []bonafide.Write
	if c.RetentionVersion != before.RetentionVersion {
		out = append(out, bonafide.Write{Record: bonafide.Record{Kind: kindRetention, ID: c.ID, Version: c.RetentionVersion, Due: c.erasableAt()}})
	}
	if c.Erased() {
		return out, nil // no version is kept of what has no content, and no key is there to seal it
	}
	key, err := s.dataKey(ctx, c)
	if err != nil {
		return nil, err
	}
	out = append(out, bonafide.Write{Record: versionRecord(key, c.ID, was, r)})
	entities, err := c.entityWrites(before)
	return append(out, entities...), err
}
