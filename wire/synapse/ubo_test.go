package synapse_test

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

const address = `"ip":"::1","entity_scope":"Arts & Entertainment","address_street":"944 Market St.","address_city":"SF","address_subdivision":"CA","address_postal_code":"94102","address_country_code":"US"`

const business = `{"logins":[{"email":"office@example.com"}],"phone_numbers":["901.111.1111"],"legal_names":["Acme LLC"],"extra":{"is_business":true,"cip_tag":1},
	"documents":[{"email":"office@example.com","phone_number":"901.111.1111","name":"Acme LLC","entity_type":"LLC","day":2,"month":5,"year":2009,` + address + `},
	{"email":"ana@example.com","phone_number":"901.111.1112","name":"Ana Muñoz","entity_type":"F","entity_relationship":"UBO","ownership_percentage":"25","day":2,"month":5,"year":1989,` + address + `}]}`

// form says who is behind a business: the ids are of its base documents.
func form(entity, person string) string {
	return fmt.Sprintf(`{"entity_info":{"cryptocurrency":false,"msb":{"federal":true,"states":["CA","NY"]},"public_company":false,"majority_owned_by_listed":false,"registered_SEC":false,
		"regulated_financial":false,"gambling":false,"document_id":"%s"},"signer":{"document_id":"%s","relationship_to_entity":"CEO"},"compliance_contact":{"document_id":"%[2]s","relationship_to_entity":"CEO"},
		"primary_controlling_contact":{"document_id":"%[2]s","relationship_to_entity":"CEO"},"owners":[{"document_id":"%[2]s","title":"CEO","ownership":95}],"attested":true}`, entity, person)
}

// The form becomes a document of the business that the upload check takes, and the shares are the owners'.
func TestUBO(t *testing.T) {
	h := newHost(t)
	status, u := h.ask("POST", "/users", business)
	require.Equal(t, 200, status, u)
	base := func(i int) string { return u["documents"].([]any)[i].(map[string]any)["id"].(string) }
	path, as := "/users/"+u["_id"].(string)+"/ubo", []string{"X-SP-USER", h.key(u)}
	status, got := h.ask("PATCH", path, form(base(0), base(1)), "X-SP-USER", "|static_pin")
	assert.Equal(t, 401, status, got)
	for name, body := range map[string]string{
		"nobody's document": form(base(0), strings.Repeat("0", 64)), "a person for a business": form(base(1), base(1)), "a business for a person": form(base(0), base(0)),
		"not attested": strings.Replace(form(base(0), base(1)), `"attested":true`, `"attested":false`, 1),
		"too much":     strings.Replace(form(base(0), base(1)), `"ownership":95`, `"ownership":101`, 1), "less than nothing": strings.Replace(form(base(0), base(1)), `"ownership":95`, `"ownership":-1`, 1),
		"an owner twice": strings.Replace(form(base(0), base(1)), `"owners":[`, `"owners":[{"document_id":"`+base(1)+`","title":"CEO","ownership":1},`, 1),
	} {
		status, got := h.ask("PATCH", path, body, as...)
		assert.Equal(t, 400, status, "%s: %v", name, got)
	}
	status, got = h.ask("PATCH", path+"?full_dehydrate=yes", form(base(0), base(1)), as...)
	require.Equal(t, 200, status, got)
	golden(t, "ubo", scrub(got))
	owner := got["documents"].([]any)[1].(map[string]any)
	assert.EqualValues(t, 95, owner["ownership_percentage"])
	assert.Equal(t, "CEO", owner["title"])
}

// What stands in the form, whatever is written there, is a page that the upload check takes.
func TestForm(t *testing.T) {
	h := newHost(t)
	_, made := h.ask("POST", "/users", business)
	u, err := h.users.Get(t.Context(), bonafide.Platform("acme"), made["_id"].(string))
	require.NoError(t, err)
	for _, hostile := range []string{"CEO", "", ") Tj ET endstream /JavaScript (", "é漢字\u202e", strings.Repeat("ü", 500), `\`} {
		var body synapse.UBOBody
		require.NoError(t, rest.Decode(strings.NewReader(form(u.Documents[0].ID, u.Documents[1].ID)), &body))
		body.Signer.RelationshipToEntity, body.Owners[0].Title = hostile, hostile
		req, err := body.Request(u, bonafide.Date{Year: 2026, Month: 3, Day: 2})
		require.NoError(t, err)
		page, err := io.ReadAll(req.Documents[len(req.Documents)-1].PhysicalDocs[0].Upload)
		require.NoError(t, err)
		_, err = upload.Rules{}.Inspect(upload.PDF, page, []upload.MediaType{upload.PDF})
		assert.NoError(t, err, "%q", hostile)
		assert.Equal(t, 1, strings.Count(string(page), "endstream"), "%q", hostile)
		assert.NotContains(t, string(page), "JavaScript")
		assert.Contains(t, string(page), fmt.Sprintf("%x", "owner: Ana Mu\xf1oz,"))
	}
}

// A REG_GG is judged like any other document.
func TestFormIsJudged(t *testing.T) {
	h := newHost(t)
	_, u := h.ask("POST", "/users", business)
	base := func(i int) string { return u["documents"].([]any)[i].(map[string]any)["id"].(string) }
	status, got := h.ask("PATCH", "/users/"+u["_id"].(string)+"/ubo", form(base(0), base(1)), "X-SP-USER", h.key(u))
	require.Equal(t, 200, status, got)
	text, _ := json.Marshal(got["documents"])
	assert.Contains(t, string(text), `"document_type":"REG_GG"`)
	_, err := h.users.Advance(t.Context(), u["_id"].(string))
	require.NoError(t, err)
	_, got = h.ask("GET", "/users/"+u["_id"].(string), "")
	for _, d := range got["documents"].([]any)[0].(map[string]any)["physical_docs"].([]any) {
		assert.NotEqual(t, "SUBMITTED|INVALID", d.(map[string]any)["status"])
	}
}
