package user_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// Names that contradict each other are a requirement: nothing is permitted until they
// are mended, or a reviewer takes them for one person's, for these names alone.
func TestNamesMustAgree(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	id := u.Documents[0].ID
	pay := func(holder string) user.User {
		_, err := b.users.AddPayoutMethod(ctx, acme, u.ID, user.AddPayoutRequest{Method: payout.Submission{Kind: payout.Card, Token: bonafide.NewSecret("tok"), Holder: holder}})
		require.NoError(t, err)
		b.advance(t, u.ID)
		return mustGet(t, b, u.ID)
	}
	for _, same := range []string{"ana lopez", "LÓPEZ, Ana María", "A. M. Lopez"} {
		assert.Equal(t, permission.SendAndReceive, pay(same).Permission(), same)
	}
	now := pay("Bea Smith Jones")
	require.Equal(t, permission.Unverified, now.Permission())
	where := user.NamesPayout + now.Payouts.List[3].ID
	read, err := b.users.Get(ctx, acme, u.ID)
	require.NoError(t, err)
	found := false
	for _, r := range read.Decision.Requirements {
		if r.What == "names" {
			found = true
			assert.Equal(t, permission.CurrentlyDue, r.State)
			assert.Equal(t, program.NamesAgree, r.Why.ID)
			assert.Equal(t, []permission.Problem{{Code: program.CodeNamesDiffer, Reason: program.Reason(program.CodeNamesDiffer), ID: where}}, r.Errors)
		}
	}
	require.True(t, found)
	waive := func() user.User {
		_, err := b.users.Waive(ctx, officer, u.ID, user.WaiveRequest{Waiver: permission.Waiver{Rule: program.NamesAgree, DocumentID: id, Until: b.now().AddDate(1, 0, 0)}})
		require.NoError(t, err)
		return mustGet(t, b, u.ID)
	}
	assert.Equal(t, permission.SendAndReceive, waive().Permission())
	now = pay("Carla Rossi")
	assert.Equal(t, permission.Unverified, now.Permission(), "the reviewer never saw that name")
	assert.Equal(t, permission.SendAndReceive, waive().Permission())
	b.wait(366 * 24 * time.Hour)
	assert.Equal(t, permission.Unverified, mustGet(t, b, u.ID).Permission(), "a waiver ends")
	for _, m := range now.Payouts.List[3:] {
		_, err := b.users.RemovePayoutMethod(ctx, acme, u.ID, user.RemovePayoutRequest{Method: m.ID})
		require.NoError(t, err)
	}
	assert.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission(), "mended")

	b.submit(t, u.ID, document.Submission{ID: id, Name: "Bea Smith Jones"})
	b.advance(t, u.ID)
	assert.Equal(t, permission.Unverified, mustGet(t, b, u.ID).Permission(), "another name than the legal one")
	b.submit(t, u.ID, document.Submission{ID: id, MaidenName: "Ana Lopez"})
	b.advance(t, u.ID)
	assert.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission(), "she bears both")
}

// A waiver of names that differ ends with another legal name too: it was given for the
// one that stood there.
func TestWaiverOfNamesIsForThoseNames(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	b.submit(t, u.ID, document.Submission{ID: u.Documents[0].ID, Name: "Bea Smith Jones"})
	u = b.advance(t, u.ID)
	require.Equal(t, permission.Unverified, u.Permission())
	_, err := b.users.Waive(ctx, officer, u.ID, user.WaiveRequest{Waiver: permission.Waiver{Rule: program.NamesAgree, DocumentID: u.Documents[0].ID, Until: b.now().AddDate(1, 0, 0)}})
	require.NoError(t, err)
	change := func(r user.UpdateRequest) permission.Permission {
		_, err := b.users.Update(ctx, acme, u.ID, r)
		require.NoError(t, err)
		b.advance(t, u.ID)
		return mustGet(t, b, u.ID).Permission()
	}
	assert.Equal(t, permission.SendAndReceive, change(user.UpdateRequest{LegalName: "Ana Lopez"}), "the same name")
	assert.Equal(t, permission.Unverified, change(user.UpdateRequest{LegalName: "Carl Peter Fischer"}), "a reviewer never saw that one")
	assert.Equal(t, permission.Unverified, change(user.UpdateRequest{RemoveLegalName: "Ana Maria Lopez"}))
}
