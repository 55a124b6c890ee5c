package synapse

import (
	"net/url"
	"time"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// A User is the published user object.
type User struct {
	ID                 string     `json:"_id"`
	Links              Links      `json:"_links"`
	V                  int        `json:"_v"`
	AccountClosureDate *int64     `json:"account_closure_date"` // unix milliseconds
	Client             Client     `json:"client"`
	DocStatus          DocStatus  `json:"doc_status"`
	Documents          []Document `json:"documents"`
	Emails             []string   `json:"emails"`
	Extra              Extra      `json:"extra"`
	Flag               string     `json:"flag"`
	FlagCode           *string    `json:"flag_code"`
	IPs                []string   `json:"ips"`
	IsHidden           bool       `json:"is_hidden"`
	LegalNames         []string   `json:"legal_names"`
	Logins             []Login    `json:"logins"`
	Permission         string     `json:"permission"`
	PermissionCode     *string    `json:"permission_code"`
	PhoneNumbers       []string   `json:"phone_numbers"`
	Photos             []string   `json:"photos"`
	RefreshToken       string     `json:"refresh_token"`
	Watchlists         string     `json:"watchlists"`
}

// Links are the links of an object.
type Links struct {
	Self Link `json:"self"`
}

// A Link is where something is found.
type Link struct {
	Href string `json:"href"`
}

// A Client is the platform that an answer is for.
type Client struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Extra is what is known of a user beside who it is. Times are unix milliseconds.
type Extra struct {
	CIPTag        int     `json:"cip_tag"`
	DateJoined    int64   `json:"date_joined"`
	ExtraSecurity bool    `json:"extra_security"`
	IsBusiness    bool    `json:"is_business"`
	IsTrusted     bool    `json:"is_trusted"`
	LastUpdated   int64   `json:"last_updated"`
	Note          *string `json:"note"`
	PublicNote    *string `json:"public_note"`
	SuppID        *string `json:"supp_id"`
}

// A Login is a login of a user.
type Login struct {
	Email string `json:"email"`
	Scope string `json:"scope"`
}

// A View says how a user is shown.
type View struct {
	Platform     string            // that asks
	Client       string            // its name
	BaseURL      string            // where the handler is found
	Full         bool              // full_dehydrate
	RefreshToken string            // to be shown
	Values       map[string]string // values of social documents, by id; see [user.Service.Statements]
}

// version is the published version of the object's form.
const version = 2

// EncodeUser returns a user, as its platform may see it ([user.User.As]), as the
// published object. A host calls it that has a transport of its own.
func EncodeUser(u user.User, v View) User {
	k := keepingOf(u, v.Platform, "")
	out := User{
		ID: u.ID, Links: self(v.BaseURL, "users", u.ID), V: version, Client: Client{v.Platform, v.Client},
		DocStatus: docStatus(u.Documents), Documents: []Document{}, Emails: []string{},
		Extra: Extra{CIPTag: u.CIPTag, DateJoined: millis(u.CreatedAt), ExtraSecurity: u.ExtraSecurity == nil || *u.ExtraSecurity,
			IsBusiness: u.IsBusiness, LastUpdated: millis(u.UpdatedAt), Note: given(k.kept[keptNote]), PublicNote: given(u.PublicNote)},
		Flag: string(u.Standing.Flag), FlagCode: given(string(u.Standing.FlagCode)),
		IPs: list(u.IPs), IsHidden: u.IsHidden, LegalNames: list(u.LegalNames), Logins: []Login{},
		Permission: string(u.Permission()), PhoneNumbers: []string{}, Photos: list(u.Photos), RefreshToken: v.RefreshToken,
		Watchlists: string(u.Watchlist()),
	}
	if out.Flag == "" {
		out.Flag = string(permission.NotFlagged)
	}
	if u.Permission().Standing() {
		out.PermissionCode = given(string(u.Standing.PermissionCode))
	}
	if at := u.Standing.ClosureAt; !at.IsZero() {
		ms := millis(at)
		out.AccountClosureDate = &ms
	}
	for _, l := range u.Platforms {
		if l.Platform == v.Platform {
			out.Extra.SuppID = given(l.SuppID)
		}
	}
	for _, l := range u.Logins {
		out.Logins = append(out.Logins, Login{string(l.Email), string(l.Scope)})
	}
	for _, text := range k.texts(keptLogin) {
		out.Logins = append(out.Logins, Login{text, string(user.ReadAndWrite)})
	}
	for _, c := range u.Contacts {
		if c.Phone != "" {
			out.PhoneNumbers = append(out.PhoneNumbers, k.shown(c.Phone))
		} else {
			out.PhoneNumbers = append(out.PhoneNumbers, string(c.Email))
		}
	}
	out.PhoneNumbers = append(out.PhoneNumbers, k.texts(keptContact)...)
	for _, b := range u.Documents {
		out.Documents = append(out.Documents, k.document(b, v))
	}
	return out
}

func self(base, collection, id string) Links {
	return Links{Link{base + "/" + collection + "/" + url.PathEscape(id)}}
}

// millis is a time in unix milliseconds; 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// given is nil for nothing.
func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// list is never null.
func list(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}

// A DocStatus is the deprecated summary of a user's documents.
type DocStatus struct {
	PhysicalDoc string `json:"physical_doc"`
	VirtualDoc  string `json:"virtual_doc"`
}

// Deprecated values of DocStatus beside those of sub-documents.
const (
	missing  = "MISSING|INVALID"
	resubmit = "RESUBMIT|INVALID"
)

func docStatus(bases []document.Base) DocStatus {
	return DocStatus{PhysicalDoc: worst(bases, document.Physical), VirtualDoc: worst(bases, document.Virtual)}
}

// worst is the state of that document of a class which keeps a user back the most.
func worst(bases []document.Base, class document.Class) string {
	found := missing
	rank := 0
	for _, b := range bases {
		for _, d := range b.Of(class) {
			shown := string(d.Status)
			r := map[document.Status]int{document.Valid: 1, document.Submitted: 2, document.Reviewing: 3, document.MFAPending: 4,
				document.Invalid: 6, document.Blacklisted: 7}[d.Status]
			switch {
			case d.Status == document.Blacklisted:
				shown = string(document.Invalid)
			case d.Status == document.Invalid && d.Reject == document.RejectRetry:
				shown, r = resubmit, 5
			}
			if r > rank {
				found, rank = shown, r
			}
		}
	}
	return found
}
