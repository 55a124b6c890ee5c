package casefile

import (
	"time"

	"github.com/bonafide-go/bonafide"
)

// MaxTasks bounds the tasks of a case.
const MaxTasks = 200

// A Task is work on a case with a clock of its own (service level). While the
// contact has actions, the clock of a task that waits for the contact stands
// still.
type Task struct {
	ID       string         `json:"id"`
	Title    string         `json:"title"` // 1 to 250 characters
	Assignee string         `json:"assignee_id,omitzero"`
	By       bonafide.Actor `json:"by"`
	At       time.Time      `json:"at"`

	SLA      time.Duration `json:"sla,omitzero"`   // working time allowed; 0 = no clock
	Spent    time.Duration `json:"spent,omitzero"` // before Running
	Running  time.Time     `json:"running_since,omitzero"`
	Waits    bool          `json:"waits_for_contact,omitzero"`
	Breached time.Time     `json:"breached_at,omitzero"`

	DoneAt time.Time      `json:"done_at,omitzero"`
	DoneBy bonafide.Actor `json:"done_by,omitzero"`
}

// Due is when the clock runs out if it goes on running; zero while it stands
// still, and for a task without a clock.
func (t Task) Due() time.Time {
	if t.SLA == 0 || t.Running.IsZero() || !t.DoneAt.IsZero() {
		return time.Time{}
	}
	return t.Running.Add(t.Left(t.Running))
}

// Left is the working time left at a time: negative after a breach, and without
// meaning for a task that has no clock.
func (t Task) Left(at time.Time) time.Duration {
	left := t.SLA - t.Spent
	if !t.Running.IsZero() && at.After(t.Running) {
		left -= at.Sub(t.Running)
	}
	return left
}

// stop is the task with its clock standing still.
func (t Task) stop(at time.Time) Task {
	if !t.Running.IsZero() {
		t.Spent += max(at.Sub(t.Running), 0)
		t.Running = time.Time{}
	}
	return t
}
