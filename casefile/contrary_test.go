package casefile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// A later answer never turns a decision round, but a reviewer hears of it.
func TestContraryAnswer(t *testing.T) {
	for _, x := range []struct {
		name          string
		first, second casefile.AnswerOutcome
		decide        bool          // a reviewer approves before the second answer
		later         time.Duration // between the answers
		status        casefile.CheckStatus
		result        casefile.Result
		contrary      casefile.Result
		tasks         int
	}{
		{"approved, rejected later", casefile.AnswerApproved, casefile.AnswerRejected, false, time.Hour, casefile.CheckNeedReview, casefile.ResultApproved, casefile.ResultRejected, 0},
		{"approved, rejected at once", casefile.AnswerApproved, casefile.AnswerRejected, false, 0, casefile.CheckNeedReview, casefile.ResultRejected, casefile.ResultApproved, 0},
		{"rejected, approved later", casefile.AnswerRejected, casefile.AnswerApproved, false, time.Hour, casefile.CheckRejected, casefile.ResultRejected, casefile.ResultApproved, 1},
		{"rejected, approved at once", casefile.AnswerRejected, casefile.AnswerApproved, false, 0, casefile.CheckRejected, casefile.ResultRejected, casefile.ResultApproved, 1},
		{"error, reviewer, rejected", casefile.AnswerError, casefile.AnswerRejected, true, time.Hour, casefile.CheckApproved, casefile.ResultError, casefile.ResultRejected, 1},
		{"error, reviewer, approved", casefile.AnswerError, casefile.AnswerApproved, true, time.Hour, casefile.CheckApproved, casefile.ResultError, casefile.ResultApproved, 0},
		{"approved, error", casefile.AnswerApproved, casefile.AnswerError, false, time.Hour, casefile.CheckApproved, casefile.ResultApproved, casefile.ResultError, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			b := setup(t)
			c := b.submit(t, contact, b.create(t), casefile.IDDocument)
			c = b.answer(t, c, casefile.IDDocument, x.first)
			if x.decide {
				c = b.approve(t, c, casefile.IDDocument)
			}
			b.wait(x.later)
			for range 2 { // told again, it is the same trace
				c = b.answer(t, c, casefile.IDDocument, x.second)
			}
			k := of(t, c, casefile.IDDocument)
			assert.Equal(t, x.status, k.Status)
			assert.Equal(t, x.result, k.Result)
			require.NotNil(t, k.Contrary)
			assert.Equal(t, x.contrary, k.Contrary.Result)
			assert.Len(t, c.Tasks, x.tasks)
			events, err := eventsOf(b.cases, officer, c.ID)
			require.NoError(t, err)
			told := 0
			for _, typ := range types(events) {
				if typ == "check_contradicted" {
					told++
				}
			}
			assert.Equal(t, 1, told)
		})
	}
}

// A time ahead of the clock is now; one in the past is kept.
func TestAnswerTime(t *testing.T) {
	for ahead, want := range map[time.Duration]time.Duration{time.Hour: 0, -time.Hour: -time.Hour} {
		b := setup(t)
		c := b.submit(t, contact, b.create(t), casefile.IDDocument)
		k := of(t, c, casefile.IDDocument)
		seen, err := b.cases.AnswerCheck(ctx, vendor, c.ID, casefile.AnswerCheckRequest{Check: k.ID, Attempt: k.Attempt, Outcome: casefile.AnswerApproved, At: b.now().Add(ahead)})
		require.NoError(t, err)
		assert.Equal(t, casefile.Case{ID: c.ID, Status: c.Status}, seen, "a verifier sees no more than the id and the status")
		assert.Equal(t, bonafide.Instant(b.now().Add(want)), of(t, b.get(t, c.ID), casefile.IDDocument).ResultAt)
	}
}

// Approved with something against it is no approval: a reviewer looks.
func TestApprovedWithDetailsIsForPeople(t *testing.T) {
	b := setup(t)
	c := b.submit(t, contact, b.create(t), casefile.IDDocument)
	k := of(t, c, casefile.IDDocument)
	c, err := b.cases.AnswerCheck(ctx, vendor, c.ID, casefile.AnswerCheckRequest{Check: k.ID, Attempt: k.Attempt, Outcome: casefile.AnswerApproved, Details: []string{"name_mismatch"}})
	require.NoError(t, err)
	k = of(t, b.get(t, c.ID), casefile.IDDocument)
	assert.Equal(t, casefile.ResultError, k.Result)
	assert.Equal(t, casefile.CheckNeedReview, k.Status)
	assert.Equal(t, []string{"name_mismatch"}, k.Details)
}
