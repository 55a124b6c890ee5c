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

// Of two answers of one time the stricter stands, whichever comes first; a time
// ahead of the clock is the present, so that no later refusal is shut out by it.
func TestStricterOfOneTime(t *testing.T) {
	valid := document.Verdict{Outcome: document.OutcomeValid, DecidedAt: noon}
	invalid := document.Verdict{Outcome: document.OutcomeInvalid, DecidedAt: noon, Reasons: []string{document.ReasonNameMismatch}}
	for name, order := range map[string][]document.Verdict{"valid first": {valid, invalid}, "invalid first": {invalid, valid}} {
		d := in(document.Reviewing)
		for _, v := range order {
			var err error
			d, _, err = d.Resolve("a1", v, noon.Add(time.Hour))
			require.NoError(t, err)
		}
		assert.Equal(t, document.Invalid, d.Status, name)
	}
	ahead := document.Verdict{Outcome: document.OutcomeValid, DecidedAt: noon.AddDate(80, 0, 0)}
	d, _, err := in(document.Reviewing).Resolve("a1", ahead, noon)
	require.NoError(t, err)
	assert.Equal(t, noon, d.DecidedAt)
	audit := document.Verdict{Outcome: document.OutcomeInvalid, DecidedAt: noon.Add(time.Hour)}
	d, _, err = d.Resolve("a1", audit, noon.Add(2*time.Hour))
	require.NoError(t, err)
	assert.Equal(t, document.Invalid, d.Status)
}

// An answer that contradicts what stands is kept and waits for a reviewer, who may
// decide either way; the same answer again changes nothing.
func TestContraryAnswer(t *testing.T) {
	valid := document.Verdict{Outcome: document.OutcomeValid, Verifier: "vendor", DecidedAt: noon.Add(time.Hour)}
	early := document.Verdict{Outcome: document.OutcomeInvalid, Verifier: "vendor", DecidedAt: noon.Add(-time.Hour), Reasons: []string{document.ReasonNameMismatch}}
	for _, c := range []struct {
		status document.Status
		answer document.Verdict
	}{{document.Invalid, valid}, {document.Valid, early}} {
		at := noon.Add(2 * time.Hour)
		d, changed, err := in(c.status).Resolve("a1", c.answer, at)
		require.NoError(t, err)
		assert.True(t, changed)
		assert.Equal(t, c.status, d.Status)
		require.NotNil(t, d.Contrary)
		assert.Equal(t, c.answer.Outcome, d.Contrary.Outcome)
		assert.Equal(t, bonafide.ReviewBy(at, bonafide.ReviewDays, nil), d.ReviewDue)
		assert.True(t, d.Due().IsZero(), "nobody else is asked")
		again, changed, err := d.Resolve("a1", c.answer, at.Add(time.Hour))
		require.NoError(t, err)
		assert.False(t, changed)
		assert.Equal(t, d, again)
		for _, o := range []document.Outcome{document.OutcomeValid, document.OutcomeInvalid} {
			next, err := d.Decide(reviewer, document.Verdict{Outcome: o}, at)
			require.NoError(t, err)
			assert.Nil(t, next.Contrary)
			assert.True(t, next.ReviewDue.IsZero())
			assert.Equal(t, map[document.Outcome]document.Status{document.OutcomeValid: document.Valid, document.OutcomeInvalid: document.Invalid}[o], next.Status)
			late, changed, err := next.Resolve("a1", c.answer, at.Add(time.Hour))
			require.NoError(t, err)
			assert.False(t, changed, "the reviewer knew it")
			assert.Equal(t, next, late)
		}
	}
}

// A document whose last day is over everywhere is not accepted, and one that has
// expired when it is submitted is refused at once.
func TestExpired(t *testing.T) {
	d, _, err := in(document.Reviewing).Resolve("a1", document.Verdict{Outcome: document.OutcomeValid, ExpiresOn: bonafide.DateOf(noon).AddDays(-2)}, noon)
	require.NoError(t, err)
	assert.Equal(t, document.Invalid, d.Status)
	assert.Equal(t, []string{document.ReasonExpiredDocument}, d.InvalidReasons)
	d, _, err = in(document.Reviewing).Resolve("a1", document.Verdict{Outcome: document.OutcomeValid, ExpiresOn: bonafide.DateOf(noon).AddDays(-1)}, noon)
	require.NoError(t, err)
	assert.Equal(t, document.Valid, d.Status, "somewhere the day is not over")

	r, key := document.Rules{Today: today}, datatest.DataKey(t)
	number := virtual(document.SSN, "512-43-2222")
	number.Meta.ExpiresOn = today.AddDays(-1).String()
	_, _, err = document.NewSub("d1", "a1", document.Virtual, number, key, r, noon)
	assert.Equal(t, []string{"meta.expires_on expired_document"}, datatest.Faults(err))
	number.Meta.ExpiresOn = today.String()
	_, _, err = document.NewSub("d1", "a1", document.Virtual, number, key, r, noon)
	require.NoError(t, err, "the last day of validity counts")
}
