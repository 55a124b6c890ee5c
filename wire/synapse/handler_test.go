package synapse_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
	"github.com/bonafide-go/bonafide/wire/internal/hook"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

// key authenticates a user by its trusted fingerprint.
func (h *host) key(u map[string]any) string {
	h.t.Helper()
	status, got := h.ask("POST", "/oauth/"+u["_id"].(string), `{"refresh_token":"`+u["refresh_token"].(string)+`"}`)
	require.Equal(h.t, 200, status, got)
	return got["oauth_key"].(string) + "|static_pin"
}

// scrub takes out what differs from run to run.
func scrub(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if s, ok := inner.(string); ok && (name == "refresh_token" || name == "oauth_key" || name == "id" && len(s) == 64) && s != "" {
				inner = name
			}
			v[name] = scrub(inner)
		}
	case []any:
		for i := range v {
			v[i] = scrub(v[i])
		}
	}
	return v
}

// A person is created with everything in one call, is judged afterwards, and is
// answered as it was sent.
func TestOnboarding(t *testing.T) {
	h := newHost(t)
	status, u := h.ask("POST", "/users", created)
	require.Equal(t, 200, status, u)
	id := u["_id"].(string)
	assert.Equal(t, []any{"901.111.1111", "901-942-8167 x12", "test@example.com"}, u["phone_numbers"])
	for _, class := range []string{"physical_docs", "social_docs", "virtual_docs"} {
		for _, d := range u["documents"].([]any)[0].(map[string]any)[class].([]any) {
			assert.Equal(t, "SUBMITTED|REVIEWING", d.(map[string]any)["status"])
		}
	}
	token := u["refresh_token"]
	golden(t, "created", scrub(u))
	_, err := h.users.Advance(context.Background(), id)
	require.NoError(t, err)
	h.clock = h.clock.Add(time.Second)
	_, err = h.users.Advance(context.Background(), id)
	require.NoError(t, err)
	status, u = h.ask("GET", "/users/"+id+"?full_dehydrate=yes", "")
	require.Equal(t, 200, status)
	assert.Equal(t, "SEND-AND-RECEIVE", u["permission"])
	assert.Equal(t, token, u["refresh_token"], "shown until it is used")
	text, _ := json.Marshal(u)
	assert.NotContains(t, string(text), "1111112222")
	assert.Contains(t, string(text), "https://facebook.com/someone")
	golden(t, "full", scrub(u))
}

// What the body says of the second factor holds from the first moment: it is the same
// command, and nobody is there in between with another.
func TestCreatedWithoutSecondFactor(t *testing.T) {
	h := newHost(t)
	status, u := h.ask("POST", "/users", strings.Replace(created, `"cip_tag":1`, `"cip_tag":1,"extra_security":false`, 1))
	require.Equal(t, 200, status, u)
	assert.Equal(t, false, u["extra"].(map[string]any)["extra_security"])
	for _, e := range h.events(u) {
		assert.NotEqual(t, "user.updated", e.Type)
	}
}

// An unknown fingerprint takes three steps.
func TestThreeSteps(t *testing.T) {
	h := newHost(t)
	_, u := h.ask("POST", "/users", created)
	path, token := "/oauth/"+u["_id"].(string), u["refresh_token"].(string)
	other := []string{"X-SP-USER", "|another", "X-SP-IDEMPOTENCY-KEY", "the-last-one"}
	status, got := h.ask("POST", path, `{"refresh_token":"`+token+`"}`, other...)
	assert.Equal(t, 202, status)
	golden(t, "pending", got)
	status, got = h.ask("POST", path, `{"refresh_token":"`+token+`","phone_number":"901.111.1111"}`, other...)
	assert.Equal(t, 202, status)
	golden(t, "sent", got)
	status, got = h.ask("POST", path, `{"refresh_token":"`+token+`","validation_pin":"000000"}`, other...)
	assert.Equal(t, 409, status)
	golden(t, "wrong_pin", got)
	status, got = h.ask("POST", path, `{"refresh_token":"`+token+`","validation_pin":"123456"}`, other...)
	assert.Equal(t, 200, status)
	golden(t, "oauth", scrub(got))
	_, again := h.ask("GET", "/users/"+u["_id"].(string), "")
	assert.NotEqual(t, token, again["refresh_token"])
}

