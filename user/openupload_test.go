package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
)

// An upload is opened for a purpose, by reviewers alone, and who did is kept.
func TestUploadIsOpened(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	in := ana()
	in.PhysicalDocs, in.VirtualDocs = photo(t), ssn("512-43-2222")
	u = b.submit(t, u.ID, in)
	image, number := find(t, u, document.GovtID).ID, find(t, u, document.SSN).ID
	opened := func() (out []bonafide.Event) {
		all, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		for _, e := range all {
			if e.Type == event.UploadOpened {
				out = append(out, e)
			}
		}
		return out
	}
	for name, c := range map[string]struct {
		by   bonafide.Actor
		req  user.OpenUploadRequest
		want error
	}{
		"a platform":          {acme, user.OpenUploadRequest{SubDocument: image, Purpose: "document_review"}, bonafide.ErrForbidden},
		"the subject":         {bonafide.User(u.ID), user.OpenUploadRequest{SubDocument: image, Purpose: "document_review"}, bonafide.ErrForbidden},
		"a verifier":          {vendor, user.OpenUploadRequest{SubDocument: image, Purpose: "document_review"}, bonafide.ErrForbidden},
		"the system":          {bonafide.System(), user.OpenUploadRequest{SubDocument: image, Purpose: "document_review"}, bonafide.ErrForbidden},
		"no purpose":          {officer, user.OpenUploadRequest{SubDocument: image}, bonafide.ErrInvalid},
		"a sentence":          {officer, user.OpenUploadRequest{SubDocument: image, Purpose: "to look at it"}, bonafide.ErrInvalid},
		"a number, no upload": {officer, user.OpenUploadRequest{SubDocument: number, Purpose: "document_review"}, bonafide.ErrNotFound},
		"none":                {officer, user.OpenUploadRequest{SubDocument: "none", Purpose: "document_review"}, bonafide.ErrNotFound},
	} {
		content, err := b.users.OpenUpload(ctx, c.by, u.ID, c.req)
		assert.ErrorIs(t, err, c.want, name)
		assert.Empty(t, content, name)
	}
	assert.Empty(t, opened())

	for range 2 { // sent twice
		content, err := b.users.OpenUpload(ctx, officer, u.ID, user.OpenUploadRequest{Key: "k", SubDocument: image, Purpose: "document_review"})
		require.NoError(t, err)
		assert.Equal(t, picture(), content)
	}
	found := opened()
	require.Len(t, found, 1)
	assert.Equal(t, officer, found[0].Actor)
	assert.Equal(t, "document_review", found[0].Data["purpose"])
	assert.Equal(t, image, found[0].Data["subdocument"])
	assert.Equal(t, u.Documents[0].ID, found[0].Data["document"])

	require.NoError(t, b.files.Delete(ctx, find(t, b.stored(t, u.ID), document.GovtID).File.Key))
	_, err := b.users.OpenUpload(ctx, officer, u.ID, user.OpenUploadRequest{SubDocument: image, Purpose: "document_review"})
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
	assert.Len(t, opened(), 2, "that it was asked for is kept")
}
