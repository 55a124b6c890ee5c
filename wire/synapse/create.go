package synapse

import (
	"fmt"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
)

// A CreateBody is the body of POST /users.
type CreateBody struct {
	Logins       []LoginBody    `json:"logins"`
	PhoneNumbers []string       `json:"phone_numbers"`
	LegalNames   []string       `json:"legal_names"`
	Documents    []DocumentBody `json:"documents"`
	Extra        ExtraBody      `json:"extra"`
	IPs          anything       `json:"ips"`
	RefreshToken anything       `json:"refresh_token"`
}

// A LoginBody is a login as clients send it. Passwords are the host's: they are read
// over.
type LoginBody struct {
	Email    string   `json:"email"`
	Password anything `json:"password"`
	ReadOnly bool     `json:"read_only"`
	Scope    string   `json:"scope"`
}

// An ExtraBody is what a client says of a user beside who it is.
type ExtraBody struct {
	CIPTag        whole    `json:"cip_tag"`
	IsBusiness    bool     `json:"is_business"`
	SuppID        *string  `json:"supp_id"`
	PublicNote    *string  `json:"public_note"`
	Note          *string  `json:"note"`
	ExtraSecurity *bool    `json:"extra_security"`
	DateJoined    anything `json:"date_joined"`
	LastUpdated   anything `json:"last_updated"`
	IsTrusted     anything `json:"is_trusted"`
}

// Request is the body as the Service takes it. A number without "+" is of the region.
// It fails with an [*bonafide.InvalidError] for what the Service could not name by the
// published path. A host calls it that has a transport of its own.
func (b CreateBody) Request(region bonafide.Country) (user.CreateRequest, error) {
	k := keepingOf(user.User{}, "", region)
	req := user.CreateRequest{
		Region: region, LegalNames: b.LegalNames, IsBusiness: b.Extra.IsBusiness, CIPTag: int(b.Extra.CIPTag),
		SuppID: text(b.Extra.SuppID), PublicNote: text(b.Extra.PublicNote), ExtraSecurity: b.Extra.ExtraSecurity,
	}
	if len(b.Logins) == 0 {
		k.faults.Add("logins", bonafide.CodeRequired)
	}
	for i, l := range atMost(k, "logins", maxKept, b.Logins) {
		if login, ok := k.login(fmt.Sprintf("logins[%d]", i), l); ok {
			req.Logins = append(req.Logins, login)
		}
	}
	if len(b.PhoneNumbers) == 0 {
		k.faults.Add("phone_numbers", bonafide.CodeRequired)
	}
	for _, given := range atMost(k, "phone_numbers", maxKept, b.PhoneNumbers) {
		p, ok := number(given, region)
		switch {
		case ok:
			k.asSent(p, given)
			req.Contacts = append(req.Contacts, string(p))
			if req.Phone == "" {
				req.Phone = string(p)
			}
		case strings.Contains(given, "@"):
			req.Contacts = append(req.Contacts, given)
		default:
			k.add(keptContact, given)
		}
	}
	if req.Phone == "" && len(b.PhoneNumbers) > 0 {
		k.faults.Add("phone_numbers", bonafide.CodeMalformed)
	}
	if note := text(b.Extra.Note); note != "" {
		k.keep(keptNote, note)
	}
	req.Documents = k.submissions(b.Documents, nil)
	if len(k.kept) > 0 {
		req.Metadata = k.kept
	}
	return req, k.faults.Err()
}

// login is a login as the Service takes it; false for a text that is no e-mail address, which is
// kept as it is.
func (k *keeping) login(path string, l LoginBody) (user.Login, bool) {
	scope := user.LoginScope(l.Scope)
	if scope == "READ-AND-WRITE" {
		scope = user.ReadAndWrite
	}
	switch {
	case l.ReadOnly:
		scope = user.Read
	case scope == "":
		scope = user.ReadAndWrite
	case scope != user.Read && scope != user.ReadAndWrite:
		k.faults.Add(path+".scope", bonafide.CodeUnknown)
	}
	if l.Email == "" {
		k.faults.Add(path+".email", bonafide.CodeRequired)
		return user.Login{}, false
	}
	email, err := bonafide.ParseEmail(l.Email)
	if err != nil {
		k.add(keptLogin, l.Email)
		return user.Login{}, false
	}
	return user.Login{Email: email, Scope: scope}, true
}
