package user

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
	"github.com/bonafide-go/bonafide/user/scope"
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
	Key          string           `json:"-"` // idempotency key: repeated, it gives the same tokens, as long as these were not used
	RefreshToken bonafide.Secret  `json:"refresh_token"`
	Fingerprint  bonafide.Secret  `json:"fingerprint"`           // fingerprint of the device, as the host computes it; 1 to 512 bytes
	Scopes       []scope.Scope    `json:"scope,omitzero"`        // empty means all
	Device       string           `json:"phone_number,omitzero"` // for an unknown fingerprint: the contact that its code goes to, in full or as Grant.Contacts shows it
	Region       bonafide.Country `json:"region,omitzero"`       // where a Device without "+" belongs
	PIN          bonafide.Secret  `json:"validation_pin"`        // answers that code
	IsProtected  bool             `json:"is_protected,omitzero"` // keep the device when there are too many
	IsActive     bool             `json:"is_active,omitzero"`    // ask for a code although the fingerprint is known; to be set in every call until the key is there
}

// A Grant is the answer to an OAuth call. Its secrets are shown this once.
type Grant struct {
	Step         Step
	UserID       string
	AccessKey    bonafide.Secret
	ExpiresAt    time.Time       // end of the access key
	RefreshToken bonafide.Secret // replaces the one that was used
	Scopes       []scope.Scope
	Contacts     []string // masked, each another text, while a device waits: where a code may go; one of them is the next call's Device
}

// OAuth exchanges a refresh token for an access key (Synapse users, OAuth
// user). The refresh token is rotated. One that was used is answered once more as
// before, with the same tokens, for 10 seconds and from the same device: a reply may
// be lost, and two windows may ask at once. Using it otherwise revokes the whole
// family, since one of the two who hold it is a thief (RFC 9700 section 4.14.2). A
// token that was never issued changes nothing. An unknown device is no error: the answer says that its
// confirmation is pending, and no token is used up. Call again with Device, then
// with PIN; [Service.Authenticate] takes the access key. Codes go to the phone number
// and to confirmed contacts alone. Where User.ExtraSecurity is false, an unknown device
// needs no code.
//
// Under one key another PIN is another guess. A guess is remembered as long as the
// code that it was about is good.
//
// Platforms may call it, others fail with [bonafide.ErrForbidden]. It fails with a
// [*bonafide.RefusedError]: RefusedToken, RefusedCode for a wrong PIN,
// RefusedSending, RefusedPremium, RefusedLandline and RefusedVoIP where no code is sent, RefusedDevice; with a
// [*bonafide.NotConfiguredError] where a code is due and there is no [Messenger]; with an
// error matching [bonafide.ErrUnavailable] if the message was not delivered: ask
// for another under another key, at once if it matches [ErrNotSent] too; and with an error matching
// [bonafide.ErrState] for a closed user.
func (s *Service) OAuth(ctx context.Context, by bonafide.Actor, req OAuthRequest) (Grant, error) {
	x := &exchange{s: s, req: req}
	c := s.prepare(x.command())
	if _, err := c.Call("", by); err != nil {
		return Grant{}, err // before anything is made of the token
	}
	id, family, secret, ok := splitToken("refresh", req.RefreshToken)
	if !ok {
		return Grant{}, &bonafide.RefusedError{Code: RefusedToken}
	}
	x.family, x.secret = family, secret
	_, err := s.run.Do(ctx, id, by, c)
	if errors.Is(err, bonafide.ErrNotFound) {
		x.unknown(id)
		return Grant{}, &bonafide.RefusedError{Code: RefusedToken}
	}
	if err != nil {
		return Grant{}, err
	}
	if x.message.ID != "" {
		if err := s.send(ctx, x.message); err != nil {
			return Grant{}, err
		}
	}
	x.grant.UserID = id
	return x.grant, nil
}

func (r OAuthRequest) command(s *Service) command {
	_, family, secret, _ := splitToken("refresh", r.RefreshToken)
	return (&exchange{s: s, req: r, family: family, secret: secret}).command()
}

// guess is the answer to a code, if there is one.
func (r OAuthRequest) guess() []bonafide.Secret {
	if r.PIN.IsZero() {
		return nil
	}
	return []bonafide.Secret{r.PIN}
}

// exchange is one run of an OAuth call.
type exchange struct {
	s              *Service
	req            OAuthRequest
	family, secret string // family and secret that the refresh token names
	scopes         []scope.Scope
	grant          Grant
	message        Message
	macs           bonafide.MACKey // of the user's access
}

func (x *exchange) command() command {
	r := x.req
	return command{
		Op: "user.oauth", Verb: string(permission.VerbAuthenticate), Key: r.Key, Body: r, Secrets: []bonafide.Secret{r.RefreshToken, r.Fingerprint},
		Guess: r.guess(), With: []string{KindAccess}, Actors: platforms,
		Check: func() (err error) {
			if n := len(r.Fingerprint.Reveal()); n == 0 || n > maxFingerprint {
				return bonafide.Invalid("fingerprint", bonafide.CodeOutOfRange)
			}
			x.scopes, err = scope.Check(r.Scopes)
			return err
		},
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			x.grant, x.message = Grant{}, Message{} // nothing stays of a try that lost its race
			return x.run(ctx, u, in)
		},
		Repeat: func(_ context.Context, u User) error { return x.repeat(u) },
	}
}

