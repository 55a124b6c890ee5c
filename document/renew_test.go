package document_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/datatest"
)

// Attempts count refusals and what somebody was asked about, not renewals and not
// what was replaced before anybody looked.
func TestAttemptsCountRefusals(t *testing.T) {
	key, r := datatest.DataKey(t), document.Rules{Today: today, MaxAttempts: 3}
	number := virtual(document.SSN, "512-43-2222")
	d, _, err := document.NewSub("d1", "a1", document.Virtual, number, key, r, noon)
	require.NoError(t, err)
	for range 10 {
		d, _, err = d.Resubmit("a2", number, key, r, noon)
		require.NoError(t, err)
	}
	assert.Equal(t, 1, d.Attempts, "nobody has looked yet")
	assert.Equal(t, 3, d.AttemptsLeft(r))
	for n := range 3 {
		d, err = d.Ask(noon, time.Minute)
		require.NoError(t, err)
		d, _, err = d.Resolve(d.Attempt, document.Verdict{Outcome: document.OutcomeInvalid}, noon)
		require.NoError(t, err)
		assert.Equal(t, n+1, d.Attempts)
		assert.Equal(t, 2-n, d.AttemptsLeft(r))
		if n < 2 {
			d, _, err = d.Resubmit("a3", number, key, r, noon)
			require.NoError(t, err)
		}
	}
	_, _, err = d.Resubmit("a4", number, key, r, noon)
	require.ErrorIs(t, err, bonafide.ErrRefused)

	d, err = d.Decide(reviewer, document.Verdict{Outcome: document.OutcomeValid}, noon)
	require.NoError(t, err)
	assert.Equal(t, 3, d.AttemptsLeft(r), "what is accepted may be renewed")
	next, _, err := d.Renew("d2", "a5", number, key, r, noon)
	require.NoError(t, err)
	assert.Equal(t, 1, next.Attempts)
	assert.Equal(t, "d1", next.Renews)
	assert.Equal(t, document.Reviewing, next.Status)
}

// The accepted document and its successor stand side by side until the successor is
// accepted; there is no third.
func TestSuccessor(t *testing.T) {
	old := document.Sub{ID: "old", Class: document.Virtual, Type: document.SSN, Status: document.Valid}
	next := document.Sub{ID: "next", Class: document.Virtual, Type: document.SSN, Status: document.Reviewing, Renews: "old"}
	b, err := document.Base{}.Put(old)
	require.NoError(t, err)
	b, err = b.Put(next)
	require.NoError(t, err)
	_, err = b.Put(document.Sub{ID: "third", Class: document.Virtual, Type: document.SSN, Renews: "old"})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	found, ok := b.Successor("old")
	assert.True(t, ok)
	assert.Equal(t, next, found)
	_, ok = b.Successor("next")
	assert.False(t, ok)

	next.Status = document.Invalid
	refused, err := b.Accept(next)
	require.NoError(t, err)
	assert.Len(t, refused.Virtual, 2)
	next.Status = document.Valid
	accepted, err := b.Accept(next)
	require.NoError(t, err)
	require.Len(t, accepted.Virtual, 1)
	assert.Equal(t, "next", accepted.Virtual[0].ID)
	assert.Empty(t, accepted.Virtual[0].Renews)

	alone, ok := b.Remove("old")
	assert.True(t, ok)
	require.Len(t, alone.Virtual, 1)
	assert.Empty(t, alone.Virtual[0].Renews, "it renews nothing any more")
}
