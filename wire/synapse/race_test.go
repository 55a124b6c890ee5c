package synapse_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Two replicas that refresh one token at once give the same tokens: two windows of one
// device may ask together. Who comes later with the old token, or at once from another device, is
// a thief or was robbed by one: nobody keeps anything.
func TestTokenIsRefreshedTwiceAtOnce(t *testing.T) {
	for name, thief := range map[string]struct {
		after time.Duration
		agent string
	}{
		"later":               {11 * time.Second, "|static_pin"},
		"from another device": {0, "|fingerprint of a thief"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t)
			_, u := h.ask("POST", "/users", created)
			h.key(u) // the device is known from now on
			id := u["_id"].(string)
			_, u = h.ask("GET", "/users/"+id, "")
			body := `{"refresh_token":"` + u["refresh_token"].(string) + `"}`
			const hands = 8
			replicas := [2]*host{h, h.replica()}
			var got [hands]map[string]any
			var wait sync.WaitGroup
			for i := range hands {
				wait.Go(func() { _, got[i] = replicas[i%2].ask("POST", "/oauth/"+id, body) })
			}
			wait.Wait()
			for _, g := range got {
				require.NotEmpty(t, g["oauth_key"], g)
				assert.Equal(t, got[0], g, "one rotation, told to all")
			}
			status, _ := h.ask("GET", "/users/"+id, "", "X-SP-USER", got[0]["oauth_key"].(string)+"|static_pin")
			require.Equal(t, 200, status)

			h.clock = h.clock.Add(thief.after)
			status, stolen := h.ask("POST", "/oauth/"+id, body, "X-SP-USER", thief.agent)
			assert.Equal(t, 409, status, stolen)
			assert.NotContains(t, stolen, "oauth_key")
			assert.NotContains(t, stolen, "refresh_token")
			next := `{"refresh_token":"` + got[0]["refresh_token"].(string) + `"}`
			status, left := replicas[1].ask("POST", "/oauth/"+id, next)
			assert.Equal(t, 409, status, "the family is revoked: %v", left)
			status, _ = h.ask("PATCH", "/users/"+id, `{"update":{"legal_name":"A Thief"}}`, "X-SP-USER", got[0]["oauth_key"].(string)+"|static_pin")
			assert.Equal(t, 401, status, "and so is its key")
		})
	}
}
