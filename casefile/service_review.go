package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// Review approves, rejects or closes a case, or confirms the status it has.
//
// Under four eyes the first reviewer's approval becomes a [Proposal]: the answer is
// the case with it, and its status as before. The case is approved when another
// reviewer approves the same content. The maker fails with [bonafide.ErrForbidden]
// the second time, and so does, when it comes to the second pair of eyes, whoever
// edited the content last. Nobody is exempt.
//
// Reviewers may approve; platforms and reviewers may reject and close. It fails with
// an [*bonafide.InvalidError] that lists every fault, with a
// [*bonafide.RefusedError] of [CodeContentChanged] if the content is not what the
// reviewer saw (look again, and send the new [Case.Content]), with the refusals of
// [Case.Approvable], with a [*bonafide.StateError] where the status does not allow
// it, and with the errors of every command: see [Service].
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

// PushRisk keeps an automatic risk of the host's own engine; see
// [risk.History.Push], whose errors it returns. An exact repeat of the latest one
// changes nothing.
//
// Only platforms may. It fails with [bonafide.ErrForbidden] where [Options.Model] is
// set, and with the errors of every command: see [Service].
func (s *Service) PushRisk(ctx context.Context, by bonafide.Actor, id string, req PushRiskRequest) (Case, error) {
	return s.run(ctx, request{op: "case.push_risk", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		if s.opts.Model != nil {
			return c, nil, bonafide.ErrForbidden
		}
		return c.pushRisk(by, req, at)
	})
}

// OverrideRisk sets a manual risk, which counts until [Service.AutomateRisk];
// automatic ones go on being kept.
//
// Only reviewers may. It fails with the errors of [risk.History.Override], such as
// an [*bonafide.InvalidError] for a level that is unknown or a comment that is
// missing, and with the errors of every command: see [Service].
func (s *Service) OverrideRisk(ctx context.Context, by bonafide.Actor, id string, req OverrideRiskRequest) (Case, error) {
	return s.run(ctx, request{op: "case.override_risk", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.overrideRisk(by, req, risk.Settings{CommentOptional: s.opts.RiskCommentOptional}, at)
	})
}

// AutomateRisk makes the latest automatic risk count again.
//
// Only reviewers may. It fails with a [*bonafide.StateError] if the risk is
// automatic already, and with the errors of every command: see [Service].
func (s *Service) AutomateRisk(ctx context.Context, by bonafide.Actor, id, key string) (Case, error) {
	return s.run(ctx, request{op: "case.automate_risk", id: id, by: by, key: key}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.automateRisk(by, at)
	})
}

// AddNote adds a note, in every status. Notes are never changed.
//
// Only reviewers may. It fails with an [*bonafide.InvalidError] for a text that is
// missing or too long and after [MaxNotes] notes, and with the errors of every
// command: see [Service].
func (s *Service) AddNote(ctx context.Context, by bonafide.Actor, id string, req AddNoteRequest) (Case, error) {
	return s.run(ctx, request{op: "case.add_note", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.addNote(by, req, s.newID, at)
	})
}

// AddTask adds a task, in every status, and starts its clock.
//
// Only reviewers may. It fails with an [*bonafide.InvalidError] that lists every
// fault, more than [MaxTasks] tasks among them, and with the errors of every
// command: see [Service]. End it by [Service.CompleteTask].
func (s *Service) AddTask(ctx context.Context, by bonafide.Actor, id string, req AddTaskRequest) (Case, error) {
	return s.run(ctx, request{op: "case.add_task", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.addTask(by, req, s.newID, at)
	})
}

// CompleteTask ends a task and its clock. A task that is done stays done.
//
// Only reviewers may. It fails with [bonafide.ErrNotFound] for a task that is not
// there, and with the errors of every command: see [Service].
func (s *Service) CompleteTask(ctx context.Context, by bonafide.Actor, id, task, key string) (Case, error) {
	return s.run(ctx, request{op: "case.complete_task", id: id, by: by, key: key, body: task}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.completeTask(by, task, at)
	})
}
