package clients

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An endUser is a user as the vendor's UI wrapper has it: it keeps id, token and key.
type endUser struct {
	t                        *testing.T
	s                        *service
	id, key, refresh, device string
}

func (s *service) endUser(t *testing.T, email, phone, name string) *endUser {
	u := &endUser{t: t, s: s, device: "device"}
	a := s.must(t, request{method: "POST", path: "/users", by: "|device", body: map[string]any{
		"logins": []any{map[string]any{"email": email}}, "phone_numbers": []string{phone}, "legal_names": []string{name},
	}})
	u.id, u.refresh = a.text("_id"), a.text("refresh_token")
	grant := u.oauth(http.StatusOK, nil)
	u.key = grant.text("oauth_key")
	u.refresh = grant.text("refresh_token")
	return u
}

func (u *endUser) oauth(status int, more map[string]any) answer {
	body := map[string]any{"refresh_token": u.refresh}
	for k, v := range more {
		body[k] = v
	}
	a, err := u.s.send(request{method: "POST", path: "/oauth/" + u.id, by: "|" + u.device, body: body})
	require.NoError(u.t, err)
	require.Equal(u.t, status, a.status, "%v", a.body)
	return a
}

// patch is answered with the whole user, as the wrapper asks for it.
func (u *endUser) patch(body string) answer {
	return u.s.must(u.t, request{method: "PATCH", path: "/users/" + u.id + "?full_dehydrate=yes", by: u.key + "|" + u.device, body: json.RawMessage(body)})
}

func (u *endUser) get() answer {
	return u.s.must(u.t, request{method: "GET", path: "/users/" + u.id + "?full_dehydrate=yes", by: "|" + u.device})
}

func (s *service) users(t *testing.T, query string) answer {
	return s.must(t, request{method: "GET", path: "/users?" + query, by: "|device"})
}

// base is a base document in the shape that the vendor's suite sends.
func base(email, kind string) string {
	return `{"email":"` + email + `","phone_number":"901.111.1111","ip":"::1","name":"Test User","alias":"Test","entity_type":"` + kind + `",
		"entity_scope":"Arts & Entertainment","day":2,"month":5,"year":1989,"address_street":"1 Market St.","address_city":"SF",
		"address_subdivision":"CA","address_postal_code":"94114","address_country_code":"US",
		"social_docs":[{"document_value":"https://www.facebook.com/valid","document_type":"FACEBOOK"}]}`
}

