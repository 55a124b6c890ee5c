package user

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/phone"
)

// Codes of refused access. What exactly is wrong with a token stays unsaid.
const (
	RefusedToken  bonafide.Code = "token_refused"   // unknown, expired, used before or revoked
	RefusedKey    bonafide.Code = "key_refused"     // the same of an access key, or another device
	RefusedScope  bonafide.Code = "scope_refused"   // the access key is not for this
	RefusedDevice bonafide.Code = "devices_refused" // all devices are protected: none can make room
)

// Step is how far an OAuth call has come.
type Step string

// The steps.
const (
	StepGranted       Step = "granted"        // the access key is there
	StepActionPending Step = "action_pending" // an unknown device: choose where its code goes
	StepCodeSent      Step = "code_sent"      // answer the code
)

// An OAuthRequest asks for an access key to act as the user.
type OAuthRequest struct {
	RefreshToken bonafide.Secret
	Fingerprint  bonafide.Secret // of the device, as the host computes it
	Scopes       []OAuthScope    // none means all
	Device       string          // for an unknown fingerprint: the phone or e-mail device that its code goes to
	PIN          bonafide.Secret // answers that code
	IsProtected  bool            // keep the device when there are too many
}

// A Grant is the answer to an OAuth call. Its secrets are shown this once.
type Grant struct {
	Step         Step
	UserID       string
	AccessKey    bonafide.Secret
	ExpiresAt    time.Time
	RefreshToken bonafide.Secret // in place of the one that was used
	Scopes       []OAuthScope
	Devices      []string // masked, in the order of User.Devices, while a device waits
}

// IssueToken gives the platform a refresh token of the user. Only its HMAC is
// kept. Platforms that are linked to the user may call it.
func (s *Service) IssueToken(ctx context.Context, by bonafide.Actor, id string) (refresh bonafide.Secret, err error) {
	ctx, end := s.begin(ctx, "user.issue_token", id)
	defer end(&err)
	if err := by.Check("by"); err != nil {
		return bonafide.Secret{}, err
	}
	if !by.Is(bonafide.ActorPlatform) {
		return bonafide.Secret{}, bonafide.ErrForbidden
	}
	_, err = s.change(ctx, id, permission.VerbAuthenticate, record.Command{Op: "user.issue_token", By: by}, func(u User, at time.Time) (record.Change[User], error) {
		if err := s.permits(u, permission.VerbAuthenticate, bonafide.User(u.ID)); err != nil {
			return record.Change[User]{}, err
		}
		family, err := s.opts.NewID()
		if err != nil {
			return record.Change[User]{}, err
		}
		f := Family{ID: family, Platform: by.ID, ExpiresAt: at.Add(RefreshLife)}
		f, refresh = s.rotate(u, f)
		u.Access = u.Access.withFamily(f)
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventTokenIssued, at, by, "family", family)}}, nil
	})
	if err != nil {
		return bonafide.Secret{}, err
	}
	return refresh, nil
}

// rotate gives a family a new refresh token.
func (s *Service) rotate(u User, f Family) (Family, bonafide.Secret) {
	secret := secretBytes()
	f.Refresh = s.keys.MAC("refresh token", u.ID, f.ID, secret)
	return f, token("refresh", u.ID, f.ID, secret)
}

