package document

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// Freshness says how the age of a piece of evidence stands.
type Freshness string

// The three.
const (
	Fresh    Freshness = "fresh"
	Expiring Freshness = "expiring" // still counts, and the user should be told
	Expired  Freshness = "expired"  // no longer counts
)

// Freshness returns how the document stands on a day: it counts through its last
// day of validity, and is expiring during the last warnDays of it.
func (d Sub) Freshness(on bonafide.Date, warnDays int) Freshness {
	switch {
	case d.ExpiresOn.IsZero():
		return Fresh
	case on.After(d.ExpiresOn):
		return Expired
	case on.AddDays(warnDays).After(d.ExpiresOn):
		return Expiring
	}
	return Fresh
}

// Counts reports whether the document is evidence on a day: VALID and not
// expired.
func (d Sub) Counts(on bonafide.Date) bool {
	return d.Status == Valid && d.Freshness(on, 0) != Expired
}

// Due returns when the document next wants attention: an outside check, a
// reviewer, the warning warnDays before it expires, or the day after it has, whose
// time is counted in UTC. It is zero if never. Times that have passed by now are
// returned only for what has not been done: a check or a review.
func (d Sub) Due(now time.Time, warnDays int) time.Time {
	switch {
	case d.Status == Reviewing && !d.ReviewDue.IsZero():
		return d.ReviewDue
	case d.Status == Reviewing:
		return d.RetryAt
	case d.Status != Valid || d.ExpiresOn.IsZero():
		return time.Time{}
	}
	for _, day := range []bonafide.Date{d.ExpiresOn.AddDays(1 - warnDays), d.ExpiresOn.AddDays(1)} {
		if t := day.In(time.UTC); t.After(now) {
			return t
		}
	}
	return time.Time{}
}

// Unchecked reports whether an outside check is due at a time: the document is
// in review, in nobody's queue, and the last call was answered or its lease ran
// out.
func (d Sub) Unchecked(at time.Time) bool {
	return d.Status == Reviewing && d.ReviewDue.IsZero() && !d.RetryAt.After(at)
}
