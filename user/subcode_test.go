package user_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
)

// However many devices a user has to prove, their codes go out in rounds that a store
// can write at once, each once.
func TestManyDocumentCodes(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	n := 0
	for _, name := range []string{"Ana Maria Lopez", "Ana Maria Lopez Smith", "Ana Lopez Smith"} {
		in := ana()
		in.Name, in.Email = name, fmt.Sprintf("base%d@example.com", n)
		for range 45 {
			n++
			in.SocialDocs = append(in.SocialDocs, document.SubSubmission{Type: document.Email2FA, Value: bonafide.NewSecret(fmt.Sprintf("ana%d@example.com", n))})
		}
		u = b.submit(t, u.ID, in)
	}
	for range 4 {
		u = b.advance(t, u.ID)
	}
	assert.Equal(t, n, b.sent())
	for _, base := range u.Documents {
		for _, d := range base.FindType(document.Social, document.Email2FA) {
			assert.Equal(t, document.MFAPending, d.Status)
		}
	}
}

// Of a device that was deleted no codes are kept.
func TestCodesOfDeletedDocuments(t *testing.T) {
	b := setup(t)
	u, d := b.with2FA(t)
	for i := range 3 {
		b.submit(t, u.ID, submission{ID: u.Documents[0].ID, SocialDocs: []document.SubSubmission{{ID: d.ID, Type: document.DeleteDocument}}})
		b.submit(t, u.ID, submission{ID: u.Documents[0].ID, SocialDocs: []document.SubSubmission{{Type: d.Type, Value: bonafide.NewSecret(fmt.Sprintf("ana%d@example.com", i))}}})
		d = find(t, b.advance(t, u.ID), document.Email2FA)
	}
	r, err := b.records.Get(ctx, user.KindAccess, u.ID)
	require.NoError(t, err)
	var access struct {
		State struct {
			Documents map[string]any `json:"documents"`
		} `json:"state"`
	}
	require.NoError(t, json.Unmarshal(r.Body, &access))
	assert.Len(t, access.State.Documents, 1)
	assert.Contains(t, access.State.Documents, d.ID)
}
