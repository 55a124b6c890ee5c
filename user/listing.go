package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/text"
)

// kindOfListings is the kind of the records by which users are found: same id
// as the user, no content but terms, and a Due that puts the newest first.
const kindOfListings = Kind + ".listing"

// maxWords bounds the name words by which one user is found.
const maxWords = 20

// farFuture is later than any Due of a listing.
var farFuture = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// newestFirst mirrors a time of creation, so that a list ordered by Due begins
// with the newest.
func newestFirst(created time.Time) time.Time {
	return farFuture.Add(-24 * time.Hour).Add(-created.Sub(time.Unix(0, 0)))
}

// words are the words that a name is found by, each once.
func words(name string) []string {
	out := text.Words(name)
	slices.Sort(out)
	return slices.Compact(out)
}

// listing is what Search may find a user by; blind turns a field's value into
// its index. A user who is not to be found has none.
func (u User) listing(blind func(field, value string) []string) []string {
	if u.IsHidden || !u.Permission().Searchable() {
		return nil
	}
	labels := []string{"permission=" + string(u.Permission())}
	add := func(prefix, field, value string) {
		for _, index := range blind(field, value) {
			if label := prefix + "=" + index; !slices.Contains(labels, label) {
				labels = append(labels, label)
			}
		}
	}
	for _, l := range u.Platforms {
		if l.Pending {
			continue
		}
		labels = append(labels, "platform="+l.Platform)
		if l.SuppID != "" {
			add("supp", "user.supp_id", l.Platform+"\x00"+l.SuppID)
		}
	}
	for _, l := range u.Logins {
		add("email", "user.email", l.Email.Fold())
	}
	for _, d := range u.Contacts {
		if d.Phone != "" {
			add("phone", "user.device", string(d.Phone))
		} else {
			add("email", "user.email", d.Email.Fold())
		}
	}
	var all []string
	for _, name := range u.LegalNames {
		all = append(all, words(name)...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for _, word := range all[:min(len(all), maxWords)] {
		add("word", "user.name", word)
	}
	for _, b := range u.Documents { // last: what does not fit is found by the others
		if b.Email != "" {
			add("email", "user.email", b.Email.Fold())
		}
		if b.PhoneNumber != "" {
			add("phone", "user.device", string(b.PhoneNumber))
		}
	}
	return labels[:min(len(labels), bonafide.MaxTerms)]
}

// listedAs reports whether two states of a user are found by the same: all that
// listing looks at.
func (u User) listedAs(other User) bool {
	return u.IsHidden == other.IsHidden && u.Permission() == other.Permission() && slices.Equal(u.LegalNames, other.LegalNames) &&
		slices.EqualFunc(u.Platforms, other.Platforms, Link.same) && slices.Equal(u.Logins, other.Logins) && slices.Equal(u.Contacts, other.Contacts) &&
		slices.EqualFunc(u.Documents, other.Documents, func(a, b document.Base) bool { return a.Email == b.Email && a.PhoneNumber == b.PhoneNumber })
}

// listingRecord is the record by which the user is found.
func (u User) listingRecord(blind func(field, value string) []string) bonafide.Record {
	r := bonafide.Record{Kind: kindOfListings, ID: u.ID, Version: u.ListingVersion}
	if u.Erased() {
		return r
	}
	if r.Labels = u.listing(blind); len(r.Labels) > 0 {
		r.Due = newestFirst(u.CreatedAt)
	}
	return r
}
