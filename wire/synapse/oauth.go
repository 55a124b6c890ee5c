package synapse

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/canonical"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

// An OAuthBody is the body of POST /oauth/:id.
type OAuthBody struct {
	RefreshToken  bonafide.Secret `json:"refresh_token"`
	Scope         []scope.Scope   `json:"scope"`
	PhoneNumber   string          `json:"phone_number"`
	ValidationPin bonafide.Secret `json:"validation_pin"`
	IsActive      bool            `json:"is_active"`
	IsProtected   bool            `json:"is_protected"`
}

// An OAuth is the answer that has the access key.
type OAuth struct {
	ClientID         string        `json:"client_id"`
	ClientName       string        `json:"client_name"`
	ExpiresAt        string        `json:"expires_at"` // unix seconds
	ExpiresIn        string        `json:"expires_in"` // seconds
	OAuthKey         string        `json:"oauth_key"`
	RefreshExpiresIn int           `json:"refresh_expires_in"` // days
	RefreshToken     string        `json:"refresh_token"`
	Scope            []scope.Scope `json:"scope"`
	UserID           string        `json:"user_id"`
}

// A Pending is the answer to an unknown fingerprint: where a code may go.
type Pending struct {
	Error
	PhoneNumbers []string `json:"phone_numbers"`
}

// A Sent is the answer that a code was sent.
type Sent struct {
	ErrorCode string `json:"error_code"`
	HTTPCode  string `json:"http_code"`
	Message   Text   `json:"message"`
	Success   bool   `json:"success"`
}

func (h *handler) oauth(c *call) (any, error) {
	var body OAuthBody
	if err := h.read(c, &body); err != nil {
		return nil, err
	}
	u, err := h.users.Get(c.ctx(), c.by, c.user())
	if err != nil {
		return nil, err
	}
	if id, ok := tokenOf(body.RefreshToken, "refresh"); !ok || id != u.ID {
		return nil, &bonafide.RefusedError{Code: user.RefusedToken}
	}
	_, fingerprint := credentials(c.r)
	req := user.OAuthRequest{
		RefreshToken: body.RefreshToken, Fingerprint: fingerprint, Scopes: body.Scope, Region: h.o.Region, PIN: body.ValidationPin,
		IsActive: body.IsActive, IsProtected: body.IsProtected,
	}
	// Clients send the key of an earlier request with every later one: another body under
	// it is another request here.
	req.Key = c.key(canonical.Sum([]byte(body.RefreshToken.Reveal())), body.PhoneNumber)
	k := keepingOf(u, c.by.ID, h.o.Region)
	req.Device = k.device(u, body.PhoneNumber)
	grant, err := h.users.OAuth(c.ctx(), c.by, req)
	if err != nil {
		return nil, err
	}
	switch grant.Step {
	case user.StepActionPending:
		c.status = http.StatusAccepted
		return Pending{Error{Text{"Fingerprint not registered. Please perform the MFA flow."}, codePending, "202", false}, k.reachable(u)}, nil
	case user.StepCodeSent:
		c.status = http.StatusAccepted
		return Sent{codePending, "202", Text{"MFA sent to " + body.PhoneNumber + "."}, true}, nil
	}
	return OAuth{
		ClientID: c.by.ID, ClientName: h.o.Client(c.by.ID), ExpiresAt: strconv.FormatInt(grant.ExpiresAt.Unix(), 10),
		ExpiresIn: strconv.Itoa(int(user.AccessKeyLife / time.Second)), OAuthKey: grant.AccessKey.Reveal(),
		RefreshExpiresIn: int(user.RefreshLife / (24 * time.Hour)), RefreshToken: grant.RefreshToken.Reveal(), Scope: grant.Scopes, UserID: u.ID,
	}, nil
}

// reachable are the contacts that a code may go to, as they were sent.
func (k *keeping) reachable(u user.User) []string {
	out := []string{}
	for _, c := range u.Contacts {
		switch {
		case c.Phone != "" && (c.Phone == u.Phone || !c.ConfirmedAt.IsZero()):
			out = append(out, k.shown(c.Phone))
		case c.Email != "" && !c.ConfirmedAt.IsZero():
			out = append(out, string(c.Email))
		}
	}
	return out
}

// device is the contact that a client means, as the Service knows it.
func (k *keeping) device(u user.User, given string) string {
	i := slices.IndexFunc(u.Contacts, func(c user.Contact) bool { return c.Phone != "" && k.shown(c.Phone) == given })
	if i >= 0 {
		return string(u.Contacts[i].Phone)
	}
	if p, ok := number(given, k.region); ok {
		return string(p)
	}
	return given
}

// keyOf is the user that an access key names.
func keyOf(key bonafide.Secret) (string, bool) { return tokenOf(key, "oauth") }

// tokenOf is the user that a token of the Service names. It proves nothing.
func tokenOf(token bonafide.Secret, kind string) (string, bool) {
	rest, ok := strings.CutPrefix(token.Reveal(), kind+"_")
	if !ok || len(rest) > 2048 {
		return "", false
	}
	first, _, _ := strings.Cut(rest, ".")
	id, err := base64.RawURLEncoding.DecodeString(first)
	return string(id), err == nil
}