func (x *exchange) run(ctx context.Context, u User, in input) (change, error) {
	refused := &bonafide.RefusedError{Code: RefusedToken}
	var err error
	if x.macs, err = u.beside.access.macs(x.s.keys, u.ID); err != nil {
		return change{}, err
	}
	a := u.beside.access
	i := a.family(x.family)
	if i < 0 {
		x.unknown(u.ID)
		return change{}, refused
	}
	if a.Families[i].Platform != in.By.ID || !in.At.Before(a.Families[i].ExpiresAt) {
		return change{}, refused
	}
	f := a.Families[i]
	d := x.device(u)
	if !x.macs.VerifyMAC(f.Refresh, refreshToken, f.ID, x.secret) {
		switch {
		case !issued(x.macs, f.ID, x.secret):
			return change{}, refused
		case d >= 0 && x.again(u, f, a.Devices[d].ID, in.At):
			return change{State: u}, nil
		}
		u.beside.access = a.without(f.ID)
		return change{State: u, Outcome: refused, Events: one(of(KindAccess, in.Event(event.TokenReused, "family", f.ID)))}, nil
	}
	switch {
	case d >= 0 && !x.req.IsActive:
		return x.give(u, f, d, nil, in)
	case u.ExtraSecurity != nil && !*u.ExtraSecurity && !x.req.IsActive:
		return x.trust(u, f, time.Time{}, in)
	case !x.req.PIN.IsZero():
		return x.confirm(u, f, in)
	case x.req.Device != "":
		return x.send(ctx, u, in)
	}
	x.grant = Grant{Step: StepActionPending, Contacts: x.s.masked(u, u.reachable())}
	return change{State: u}, nil
}

// unknown does for a user or a family that is not there what a made-up token of one
// that is there takes.
func (x *exchange) unknown(user string) {
	macs := x.s.keys.NewMACKey(KindAccess, user)
	macs.VerifyMAC(nil, refreshToken, x.family, x.secret)
	issued(macs, x.family, x.secret)
}

// device returns the index of the confirmed device with the fingerprint, or -1.
func (x *exchange) device(u User) int {
	found := -1
	for i, d := range u.beside.access.Devices {
		if isDevice(x.macs, d.Fingerprint, x.req.Fingerprint) {
			found = i
		}
	}
	return found
}

// give rotates the refresh token and makes an access key for the device.
func (x *exchange) give(u User, f tokenFamily, d int, events []bonafide.Event, in input) (change, error) {
	a := &u.beside.access
	a.Devices = slices.Clone(a.Devices)
	a.Devices[d].UsedAt = in.At
	refresh, key := x.secrets()
	f.Before, f.RotatedAt = f.Refresh, in.At
	f.Refresh, f.ExpiresAt = x.macs.MAC(refreshToken, f.ID, refresh), in.At.Add(RefreshLife)
	f.Key, f.KeyExpires = x.macs.MAC(accessKey, f.ID, key), in.At.Add(AccessKeyLife)
	f.Device, f.Scopes = a.Devices[d].ID, x.scopes
	if len(x.req.Scopes) == 0 {
		f.Scopes = nil // all
	}
	*a = a.withFamily(f)
	x.granted(u, f, refresh, key)
	return change{State: u, Events: append(events, of(KindAccess, in.Event(event.TokenRotated, "family", f.ID)))}, nil
}

// secrets returns what the next refresh token and access key are made of. They
// are derived from the token that is used: an answer that was lost can be given
// again.
func (x *exchange) secrets() (refresh, key string) {
	derive := func(purpose string) []byte { return x.macs.MAC("secret of "+purpose, x.family, x.secret) }
	return sealedSecret(x.macs, x.family, derive(refreshToken)), base64.RawURLEncoding.EncodeToString(derive(accessKey))
}

// again gives the answer to the token before the present one once more, if that
// was used by the device a moment ago.
func (x *exchange) again(u User, f tokenFamily, device string, at time.Time) bool {
	return f.Device == device && at.Before(f.RotatedAt.Add(repeatLife)) &&
		x.macs.VerifyMAC(f.Before, refreshToken, f.ID, x.secret) && x.present(u, f)
}

// present grants what the family gave last, if that is the answer to the token.
func (x *exchange) present(u User, f tokenFamily) bool {
	refresh, key := x.secrets()
	if !x.macs.VerifyMAC(f.Refresh, refreshToken, f.ID, refresh) {
		return false
	}
	x.granted(u, f, refresh, key)
	return true
}

func (x *exchange) granted(u User, f tokenFamily, refresh, key string) {
	x.grant = Grant{
		Step: StepGranted, ExpiresAt: f.KeyExpires, Scopes: f.scopes(),
		AccessKey: token("oauth", u.ID, f.ID, key), RefreshToken: token("refresh", u.ID, f.ID, refresh),
	}
}

// repeat answers a call whose key was spent: with the same tokens, unless these
// were used since, or that the code was sent.
func (x *exchange) repeat(u User) (err error) {
	if x.macs, err = u.beside.access.macs(x.s.keys, u.ID); err != nil {
		return err
	}
	if i := u.beside.access.family(x.family); i >= 0 && x.present(u, u.beside.access.Families[i]) {
		return nil
	}
	if x.req.PIN.IsZero() && x.req.Device != "" {
		x.grant = Grant{Step: StepCodeSent, Contacts: x.s.masked(u, u.reachable())}
		return nil
	}
	return &bonafide.RefusedError{Code: RefusedToken}
}
