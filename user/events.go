package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
)

// Events returns what happened to a user, oldest first, after checking that no
// event was changed, dropped or added. What happened to tokens, codes, money and
// coverage has chains of its own: see [Service.EventsOf].
//
// Reviewers and the system may read them, others fail with
// [bonafide.ErrForbidden]. It fails with [bonafide.ErrNotFound], and with an error
// matching [bonafide.ErrChain] if the chain is broken.
func (s *Service) Events(ctx context.Context, by bonafide.Actor, id string) ([]bonafide.Event, error) {
	if err := insider(by); err != nil {
		return nil, err
	}
	return s.run.Events(ctx, id)
}

// EventsOf returns what happened to one of the records beside the user's own:
// [KindAccess], [KindLedger] or [KindCoverage]. There may be none yet. Rights and
// errors are those of Events; another kind is an [*bonafide.InvalidError].
func (s *Service) EventsOf(ctx context.Context, by bonafide.Actor, kind, id string) ([]bonafide.Event, error) {
	if err := insider(by); err != nil {
		return nil, err
	}
	switch kind {
	case KindAccess, KindLedger, KindCoverage:
		return s.run.PartEvents(ctx, kind, id)
	}
	return nil, bonafide.Invalid("kind", bonafide.CodeUnknown)
}
