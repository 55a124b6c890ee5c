package user

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/text"
	"github.com/bonafide-go/bonafide/phone"
)

// Bounds of a profile.
const (
	maxDevices    = 20
	maxLogins     = 20
	maxPhotos     = 10
	maxPhotoURL   = 2048 // bytes
	maxPublicNote = 250  // characters (Synapse user object)
	maxNote       = 4096 // characters
	maxIPs        = 20
)

// An UpdateRequest changes what a user is beside its documents (Synapse user
// object, the update envelope). Nil and empty fields change nothing; a pointer
// to an empty value clears.
type UpdateRequest struct {
	Key string `json:"-"` // idempotency key

	LegalName         string    `json:"legal_name,omitzero"`        // to add
	RemoveLegalName   string    `json:"remove_legal_name,omitzero"` // the last one stays
	Login             *Login    `json:"login,omitzero"`             // to add, or to change the scope of
	RemoveLogin       string    `json:"remove_login,omitzero"`
	PhoneNumber       string    `json:"phone_number,omitzero"`        // phone or e-mail device to add
	RemovePhoneNumber string    `json:"remove_phone_number,omitzero"` // the last device stays
	SuppID            *string   `json:"supp_id,omitzero"`             // of the calling platform
	PublicNote        *string   `json:"public_note,omitzero"`
	Note              *string   `json:"note,omitzero"` // reviewers only
	Photos            *[]string `json:"photos,omitzero"`
	IsHidden          *bool     `json:"is_hidden,omitzero"`
	ExtraSecurity     *bool     `json:"extra_security,omitzero"`
	CIPTag            *int      `json:"cip_tag,omitzero"` // not by the user
	IP                string    `json:"ip,omitzero"`      // of the user, as the host sees it
}

// update applies a request to a user, at a time. It returns the JSON names of
// the fields that changed, or every fault.
func (u User) update(r UpdateRequest, by bonafide.Actor, at time.Time) (User, []string, error) {
	e := edit{u: u, by: by, at: bonafide.Instant(at)}
	e.names(r)
	e.logins(r)
	e.devices(r)
	e.notes(r)
	e.settings(r)
	if err := e.faults.Err(); err != nil {
		return User{}, nil, err
	}
	return e.u, e.changed, nil
}

// edit is one run of an UpdateRequest.
type edit struct {
	u       User
	by      bonafide.Actor
	at      time.Time
	faults  bonafide.Faults
	changed []string
}

func (e *edit) names(r UpdateRequest) {
	if r.LegalName != "" {
		name, code := legalName(r.LegalName)
		switch {
		case code != "":
			e.faults.Add("legal_name", code)
		case slices.Contains(e.u.LegalNames, name):
		case len(e.u.LegalNames) >= maxLegalNames:
			e.faults.Add("legal_name", bonafide.CodeTooMany)
		default:
			e.u.LegalNames = append(slices.Clone(e.u.LegalNames), name)
			e.changed = append(e.changed, "legal_names")
		}
	}
	if r.RemoveLegalName != "" {
		name, _ := legalName(r.RemoveLegalName)
		i := slices.Index(e.u.LegalNames, name)
		switch {
		case i < 0:
			e.faults.Add("remove_legal_name", bonafide.CodeUnknown)
		case len(e.u.LegalNames) == 1:
			e.faults.Add("remove_legal_name", bonafide.CodeNotAllowed)
		default:
			e.u.LegalNames = slices.Delete(slices.Clone(e.u.LegalNames), i, i+1)
			e.changed = append(e.changed, "legal_names")
		}
	}
}

func legalName(given string) (string, bonafide.Code) {
	name, fault := text.Intake{Max: maxLegalName, Required: true}.Read(given)
	return name, bonafide.Code(fault)
}

