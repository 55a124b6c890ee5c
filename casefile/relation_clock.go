package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/event"
)

// begins and ends are when a relation comes to count and ceases to, in UTC; zero = never.
func (r Relation) begins() time.Time { return midnight(r.Start, 0) }
func (r Relation) ends() time.Time   { return midnight(r.End, 1) }

func midnight(day bonafide.Date, plus int) time.Time {
	if day.IsZero() {
		return time.Time{}
	}
	return day.AddDays(plus).In(time.UTC)
}

// turn is when a relation next begins or ends, after a time; zero = never.
func (c Case) turn(after time.Time) time.Time {
	var next deadline
	for _, r := range c.Relations {
		for _, at := range []time.Time{r.begins(), r.ends()} {
			if at.After(after) {
				next.sooner(at)
			}
		}
	}
	return next.Time
}

// elapseRelations tells which relations began and ended since the case was written. It is
// the event that has the structure looked at again; nothing else of the case changes.
func (c Case) elapseRelations(at time.Time) []bonafide.Event {
	if c.Status != Open && c.Status != Approved {
		return nil
	}
	var events []bonafide.Event
	came := func(typ string, due time.Time, r Relation) {
		if due.After(c.UpdatedAt) && reached(due, at) {
			events = append(events, bonafide.NewEvent(typ, at, bonafide.System(), "relation", r.ID))
		}
	}
	for _, r := range c.Relations {
		came(event.RelationBegan, r.begins(), r)
		came(event.RelationEnded, r.ends(), r)
	}
	return events
}
