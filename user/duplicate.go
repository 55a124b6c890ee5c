package user

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// Duplicates are the other users who seem to be the same person or business
// (Synapse users, get duplicates). At most one of a set should stay open:
// [Service.SwapDuplicate], or [Service.DismissDuplicate] where they are not the same.
type Duplicates struct {
	UserID string                     `json:"user_id"`
	Reason document.DuplicateReason   `json:"reason,omitzero"` // the gravest; empty for a user without duplicates
	Why    []document.DuplicateReason `json:"reasons,omitzero"`
	Open   []string                   `json:"open_users_id"`
	Locked []string                   `json:"locked_users_id"`
	Closed []string                   `json:"closed_users_id"`
}

// Duplicates returns the duplicates of a user. A platform is told of those
// linked to it; reviewers and the system of all. Others fail with
// [bonafide.ErrForbidden]. It fails with [bonafide.ErrNotFound] and RefusedErased.
// Records that cannot be read do not stop it: the others are returned, with an error
// matching [bonafide.ErrUnreadable]. [Service.SwapDuplicate] moves the permission from one to another.
func (s *Service) Duplicates(ctx context.Context, by bonafide.Actor, id string) (Duplicates, error) {
	if err := by.Admit("by"); err != nil {
		return Duplicates{}, err
	}
	if !by.Is(bonafide.ActorPlatform, bonafide.ActorReviewer, bonafide.ActorSystem) {
		return Duplicates{}, bonafide.ErrForbidden
	}
	u, err := s.alive(ctx, by, id)
	if err != nil {
		return Duplicates{}, err
	}
	found := Duplicates{UserID: id}
	known := make(map[string]bool)
	failed := s.alike(ctx, u, 0, func(why document.DuplicateReason, other kept) {
		if !other.State.admits(by) {
			return
		}
		found.why(why)
		if !known[other.State.ID] {
			known[other.State.ID] = true
			found.add(other.State)
		}
	})
	if stops(failed) {
		return Duplicates{}, failed
	}
	slices.SortFunc(found.Why, graver)
	if len(found.Why) > 0 {
		found.Reason = found.Why[0]
	}
	return found, failed
}

// graver orders reasons, the gravest first.
func graver(a, b document.DuplicateReason) int {
	order := document.DuplicateReasons()
	return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
}

func (d *Duplicates) why(reason document.DuplicateReason) {
	if !slices.Contains(d.Why, reason) {
		d.Why = append(d.Why, reason)
	}
}

func (d *Duplicates) add(u User) {
	switch u.Permission() {
	case permission.Locked:
		d.Locked = append(d.Locked, u.ID)
		switch u.Standing.PermissionCode {
		case permission.BlockedList:
			d.why(document.DuplicateBlacklisted)
		case permission.NotKnown:
			d.why(document.DuplicateNotKnown)
		}
	case permission.Closed, permission.MakeItGoAway:
		d.Closed = append(d.Closed, u.ID)
	default:
		d.Open = append(d.Open, u.ID)
	}
}

