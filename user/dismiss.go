package user

import (
	"context"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// A Dismissal is a reviewer's word that another user is not the same person or
// business. It is kept until one of them is erased.
type Dismissal struct {
	Why    []document.DuplicateReason `json:"reasons,omitzero"` // what they shared then: it says nothing of what they share later
	Reason string                     `json:"reason,omitzero"`
	By     bonafide.Actor             `json:"by,omitzero"`
	At     time.Time                  `json:"at,omitzero"` // zero = not dismissed
}

func (d Dismissal) equal(o Dismissal) bool {
	return slices.Equal(d.Why, o.Why) && d.Reason == o.Reason && d.By == o.By && d.At.Equal(o.At)
}

// maxDismissed bounds the dismissals of one user.
const maxDismissed = 50

// A DismissDuplicateRequest names who is not the same. One of User and Platform is set.
type DismissDuplicateRequest struct {
	Key      string `json:"-"`                          // idempotency key
	User     string `json:"duplicate_user_id,omitzero"` // another user, of User.Twins
	Platform string `json:"platform,omitzero"`          // a platform whose link is pending, and that named somebody else
	Reason   string `json:"reason"`                     // for reviewers; 1 to 1,000 characters
}

// DismissDuplicate records a reviewer's word that a duplicate is not the same person or
// business, or that somebody else whom a platform named is of no concern. Neither
// waits in the queue for it any longer, and programs that test the fact "duplicates"
// count it no more; the other user's record says so after the next [Service.Advance]
// of this one. It survives whatever is submitted later, and covers what the two shared
// when it was given: if they come to share more, such as a number, that is to be decided.
// What is published as a duplicate, [Service.Duplicates], stays the same.
//
// Only reviewers may, others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] that lists every fault: no one or both named, somebody
// who was not found to be a duplicate (unknown), more than 50 dismissals of one user, no
// reason; and with an error matching [bonafide.ErrState] for a closed user.
func (s *Service) DismissDuplicate(ctx context.Context, by bonafide.Actor, id string, req DismissDuplicateRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r DismissDuplicateRequest) command(*Service) command {
	return command{Op: "user.dismiss_duplicate", Verb: string(permission.VerbDismissDuplicate), Key: r.Key, Body: r, Actors: reviewers, Check: r.check, About: r.about,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) { return u.dismissDuplicate(in, r) })}
}

func (r DismissDuplicateRequest) check() error {
	var faults bonafide.Faults
	switch {
	case r.User == "" && r.Platform == "":
		faults.Add("duplicate_user_id", bonafide.CodeRequired)
	case r.User != "" && r.Platform != "":
		faults.Add("platform", bonafide.CodeNotAllowed)
	}
	if _, fault := readReason(r.Reason); fault != "" {
		faults.Add("reason", bonafide.Code(fault))
	}
	return faults.Err()
}

func (u User) dismissDuplicate(in input, r DismissDuplicateRequest) (User, []bonafide.Event, error) {
	reason, _ := readReason(r.Reason)
	word := Dismissal{Reason: reason, By: in.By, At: in.At}
	if r.Platform != "" {
		i := slices.IndexFunc(u.Platforms, func(l Link) bool { return l.Platform == r.Platform && l.Pending && l.OtherName })
		if i < 0 {
			return u, nil, bonafide.Invalid("platform", bonafide.CodeUnknown)
		}
		if !u.Platforms[i].namesAnother() {
			return u, nil, nil
		}
		u.Platforms = slices.Clone(u.Platforms)
		u.Platforms[i].Dismissed = word
		return u, one(in.Event(event.DuplicateDismissed, "with", r.Platform)), nil
	}
	i := slices.IndexFunc(u.Twins.List, func(t Twin) bool { return t.User == r.User && len(t.Why) > 0 })
	if i < 0 {
		return u, nil, bonafide.Invalid("duplicate_user_id", bonafide.CodeUnknown)
	}
	u.Twins.List = slices.Clone(u.Twins.List)
	t, dismissed := &u.Twins.List[i], 0
	if !slices.ContainsFunc(t.Why, func(why document.DuplicateReason) bool { return !slices.Contains(t.Dismissed.Why, why) }) {
		return u, nil, nil
	}
	for _, other := range u.Twins.List {
		if !other.Dismissed.At.IsZero() && other.User != t.User {
			dismissed++
		}
	}
	if dismissed >= maxDismissed {
		return u, nil, bonafide.Invalid("duplicate_user_id", bonafide.CodeTooMany)
	}
	word.Why = slices.Clone(t.Why)
	t.Dismissed, u.Twins.TellDue = word, in.At
	return u, one(in.Event(event.DuplicateDismissed, "with", r.User)), nil
}
