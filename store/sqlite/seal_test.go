package sqlite_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/store/sealed"
	"github.com/bonafide-go/bonafide/user"
)

// A user that a host creates in its own transaction is sealed there; with a rollback its
// key is gone as well, and whoever comes next gets another one.
func TestSealedInHostTransaction(t *testing.T) {
	s := openNew(t)
	acme := bonafide.Platform("acme")
	users, err := user.New(s, bonafide.EphemeralKeys(), &user.Options{NewID: func() (string, error) { return "u-1", nil }})
	require.NoError(t, err)
	request := user.CreateRequest{Key: "k", Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}}
	keys := func() int {
		page, err := s.List(t.Context(), bonafide.Query{Kind: sealed.KindKeys})
		require.NoError(t, err)
		return len(page.Records)
	}

	tx, bound := begin(t, s)
	_, err = users.WithStore(bound).Create(t.Context(), acme, request)
	require.NoError(t, err)
	require.NoError(t, tx.Rollback())
	assert.Zero(t, keys())
	_, err = users.Get(t.Context(), acme, "u-1")
	require.ErrorIs(t, err, bonafide.ErrNotFound)

	tx, bound = begin(t, s)
	u, err := users.WithStore(bound).Create(t.Context(), acme, request)
	require.NoError(t, err)
	require.NoError(t, tx.Commit())
	assert.Equal(t, 2, keys(), "of the user, and of what belongs to nobody")
	r, err := s.Get(t.Context(), user.Kind, u.ID)
	require.NoError(t, err)
	assert.NotContains(t, string(r.Body), "Lopez")
	_, err = users.Update(t.Context(), acme, u.ID, user.UpdateRequest{LegalName: "Ana Maria Lopez Diaz"})
	require.NoError(t, err)
	got, err := users.Create(t.Context(), acme, request)
	require.NoError(t, err, "the key is spent")
	assert.Equal(t, u.ID, got.ID)
}
