package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
)

// As returns the user as an actor may see it: a platform sees its own link
// alone; notes of reviewers, legal holds and proposals' contents are for
// reviewers, and keys and blind indexes for nobody.
func (u User) As(by bonafide.Actor) User {
	if by.Is(bonafide.ActorPlatform) {
		u.Platforms = slices.DeleteFunc(slices.Clone(u.Platforms), func(l Link) bool { return l.Platform != by.ID })
	}
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		u.Note, u.Holds = "", nil
	}
	u.Proposals = slices.Clone(u.Proposals)
	for i := range u.Proposals {
		u.Proposals[i].Content = bonafide.Sealed{}
	}
	u.Terms, u.DataKey, u.beside = nil, nil, beside{}
	return u
}

// admits reports whether an actor may know of the user at all.
func (u User) admits(by bonafide.Actor) bool {
	switch by.Kind {
	case bonafide.ActorSystem, bonafide.ActorReviewer, bonafide.ActorVerifier:
		return true
	case bonafide.ActorPlatform:
		return u.Linked(by.ID)
	case bonafide.ActorUser:
		return by.ID == u.ID
	}
	return false
}

// view is how a Service returns a user: as it is at a time, with what is
// missing, as far as the actor may see it.
func (s *Service) view(u User, by bonafide.Actor, at time.Time) User {
	u, _, _ = s.elapse(u, at)
	if !u.Erased() {
		now, _ := s.opts.Programs.Evaluate(u.CIPTag, s.facts(u, at))
		u.Decision.Requirements = now.Requirements
	}
	return u.As(by)
}
