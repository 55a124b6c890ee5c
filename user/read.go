package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
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
	if err := by.Admit("by"); err != nil {
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
	if err := aggregate.Insider(by); err != nil {
		return User{}, err
	}
	return s.read(ctx, by, id, with...)
}

// reviewers is who may ask for what only reviewers do.
var reviewers = []bonafide.ActorKind{bonafide.ActorReviewer}

// dataKey opens the key that everything sealed in the user opens with.
func (s *Service) dataKey(ctx context.Context, u User) (*bonafide.DataKey, error) {
	return s.keys.OpenDataKey(ctx, Kind, u.ID, u.DataKey)
}
