package casefile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// A draft that was a mistake goes at once, with its versions and its key; what was opened
// once does not.
func TestDeleteDraft(t *testing.T) {
	b := setup(t)
	draft := func(r *casefile.CreateRequest) { r.Status = casefile.Draft }
	c := b.create(t, draft)
	_, err := b.cases.AddNote(ctx, officer, c.ID, casefile.AddNoteRequest{Text: "typed twice"})
	require.NoError(t, err)
	for _, by := range []bonafide.Actor{contact, vendor, other} {
		_, err := b.cases.DeleteDraft(ctx, by, c.ID, casefile.DeleteDraftRequest{})
		require.Error(t, err, by.Kind)
	}
	gone, err := b.cases.DeleteDraft(ctx, acme, c.ID, casefile.DeleteDraftRequest{Key: "k"})
	require.NoError(t, err)
	assert.Equal(t, casefile.Closed, gone.Status)
	assert.Equal(t, casefile.DraftDeleted, gone.Erasure.Reason)
	assert.False(t, gone.Erasure.Unfinished())
	assert.True(t, gone.Retention.Until.IsZero(), "nothing is kept of it")
	assert.Empty(t, gone.Companies)
	assert.Empty(t, b.erasable(t))
	again, err := b.cases.DeleteDraft(ctx, acme, c.ID, casefile.DeleteDraftRequest{Key: "k"})
	require.NoError(t, err)
	assert.Equal(t, gone, again)
	dump, err := b.store.List(ctx, bonafide.Query{Kind: casefile.KindVersion, Limit: bonafide.MaxPage})
	require.NoError(t, err)
	for _, r := range dump.Records {
		if strings.HasPrefix(r.ID, c.ID) {
			assert.Empty(t, r.Body)
		}
	}
	next := b.create(t, draft)
	assert.NotEqual(t, c.ID, next.ID, "the external id is free again")

	_, err = b.cases.Hold(ctx, officer, next.ID, casefile.HoldRequest{ID: "m", Reason: "claim"})
	require.NoError(t, err)
	_, err = b.cases.DeleteDraft(ctx, acme, next.ID, casefile.DeleteDraftRequest{})
	refusedAs(t, err, bonafide.RefusedRetention)
	_, err = b.cases.DeleteDraft(ctx, officer, next.ID, casefile.DeleteDraftRequest{})
	refusedAs(t, err, bonafide.RefusedHold)
	_, err = b.cases.Release(ctx, officer, next.ID, casefile.ReleaseRequest{ID: "m", Reason: "over"})
	require.NoError(t, err)
	_, err = b.cases.Open(ctx, acme, next.ID, casefile.OpenRequest{})
	require.NoError(t, err)
	_, err = b.cases.DeleteDraft(ctx, acme, next.ID, casefile.DeleteDraftRequest{})
	var state *bonafide.StateError
	require.ErrorAs(t, err, &state)
}
