package user_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

var phone = bonafide.NewSecret("fingerprint of a phone")

func refusedAs(t *testing.T, err error, code bonafide.Code) {
	t.Helper()
	var r *bonafide.RefusedError
	require.ErrorAs(t, err, &r)
	assert.Equal(t, code, r.Code)
}

func (b *bundle) access(t testing.TB, id string) user.Access {
	t.Helper()
	a, err := b.users.Access(ctx, officer, id)
	require.NoError(t, err)
	return a
}

// granted takes a user through the confirmation of a device.
func (b *bundle) granted(t *testing.T, u user.User, scopes ...user.OAuthScope) user.Grant {
	t.Helper()
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	oauth := func(r user.OAuthRequest) user.Grant {
		r.RefreshToken, r.Fingerprint, r.Scopes = refresh, phone, scopes
		g, err := b.users.OAuth(ctx, acme, r)
		require.NoError(t, err)
		return g
	}
	g := oauth(user.OAuthRequest{})
	assert.Equal(t, user.StepActionPending, g.Step, "an unknown device is no error")
	assert.Equal(t, []string{"**********71"}, g.Contacts)
	assert.True(t, g.AccessKey.IsZero())
	g = oauth(user.OAuthRequest{Device: "+14155552671"})
	assert.Equal(t, user.StepCodeSent, g.Step)
	g = oauth(user.OAuthRequest{PIN: b.lastCode()})
	require.Equal(t, user.StepGranted, g.Step)
	return g
}

func TestOAuth(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	g := b.granted(t, u, user.ScopeUserGet)
	assert.Equal(t, u.ID, g.UserID)
	assert.Equal(t, start.Add(2*time.Hour), g.ExpiresAt)
	who, err := b.users.Authenticate(ctx, g.AccessKey, phone, user.ScopeUserGet)
	require.NoError(t, err)
	assert.Equal(t, u.ID, who.UserID)

	for name, c := range map[string]struct {
		key, device bonafide.Secret
		scope       user.OAuthScope
		code        bonafide.Code
	}{
		"another scope":     {g.AccessKey, phone, user.ScopeTransPost, user.RefusedScope},
		"another device":    {g.AccessKey, bonafide.NewSecret("x"), user.ScopeUserGet, user.RefusedKey},
		"no device":         {g.AccessKey, bonafide.Secret{}, user.ScopeUserGet, user.RefusedKey},
		"a refresh token":   {g.RefreshToken, phone, user.ScopeUserGet, user.RefusedKey},
		"garbage":           {bonafide.NewSecret("oauth_x.y.z"), phone, user.ScopeUserGet, user.RefusedKey},
		"changed":           {bonafide.NewSecret(g.AccessKey.Reveal() + "x"), phone, user.ScopeUserGet, user.RefusedKey},
		"nothing":           {bonafide.Secret{}, phone, user.ScopeUserGet, user.RefusedKey},
		"of nobody we know": {bonafide.NewSecret("oauth_bm9ib2R5.eA.eg"), phone, user.ScopeUserGet, user.RefusedKey},
	} {
		_, err := b.users.Authenticate(ctx, c.key, c.device, c.scope)
		require.Error(t, err, name)
		refusedAs(t, err, c.code)
	}
	b.wait(2 * time.Hour)
	_, err = b.users.Authenticate(ctx, g.AccessKey, phone, user.ScopeUserGet)
	refusedAs(t, err, user.RefusedKey)

	next, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: g.RefreshToken, Fingerprint: phone})
	require.NoError(t, err)
	assert.Equal(t, user.StepGranted, next.Step, "a confirmed device needs no code")
	assert.Equal(t, user.OAuthScopes(), next.Scopes)
	_, err = b.users.Authenticate(ctx, next.AccessKey, phone, user.ScopeTransPost)
	require.NoError(t, err)

	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: g.RefreshToken, Fingerprint: phone})
	refusedAs(t, err, user.RefusedToken)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: next.RefreshToken, Fingerprint: phone})
	refusedAs(t, err, user.RefusedToken) // the family is revoked with the reused token
	_, err = b.users.Authenticate(ctx, next.AccessKey, phone, user.ScopeTransPost)
	refusedAs(t, err, user.RefusedKey)
}

func TestOAuthRefuses(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	_, err = b.users.IssueToken(ctx, other, u.ID, user.IssueTokenRequest{})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = b.users.IssueToken(ctx, officer, u.ID, user.IssueTokenRequest{})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = b.users.OAuth(ctx, other, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone})
	refusedAs(t, err, user.RefusedToken)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "a device has a fingerprint")
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Scopes: []user.OAuthScope{"ALL"}})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: "+14155559999"})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "codes go to the user's own devices")
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, PIN: bonafide.NewSecret("123456")})
	refusedAs(t, err, user.RefusedCode)

	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: "+14155552671"})
	require.NoError(t, err)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: bonafide.NewSecret("another"), PIN: b.lastCode()})
	refusedAs(t, err, user.RefusedCode) // the code is for the device that asked
	var accepted, wrong int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, PIN: bonafide.NewSecret(fmt.Sprint("x", i))})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				accepted++
			} else {
				wrong++
			}
		}()
	}
	wg.Wait()
	assert.Zero(t, accepted)
	assert.Equal(t, 50, wrong)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, PIN: b.lastCode()})
	refusedAs(t, err, user.RefusedCode) // out of guesses

	_, err = b.users.SetStanding(ctx, acme, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone})
	require.ErrorIs(t, err, bonafide.ErrState, "closed users do not act")
}

func TestTrustedDevicesAreBounded(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Codes = user.CodePolicy{SendsPerHour: 100, SendsPerDay: 100} })
	u := b.create(t)
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	for i := range 12 {
		b.wait(time.Minute)
		device := bonafide.NewSecret(fmt.Sprint("device", i))
		_, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: device, Device: "+14155552671"})
		require.NoError(t, err)
		g, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: device, PIN: b.lastCode(), IsProtected: i == 0})
		require.NoError(t, err)
		refresh = g.RefreshToken
	}
	now := b.access(t, u.ID)
	assert.Len(t, now.Devices, 10)
	assert.True(t, now.Devices[0].IsProtected, "a protected device stays")
	_, err = b.users.RevokeTokens(ctx, acme, u.ID, user.RevokeTokensRequest{})
	require.NoError(t, err)
	assert.Empty(t, b.access(t, u.ID).Sessions)
}