// OAuth exchanges a refresh token for an access key (Synapse users, OAuth
// user). The refresh token is rotated: the one used is worth nothing any more,
// and using it again revokes the whole family, since one of the two who hold it
// is a thief. An unknown device is no error: the answer says that its
// confirmation is pending, and no token is used up.
func (s *Service) OAuth(ctx context.Context, by bonafide.Actor, req OAuthRequest) (grant Grant, err error) {
	ctx, end := s.begin(ctx, "user.oauth", "")
	defer end(&err)
	if err := by.Check("by"); err != nil {
		return Grant{}, err
	}
	if !by.Is(bonafide.ActorPlatform) {
		return Grant{}, bonafide.ErrForbidden
	}
	scopes, err := checkScopes(req.Scopes)
	if err != nil {
		return Grant{}, err
	}
	if n := len(req.Fingerprint.Reveal()); n == 0 || n > maxFingerprint {
		return Grant{}, bonafide.Invalid("fingerprint", bonafide.CodeOutOfRange)
	}
	id, family, ok := splitToken("refresh", req.RefreshToken)
	if !ok {
		return Grant{}, &bonafide.RefusedError{Code: RefusedToken}
	}
	var message Message
	u, err := s.change(ctx, id, permission.VerbAuthenticate, record.Command{Op: "user.oauth", By: by}, func(u User, at time.Time) (record.Change[User], error) {
		x := exchange{s: s, by: by, at: at, req: req, scopes: scopes}
		c, err := x.run(u, family)
		grant, message = x.grant, x.message
		return c, err
	})
	if errors.Is(err, bonafide.ErrNotFound) {
		return Grant{}, &bonafide.RefusedError{Code: RefusedToken}
	}
	if err != nil {
		return Grant{}, err
	}
	if message.ID != "" {
		if err := s.deliver(ctx, message); err != nil {
			return Grant{}, bonafide.ErrUnavailable
		}
	}
	grant.UserID = u.ID
	return grant, nil
}

// exchange is one run of an OAuth call.
type exchange struct {
	s       *Service
	by      bonafide.Actor
	at      time.Time
	req     OAuthRequest
	scopes  []OAuthScope
	grant   Grant
	message Message
}

func (x *exchange) run(u User, family string) (record.Change[User], error) {
	if err := x.s.permits(u, permission.VerbAuthenticate, bonafide.User(u.ID)); err != nil {
		return record.Change[User]{}, err
	}
	refused := &bonafide.RefusedError{Code: RefusedToken}
	i := u.Access.family(family)
	if i < 0 || u.Access.Families[i].Platform != x.by.ID || !x.at.Before(u.Access.Families[i].ExpiresAt) {
		return record.Change[User]{}, refused
	}
	f := u.Access.Families[i]
	if !x.s.tokenIs(f.Refresh, "refresh token", u, f, x.req.RefreshToken) {
		u.Access = u.Access.without(f.ID)
		return record.Change[User]{State: u, Outcome: refused, Events: []bonafide.Event{
			bonafide.NewEvent(EventTokenReused, x.at, x.by, "family", f.ID),
		}}, nil
	}
	if device := x.s.device(u, x.req.Fingerprint); device >= 0 {
		return x.give(u, f, device, nil)
	}
	switch {
	case !x.req.PIN.IsZero():
		return x.confirm(u, f)
	case x.req.Device != "":
		return x.send(u)
	}
	x.grant = Grant{Step: StepActionPending, Devices: u.maskedDevices()}
	return record.Change[User]{State: u}, nil
}

// give rotates the refresh token and makes an access key for the device.
func (x *exchange) give(u User, f Family, device int, events []bonafide.Event) (record.Change[User], error) {
	u.Access.Trusted = slices.Clone(u.Access.Trusted)
	u.Access.Trusted[device].UsedAt = x.at
	secret := secretBytes()
	f.Key = x.s.keys.MAC("access key", u.ID, f.ID, secret)
	f.KeyExpires, f.Scopes, f.Device = x.at.Add(AccessKeyLife), x.scopes, u.Access.Trusted[device].ID
	f.ExpiresAt = x.at.Add(RefreshLife)
	var refresh bonafide.Secret
	f, refresh = x.s.rotate(u, f)
	u.Access = u.Access.withFamily(f)
	u = u.active(permission.VerbAuthenticate, x.by, x.at)
	x.grant = Grant{Step: StepGranted, AccessKey: token("oauth", u.ID, f.ID, secret), ExpiresAt: f.KeyExpires, RefreshToken: refresh, Scopes: x.scopes}
	return record.Change[User]{State: u, Events: append(events, bonafide.NewEvent(EventTokenRotated, x.at, x.by, "family", f.ID))}, nil
}

