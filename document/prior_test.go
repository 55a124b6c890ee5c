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

// A verdict of another system is told from one of here, as long as it stands.
func TestAdopt(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	then := at.AddDate(-1, 0, 0)
	fresh, _, err := document.NewSub("d", "a", document.Virtual, document.SubSubmission{Type: document.SSN, Value: bonafide.NewSecret("512-43-2222")},
		datatest.DataKey(t), document.Rules{Today: bonafide.DateOf(at)}, at)
	require.NoError(t, err)
	open, err := fresh.Adopt(document.Prior{Status: document.Reviewing, SubmittedAt: then, Attempts: 2}, "old", at)
	require.NoError(t, err)
	assert.Equal(t, []any{document.Reviewing, then, 2, "", at}, []any{open.Status, open.LastUpdated, open.Attempts, open.Imported, open.RetryAt}, "checked here")

	valid, err := fresh.Adopt(document.Prior{Status: document.Valid, DecidedAt: then, Verifier: "v", Reviewer: "r", Reference: "c", Note: "n"}, "old", at)
	require.NoError(t, err)
	assert.Equal(t, []any{document.Valid, then, then, "v", bonafide.Reviewer("r"), "c", "n", "old", time.Time{}},
		[]any{valid.Status, valid.DecidedAt, valid.LastUpdated, valid.Verifier, valid.DecidedBy, valid.Reference, valid.Note, valid.Imported, valid.RetryAt})
	invalid, err := fresh.Adopt(document.Prior{Status: document.Invalid, DecidedAt: then, Reasons: []string{document.ReasonPotentialFraud}}, "old", at)
	require.NoError(t, err)
	assert.Equal(t, []any{document.Invalid, document.RejectFinal, "old"}, []any{invalid.Status, invalid.Reject, invalid.Imported}, "as the reasons say")
	listed, err := fresh.Adopt(document.Prior{Status: document.Blacklisted, DecidedAt: then}, "old", at)
	require.NoError(t, err)
	assert.Equal(t, []any{document.Blacklisted, document.RejectFinal}, []any{listed.Status, listed.Reject})
	here, err := fresh.Blacklist(at)
	require.NoError(t, err)
	stays, err := here.Adopt(document.Prior{Status: document.Valid, DecidedAt: then}, "old", at)
	require.NoError(t, err)
	assert.Equal(t, []any{document.Blacklisted, ""}, []any{stays.Status, stays.Imported}, "of a locked user here")

	again, _ := valid.Recheck("b", at)
	assert.Empty(t, again.Imported)
	audited, changed, err := valid.Resolve("a", document.Verdict{Outcome: document.OutcomeInvalid, DecidedAt: then.Add(time.Hour)}, at)
	require.NoError(t, err)
	assert.Equal(t, []any{true, ""}, []any{changed, audited.Imported})
	upheld, err := invalid.Decide(bonafide.Reviewer("r1"), document.Verdict{Outcome: document.OutcomeValid}, at)
	require.NoError(t, err)
	assert.Empty(t, upheld.Imported)

	note, _, err := document.NewSub("d", "a", document.Virtual, document.SubSubmission{Type: document.Other, Value: bonafide.NewSecret("x")},
		datatest.DataKey(t), document.Rules{Today: bonafide.DateOf(at)}, at)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		d    document.Sub
		p    document.Prior
		want []string
	}{
		"on what nobody checks": {note, document.Prior{Status: document.Valid, DecidedAt: then}, []string{"status not_allowed"}},
		"half a status":         {fresh, document.Prior{Status: "VALID", DecidedAt: then, Verifier: "x"}, []string{"status unknown"}}, // what belongs to it nobody can tell
		"before 1970":           {fresh, document.Prior{SubmittedAt: time.Unix(-1, 0)}, []string{"submitted_at out_of_range"}},
		"words":                 {fresh, document.Prior{Status: document.Valid, DecidedAt: then, Verifier: "a b", Note: "\xff", Attempts: -1}, []string{"attempts out_of_range", "verifier malformed", "note malformed"}},
		"unknown rejection":     {fresh, document.Prior{Status: document.Invalid, DecidedAt: then, Reject: "x"}, []string{"reject unknown"}},
		"rejected, valid":       {fresh, document.Prior{Status: document.Valid, DecidedAt: then, Reject: document.RejectFinal}, []string{"reject not_allowed"}},
	} {
		d, err := c.d.Adopt(c.p, "old", at)
		assert.Equal(t, c.want, datatest.Faults(err), name)
		assert.Equal(t, c.d, d, name)
	}
}