func (e *edit) logins(r UpdateRequest) {
	find := func(email bonafide.Email) int {
		return slices.IndexFunc(e.u.Logins, func(l Login) bool { return l.Email.Fold() == email.Fold() })
	}
	if r.Login != nil {
		login, err := r.Login.check()
		if err != nil {
			e.faults.Merge("login.", err)
		} else if i := find(login.Email); i >= 0 {
			if e.u.Logins[i].Scope != login.Scope {
				e.u.Logins = slices.Clone(e.u.Logins)
				e.u.Logins[i].Scope = login.Scope
				e.changed = append(e.changed, "logins")
			}
		} else if len(e.u.Logins) >= maxLogins {
			e.faults.Add("login", bonafide.CodeTooMany)
		} else {
			e.u.Logins = append(slices.Clone(e.u.Logins), login)
			e.changed = append(e.changed, "logins")
		}
	}
	if r.RemoveLogin != "" {
		i := find(bonafide.Email(r.RemoveLogin))
		switch {
		case i < 0:
			e.faults.Add("remove_login", bonafide.CodeUnknown)
		case len(e.u.Logins) == 1:
			e.faults.Add("remove_login", bonafide.CodeNotAllowed)
		default:
			e.u.Logins = slices.Delete(slices.Clone(e.u.Logins), i, i+1)
			e.changed = append(e.changed, "logins")
		}
	}
}

// check returns the canonical login; the scope defaults to READ_AND_WRITE.
func (l Login) check() (Login, error) {
	var faults bonafide.Faults
	email, err := bonafide.ParseEmail(string(l.Email))
	if err != nil {
		faults.Merge("email", err)
	}
	switch l.Scope {
	case "":
		l.Scope = ReadAndWrite
	case ReadAndWrite, Read:
	default:
		faults.Add("scope", bonafide.CodeUnknown)
	}
	return Login{Email: email, Scope: l.Scope}, faults.Err()
}

// parseDevice reads a phone number or an e-mail address.
func parseDevice(text string) (Device, error) {
	if strings.Contains(text, "@") {
		email, err := bonafide.ParseEmail(text)
		return Device{Email: email}, err
	}
	number, _, err := phone.Parse(text, "")
	return Device{Phone: number}, err
}

func (d Device) same(other Device) bool {
	return d.Phone == other.Phone && d.Email.Fold() == other.Email.Fold()
}

func (e *edit) devices(r UpdateRequest) {
	if r.PhoneNumber != "" {
		d, err := parseDevice(r.PhoneNumber)
		switch {
		case err != nil:
			e.faults.Merge("phone_number", err)
		case slices.ContainsFunc(e.u.Devices, d.same):
		case len(e.u.Devices) >= maxDevices:
			e.faults.Add("phone_number", bonafide.CodeTooMany)
		default:
			d.At = e.at
			e.u.Devices = append(slices.Clone(e.u.Devices), d)
			e.changed = append(e.changed, "phone_numbers")
		}
	}
	if r.RemovePhoneNumber != "" {
		d, err := parseDevice(r.RemovePhoneNumber)
		i := slices.IndexFunc(e.u.Devices, d.same)
		switch {
		case err != nil:
			e.faults.Merge("remove_phone_number", err)
		case i < 0:
			e.faults.Add("remove_phone_number", bonafide.CodeUnknown)
		default:
			e.removeDevice(i)
		}
	}
}

// removeDevice drops a device. If it is the number that identifies the user,
// the next number takes its place, not verified; without another number it
// stays.
func (e *edit) removeDevice(i int) {
	rest := slices.Delete(slices.Clone(e.u.Devices), i, i+1)
	if e.u.Devices[i].Phone == e.u.Phone {
		next := slices.IndexFunc(rest, func(d Device) bool { return d.Phone != "" })
		if next < 0 {
			e.faults.Add("remove_phone_number", bonafide.CodeNotAllowed)
			return
		}
		var err error
		if e.u.Phone, e.u.PhoneGrade, err = phone.Parse(string(rest[next].Phone), ""); err != nil {
			e.faults.Merge("remove_phone_number", err)
			return
		}
		// Codes and verification belong to the number they were sent to; what was
		// guessed wrong and sent counts on (ASVS 5.0 6.6.2, 6.6.3).
		e.u.PhoneVerified, e.u.Codes.Open = time.Time{}, Challenge{}
	}
	e.u.Devices = rest
	e.changed = append(e.changed, "phone_numbers")
}

