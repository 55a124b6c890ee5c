package user_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
	"github.com/bonafide-go/bonafide/user/scope"
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
func (b *bundle) granted(t *testing.T, u user.User, scopes ...scope.Scope) user.Grant {
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
	g := b.granted(t, u, scope.UserGet)
	assert.Equal(t, u.ID, g.UserID)
	assert.Equal(t, start.Add(2*time.Hour), g.ExpiresAt)
	who, err := b.users.Authenticate(ctx, g.AccessKey, phone, scope.UserGet)
	require.NoError(t, err)
	assert.Equal(t, u.ID, who.UserID)

	for name, c := range map[string]struct {
		key, device bonafide.Secret
		scope       scope.Scope
		code        bonafide.Code
	}{
		"another scope":     {g.AccessKey, phone, scope.TransPost, user.RefusedScope},
		"another device":    {g.AccessKey, bonafide.NewSecret("x"), scope.UserGet, user.RefusedKey},
		"no device":         {g.AccessKey, bonafide.Secret{}, scope.UserGet, user.RefusedKey},
		"a refresh token":   {g.RefreshToken, phone, scope.UserGet, user.RefusedKey},
		"garbage":           {bonafide.NewSecret("oauth_x.y.z"), phone, scope.UserGet, user.RefusedKey},
		"changed":           {bonafide.NewSecret(g.AccessKey.Reveal() + "x"), phone, scope.UserGet, user.RefusedKey},
		"nothing":           {bonafide.Secret{}, phone, scope.UserGet, user.RefusedKey},
		"of nobody we know": {bonafide.NewSecret("oauth_bm9ib2R5.eA.eg"), phone, scope.UserGet, user.RefusedKey},
	} {
		_, err := b.users.Authenticate(ctx, c.key, c.device, c.scope)
		require.Error(t, err, name)
		refusedAs(t, err, c.code)
	}
	b.wait(2 * time.Hour)
	_, err = b.users.Authenticate(ctx, g.AccessKey, phone, scope.UserGet)
	refusedAs(t, err, user.RefusedKey)

	next, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: g.RefreshToken, Fingerprint: phone})
	require.NoError(t, err)
	assert.Equal(t, user.StepGranted, next.Step, "a confirmed device needs no code")
	assert.Equal(t, scope.All(), next.Scopes)
	_, err = b.users.Authenticate(ctx, next.AccessKey, phone, scope.TransPost)
	require.NoError(t, err)

	b.wait(10 * time.Second)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: g.RefreshToken, Fingerprint: phone})
	refusedAs(t, err, user.RefusedToken)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: next.RefreshToken, Fingerprint: phone})
	refusedAs(t, err, user.RefusedToken) // the family is revoked with the reused token
	_, err = b.users.Authenticate(ctx, next.AccessKey, phone, scope.TransPost)
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
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Scopes: []scope.Scope{"ALL"}})
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
			_, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, PIN: bonafide.NewSecret(fmt.Sprintf("0000%02d", i))})
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
	b := setup(t, func(o *user.Options) {
		o.Codes = user.CodePolicy{SendsPerHour: 100, SendsPerDay: 100, DestinationPerHour: 100, DestinationPerDay: 100}
	})
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

