package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// rescheduleReview moves the next review when the risk level is another one. A day
// that lies in the past then makes the review due at once.
func (c Case) rescheduleReview(s ReviewSettings, at time.Time) (Case, []bonafide.Event) {
	level := c.RiskLevel()
	if c.Status != Approved || c.Periodic.Source != FromSettings || c.Periodic.Risk == level || len(c.Reviews) == 0 {
		return c, nil
	}
	before := c.Periodic
	c.Periodic = s.schedule(Patch[bonafide.Date]{}, c.Reviews[len(c.Reviews)-1].ReviewedAt, level)
	events := []bonafide.Event{bonafide.NewEvent(event.ReviewUpdated, at, bonafide.System(), "risk", string(level),
		"from", before.NextReviewAt.String(), "to", c.Periodic.NextReviewAt.String())}
	next, more := c.elapseReview(s, at)
	return next, append(events, more...)
}

// elapseReview moves the periodic review to due and overdue when their times have come.
func (c Case) elapseReview(s ReviewSettings, at time.Time) (Case, []bonafide.Event) {
	var events []bonafide.Event
	for reached(c.Periodic.dueAt(s), at) {
		typ := event.ReviewDue
		if c.Periodic.State == PeriodicScheduled {
			c.Periodic.State = PeriodicDue
		} else {
			c.Periodic.State, typ = PeriodicOverdue, event.ReviewOverdue
		}
		events = append(events, bonafide.NewEvent(typ, at, bonafide.System(), "next_review_at", c.Periodic.NextReviewAt.String()))
	}
	return c, events
}
