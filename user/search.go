package user

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/phone"
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
		labels = append(labels, "platform="+l.Platform)
		if l.SuppID != "" {
			add("supp", "user.supp_id", l.Platform+"\x00"+l.SuppID)
		}
	}
	for _, l := range u.Logins {
		add("email", "user.email", l.Email.Fold())
	}
	for _, d := range u.Devices {
		if d.Phone != "" {
			add("phone", "user.device", string(d.Phone))
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
	return labels[:min(len(labels), bonafide.MaxTerms)]
}

// listedAs reports whether two states of a user are found by the same: all that
// listing looks at.
func (u User) listedAs(other User) bool {
	return u.IsHidden == other.IsHidden && u.Permission() == other.Permission() && slices.Equal(u.LegalNames, other.LegalNames) &&
		slices.Equal(u.Platforms, other.Platforms) && slices.Equal(u.Logins, other.Logins) && slices.Equal(u.Devices, other.Devices)
}

// A SearchRequest names what to look for; all of what is set must hold. A
// platform finds the users that are linked to it; reviewers and the system find
// all.
type SearchRequest struct {
	Name       string `json:"name,omitzero"`         // words of legal names, in any order, without case and accents
	Email      string `json:"email,omitzero"`        // of a login
	Phone      string `json:"phone_number,omitzero"` // of a device
	SuppID     string `json:"supp_id,omitzero"`      // needs a platform
	Permission string `json:"permission,omitzero"`
	Platform   string `json:"platform,omitzero"` // ignored where a platform asks: its own
	Cursor     string `json:"cursor,omitzero"`
	Limit      int    `json:"limit,omitzero"` // 1 to 100, default 20
}

// A Page is one answer of Search, newest users first.
type Page struct {
	Users []User `json:"users"`
	Next  string `json:"next,omitzero"` // the Cursor of the following page; empty when there is none
}

// labels returns what a listing must hold, or every fault of the request.
func (r SearchRequest) labels(platform string, blind func(field, value string) string) ([]string, error) {
	var faults bonafide.Faults
	var labels []string
	if platform != "" {
		labels = append(labels, "platform="+platform)
	}
	if r.Name != "" {
		found := words(r.Name)
		switch {
		case len(found) == 0:
			faults.Add("name", bonafide.CodeMalformed)
		case len(found) > maxWords:
			faults.Add("name", bonafide.CodeTooMany)
		}
		for _, word := range found {
			labels = append(labels, "word="+blind("user.name", word))
		}
	}
	if r.Email != "" {
		email, err := bonafide.ParseEmail(r.Email)
		faults.Merge("email", err)
		labels = append(labels, "email="+blind("user.email", email.Fold()))
	}
	if r.Phone != "" {
		number, _, err := phone.Parse(r.Phone, "")
		faults.Merge("phone_number", err)
		labels = append(labels, "phone="+blind("user.device", string(number)))
	}
	if r.SuppID != "" {
		if platform == "" {
			faults.Add("platform", bonafide.CodeRequired)
		}
		labels = append(labels, "supp="+blind("user.supp_id", platform+"\x00"+r.SuppID))
	}
	if r.Permission != "" {
		labels = append(labels, "permission="+r.Permission)
	}
	if r.Limit < 0 || r.Limit > 100 {
		faults.Add("limit", bonafide.CodeOutOfRange)
	}
	return labels, faults.Err()
}
