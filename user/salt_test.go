package user_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// Pseudonymous data that the holder of a key can lead back to a person is personal data
// (Regulation (EU) 2016/679 recital 26). What events keep of an erased user, its base
// documents and the list entries it resembled, follows from a secret of its own that is
// gone: the same person leaves other marks under another record, and no root key
// computes them.
func TestEventsTellNothingAfterErasure(t *testing.T) {
	marks := func(phone string) (map[string]bool, user.User, *bundle) {
		b := setup(t)
		u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: phone, LegalNames: []string{"Ana Maria Lopez"}})
		require.NoError(t, err)
		in := ana()
		in.Name, in.VirtualDocs = "Jane Listed Person", ssn("512-43-2222")
		u = b.advance(t, b.submit(t, u.ID, in).ID)
		hit := u.Screening(u.Documents[0].ID).Result.Hits[0]
		_, err = b.users.DecideHit(ctx, officer, u.ID, user.DecideHitRequest{
			Document: u.Documents[0].ID, List: hit.List, EntryID: hit.EntryID, Disposition: screening.FalsePositive, Reason: "another one", Expires: b.now().AddDate(1, 0, 0)})
		require.NoError(t, err)
		again := b.submit(t, u.ID, in)
		assert.Equal(t, u.Documents[0].ID, again.Documents[0].ID, "the same e-mail and phone number is the same document")
		b.close(t, u.ID, 0)
		b.erase(t, u.ID)
		assert.Empty(t, b.stored(t, u.ID).Salt)
		events, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		out := make(map[string]bool)
		for _, e := range events {
			for _, key := range []string{"document", "entry", "now"} {
				if v := e.Data[key]; v != "" {
					out[v] = true
				}
				assert.NotEqual(t, hit.EntryID, e.Data[key])
			}
		}
		return out, u, b
	}
	first, u, b := marks("+14155552671")
	second, _, _ := marks("+14155552671")
	require.Len(t, first, 2, "a document and an entry")
	for mark := range second {
		assert.NotContains(t, first, mark, "the same facts give another mark")
	}
	for _, purpose := range []string{"base document", "entry"} {
		for _, parts := range [][]string{{u.ID, "ana@example.com", "+14155552671"}, {"ana@example.com", "+14155552671"}, {"ofac_sdn", "7"}} {
			assert.NotContains(t, first, fmt.Sprintf("%x", b.keys.MAC(purpose, parts...)), "the tenant's keys do not lead back")
		}
	}
}
