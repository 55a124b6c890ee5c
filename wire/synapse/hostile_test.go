package synapse_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Another platform finds nothing of a user, on any endpoint, and with any key.
func TestOtherPlatform(t *testing.T) {
	h := newHost(t)
	_, u := h.ask("POST", "/users", created)
	id, key := u["_id"].(string), h.key(u)
	_, s := h.ask("POST", "/subscriptions", `{"url":"https://example.com","scope":["USERS|POST"]}`)
	for _, tt := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "/users/" + id, "", 404},
		{"GET", "/users/" + id + "?full_dehydrate=yes", "", 404},
		{"GET", "/users/" + id + "/nodes", "", 404},
		{"GET", "/users/" + id + "/get-duplicates", "", 404},
		{"PATCH", "/users/" + id + "/swap-duplicate-users", `{"swap_to_user_id":"` + id + `"}`, 404},
		{"PATCH", "/users/" + id, `{"update":{"legal_name":"Mallory"}}`, 401},
		{"PATCH", "/users/" + id + "/ubo", `{}`, 401},
		{"POST", "/oauth/" + id, `{"refresh_token":"` + u["refresh_token"].(string) + `"}`, 404},
		{"GET", "/subscriptions/" + s["_id"].(string), "", 404},
		{"PATCH", "/subscriptions/" + s["_id"].(string), `{"url":"https://mallory.example"}`, 404},
	} {
		status, got := h.ask(tt.method, tt.path, tt.body, "X-SP-GATEWAY", "other|secret-of-other", "X-SP-USER", key)
		assert.Equal(t, tt.status, status, "%s %s: %v", tt.method, tt.path, got)
	}
	for _, path := range []string{"/users", "/users?query=Test", `/users?filter={"_id":"` + id + `"}`, "/subscriptions", "/subscriptions/logs"} {
		status, got := h.ask("GET", strings.NewReplacer(`"`, "%22", "{", "%7B", "}", "%7D").Replace(path), "", "X-SP-GATEWAY", "other|secret-of-other")
		require.Equal(t, 200, status, path)
		assert.NotContains(t, fmt.Sprint(got), id, path)
		assert.NotContains(t, fmt.Sprint(got), s["_id"], path)
	}
}

// Keys of idempotency are of one platform.
func TestKeysOfPlatforms(t *testing.T) {
	h := newHost(t)
	key := []string{"X-SP-IDEMPOTENCY-KEY", "k"}
	_, mine := h.ask("POST", "/users", created, key...)
	status, theirs := h.ask("POST", "/users", created, append(key, "X-SP-GATEWAY", "other|secret-of-other")...)
	require.Equal(t, 200, status)
	assert.NotEqual(t, mine["_id"], theirs["_id"])
	const body = `{"url":"https://example.com","scope":["USERS|POST"]}`
	_, mine = h.ask("POST", "/subscriptions", body, key...)
	_, theirs = h.ask("POST", "/subscriptions", body, append(key, "X-SP-GATEWAY", "other|secret-of-other")...)
	assert.NotEqual(t, mine["_id"], theirs["_id"])
}

// Whose key it is, on which device, and whose header: one wrong is none.
func TestCredentials(t *testing.T) {
	h := newHost(t)
	_, u := h.ask("POST", "/users", created)
	_, other := h.ask("POST", "/users", created)
	key, foreign := h.key(u), h.key(other)
	oauth, _, _ := strings.Cut(key, "|")
	for name, header := range map[string]string{
		"no key": "", "no fingerprint": oauth, "another device": oauth + "|another", "another user's": foreign, "fingerprint alone": "|static_pin",
		"cut": oauth[:len(oauth)-1] + "|static_pin", "two in one": key + "," + key, "a refresh token": u["refresh_token"].(string) + "|static_pin", "space": " " + key,
		"very long": strings.Repeat("a", 100_000) + "|static_pin", "not text": "oauth_\xff\xfe|\x01",
	} {
		status, got := h.ask("PATCH", "/users/"+u["_id"].(string), `{"permission":"LOCKED"}`, "X-SP-USER", header)
		assert.Equal(t, 401, status, name)
		assert.Equal(t, "110", got["error_code"], name)
	}
	for name, header := range map[string]string{
		"none": "", "no secret": "acme", "empty secret": "acme|", "no id": "|secret-of-acme", "the other's": "other|secret-of-acme", "unknown": "nobody|secret-of-nobody",
		"case": "ACME|secret-of-acme", "more": "acme|secret-of-acme|x",
	} {
		status, got := h.ask("GET", "/users", "", "X-SP-GATEWAY", header)
		assert.Equal(t, 401, status, name)
		assert.Equal(t, "100", got["error_code"], name)
	}
	for _, name := range []string{"X-SP-GATEWAY", "X-SP-USER"} {
		r := httptest.NewRequest("PATCH", "/users/"+u["_id"].(string), strings.NewReader(`{"update":{"public_note":"n"}}`))
		r.Header = http.Header{"Content-Type": {"application/json"}}
		r.Header.Set("X-SP-GATEWAY", "acme|secret-of-acme")
		r.Header.Set("X-SP-USER", key)
		r.Header.Add(name, r.Header.Get(name))
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		assert.Equal(t, 401, w.Code, "%s twice", name)
	}
}

