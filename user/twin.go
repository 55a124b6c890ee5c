package user

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// maxTwins bounds the other users that are noted: those that a reviewer dismissed, that
// are locked and that are open first.
const maxTwins = 100

// Twins are the other users who seem to be the same person or business, as they were
// found last. [Service.Advance] looks for them after what the user is known again by
// was written, and tells both: of two who submit one number at the same time, at least
// the later one finds the other. [Service.Duplicates] looks at any time.
type Twins struct {
	List []Twin `json:"list,omitzero"`

	// LookDue is when what the user is compared by changed and was not looked for yet:
	// until then nobody knows whether there are duplicates. TellDue is when the others
	// are to be told of something else.
	LookDue time.Time `json:"look_due,omitzero"`
	TellDue time.Time `json:"tell_due,omitzero"`
}

// A Twin is another user who seems to be the same.
type Twin struct {
	User       string                     `json:"user_id"`
	Why        []document.DuplicateReason `json:"reasons,omitzero"`    // empty where nothing is shared any more
	Permission permission.Permission      `json:"permission,omitzero"` // LOCKED, CLOSED or MAKE-IT-GO-AWAY; empty for one who is open
	Version    int64                      `json:"version"`             // of the other user's record, which said so
	Dismissed  Dismissal                  `json:"dismissed,omitzero"`
}

// undecided reports whether the other is there, and shares something on which no
// reviewer has said that they are not the same.
func (t Twin) undecided() bool {
	if t.Permission == permission.Closed || t.Permission == permission.MakeItGoAway {
		return false
	}
	return slices.ContainsFunc(t.Why, func(why document.DuplicateReason) bool { return !slices.Contains(t.Dismissed.Why, why) })
}

func (t Twin) rank() int {
	switch {
	case !t.Dismissed.At.IsZero():
		return 0
	case t.undecided() && t.Permission == permission.Locked:
		return 1
	case t.undecided():
		return 2
	}
	return 3
}

// due is when to look or tell.
func (t Twins) due() time.Time { return sooner(t.LookDue, t.TellDue) }

// fact is what programs may know: open or locked where somebody is undecided, none,
// or nothing before it was looked.
func (t Twins) fact() string {
	fact := "none"
	if !t.LookDue.IsZero() {
		fact = ""
	}
	for _, other := range t.List {
		switch {
		case !other.undecided():
		case other.Permission == permission.Locked:
			return "locked"
		default:
			fact = "open"
		}
	}
	return fact
}

// undecided are the duplicates that a reviewer is to decide about: users, and platforms
// whose link is pending and that named somebody else.
func (u User) undecided() []string {
	var out []string
	for _, t := range u.Twins.List {
		if t.undecided() {
			out = append(out, t.User)
		}
	}
	for _, l := range u.Platforms {
		if l.namesAnother() {
			out = append(out, l.Platform)
		}
	}
	return out
}

// namesAnother reports whether it waits for a reviewer that the platform of a pending
// link named somebody else.
func (l Link) namesAnother() bool { return l.Pending && l.OtherName && l.Dismissed.At.IsZero() }

// passTwins makes the user due for a look where it is compared by something else than
// before, and for telling the others where it was locked, closed or opened.
func (s *Service) passTwins(before, u User, at time.Time) (User, []bonafide.Event, error) {
	if u.Erased() {
		return u, nil, nil
	}
	was, now := s.sameAs(before), s.sameAs(u)
	slices.Sort(was)
	slices.Sort(now)
	u = u.withFurther(before)
	if !slices.Equal(was, now) || !slices.Equal(before.TermVersions, u.TermVersions) {
		u.Twins.LookDue = at
	}
	if len(u.Twins.List) > 0 && before.standsAs() != u.standsAs() {
		u.Twins.TellDue = at
	}
	return u, nil, nil
}

// standsAs is what others note of the user.
func (u User) standsAs() permission.Permission {
	if u.Standing.Permission.Standing() {
		return u.Standing.Permission
	}
	return ""
}

// A look is what was found of the duplicates of a user, as it was then.
type look struct {
	done, failed bool
	of           User
	twins        []Twin
}

// lookAgain is how long after a look that failed the next one is due.
const lookAgain = time.Minute

// look looks for duplicates where that is due, and tells them of the user before the
// user's own record says that it is done: cut off, it is done again.
func (s *Service) look(ctx context.Context, of kept) (out look, err error) {
	u := of.State
	if u.Erased() || !reached(u.Twins.due(), s.now()) {
		return look{}, nil
	}
	ctx, end := s.run.Begin(ctx, "user.find_duplicates", u.ID)
	defer end(&err)
	out = look{done: true, of: u}
	others := make(map[string]User)
	err = s.alike(ctx, u, maxTwins, func(why document.DuplicateReason, other kept) {
		i := slices.IndexFunc(out.twins, func(t Twin) bool { return t.User == other.State.ID })
		if i < 0 {
			i = len(out.twins)
			others[other.State.ID] = other.State
			out.twins = append(out.twins, Twin{User: other.State.ID, Permission: other.State.standsAs(), Version: other.Version})
		}
		if t := &out.twins[i]; !slices.Contains(t.Why, why) {
			t.Why = append(t.Why, why)
		}
	})
	if stops(err) {
		return look{}, err
	}
	for i := range out.twins {
		slices.SortFunc(out.twins[i].Why, graver)
	}
	for _, t := range u.Twins.List {
		if !slices.ContainsFunc(out.twins, func(found Twin) bool { return found.User == t.User }) {
			t.Why = nil
			out.twins = append(out.twins, t)
		}
	}
	slices.SortStableFunc(out.twins, func(a, b Twin) int { return cmp.Compare(a.rank(), b.rank()) })
	for _, t := range out.twins[:min(len(out.twins), 2*maxTwins)] {
		self := Twin{User: u.ID, Why: t.Why, Permission: u.standsAs(), Version: of.Version}
		if i := slices.IndexFunc(u.Twins.List, func(own Twin) bool { return own.User == t.User }); i >= 0 {
			self.Dismissed = u.Twins.List[i].Dismissed
		}
		if other, ok := others[t.User]; ok && other.knows(self) {
			continue
		}
		if err := s.tell(ctx, t.User, self); err != nil {
			return look{}, err
		}
	}
	return out, nil
}

