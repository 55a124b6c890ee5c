package synapse_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

// Each refusal in its published form.
func TestRefusals(t *testing.T) {
	h := newHost(t)
	_, a := h.ask("POST", "/users", created)
	_, b := h.ask("POST", "/users", created)
	id, as := a["_id"].(string), []string{"X-SP-USER", h.key(a)}
	_, narrow := h.ask("POST", "/oauth/"+b["_id"].(string), `{"refresh_token":"`+b["refresh_token"].(string)+`","scope":["USER|GET"]}`)
	swap := "/users/" + id + "/swap-duplicate-users"
	for _, tt := range []struct {
		golden, method, path, body string
		status                     int
		headers                    []string
	}{
		{"swap_nobody", "PATCH", swap, `{"swap_to_user_id":"nobody"}`, 400, nil},
		{"swap_missing", "PATCH", swap, `{}`, 400, nil},
		{"swap_itself", "PATCH", swap, `{"swap_to_user_id":"` + id + `"}`, 400, nil},
		{"no_token", "POST", "/oauth/" + id, `{"refresh_token":"refresh_x"}`, 409, nil},
		{"no_scope", "PATCH", "/users/" + b["_id"].(string), `{"update":{"public_note":"n"}}`, 401, []string{"X-SP-USER", fmt.Sprint(narrow["oauth_key"]) + "|static_pin"}},
		{"no_permission", "PATCH", "/users/" + id, `{"permission":"SEND-AND-RECEIVE"}`, 400, as},
		{"unknown_code", "PATCH", "/users/" + id, `{"permission":"CLOSED","permission_code":"NONE"}`, 400, as},
		{"", "PATCH", "/users/" + id, `{"permission":"LOCKED"}`, 200, as},
		{"locked", "PATCH", "/users/" + id, `{"update":{"public_note":"n"}}`, 409, as},
	} {
		t.Run(tt.golden, func(t *testing.T) {
			status, got := h.ask(tt.method, tt.path, tt.body, tt.headers...)
			assert.Equal(t, tt.status, status, got)
			if tt.golden != "" {
				golden(t, tt.golden, got)
			}
		})
	}
}

// What takes two commands is refused whole, and nothing of it is done.
func TestPatchIsOneCommand(t *testing.T) {
	h := newHost(t)
	_, u := h.ask("POST", "/users", created)
	path, as := "/users/"+u["_id"].(string), []string{"X-SP-USER", h.key(u)}
	const other = `"documents":[{"email":"new@example.com","phone_number":"901.111.1111","ip":"::1","name":"Other","entity_type":"M","entity_scope":"Arts & Entertainment",
		"day":2,"month":5,"year":1989,"address_street":"1 Market St","address_city":"SF","address_subdivision":"CA","address_postal_code":"94105","address_country_code":"US"}]`
	for body, field := range map[string]string{
		`{"permission":"LOCKED",` + other + `}`:                                  "permission: not_allowed",
		`{"permission":"LOCKED","update":{"public_note":"new"}}`:                 "permission: not_allowed",
		`{"permission":"LOCKED","flag":"FLAGGED","flag_code":"ACCOUNT_CLOSURE"}`: "permission: not_allowed",
		`{"flag":"FLAGGED",` + other + `}`:                                       "flag: not_allowed",
	} {
		status, got := h.ask("PATCH", path, body, as...)
		assert.Equal(t, 400, status, body)
		assert.Contains(t, fmt.Sprint(got["error"]), field, body)
	}
	_, now := h.ask("GET", path, "")
	for _, name := range []string{"permission", "flag", "documents"} {
		assert.Equal(t, u[name], now[name], name)
	}
	for _, body := range []string{`{` + other + `,"update":{"public_note":"new"}}`, `{"permission":"LOCKED"}`} {
		status, got := h.ask("PATCH", path, body, as...)
		assert.Equal(t, 200, status, got)
	}
}

// An outage of the host is no verdict on the client.
func TestUnavailable(t *testing.T) {
	h := newHost(t)
	down := *h.opts
	down.Actor = func(*http.Request) (bonafide.Actor, error) {
		return bonafide.Actor{}, fmt.Errorf("vault: %w", bonafide.ErrUnavailable)
	}
	var err error
	h.handler, err = synapse.Handler(h.users, &down)
	require.NoError(t, err)
	status, got := h.ask("GET", "/users", "")
	assert.Equal(t, 503, status)
	golden(t, "unavailable", got)
	status, got = h.ask("GET", "/users/document-types", "")
	assert.Equal(t, 200, status, got)
}

