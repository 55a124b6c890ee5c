package casefile

import "time"

// OldestSearch is when the last search was made of the relevant aml check that was not
// searched for longest; zero if there is none. Of monitored checks it is about
// [Options.Rescreen] ago as long as [Service.Run] runs and the Screener answers. A host calls it
// where it pays out, and to be alerted; reviewers and the system see the searches, others get zero.
func (c Case) OldestSearch() time.Time {
	var oldest time.Time
	for _, k := range c.relevantChecks() {
		if at := c.searchedAt(k); oldest.IsZero() || !at.IsZero() && at.Before(oldest) {
			oldest = at
		}
	}
	return oldest
}

// searchedAt is when the last search of an aml check was made; zero if none was.
func (c Case) searchedAt(k Check) time.Time {
	if k.Type != AML || k.Screening == nil {
		return time.Time{}
	}
	return c.screening(k).Result.At
}
