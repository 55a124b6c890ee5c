package casefile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// Lists are sorted by what is published, page by page, and by whoever asks.
func TestSortedLists(t *testing.T) {
	b := setup(t)
	ids := map[string]string{}
	for _, name := range []string{"bravo", "Élan", "Alpha", "Charlie"} {
		c := b.create(t, func(r *casefile.CreateRequest) { r.Name, r.ExternalID = name, "ext-"+name })
		ids[name] = c.ID
		b.wait(time.Hour)
	}
	_, err := b.cases.AddNote(ctx, officer, ids["bravo"], casefile.AddNoteRequest{Text: "x"})
	require.NoError(t, err)
	names := func(by bonafide.Actor, req casefile.ListRequest) []string {
		var out []string
		for req.Limit = 3; ; {
			page, err := b.cases.List(ctx, by, req)
			require.NoError(t, err)
			for _, c := range page.Items {
				out = append(out, c.Name)
			}
			if req.Cursor = page.Next; req.Cursor == "" {
				return out
			}
		}
	}
	for _, c := range []struct {
		req  casefile.ListRequest
		want []string
	}{
		{casefile.ListRequest{Sort: casefile.ByName}, []string{"Alpha", "bravo", "Charlie", "Élan"}},
		{casefile.ListRequest{Sort: casefile.ByName, Descending: true}, []string{"Élan", "Charlie", "bravo", "Alpha"}},
		{casefile.ListRequest{Sort: casefile.ByCreation}, []string{"bravo", "Élan", "Alpha", "Charlie"}},
		{casefile.ListRequest{Descending: true}, []string{"Charlie", "Alpha", "Élan", "bravo"}},
		{casefile.ListRequest{}, []string{"bravo", "Élan", "Alpha", "Charlie"}},
	} {
		assert.Equal(t, c.want, names(officer, c.req), "%+v", c.req)
		assert.Equal(t, c.want, names(acme, c.req), "%+v", c.req)
		assert.Empty(t, names(other, c.req))
	}
	active := casefile.ListRequest{Sort: casefile.ByActivity, Descending: true}
	assert.Equal(t, []string{"bravo", "Charlie", "Alpha", "Élan"}, names(officer, active))
	assert.Equal(t, []string{"Charlie", "Alpha", "Élan", "bravo"}, names(acme, active), "of notes platforms are told nothing")

	page := bonafide.PageRequest{Limit: 1}
	first, err := b.cases.List(ctx, officer, casefile.ListRequest{PageRequest: page, Sort: casefile.ByName})
	require.NoError(t, err)
	page.Cursor = first.Next
	for name, req := range map[string]casefile.ListRequest{
		"another order":  {PageRequest: page, Sort: casefile.ByCreation},
		"the other way":  {PageRequest: page, Sort: casefile.ByName, Descending: true},
		"another filter": {PageRequest: page, Sort: casefile.ByName, Status: casefile.Open},
		"no cursor":      {PageRequest: bonafide.PageRequest{Cursor: "%"}, Sort: casefile.ByName},
	} {
		_, err := b.cases.List(ctx, officer, req)
		require.ErrorIs(t, err, bonafide.ErrCursor, name)
	}
	_, err = b.cases.List(ctx, officer, casefile.ListRequest{Sort: "colour"})
	invalid(t, err, "sort", bonafide.CodeUnknown)
	_, err = b.cases.List(ctx, contact, casefile.ListRequest{Sort: casefile.ByName})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
}
