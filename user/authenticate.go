package user

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/scope"
)

// Codes of refused access. What exactly is wrong with a token stays unsaid.
const (
	RefusedToken  bonafide.Code = "token_refused"   // unknown, expired, used before or revoked
	RefusedKey    bonafide.Code = "key_refused"     // the same of an access key, or another device
	RefusedScope  bonafide.Code = "scope_refused"   // the access key is not for this
	RefusedDevice bonafide.Code = "devices_refused" // all devices are protected: none can make room
)

// Authenticate is the one call of a host's handler: it checks access key,
// device and scope, and returns the session in which the user may act. What the
// handler calls next acts as bonafide.User(session.UserID). It reads two small records and writes nothing, and sees a lock at once.
//
// It fails with a [*bonafide.RefusedError]: RefusedKey for anything wrong with key
// or device, RefusedScope if the key is not for this; and with an error matching
// [bonafide.ErrState] for a user who is locked or closed.
func (s *Service) Authenticate(ctx context.Context, key, fingerprint bonafide.Secret, want scope.Scope) (Session, error) {
	refused := &bonafide.RefusedError{Code: RefusedKey}
	id, family, secret, ok := splitToken("oauth", key)
	if !ok || id == "" {
		return Session{}, refused
	}
	on, err := s.permissionOf(ctx, id)
	if errors.Is(err, bonafide.ErrNotFound) {
		return Session{}, refused
	}
	if err != nil {
		return Session{}, err
	}
	held, err := aggregate.Peek[keyring](ctx, s.run.Store, KindAccess, id)
	if errors.Is(err, bonafide.ErrNotFound) {
		return Session{}, refused
	}
	if err != nil {
		return Session{}, err
	}
	f, ok := held.family(family)
	if !ok {
		return Session{}, refused
	}
	macs, err := s.keys.OpenMACKey(KindAccess, id, held.MACKey)
	if err != nil {
		return Session{}, err
	}
	if !macs.VerifyMAC(f.Key, accessKey, family, secret) || !s.now().Before(f.KeyExpires) {
		return Session{}, refused
	}
	if !held.holds(f.Device, func(mac []byte) bool { return isDevice(macs, mac, fingerprint) }) {
		return Session{}, refused
	}
	if !slices.Contains(f.scopes(), want) {
		return Session{}, &bonafide.RefusedError{Code: RefusedScope}
	}
	if err := s.permits(User{Decision: permission.Decision{Permission: on}}, string(rightTo(want)), bonafide.User(id)); err != nil {
		return Session{}, err
	}
	return f.session(id), nil
}

// rightTo is the right that a scope takes.
func rightTo(s scope.Scope) permission.Verb {
	switch {
	case s.Reads():
		return permission.VerbView
	case s == scope.UserPatch:
		return permission.VerbSubmit
	}
	return permission.VerbTransact
}

// keyring is what Authenticate wants to know of a user's access: to decode the
// rest would take most of its time.
type keyring struct {
	MACKey  []byte `json:"mac_key"`
	Devices []struct {
		ID          string `json:"id"`
		Fingerprint []byte `json:"fingerprint"`
	} `json:"devices"`
	Families []tokenFamily `json:"families"`
}

func (k keyring) family(id string) (tokenFamily, bool) {
	for _, f := range k.Families {
		if f.ID == id {
			return f, true
		}
	}
	return tokenFamily{}, false
}

// holds reports whether a confirmed device with that id has a fingerprint.
func (k keyring) holds(id string, is func(mac []byte) bool) bool {
	for _, d := range k.Devices {
		if d.ID == id {
			return is(d.Fingerprint)
		}
	}
	return false
}

// permissionOf returns a user's permission as far as standing goes. The label
// of the record tells it as long as nothing of the user is due: what else may
// have changed by itself lifts and lowers a live user, and neither locks nor
// unlocks one.
func (s *Service) permissionOf(ctx context.Context, id string) (permission.Permission, error) {
	r, err := s.run.Store.Get(ctx, Kind, id)
	if err != nil {
		return "", err
	}
	if !reached(r.Due, s.now()) {
		for _, label := range r.Labels {
			if on, ok := strings.CutPrefix(label, labelPermission); ok {
				return permission.Permission(on), nil
			}
		}
	}
	u, err := s.alive(ctx, bonafide.User(id), id)
	return u.Permission(), err
}

// isDevice compares a fingerprint with the HMAC of a confirmed device's.
func isDevice(macs bonafide.MACKey, mac []byte, fingerprint bonafide.Secret) bool {
	return macs.VerifyMAC(mac, "device", fingerprint.Reveal())
}
