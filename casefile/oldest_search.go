package casefile

import "time"

// OldestSearch is when the last search was made of the relevant aml check that was not
// searched for longest; zero if there is none. Of monitored checks it is about
// [Options.Rescreen] ago as long as [Service.Run] runs and the Screener answers. A host calls it
// where it pays out, and to be alerted; reviewers and the system see the searches, others get zero.
func (c Case) OldestSearch() time.Time {
	var oldest time.Time
	for _, k := range c.relevantChecks() {
		if k.Type != AML || k.Screening == nil {
			continue
		}
		if at := c.screening(k).Result.At; oldest.IsZero() || at.Before(oldest) {
			oldest = at
		}
	}
	return oldest
}
