package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/user"
)

// Statements are social documents in clear, and no numbers.
func TestStatements(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	u = b.submit(t, u.ID, ana())
	values, err := b.users.Statements(ctx, acme, u.ID)
	require.NoError(t, err)
	base := u.Documents[0]
	assert.Len(t, values, len(base.Of(document.Social)))
	for _, d := range base.Of(document.Social) {
		if d.Type == document.Email {
			assert.Equal(t, string(base.Email), values[d.ID])
		}
	}
	_, err = b.users.Statements(ctx, bonafide.Platform("foreign"), u.ID)
	assert.ErrorIs(t, err, bonafide.ErrNotFound)
	for _, by := range []bonafide.Actor{vendor, officer, bonafide.System()} {
		_, err = b.users.Statements(ctx, by, u.ID)
		assert.ErrorIs(t, err, bonafide.ErrForbidden, by.Kind)
	}
}

// A platform reads back its own statements, and the user all of them.
func TestStatementsOfOthers(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	with := func(by bonafide.Actor, value string) user.User {
		s := ana()
		s.SocialDocs = []document.SubSubmission{{Type: document.Employer, Value: bonafide.NewSecret(value)}}
		u, err := b.users.SubmitDocuments(ctx, by, u.ID, user.SubmitRequest{Documents: []document.Submission{s}})
		require.NoError(t, err)
		return u
	}
	with(acme, "of acme")
	_, err := b.users.Create(ctx, other, user.CreateRequest{Phone: string(u.Phone), LegalNames: []string{"Ana"}})
	require.NoError(t, err)
	_, err = b.users.SendCode(ctx, other, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	_, err = b.users.VerifyCode(ctx, other, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
	u = with(other, "of other")
	told := func(by bonafide.Actor) (stated []string) {
		values, err := b.users.Statements(ctx, by, u.ID)
		require.NoError(t, err)
		for _, d := range u.Documents[0].Of(document.Social) {
			if d.Type == document.Employer {
				stated = append(stated, values[d.ID])
			} else {
				assert.NotEmpty(t, values[d.ID], "what follows from the base document: %s", d.Type)
			}
		}
		return stated
	}
	assert.Equal(t, []string{"of acme", "of other"}, told(bonafide.User(u.ID)))
	assert.Equal(t, []string{"of acme", ""}, told(acme))
	assert.Equal(t, []string{"", "of other"}, told(other))
}
