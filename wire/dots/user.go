package dots

import (
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// A CreateRequest is the body that asks for a user.
type CreateRequest struct {
	FirstName   string   `json:"first_name"`
	LastName    string   `json:"last_name"`
	Email       string   `json:"email"`
	CountryCode string   `json:"country_code"`
	PhoneNumber string   `json:"phone_number"`
	Username    string   `json:"username"`      // kept as the platform's own id of the user
	DateOfBirth string   `json:"date_of_birth"` // read, and not kept: the tax form brings it
	Metadata    Metadata `json:"metadata"`
}

const maxUsername = 50 // characters (Dots API, create a user)

// Decode returns what the body asks a user.Service for, or a
// [*bonafide.InvalidError] that lists the faults that only this API knows; those of
// the Service come from it, and a [Handler] tells them by these names.
func Decode(r CreateRequest) (user.CreateRequest, error) {
	var faults bonafide.Faults
	for _, f := range []struct{ path, value string }{{"first_name", r.FirstName}, {"last_name", r.LastName}, {"email", r.Email}} {
		if f.value == "" {
			faults.Add(f.path, bonafide.CodeRequired)
		}
	}
	number := Phone{r.CountryCode, r.PhoneNumber}.join(&faults)
	switch {
	case len(r.Username) > maxUsername:
		faults.Add("username", bonafide.CodeTooLong)
	case strings.Trim(r.Username, letters+digits+"-") != "":
		faults.Add("username", bonafide.CodeMalformed)
	}
	if r.DateOfBirth != "" {
		_, err := bonafide.ParseDate(r.DateOfBirth)
		faults.Merge("date_of_birth", err)
	}
	if err := faults.Err(); err != nil {
		return user.CreateRequest{}, err
	}
	return user.CreateRequest{
		Phone: number, FirstName: r.FirstName, LastName: r.LastName,
		Logins: []user.Login{{Email: bonafide.Email(r.Email)}}, SuppID: r.Username, Metadata: r.Metadata,
	}, nil
}

const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits  = "0123456789"
)

// published is what this API calls a field of the Service.
func published(path string) string {
	switch path {
	case "logins[0].email", "logins":
		return "email"
	case "supp_id":
		return "username"
	case "legal_names":
		return "last_name"
	case "metadata.key", "metadata.value":
		return "metadata"
	}
	return path
}

// Status is how a user stands.
type Status string

// The statuses.
const (
	Unverified Status = "unverified" // no code to the phone number was answered
	Verified   Status = "verified"
	InReview   Status = "in_review" // a possible hit of a sanctions list waits for proof or for a reviewer
	Disabled   Status = "disabled"  // locked or closed
)

// A User is the published object. To a platform that has yet to answer a code it
// tells id and status alone.
type User struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	*Known
}

// Known is what a platform that knows a user is told of it.
type Known struct {
	FirstName           string        `json:"first_name"`
	LastName            string        `json:"last_name"`
	Email               *string       `json:"email"` // null for a user that came by another API without one
	PhoneNumber         Phone         `json:"phone_number"`
	DefaultPayoutMethod *string       `json:"default_payout_method"`
	DefaultDetails      *PayoutMethod `json:"default_payout_method_details"`
	Wallet              *struct{}     `json:"wallet"` // null: the host holds the money
	Compliance          Compliance    `json:"compliance"`
	Metadata            Metadata      `json:"metadata"`
}

// Encode returns the published object of a user, as an actor sees it: of what
// [user.Service.Get] returns, with the metadata of the platform that asks.
func Encode(u user.User) User {
	out := User{ID: u.ID, Status: Unverified}
	link, linked := own(u)
	if !linked {
		return out
	}
	out.Status = statusOf(u)
	out.Known = &Known{PhoneNumber: splitPhone(u.Phone), Compliance: complianceOf(u), Metadata: Metadata(link.Metadata)}
	out.FirstName, out.LastName = names(u)
	if len(u.Logins) > 0 {
		email := string(u.Logins[0].Email)
		out.Email = &email
	}
	if m, ok := u.Payouts.Find(u.Payouts.Default); ok {
		details := encodeMethod(m)
		out.DefaultPayoutMethod, out.DefaultDetails = &details.Platform, &details
	}
	return out
}

// own is the first link that is not pending; a platform is shown its own alone.
func own(u user.User) (user.Link, bool) {
	for _, l := range u.Platforms {
		if !l.Pending {
			return l, true
		}
	}
	return user.Link{}, false
}

func statusOf(u user.User) Status {
	switch standing := u.Permission(); {
	case standing == permission.Locked, standing == permission.Closed, standing == permission.MakeItGoAway:
		return Disabled
	case suspected(u.OFAC):
		return InReview
	case u.PhoneVerified.IsZero() || u.Number.Claimed:
		return Unverified
	}
	return Verified
}

// suspected reports whether somebody has to act on a hit.
func suspected(s screening.OFACStatus) bool { return s != "" && s != screening.OFACUnflagged }

// names are those that were given in two parts; else the last word is the last name.
func names(u user.User) (first, last string) {
	if u.FirstName != "" || len(u.LegalNames) == 0 {
		return u.FirstName, u.LastName
	}
	whole := u.LegalNames[0]
	i := strings.LastIndexByte(whole, ' ')
	return strings.TrimSpace(whole[:max(i, 0)]), whole[i+1:]
}
