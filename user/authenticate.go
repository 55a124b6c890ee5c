package user

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
)

// Codes of refused access. What exactly is wrong with a token stays unsaid.
const (
	RefusedToken  bonafide.Code = "token_refused"   // unknown, expired, used before or revoked
	RefusedKey    bonafide.Code = "key_refused"     // the same of an access key, or another device
	RefusedScope  bonafide.Code = "scope_refused"   // the access key is not for this
	RefusedDevice bonafide.Code = "devices_refused" // all devices are protected: none can make room
)

// Authenticate is the one call of a host's handler: it checks access key,
// device and scope, and returns the session in which the user may act; UserID is
// who. It reads two small records and writes nothing, and sees a lock at once.
//
// It fails with a [*bonafide.RefusedError]: RefusedKey for anything wrong with key
// or device, RefusedScope if the key is not for this; and with an error matching
// [bonafide.ErrState] for a user who is locked or closed.
func (s *Service) Authenticate(ctx context.Context, key, fingerprint bonafide.Secret, scope OAuthScope) (Session, error) {
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
	if !ok || !s.keys.VerifyMAC(f.Key, accessKey, id, family, secret) || !s.now().Before(f.KeyExpires) {
		return Session{}, refused
	}
	d := slices.IndexFunc(held.Devices, func(d device) bool { return d.ID == f.Device })
	if d < 0 || !s.isDevice(held.Devices[d], id, fingerprint) {
		return Session{}, refused
	}
	if !slices.Contains(f.scopes(), scope) {
		return Session{}, &bonafide.RefusedError{Code: RefusedScope}
	}
	if err := s.permits(User{Decision: permission.Decision{Permission: on}}, string(scope.verb()), bonafide.User(id)); err != nil {
		return Session{}, err
	}
	return f.session(id), nil
}

// keyring is what Authenticate wants to know of a user's access.
type keyring struct {
	Devices  []device      `json:"devices"`
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

// isDevice compares a fingerprint with that of a confirmed device.
func (s *Service) isDevice(d device, user string, fingerprint bonafide.Secret) bool {
	return s.keys.VerifyMAC(d.Fingerprint, "device", user, fingerprint.Reveal())
}