// A repeated key gives the same tokens again, for as long as these were not
// used, and sends no second message.
func TestTokensUnderKeys(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	var refresh [2]bonafide.Secret
	var err error
	for i := range refresh {
		refresh[i], err = b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{Key: "k"})
		require.NoError(t, err)
	}
	assert.True(t, refresh[0].Equal(refresh[1]))
	assert.Len(t, b.access(t, u.ID).Sessions, 1)
	fresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{Key: "k2"})
	require.NoError(t, err)
	assert.False(t, fresh.Equal(refresh[0]))

	send := user.OAuthRequest{Key: "send", RefreshToken: refresh[0], Fingerprint: phone, Device: "+14155552671"}
	for range 2 {
		g, err := b.users.OAuth(ctx, acme, send)
		require.NoError(t, err)
		assert.Equal(t, user.StepCodeSent, g.Step)
		assert.Equal(t, []string{"**********71"}, g.Contacts)
	}
	assert.Equal(t, 1, b.sent())
	confirm := user.OAuthRequest{Key: "confirm", RefreshToken: refresh[0], Fingerprint: phone, PIN: b.lastCode(), Scopes: []scope.Scope{scope.UserGet}}
	var grants [2]user.Grant
	for i := range grants {
		grants[i], err = b.users.OAuth(ctx, acme, confirm)
		require.NoError(t, err)
		assert.Equal(t, user.StepGranted, grants[i].Step)
	}
	assert.True(t, grants[0].AccessKey.Equal(grants[1].AccessKey))
	assert.True(t, grants[0].RefreshToken.Equal(grants[1].RefreshToken))
	assert.Equal(t, grants[0].ExpiresAt, grants[1].ExpiresAt)
	_, err = b.users.Authenticate(ctx, grants[1].AccessKey, phone, scope.UserGet)
	require.NoError(t, err, "the retry of a used token is no theft")
	_, err = b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{Key: "k"})
	refusedAs(t, err, user.RefusedToken) // it was used since

	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: grants[0].RefreshToken, Fingerprint: phone})
	require.NoError(t, err)
	_, err = b.users.OAuth(ctx, acme, confirm)
	refusedAs(t, err, user.RefusedToken)
	confirm.Fingerprint = bonafide.NewSecret("another")
	_, err = b.users.OAuth(ctx, acme, confirm)
	require.ErrorIs(t, err, bonafide.ErrKeyReused, "secrets are part of the request")
}

// A code for a device that was not sent is void, and another may be asked
// for at once.
func TestUndeliveredDeviceCode(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	b.sendErr = user.ErrNotSent
	send := user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: "+14155552671"}
	_, err = b.users.OAuth(ctx, acme, send)
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, PIN: b.lastCode()})
	refusedAs(t, err, user.RefusedCode)
	b.sendErr = nil
	g, err := b.users.OAuth(ctx, acme, send)
	require.NoError(t, err)
	assert.Equal(t, user.StepCodeSent, g.Step)
}

// A lock counts for the very next request, and so does a timer that nobody has
// written down yet.
func TestAuthenticateSeesTheStanding(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	g := b.granted(t, u)
	try := func(want scope.Scope) error {
		s, err := b.users.Authenticate(ctx, g.AccessKey, phone, want)
		if err == nil {
			assert.Equal(t, u.ID, s.UserID)
			assert.Equal(t, "acme", s.Platform)
			assert.Equal(t, scope.All(), s.Scopes)
		}
		return err
	}
	require.NoError(t, try(scope.TransPost))
	_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious})
	require.NoError(t, err)
	require.ErrorIs(t, try(scope.TransPost), bonafide.ErrState)
	require.NoError(t, try(scope.UserPatch), "what may unlock stays")
	_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	require.NoError(t, err)
	require.NoError(t, try(scope.TransPost))
	_, err = b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR})
	require.NoError(t, err)
	b.wait(14 * 24 * time.Hour)
	g2, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: g.RefreshToken, Fingerprint: phone})
	require.NoError(t, err, "the locked may authenticate")
	g = g2
	require.ErrorIs(t, try(scope.TransPost), bonafide.ErrState)

	b = setup(t)
	u = b.verified(t)
	g = b.granted(t, u)
	_, err = b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagCloseHighRisk, ClosureAt: start.Add(time.Hour)})
	require.NoError(t, err)
	require.NoError(t, try(scope.TransPost))
	b.wait(time.Hour)
	require.ErrorIs(t, try(scope.TransPost), bonafide.ErrState, "closed by the timer, though nobody wrote it down")
	_, err = b.users.RevokeTokens(ctx, officer, u.ID, user.RevokeTokensRequest{})
	require.NoError(t, err)
	refusedAs(t, try(scope.TransPost), user.RefusedKey)
}

