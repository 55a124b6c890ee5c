package casefile_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// All parts of an amendment happen, or none.
func TestAmendIsWhole(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(*casefile.CreateRequest) {})
	closed, err := b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Closed, Comment: "x"})
	require.NoError(t, err)
	name := casefile.UpdateRequest{Name: casefile.To("Nut")}
	tag := casefile.LabelRequest{AddTags: []string{"vip"}}
	for text, x := range map[string]struct {
		by   bonafide.Actor
		req  casefile.AmendRequest
		want error
	}{
		"content of a closed case": {acme, casefile.AmendRequest{UpdateRequest: name, LabelRequest: tag}, bonafide.ErrState},
		"a bad label": {acme, casefile.AmendRequest{Status: casefile.Open, UpdateRequest: name, LabelRequest: casefile.LabelRequest{AddTags: []string{"a;b"}}},
			bonafide.ErrInvalid},
		"a bad name":          {acme, casefile.AmendRequest{Status: casefile.Open, UpdateRequest: casefile.UpdateRequest{Name: casefile.To("")}, LabelRequest: tag}, bonafide.ErrInvalid},
		"to be approved":      {officer, casefile.AmendRequest{Status: casefile.Approved, LabelRequest: tag}, bonafide.ErrInvalid},
		"to be a draft":       {acme, casefile.AmendRequest{Status: casefile.Draft, LabelRequest: tag}, bonafide.ErrInvalid},
		"by a contact":        {contact, casefile.AmendRequest{Status: casefile.Open}, bonafide.ErrForbidden},
		"by another platform": {bonafide.Platform("other"), casefile.AmendRequest{Status: casefile.Open}, bonafide.ErrNotFound},
	} {
		_, err := b.cases.Amend(ctx, x.by, c.ID, x.req)
		require.ErrorIs(t, err, x.want, text)
		assert.Equal(t, closed.UpdatedAt, b.get(t, c.ID).UpdatedAt, text)
	}
	now, err := b.cases.Amend(ctx, acme, c.ID, casefile.AmendRequest{Status: casefile.Open, UpdateRequest: name, LabelRequest: tag, Key: "k"})
	require.NoError(t, err)
	assert.Equal(t, []any{casefile.Open, "Nut", []string{"vip"}}, []any{now.Status, now.Name, now.Tags})
	again, err := b.cases.Amend(ctx, acme, c.ID, casefile.AmendRequest{Status: casefile.Open, UpdateRequest: name, LabelRequest: tag, Key: "k"})
	require.NoError(t, err)
	assert.Equal(t, now.UpdatedAt, again.UpdatedAt, "once")
	again, err = b.cases.Amend(ctx, acme, c.ID, casefile.AmendRequest{Status: casefile.Open})
	require.NoError(t, err)
	assert.Equal(t, now.UpdatedAt, again.UpdatedAt, "it is open")
}

// The faults of all parts are told at once.
func TestAmendListsEveryFault(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(*casefile.CreateRequest) {})
	_, err := b.cases.Amend(ctx, acme, c.ID, casefile.AmendRequest{
		UpdateRequest: casefile.UpdateRequest{Name: casefile.To("")}, LabelRequest: casefile.LabelRequest{ExternalID: casefile.To("")}})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.ElementsMatch(t, []bonafide.Fault{{Path: "external_id", Code: bonafide.CodeRequired}, {Path: "name", Code: bonafide.CodeRequired}}, invalid.Fields)
}

// Reviewers list the cases of one platform; a platform never those of another.
func TestListOfAPlatform(t *testing.T) {
	b := setup(t)
	b.create(t, func(*casefile.CreateRequest) {})
	for _, x := range []struct {
		by       bonafide.Actor
		platform string
		n        int
		err      error
	}{
		{officer, "", 1, nil}, {officer, acme.ID, 1, nil}, {officer, "other", 0, nil},
		{acme, acme.ID, 1, nil}, {acme, "other", 0, bonafide.ErrForbidden}, {bonafide.Platform("other"), "", 0, nil},
	} {
		page, err := b.cases.List(ctx, x.by, casefile.ListRequest{Platform: x.platform})
		require.ErrorIs(t, err, x.err)
		assert.Len(t, page.Items, x.n, x)
		count, err := b.cases.Count(ctx, x.by, casefile.ListRequest{Platform: x.platform})
		require.ErrorIs(t, err, x.err)
		assert.EqualValues(t, x.n, count.N, x)
	}
}
