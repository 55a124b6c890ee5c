package casefile

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// A CompleteTaskRequest names a task that is done.
type CompleteTaskRequest struct {
	Key  string `json:"-"` // idempotency key
	Task string `json:"task_id"`
}

// CompleteTask ends a task and its clock. A task that is done stays done.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a task that is not
// there, and with the errors of every command: see [Service].
func (s *Service) CompleteTask(ctx context.Context, by bonafide.Actor, id string, req CompleteTaskRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r CompleteTaskRequest) command(*Service) command {
	return command{Op: "case.complete_task", Verb: string(verbAnnotate), Key: r.Key, Body: r,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.completeTask(in, r) })}
}

// completeTask is the rule of [Service.CompleteTask].
func (c Case) completeTask(in input, r CompleteTaskRequest) (Case, []bonafide.Event, error) {
	i := slices.IndexFunc(c.Tasks, func(t Task) bool { return t.ID == r.Task })
	switch {
	case i < 0:
		return c, nil, bonafide.ErrNotFound
	case !c.Tasks[i].DoneAt.IsZero():
		return c, nil, nil
	}
	c.Tasks = slices.Clone(c.Tasks)
	t := c.Tasks[i].stop(in.At)
	t.DoneAt, t.DoneBy = in.At, in.By
	c.Tasks[i] = t
	return c, one(in.Event(event.TaskDone, "task", r.Task)), nil
}
