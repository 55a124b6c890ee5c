package synapse_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The published fields, by path: "[]" stands for each element of a list that is not empty.
var published = []struct{ what, fields string }{
	{"user object", `_id _links.self.href _v account_closure_date client.id client.name doc_status.physical_doc doc_status.virtual_doc documents emails
		extra.cip_tag extra.date_joined extra.extra_security extra.is_business extra.is_trusted extra.last_updated extra.note extra.public_note extra.supp_id
		flag flag_code ips is_hidden legal_names logins[].email logins[].scope permission permission_code phone_numbers photos refresh_token watchlists`},
	{"base document in short", `documents[].id documents[].id_score documents[].is_active documents[].name documents[].permission_scope
		documents[].required_edd_docs documents[].watchlists documents[].physical_docs documents[].social_docs documents[].virtual_docs`},
	{"base document", `documents[].alias documents[].email documents[].phone_number documents[].ip documents[].entity_type documents[].entity_scope
		documents[].entity_relationship documents[].ownership_percentage documents[].title documents[].company_activity documents[].day documents[].month
		documents[].year documents[].address_street documents[].address_city documents[].address_subdivision documents[].address_postal_code
		documents[].address_country_code documents[].maiden_name documents[].desired_scope documents[].doc_option_key documents[].docs_key
		documents[].docs_title documents[].trust_level documents[].edd_status documents[].screening_results`},
	{"physical documents", `documents[].physical_docs[].id documents[].physical_docs[].document_type documents[].physical_docs[].document_value
		documents[].physical_docs[].last_updated documents[].physical_docs[].status documents[].physical_docs[].invalid_reasons`},
	{"social documents", `documents[].social_docs[].id documents[].social_docs[].document_type documents[].social_docs[].document_value
		documents[].social_docs[].last_updated documents[].social_docs[].status`},
	{"virtual documents", `documents[].virtual_docs[].id documents[].virtual_docs[].document_type documents[].virtual_docs[].document_value
		documents[].virtual_docs[].last_updated documents[].virtual_docs[].status`},
}

// Where the other objects are, and their published fields.
var publishedBeside = []struct{ golden, fields string }{
	{"list", `error_code http_code limit page page_count success users[]._id users_count`},
	{"oauth", `client_id client_name expires_at expires_in oauth_key refresh_expires_in refresh_token scope user_id`},
	{"pending", `error.en error_code http_code phone_numbers success`},
	{"sent", `error_code http_code message.en success`},
	{"duplicates", `closed_users_id locked_users_id open_users_id reason status user_id`},
	{"swapped", `swapped_to user_id user_swapped`},
	{"address", `deliverability deliverability_analysis.partial_valid deliverability_analysis.primary_number_invalid deliverability_analysis.primary_number_missing
		deliverability_analysis.secondary_invalid deliverability_analysis.secondary_missing normalized_address.address_street normalized_address.address_city
		normalized_address.address_subdivision normalized_address.address_postal_code normalized_address.address_country_code`},
	{"document_types", `physical_docs[].type physical_docs[].common_name physical_docs[].description physical_docs[].allowed_file_types physical_docs[].base_doc_types
		physical_docs[].multiple_allowed physical_docs[].required_meta social_docs[].type virtual_docs[].type`},
	{"entity_types", `BUSINESS[].common_name BUSINESS[].type PERSONAL[].common_name PERSONAL[].type`},
	{"entity_scopes", `scopes`},
	{"subscription", `_id _links.self.href _v client_id is_active scope url`},
	{"webhook", `_id.$oid _rest._id webhook_meta.function webhook_meta.log_id webhook_meta.updated_by webhook_meta.date.$date`},
	{"logs", `logs[]._id.$oid logs[].client_id logs[].date logs[].function logs[].http_response_code logs[].http_response_text logs[].http_responses logs[].http_url
		logs[].object_id logs[].safe_obj logs[].safe_obj_hash logs[].updated_by`},
	{"payload", `error.en error_code http_code success`},
}

// has reports whether a value has a path, in each element of its lists.
func has(v any, path string) bool {
	name, rest, more := strings.Cut(path, ".")
	name, each := strings.CutSuffix(name, "[]")
	object, _ := v.(map[string]any)
	inner, ok := object[name]
	switch {
	case !ok || !more && !each:
		return ok
	case !each:
		return has(inner, rest)
	}
	list, _ := inner.([]any)
	for _, one := range list {
		if more && !has(one, rest) {
			return false
		}
	}
	return len(list) > 0
}

const mailing = `{"document_type":"MAILING_ADDRESS","document_value":"1 Market Street, San Francisco CA 94105, US","meta":{"address_street":"1 Market Street","address_city":"San Francisco",
	"address_subdivision":"CA","address_postal_code":"94105","address_country_code":"US","address_care_of":"Bo"}}`

