package user

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
)

// maxTerms bounds the terms of one user, so that its labels fit a record.
const maxTerms = 48

// duplicateTerms returns the blind indexes of what duplicates of the user would
// share, and of the numbers by which a locked user is known again.
func (s *Service) duplicateTerms(u User, key *bonafide.DataKey) ([]string, error) {
	var out []string
	add := func(prefix string, t document.Term) {
		for _, index := range s.keys.Indexes("user.term."+prefix+t.Field, t.Value.Reveal()) {
			if label := prefix + t.Field + "=" + index; !slices.Contains(out, label) {
				out = append(out, label)
			}
		}
	}
	for _, b := range u.Documents {
		for _, d := range b.Virtual {
			if t, ok, err := d.Term(key); err != nil {
				return nil, err
			} else if ok {
				add("number.", t)
			}
		}
		terms, err := b.DuplicateTerms(key)
		if err != nil {
			return nil, err
		}
		for _, t := range terms {
			add("same.", t)
		}
	}
	return out[:min(len(out), maxTerms)], nil
}

// blacklist marks a number that a locked user has given too.
func (r *submission) blacklist(d document.Sub) (document.Sub, error) {
	t, ok, err := d.Term(r.key)
	if err != nil || !ok {
		return d, err
	}
	for _, index := range r.s.keys.Indexes("user.term.number."+t.Field, t.Value.Reveal()) {
		found, _, err := r.s.table.List(r.ctx, bonafide.Query{
			Labels: []string{"number." + t.Field + "=" + index, "permission=" + string(permission.Locked)}, Limit: 2,
		})
		if err != nil {
			return d, err
		}
		for _, other := range found {
			if other.State.ID != r.user.ID {
				return d.Blacklist(r.at)
			}
		}
	}
	return d, nil
}

// Duplicates are the other users who seem to be the same person or business
// (Synapse users, get duplicates). At most one of a set should stay open.
type Duplicates struct {
	UserID string                     `json:"user_id"`
	Reason document.DuplicateReason   `json:"reason,omitzero"` // the strongest; empty if there are none
	Why    []document.DuplicateReason `json:"reasons,omitzero"`
	Open   []string                   `json:"open_users_id"`
	Locked []string                   `json:"locked_users_id"`
	Closed []string                   `json:"closed_users_id"`
}

// Duplicates returns the duplicates of a user. A platform is told of those
// linked to it; reviewers and the system of all.
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
	known := map[string]bool{id: true}
	for _, term := range u.Terms {
		reason, ok := strings.CutPrefix(term, "same.")
		if !ok {
			continue
		}
		reason, _, _ = strings.Cut(reason, "=")
		others, err := s.withTerm(ctx, term)
		if err != nil {
			return Duplicates{}, err
		}
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
	return found, nil
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
	q := bonafide.Query{Labels: []string{label}}
	for {
		page, next, err := s.table.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, kept := range page {
			out = append(out, kept.State)
		}
		if q.Cursor = next; next == "" {
			return out, nil
		}
	}
}

// SwapDuplicate closes a user as DUPLICATE_ACCOUNT and lifts the same closure
// from the duplicate that is to go on. It needs a reviewer, and fails with an
// error matching [bonafide.ErrInvalid] where the two are no duplicates. Cut off
// in between, it leaves both closed; repeated, it goes on where it stopped.
func (s *Service) SwapDuplicate(ctx context.Context, by bonafide.Actor, id, swapTo, key string) (u User, err error) {
	ctx, end := s.begin(ctx, "user.swap_duplicate", id)
	defer end(&err)
	cmd, err := command("user.swap_duplicate", key, by, swapTo)
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return User{}, bonafide.ErrForbidden
	}
	same, err := s.Duplicates(ctx, by, id)
	if err != nil {
		return User{}, err
	}
	if !slices.Contains(slices.Concat(same.Open, same.Closed), swapTo) {
		return User{}, bonafide.Invalid("swap_to_user_id", bonafide.CodeNotAllowed)
	}
	if _, err := s.change(ctx, id, permission.VerbClose, cmd, s.swap(by, swapTo, permission.Closed)); err != nil {
		return User{}, err
	}
	cmd.Parts = []string{id}
	return s.change(ctx, swapTo, permission.VerbReopen, cmd, s.swap(by, id, ""))
}

// swap closes one user of a pair, or opens it again.
func (s *Service) swap(by bonafide.Actor, with string, to permission.Permission) verb {
	return func(u User, at time.Time) (record.Change[User], error) {
		from := u.standing()
		duplicate := from.Permission == permission.Closed && from.PermissionCode == permission.DuplicateAccount
		var err error
		switch {
		case to == permission.Closed && duplicate, to == "" && !from.Permission.Standing():
			return record.Change[User]{State: u}, nil // as it is to be
		case to == permission.Closed:
			err = s.opts.Policy.Set(from.Permission, to, permission.DuplicateAccount, by)
			u.Standing.Permission, u.Standing.PermissionCode = to, permission.DuplicateAccount
		default:
			err = s.opts.Policy.Lift(from.Permission, from.PermissionCode, by)
			u.Standing.Permission, u.Standing.PermissionCode = "", ""
		}
		if err != nil {
			return record.Change[User]{}, err
		}
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventSwapped, at, by, "with", with)}}, nil
	}
}
