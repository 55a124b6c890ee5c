package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// Once the relationship with a user is over no vendor learns of its documents, and no
// device gets a code; where it goes on, all that waited is asked.
func TestNobodyIsAskedAboutTheClosed(t *testing.T) {
	b := setup(t)
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	in.SocialDocs = []document.SubSubmission{{Type: document.Email2FA, Value: bonafide.NewSecret("ana2@example.com")}}
	u := b.submit(t, b.create(t).ID, in)
	_, err := b.users.SubmitTax(ctx, acme, u.ID, user.TaxRequest{W9: &tax.W9Submission{EntityType: string(tax.Individual), FirstName: "Ana Maria", LastName: "Lopez",
		DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret("512-43-2222"), Address: tax.AddressSubmission{Line1: "1 Main St", City: "Austin", State: "TX", Country: "US", Postcode: "78701"}}})
	require.NoError(t, err)
	_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	for range 2 {
		b.advance(t, u.ID)
	}
	assert.Empty(t, b.verifier.calls)
	assert.Zero(t, b.sent())
	assert.Zero(t, b.stored(t, u.ID).Tax.TIN.Asks)

	_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	require.NoError(t, err)
	b.advance(t, u.ID)
	assert.NotEmpty(t, b.verifier.calls)
	assert.Equal(t, 1, b.sent())
	assert.Equal(t, 1, b.stored(t, u.ID).Tax.TIN.Asks)
}
