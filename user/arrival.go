package user

import (
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/user/event"
)

// Bounds of one imported user.
const (
	maxImportedLinks   = 20
	maxImportedHistory = 200
)

// An arrival is one run of the import of a user. It gathers faults, events and
// files as a submission does.
type arrival struct {
	submission
	source string
	keep   bool // the id of the row is the user's
	row    ImportedUser
	latest time.Time // the youngest thing that was brought
}

// run returns the user that the row means, or every fault of it.
func (a *arrival) run(id string, documents SubmitRequest) (change, error) {
	u := a.profile(id)
	a.user = u
	kind := string(u.kind())
	a.event(event.Imported, "source", a.source, "kind", kind, "created", stamp(u.CreatedAt))
	a.history()
	u = a.platforms(a.contacts(u))
	u, err := a.documents(u, documents)
	if err != nil {
		return change{}, err
	}
	u = a.decisions(u)
	for _, brings := range []func(User) (User, error){a.attestations, a.risk, a.payouts, a.tax, a.residence, a.holds} {
		if u, err = brings(u); err != nil {
			return change{}, err
		}
	}
	u = a.active(a.flag(a.standing(u)))
	if err := a.faults.Err(); err != nil {
		return change{}, err
	}
	if u, err = a.s.withTerms(u, a.key); err != nil {
		return change{}, err
	}
	return change{State: u, Events: a.events}, nil
}

// past reads a time of the row: from 1970 to now.
func (a *arrival) past(path string, t time.Time, required bool) time.Time {
	t = bonafide.Instant(t)
	switch {
	case t.IsZero():
		if required {
			a.faults.Add(path, bonafide.CodeRequired)
		}
	case t.After(a.in.At), t.Unix() < 0:
		a.faults.Add(path, bonafide.CodeOutOfRange)
	default:
		return t
	}
	return time.Time{}
}

// since is past, with a default.
func (a *arrival) since(path string, t, otherwise time.Time) time.Time {
	if t.IsZero() {
		return otherwise
	}
	return a.past(path, t, true)
}

// seenAt notes when something that is brought came to be.
func (a *arrival) seenAt(t time.Time) { a.latest = later(a.latest, t) }

// stamp is a time in the data of an event.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// profile is the user without what is in lists.
func (a *arrival) profile(id string) User {
	r := a.row
	u, err := CreateRequest{
		Phone: r.Phone, Region: r.Region, LegalNames: r.LegalNames, IsBusiness: r.IsBusiness, CIPTag: r.CIPTag, Logins: r.Logins, PublicNote: r.PublicNote,
	}.check(a.s.opts.Programs)
	a.faults.Merge("", err)
	note, fault := text.Intake{Max: maxNote, Lines: true}.Read(r.Note)
	if fault != "" {
		a.faults.Add("note", bonafide.Code(fault))
	}
	u = u.salted()
	u.ID, u.DataKey, u.IsBusiness, u.Note, u.IsHidden, u.ExtraSecurity = id, a.key.Wrapped(), r.IsBusiness, note, r.IsHidden, r.ExtraSecurity
	u.Number.Shared = a.s.opts.Identity.Shared
	u.CreatedAt = a.past("created_at", r.CreatedAt, true)
	u.PhoneVerified = a.past("phone_verified_at", r.VerifiedAt, false)
	u.Imported = Imported{Source: a.source, ID: r.ID, At: a.in.At}
	a.seenAt(u.PhoneVerified)
	return u
}

func (a *arrival) contacts(u User) User {
	u.Contacts = []Contact{{Phone: u.Phone, At: u.CreatedAt}}
	if len(a.row.Contacts) >= maxContacts {
		a.faults.Add("contacts", bonafide.CodeTooMany)
		return u
	}
	for i, given := range a.row.Contacts {
		path := fmt.Sprintf("contacts[%d].", i)
		c, err := parseContact(given.PhoneNumber, "")
		switch {
		case err != nil:
			a.faults.Merge(path+"phone_number", err)
		case slices.ContainsFunc(u.Contacts, c.same):
			a.faults.Add(path+"phone_number", bonafide.CodeRepeated)
		}
		c.At = a.since(path+"at", given.At, u.CreatedAt)
		u.Contacts = append(u.Contacts, c)
	}
	return u
}

func (a *arrival) platforms(u User) User {
	switch n := len(a.row.Platforms); {
	case n == 0:
		a.faults.Add("platforms", bonafide.CodeRequired)
	case n > maxImportedLinks:
		a.faults.Add("platforms", bonafide.CodeTooMany)
		return u
	}
	for i, l := range a.row.Platforms {
		path := fmt.Sprintf("platforms[%d].", i)
		a.faults.Merge("", bonafide.Platform(l.Platform).Check(path+"platform"))
		if slices.ContainsFunc(u.Platforms, func(o Link) bool { return o.Platform == l.Platform }) {
			a.faults.Add(path+"platform", bonafide.CodeRepeated)
		}
		if l.SuppID == "" && !a.keep {
			l.SuppID = a.row.ID
		}
		if len(l.SuppID) > maxSuppID {
			a.faults.Add(path+"supp_id", bonafide.CodeTooLong)
		}
		a.faults.Merge(path, checkMetadata(l.Metadata))
		l.At = a.since(path+"at", l.At, u.CreatedAt)
		u.Platforms = append(u.Platforms, l)
		a.event(event.Linked, "platform", l.Platform, "pending", fmt.Sprint(l.Pending))
	}
	return u
}

// active is the user with its last activity.
func (a *arrival) active(u User) User {
	at := a.since("last_activity_at", a.row.ActiveAt, a.latest)
	if at.IsZero() {
		return u
	}
	u.Standing.LastActivityAt = later(at, u.CreatedAt.Add(time.Microsecond)) // later than the opening
	return u
}
