package document_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
)

// A verdict on a document never outlives the facts that it was made on.
func TestRecheck(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, status := range document.Statuses() {
		d := document.Sub{
			ID: "d1", Class: document.Virtual, Type: document.SSN, Status: status, Attempt: "a1", Attempts: 2,
			DecidedAt: at, DecidedBy: bonafide.Reviewer("r1"), Reference: "ref", RetryAt: at,
		}
		next, changed := d.Recheck("a2", at)
		want := status == document.Valid || status == document.Reviewing
		assert.Equal(t, want, changed, string(status))
		if !want {
			assert.Equal(t, d, next)
			continue
		}
		assert.Equal(t, document.Sub{ID: "d1", Class: document.Virtual, Type: document.SSN, Status: document.Reviewing, Attempt: "a2", Attempts: 2, LastUpdated: at, RetryAt: at, Accepted: status == document.Valid}, next)
		assert.Equal(t, at, next.Due(), "it must not be forgotten")
		late, changed, err := next.Resolve("a1", document.Verdict{Outcome: document.OutcomeValid}, at)
		assert.NoError(t, err)
		assert.False(t, changed, "an answer about the old facts")
		assert.Equal(t, next, late)
	}
	_, changed := document.Sub{Class: document.Virtual, Type: document.Other, Status: document.Valid}.Recheck("a2", at)
	assert.False(t, changed, "nobody checks OTHER")
}
