package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// Review approves, rejects or closes a case, or confirms the status it has; see
// [Case.Review]. Under four eyes the answer to the first approval is the case with
// a Proposal and its status as before.
func (s *Service) Review(ctx context.Context, by bonafide.Actor, id string, req ReviewRequest) (Case, error) {
	return s.run(ctx, request{op: "case.review", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		in := req
		var err error
		if in.ID, err = s.newID(); err != nil {
			return c, nil, err
		}
		return c.review(by, in, s.opts.Reviews, at)
	})
}

// PushRisk keeps an automatic risk of the host's own engine; see [Case.PushRisk].
// It fails with [bonafide.ErrForbidden] where [Options.Model] is set.
func (s *Service) PushRisk(ctx context.Context, by bonafide.Actor, id string, req RiskPush) (Case, error) {
	return s.run(ctx, request{op: "case.push_risk", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		if s.opts.Model != nil {
			return c, nil, bonafide.ErrForbidden
		}
		return c.pushRisk(by, req, at)
	})
}

// OverrideRisk sets a manual risk; see [Case.OverrideRisk].
func (s *Service) OverrideRisk(ctx context.Context, by bonafide.Actor, id string, req RiskOverride) (Case, error) {
	return s.run(ctx, request{op: "case.override_risk", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.overrideRisk(by, req, risk.Settings{CommentOptional: s.opts.RiskCommentOptional}, at)
	})
}

// AutomateRisk makes the latest automatic risk count again.
func (s *Service) AutomateRisk(ctx context.Context, by bonafide.Actor, id, key string) (Case, error) {
	return s.run(ctx, request{op: "case.automate_risk", id: id, by: by, key: key}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.automateRisk(by, at)
	})
}

// AddNote adds a note.
func (s *Service) AddNote(ctx context.Context, by bonafide.Actor, id string, req NoteInput) (Case, error) {
	return s.run(ctx, request{op: "case.add_note", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.addNote(by, req, s.newID, at)
	})
}

// AddTask adds a task and starts its clock.
func (s *Service) AddTask(ctx context.Context, by bonafide.Actor, id string, req TaskInput) (Case, error) {
	return s.run(ctx, request{op: "case.add_task", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.addTask(by, req, s.newID, at)
	})
}

// CompleteTask ends a task.
func (s *Service) CompleteTask(ctx context.Context, by bonafide.Actor, id, task, key string) (Case, error) {
	return s.run(ctx, request{op: "case.complete_task", id: id, by: by, key: key, body: task}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.completeTask(by, task, at)
	})
}
