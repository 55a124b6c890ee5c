package user

import (
	"slices"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
)

// discreet is the user without what it is not to learn of itself.
func (u User) discreet() User {
	u.Standing.PermissionCode, u.Standing.FlagCode = u.Standing.PermissionCode.ForSubject(), u.Standing.FlagCode.ForSubject()
	u.Decision.Requirements = program.ForSubject(u.Decision.Requirements)
	u.Documents = slices.Clone(u.Documents)
	for i := range u.Documents {
		b := &u.Documents[i]
		for _, subs := range []*[]document.Sub{&b.Virtual, &b.Social, &b.Physical} {
			*subs = slices.Clone(*subs)
			for j := range *subs {
				if d := &(*subs)[j]; d.Status == document.Blacklisted {
					d.Status, d.InvalidReasons = document.Invalid, nil // whose number it is too is not for it to know
				}
			}
		}
	}
	return u
}

// answerFor is an authorization as an actor may see it: the hash of the facts is for
// those who know the facts, and what would raise a limit is told the user as all else
// that it is asked for.
func answerFor(by bonafide.Actor, a program.Authorization) program.Authorization {
	if by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return a
	}
	a.InputHash = ""
	if by.Is(bonafide.ActorUser) && a.Raise != nil {
		raise := *a.Raise
		raise.Requirements = program.ForSubject(raise.Requirements)
		a.Raise = &raise
	}
	return a
}
