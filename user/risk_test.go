package user_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/user"
)

// A program may ask for the risk level; automatic levels are kept while a
// reviewer's stands.
func TestRisk(t *testing.T) {
	programs, err := program.ParseBook([]byte(strings.Replace(sheet, `{"document": {"types": ["SSN"]}}`,
		`{"document": {"types": ["SSN"]}}, {"test": {"fact": "risk_level", "in": ["low", "medium"]}}`, 1)))
	require.NoError(t, err)
	b := setup(t)
	u := b.verified(t)
	b.opts.Programs = programs
	b.users, err = newService(b)
	require.NoError(t, err)
	push := func(level risk.Level) permission.Permission {
		now, err := b.users.PushRisk(ctx, acme, u.ID, user.PushRiskRequest{Assessment: risk.Assessment{Level: level}})
		require.NoError(t, err)
		return now.Permission()
	}
	assert.Equal(t, permission.SendAndReceive, push(risk.Low))
	assert.Equal(t, permission.Unverified, push(risk.High))
	_, err = b.users.PushRisk(ctx, bonafide.User(u.ID), u.ID, user.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = b.users.OverrideRisk(ctx, acme, u.ID, user.OverrideRiskRequest{Level: risk.Low, Comment: "no"})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	now, err := b.users.OverrideRisk(ctx, officer, u.ID, user.OverrideRiskRequest{Level: risk.Medium, Comment: "known for years"})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, now.Permission())
	assert.Equal(t, permission.SendAndReceive, push(risk.Critical), "the reviewer's level stands")
	now, err = b.users.OverrideRisk(ctx, officer, u.ID, user.OverrideRiskRequest{})
	require.NoError(t, err)
	assert.Equal(t, permission.Unverified, now.Permission(), "and the automatic one was kept beside it")
}

// Who a new version of the program would touch, before it takes effect.
func TestSimulate(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	candidate, err := program.Parse([]byte(strings.NewReplacer(`"version": 1`, `"version": 2`, `"types": ["GOVT_ID"]`, `"types": ["PROOF_OF_ADDRESS"]`).Replace(sheet)))
	require.NoError(t, err)
	page, err := b.users.Simulate(ctx, officer, user.SimulateRequest{Candidate: candidate})
	require.NoError(t, err)
	assert.Empty(t, page.Next)
	changes := page.Items
	require.Len(t, changes, 1)
	assert.Equal(t, u.ID, changes[0].UserID)
	assert.Equal(t, permission.SendAndReceive, changes[0].Change.From)
	assert.Equal(t, permission.Receive, changes[0].Change.To)
	_, err = b.users.Simulate(ctx, acme, user.SimulateRequest{Candidate: candidate})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
}
