package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	synapseUsers = "/synapse/v3.1/users"
	placeholder  = "data:image/gif;base64,SUQs=="
)

// person is a body of POST /users: a person of name, and what else differs, as "path",
// value pairs of the user ("") or its base document ("documents").
func person(name string, differs ...any) string {
	doc := map[string]any{
		"name": name, "email": "ana@example.com", "phone_number": "415.555.0101", "ip": "::1", "entity_type": "F", "entity_scope": "Arts & Entertainment",
		"day": 2, "month": 5, "year": 1989, "address_street": "1 Market St.", "address_city": "SF", "address_subdivision": "CA", "address_postal_code": "94105", "address_country_code": "US",
		"virtual_docs":  []any{map[string]any{"document_type": "SSN", "document_value": "2222"}},
		"physical_docs": []any{map[string]any{"document_type": "GOVT_ID", "document_value": placeholder}},
		"social_docs":   []any{map[string]any{"document_type": "FACEBOOK", "document_value": "www.facebook.com/ana"}},
	}
	body := map[string]any{"logins": []any{map[string]any{"email": "ana@example.com"}}, "phone_numbers": []any{"415.555.0101"}, "legal_names": []any{name},
		"documents": []any{doc}, "extra": map[string]any{"cip_tag": 1, "is_business": false}}
	for i := 0; i+1 < len(differs); i += 2 {
		if field := differs[i].(string); strings.HasPrefix(field, "doc.") {
			doc[field[4:]] = differs[i+1]
		} else {
			body[field] = differs[i+1]
		}
	}
	text, _ := json.Marshal(body)
	return string(text)
}

func docs(pairs ...string) (out []any) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, map[string]any{"document_type": pairs[i], "document_value": pairs[i+1]})
	}
	return out
}

func extra(tag int, business bool) map[string]any {
	return map[string]any{"cip_tag": tag, "is_business": business}
}

// png is a picture with bytes behind its end, in base64 with line breaks.
const png = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlE\nQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggnRhaWw=\n"

// What real clients send passes, and is judged within 15 seconds.
func TestSynapseDemoRules(t *testing.T) {
	p := start(t, "127.0.0.1:18493", t.TempDir())
	const good, bad = "SEND-AND-RECEIVE", "UNVERIFIED"
	tin := docs("TIN", "12-3452222")
	for _, tt := range []struct{ name, body, permission string }{
		{"as it is", person("Ana Lima"), good},
		{"nine digits with dashes", person("Ana Lima", "doc.virtual_docs", docs("SSN", "111-11-2222")), good},
		{"nine digits", person("Ana Lima", "doc.virtual_docs", docs("SSN", "111112222")), good},
		{"ten digits", person("Ana Lima", "doc.virtual_docs", docs("SSN", "111-111-2222")), good},
		{"spaces", person("Ana Lima", "doc.virtual_docs", docs("SSN", "111 11 2222")), good},
		{"not confirmed", person("Ana Lima", "doc.virtual_docs", docs("SSN", "1111")), bad},
		{"a picture", person("Ana Lima", "doc.physical_docs", docs("GOVT_ID", png)), good},
		{"two of a type", person("Ana Lima", "doc.physical_docs", docs("GOVT_ID", png, "GOVT_ID", placeholder)), good},
		{"a login that is none", person("Ana Lima", "logins", []any{map[string]any{"email": "email.com"}}), good},
		{"odd numbers", person("Ana Lima", "phone_numbers", []any{"901.111.1111", "901-942-8167 x12", "99999999"}), good},
		{"two forms of a number", person("Ana Lima", "phone_numbers", []any{"+1 415 555 0101 ext. 5"}, "doc.phone_number", "415-555-0101 x4"), good},
		{"in two tiers", person("Ana Lima", "extra", extra(2, false)), good},
		{"a business", person("Acme LLC", "extra", extra(1, true), "doc.entity_type", "LLC", "doc.virtual_docs", tin, "doc.physical_docs", nil), good},
		{"a business, cip_tag 2", person("Acme LLC", "extra", extra(2, true), "doc.entity_type", "LLC", "doc.virtual_docs", tin, "doc.physical_docs", nil), good},
		{"a business on a person", person("Acme LLC", "doc.entity_type", "LLC", "doc.virtual_docs", tin, "doc.physical_docs", nil), bad},
		{"a listed name", person(listed), bad},
		{"a listed name, another birth date", person(listed, "doc.year", 1950), bad},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := p.ok("synapse1", "POST", synapseUsers+"?full_dehydrate=yes", tt.body)
			require.Regexp(t, "^[0-9a-f]{24}$", u.str("_id"))
			assert.NotContains(t, u.text, "SUBMITTED|VALID", "judged after the answer")
			var sent map[string]any
			require.NoError(t, json.Unmarshal([]byte(tt.body), &sent))
			assert.Equal(t, sent["phone_numbers"], u.body["phone_numbers"])
			assert.Equal(t, sent["documents"].([]any)[0].(map[string]any)["phone_number"], u.at("documents.0.phone_number"))
			path := synapseUsers + "/" + u.str("_id") + "?full_dehydrate=yes"
			u = p.until("synapse1", path, func(r reply) bool {
				return !strings.Contains(r.text, "SUBMITTED|REVIEWING") && r.str("documents.0.watchlists") != "PENDING" && (tt.permission != good || r.str("permission") == good)
			})
			assert.Equal(t, tt.permission, u.str("permission"))
			assert.NotContains(t, u.text, "2222\"")
			if strings.Contains(tt.name, "listed") {
				assert.Contains(t, p.ok("desk1", "GET", "/desk/users/"+u.str("_id"), "").text, "/hits/", "an open hit")
			}
		})
	}
}

