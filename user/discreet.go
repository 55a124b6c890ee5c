package user

import (
	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission/program"
)

// discreet is the user without what it is not to learn of itself.
func (u User) discreet() User {
	u.Standing.PermissionCode, u.Standing.FlagCode = u.Standing.PermissionCode.ForSubject(), u.Standing.FlagCode.ForSubject()
	u.Decision.Requirements = program.ForSubject(u.Decision.Requirements)
	return u.withSubs(func(d document.Sub) bool { return d.Status == document.Blacklisted }, func(d *document.Sub) {
		d.Status, d.InvalidReasons = document.Invalid, nil // whose number it is too is not for it to know
	})
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
