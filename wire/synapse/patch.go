package synapse

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// A PatchBody is the body of PATCH /users/:id.
type PatchBody struct {
	Update         *UpdateBody    `json:"update"`
	Documents      []DocumentBody `json:"documents"`
	Permission     string         `json:"permission"`
	PermissionCode string         `json:"permission_code"`
	Flag           string         `json:"flag"`
	FlagCode       string         `json:"flag_code"`
	RefreshToken   anything       `json:"refresh_token"`
}

// An UpdateBody is the published envelope of changes.
type UpdateBody struct {
	Login             *LoginBody  `json:"login"`
	RemoveLogin       removeLogin `json:"remove_login"`
	PhoneNumber       string      `json:"phone_number"`
	RemovePhoneNumber string      `json:"remove_phone_number"`
	LegalName         string      `json:"legal_name"`
	RemoveLegalName   string      `json:"remove_legal_name"`
	CIPTag            *whole      `json:"cip_tag"`
	PublicNote        *string     `json:"public_note"`
	Note              *string     `json:"note"`
	SuppID            *string     `json:"supp_id"`
	IsHidden          *bool       `json:"is_hidden"`
	ExtraSecurity     *bool       `json:"extra_security"`
}

// removeLogin is an e-mail address, alone or in an object as of a login.
type removeLogin string

// UnmarshalJSON reads both forms.
func (l *removeLogin) UnmarshalJSON(data []byte) error {
	var object struct {
		Email string `json:"email"`
	}
	if json.Unmarshal(data, (*string)(l)) == nil {
		return nil
	}
	if err := json.Unmarshal(data, &object); err != nil {
		return bonafide.Invalid("", bonafide.CodeMalformed)
	}
	*l = removeLogin(object.Email)
	return nil
}

// A Change is what a PatchBody asks of the Service: one command, which happens or does not. Of a
// PatchBody no more than one part is not nil.
type Change struct {
	Update   *user.UpdateRequest // with the documents
	Submit   *user.SubmitRequest // documents alone, which a locked user may hand in
	Flag     *user.FlagRequest
	Standing *user.StandingRequest
}

// Change is the body as the Service takes it, for a user as it is now, as its platform
// sees it. What is removed and not there is left out. A permission and a flag stand alone. It fails with an
// [*bonafide.InvalidError] for what the Service could not name by the published path. A
// host calls it that has a transport of its own.
func (b PatchBody) Change(u user.User, platform string, region bonafide.Country) (Change, error) {
	k := keepingOf(u, platform, region)
	out := Change{}
	update := user.UpdateRequest{Region: region}
	if b.Update != nil {
		k.update(&update, *b.Update, u)
	}
	documents := k.submissions(b.Documents, u.Documents)
	locked := u.Permission() == permission.Locked
	if k.changed() && !locked {
		kept := k.kept
		update.Metadata = &kept
	}
	if b.Update != nil || update.Metadata != nil {
		update.Documents = documents
		out.Update = &update
	} else if len(documents) > 0 {
		out.Submit = &user.SubmitRequest{Documents: documents}
	}
	if b.Flag != "" || b.FlagCode != "" {
		out.Flag = &user.FlagRequest{Flag: permission.Flag(cmp.Or(b.Flag, string(permission.Flagged))), Code: permission.FlagCode(b.FlagCode)}
	}
	if b.Permission != "" {
		out.Standing = &user.StandingRequest{Permission: permission.Permission(b.Permission), Code: permission.PermissionCode(b.PermissionCode)}
		if b.PermissionCode == "" {
			switch out.Standing.Permission {
			case permission.Locked:
				out.Standing.Code = permission.NotKnown
			case permission.Closed:
				out.Standing.Code = permission.UserRequest
			}
		}
	} else if b.PermissionCode != "" {
		k.faults.Add("permission", bonafide.CodeRequired)
	}
	k.alone(out)
	return out, k.faults.Err()
}

// alone refuses what would take two commands: the second could fail after the first was done.
func (k *keeping) alone(c Change) {
	changes := c.Update != nil || c.Submit != nil
	if c.Flag != nil && changes {
		k.faults.Add("flag", bonafide.CodeNotAllowed)
	}
	if c.Standing != nil && (changes || c.Flag != nil) {
		k.faults.Add("permission", bonafide.CodeNotAllowed)
	}
}

func (k *keeping) update(to *user.UpdateRequest, b UpdateBody, u user.User) {
	to.LegalName, to.PublicNote, to.SuppID, to.IsHidden, to.ExtraSecurity = b.LegalName, b.PublicNote, b.SuppID, b.IsHidden, b.ExtraSecurity
	if slices.Contains(u.LegalNames, b.RemoveLegalName) {
		to.RemoveLegalName = b.RemoveLegalName
	}
	if b.CIPTag != nil && int(*b.CIPTag) != u.CIPTag {
		tag := int(*b.CIPTag)
		to.CIPTag = &tag
	}
	switch {
	case b.Note == nil:
	case *b.Note == "":
		delete(k.kept, keptNote)
	default:
		k.keep(keptNote, *b.Note)
	}
	if b.Login != nil {
		if login, ok := k.login("update.login", *b.Login); ok {
			to.Login = &login
		}
	}
	if gone := string(b.RemoveLogin); gone != "" && !k.drop(keptLogin, gone) &&
		slices.ContainsFunc(u.Logins, func(l user.Login) bool { return strings.EqualFold(string(l.Email), gone) }) {
		to.RemoveLogin = gone
	}
	k.contacts(to, b, u)
}

func (k *keeping) contacts(to *user.UpdateRequest, b UpdateBody, u user.User) {
	if given := b.PhoneNumber; given != "" {
		switch p, ok := number(given, k.region); {
		case ok:
			k.asSent(p, given)
			to.PhoneNumber = string(p)
		case strings.Contains(given, "@"):
			to.PhoneNumber = given
		default:
			k.add(keptContact, given)
		}
	}
	gone := b.RemovePhoneNumber
	if gone == "" || k.drop(keptContact, gone) {
		return
	}
	p, _ := number(gone, k.region)
	for _, c := range u.Contacts {
		switch {
		case c.Phone != "" && (c.Phone == p || k.shown(c.Phone) == gone):
			to.RemovePhoneNumber = string(c.Phone)
			delete(k.kept, keptPhone+string(c.Phone))
		case c.Email != "" && strings.EqualFold(string(c.Email), gone):
			to.RemovePhoneNumber = gone
		}
	}
}
