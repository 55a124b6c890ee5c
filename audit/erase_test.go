package audit_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/audit"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
)

// Erasing a subject leaves the log and its anchored heads whole, and nothing of the
// subject is in an export.
func TestErasure(t *testing.T) {
	signer, public := keys(t)
	store, now := memory.New("acme"), start
	users, err := user.New(store, bonafide.EphemeralKeys(), &user.Options{Now: func() time.Time { return now }})
	require.NoError(t, err)
	platform, officer := bonafide.Platform("shop"), bonafide.Reviewer("officer-1")
	u, err := users.Create(ctx, platform, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	require.NoError(t, err)
	_, err = users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	l := newLog(t, store, nil, signer)
	anchored, err := l.Grow(ctx)
	require.NoError(t, err)
	require.Greater(t, anchored.Size, int64(2))
	now = now.AddDate(6, 0, 0)
	u, err = users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
	require.NoError(t, err)
	require.True(t, u.Erased())

	text := export(t, l)
	report := verify(t, text, public, anchored)
	assert.Empty(t, report.Faults)
	assert.Equal(t, anchored.Size, report.Anchored)
	assert.Greater(t, report.Events, anchored.Size)
	for _, canary := range []string{"Ana", "Lopez", "4155552671"} {
		assert.False(t, bytes.Contains(text, []byte(canary)), canary)
	}
	newer, err := l.Head(ctx)
	require.NoError(t, err)
	proof, err := l.ProveConsistency(ctx, anchored, newer)
	require.NoError(t, err)
	require.NoError(t, audit.CheckConsistency(proof, anchored, newer))
}
