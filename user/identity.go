package user

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// An IdentityPolicy says what a telephone number is to the users of a tenant, and
// who may make one. The zero value is the strictest: a number belongs to one user
// for as long as that is not erased, and platforms alone create users.
type IdentityPolicy struct {
	// Shared lets several users have one number (Synapse, and every sandbox): Create
	// makes a new user each time, and no platform joins another's. Those users keep it so
	// (Number.Shared), whatever later Services say: one with Shared and one without
	// may work on one store, each for the users that it makes.
	Shared bool

	// FreeAfter lists the permissions after which a number is free for a new user:
	// CLOSED, MAKE-IT-GO-AWAY or both (Synapse, user permissions). It stays with one
	// who was closed out of a lock or for good, with one under a legal hold, and with
	// one who has a hit that is open or true. Who was closed is still a duplicate of
	// who comes next, and cannot be reopened while that one has the number.
	FreeAfter []permission.Permission

	// SelfService lets a user create itself: see [Service.Create].
	SelfService bool

	// TrustFirstDevice confirms the device that a CreateRequest names, without a
	// code: the first OAuth works at once (Synapse users, OAuth user).
	TrustFirstDevice bool

	// PlatformsSwap lets platforms call [Service.SwapDuplicate] for users of their own
	// (Synapse users, swap duplicate users), as far as Options.Policy grants them the
	// closure and its end, with DUPLICATE_ACCOUNT.
	PlatformsSwap bool
}

func (p IdentityPolicy) check() error {
	var faults bonafide.Faults
	for _, after := range p.FreeAfter {
		if after != permission.Closed && after != permission.MakeItGoAway {
			faults.Add("free_after", bonafide.CodeNotAllowed)
		}
	}
	return faults.Err()
}

// creators are who may create a user.
func (p IdentityPolicy) creators() []bonafide.ActorKind {
	if p.SelfService {
		return []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser}
	}
	return platforms
}

// swappers are those who may say which of two duplicates goes on.
func (p IdentityPolicy) swappers() []bonafide.ActorKind {
	if p.PlatformsSwap {
		return []bonafide.ActorKind{bonafide.ActorReviewer, bonafide.ActorPlatform}
	}
	return reviewers
}

// claims reports whether a number that an actor gives is claimed, and not taken.
func (p IdentityPolicy) claims(by bonafide.Actor) bool {
	return p.SelfService && !p.Shared && by.Is(bonafide.ActorUser)
}

// frees reports whether a user has given its number up by the policy.
func (p IdentityPolicy) frees(u User, at time.Time) bool {
	return slices.Contains(p.FreeAfter, u.Standing.Permission) && u.Standing.PermissionCode != permission.PermanentClosure &&
		!u.Number.Kept && u.mayWithdraw(at) == nil
}

// A Number is how a user's telephone number stands.
type Number struct {
	// Claimed says that the number is not the user's yet: it becomes so when a code
	// that was sent to it is answered and nobody else has it. Who else has it must be
	// released first: see [Service.ReleaseNumber]. Until then it verifies nothing.
	Claimed bool `json:"claimed,omitzero"`

	// Shared says that others may have the number too: the user was made where numbers
	// are shared ([IdentityPolicy]). For reviewers.
	Shared bool `json:"shared,omitzero"`

	Kept    bool      `json:"kept,omitzero"`     // closed out of a lock: no policy frees the number; for reviewers
	FreedAt time.Time `json:"freed_at,omitzero"` // when another user could have it, since this one was closed; for reviewers
	Former  []Contact `json:"former,omitzero"`   // numbers that went to their next owner, with the time; for reviewers
}

// maxFormer bounds the numbers that are kept of those that went.
const maxFormer = 10

// ownsNumber reports whether no other user can have the number.
func (u User) ownsNumber() bool {
	return u.Phone != "" && !u.Number.Claimed && !u.Number.Shared && u.Number.FreedAt.IsZero()
}

