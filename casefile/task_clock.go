package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// elapseTasks stops and starts the clocks that wait for the contact, and notes those
// that have run out.
func (c Case) elapseTasks(at time.Time) (Case, []bonafide.Event) {
	var events []bonafide.Event
	c.Tasks = slices.Clone(c.Tasks)
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if t.SLA == 0 || !t.DoneAt.IsZero() {
			continue
		}
		if t.Breached.IsZero() && reached(t.Due(), at) {
			t.Breached = at
			events = append(events, bonafide.NewEvent(event.TaskBreached, at, bonafide.System(), "task", t.ID, "assignee", t.Assignee))
		}
		switch {
		case t.Waits && c.ContactHasActions:
			*t = t.stop(at)
		case t.Running.IsZero():
			t.Running = at
		}
	}
	return c, events
}
