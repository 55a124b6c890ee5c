package bonafide

import "time"

// retrySchedule is how long to wait after the n-th unanswered call: quickly at
// first, so that a passing outage costs minutes, then once a day (most taxpayer
// number matches that are pending end within a day).
var retrySchedule = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// RetryAfter returns how long to wait before the next call after asks calls
// without a verdict: 1, 5, 15 minutes, 1, 4, 12, then 24 hours.
func RetryAfter(asks int) time.Duration {
	return retrySchedule[min(max(asks-1, 0), len(retrySchedule)-1)]
}