// One request after another, sentence by sentence of what is said of the API.
func TestSynapse(t *testing.T) {
	p := start(t, "127.0.0.1:18494", t.TempDir())
	u := p.ok("synapse1", "POST", synapseUsers, person("Ana Lima"), "X-SP-IDEMPOTENCY-KEY", "k1")
	path := synapseUsers + "/" + u.str("_id")
	oauth := p.ok("synapse1", "POST", "/synapse/v3.1/oauth/"+u.str("_id"), `{"refresh_token":"`+u.str("refresh_token")+`"}`)
	key := oauth.str("oauth_key") + "|a-device"
	other := p.ok("synapse1", "POST", synapseUsers, person("Ana Lima"))
	address := `{"address_street":"%s","address_city":"San Francisco","address_subdivision":"CA","address_postal_code":"94105","address_country_code":"US"}`
	token := `{"refresh_token":"` + other.str("refresh_token") + `"%s}`
	for _, tt := range []struct {
		name, as, method, path, body string
		header                       []string
		status                       int
		has                          string
	}{
		{"the same again", "synapse1", "POST", synapseUsers, person("Ana Lima"), []string{"X-SP-IDEMPOTENCY-KEY", "k1"}, 200, u.str("_id")},
		{"another body under the key", "synapse1", "POST", synapseUsers, person("Ana Maria Lima"), []string{"X-SP-IDEMPOTENCY-KEY", "k1"}, 409, `"error_code":"450"`},
		{"a key is of one platform", "synapse2", "POST", synapseUsers, person("Ana Maria Lima"), []string{"X-SP-IDEMPOTENCY-KEY", "k1"}, 200, "Maria"},
		{"nobody", "", "GET", path, "", nil, 401, `"error_code":"100"`},
		{"a user of another", "synapse2", "GET", path, "", nil, 404, `"success":false`},
		{"full", "synapse1", "GET", path + "?full_dehydrate=yes", "", nil, 200, "facebook.com/ana\""},
		{"a list", "synapse1", "GET", synapseUsers + "?page=1&per_page=1&query=Ana&show_refresh_tokens=yes", "", nil, 200, `"refresh_token":"refresh_`},
		{"a filter", "synapse1", "GET", synapseUsers + `?filter={"_id":"` + u.str("_id") + `"}`, "", nil, 200, `"users_count":1`},
		{"page 0", "synapse1", "GET", synapseUsers + "?page=0", "", nil, 400, "page: out_of_range"},
		{"too many a page", "synapse1", "GET", synapseUsers + "?per_page=1000", "", nil, 200, `"limit":100`},
		{"a change without a key", "synapse1", "PATCH", path, `{"update":{"legal_name":"X"}}`, nil, 401, `"error_code":"110"`},
		{"with another fingerprint", "synapse1", "PATCH", path, `{"update":{"legal_name":"X"}}`, []string{"X-SP-USER", oauth.str("oauth_key") + "|other"}, 401, `"error_code":"110"`},
		{"of another user", "synapse1", "PATCH", synapseUsers + "/" + other.str("_id"), `{"update":{"legal_name":"X"}}`, []string{"X-SP-USER", key}, 401, `"error_code":"110"`},
		{"a change", "synapse1", "PATCH", path + "?full_dehydrate=yes", `{"update":{"legal_name":"Ana Costa"}}`, []string{"X-SP-USER", key}, 200, "Ana Costa"},
		{"an unknown device", "synapse1", "POST", "/synapse/v3.1/oauth/" + other.str("_id"), fmt.Sprintf(token, ""), []string{"X-SP-USER", "|static_pin"}, 202, `"error_code":"10"`},
		{"a code", "synapse1", "POST", "/synapse/v3.1/oauth/" + other.str("_id"), fmt.Sprintf(token, `,"phone_number":"415.555.0101"`), []string{"X-SP-USER", "|static_pin"}, 202, `"error_code":"10"`},
		{"a wrong one", "synapse1", "POST", "/synapse/v3.1/oauth/" + other.str("_id"), fmt.Sprintf(token, `,"validation_pin":"000000"`), []string{"X-SP-USER", "|static_pin"}, 409, `"error_code":"400"`},
		{"the right one", "synapse1", "POST", "/synapse/v3.1/oauth/" + other.str("_id"), fmt.Sprintf(token, `,"validation_pin":"123456"`), []string{"X-SP-USER", "|static_pin"}, 200, "oauth_key"},
		{"the platform's own user", "synapse1", "GET", synapseUsers + "/" + p.vars["synapse1.user_id"], "", []string{"X-SP-USER", "|" + p.vars["synapse1.fingerprint"]}, 200, "Demo Platform"},
		{"duplicates", "synapse1", "GET", path + "/get-duplicates", "", nil, 200, ""},
		{"nodes", "synapse1", "GET", path + "/nodes", "", nil, 200, `"nodes":[]`},
		{"types, openly", "", "GET", synapseUsers + "/document-types", "", nil, 200, "GOVT_ID"},
		{"and of entities", "", "GET", synapseUsers + "/entity-types", "", nil, 200, "LLC"},
		{"and scopes", "", "GET", synapseUsers + "/entity-scopes", "", nil, 200, ""},
		{"and nodes", "", "GET", "/synapse/v3.1/nodes/types", "", nil, 200, ""},
		{"an address", "synapse1", "POST", "/synapse/v3.1/address-verification", fmt.Sprintf(address, "1 Market St"), nil, 200, `"deliverability":"deliverable"`},
		{"a wrong address", "synapse1", "POST", "/synapse/v3.1/address-verification", fmt.Sprintf(address, "123 Fail Address"), nil, 200, `"google_undeliverable"`},
		{"no JSON", "synapse1", "POST", synapseUsers, "{}", []string{"Content-Type", "text/plain"}, 415, `"http_code":"415"`},
		{"half a body", "synapse1", "POST", synapseUsers, `{"a":`, nil, 400, `"error_code":"200"`},
		{"a lock", "synapse1", "PATCH", path, `{"permission":"LOCKED"}`, []string{"X-SP-USER", key}, 200, `"permission":"LOCKED"`},
		{"and away", "synapse1", "PATCH", path, `{"permission":"MAKE-IT-GO-AWAY"}`, []string{"X-SP-USER", key}, 200, "MAKE-IT-GO-AWAY"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := p.ask(tt.as, tt.method, tt.path, tt.body, tt.header...)
			assert.Equal(t, tt.status, r.status, r.text)
			assert.Contains(t, r.text, tt.has)
		})
	}
}
