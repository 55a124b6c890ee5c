package casefile

import "time"

// A deadline is the earliest of some times; zero = never.
type deadline struct{ time.Time }

func (d *deadline) sooner(t time.Time) {
	if !t.IsZero() && (d.IsZero() || t.Before(d.Time)) {
		d.Time = t
	}
}

// due is when time alone next changes the case; zero = never.
func (c Case) due(s ReviewSettings) time.Time {
	var due deadline
	due.sooner(c.Periodic.dueAt(s))
	for _, t := range c.Tasks {
		if t.Breached.IsZero() {
			due.sooner(t.Due())
		}
	}
	if c.Status != Open && c.Status != Approved {
		return due.Time
	}
	for _, k := range c.Checks {
		if k.Status != CheckApproved {
			continue
		}
		due.sooner(k.ExpiresAt)
		if k.Screening != nil {
			due.sooner(k.lapse(c.UpdatedAt))
		}
	}
	return due.Time
}

// callDue is when the next outside call is to be made; zero = never. Only what the
// host supplies is called.
func (s *Service) callDue(c Case) time.Time {
	var due deadline
	if c.Status != Open && c.Status != Approved {
		return due.Time
	}
	if s.opts.Screener != nil {
		for _, k := range c.Checks {
			due.sooner(c.screenDue(k))
		}
	}
	if s.opts.Model != nil {
		due.sooner(c.assessDue())
	}
	return due.Time
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
	return c.screening(k).RetryAt
}

// assessDue is when the risk is to be assessed; zero = never.
func (c Case) assessDue() time.Time {
	switch {
	case !c.Model.stale():
		return time.Time{}
	case !c.monitoring.model.RetryAt.IsZero():
		return c.monitoring.model.RetryAt
	}
	return c.CreatedAt // at once
}
