package user

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/user/scope"
)

// KindAccess is the kind of the records that hold who may act as a user: tokens,
// devices and one-time codes, under the user's id.
const KindAccess = Kind + ".access"

// Bounds of access.
const (
	AccessKeyLife  = 2 * time.Hour       // how long an access key is good (the published expires_in of 7200 seconds)
	RefreshLife    = 90 * 24 * time.Hour // how long a refresh token is good that is not used
	repeatLife     = 10 * time.Second    // how long a refresh token that was used is answered as before
	maxFamilies    = 20                  // refresh tokens of a user
	maxDevices     = 10                  // confirmed devices of a user
	maxFingerprint = 512                 // bytes
)

// access is who may act as the user. Of devices, tokens and codes only HMACs
// are kept: of devices and tokens, which may last for years, made with a key of the
// record's own, of codes and who waits for one under the root of the tenant.
type access struct {
	MACKey     []byte               `json:"mac_key,omitzero"` // sealed; see [bonafide.MACKey]
	Devices    []device             `json:"devices,omitzero"`
	Families   []tokenFamily        `json:"families,omitzero"`
	Candidates map[string]candidate `json:"candidates,omitzero"` // by platform
	Codes      map[string]codes     `json:"codes,omitzero"`      // codes that verify the phone number or confirm a contact, by asker
	Documents  map[string]codes     `json:"documents,omitzero"`  // codes that prove sub-documents, by sub-document id
}

// A device was confirmed by a one-time code, or came while the user took no second
// factor.
type device struct {
	ID          string    `json:"id"`
	Fingerprint []byte    `json:"fingerprint"`           // HMAC
	ConfirmedAt time.Time `json:"confirmed_at,omitzero"` // zero = by no code
	UsedAt      time.Time `json:"used_at"`
	IsProtected bool      `json:"is_protected,omitzero"` // stays when there are too many
}

// A tokenFamily is a refresh token with all that it was rotated from and the
// access key it gave last.
type tokenFamily struct {
	ID         string        `json:"id"`
	Platform   string        `json:"platform"`
	Refresh    []byte        `json:"refresh"`             // HMAC of the token that is good now
	Before     []byte        `json:"before,omitzero"`     // HMAC of the token before it
	RotatedAt  time.Time     `json:"rotated_at,omitzero"` // when that one was used
	ExpiresAt  time.Time     `json:"expires_at"`
	Key        []byte        `json:"key,omitzero"` // HMAC of the access key
	KeyExpires time.Time     `json:"key_expires,omitzero"`
	Scopes     []scope.Scope `json:"scopes,omitzero"` // scopes of the access key; empty = all
	Device     string        `json:"device,omitzero"` // id of the device that the access key is for
}

// scopes returns what the access key is for.
func (f tokenFamily) scopes() []scope.Scope {
	if len(f.Scopes) == 0 && len(f.Key) > 0 {
		return scope.All()
	}
	return f.Scopes
}

// A candidate is a device that waits for its one-time code.
type candidate struct {
	Fingerprint []byte `json:"fingerprint,omitzero"` // HMAC
	Codes       codes  `json:"codes,omitzero"`
}

func (s *Service) accessPart() aggregate.Part[User] {
	return aggregate.NewPart(KindAccess,
		func(u User) access { return u.beside.access },
		func(u User, a access) User { u.beside.access = a; return u }, nil)
}

// macs opens the key that the HMACs are made with; at the first use it makes it.
func (a *access) macs(keys *bonafide.Keys, user string) (bonafide.MACKey, error) {
	if len(a.MACKey) > 0 {
		return keys.OpenMACKey(KindAccess, user, a.MACKey)
	}
	key := keys.NewMACKey(KindAccess, user)
	a.MACKey = key.Sealed()
	return key, nil
}

// family returns the index of a family, or -1.
func (a access) family(id string) int {
	return slices.IndexFunc(a.Families, func(f tokenFamily) bool { return f.ID == id })
}