// Changes, one after the other, as clients send them.
func TestPatch(t *testing.T) {
	h := newHost(t)
	_, u := h.ask("POST", "/users", created)
	path := "/users/" + u["_id"].(string)
	as := []string{"X-SP-USER", h.key(u)}
	base := u["documents"].([]any)[0].(map[string]any)
	doc := base["id"].(string)
	social, _ := json.Marshal(base["social_docs"])
	var gone []map[string]any
	require.NoError(t, json.Unmarshal(social, &gone))
	for i := range gone {
		gone[i] = map[string]any{"id": gone[i]["id"], "document_type": "DELETE_DOCUMENT", "document_value": ""}
	}
	deletions, _ := json.Marshal(gone)
	for _, tt := range []struct {
		name, body string
		status     int
		check      func(t *testing.T, u map[string]any)
	}{
		{"update", `{"refresh_token":"x","update":{"login":{"email":"new@example.com","password":"p","read_only":true},"legal_name":"After User","remove_legal_name":"Test User",
			"phone_number":"9879879877","remove_phone_number":"123456","remove_login":{"email":"nobody@example.com"},"public_note":"n","cip_tag":2}}`, 200, func(t *testing.T, u map[string]any) {
			assert.Equal(t, []any{"After User"}, u["legal_names"])
			assert.Contains(t, u["phone_numbers"], "9879879877")
			assert.Contains(t, u["logins"], map[string]any{"email": "new@example.com", "scope": "READ"})
			assert.EqualValues(t, 2, u["extra"].(map[string]any)["cip_tag"])
		}},
		{"an odd number", `{"update":{"phone_number":"99999999"}}`, 200, func(t *testing.T, u map[string]any) { assert.Contains(t, u["phone_numbers"], "99999999") }},
		{"which goes again", `{"update":{"remove_phone_number":"99999999"}}`, 200, func(t *testing.T, u map[string]any) { assert.NotContains(t, u["phone_numbers"], "99999999") }},
		{"all social documents", `{"documents":[{"id":"` + doc + `","social_docs":` + string(deletions) + `}]}`, 200, func(t *testing.T, u map[string]any) {
			assert.Empty(t, u["documents"].([]any)[0].(map[string]any)["social_docs"])
		}},
		{"a cleared field", `{"documents":[{"id":"` + doc + `","alias":""}]}`, 200, func(t *testing.T, u map[string]any) {
			assert.Nil(t, u["documents"].([]any)[0].(map[string]any)["alias"])
		}},
		{"a business", `{"documents":[{"email":"b@example.com","phone_number":"901.111.1112","ip":"::1","name":"Acme LLC","entity_type":"LLC","entity_scope":"Arts & Entertainment",
			"day":2,"month":5,"year":2009,"address_street":"944 Market St.","address_city":"SF","address_subdivision":"CA","address_postal_code":"94102","address_country_code":"US"}]}`, 200,
			func(t *testing.T, u map[string]any) { assert.Len(t, u["documents"], 2) }},
		{"another e-mail, another id", `{"documents":[{"id":"` + doc + `","email":"second@example.com"}]}`, 200, func(t *testing.T, u map[string]any) {
			b := u["documents"].([]any)[0].(map[string]any)
			assert.Equal(t, "second@example.com", b["email"])
			assert.NotEqual(t, doc, b["id"])
			doc = b["id"].(string)
		}},
		{"unknown", `{"permissions":"LOCKED"}`, 400, nil},
		{"a lock", `{"permission":"LOCKED"}`, 200, func(t *testing.T, u map[string]any) { assert.Equal(t, "LOCKED", u["permission"]) }},
		{"nothing else while locked", `{"update":{"legal_name":"X Y"}}`, 409, nil},
		{"away", `{"permission":"MAKE-IT-GO-AWAY"}`, 200, func(t *testing.T, u map[string]any) { assert.Equal(t, "MAKE-IT-GO-AWAY", u["permission"]) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, got := h.ask("PATCH", path+"?full_dehydrate=yes", tt.body, as...)
			require.Equal(t, tt.status, status, got)
			if tt.check != nil {
				tt.check(t, got)
			}
		})
	}
	status, got := h.ask("PATCH", path, `{"update":{"legal_name":"X Y"}}`)
	assert.Equal(t, 401, status)
	golden(t, "no_user", got)
}