// Every published field of a user is there, whoever it is.
func TestPublishedUser(t *testing.T) {
	h := newHost(t)
	refused := strings.Replace(strings.Replace(created, "data:image/gif", "data:image/invalid", 1), `"social_docs":[`, `"social_docs":[`+mailing+`,`, 1)
	_, u := h.ask("POST", "/users", refused)
	for range 2 {
		_, err := h.users.Advance(t.Context(), u["_id"].(string))
		require.NoError(t, err)
		h.clock = h.clock.Add(time.Second)
	}
	status, u := h.ask("GET", "/users/"+u["_id"].(string)+"?full_dehydrate=yes", "")
	require.Equal(t, 200, status, u)
	for _, p := range published {
		for path := range strings.FieldsSeq(p.fields) {
			assert.True(t, has(u, path), "%s: %s", p.what, path)
		}
	}
	found := false
	for _, d := range u["documents"].([]any)[0].(map[string]any)["social_docs"].([]any) {
		if d := d.(map[string]any); d["document_type"] == "MAILING_ADDRESS" {
			found = true
			for path := range strings.FieldsSeq(`info.address_street info.address_city info.address_subdivision info.address_postal_code info.address_country_code info.address_care_of info.invalid_reasons`) {
				assert.True(t, has(d, path), path)
			}
		}
	}
	assert.True(t, found)
	golden(t, "refused", scrub(u))
	_, short := h.ask("GET", "/users/"+u["_id"].(string), "")
	for _, p := range published[:2] {
		for path := range strings.FieldsSeq(p.fields) {
			assert.True(t, has(short, path), "%s: %s", p.what, path)
		}
	}
	assert.False(t, has(short, "documents[].email"))
}

// So is every published field of the other objects.
func TestPublishedObjects(t *testing.T) {
	for _, p := range publishedBeside {
		text, err := os.ReadFile("testdata/" + p.golden + ".json")
		require.NoError(t, err)
		var v any
		require.NoError(t, json.Unmarshal(text, &v))
		for path := range strings.FieldsSeq(p.fields) {
			assert.True(t, has(v, path), "%s: %s", p.golden, path)
		}
	}
}

// What clients of the published examples send, and what they rely on in the answer.
func TestPublishedExamples(t *testing.T) {
	document := func(more string) string {
		return `{"logins":[{"email":"test@example.com"}],"phone_numbers":["+1(123)123-1234","901.111.1111"],"legal_names":["Test User"],"documents":[{"email":"test@example.com",
			"phone_number":"901.111.1111","name":"Test User","entity_type":"M","day":2,"month":5,"year":1989,` + address + more + `}]}`
	}
	for _, tt := range []struct{ name, more, class, kind, status string }{
		{"an SSN that ends in 2222", `,"virtual_docs":[{"document_value":"2222","document_type":"SSN"}]`, "virtual_docs", "SSN", "SUBMITTED|VALID"},
		{"an SSN that ends in 1111", `,"virtual_docs":[{"document_value":"111-11-1111","document_type":"SSN"}]`, "virtual_docs", "SSN", "SUBMITTED|INVALID"},
		{"an SSN that ends otherwise", `,"virtual_docs":[{"document_value":"4321","document_type":"SSN"}]`, "virtual_docs", "SSN", "SUBMITTED|INVALID"},
		{"any image", `,"physical_docs":[{"document_value":"data:image/gif;base64,SUQs==","document_type":"GOVT_ID"}]`, "physical_docs", "GOVT_ID", "SUBMITTED|VALID"},
		{"the image that is none", `,"physical_docs":[{"document_value":"data:image/invalid;base64,SUQs==","document_type":"GOVT_ID"}]`, "physical_docs", "GOVT_ID", "SUBMITTED|INVALID"},
		{"a profile", `,"social_docs":[{"document_value":"https://www.facebook.com/valid","document_type":"FACEBOOK"}]`, "social_docs", "FACEBOOK", "SUBMITTED|VALID"},
		{"no profile", `,"social_docs":[{"document_value":"https://www.facebook.com/invalid","document_type":"FACEBOOK"}]`, "social_docs", "FACEBOOK", "SUBMITTED|INVALID"},
		{"a number to confirm", `,"social_docs":[{"document_value":"901.111.1111","document_type":"PHONE_NUMBER_2FA"}]`, "social_docs", "PHONE_NUMBER_2FA", "SUBMITTED|MFA_PENDING"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHost(t)
			status, u := h.ask("POST", "/users", document(tt.more))
			require.Equal(t, 200, status, u)
			state := func(u map[string]any) any {
				for _, d := range u["documents"].([]any)[0].(map[string]any)[tt.class].([]any) {
					if d := d.(map[string]any); d["document_type"] == tt.kind {
						return d["status"]
					}
				}
				return nil
			}
			assert.Equal(t, "SUBMITTED|REVIEWING", state(u))
			for range 2 {
				_, err := h.users.Advance(t.Context(), u["_id"].(string))
				require.NoError(t, err)
				h.clock = h.clock.Add(time.Second)
			}
			_, u = h.ask("GET", "/users/"+u["_id"].(string), "")
			assert.Equal(t, tt.status, state(u))
		})
	}
}
