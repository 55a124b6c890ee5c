package user

import (
	"crypto/rand"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
)

// OAuthScope is what an access key may be used for (Synapse users, OAuth user).
type OAuthScope string

// The scopes of access keys.
const (
	ScopeUserPatch          OAuthScope = "USER|PATCH"
	ScopeUserGet            OAuthScope = "USER|GET"
	ScopeNodesPost          OAuthScope = "NODES|POST"
	ScopeNodesGet           OAuthScope = "NODES|GET"
	ScopeNodeGet            OAuthScope = "NODE|GET"
	ScopeNodePatch          OAuthScope = "NODE|PATCH"
	ScopeNodeDelete         OAuthScope = "NODE|DELETE"
	ScopeTransPost          OAuthScope = "TRANS|POST"
	ScopeTransGet           OAuthScope = "TRANS|GET"
	ScopeTranGet            OAuthScope = "TRAN|GET"
	ScopeTranPatch          OAuthScope = "TRAN|PATCH"
	ScopeTranDelete         OAuthScope = "TRAN|DELETE"
	ScopeSubnetsPost        OAuthScope = "SUBNETS|POST"
	ScopeSubnetsGet         OAuthScope = "SUBNETS|GET"
	ScopeSubnetGet          OAuthScope = "SUBNET|GET"
	ScopeSubnetPatch        OAuthScope = "SUBNET|PATCH"
	ScopeStatementsGet      OAuthScope = "STATEMENTS|GET"
	ScopeStatementGet       OAuthScope = "STATEMENT|GET"
	ScopeStatementsPost     OAuthScope = "STATEMENTS|POST"
	ScopeConversationsPost  OAuthScope = "CONVERSATIONS|POST"
	ScopeConversationsGet   OAuthScope = "CONVERSATIONS|GET"
	ScopeConversationGet    OAuthScope = "CONVERSATION|GET"
	ScopeConversationsPatch OAuthScope = "CONVERSATION|PATCH"
	ScopeMessagesPost       OAuthScope = "MESSAGES|POST"
	ScopeMessagesGet        OAuthScope = "MESSAGES|GET"
)

// OAuthScopes lists every scope.
func OAuthScopes() []OAuthScope {
	return []OAuthScope{
		ScopeUserPatch, ScopeUserGet, ScopeNodesPost, ScopeNodesGet, ScopeNodeGet, ScopeNodePatch, ScopeNodeDelete, ScopeTransPost,
		ScopeTransGet, ScopeTranGet, ScopeTranPatch, ScopeTranDelete, ScopeSubnetsPost, ScopeSubnetsGet, ScopeSubnetGet, ScopeSubnetPatch,
		ScopeStatementsGet, ScopeStatementGet, ScopeStatementsPost, ScopeConversationsPost, ScopeConversationsGet, ScopeConversationGet,
		ScopeConversationsPatch, ScopeMessagesPost, ScopeMessagesGet,
	}
}

// Bounds of access.
const (
	AccessKeyLife  = 2 * time.Hour       // of an access key (the published expires_in of 7200 seconds)
	RefreshLife    = 90 * 24 * time.Hour // of a refresh token that is not used
	maxFamilies    = 20                  // refresh tokens of a user
	maxTrusted     = 10                  // confirmed devices of a user
	maxFingerprint = 512                 // bytes
)

// Access is who may act as the user: confirmed devices and tokens. Of devices
// and tokens only HMACs are kept.
type Access struct {
	Trusted  []Trusted `json:"trusted,omitzero"`
	Families []Family  `json:"families,omitzero"`
	Pending  Pending   `json:"pending,omitzero"`
}

// A Trusted device was confirmed by a one-time code.
type Trusted struct {
	ID          string    `json:"id"`
	Fingerprint []byte    `json:"fingerprint"` // HMAC
	ConfirmedAt time.Time `json:"confirmed_at"`
	UsedAt      time.Time `json:"used_at"`
	IsProtected bool      `json:"is_protected,omitzero"` // stays when there are too many
}

