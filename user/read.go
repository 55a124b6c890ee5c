package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// Get returns a user as an actor may see it. A decision whose time is up is
// computed again: what is returned never outlives its evidence.
//
// It fails with [bonafide.ErrNotFound] for a user that does not exist or that the
// actor may not know of, and with an [*bonafide.InvalidError] for an actor without
// kind or id. A platform whose link is pending gets the id and its link. An erased user is returned with what is left of it.
func (s *Service) Get(ctx context.Context, by bonafide.Actor, id string) (User, error) {
	u, err := s.stored(ctx, by, id)
	if err != nil {
		return User{}, err
	}
	if !u.admits(by) && !u.pendingFor(by) {
		return User{}, bonafide.ErrNotFound
	}
	return s.view(u, by, s.now()), nil
}

// read returns a stored user that an actor may know of, with what stands beside
// it.
func (s *Service) read(ctx context.Context, by bonafide.Actor, id string, with ...string) (User, error) {
	u, err := s.stored(ctx, by, id, with...)
	if err != nil {
		return User{}, err
	}
	if !u.admits(by) {
		return User{}, bonafide.ErrNotFound
	}
	return u, nil
}

// stored returns a user as it stands in the store, for an actor who has yet to be
// admitted.
func (s *Service) stored(ctx context.Context, by bonafide.Actor, id string, with ...string) (User, error) {
	if err := by.Check("by"); err != nil {
		return User{}, err
	}
	kept, err := s.run.Get(ctx, id, s.with(with...)...)
	return kept.State, err
}

// alive reads a user whose data is there to compute with, as it is now.
func (s *Service) alive(ctx context.Context, by bonafide.Actor, id string, with ...string) (User, error) {
	u, err := s.read(ctx, by, id, with...)
	if err != nil {
		return User{}, err
	}
	if u.Erased() {
		return User{}, &bonafide.RefusedError{Code: bonafide.RefusedErased}
	}
	u, _, err = s.elapse(u, s.now())
	return u, err
}

// inside reads a user for those who work on it from the inside.
func (s *Service) inside(ctx context.Context, by bonafide.Actor, id string, with ...string) (User, error) {
	if err := insider(by); err != nil {
		return User{}, err
	}
	return s.read(ctx, by, id, with...)
}

// insider lets reviewers and the system through.
func insider(by bonafide.Actor) error {
	if err := by.Check("by"); err != nil {
		return err
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return bonafide.ErrForbidden
	}
	return nil
}

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

// A RevealRequest names the sub-document whose value is to be read in clear.
type RevealRequest struct {
	Key         string `json:"-"` // idempotency key: repeated, it leaves no second event
	SubDocument string `json:"subdocument"`
}

// Reveal returns the value of a sub-document in clear, for a reviewer who needs
// it, and records that it was seen. What it returns must not be logged or stored.
//
// Others than reviewers fail with [bonafide.ErrForbidden]. It fails with
// [bonafide.ErrNotFound] for a sub-document that is not there, and with errors
// matching [bonafide.ErrUnavailable] or [bonafide.ErrSealed] if the value does
// not open.
func (s *Service) Reveal(ctx context.Context, by bonafide.Actor, id string, req RevealRequest) (bonafide.Secret, error) {
	var value bonafide.Secret
	if _, err := s.run.Do(ctx, id, by, s.prepare(req.into(s, &value))); err != nil {
		return bonafide.Secret{}, err
	}
	return value, nil
}

func (r RevealRequest) command(s *Service) command {
	return r.into(s, new(bonafide.Secret))
}

// into is the command with a place for the value.
func (r RevealRequest) into(s *Service, value *bonafide.Secret) command {
	open := func(ctx context.Context, u User) (base string, err error) {
		b, d, ok := u.sub(r.SubDocument)
		if !ok {
			return "", bonafide.ErrNotFound
		}
		key, err := s.dataKey(ctx, u)
		if err != nil {
			return "", err
		}
		*value, err = key.Open(d.Field(), d.Value)
		return b.ID, err
	}
	return command{
		Op: "user.reveal", Verb: string(permission.VerbReveal), Key: r.Key, Body: r, Actors: reviewers,
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			base, err := open(ctx, u)
			if err != nil {
				return change{}, err
			}
			return change{State: u, Events: one(in.Event(event.Revealed, "document", base, "subdocument", r.SubDocument))}, nil
		},
		Repeat: func(ctx context.Context, u User) error { _, err := open(ctx, u); return err },
	}
}

// reviewers is who may ask for what only reviewers do.
var reviewers = []bonafide.ActorKind{bonafide.ActorReviewer}

// dataKey opens the key that everything sealed in the user opens with.
func (s *Service) dataKey(ctx context.Context, u User) (*bonafide.DataKey, error) {
	return s.keys.OpenDataKey(ctx, Kind, u.ID, u.DataKey)
}
