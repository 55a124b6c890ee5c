package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/allow"
)

// Shown is when what is seen outside of a case, or of a check, last became something else.
// Nobody outside sees another time than that: that a case was held, talked about or proposed
// on, or a hit decided, must not be read off the hour at which nothing that is shown changed
// (31 CFR 1020.320(e)). Zero is when it was last changed at all.
type Shown struct {
	Platforms time.Time `json:"platforms,omitzero"`
	Contacts  time.Time `json:"contacts,omitzero"` // all of them together
}

// to is when an actor was last shown something else of what was last changed at a time.
func (s Shown) to(by bonafide.Actor, updated time.Time) time.Time {
	switch {
	case by.Is(bonafide.ActorPlatform) && !s.Platforms.IsZero():
		return s.Platforms
	case by.Is(bonafide.ActorUser) && !s.Contacts.IsZero():
		return s.Contacts
	}
	return updated
}

// after is Shown after a change of what was last changed at a time, by whether what they are
// shown is the same. Contacts see nothing that platforms do not.
func (s Shown) after(updated time.Time, platforms bool, contacts func() bool) Shown {
	return Shown{allow.Since(s.Platforms, updated, platforms), allow.Since(s.Contacts, updated, platforms || contacts())}
}

// shownSince dates what is shown of the case and of its checks, after a change.
func (c Case) shownSince(before Case) Case {
	c = c.checksShownSince(before)
	c.Shown = before.Shown.after(before.UpdatedAt, newsToPlatform().Same(before.toPlatforms(), c.toPlatforms()),
		func() bool { return newsToContact().Same(before.toContacts(), c.toContacts()) })
	return c
}

// checksShownSince dates what is shown of the checks that changed.
func (c Case) checksShownSince(before Case) Case {
	checks := c.Checks
	for i := range checks {
		was, ok := before.checkNear(i, checks[i].ID)
		if !ok || was.UpdatedAt.Equal(checks[i].UpdatedAt) {
			continue
		}
		if &checks[0] == &c.Checks[0] {
			checks = slices.Clone(checks)
		}
		k := &checks[i]
		k.Shown = was.Shown.after(was.UpdatedAt, checkNewsToPlatform().Same(*was, *k), func() bool { return checkNewsToContact().Same(*was, *k) })
	}
	c.Checks = checks
	return c
}

// checkNear is the check with that id, which is mostly where it was.
func (c Case) checkNear(i int, id string) (*Check, bool) {
	if i >= len(c.Checks) || c.Checks[i].ID != id {
		i = slices.IndexFunc(c.Checks, func(k Check) bool { return k.ID == id })
	}
	if i < 0 {
		return nil, false
	}
	return &c.Checks[i], true
}

// toPlatforms is what platforms are shown of the case.
func (c Case) toPlatforms() Case {
	c.Checks, c.Controls = c.investigated(), c.controlsOutside()
	c.Files = c.filesOf(c.Checks)
	if c.LastEditor.Is(bonafide.ActorReviewer) {
		c.LastEditor = bonafide.Actor{}
	}
	return c
}

// toContacts is what all contacts together are shown of the case.
func (c Case) toContacts() Case {
	c.Checks = c.investigated()
	all := slices.ContainsFunc(c.Individuals, func(x Individual) bool { return x.UserID != "" && c.contact(x.UserID) })
	var linked []string
	for _, x := range c.Companies {
		if x.UserID != "" {
			linked = append(linked, x.ID)
		}
	}
	for _, x := range c.Individuals {
		if x.UserID != "" {
			linked = append(linked, x.ID)
		}
	}
	return c.about(func(entity string) bool { return all || slices.Contains(linked, entity) })
}

// asShown is the case with no time of what an actor outside does not see.
func (c Case) asShown(by bonafide.Actor) Case {
	c.UpdatedAt = c.Shown.to(by, c.UpdatedAt)
	c.Checks = slices.Clone(c.Checks)
	for i := range c.Checks {
		k := &c.Checks[i]
		k.UpdatedAt = k.Shown.to(by, k.UpdatedAt)
	}
	return c
}