// withFamily returns the access with f in place of the family of its id, or
// added; of too many the one that expires first goes.
func (a access) withFamily(f tokenFamily) access {
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
func (a access) without(family string) access {
	a.Families = slices.DeleteFunc(slices.Clone(a.Families), func(f tokenFamily) bool { return f.ID == family })
	return a
}

// trust returns the access with one more confirmed device; of too many the one
// unused for longest goes, unless it is protected. It is false if all are.
func (a access) trust(d device) (access, bool) {
	a.Devices = slices.Clone(a.Devices)
	if len(a.Devices) >= maxDevices {
		oldest := -1
		for i, t := range a.Devices {
			if !t.IsProtected && (oldest < 0 || t.UsedAt.Before(a.Devices[oldest].UsedAt)) {
				oldest = i
			}
		}
		if oldest < 0 {
			return a, false
		}
		a.Devices = slices.Delete(a.Devices, oldest, oldest+1)
	}
	a.Devices = append(a.Devices, d)
	return a, true
}

// withDocument returns the access with the codes of a sub-document of the user's; those
// of sub-documents that are gone are forgotten.
func (a access) withDocument(u User, sub string, c codes) access {
	a.Documents = mapWith(a.Documents, sub, c)
	maps.DeleteFunc(a.Documents, func(id string, _ codes) bool { _, _, there := u.sub(id); return !there && id != sub })
	return a
}

// Access is who may act as a user, without any key material.
type Access struct {
	Devices  []Device  `json:"devices,omitzero"`  // that are trusted, in the order in which they came
	Sessions []Session `json:"sessions,omitzero"` // refresh tokens
}

// A Device was confirmed by a one-time code, or came while the user took no second
// factor.
type Device struct {
	ID          string    `json:"id"`
	ConfirmedAt time.Time `json:"confirmed_at,omitzero"` // zero = by no code
	UsedAt      time.Time `json:"used_at"`
	IsProtected bool      `json:"is_protected,omitzero"` // stays when there are too many
}

// A Session is a refresh token with the access key it gave last.
type Session struct {
	UserID     string        `json:"user_id"`
	ID         string        `json:"id"` // the same over all tokens of the session
	Platform   string        `json:"platform"`
	ExpiresAt  time.Time     `json:"expires_at"`
	KeyExpires time.Time     `json:"key_expires,omitzero"` // zero = it gave no access key yet
	Scopes     []scope.Scope `json:"scopes,omitzero"`      // scopes of the access key
	Device     string        `json:"device,omitzero"`      // id of the device that the access key is for
}

func (f tokenFamily) session(user string) Session {
	return Session{UserID: user, ID: f.ID, Platform: f.Platform, ExpiresAt: f.ExpiresAt, KeyExpires: f.KeyExpires, Scopes: f.scopes(), Device: f.Device}
}

// Access returns the devices and sessions of a user; a platform sees its own
// sessions alone. Whoever may know of the user may read it. It fails with
// [bonafide.ErrNotFound]; of an erased user nothing is left.
func (s *Service) Access(ctx context.Context, by bonafide.Actor, id string) (Access, error) {
	u, err := s.read(ctx, by, id, KindAccess)
	if err != nil {
		return Access{}, err
	}
	return accessOf(u, by), nil
}

// accessOf is the access as an actor may see it.
func accessOf(u User, by bonafide.Actor) (out Access) {
	for _, d := range u.beside.access.Devices {
		out.Devices = append(out.Devices, Device{ID: d.ID, ConfirmedAt: d.ConfirmedAt, UsedAt: d.UsedAt, IsProtected: d.IsProtected})
	}
	for _, f := range u.beside.access.Families {
		if !by.Is(bonafide.ActorPlatform) || f.Platform == by.ID {
			out.Sessions = append(out.Sessions, f.session(u.ID))
		}
	}
	return out
}
