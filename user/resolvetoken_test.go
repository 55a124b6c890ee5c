package user_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
)

// The token that a verifier was given finds the check, of a document and of a tax form.
func TestResolveToken(t *testing.T) {
	ctx, vendor := context.Background(), bonafide.VerifierActor("vendor")
	var tokens []string
	users := lookedAtBy(document.VerifierFunc(func(_ context.Context, r document.Request) (document.Verdict, error) {
		tokens = append(tokens, r.Token())
		return document.Verdict{Outcome: document.OutcomePending}, nil
	}), nil)
	u := customer(users, "Ana Maria Lopez")
	u, err := users.Advance(ctx, u.ID)
	require.NoError(t, err)
	require.Len(t, tokens, 1)
	valid := document.Verdict{Outcome: document.OutcomeValid}
	_, err = users.ResolveToken(ctx, shop, tokens[0], valid)
	assert.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = users.ResolveToken(ctx, vendor, tokens[0], valid)
	require.NoError(t, err)
	u, err = users.Get(ctx, shop, u.ID)
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, u, document.SSN).Status)

	u, err = users.SubmitTax(ctx, shop, u.ID, w9("512-43-2222"))
	require.NoError(t, err)
	form := document.Request{UserID: u.ID, DocumentID: u.Tax.Certificate.ID, Attempt: u.Tax.TIN.Attempt}.Token()
	_, err = users.ResolveToken(ctx, vendor, form, valid)
	require.NoError(t, err)
	u, err = users.Get(ctx, shop, u.ID)
	require.NoError(t, err)
	assert.Equal(t, tax.Matched, u.Tax.TIN.State())

	_, err = users.ResolveToken(ctx, vendor, "4711", valid)
	assert.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = users.ResolveToken(ctx, vendor, document.Request{UserID: "nobody", DocumentID: "d", Attempt: "a"}.Token(), valid)
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
}
