package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/allow"
)

// Shown is when what is seen outside last became something else. Nobody outside sees another
// time than that: that a user was held, searched for or talked about must not be read off
// the hour at which nothing that is shown changed (31 CFR 1020.320(e)). Zero is when the user
// was written last.
type Shown struct {
	Platforms time.Time `json:"platforms,omitzero"`
	Subject   time.Time `json:"subject,omitzero"`
}

// shownSince is when each of them was last shown something else, after a change of the user.
func (u User) shownSince(before User) Shown {
	since := func(was time.Time, seen allow.List[User], outside func(User) User) time.Time {
		return allow.Since(was, before.UpdatedAt, seen.Same(outside(before), outside(u)))
	}
	return Shown{
		Platforms: since(before.Shown.Platforms, seenByPlatform(), User.toPlatforms),
		Subject:   since(before.Shown.Subject, seenBySubject(), User.toSubject),
	}
}

// toPlatforms is the user with the rows of all platforms, without times of what they do not see.
func (u User) toPlatforms() User {
	v := u.outside(bonafide.Platform(""))
	v.Platforms = u.Platforms
	v.Proposals = slices.DeleteFunc(slices.Clone(u.Proposals), func(p bonafide.Approval) bool { return !p.Maker.Is(bonafide.ActorPlatform) })
	return v.timeless()
}

// toSubject is the user with its own rows, without times of what it does not see.
func (u User) toSubject() User { return u.outside(bonafide.User(u.ID)).discreet().timeless() }

func (u User) timeless() User {
	u.UpdatedAt, u.Decision.At = time.Time{}, time.Time{}
	return u
}

// asShown is the user with no later times than that of what somebody outside was shown last.
func (u User) asShown(by bonafide.Actor) User {
	var at time.Time
	switch {
	case by.Is(bonafide.ActorPlatform):
		at = u.Shown.Platforms
	case by.Is(bonafide.ActorUser):
		at = u.Shown.Subject
	}
	u.UpdatedAt, u.Decision.At = notAfter(u.UpdatedAt, at), notAfter(u.Decision.At, at)
	return u
}

// notAfter is the earlier of two times; the first where the second is not known.
func notAfter(t, last time.Time) time.Time {
	if !last.IsZero() && t.After(last) {
		return last
	}
	return t
}