// What the vendor's own UI team asserted of the live sandbox holds here: the suites of
// users, OAuth and filters, restated.
func TestVendorSuite(t *testing.T) {
	s := start(t, t.TempDir())
	t.Run("create a user", func(t *testing.T) {
		u := s.endUser(t, "email.com", "123.123.1233", "Post User")
		assert.Equal(t, "Post User", u.get().at("legal_names.0"))
		u.patch(`{"permission":"MAKE-IT-GO-AWAY"}`)
	})
	t.Run("who went away is not counted", func(t *testing.T) {
		u := s.endUser(t, "test@example.com", "314.315.3242", "Get User")
		before := s.users(t, "").at("users_count").(float64)
		assert.Equal(t, "Get User", u.get().at("legal_names.0"))
		u.patch(`{"permission":"MAKE-IT-GO-AWAY"}`)
		assert.Equal(t, before-1, s.users(t, "").at("users_count"))
	})
	t.Run("document types, entity types and scopes", func(t *testing.T) {
		for path, list := range map[string]string{"document-types": "physical_docs", "entity-types": "PERSONAL", "entity-scopes": "scopes"} {
			res, err := http.Get(s.base + "/synapse/v3.1/users/" + path) // without headers
			require.NoError(t, err)
			var a answer
			require.NoError(t, json.NewDecoder(res.Body).Decode(&a.body))
			require.NoError(t, res.Body.Close())
			assert.Equal(t, http.StatusOK, res.StatusCode)
			assert.Greater(t, a.at(list+".#"), 1.0, path)
		}
	})
	t.Run("lists", func(t *testing.T) {
		one := s.endUser(t, "real@example.com", "314.315.3242", "Search Yes")
		s.endUser(t, "fake@example.com", "314.315.3242", "Search No")
		assert.Contains(t, s.users(t, "query="+url.QueryEscape("Search Yes")).at("users.0.legal_names"), "Search Yes")
		page := s.users(t, "page=2&per_page=3")
		assert.Equal(t, []any{2.0, 3.0}, []any{page.at("page"), page.at("limit")})
		page = s.users(t, "query=real@example.com&page=1&per_page=2")
		assert.Equal(t, []any{1.0, 2.0, "real@example.com"}, []any{page.at("page"), page.at("limit"), page.at("users.0.logins.0.email")})
		page = s.users(t, "filter="+url.QueryEscape(`{"_id":"`+one.id+`"}`))
		assert.Equal(t, []any{1.0, one.id}, []any{page.at("users_count"), page.at("users.0._id")})
	})
	t.Run("two documents, of a person and of a business", func(t *testing.T) {
		u := s.endUser(t, "test@example.com", "314.315.3242", "Initial Name, Second Name")
		u.patch(`{"documents":[` + base("personal@example.com", "M") + `,` + base("business@example.com", "LLC") + `]}`)
		assert.Equal(t, 2.0, u.get().at("documents.#"))
	})
	t.Run("a base document is deleted", func(t *testing.T) {
		u := s.endUser(t, "test@example.com", "314.315.3242", "Default Name")
		first := u.patch(`{"documents":[` + base("first@example.com", "M") + `]}`).text("documents.0.id")
		before := u.patch(`{"documents":[` + base("second@example.com", "M") + `]}`).at("documents.#").(float64)
		after := u.patch(`{"documents":[{"id":"` + first + `","permission_scope":"DELETE_DOCUMENT"}]}`)
		assert.Equal(t, before-1, after.at("documents.#"))
	})
	t.Run("all social documents are deleted", func(t *testing.T) {
		u := s.endUser(t, "test@example.com", "314.315.3242", "Default Name")
		u.patch(`{"documents":[` + base("test@example.com", "M") + `]}`)
		had := u.get()
		var gone []map[string]string
		for _, d := range had.list("documents.0.social_docs") {
			gone = append(gone, map[string]string{"id": d.text("id"), "document_type": "DELETE_DOCUMENT", "document_value": ""})
		}
		require.NotEmpty(t, gone)
		text, err := json.Marshal(gone)
		require.NoError(t, err)
		after := u.patch(`{"documents":[{"id":"` + had.text("documents.0.id") + `","social_docs":` + string(text) + `}]}`)
		assert.Zero(t, after.at("documents.0.social_docs.#"))
	})
	t.Run("a new e-mail address is a new id", func(t *testing.T) {
		u := s.endUser(t, "test@example.com", "314.315.3242", "Default Name")
		before := u.patch(`{"documents":[` + base("test@example.com", "M") + `]}`)
		assert.Equal(t, "test@example.com", before.at("documents.0.email"))
		after := u.patch(`{"documents":[{"id":"` + before.text("documents.0.id") + `","email":"updated@example.com"}]}`)
		assert.Equal(t, "updated@example.com", after.at("documents.0.email"))
		assert.NotEqual(t, before.at("documents.0.id"), after.at("documents.0.id"))
	})
	t.Run("name, login, number and note", func(t *testing.T) {
		u := s.endUser(t, "before@example.com", "1231231233", "Before User")
		u.patch(`{"update":{"legal_name":"After User","login":{"email":"after@example.com","password":"test1234"},"phone_number":"9879879877",
			"remove_legal_name":"Before User","remove_login":{"email":"before@example.com"},"remove_phone_number":"1231231233","public_note":"just updated ~~~"}}`)
		a := u.get()
		assert.Equal(t, []any{"After User", "9879879877", "after@example.com", "just updated ~~~"},
			[]any{a.at("legal_names.0"), a.at("phone_numbers.0"), a.at("logins.0.email"), a.at("extra.public_note")})
	})
	t.Run("another program", func(t *testing.T) {
		u := s.endUser(t, "test@example.com", "314.315.3242", "Default Name")
		u.patch(`{"update":{"legal_name":"After User","cip_tag":2}}`)
		assert.Equal(t, 2.0, u.get().at("extra.cip_tag"))
	})
	t.Run("locked, and sent away", func(t *testing.T) {
		u := s.endUser(t, "test@example.com", "314.315.3242", "Default Name")
		assert.Equal(t, "LOCKED", u.patch(`{"permission":"LOCKED"}`).at("permission"))
		assert.Equal(t, "MAKE-IT-GO-AWAY", u.patch(`{"permission":"MAKE-IT-GO-AWAY"}`).at("permission"))
	})
	t.Run("a fingerprint in three steps", func(t *testing.T) {
		u := s.endUser(t, "email.com", "123.123.1233", "Cip Oneperson")
		u.device = "static_pin"
		assert.Equal(t, "Fingerprint not registered. Please perform the MFA flow.", u.oauth(http.StatusAccepted, nil).at("error.en"))
		assert.Equal(t, "MFA sent to 123.123.1233.", u.oauth(http.StatusAccepted, map[string]any{"phone_number": "123.123.1233"}).at("message.en"))
		assert.NotEmpty(t, u.oauth(http.StatusOK, map[string]any{"validation_pin": "123456"}).at("oauth_key"))
	})
}