// knows reports whether a twin is noted already.
func (u User) knows(t Twin) bool {
	_, events, _ := u.note(t, input{})
	return len(events) == 0
}

// tell notes a duplicate in the record of the other one.
func (s *Service) tell(ctx context.Context, id string, of Twin) error {
	by := bonafide.System()
	_, err := s.run.Run(ctx, aggregate.Call{Op: "user.note_duplicate", ID: id, By: by}, s.with(), nil, step{By: by,
		Rule: func(_ context.Context, u User, in input) (change, error) {
			next, events, changed := u.note(of, in)
			return noted(next, events, changed), nil
		}})
	if errors.Is(err, bonafide.ErrNotFound) || errors.Is(err, bonafide.ErrRefused) {
		return nil // erased meanwhile
	}
	return err
}

// noted is the change of a user in whose record duplicates were noted: that one was
// looked at again, and is as it was, is nothing to tell.
func noted(u User, events []bonafide.Event, changed bool) change {
	c := change{State: u, Events: events}
	if changed {
		c.Touch = []string{Kind}
	}
	return c
}

// looked notes what was found. What changed since the look stays due, and what failed
// is due again: that the others could not be read is no word about them.
func (s *Service) looked(u User, l look, in input) (_ User, events []bonafide.Event, changed bool) {
	again := bonafide.Instant(in.At.Add(lookAgain))
	switch {
	case !l.failed && !l.done, l.failed && !reached(u.Twins.due(), in.At):
		return u, nil, false
	case l.failed && u.Twins.LookDue.IsZero():
		u.Twins.TellDue = again
		return u, nil, true
	case l.failed:
		u.Twins.LookDue, u.Twins.TellDue = again, time.Time{} // a look tells
		return u, nil, true
	}
	told := slices.EqualFunc(l.of.Twins.List, u.Twins.List, func(a, b Twin) bool { return a.User == b.User && a.Dismissed.equal(b.Dismissed) }) &&
		l.of.standsAs() == u.standsAs()
	for _, t := range l.twins {
		next, more, did := u.note(t, in)
		u, events, changed = next, append(events, more...), changed || did
	}
	if !u.Twins.LookDue.IsZero() && slices.Equal(s.sameAs(l.of), s.sameAs(u)) && slices.Equal(l.of.TermVersions, u.TermVersions) {
		u.Twins.LookDue, changed = time.Time{}, true
	}
	if !u.Twins.TellDue.IsZero() && told {
		u.Twins.TellDue, changed = time.Time{}, true
	}
	return u, events, changed
}

// note writes down how another user stands, unless a later version of it said so
// before. A dismissal is never lost.
func (u User) note(t Twin, in input) (_ User, events []bonafide.Event, changed bool) {
	list := slices.Clone(u.Twins.List)
	i := slices.IndexFunc(list, func(old Twin) bool { return old.User == t.User })
	var old Twin
	if i >= 0 {
		old = list[i]
		list = slices.Delete(list, i, i+1)
	}
	later := t.Dismissed
	if !later.At.After(old.Dismissed.At) {
		later = old.Dismissed
	}
	if old.Version > t.Version {
		t = old
	}
	t.Dismissed = later
	if len(t.Why) > 0 || !t.Dismissed.At.IsZero() {
		list = append(list, t)
		slices.SortStableFunc(list, func(a, b Twin) int { return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.User, b.User)) })
		list = list[:min(len(list), maxTwins)]
	}
	if slices.EqualFunc(list, u.Twins.List, Twin.equal) {
		return u, nil, false
	}
	u.Twins.List = list
	if !slices.Equal(old.Why, t.Why) || old.Permission != t.Permission || !old.Dismissed.equal(t.Dismissed) {
		events = one(in.Event(event.DuplicateNoted, "with", t.User, "reasons", reasons(t.Why), "permission", string(t.Permission)))
	}
	return u, events, true
}

func (t Twin) equal(o Twin) bool {
	return t.User == o.User && slices.Equal(t.Why, o.Why) && t.Permission == o.Permission && t.Version == o.Version && t.Dismissed.equal(o.Dismissed)
}

// reasons are the reasons in the data of an event.
func reasons(list []document.DuplicateReason) string {
	words := make([]string, len(list))
	for i, why := range list {
		words[i] = string(why)
	}
	return strings.Join(words, ",")
}
