package casefile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// What a vendor is to answer is found by its type, until it is answered. A platform finds
// its own, and screenings, which the library makes itself, are not among them.
func TestProcessingIsFound(t *testing.T) {
	b := setup(t)
	other := b.create(t, func(r *casefile.CreateRequest) { r.ExternalID = "another" })
	c := b.submit(t, contact, b.create(t), casefile.IDDocument)
	require.Equal(t, casefile.CheckProcessing, of(t, c, casefile.IDDocument).Status)
	found := func(by bonafide.Actor, typ casefile.CheckType) []string {
		page, err := b.cases.List(ctx, by, casefile.ListRequest{Processing: typ})
		require.NoError(t, err)
		n, err := b.cases.Count(ctx, by, casefile.ListRequest{Processing: typ})
		require.NoError(t, err)
		assert.EqualValues(t, len(page.Items), n.N)
		ids := []string{}
		for _, x := range page.Items {
			ids = append(ids, x.ID)
		}
		return ids
	}
	for _, by := range []bonafide.Actor{officer, acme, bonafide.System()} {
		assert.Equal(t, []string{c.ID}, found(by, casefile.IDDocument))
	}
	assert.Empty(t, found(officer, casefile.AML))
	assert.NotContains(t, found(officer, casefile.DocumentCheck), other.ID)
	b.answer(t, c, casefile.IDDocument, casefile.AnswerApproved)
	assert.Empty(t, found(officer, casefile.IDDocument))
	_, err := b.cases.List(ctx, officer, casefile.ListRequest{Processing: "palm_reading"})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("processing", bonafide.CodeUnknown))
	_, err = b.cases.List(ctx, contact, casefile.ListRequest{Processing: casefile.IDDocument})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
}