// A path that is no id is no user.
func TestPaths(t *testing.T) {
	h := newHost(t)
	for _, id := range []string{"a%2Fb", "%2e%2e%2Fusers", "%00", "%ff", "%F0%9F%98%80", "a%20b", "null", strings.Repeat("a", 5000), "%25", "synapse.subscription", "user%00x"} {
		status, got := h.ask("GET", "/users/"+id, "")
		assert.Equal(t, 404, status, id[:min(len(id), 40)])
		assert.Equal(t, "404", got["error_code"])
		status, _ = h.ask("GET", "/subscriptions/"+id, "")
		assert.Equal(t, 404, status, id[:min(len(id), 40)])
		status, _ = h.ask("POST", "/oauth/"+id, `{"refresh_token":"refresh_x.y"}`)
		assert.Equal(t, 404, status, id[:min(len(id), 40)])
	}
	for _, tt := range [][2]string{{"DELETE", "/users"}, {"PUT", "/users/x"}, {"GET", "/oauth/x"}, {"POST", "/users/x/ubo"}, {"PATCH", "/users"}, {"TRACE", "/users"}} {
		status, _ := h.ask(tt[0], tt[1], "")
		assert.Equal(t, 404, status, tt)
	}
}

// Bodies and queries that nobody means well with are refused by their form.
func TestBombs(t *testing.T) {
	h := newHost(t)
	deep := func(n int) string { return strings.Repeat(`[`, n) + strings.Repeat(`]`, n) }
	for name, body := range map[string]string{
		"deep": `{"documents":` + deep(100_000) + `}`, "deep in what is read over": `{"refresh_token":` + deep(100_000) + `}`,
		"many faults": `{"documents":[` + strings.TrimSuffix(strings.Repeat(`{"x":1},`, 10_000), ",") + `]}`, "many documents": `{"logins":[{"email":"a@example.com"}],"phone_numbers":["901.111.1111"],"legal_names":["A B"],"documents":[` + strings.TrimSuffix(strings.Repeat(`{"name":"A B"},`, 1_000), ",") + `]}`,
		"twice": `{"legal_names":["A B"],"legal_names":["C D"]}`, "two values": created + created, "nul": "{\x00}", "no UTF-8": "{\"legal_names\":[\"\xff\"]}", "a number that is none": `{"extra":{"cip_tag":1e400}}`,
		"another direction": `{"logins":[{"email":"a@example.com"}],"phone_numbers":["901.111.1111"],"legal_names":["Ana` + "\u202e" + ` Bo"]}`,
		"a control":         `{"logins":[{"email":"a@example.com"}],"phone_numbers":["901.111.1111"],"legal_names":["Ana\u0000 Bo"]}`,
		"many numbers":      `{"logins":[{"email":"a@example.com"}],"phone_numbers":["901.111.1111"` + strings.Repeat(`,"901.111.1111"`, 10_000) + `],"legal_names":["A B"]}`,
	} {
		status, got := h.ask("POST", "/users", body)
		assert.Equal(t, 400, status, "%s: %.200v", name, got)
		assert.LessOrEqual(t, len(fmt.Sprint(got)), 4000, name)
	}
	status, got := h.ask("GET", "/users", "")
	require.Equal(t, 200, status)
	assert.Empty(t, got["users"])
	for _, query := range []string{
		"page=99999999999999999999", "page=-1", "page=502", "per_page=0", "per_page=x", "page=0x1",
		"filter=" + deep(100_000), "filter=null", "filter=[]", `filter={"_id":{"$in":[1]}}`, `filter={"_id":{"$gt":""}}`, `filter={"permission":{"$ne":null}}`,
		`filter={"permission":"LOCKED","permission":"SEND-AND-RECEIVE"}`, `filter={"_id":"x"}{"_id":"y"}`,
		`filter={"_id":{"$in":["a"],"$in":["b"]}}`, `filter={"_id":{"$in":["a"],"$gt":"b"}}`,
		`filter={"_id":{"$in":["` + strings.Repeat(`a","`, 200) + `"]}}`, `filter={"legal_names":""}`, `filter={"password":"x"}`,
		`filter={"logins.email":"a@example.com","documents.email":"b@example.com"}`, `query=Test&filter={"legal_names":"Other"}`, `filter={"_id":"x","permission":"LOCKED"}`,
	} {
		name, value, _ := strings.Cut(query, "=")
		if !strings.HasPrefix(query, "query=") {
			query = name + "=" + url.QueryEscape(value)
		} else {
			query = strings.NewReplacer(`"`, "%22", "{", "%7B", "}", "%7D").Replace(query)
		}
		status, got := h.ask("GET", "/users?"+query, "")
		assert.Equal(t, 400, status, "%.80s: %.200v", query, got)
	}
	for _, query := range []string{"page=1&page=2", "per_page=1&per_page=2", "query=a&query=b", "filter=%7B%7D&filter=%7B%7D"} {
		status, got := h.ask("GET", "/users?"+query, "")
		assert.Equal(t, 400, status, "%s: %v", query, got)
	}
	_, u := h.ask("POST", "/users", created)
	_, got = h.ask("GET", "/users?filter="+url.QueryEscape(fmt.Sprintf(`{"_id":{"$in":["%s","%[1]s","nobody"]}}`, u["_id"])), "")
	assert.EqualValues(t, 1, got["users_count"], "nobody counts twice")
}

