package synapse_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/wire/internal/rest"
	"github.com/bonafide-go/bonafide/wire/synapse"
)

// What is sent in an odd form is read as what it can only mean.
func TestCreateRequest(t *testing.T) {
	var body synapse.CreateBody
	require.NoError(t, rest.Decode(strings.NewReader(created), &body))
	req, err := body.Request("US")
	require.NoError(t, err)
	assert.Equal(t, "+19011111111", req.Phone)
	assert.Equal(t, []string{"+19011111111", "+19019428167", "test@example.com"}, req.Contacts)
	assert.Len(t, req.Logins, 1)
	require.Len(t, req.Documents[0].VirtualDocs, 1)
	assert.Equal(t, "111-111-2222", req.Documents[0].VirtualDocs[0].Value.Reveal(), "the last one stands")
	assert.Equal(t, 5, req.Documents[0].Month)
	assert.Equal(t, "901-942-8167 x12", req.Metadata["synapse.phone.+19019428167"])
	assert.Equal(t, "email.com", req.Metadata["synapse.login.0"])
}

func FuzzCreateBody(f *testing.F) {
	f.Add(created)
	f.Add(`{"logins":[{}],"phone_numbers":["x",""],"documents":[{"id":"a","ownership_percentage":"1","social_docs":[{"meta":{}}]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		var body synapse.CreateBody
		if rest.Decode(strings.NewReader(text), &body) != nil {
			return
		}
		if req, err := body.Request("US"); err == nil && req.Phone == "" {
			t.Error("a user without a number")
		} else if err != nil {
			assert.ErrorIs(t, err, bonafide.ErrInvalid)
		}
	})
}

func FuzzPatchBody(f *testing.F) {
	f.Add(`{"update":{"login":{"email":"a"},"remove_login":"b","phone_number":"1","remove_phone_number":"2"},"documents":[{"id":"x","alias":""}],"permission":"LOCKED"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var body synapse.PatchBody
		if rest.Decode(strings.NewReader(text), &body) != nil {
			return
		}
		change, err := body.Change(user.User{}, "acme", "US")
		if err != nil {
			assert.ErrorIs(t, err, bonafide.ErrInvalid)
		} else if change.Update != nil && change.Submit != nil {
			t.Error("documents twice")
		}
	})
}

func FuzzUBOBody(f *testing.F) {
	f.Add(`{"entity_info":{"document_id":"x"},"owners":[{"document_id":"y","ownership":95}],"attested":true}`)
	f.Fuzz(func(t *testing.T, text string) {
		var body synapse.UBOBody
		if rest.Decode(strings.NewReader(text), &body) != nil {
			return
		}
		_, err := body.Request(user.User{}, bonafide.Date{Year: 2026, Month: 3, Day: 2})
		assert.ErrorIs(t, err, bonafide.ErrInvalid, "nobody owns a business that is not there")
	})
}

func ExampleEncodeError() {
	status, body := synapse.EncodeError(bonafide.Invalid("documents[0].year", bonafide.CodeUnderAge))
	text, _ := json.Marshal(body)
	fmt.Println(status, string(text))
	// Output: 400 {"error":{"en":"Error in payload. documents[0].year: under_age."},"error_code":"200","http_code":"400","success":false}
}

// Decoding, creating and encoding one user with documents.
func BenchmarkCreate(b *testing.B) {
	h := newHost(b)
	for b.Loop() {
		var body synapse.CreateBody
		require.NoError(b, rest.Decode(strings.NewReader(created), &body))
		req, err := body.Request("US")
		require.NoError(b, err)
		u, err := h.users.Create(context.Background(), bonafide.Platform("acme"), req)
		require.NoError(b, err)
		_, err = json.Marshal(synapse.EncodeUser(u, synapse.View{Platform: "acme", Full: true}))
		require.NoError(b, err)
	}
}