// confirm answers the device's one-time code.
func (x *exchange) confirm(u User, f Family) (record.Change[User], error) {
	refused := &bonafide.RefusedError{Code: RefusedCode}
	p := u.Access.Pending
	fits := x.s.keys.VerifyMAC(p.Fingerprint, "device", u.ID, x.req.Fingerprint.Reveal())
	codes, result := p.Codes.guess(func(c Challenge) bool {
		return fits && x.s.keys.VerifyMAC(c.MAC, "device code", c.ID, u.ID, x.req.PIN.Reveal())
	}, x.at, x.s.opts.Codes)
	u.Access.Pending.Codes = codes
	switch result {
	case unseen:
		return record.Change[User]{}, refused
	case wrong:
		return record.Change[User]{State: u, Outcome: refused, Events: []bonafide.Event{
			bonafide.NewEvent(EventCodeWrong, x.at, x.by, "challenge", p.Codes.Open.ID),
		}}, nil
	}
	id, err := x.s.opts.NewID()
	if err != nil {
		return record.Change[User]{}, err
	}
	var ok bool
	u.Access, ok = u.Access.trust(Trusted{
		ID: id, Fingerprint: x.s.keys.MAC("device", u.ID, x.req.Fingerprint.Reveal()), ConfirmedAt: x.at, UsedAt: x.at, IsProtected: x.req.IsProtected,
	})
	if !ok {
		return record.Change[User]{}, &bonafide.RefusedError{Code: RefusedDevice}
	}
	u.Access.Pending = Pending{Codes: Codes{Sends: codes.Sends}}
	return x.give(u, f, len(u.Access.Trusted)-1, []bonafide.Event{bonafide.NewEvent(EventDeviceConfirmed, x.at, x.by, "device", id)})
}

// send opens a code for the device; the message goes out once it is stored.
func (x *exchange) send(u User) (record.Change[User], error) {
	to, err := parseDevice(x.req.Device)
	if err != nil || !slices.ContainsFunc(u.Devices, to.same) {
		return record.Change[User]{}, bonafide.Invalid("device", bonafide.CodeUnknown)
	}
	code, err := x.s.opts.NewCode()
	if err != nil {
		return record.Change[User]{}, err
	}
	id, err := x.s.opts.NewID()
	if err != nil {
		return record.Change[User]{}, err
	}
	m := Message{ID: id, UserID: u.ID, To: to.Phone, Email: to.Email, Channel: SMS, Code: bonafide.NewSecret(code), Expires: x.at.Add(x.s.opts.Codes.Life)}
	if to.Email != "" {
		m.Channel = Mail
	} else if !x.s.opts.Codes.AllowPremium && phone.Premium(to.Phone) {
		return record.Change[User]{}, &bonafide.RefusedError{Code: RefusedPremium}
	}
	open := Challenge{ID: id, Channel: m.Channel, MAC: x.s.keys.MAC("device code", id, u.ID, code), At: x.at, Expires: m.Expires, Delivered: true}
	codes, err := u.Access.Pending.Codes.send(open, x.s.opts.Codes)
	if err != nil {
		return record.Change[User]{}, err
	}
	u.Access.Pending = Pending{Fingerprint: x.s.keys.MAC("device", u.ID, x.req.Fingerprint.Reveal()), Codes: codes}
	x.message = m
	x.grant = Grant{Step: StepCodeSent, Devices: u.maskedDevices()}
	return record.Change[User]{State: u, Events: []bonafide.Event{
		bonafide.NewEvent(EventCodeSent, x.at, x.by, "challenge", id, "channel", string(m.Channel)),
	}}, nil
}