// A lost reply and a second window get the same answer; a made-up token changes
// nothing; any other use of a token that was issued ends the session.
func TestUsedTokens(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	use := func(token, device bonafide.Secret) (user.Grant, error) {
		return b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: token, Fingerprint: device})
	}
	reused := func() int {
		events, err := partEvents(b.users, officer, user.KindAccess, u.ID)
		require.NoError(t, err)
		n := 0
		for _, e := range events {
			if e.Type == event.TokenReused {
				n++
			}
		}
		return n
	}
	first := b.granted(t, u)
	second, err := use(first.RefreshToken, phone)
	require.NoError(t, err)
	b.wait(9 * time.Second)
	for range 3 {
		again, err := use(first.RefreshToken, phone)
		require.NoError(t, err)
		assert.True(t, again.AccessKey.Equal(second.AccessKey))
		assert.True(t, again.RefreshToken.Equal(second.RefreshToken))
		assert.Equal(t, second.ExpiresAt, again.ExpiresAt)
	}

	cut := strings.LastIndex(second.RefreshToken.Reveal(), ".")
	for _, madeUp := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("A", 86)} {
		_, err = use(bonafide.NewSecret(second.RefreshToken.Reveal()[:cut+1]+madeUp), phone)
		refusedAs(t, err, user.RefusedToken)
	}
	assert.Zero(t, reused())
	_, err = b.users.Authenticate(ctx, second.AccessKey, phone, scope.UserGet)
	require.NoError(t, err, "the session lives")

	_, err = use(first.RefreshToken, bonafide.NewSecret("another"))
	refusedAs(t, err, user.RefusedToken)
	assert.Equal(t, 1, reused(), "another device had the token")
	_, err = use(second.RefreshToken, phone)
	refusedAs(t, err, user.RefusedToken)

	first = b.session(t, u)
	second, err = use(first.RefreshToken, phone)
	require.NoError(t, err)
	_, err = use(second.RefreshToken, phone)
	require.NoError(t, err)
	_, err = use(first.RefreshToken, phone)
	refusedAs(t, err, user.RefusedToken)
	assert.Equal(t, 2, reused(), "a token from long before is known too")
}

// session takes a user whose device is confirmed through the first exchange.
func (b *bundle) session(t *testing.T, u user.User) user.Grant {
	t.Helper()
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	g, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone})
	require.NoError(t, err)
	return g
}

// Windows that refresh at once stay logged in.
func TestRacingWindows(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	g := b.granted(t, u)
	for range 20 {
		b.wait(time.Minute)
		grants := make([]user.Grant, 4)
		var wg sync.WaitGroup
		for i := range grants {
			wg.Add(1)
			go func() {
				defer wg.Done()
				var err error
				grants[i], err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: g.RefreshToken, Fingerprint: phone})
				assert.NoError(t, err)
			}()
		}
		wg.Wait()
		g = grants[0]
		for _, other := range grants {
			assert.True(t, other.RefreshToken.Equal(g.RefreshToken))
			_, err := b.users.Authenticate(ctx, other.AccessKey, phone, scope.UserGet)
			assert.NoError(t, err)
		}
	}
}

// A repeated key ends no session that began since.
func TestRevokeTokensOnce(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	b.granted(t, u)
	revoke := user.RevokeTokensRequest{Key: "k"}
	_, err := b.users.RevokeTokens(ctx, acme, u.ID, revoke)
	require.NoError(t, err)
	b.session(t, u)
	_, err = b.users.RevokeTokens(ctx, acme, u.ID, revoke)
	require.NoError(t, err)
	assert.Len(t, b.access(t, u.ID).Sessions, 1)
}

// Nothing that a Service returns holds key material.
func TestViewsHoldNoKeys(t *testing.T) {
	b := setup(t)
	u := b.everything(t)
	a, err := b.users.Access(ctx, officer, u.ID)
	require.NoError(t, err)
	c, err := b.users.Codes(ctx, acme, u.ID)
	require.NoError(t, err)
	_, err = b.users.Codes(ctx, bonafide.User(u.ID), u.ID)
	require.ErrorIs(t, err, bonafide.ErrForbidden, "who guesses does not see what is left")
	var stored strings.Builder
	for _, kind := range []string{user.Kind, user.KindAccess} {
		r, err := b.records.Get(ctx, kind, u.ID)
		require.NoError(t, err)
		stored.Write(r.Body)
		stored.WriteString(strings.Join(r.Labels, "\n"))
	}
	for _, by := range []bonafide.Actor{acme, officer, bonafide.System(), bonafide.User(u.ID)} {
		seen, err := b.users.Get(ctx, by, u.ID)
		require.NoError(t, err)
		for _, v := range []any{seen, a, c} {
			text := fmt.Sprintf("%#v", v)
			data, err := json.Marshal(v)
			require.NoError(t, err)
			assert.NotContains(t, string(data), "fingerprint")
			assert.NotContains(t, string(data), `"mac"`)
			assert.NotContains(t, string(data), "data_key")
			for _, f := range regexp.MustCompile(`[A-Za-z0-9_-]{43}`).FindAllString(text, -1) {
				assert.False(t, strings.Contains(stored.String(), "="+f), "a blind index is shown")
			}
		}
	}
}
