package user_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

// A handler authenticates, acts as the user, and answers each class of errors.
func ExampleService_Authenticate() {
	ctx, users := context.Background(), shopService()
	u := customer(users, "Ana Maria Lopez")
	key := signIn(users, u)

	profile := func(w http.ResponseWriter, r *http.Request) {
		key := bonafide.NewSecret(r.Header.Get("X-Access-Key"))
		device := bonafide.NewSecret(r.Header.Get("X-Fingerprint"))
		session, err := users.Authenticate(r.Context(), key, device, scope.UserGet)
		var me user.User
		if err == nil {
			me, err = users.Get(r.Context(), bonafide.User(session.UserID), session.UserID)
		}
		switch {
		case err == nil:
			fmt.Fprint(w, me.LegalNames[0])
		case errors.Is(err, bonafide.ErrRefused): // the key, the device or the scope: ask for a new key by OAuth
			http.Error(w, "sign in again", http.StatusUnauthorized)
		case errors.Is(err, bonafide.ErrState): // locked or closed
			http.Error(w, "the account is not open", http.StatusForbidden)
		default:
			http.Error(w, "try again", http.StatusServiceUnavailable)
		}
	}
	call := func(key string) {
		r := httptest.NewRequest(http.MethodGet, "/profile", nil)
		r.Header.Set("X-Access-Key", key)
		r.Header.Set("X-Fingerprint", "fingerprint of her phone")
		w := httptest.NewRecorder()
		profile(w, r)
		fmt.Println(w.Code)
	}
	call(key.Reveal())
	call("another")
	_, err := users.RevokeTokens(ctx, shop, u.ID, user.RevokeTokensRequest{})
	fmt.Println(err)
	call(key.Reveal())
	// Output:
	// 200
	// 401
	// <nil>
	// 401
}

// signIn confirms a device and returns the access key.
func signIn(users *user.Service, u user.User) bonafide.Secret {
	ctx := context.Background()
	refresh, _ := users.IssueToken(ctx, shop, u.ID, user.IssueTokenRequest{})
	ask := user.OAuthRequest{RefreshToken: refresh, Fingerprint: bonafide.NewSecret("fingerprint of her phone"), Device: string(u.Phone)}
	_, _ = users.OAuth(ctx, shop, ask) // sends the code
	ask.PIN = bonafide.NewSecret("135790")
	g, _ := users.OAuth(ctx, shop, ask)
	return g.AccessKey
}

// A session does not outlive a lock: the very next request is refused.
func ExampleService_Authenticate_locked() {
	ctx, users := context.Background(), serviceOf(openSheet, &screener{})
	u := customer(users, "Ana Maria Lopez")
	key, device := signIn(users, u), bonafide.NewSecret("fingerprint of her phone")
	_, err := users.Authenticate(ctx, key, device, scope.TransPost)
	fmt.Println(err)
	_, err = users.SetStanding(ctx, officerA, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious})
	fmt.Println(err)
	_, err = users.Authenticate(ctx, key, device, scope.TransPost)
	fmt.Println(errors.Is(err, bonafide.ErrState))
	// Output:
	// <nil>
	// <nil>
	// true
}

// openSheet puts nothing under four eyes.
const openSheet = `{"id": "shop", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "SEND|RECEIVE", "requires": [{"document": {"types": ["SSN"]}}]}]}`
