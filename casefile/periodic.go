package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// A PeriodicState says where a case stands with its next review.
type PeriodicState string

// The periodic states.
const (
	PeriodicNone      PeriodicState = "none"      // nothing is scheduled
	PeriodicScheduled PeriodicState = "scheduled" // the day is to come
	PeriodicDue       PeriodicState = "due"       // the day has come
	PeriodicOverdue   PeriodicState = "overdue"   // and the time after it is over
)

// A PeriodicSource says where the day of the next review comes from.
type PeriodicSource string

// The periodic sources.
const (
	FromSettings PeriodicSource = "settings" // moves when the risk level changes
	FromReviewer PeriodicSource = "reviewer" // a date, or never: stays
)

// Periodic is the next review of an approved case. A new approval confirms the
// case and schedules the one after.
type Periodic struct {
	NextReviewAt bonafide.Date  `json:"next_review_at,omitzero"` // zero = never
	Source       PeriodicSource `json:"source,omitzero"`
	State        PeriodicState  `json:"state,omitzero"` // empty = [PeriodicNone]
	Risk         risk.Level     `json:"risk,omitzero"`  // risk level that the day was computed for
}

// in returns the state; an empty one is [PeriodicNone].
func (p Periodic) in() PeriodicState {
	if p.State == "" {
		return PeriodicNone
	}
	return p.State
}

// addMonths returns the same day n months later, or the last day of that month
// where it has no such day.
func addMonths(d bonafide.Date, n int) bonafide.Date {
	first := time.Date(d.Year, d.Month, 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	last := bonafide.DateOf(first.AddDate(0, 1, -1))
	if d.Day < last.Day {
		last.Day = d.Day
	}
	return last
}

// schedule is the next review after an approval.
func (s ReviewSettings) schedule(asked Patch[bonafide.Date], reviewed time.Time, level risk.Level) Periodic {
	if date, ok := asked.Value(); ok {
		return Periodic{NextReviewAt: date, Source: FromReviewer, State: PeriodicScheduled, Risk: level}
	}
	if asked.IsNull() {
		return Periodic{Source: FromReviewer, State: PeriodicNone, Risk: level}
	}
	p := Periodic{Source: FromSettings, State: PeriodicNone, Risk: level}
	if m := s.months(level); m > 0 {
		p.NextReviewAt, p.State = addMonths(bonafide.DateOf(reviewed.In(s.zone())), m), PeriodicScheduled
	}
	return p
}

// dueAt is when the periodic review next changes its state; zero = never.
func (p Periodic) dueAt(s ReviewSettings) time.Time {
	switch p.in() {
	case PeriodicScheduled:
		return p.NextReviewAt.In(s.zone())
	case PeriodicDue:
		return p.NextReviewAt.In(s.zone()).Add(s.grace())
	}
	return time.Time{}
}
