package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
)

// Events returns one page of what happened to a user, oldest first, after checking that
// no event of it was changed, dropped or added, and that it follows on the page before;
// the last page ends where the user's record says. What happened to tokens, codes, money
// and coverage has chains of its own: see [Service.EventsOf].
//
// Reviewers and the system may read them, others fail with
// [bonafide.ErrForbidden]. It fails with [bonafide.ErrNotFound], with an
// [*bonafide.InvalidError] for a limit out of bounds, with [bonafide.ErrCursor] for a
// cursor of another list, and with an error matching [bonafide.ErrChain] if the chain is broken.
func (s *Service) Events(ctx context.Context, by bonafide.Actor, id string, page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
	if err := aggregate.Insider(by); err != nil {
		return bonafide.PageOf[bonafide.Event]{}, err
	}
	return s.run.Events(ctx, id, page)
}

// EventsOf returns a page of what happened to one of the records beside the user's own:
// [KindAccess], [KindLedger] or [KindCoverage]. There may be none yet. Rights and
// errors are those of Events; another kind is an [*bonafide.InvalidError].
func (s *Service) EventsOf(ctx context.Context, by bonafide.Actor, kind, id string, page bonafide.PageRequest) (bonafide.PageOf[bonafide.Event], error) {
	if err := aggregate.Insider(by); err != nil {
		return bonafide.PageOf[bonafide.Event]{}, err
	}
	switch kind {
	case KindAccess, KindLedger, KindCoverage:
		return s.run.PartEvents(ctx, kind, id, page)
	}
	return bonafide.PageOf[bonafide.Event]{}, bonafide.Invalid("kind", bonafide.CodeUnknown)
}

// VerifyEvents checks every event of a user, and of the records beside it, from the
// first to the head that stands in each record. It reads all of them, page by page.
// Rights and errors are those of Events.
func (s *Service) VerifyEvents(ctx context.Context, by bonafide.Actor, id string) error {
	if err := aggregate.Insider(by); err != nil {
		return err
	}
	return s.run.VerifyEvents(ctx, id)
}
