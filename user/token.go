package user

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// newSecret draws what a token is made of: 256 bits.
func newSecret() []byte {
	b := make([]byte, 32)
	rand.Read(b)
	return b
}

// sealedSecret returns the secret of a refresh token: its bytes and an HMAC of
// them. A token that was once issued is known by it for ever, although only the
// last two of a family are kept.
func sealedSecret(macs bonafide.MACKey, family string, secret []byte) string {
	return base64.RawURLEncoding.EncodeToString(append(slices.Clone(secret), macs.MAC(issuedToken, family, string(secret))...))
}

// issued reports whether the secret is that of a refresh token that was issued.
func issued(macs bonafide.MACKey, family, secret string) bool {
	enc := base64.RawURLEncoding
	b, err := enc.DecodeString(secret)
	exact := err == nil && enc.EncodeToString(b) == secret // line breaks and spare bits are read over
	return exact && len(b) > 32 && macs.VerifyMAC(b[32:], issuedToken, family, string(b[:32]))
}

// token joins a user, a family and a secret. Ids are no secrets: they let one
// look-up find the record.
func token(kind, user, family, secret string) bonafide.Secret {
	enc := base64.RawURLEncoding.EncodeToString
	return bonafide.NewSecret(kind + "_" + enc([]byte(user)) + "." + enc([]byte(family)) + "." + secret)
}

// splitToken reads user, family and secret of a token of a kind.
func splitToken(kind string, t bonafide.Secret) (user, family, secret string, ok bool) {
	rest, ok := strings.CutPrefix(t.Reveal(), kind+"_")
	parts := strings.Split(rest, ".")
	if !ok || len(parts) != 3 || len(rest) > 1024 {
		return "", "", "", false
	}
	u, err1 := base64.RawURLEncoding.DecodeString(parts[0])
	f, err2 := base64.RawURLEncoding.DecodeString(parts[1])
	return string(u), string(f), parts[2], err1 == nil && err2 == nil
}

// Purposes of the HMACs of tokens.
const (
	refreshToken = "refresh token"
	issuedToken  = "issued refresh token"
	accessKey    = "access key"
)

// An IssueTokenRequest asks for a refresh token.
type IssueTokenRequest struct {
	Key string `json:"-"` // idempotency key: repeated, it gives the same token, as long as that was not used
}

// IssueToken gives the platform a refresh token of the user, to be used with
// [Service.OAuth]. Only its HMAC is kept. Of more than 20 the one that expires
// first ends.
//
// Platforms that are linked to the user may call it, others fail with
// [bonafide.ErrForbidden] or [bonafide.ErrNotFound]. It fails with an error
// matching [bonafide.ErrState] for a closed user.
func (s *Service) IssueToken(ctx context.Context, by bonafide.Actor, id string, req IssueTokenRequest) (bonafide.Secret, error) {
	var refresh bonafide.Secret
	if _, err := s.run.Do(ctx, id, by, s.prepare(req.into(s, by, &refresh))); err != nil {
		return bonafide.Secret{}, err
	}
	return refresh, nil
}

func (r IssueTokenRequest) command(s *Service) command {
	return r.into(s, bonafide.Actor{}, new(bonafide.Secret))
}

// into is the command with a place for the token.
func (r IssueTokenRequest) into(s *Service, by bonafide.Actor, refresh *bonafide.Secret) command {
	return command{
		Op: "user.issue_token", Verb: string(permission.VerbAuthenticate), Key: r.Key, Body: r, With: []string{KindAccess}, Actors: platforms,
		Rule: func(_ context.Context, u User, in input) (change, error) {
			family, err := s.opts.NewID()
			if err != nil {
				return change{}, err
			}
			macs, err := u.beside.access.macs(s.keys, u.ID)
			if err != nil {
				return change{}, err
			}
			secret := firstSecret(macs, family, in.By.ID, r.Key)
			u.beside.access = u.beside.access.withFamily(tokenFamily{
				ID: family, Platform: in.By.ID, ExpiresAt: in.At.Add(RefreshLife), Refresh: macs.MAC(refreshToken, family, secret),
			})
			*refresh = token("refresh", u.ID, family, secret)
			return change{State: u, Events: one(of(KindAccess, in.Event(event.TokenIssued, "family", family)))}, nil
		},
		Repeat: func(_ context.Context, u User) error {
			macs, err := u.beside.access.macs(s.keys, u.ID)
			if err != nil {
				return err
			}
			for _, f := range u.beside.access.Families {
				secret := firstSecret(macs, f.ID, by.ID, r.Key)
				if macs.VerifyMAC(f.Refresh, refreshToken, f.ID, secret) {
					*refresh = token("refresh", u.ID, f.ID, secret)
					return nil
				}
			}
			return &bonafide.RefusedError{Code: RefusedToken} // used or revoked since
		},
	}
}

// firstSecret makes the secret of a family's first refresh token. Under an
// idempotency key it is derived from that key, so that a repetition gets the same.
func firstSecret(macs bonafide.MACKey, family, by, key string) string {
	if key == "" {
		return sealedSecret(macs, family, newSecret())
	}
	return sealedSecret(macs, family, macs.MAC("first secret", by, key))
}

// platforms is who may ask for what only platforms do.
var platforms = []bonafide.ActorKind{bonafide.ActorPlatform}

// A RevokeTokensRequest asks for the end of tokens.
type RevokeTokensRequest struct {
	Key string `json:"-"` // idempotency key
}

// RevokeTokens ends every refresh token and access key of the user, or those of
// the platform that calls. A user without any is no error.
//
// Platforms, reviewers, the system and the user itself may call it, others fail
// with [bonafide.ErrForbidden].
func (s *Service) RevokeTokens(ctx context.Context, by bonafide.Actor, id string, req RevokeTokensRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r RevokeTokensRequest) command(*Service) command {
	return command{Op: "user.revoke_tokens", Verb: string(permission.VerbRevoke), Key: r.Key, Body: r, With: []string{KindAccess}, Rule: pure(User.revokeTokens)}
}

// revokeTokens ends the families that the actor may end.
func (u User) revokeTokens(in input) (User, []bonafide.Event, error) {
	var events []bonafide.Event
	for _, f := range u.beside.access.Families {
		if in.By.Is(bonafide.ActorPlatform) && f.Platform != in.By.ID {
			continue
		}
		u.beside.access = u.beside.access.without(f.ID)
		events = append(events, of(KindAccess, in.Event(event.TokenRevoked, "family", f.ID)))
	}
	return u, events, nil
}