// What the host was set up without is no outage: trying again does not help.
func TestNotConfigured(t *testing.T) {
	h := newHost(t)
	var err error
	h.users, err = user.New(h.store, bonafide.EphemeralKeys(), &user.Options{
		Documents: document.Rules{Sandbox: true, Mixed: true}, Identity: user.IdentityPolicy{Shared: true, TrustFirstDevice: true},
	})
	require.NoError(t, err)
	h.handler, err = synapse.Handler(h.users, h.opts)
	require.NoError(t, err)
	status, got := h.ask("POST", "/users", created)
	assert.Equal(t, 501, status, "an upload: %v", got)
	golden(t, "not_configured", got)
	status, u := h.ask("POST", "/users", regexp.MustCompile(`"physical_docs":\[[^]]*\],`).ReplaceAllString(created, ""))
	require.Equal(t, 200, status, u)
	status, got = h.ask("POST", "/oauth/"+u["_id"].(string), `{"refresh_token":"`+u["refresh_token"].(string)+`","phone_number":"901.111.1111"}`, "X-SP-USER", "|another")
	assert.Equal(t, 501, status, "a code: %v", got)
	status, got = h.ask("POST", "/address-verification", `{"address_street":"1 Market St","address_city":"SF","address_subdivision":"CA","address_postal_code":"94105","address_country_code":"US"}`)
	assert.Equal(t, 501, status, "an address: %v", got)
}

// Errors that a request here does not bring about.
func TestEncodeError(t *testing.T) {
	for _, tt := range []struct {
		err    error
		status int
		code   string
	}{
		{context.DeadlineExceeded, 504, "504"},
		{errors.New("secret of the host"), 500, "500"},
		{bonafide.ErrConflict, 503, "503"},
		{bonafide.ErrForbidden, 401, "300"},
		{&bonafide.RefusedError{Code: "odd"}, 402, "460"},
		{&bonafide.RefusedError{Code: bonafide.RefusedErased}, 409, "410"},
		{bonafide.Invalid("documents[0].name", bonafide.CodeRequired), 400, "200"},
	} {
		status, body := synapse.EncodeError(tt.err)
		assert.Equal(t, tt.status, status, tt.err)
		assert.Equal(t, tt.code, body.ErrorCode, tt.err)
		assert.NotContains(t, body.Error.EN, "secret")
	}
}

// post answers a body that anybody may send, and tells whether the answer is one of ours.
func (h *host) post(t *testing.T, path, body string) {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header = http.Header{"Content-Type": {"application/json"}}
	r.Header.Set("X-SP-GATEWAY", "acme|secret-of-acme")
	r.Header.Set("X-SP-USER", "|a stranger's")
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	var out map[string]any
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out))
	assert.NotEqual(t, 500, w.Code, body)
	assert.Empty(t, out["oauth_key"], "a stranger")
}

func FuzzOAuthBody(f *testing.F) {
	h := newHost(f)
	_, u := h.ask("POST", "/users", created)
	token := u["refresh_token"].(string)
	for _, seed := range []string{`{"refresh_token":"` + token + `","validation_pin":"000000"}`, `{"refresh_token":"` + token + `","phone_number":"901.111.1111"}`,
		`{"refresh_token":"` + token + `","scope":["USER|PATCH","X"],"is_active":true,"is_protected":true}`, `{"refresh_token":"refresh_AAAA.."}`, `{}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if !strings.Contains(body, "123456") { // the code of the sandbox
			h.post(t, "/oauth/"+u["_id"].(string), body)
		}
	})
}

func FuzzSubscriptionBody(f *testing.F) {
	h := newHost(f)
	f.Add(`{"url":"https://example.com/","scope":["USERS|POST"],"is_active":false}`)
	f.Add(`{"url":"http://127.0.0.1:1/x","scope":["USER|PATCH","USERS|PATCH"]}`)
	f.Add(`{"url":"http://[::1%25eth0]/","scope":null}`)
	f.Fuzz(func(t *testing.T, body string) { h.post(t, "/subscriptions", body) })
}
