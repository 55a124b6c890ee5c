package user_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/user"
)

// What reviewers think, find and plan shows in nothing that is seen outside, its times
// among it: that somebody looked, holds the user or proposes to lock it must not be read
// off the hour at which nothing else changed (31 CFR 1020.320(e)).
func TestNothingHiddenMovesATime(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	twin := b.second(t, in)
	b.advance(t, twin.ID)
	b.advance(t, u.ID)
	seen := func(by bonafide.Actor) user.User {
		t.Helper()
		v, err := b.users.Get(ctx, by, u.ID)
		require.NoError(t, err)
		return v
	}
	do := func(by bonafide.Actor, r user.Request) func(*testing.T) {
		return func(t *testing.T) { require.NoError(t, b.carry(by, u.ID, r)) }
	}
	for _, c := range []struct {
		name string
		do   func(*testing.T)
	}{
		{"a note", do(officer, user.UpdateRequest{Note: ptr("SAR filed")})},
		{"a hold", do(officer, user.HoldRequest{ID: "m", Reason: "SAR"})},
		{"its end", do(officer, user.ReleaseRequest{ID: "m", Reason: "r"})},
		{"a risk", do(vendor, user.PushRiskRequest{Assessment: risk.Assessment{Level: risk.High}})},
		{"a reviewer's risk", do(officer, user.OverrideRiskRequest{Level: risk.High, Comment: "seen"})},
		{"a proposal", func(t *testing.T) {
			_, err := b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Request: user.HoldRequest{ID: "n", Reason: "r"}, Expires: b.now().Add(time.Hour)})
			require.NoError(t, err)
		}},
		{"a look at a number", do(officer, user.RevealRequest{SubDocument: find(t, u, document.SSN).ID, Purpose: "sar_filing"})},
		{"a search", func(t *testing.T) {
			require.NoError(t, b.carry(officer, u.ID, user.RescreenRequest{}))
			b.advance(t, u.ID)
		}},
		{"a duplicate that is none", do(officer, user.DismissDuplicateRequest{User: twin.ID, Reason: "r"})},
		{"a copy", func(t *testing.T) {
			_, err := b.users.Export(ctx, officer, u.ID, user.ExportRequest{})
			require.NoError(t, err)
		}},
	} {
		subject := bonafide.User(u.ID)
		platform, own := seen(acme), seen(subject)
		b.wait(time.Hour)
		c.do(t)
		b.advance(t, u.ID)
		require.Equal(t, platform, seen(acme), c.name)
		require.Equal(t, own, seen(subject), c.name)
	}
	assert.True(t, seen(officer).UpdatedAt.After(seen(acme).UpdatedAt), "reviewers know")
	require.NoError(t, b.carry(acme, u.ID, user.UpdateRequest{PublicNote: ptr("ours")}))
	assert.Equal(t, b.now(), seen(acme).UpdatedAt)
	assert.Equal(t, b.now(), seen(bonafide.User(u.ID)).UpdatedAt)

	// What time alone changes is shown, and tells no hour at which something hidden was done.
	require.NoError(t, b.carry(officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagCloseHighRisk, ClosureAt: b.now().Add(2 * time.Hour)}))
	told := b.now()
	b.wait(time.Hour)
	require.NoError(t, b.carry(officer, u.ID, user.HoldRequest{ID: "k", Reason: "SAR"}))
	b.wait(90 * time.Minute)
	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID)} {
		assert.Equal(t, permission.Closed, seen(by).Permission())
		assert.Equal(t, told, seen(by).UpdatedAt)
	}
}