// A Family is a refresh token with all that it was rotated from and the access
// key it gave last.
type Family struct {
	ID         string       `json:"id"`
	Platform   string       `json:"platform"`
	Refresh    []byte       `json:"refresh"` // HMAC of the token that is good now
	ExpiresAt  time.Time    `json:"expires_at"`
	Key        []byte       `json:"key,omitzero"` // HMAC of the access key
	KeyExpires time.Time    `json:"key_expires,omitzero"`
	Scopes     []OAuthScope `json:"scopes,omitzero"` // of the access key
	Device     string       `json:"device,omitzero"` // that the access key is for
}

// Pending is a device that waits for its one-time code.
type Pending struct {
	Fingerprint []byte `json:"fingerprint,omitzero"` // HMAC
	Codes       Codes  `json:"codes,omitzero"`
}

// secretBytes draws what a token is made of: 256 bits.
func secretBytes() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// token joins a user, a family and a secret. Ids are no secrets: they let one
// look-up find the record.
func token(kind, user, family, secret string) bonafide.Secret {
	enc := base64.RawURLEncoding.EncodeToString
	return bonafide.NewSecret(kind + "_" + enc([]byte(user)) + "." + enc([]byte(family)) + "." + secret)
}

// splitToken reads user and family of a token of a kind.
func splitToken(kind string, t bonafide.Secret) (user, family string, ok bool) {
	rest, ok := strings.CutPrefix(t.Reveal(), kind+"_")
	parts := strings.Split(rest, ".")
	if !ok || len(parts) != 3 || len(rest) > 1024 {
		return "", "", false
	}
	u, err1 := base64.RawURLEncoding.DecodeString(parts[0])
	f, err2 := base64.RawURLEncoding.DecodeString(parts[1])
	return string(u), string(f), err1 == nil && err2 == nil
}

// family returns the index of a family, or -1.
func (a Access) family(id string) int {
	return slices.IndexFunc(a.Families, func(f Family) bool { return f.ID == id })
}

// withFamily returns the access with f in place of the family of its id, or
// added; of too many the one that expires first goes.
func (a Access) withFamily(f Family) Access {
	a.Families = slices.Clone(a.Families)
	if i := a.family(f.ID); i >= 0 {
		a.Families[i] = f
		return a
	}
	if len(a.Families) >= maxFamilies {
		oldest := 0
		for i := range a.Families {
			if a.Families[i].ExpiresAt.Before(a.Families[oldest].ExpiresAt) {
				oldest = i
			}
		}
		a.Families = slices.Delete(a.Families, oldest, oldest+1)
	}
	a.Families = append(a.Families, f)
	return a
}

// without returns the access without a family.
func (a Access) without(family string) Access {
	a.Families = slices.DeleteFunc(slices.Clone(a.Families), func(f Family) bool { return f.ID == family })
	return a
}

// trust returns the access with one more confirmed device; of too many the one
// unused for longest goes, unless it is protected. It is false if all are.
func (a Access) trust(d Trusted) (Access, bool) {
	a.Trusted = slices.Clone(a.Trusted)
	if len(a.Trusted) >= maxTrusted {
		oldest := -1
		for i, t := range a.Trusted {
			if !t.IsProtected && (oldest < 0 || t.UsedAt.Before(a.Trusted[oldest].UsedAt)) {
				oldest = i
			}
		}
		if oldest < 0 {
			return a, false
		}
		a.Trusted = slices.Delete(a.Trusted, oldest, oldest+1)
	}
	a.Trusted = append(a.Trusted, d)
	return a, true
}

// checkScopes refuses unknown scopes; none given means all.
func checkScopes(scopes []OAuthScope) ([]OAuthScope, error) {
	if len(scopes) == 0 {
		return OAuthScopes(), nil
	}
	all := OAuthScopes()
	for _, s := range scopes {
		if !slices.Contains(all, s) {
			return nil, bonafide.Invalid("scope", bonafide.CodeUnknown)
		}
	}
	out := slices.Clone(scopes)
	slices.Sort(out)
	return slices.Compact(out), nil
}
