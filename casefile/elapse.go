package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// elapse applies what time and changed facts do to a case by themselves: checks
// expire, clearances lapse, evidence about other facts is doubted, changed
// entities are screened again, reviews fall due, clocks run out.
func (c Case) elapse(before Case, s ReviewSettings, at time.Time) (Case, []bonafide.Event, error) {
	var events []bonafide.Event
	if c.Status == Open || c.Status == Approved {
		for _, k := range c.Checks {
			next, typ, why, err := c.elapseCheck(k, at)
			if err != nil {
				return c, nil, err
			}
			if typ == "" {
				continue
			}
			var moved []bonafide.Event
			c, moved = c.moveCheck(typ, bonafide.System(), k, next, at, "reason", why)
			events = append(events, moved...)
		}
	}
	c = c.derive(before)
	c, more := c.elapseReview(s, at)
	events = append(events, more...)
	c, more = c.rescheduleReview(s, at)
	events = append(events, more...)
	c, more = c.elapseTasks(at)
	return c, append(events, more...), nil
}

// elapseCheck is what becomes of one check by itself, with the event it means and why;
// no event if nothing does.
func (c Case) elapseCheck(k Check, at time.Time) (next Check, typ, why string, err error) {
	if k.Screening != nil {
		q, _ := c.query(k.Entity)
		if k.Screening.Result.Subject != "" && k.Screening.Result.Subject != q.Fingerprint() && k.Status != CheckProcessing && stepRestart.may(k.Status) {
			next, err = k.step(stepRestart, CheckProcessing)
			s := *k.Screening
			s.RetryAt = at
			next.Screening, next.Result = &s, ""
			return next, EventCheckRestarted, "entity_changed", err
		}
		if k.Status == CheckApproved && len(k.Screening.Open(at)) > 0 {
			next, err = k.step(stepDoubt, CheckNeedReview)
			next.Result = next.outcome(at)
			return next, EventCheckReviewNeeded, "clearance_lapsed", err
		}
	}
	switch {
	case k.Status == CheckApproved && reached(k.ExpiresAt, at):
		next, err = k.step(stepExpire, CheckExpired)
		return next, EventCheckExpired, "", err
	case k.Status == CheckApproved && k.Screening == nil && k.Subject != c.identity(k.Entity):
		next, err = k.step(stepDoubt, CheckNeedReview)
		return next, EventCheckReviewNeeded, "entity_changed", err
	}
	return k, "", "", nil
}

// due is when the case next wants attention; zero = never. Only what the Service
// can do something about counts.
func (c Case) due(s ReviewSettings, screens, assesses bool) time.Time {
	var due time.Time
	sooner := func(t time.Time) {
		if !t.IsZero() && (due.IsZero() || t.Before(due)) {
			due = t
		}
	}
	sooner(c.Periodic.dueAt(s))
	for _, t := range c.Tasks {
		if t.Breached.IsZero() {
			sooner(t.Due())
		}
	}
	if c.Status != Open && c.Status != Approved {
		return due
	}
	for _, k := range c.Checks {
		if k.Status == CheckApproved {
			sooner(k.ExpiresAt)
		}
		if k.Screening == nil {
			continue
		}
		if k.Status == CheckApproved {
			sooner(k.lapse(c.UpdatedAt))
		}
		if screens {
			sooner(c.screenDue(k))
		}
	}
	if assesses {
		sooner(c.assessDue())
	}
	return due
}

// lapse is when a hit of the check next becomes potential again, after a time;
// zero = never. A clearance that was given anew in time does not count.
func (k Check) lapse(after time.Time) time.Time {
	due := k.Screening.Due(after)
	for !due.IsZero() && len(k.Screening.Open(due)) == 0 {
		due = k.Screening.Due(due)
	}
	return due
}

// screenDue is when an aml check is to be screened; zero = never.
func (c Case) screenDue(k Check) time.Time {
	if k.Screening == nil || !c.relevant(k.Entity) {
		return time.Time{}
	}
	return k.Screening.RetryAt
}

// assessDue is when the risk is to be assessed; zero = never.
func (c Case) assessDue() time.Time {
	switch {
	case !c.Model.stale():
		return time.Time{}
	case !c.Model.RetryAt.IsZero():
		return c.Model.RetryAt
	}
	return c.CreatedAt // at once
}