// Pages, queries and filters of a platform's own users.
func TestList(t *testing.T) {
	h := newHost(t)
	_, first := h.ask("POST", "/users", created)
	for range 4 {
		h.ask("POST", "/users", `{"logins":[{"email":"doe@example.com"}],"phone_numbers":["901.111.1111"],"legal_names":["Jane Doe"]}`)
	}
	for _, tt := range []struct {
		query        string
		status, n, c int
	}{
		{"", 200, 5, 5}, {"?page=2&per_page=3", 200, 2, 5}, {"?page=3&per_page=3", 200, 0, 5}, {"?query=Doe", 200, 4, 4}, {"?query=doe@example.com", 200, 4, 4},
		{"?per_page=1000", 200, 5, 5}, {`?filter={"_id":"` + first["_id"].(string) + `"}`, 200, 1, 1}, {`?filter={"extra.supp_id":"my-1"}`, 200, 1, 1},
		{"?page=0", 400, 0, 0}, {"?filter=[", 400, 0, 0}, {`?filter={"$where":"1"}`, 400, 0, 0}, {"?show_refresh_tokens=yes", 200, 5, 5},
	} {
		status, got := h.ask("GET", "/users"+strings.NewReplacer(`"`, "%22", "{", "%7B", "}", "%7D", "[", "%5B", "$", "%24").Replace(tt.query), "")
		require.Equal(t, tt.status, status, tt.query)
		if status == 200 {
			assert.Len(t, got["users"], tt.n, tt.query)
			assert.EqualValues(t, tt.c, got["users_count"], tt.query)
		}
	}
	_, got := h.ask("GET", "/users?per_page=1&page=5", "")
	golden(t, "list", scrub(got))
	_, got = h.ask("GET", "/users", "", "X-SP-GATEWAY", "other|secret-of-other")
	assert.Empty(t, got["users"])
	status, got := h.ask("GET", "/users/"+first["_id"].(string), "", "X-SP-GATEWAY", "other|secret-of-other")
	assert.Equal(t, 404, status)
	golden(t, "not_found", got)
}

// A key repeats a request; with another body it is refused.
func TestIdempotency(t *testing.T) {
	h := newHost(t)
	_, first := h.ask("POST", "/users", created, "X-SP-IDEMPOTENCY-KEY", "k")
	_, again := h.ask("POST", "/users", created, "X-SP-IDEMPOTENCY-KEY", "k")
	assert.Equal(t, first["_id"], again["_id"])
	status, got := h.ask("POST", "/users", strings.Replace(created, "Test User", "Other User", 1), "X-SP-IDEMPOTENCY-KEY", "k")
	assert.Equal(t, 409, status)
	golden(t, "key_reused", got)
}

