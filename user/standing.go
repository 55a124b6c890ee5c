package user

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/user/event"
)

// A StandingRequest sets, or lifts, what stands on a user.
type StandingRequest struct {
	Key string `json:"-"` // idempotency key

	// Permission is LOCKED, CLOSED or MAKE-IT-GO-AWAY; empty lifts what stands, and
	// the evidence decides again.
	Permission permission.Permission     `json:"permission,omitzero"`
	Code       permission.PermissionCode `json:"permission_code,omitzero"`

	// Seen is [permission.Standing.Seen] of the User.Standing that was looked at; if given and no longer
	// so, ErrConflict.
	Seen string `json:"seen,omitzero"`
}

// SetStanding locks, closes or hides a user, or lifts a lock or closure. A code
// of the automatic cash-out set says in one event where the check goes. While a user
// is LOCKED, its numbers are refused from others: see [Service.SubmitDocuments].
//
// Who may do which is [Options.Policy]. To reopen a user whose number another one has
// by now fails with an error matching [bonafide.ErrDuplicate] (see [IdentityPolicy]):
// release that one's number first, or close it where the policy frees it then. It fails with an [*bonafide.InvalidError]
// where permission and code are unknown or do not go together, with a
// [*bonafide.StateError] where nobody may go there from here, and with
// [bonafide.ErrForbidden] where this actor may not, and with [bonafide.ErrConflict] if the
// standing changed since Seen.
func (s *Service) SetStanding(ctx context.Context, by bonafide.Actor, id string, req StandingRequest) (User, error) {
	return s.reopen(ctx, id, func() (User, error) { return s.do(ctx, by, id, req) })
}

func (r StandingRequest) command(s *Service) command {
	return command{Op: "user.set_standing", Verb: string(r.verb()), Key: r.Key, Body: r, About: aboutStanding,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.setStanding(in, r, *s.opts.Policy) })}
}

// verb is the right that the request takes; of a lift it hangs on what stands.
func (r StandingRequest) verb() permission.Verb {
	switch r.Permission {
	case permission.Locked:
		return permission.VerbLock
	case permission.Closed:
		return permission.VerbClose
	case permission.MakeItGoAway:
		return permission.VerbMakeItGoAway
	}
	return permission.VerbUnlock
}

// stoodOtherwise reports whether the standing is another than somebody saw. It is held to
// what is shown to them: a conflict must not tell of what is not.
func (u User) stoodOtherwise(seen string, by bonafide.Actor) bool {
	return seen != "" && seen != u.As(by).Standing.Seen()
}

// setStanding sets or lifts what stands, as far as the policy lets the actor.
func (u User) setStanding(in input, r StandingRequest, policy permission.Policy) (User, []bonafide.Event, error) {
	if u.stoodOtherwise(r.Seen, in.By) {
		return u, nil, bonafide.ErrConflict
	}
	from := u.standing()
	if r.Permission == "" {
		if err := policy.Lift(from.Permission, from.PermissionCode, in.By); err != nil {
			return u, nil, err
		}
		return u.stand("", ""), one(in.Event(event.StandingSet, "from", string(from.Permission), "code", string(from.PermissionCode))), nil
	}
	if err := policy.Set(from.Permission, r.Permission, r.Code, in.By); err != nil {
		return u, nil, err
	}
	u = u.stand(r.Permission, r.Code)
	set := in.Event(event.StandingSet, "permission", string(r.Permission), "code", string(r.Code))
	return u, append(one(set), u.cashOut(r.Code, in.By, in.At)...), nil
}

// standing returns what timers look at.
func (u User) standing() permission.Standing {
	st := u.Standing
	st.OpenedAt = u.CreatedAt
	if !st.Permission.Standing() {
		st.Permission = u.Permission()
	}
	return st
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
	return one(bonafide.NewEvent(event.CashOut, at, by,
		"code", string(code), "to", string(to.To), "document", to.DocumentID, "subdocument", to.SubID))
}