// tokenIs compares the secret part of a token with its HMAC.
func (s *Service) tokenIs(mac []byte, purpose string, u User, f Family, t bonafide.Secret) bool {
	text := t.Reveal()
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == '.' {
			return s.keys.VerifyMAC(mac, purpose, u.ID, f.ID, text[i+1:])
		}
	}
	return false
}

// device returns the index of the confirmed device with a fingerprint, or -1.
func (s *Service) device(u User, fingerprint bonafide.Secret) int {
	found := -1
	for i, t := range u.Access.Trusted {
		if s.keys.VerifyMAC(t.Fingerprint, "device", u.ID, fingerprint.Reveal()) {
			found = i
		}
	}
	return found
}

// maskedDevices shows where a code may go, without telling an address.
func (u User) maskedDevices() []string {
	var out []string
	for _, d := range u.Devices {
		if d.Phone != "" {
			out = append(out, d.Phone.Mask())
		} else {
			out = append(out, d.Email.Mask())
		}
	}
	return out
}

// Authenticate is the one call of a host's handler: it checks access key,
// device and scope, and returns the user who may act. It fails with a
// [*bonafide.RefusedError]: RefusedKey for anything wrong with key or device,
// RefusedScope if the key is not for this; and with an error matching
// [bonafide.ErrState] for a user who is locked or closed.
func (s *Service) Authenticate(ctx context.Context, key, fingerprint bonafide.Secret, scope OAuthScope) (User, error) {
	refused := &bonafide.RefusedError{Code: RefusedKey}
	id, family, ok := splitToken("oauth", key)
	if !ok {
		return User{}, refused
	}
	u, err := s.Get(ctx, bonafide.User(id), id)
	if errors.Is(err, bonafide.ErrNotFound) || errors.Is(err, bonafide.ErrInvalid) {
		return User{}, refused
	}
	if err != nil {
		return User{}, err
	}
	i := u.Access.family(family)
	if i < 0 {
		return User{}, refused
	}
	f := u.Access.Families[i]
	device := s.device(u, fingerprint)
	if !s.tokenIs(f.Key, "access key", u, f, key) || !s.now().Before(f.KeyExpires) || device < 0 || u.Access.Trusted[device].ID != f.Device {
		return User{}, refused
	}
	if !slices.Contains(f.Scopes, scope) {
		return User{}, &bonafide.RefusedError{Code: RefusedScope}
	}
	verb := permission.VerbView
	switch scope {
	case ScopeUserGet, ScopeNodesGet, ScopeNodeGet, ScopeTransGet, ScopeTranGet, ScopeSubnetsGet, ScopeSubnetGet,
		ScopeStatementsGet, ScopeStatementGet, ScopeConversationsGet, ScopeConversationGet, ScopeMessagesGet:
	case ScopeUserPatch:
		verb = permission.VerbSubmit
	default:
		verb = permission.VerbTransact
	}
	if err := s.permits(u, verb, bonafide.User(u.ID)); err != nil {
		return User{}, err
	}
	return u, nil
}

// RevokeTokens ends every refresh token and access key of the user, or those of
// the platform that calls.
func (s *Service) RevokeTokens(ctx context.Context, by bonafide.Actor, id string) (u User, err error) {
	ctx, end := s.begin(ctx, "user.revoke_tokens", id)
	defer end(&err)
	if err := by.Check("by"); err != nil {
		return User{}, err
	}
	if by.Is(bonafide.ActorVerifier) {
		return User{}, bonafide.ErrForbidden
	}
	return s.change(ctx, id, permission.VerbAuthenticate, record.Command{Op: "user.revoke_tokens", By: by}, func(u User, at time.Time) (record.Change[User], error) {
		var events []bonafide.Event
		for _, f := range u.Access.Families {
			if by.Is(bonafide.ActorPlatform) && f.Platform != by.ID {
				continue
			}
			u.Access = u.Access.without(f.ID)
			events = append(events, bonafide.NewEvent(EventTokenRevoked, at, by, "family", f.ID))
		}
		return record.Change[User]{State: u, Events: events}, nil
	})
}
