package user_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// Maker and checker are different people, and the approval is worth nothing for
// any other request (OWASP ASVS 5.0, 2.3.5).
func TestFourEyes(t *testing.T) {
	programs, err := program.ParseBook([]byte(strings.Replace(sheet, `"screening"`, `"four_eyes": ["lock", "unlock"], "screening"`, 1)))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := b.verified(t)
	lock := user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious}
	_, err = b.users.SetStanding(ctx, officer, u.ID, lock)
	require.ErrorIs(t, err, bonafide.ErrRefused, "one pair of eyes is not enough")
	assert.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission())

	propose := user.ProposeRequest{Request: lock, Expires: start.Add(time.Hour)}
	_, err = b.users.Propose(ctx, bonafide.User(u.ID), u.ID, propose)
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Expires: start.Add(time.Hour)})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	now, err := b.users.Propose(ctx, officer, u.ID, propose)
	require.NoError(t, err)
	p := now.Proposals[0]
	_, err = b.users.SetStanding(ctx, officer, u.ID, lock)
	require.ErrorIs(t, err, bonafide.ErrRefused, "not approved yet")
	_, err = b.users.Approve(ctx, officer, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	require.ErrorIs(t, err, bonafide.ErrRefused, "the maker does not approve")
	_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: strings.Repeat("0", 64)})
	require.Error(t, err, "another text than the one read")
	_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: "nothing", Hash: p.Hash})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	require.NoError(t, err)

	other := lock
	other.Code = permission.HighReturns
	_, err = b.users.SetStanding(ctx, officer, u.ID, other)
	require.ErrorIs(t, err, bonafide.ErrRefused, "the approval is for another request")
	now, err = b.users.SetStanding(ctx, officer, u.ID, lock)
	require.NoError(t, err)
	assert.Equal(t, permission.Locked, now.Permission())
	assert.Equal(t, bonafide.ApprovalUsed, now.Proposals[0].State)

	unlock := user.StandingRequest{}
	now, err = b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Request: unlock, Expires: start.Add(time.Hour)})
	require.NoError(t, err)
	p = now.Proposals[1]
	_, err = b.users.Approve(ctx, officer2, u.ID, user.ApproveRequest{Proposal: p.ID, Hash: p.Hash})
	require.NoError(t, err)
	b.wait(time.Hour)
	_, err = b.users.SetStanding(ctx, officer, u.ID, unlock)
	require.ErrorIs(t, err, bonafide.ErrRefused, "the approval has lapsed")

	now, err = b.users.Propose(ctx, officer, u.ID, user.ProposeRequest{Request: unlock, Expires: start.Add(5 * time.Hour)})
	require.NoError(t, err)
	p = now.Proposals[2]
	now, err = b.users.Reject(ctx, officer2, u.ID, user.RejectRequest{Proposal: p.ID})
	require.NoError(t, err)
	_, err = b.users.SetStanding(ctx, officer, u.ID, unlock)
	require.ErrorIs(t, err, bonafide.ErrRefused)
	assert.Equal(t, permission.Locked, now.Permission())
}
