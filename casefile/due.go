package casefile

import "time"

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
	due.sooner(c.turn(c.UpdatedAt))
	for _, k := range c.Checks {
		if k.Status != CheckApproved || k.gone() {
			continue
		}
		due.sooner(k.ExpiresAt)
		if k.Screening != nil {
			due.sooner(k.lapse(c.UpdatedAt))
		}
	}
	return due.Time
}

// doubted reports whether a hit of the check is potential, or a true match not accepted.
func (k Check) doubted(at time.Time) bool {
	return len(k.Screening.Open(at)) > 0 || k.listed(at, match.unaccepted)
}

// lapse is when a hit of the check next comes to be in doubt again, after a time;
// zero = never. A clearance that was renewed in time does not count.
func (k Check) lapse(after time.Time) time.Time {
	due := k.Screening.Due(after)
	for !due.IsZero() && !k.doubted(due) {
		due = k.Screening.Due(due)
	}
	return due
}
