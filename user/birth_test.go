package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// Whoever has a paper without a birthday can be a user: it is searched for by its year, and
// is as old as the youngest whom the paper may be of.
func TestUsersWithoutABirthday(t *testing.T) {
	b := setup(t)
	in := ana()
	in.Day, in.Month, in.DateUnknown = 0, 0, document.UnknownMonth
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	assert.Equal(t, permission.SendAndReceive, u.Permission())
	assert.Equal(t, "1990-00-00", u.Documents[0].Birth())
	require.NotEmpty(t, u.Screenings)
	// The year that a paper gives may leave open whether somebody is of age.
	in = ana()
	in.Day, in.Month, in.Year, in.DateUnknown = 0, 0, start.Year()-18, document.UnknownMonth
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{in}})
	assert.ErrorContains(t, err, "under_age")
}
