package user

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// Beginnings of the labels by which users are compared: numbers that a locked
// user is known again by, and what duplicates share.
const (
	prefixNumber = "number."
	prefixSame   = "same."
)

// samePhone is the label of a number that the user has, or had.
func samePhone(index string) string {
	return prefixSame + string(document.DuplicatePhone) + "=" + index
}

// sameAs returns the labels by which the user is compared: those of its documents,
// and of its numbers where a number is one person's.
func (s *Service) sameAs(u User) []string {
	out := slices.Clone(u.beside.terms)
	if s.opts.Identity.Shared {
		return out
	}
	for _, number := range u.numbers() {
		for _, index := range s.keys.Indexes("user.term."+prefixSame+"phone", string(number)) {
			out = append(out, samePhone(index))
		}
	}
	return out
}

// maxTerms bounds the terms of one user, so that its labels fit a record.
const maxTerms = 48

// duplicateTerms returns the blind indexes of what duplicates of the user would
// share, and of the numbers by which a locked user is known again: of withdrawn
// ones those that were found to be its own. These come first, so that nothing that is
// handed in later takes their place.
func (s *Service) duplicateTerms(u User, key *bonafide.DataKey) ([]string, error) {
	var out []string
	add := func(prefix string, t document.Term) {
		for _, index := range s.keys.Indexes("user.term."+prefix+t.Field, t.Value.Reveal()) {
			if label := prefix + t.Field + "=" + index; !slices.Contains(out, label) {
				out = append(out, label)
			}
		}
	}
	numbers := func(b document.Base, counts func(document.Sub) bool) error {
		for _, d := range b.Virtual {
			if !counts(d) {
				continue
			}
			t, ok, err := d.Term(key)
			if err != nil {
				return err
			}
			if ok {
				add(prefixNumber, t)
			}
		}
		return nil
	}
	own := func(d document.Sub) bool { return d.Status == document.Valid || d.Accepted }
	for _, b := range u.Documents {
		if err := numbers(b, own); err != nil {
			return nil, err
		}
	}
	for _, w := range u.Withdrawn {
		if err := numbers(w.Document, own); err != nil {
			return nil, err
		}
	}
	for _, b := range u.Documents {
		if err := numbers(b, func(document.Sub) bool { return true }); err != nil {
			return nil, err
		}
		terms, err := b.DuplicateTerms(key)
		if err != nil {
			return nil, err
		}
		for _, t := range terms {
			add(prefixSame, t)
		}
	}
	return out[:min(len(out), maxTerms)], nil
}

// Duplicates are the other users who seem to be the same person or business
// (Synapse users, get duplicates). At most one of a set should stay open.
type Duplicates struct {
	UserID string                     `json:"user_id"`
	Reason document.DuplicateReason   `json:"reason,omitzero"` // the strongest; empty for a user without duplicates
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
	if err := by.Check("by"); err != nil {
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
	var failed []error
	known := map[string]bool{id: true}
	for _, term := range s.sameAs(u) {
		reason, ok := strings.CutPrefix(term, prefixSame)
		if !ok {
			continue
		}
		reason, _, _ = strings.Cut(reason, "=")
		others, err := s.withTerm(ctx, term)
		if stops(err) {
			return Duplicates{}, err
		}
		failed = append(failed, err)
		for _, other := range others {
			if other.ID == id || !other.admits(by) {
				continue
			}
			if !slices.Contains(found.Why, document.DuplicateReason(reason)) {
				found.Why = append(found.Why, document.DuplicateReason(reason))
			}
			if !known[other.ID] {
				known[other.ID] = true
				found.add(other)
			}
		}
	}
	order := document.DuplicateReasons()
	slices.SortFunc(found.Why, func(a, b document.DuplicateReason) int {
		return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
	})
	if len(found.Why) > 0 {
		found.Reason = found.Why[0]
	}
	return found, errors.Join(failed...)
}

func (d *Duplicates) add(u User) {
	switch u.Permission() {
	case permission.Locked:
		d.Locked = append(d.Locked, u.ID)
	case permission.Closed, permission.MakeItGoAway:
		d.Closed = append(d.Closed, u.ID)
	default:
		d.Open = append(d.Open, u.ID)
	}
}

// withTerm returns every user that holds a label.
func (s *Service) withTerm(ctx context.Context, label string) ([]User, error) {
	var out []User
	var failed []error
	q := bonafide.Query{Labels: []string{label}}
	for {
		page, next, err := s.run.List(ctx, q)
		if stops(err) {
			return nil, err
		}
		failed = append(failed, err)
		for _, kept := range page {
			out = append(out, kept.State)
		}
		if q.Cursor = next; next == "" {
			return out, errors.Join(failed...)
		}
	}
}

// A SwapRequest names the duplicate that is to go on.
type SwapRequest struct {
	Key string `json:"-"`               // idempotency key
	To  string `json:"swap_to_user_id"` // id
}

// SwapDuplicate closes a user as DUPLICATE_ACCOUNT and lifts the same closure
// from the duplicate that is to go on, which it returns. Cut off in between, it
// leaves both closed; repeated, it goes on where it stopped. Under four eyes the
// closure is proposed as this request, and the lifting as an empty
// [StandingRequest] to the other user.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] where the two are no duplicates, and as
// [Service.SetStanding] does.
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
	if _, err := s.run.Do(ctx, id, by, s.prepare(closing)); err != nil {
		return User{}, err
	}
	opening := StandingRequest{Key: req.Key}.command(s)
	opening.Rule = pure(func(u User, in input) (User, []bonafide.Event, error) { return u.swapIn(in, id, *s.opts.Policy) })
	return s.reopen(ctx, req.To, func() (User, error) { return s.run.Do(ctx, req.To, by, s.prepare(opening)) })
}

func (r SwapRequest) command(s *Service) command {
	return command{Op: "user.swap_duplicate", Verb: string(permission.VerbClose), Key: r.Key, Body: r, Actors: reviewers,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.swapOut(in, r.To, *s.opts.Policy) })}
}

// swapOut closes the user of a pair that does not go on.
func (u User) swapOut(in input, with string, policy permission.Policy) (User, []bonafide.Event, error) {
	from := u.standing()
	if from.Permission == permission.Closed && from.PermissionCode == permission.DuplicateAccount {
		return u, nil, nil
	}
	if err := policy.Set(from.Permission, permission.Closed, permission.DuplicateAccount, in.By); err != nil {
		return u, nil, err
	}
	return u.stand(permission.Closed, permission.DuplicateAccount), one(in.Event(event.Swapped, "with", with)), nil
}

// swapIn opens the user of a pair that goes on.
func (u User) swapIn(in input, with string, policy permission.Policy) (User, []bonafide.Event, error) {
	from := u.standing()
	if !from.Permission.Standing() {
		return u, nil, nil
	}
	if err := policy.Lift(from.Permission, from.PermissionCode, in.By); err != nil {
		return u, nil, err
	}
	return u.stand("", ""), one(in.Event(event.Swapped, "with", with)), nil
}
