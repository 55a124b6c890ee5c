package casefile

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// An AddTaskRequest is a task to add.
type AddTaskRequest struct {
	Key      string        `json:"-"` // idempotency key
	Title    string        `json:"title"`
	Assignee string        `json:"assignee_id,omitzero"`
	SLA      time.Duration `json:"sla,omitzero"`
	Waits    bool          `json:"waits_for_contact,omitzero"` // its clock stands still while the contact has actions
}

// AddTask adds a task, in every status, and starts its clock.
//
// Only reviewers may. It fails with an [*bonafide.InvalidError] that lists every
// fault, more than [MaxTasks] tasks among them, and with the errors of every
// command: see [Service]. End it by [Service.CompleteTask].
func (s *Service) AddTask(ctx context.Context, by bonafide.Actor, id string, req AddTaskRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r AddTaskRequest) command(s *Service) command {
	return command{Op: "case.add_task", Adds: "task", Verb: string(verbAnnotate), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.addTask(in, r, s.newID) })}
}

// addTask is the rule of [Service.AddTask].
func (c Case) addTask(in input, r AddTaskRequest, ids idSource) (Case, []bonafide.Event, error) {
	var faults bonafide.Faults
	title := line(&faults, "title", r.Title, true, 250)
	code(&faults, "assignee_id", r.Assignee, false, maxCode)
	if r.SLA < 0 || r.SLA > 366*24*time.Hour {
		faults.Add("sla", bonafide.CodeOutOfRange)
	}
	if len(c.Tasks) >= MaxTasks {
		faults.Add("tasks", bonafide.CodeTooMany)
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	t := Task{ID: id, Title: title, Assignee: r.Assignee, By: in.By, At: in.At, SLA: r.SLA, Waits: r.Waits}
	if t.SLA > 0 {
		t.Running = in.At
	}
	c.Tasks = append(slices.Clone(c.Tasks), t)
	return c, one(in.Event(event.TaskAdded, "task", id, "assignee", r.Assignee, "sla", r.SLA.String())), nil
}