// What needs no user: credentials, types, addresses and duplicates.
func TestOthers(t *testing.T) {
	h := newHost(t)
	_, a := h.ask("POST", "/users", created)
	_, b := h.ask("POST", "/users", created)
	for _, tt := range []struct {
		golden, method, path, body string
		status                     int
		headers                    []string
	}{
		{"no_client", "GET", "/users", "", 401, []string{"X-SP-GATEWAY", "acme|wrong"}},
		{"document_types", "GET", "/users/document-types", "", 200, []string{"X-SP-GATEWAY", ""}},
		{"entity_types", "GET", "/users/entity-types", "", 200, []string{"X-SP-GATEWAY", ""}},
		{"entity_scopes", "GET", "/users/entity-scopes", "", 200, []string{"X-SP-GATEWAY", ""}},
		{"node_types", "GET", "/nodes/types", "", 200, []string{"X-SP-GATEWAY", ""}},
		{"nodes", "GET", "/users/" + a["_id"].(string) + "/nodes", "", 200, nil},
		{"address", "POST", "/address-verification", `{"address_street":"1 Market St","address_city":"San Francisco","address_subdivision":"CA","address_postal_code":"94105","address_country_code":"US"}`, 200, nil},
		{"duplicates", "GET", "/users/" + a["_id"].(string) + "/get-duplicates", "", 200, nil},
		{"swapped", "PATCH", "/users/" + a["_id"].(string) + "/swap-duplicate-users", `{"swap_to_user_id":"` + b["_id"].(string) + `"}`, 200, nil},
		{"payload", "POST", "/users", `{"logins":[]}`, 400, nil},
		{"media", "POST", "/users", `{}`, 415, []string{"Content-Type", "text/plain"}},
		{"no_endpoint", "GET", "/nothing", "", 404, nil},
	} {
		t.Run(tt.golden, func(t *testing.T) {
			status, got := h.ask(tt.method, tt.path, tt.body, tt.headers...)
			assert.Equal(t, tt.status, status, got)
			golden(t, tt.golden, got)
		})
	}
}

// A webhook is signed, and repeated under the same log id.
func TestWebhook(t *testing.T) {
	h := newHost(t)
	var bodies [][]byte
	var signatures []string
	answer := http.StatusInternalServerError
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies, signatures = append(bodies, body), append(signatures, r.Header.Get("X-Synapse-Signature-SHA256-FullBody"))
		w.WriteHeader(answer)
	}))
	defer receiver.Close()
	status, s := h.ask("POST", "/subscriptions", `{"url":"`+receiver.URL+`","scope":["USERS|POST"]}`, "X-SP-IDEMPOTENCY-KEY", "k")
	require.Equal(t, 200, status, s)
	_, again := h.ask("POST", "/subscriptions", `{"url":"`+receiver.URL+`","scope":["USERS|POST"]}`, "X-SP-IDEMPOTENCY-KEY", "k")
	assert.Equal(t, s["_id"], again["_id"])
	status, _ = h.ask("POST", "/subscriptions", `{"url":"`+receiver.URL+`","scope":["USER|PATCH"]}`, "X-SP-IDEMPOTENCY-KEY", "k")
	assert.Equal(t, 409, status)
	status, _ = h.ask("POST", "/subscriptions", `{"url":"http://169.254.169.254/","scope":["USERS|POST"]}`)
	assert.Equal(t, 400, status)
	_, u := h.ask("POST", "/users", created)
	deliver, err := synapse.Deliverer(h.users, h.opts)
	require.NoError(t, err)
	events, err := h.store.Events(context.Background(), bonafide.EventQuery{Kind: user.Kind, ID: u["_id"].(string), Limit: 100})
	require.NoError(t, err)
	require.Equal(t, event.Created, events[0].Type)
	assert.ErrorIs(t, deliver(context.Background(), events[0]), bonafide.ErrUnavailable)
	answer = http.StatusOK
	require.NoError(t, deliver(context.Background(), events[0]))
	require.Len(t, bodies, 2)
	assert.Equal(t, bodies[0], bodies[1])
	assert.Equal(t, hook.HexSHA256(bonafide.NewSecret("secret-of-acme"), bodies[0]), signatures[0])
	var got struct {
		Rest map[string]any `json:"_rest"`
		Meta map[string]any `json:"webhook_meta"`
	}
	require.NoError(t, json.Unmarshal(bodies[0], &got))
	assert.Equal(t, u["_id"], got.Rest["_id"])
	assert.Empty(t, got.Rest["refresh_token"])
	assert.Len(t, got.Meta["log_id"], 24)
	_, s = h.ask("PATCH", "/subscriptions/"+s["_id"].(string), `{"is_active":false}`)
	assert.Equal(t, false, s["is_active"])
	require.NoError(t, deliver(context.Background(), events[0]))
	assert.Len(t, bodies, 2, "nothing more")
	_, all := h.ask("GET", "/subscriptions", "")
	assert.EqualValues(t, 1, all["subscriptions_count"])
}