// alike calls found for every reason and every other user that has it in common with
// the user, or about so many for each reason, and as many of those who are LOCKED. It
// goes on after records that cannot be read.
func (s *Service) alike(ctx context.Context, u User, most int, found func(document.DuplicateReason, kept)) error {
	labels, err := s.allTerms(ctx, u)
	if err != nil {
		return err
	}
	further, err := s.hasFurther(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, label := range labels {
		reason, ok := strings.CutPrefix(label, prefixSame)
		if !ok {
			continue
		}
		reason, _, _ = strings.Cut(reason, "=")
		same := func(other User) bool {
			_, same := u.sameFor(document.DuplicateReason(reason), other)
			return same && !other.Erased()
		}
		others, whole, err := s.withTerm(ctx, u.ID, label, most, further, nil, same)
		failed = append(failed, err)
		if !stops(err) && !whole {
			var locked []kept
			locked, _, err = s.withTerm(ctx, u.ID, label, most, further, []string{labelPermission + string(permission.Locked)},
				func(other User) bool { return other.locked() && same(other) })
			others, failed = append(others, locked...), append(failed, err)
		}
		if stops(err) {
			return err
		}
		for _, other := range others {
			why, _ := u.sameFor(document.DuplicateReason(reason), other.State)
			found(why, other)
		}
	}
	return errors.Join(failed...)
}

// sameFor returns a reason as it holds of two users who share its term: where it rests on a
// name, its weaker form if words of one are missing in the other, and none for other names.
func (u User) sameFor(why document.DuplicateReason, other User) (_ document.DuplicateReason, same bool) {
	similar, named := why.Similar()
	if !named {
		return why, true
	}
	for _, a := range u.Documents {
		for _, b := range other.Documents {
			if text.SameWords(a.Name, b.Name) {
				return why, true
			}
			same = same || text.SameName(a.Name, b.Name)
		}
	}
	return similar, same
}

// locked reports whether the user is LOCKED by the last decision.
func (u User) locked() bool { return u.Permission() == permission.Locked }

// A SwapRequest names the duplicate that is to go on.
type SwapRequest struct {
	Key string `json:"-"`               // idempotency key
	To  string `json:"swap_to_user_id"` // id
}

// SwapDuplicate closes a user as DUPLICATE_ACCOUNT and lifts the closure from the
// duplicate that is to go on, as it stood when it was called, and returns that one. Cut off in between, it
// leaves both closed; repeated, it goes on where it stopped. Under four eyes the
// closure is proposed as this request, and the lifting as an empty
// [StandingRequest] to the other user.
//
// Reviewers may, and platforms where [IdentityPolicy].PlatformsSwap says so; others fail with
// [bonafide.ErrForbidden]. It fails with an [*bonafide.InvalidError] where the two are no
// duplicates, with a [*bonafide.StateError] where something else stands on the one that
// is to go on, or the other was opened again meanwhile, and as [Service.SetStanding] does.
func (s *Service) SwapDuplicate(ctx context.Context, by bonafide.Actor, id string, req SwapRequest) (User, error) {
	closing := req.command(s)
	if _, err := closing.Call(id, by); err != nil {
		return User{}, err
	}
	same, err := s.Duplicates(ctx, by, id)
	if stops(err) {
		return User{}, err
	}
	if !slices.Contains(slices.Concat(same.Open, same.Closed), req.To) {
		return User{}, bonafide.Invalid("swap_to_user_id", bonafide.CodeNotAllowed)
	}
	to, err := s.run.Get(ctx, req.To)
	if err != nil {
		return User{}, err
	}
	if err := to.State.maySwapIn(to.State.Standing, by, *s.opts.Policy); err != nil {
		return User{}, err // before the other one is closed for nothing
	}
	opening := StandingRequest{Key: req.Key}.command(s)
	opening.Rule = func(ctx context.Context, u User, in input) (change, error) {
		return s.swapIn(ctx, u, in, id, to.State.Standing)
	}
	if _, err := s.run.Do(ctx, id, by, s.prepare(closing)); err != nil {
		return User{}, err
	}
	return s.reopen(ctx, req.To, func() (User, error) { return s.run.Do(ctx, req.To, by, s.prepare(opening)) })
}

func (r SwapRequest) command(s *Service) command {
	return command{Op: "user.swap_duplicate", Verb: string(permission.VerbClose), Key: r.Key, Body: r, Actors: s.opts.Identity.swappers(), About: aboutStanding,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.swapOut(in, r.To, *s.opts.Policy) })}
}

// swapOut closes the user of a pair that does not go on.
func (u User) swapOut(in input, with string, policy permission.Policy) (User, []bonafide.Event, error) {
	if u.swappedOut() {
		return u, nil, nil
	}
	if err := policy.Set(u.standing().Permission, permission.Closed, permission.DuplicateAccount, in.By); err != nil {
		return u, nil, err
	}
	return u.stand(permission.Closed, permission.DuplicateAccount), one(in.Event(event.Swapped, "with", with)), nil
}

// swappedOut reports whether the user is closed for a duplicate that goes on.
func (u User) swappedOut() bool {
	return u.Standing.Permission == permission.Closed && u.Standing.PermissionCode == permission.DuplicateAccount
}

// maySwapIn says why an actor cannot let a user go on: lifted is the closure of a swap, and
// one that stood when this swap began, and nothing else that stands on it.
func (u User) maySwapIn(was permission.Standing, by bonafide.Actor, policy permission.Policy) error {
	on := u.Standing
	switch {
	case !on.Permission.Standing():
		return nil
	case u.swappedOut():
	case on.Permission != permission.Closed || was.Permission != on.Permission || was.PermissionCode != on.PermissionCode:
		return &bonafide.StateError{Kind: "user", From: string(on.Permission), To: string(permission.Unverified)}
	}
	return policy.Lift(on.Permission, on.PermissionCode, by)
}

// swapIn opens the user of a pair that goes on, as long as the other one is closed: of two
// who swap a pair in both directions at once, one comes too late. So the other one's
// record is written again, as it is.
func (s *Service) swapIn(ctx context.Context, u User, in input, with string, was permission.Standing) (change, error) {
	if err := u.maySwapIn(was, in.By, *s.opts.Policy); err != nil || !u.Standing.Permission.Standing() {
		return change{State: u}, err
	}
	r, err := s.run.Store.Get(ctx, Kind, with)
	if err != nil {
		return change{}, err
	}
	other, err := aggregate.StateOf[User](r)
	if err != nil {
		return change{}, err
	}
	if !other.swappedOut() {
		return change{}, &bonafide.StateError{Kind: "user", From: string(other.Permission()), To: string(permission.Closed)}
	}
	r.Version++
	return change{State: u.stand("", ""), Events: one(in.Event(event.Swapped, "with", with)), Writes: []bonafide.Write{{Record: r}}}, nil
}
