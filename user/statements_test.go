package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
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
	_, err = b.users.Statements(ctx, vendor, u.ID)
	assert.ErrorIs(t, err, bonafide.ErrForbidden)
}
