package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
)

// DraftDeleted is the reason of an erasure by [Service.DeleteDraft].
const DraftDeleted bonafide.ErasureReason = "draft_deleted"

// A DeleteDraftRequest asks for the end of a draft that was a mistake.
type DeleteDraftRequest struct {
	Key string `json:"-"` // idempotency key
}

// DeleteDraft closes and erases a case that was never opened, at once: no relationship
// began, so that nothing has to be kept (Directive (EU) 2015/849 article 40). What stays is
// what [Service.Erase] leaves, and its external id is free again.
//
// Platforms, reviewers and the system may. It fails with a [*bonafide.StateError] once the case was
// opened, with a [*bonafide.RefusedError] of [bonafide.RefusedHold] while a legal hold is
// in force, of which platforms do not learn and get [bonafide.RefusedRetention], and with
// the errors of every command: see [Service]. It may be repeated at any time, and must be after
// any other error.
func (s *Service) DeleteDraft(ctx context.Context, by bonafide.Actor, id string, req DeleteDraftRequest) (Case, error) {
	if _, err := s.do(ctx, by, id, req); err != nil {
		return Case{}, err
	}
	return s.finishErasure(ctx, by, id)
}

func (r DeleteDraftRequest) command(*Service) command {
	return command{Op: "case.delete_draft", Verb: string(verbErase), Key: r.Key, Body: r, With: []string{KindMonitoring}, Overwrites: true,
		Rule: pure(func(c Case, in input) (Case, []bonafide.Event, error) { return c.deleteDraft(in) })}
}

// deleteDraft is the rule of [Service.DeleteDraft].
func (c Case) deleteDraft(in input) (Case, []bonafide.Event, error) {
	switch {
	case c.Erased():
		return c, nil, nil
	case c.Status != Draft && !(c.Holds.Any() && in.By.Is(bonafide.ActorReviewer, bonafide.ActorSystem)): // a hold speaks before the status does
		return c, nil, &bonafide.StateError{Kind: Kind, From: string(c.Status), To: "delete"}
	}
	if err := (bonafide.Retention{}).Permits(c.Holds, in.By, in.At); err != nil {
		return c, nil, err
	}
	next := c
	next.Status = Closed
	next = next.bare(in, DraftDeleted)
	return next, []bonafide.Event{
		in.Event(event.StatusChanged, "from", string(c.Status), "to", string(Closed)),
		in.Event(event.Erased, "reason", string(DraftDeleted), "unread", ""),
	}, nil
}
