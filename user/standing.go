package user

import (
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
)

// standing returns what timers look at.
func (u User) standing() permission.Standing {
	st := u.Standing
	st.OpenedAt = u.CreatedAt
	if !st.Permission.Standing() {
		st.Permission = u.Permission()
	}
	return st
}

// active notes the user's activity, which the timer of unused accounts waits
// for.
func (u User) active(v permission.Verb, by bonafide.Actor, at time.Time) User {
	if !by.Is(bonafide.ActorUser, bonafide.ActorPlatform) {
		return u
	}
	switch v {
	case permission.VerbSubmit, permission.VerbAnswer, permission.VerbTransact, permission.VerbAuthenticate, permission.VerbAttest:
		// Later than the opening, on a clock that has not moved either.
		u.Standing.LastActivityAt = later(at, u.CreatedAt.Add(time.Microsecond))
	}
	return u
}

// elapse lets the timers run up to a time: documents that were asked for and
// not delivered, an account that was never used, a closure that was announced.
func (u User) elapse(timers permission.Timers, at time.Time) (User, []bonafide.Event) {
	next, passed := timers.Advance(u.standing(), at)
	var events []bonafide.Event
	for _, c := range passed {
		events = append(events, bonafide.NewEvent(EventStandingSet, at, bonafide.System(), "permission", string(c.To), "code", string(c.Code)))
		u.Standing.Permission, u.Standing.PermissionCode = next.Permission, next.PermissionCode
		if u.closed() {
			u.ClosedAt = at // when it is noticed: nothing is kept for too short a time because nobody looked
		}
		events = append(events, u.cashOut(c.Code, bonafide.System(), at)...)
	}
	return u, events
}

// cashOut says, for a code of the automatic cash-out set, where the check goes.
func (u User) cashOut(code permission.PermissionCode, by bonafide.Actor, at time.Time) []bonafide.Event {
	if !code.CashesOut() {
		return nil
	}
	f := permission.Facts{At: at}
	for _, b := range u.Documents {
		f.Documents = append(f.Documents, addressFacts(b))
	}
	to := money.CashOutOf(f)
	return []bonafide.Event{bonafide.NewEvent(EventCashOut, at, by,
		"code", string(code), "to", string(to.To), "document", to.DocumentID, "subdocument", to.SubID)}
}