// numbers are those that duplicates of the user would have.
func (u User) numbers() []bonafide.Phone {
	var out []bonafide.Phone
	if u.Phone != "" {
		out = append(out, u.Phone)
	}
	for _, c := range u.Number.Former {
		out = append(out, c.Phone)
	}
	return out
}

// stand sets what stands on the user, or lifts it. Who is closed out of a lock
// keeps the number, so that nobody sheds a lock by closing.
func (u User) stand(on permission.Permission, code permission.PermissionCode) User {
	from := u.Standing.Permission
	u.Standing.Permission, u.Standing.PermissionCode = on, code
	switch {
	case !u.closed():
		u.Number.Kept, u.Number.FreedAt = false, time.Time{}
	case from == permission.Locked:
		u.Number.Kept = true
	}
	return u
}

// holder returns the id of the user that a number belongs to, or "".
func (s *Service) holder(ctx context.Context, phone bonafide.Phone) (string, error) {
	if phone == "" {
		return "", nil
	}
	for _, index := range s.keys.Indexes("user.phone", string(phone)) {
		found, _, err := s.run.List(ctx, bonafide.Query{Unique: phoneTerm(index), Limit: 1})
		if err != nil {
			return "", err
		}
		if len(found) == 1 {
			return found[0].State.ID, nil
		}
	}
	return "", nil
}

// vacate frees the number of its holder where the policy does, and reports whether
// it is free now.
func (s *Service) vacate(ctx context.Context, holder string) (bool, error) {
	free := false
	err := s.itself(ctx, "user.free_number", holder, func(u User, in input) (User, []bonafide.Event, error) {
		free = u.ownsNumber() && s.opts.Identity.frees(u, in.At)
		if !free {
			return u, nil, nil
		}
		u.Number.FreedAt = in.At
		return u, one(in.Event(event.NumberFreed)), nil
	})
	if errors.Is(err, bonafide.ErrRefused) {
		return true, nil // erased meanwhile
	}
	return free, err
}

// take makes a number that a user has claimed and proved its own, unless somebody
// else has it.
func (s *Service) take(ctx context.Context, id string) error {
	for {
		var number bonafide.Phone
		err := s.itself(ctx, "user.take_number", id, func(u User, in input) (User, []bonafide.Event, error) {
			number = u.Phone
			if !u.Number.Claimed || !u.proved(in.At) || u.closed() {
				return u, nil, nil
			}
			u.Number.Claimed = false
			return u, one(in.Event(event.NumberTaken)), nil
		})
		if !errors.Is(err, bonafide.ErrDuplicate) {
			return err
		}
		if free, err := s.makeWay(ctx, number); err != nil || !free {
			return err
		}
	}
}

// makeWay frees a number where the policy does, and reports whether it is free now.
func (s *Service) makeWay(ctx context.Context, number bonafide.Phone) (bool, error) {
	holder, err := s.holder(ctx, number)
	if err != nil || holder == "" {
		return err == nil, err // given up meanwhile
	}
	return s.vacate(ctx, holder)
}

// reopen reopens a user who needs its number again, unless another one keeps it.
func (s *Service) reopen(ctx context.Context, id string, lift func() (User, error)) (User, error) {
	for {
		u, err := lift()
		if !errors.Is(err, bonafide.ErrDuplicate) {
			return u, err
		}
		kept, failed := s.run.Get(ctx, id)
		if failed != nil {
			return User{}, failed
		}
		free, failed := s.makeWay(ctx, kept.State.Phone)
		switch {
		case failed != nil:
			return User{}, failed
		case !free:
			return User{}, err
		}
	}
}

// proved reports whether a code that was sent to the number was answered lately.
func (u User) proved(at time.Time) bool {
	return !u.PhoneVerified.IsZero() && at.Before(u.PhoneVerified.Add(proofLife))
}

// itself changes a user in the name of the system.
func (s *Service) itself(ctx context.Context, op, id string, rule func(User, input) (User, []bonafide.Event, error)) error {
	by := bonafide.System()
	_, err := s.run.Run(ctx, aggregate.Call{Op: op, ID: id, By: by}, s.with(), nil, step{By: by, Rule: pure(rule)})
	return err
}
