package user

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// proofLife is how long the answer to a code shows who has a number now.
const proofLife = 30 * 24 * time.Hour

// RefusedNoProof says that nobody has shown to have the number now: the user who is
// to get it has not claimed it, or has not answered a code since its holder last did,
// in the last 30 days.
const RefusedNoProof bonafide.Code = "no_proof"

// A ReleaseNumberRequest gives a number to its next owner.
type ReleaseNumberRequest struct {
	Key string `json:"-"`          // idempotency key
	To  string `json:"to_user_id"` // the user who claims the number, see CreateRequest.Claim
}

// ReleaseNumber takes a user's telephone number away and gives it to its next
// owner, who has claimed it and answered a code that was sent to it: networks give
// numbers that were given up to somebody else. It takes both, and neither can do it
// alone. The user is known by its next number, which it has to claim as well, or by
// none: it adds another by [Service.Update]. Codes that are open, sessions and
// confirmed devices end, since whoever has the number could have got them. What was
// done is in the events; the next owner learns nothing of the user.
//
// Who claims a number and answered its code in the last 30 days while another has it
// is in the [Service.Queue], by ForNumber; [Service.Search] by the number finds both.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden]; a program may put it
// under four eyes. It fails with an [*bonafide.InvalidError] for a user to whom it
// cannot go, and is refused with RefusedNoProof and, where the user has no number,
// RefusedNoNumber. Cut off in between, the number is nobody's: the same request, or
// another code that the next owner answers, finishes it.
func (s *Service) ReleaseNumber(ctx context.Context, by bonafide.Actor, id string, req ReleaseNumberRequest) (User, error) {
	u, err := s.do(ctx, by, id, req)
	if err != nil {
		return User{}, err
	}
	if err := s.take(ctx, req.To); err != nil {
		return User{}, err
	}
	return u, nil
}

func (r ReleaseNumberRequest) command(s *Service) command {
	return command{
		Op: "user.release_number", Verb: string(permission.VerbReleaseNumber), Key: r.Key, Body: r, About: r.about, Actors: reviewers, With: []string{KindAccess},
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			next, err := s.run.Get(ctx, r.To)
			if errors.Is(err, bonafide.ErrNotFound) || r.To == u.ID {
				return change{}, bonafide.Invalid("to_user_id", bonafide.CodeUnknown)
			}
			if err != nil {
				return change{}, err
			}
			if err := u.mayRelease(next.State, in.At); err != nil {
				return change{}, err
			}
			u, events := u.release(in)
			return change{State: u, Events: append(one(in.Event(event.NumberReleased, "to", r.To)), events...)}, nil
		},
	}
}

// mayRelease says why the number does not go to another user.
func (u User) mayRelease(to User, at time.Time) error {
	switch {
	case u.Phone == "":
		return &bonafide.RefusedError{Code: RefusedNoNumber}
	case to.Erased() || to.closed():
		return bonafide.Invalid("to_user_id", bonafide.CodeNotAllowed)
	case !to.Number.Claimed || to.Phone != u.Phone || !to.PhoneVerified.After(u.PhoneVerified) || !to.proved(at):
		return &bonafide.RefusedError{Code: RefusedNoProof}
	}
	return nil
}

// release takes the number away, and whatever it could have opened.
func (u User) release(in input) (User, []bonafide.Event) {
	gone := u.Phone
	former := append(slices.Clone(u.Number.Former), Contact{Phone: gone, At: in.At})
	u.Number = Number{Shared: u.Number.Shared, Former: former[max(len(former)-maxFormer, 0):]}
	u.Contacts = slices.DeleteFunc(slices.Clone(u.Contacts), func(c Contact) bool { return c.Phone == gone })
	u.Phone, u.PhoneGrade, u.PhoneVerified = "", "", time.Time{}
	if i := slices.IndexFunc(u.Contacts, func(c Contact) bool { return c.Phone != "" }); i >= 0 {
		u = u.identifiedBy(u.Contacts[i].Phone)
		u.Number.Claimed = true // somebody else may have it: that must not keep this one
	}
	a := u.beside.access
	events := one(of(KindAccess, in.Event(event.DevicesDistrusted, "devices", strconv.Itoa(len(a.Devices)))))
	for _, f := range a.Families {
		events = append(events, of(KindAccess, in.Event(event.TokenRevoked, "family", f.ID)))
	}
	a.Devices, a.Families = nil, nil
	u.beside.access = a.codeless()
	return u, append(events, of(KindAccess, in.Event(event.CodesVoid)))
}

// codeless returns the access without any open code; what was sent and guessed
// wrong counts on (ASVS 5.0 6.6.2, 6.6.3).
func (a access) codeless() access {
	a = a.closed()
	for platform, c := range a.Candidates {
		c.Codes.Open, c.Fingerprint = challenge{}, nil
		a = a.withCandidate(platform, c)
	}
	for id, c := range a.Documents {
		c.Open = challenge{}
		a.Documents = mapWith(a.Documents, id, c)
	}
	return a
}
