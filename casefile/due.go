package casefile

import "time"

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