// A refresh token serves once; who uses it again learns nothing.
func TestRefreshTokenAgain(t *testing.T) {
	h := newHost(t)
	_, u := h.ask("POST", "/users", created)
	h.key(u)
	h.clock = h.clock.Add(11 * time.Second) // an answer that was lost is given again for ten
	for range 3 {
		status, got := h.ask("POST", "/oauth/"+u["_id"].(string), `{"refresh_token":"`+u["refresh_token"].(string)+`"}`)
		assert.Equal(t, 409, status)
		assert.Equal(t, "400", got["error_code"])
	}
	_, other := h.ask("POST", "/users", created)
	status, _ := h.ask("POST", "/oauth/"+u["_id"].(string), `{"refresh_token":"`+other["refresh_token"].(string)+`"}`)
	assert.Equal(t, 409, status, "another user's")
}

// Whoever guesses codes has five of them to guess at, and no more with other keys.
func TestGuessing(t *testing.T) {
	h := newHost(t)
	_, u := h.ask("POST", "/users", created)
	path, token := "/oauth/"+u["_id"].(string), u["refresh_token"].(string)
	device := []string{"X-SP-USER", "|another"}
	status, _ := h.ask("POST", path, `{"refresh_token":"`+token+`","phone_number":"901.111.1111"}`, device...)
	require.Equal(t, 202, status)
	for i := range 5 {
		status, _ = h.ask("POST", path, fmt.Sprintf(`{"refresh_token":"%s","validation_pin":"%06d"}`, token, i), append(device, "X-SP-IDEMPOTENCY-KEY", fmt.Sprint(i))...)
		assert.Equal(t, 409, status)
	}
	status, _ = h.ask("POST", path, `{"refresh_token":"`+token+`","validation_pin":"123456"}`, device...)
	assert.Equal(t, 409, status, "the right one comes too late")
	sent := 0
	for ; sent < 20; sent++ {
		var got map[string]any
		if status, got = h.ask("POST", path, `{"refresh_token":"`+token+`","phone_number":"901.111.1111"}`, device...); status != 202 {
			golden(t, "too_many", got)
			break
		}
	}
	assert.Equal(t, 429, status)
	assert.Less(t, sent, 10)
}

// Changes at once are made one after the other, or refused as such; none is lost.
func TestRace(t *testing.T) {
	h := newHost(t)
	_, u := h.ask("POST", "/users", created)
	path, as := "/users/"+u["_id"].(string), []string{"X-SP-USER", h.key(u)}
	const n = 6
	made := make([]bool, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			status, got := h.ask("PATCH", path, fmt.Sprintf(`{"update":{"legal_name":"Name %c"}}`, 'A'+i), as...)
			made[i] = status == 200
			assert.Contains(t, []int{200, 503}, status, got)
		})
	}
	all.Wait()
	_, got := h.ask("GET", path, "")
	for i := range n {
		name := fmt.Sprintf("Name %c", 'A'+i)
		if made[i] {
			assert.Contains(t, got["legal_names"], name)
		} else {
			assert.NotContains(t, got["legal_names"], name)
		}
	}
	assert.Contains(t, made, true)
	_, err := h.users.Advance(context.Background(), u["_id"].(string))
	assert.NoError(t, err)
}
