package user

import (
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/phone"
)

// Bounds of what is given at creation.
const (
	maxLegalNames = 10
	maxLegalName  = 200 // characters
	maxSuppID     = 128 // bytes
)

// A CreateRequest asks for a user. Phone is what identifies it: a tenant has
// one user for a phone number.
type CreateRequest struct {
	Key        string           `json:"-"`               // idempotency key
	Phone      string           `json:"phone_number"`    // as people write it
	Region     bonafide.Country `json:"region,omitzero"` // where a number without "+" belongs
	LegalNames []string         `json:"legal_names"`     // at least one
	IsBusiness bool             `json:"is_business,omitzero"`
	CIPTag     int              `json:"cip_tag,omitzero"` // default 1
	SuppID     string           `json:"supp_id,omitzero"` // the platform's own id of the user
	Logins     []Login          `json:"logins,omitzero"`
	PublicNote string           `json:"public_note,omitzero"` // at most 250 characters
	IP         string           `json:"ip,omitzero"`          // of the user, as the host sees it
}

// check returns the user that the request means, without ids and keys.
func (r CreateRequest) check() (User, error) {
	var faults bonafide.Faults
	u := User{IsBusiness: r.IsBusiness, CIPTag: r.CIPTag}
	var err error
	if u.Phone, u.PhoneGrade, err = phone.Parse(r.Phone, r.Region); err != nil {
		faults.Merge("phone_number", err)
	}
	switch {
	case len(r.LegalNames) == 0:
		faults.Add("legal_names", bonafide.CodeRequired)
	case len(r.LegalNames) > maxLegalNames:
		faults.Add("legal_names", bonafide.CodeTooMany)
	}
	for _, text := range r.LegalNames {
		name, code := legalName(text)
		if code != "" {
			faults.Add("legal_names", code)
		}
		u.LegalNames = append(u.LegalNames, name)
	}
	for i, l := range r.Logins {
		login, err := l.check()
		faults.Merge(fmt.Sprintf("logins[%d].", i), err)
		u.Logins = append(u.Logins, login)
	}
	if len(r.Logins) > maxLogins {
		faults.Add("logins", bonafide.CodeTooMany)
	}
	if r.IP != "" {
		var err error
		u.IPs, err = seen(nil, r.IP)
		faults.Merge("ip", err)
	}
	note, fault := text.Intake{Max: maxPublicNote, Lines: true}.Read(r.PublicNote)
	if fault != "" {
		faults.Add("public_note", bonafide.Code(fault))
	}
	u.PublicNote = note
	if u.CIPTag == 0 {
		u.CIPTag = 1
	}
	if u.CIPTag < 0 {
		faults.Add("cip_tag", bonafide.CodeOutOfRange)
	}
	if len(r.SuppID) > maxSuppID {
		faults.Add("supp_id", bonafide.CodeTooLong)
	}
	if err := faults.Err(); err != nil {
		return User{}, err
	}
	return u, nil
}

// link ties the user to a platform. An existing link stays as it is, but takes
// a supplied id if it has none yet.
func (u User) link(platform, suppID string, by bonafide.Actor, at time.Time) (User, []bonafide.Event) {
	for i, l := range u.Platforms {
		if l.Platform != platform {
			continue
		}
		if l.SuppID != "" || suppID == "" {
			return u, nil
		}
		u.Platforms = slices.Clone(u.Platforms)
		u.Platforms[i].SuppID = suppID
		return u, []bonafide.Event{bonafide.NewEvent(EventLinked, at, by, "platform", platform)}
	}
	u.Platforms = append(slices.Clone(u.Platforms), Link{Platform: platform, SuppID: suppID, At: bonafide.Instant(at)})
	return u, []bonafide.Event{bonafide.NewEvent(EventLinked, at, by, "platform", platform)}
}
