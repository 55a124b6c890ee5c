package document_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// Valid with reasons against it is not valid: people look, and are told the reasons.
func TestValidWithReasonsIsForPeople(t *testing.T) {
	at := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC) // a Wednesday
	d := document.Sub{ID: "d", Attempt: "a", Status: document.Reviewing, Asks: 1}
	doubtful := document.Verdict{Outcome: document.OutcomeValid, Reasons: []string{"name_mismatch", "prose about Ana"}, Reference: "v-1"}
	next, changed, err := d.Resolve("a", doubtful, at)
	require.NoError(t, err)
	assert.True(t, changed)
	assert.Equal(t, document.Reviewing, next.Status)
	assert.Equal(t, at.AddDate(0, 0, 2), next.ReviewDue)
	assert.True(t, next.RetryAt.IsZero(), "nobody is paid to look again")
	assert.Equal(t, "valid, with reasons: name_mismatch, other\nprose about Ana", next.Note, "for reviewers alone")
	assert.Equal(t, "v-1", next.Reference)

	_, err = next.Decide(bonafide.Reviewer("anna"), doubtful, at)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid, "a reviewer says which")
	assert.Equal(t, "reasons", invalid.Fields[0].Path)
	valid, err := next.Decide(bonafide.Reviewer("anna"), document.Verdict{Outcome: document.OutcomeValid}, at)
	require.NoError(t, err)
	assert.Equal(t, document.Valid, valid.Status)
	_, changed, err = valid.Resolve("a", doubtful, at)
	require.NoError(t, err)
	assert.False(t, changed, "no verdict falls to a doubt")
}
