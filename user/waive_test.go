package user_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// waivable is a bundle whose program asks for a document that can be waived.
func waivable(t *testing.T) *bundle {
	t.Helper()
	s := strings.Replace(sheet, `{"document": {"types": ["GOVT_ID"]}}`, `{"id": "face", "waivable": true, "document": {"types": ["GOVT_ID"]}}`, 1)
	return setup(t, func(o *user.Options) {
		var err error
		o.Programs, err = program.ParseBook([]byte(s), []byte(laterSheet))
		require.NoError(t, err)
	})
}

// A waiver is for whom the base document named: not for another person in the same
// one, nor in the next one with that e-mail and phone number.
func TestWaiverEndsWithItsSubject(t *testing.T) {
	for name, other := range map[string]func(t *testing.T, b *bundle, u user.User){
		"another person": func(t *testing.T, b *bundle, u user.User) {
			b.submit(t, u.ID, submission{ID: u.Documents[0].ID, Name: "Bea Smith Jones", Year: 1970})
			b.advance(t, u.ID)
		},
		"deleted and begun anew": func(t *testing.T, b *bundle, u user.User) {
			b.submit(t, u.ID, submission{ID: u.Documents[0].ID, PermissionScope: document.DeleteDocument})
			in := ana()
			in.Name, in.Year, in.VirtualDocs = "Bea Smith Jones", 1970, ssn("512-43-3333")
			b.submit(t, u.ID, in)
			b.advance(t, u.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := waivable(t)
			u := b.create(t)
			in := ana()
			in.VirtualDocs = ssn("512-43-2222")
			u = b.advance(t, b.submit(t, u.ID, in).ID)
			_, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{LegalName: "Bea Smith Jones"})
			require.NoError(t, err)
			u = b.advance(t, u.ID)
			require.Equal(t, permission.Receive, u.Permission())
			_, err = b.users.Waive(ctx, officer, u.ID, user.WaiveRequest{Waiver: permission.Waiver{Rule: "face", DocumentID: u.Documents[0].ID, Until: b.now().AddDate(1, 0, 0)}})
			require.NoError(t, err)
			b.submit(t, u.ID, submission{ID: u.Documents[0].ID, VirtualDocs: ssn("512-43-2222")})
			require.Equal(t, permission.SendAndReceive, b.advance(t, u.ID).Permission())
			other(t, b, u)
			assert.Equal(t, permission.Receive, mustGet(t, b, u.ID).Permission(), "of another person nothing was waived")
		})
	}
}
