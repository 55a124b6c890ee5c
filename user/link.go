package user

import (
	"slices"
	"strconv"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/user/event"
)

// link ties the user to a platform. An existing link stays as it is, but takes
// a supplied id if it has none yet, and that somebody else was named.
func (u User) link(to Link, in input) (User, []bonafide.Event) {
	i := slices.IndexFunc(u.Platforms, func(l Link) bool { return l.Platform == to.Platform })
	if i < 0 {
		to.At = in.At
		u.Platforms = append(slices.Clone(u.Platforms), to)
		return u, one(linked(to, in))
	}
	next := u.Platforms[i]
	if next.SuppID == "" {
		next.SuppID = to.SuppID
	}
	next.OtherName = next.OtherName || to.OtherName
	if next.same(u.Platforms[i]) && next.OtherName == u.Platforms[i].OtherName {
		return u, nil
	}
	u.Platforms = slices.Clone(u.Platforms)
	u.Platforms[i] = next
	return u, one(linked(next, in))
}

func linked(l Link, in input) bonafide.Event {
	return in.Event(event.Linked, "platform", l.Platform, "pending", strconv.FormatBool(l.Pending), "other_name", strconv.FormatBool(l.OtherName))
}

// named reports whether the user is known by one of the names.
func (u User) named(names []string) bool {
	known := slices.Clone(u.LegalNames)
	for _, b := range u.Documents {
		known = append(known, b.Name, b.Alias)
	}
	return slices.ContainsFunc(names, func(name string) bool {
		return slices.ContainsFunc(known, func(k string) bool { return text.Fold(k) == text.Fold(name) })
	})
}

// confirmLink ends that the link of a platform is pending.
func (u User) confirmLink(in input) (User, []bonafide.Event) {
	if !u.pendingFor(in.By) {
		return u, nil
	}
	u.Platforms = slices.Clone(u.Platforms)
	i := slices.IndexFunc(u.Platforms, func(l Link) bool { return l.Platform == in.By.ID })
	u.Platforms[i].Pending = false
	return u, one(linked(u.Platforms[i], in))
}