func (e *edit) notes(r UpdateRequest) {
	note := func(field string, to *string, given *string, limit int) {
		if given == nil {
			return
		}
		lines, fault := text.Intake{Max: limit, Lines: true}.Read(*given)
		switch {
		case fault != "":
			e.faults.Add(field, bonafide.Code(fault))
		case *to != lines:
			*to = lines
			e.changed = append(e.changed, field)
		}
	}
	note("public_note", &e.u.PublicNote, r.PublicNote, maxPublicNote)
	if r.Note != nil && !e.by.Is(bonafide.ActorReviewer) {
		e.faults.Add("note", bonafide.CodeNotAllowed)
	} else {
		note("note", &e.u.Note, r.Note, maxNote)
	}
	if r.SuppID == nil {
		return
	}
	i := slices.IndexFunc(e.u.Platforms, func(l Link) bool { return e.by.Is(bonafide.ActorPlatform) && l.Platform == e.by.ID })
	switch {
	case i < 0:
		e.faults.Add("supp_id", bonafide.CodeNotAllowed)
	case len(*r.SuppID) > maxSuppID:
		e.faults.Add("supp_id", bonafide.CodeTooLong)
	case e.u.Platforms[i].SuppID != *r.SuppID:
		e.u.Platforms = slices.Clone(e.u.Platforms)
		e.u.Platforms[i].SuppID = *r.SuppID
		e.changed = append(e.changed, "supp_id")
	}
}

func (e *edit) settings(r UpdateRequest) {
	flag := func(field string, to *bool, value *bool) {
		if value != nil && *to != *value {
			*to = *value
			e.changed = append(e.changed, field)
		}
	}
	flag("is_hidden", &e.u.IsHidden, r.IsHidden)
	flag("extra_security", &e.u.ExtraSecurity, r.ExtraSecurity)
	if r.CIPTag != nil && *r.CIPTag != e.u.CIPTag {
		switch {
		case !e.by.Is(bonafide.ActorPlatform, bonafide.ActorReviewer):
			e.faults.Add("cip_tag", bonafide.CodeNotAllowed)
		case *r.CIPTag < 1:
			e.faults.Add("cip_tag", bonafide.CodeOutOfRange)
		default:
			e.u.CIPTag = *r.CIPTag
			e.changed = append(e.changed, "cip_tag")
		}
	}
	if r.Photos != nil && !slices.Equal(e.u.Photos, *r.Photos) {
		if len(*r.Photos) > maxPhotos {
			e.faults.Add("photos", bonafide.CodeTooMany)
		}
		for _, photo := range *r.Photos {
			if u, err := url.Parse(photo); err != nil || u.Scheme != "https" || u.Host == "" || len(photo) > maxPhotoURL {
				e.faults.Add("photos", bonafide.CodeMalformed)
			}
		}
		e.u.Photos = slices.Clone(*r.Photos)
		e.changed = append(e.changed, "photos")
	}
	if r.IP != "" {
		ips, err := seen(e.u.IPs, r.IP)
		if err != nil {
			e.faults.Merge("ip", err)
		} else if !slices.Equal(ips, e.u.IPs) {
			e.u.IPs = ips
			e.changed = append(e.changed, "ips")
		}
	}
}

// seen puts an address first among those seen.
func seen(ips []string, ip string) ([]string, error) {
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.Zone() != "" {
		return nil, bonafide.Invalid("", bonafide.CodeMalformed)
	}
	text := addr.Unmap().String()
	next := append([]string{text}, slices.DeleteFunc(slices.Clone(ips), func(s string) bool { return s == text })...)
	return next[:min(len(next), maxIPs)], nil
}
