package document_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/internal/figuretest"
)

// in returns a document in a state, decided at noon if the state is a verdict.
func in(status document.Status) document.Sub {
	d := document.Sub{ID: "d1", Class: document.Social, Type: document.Email2FA, Attempt: "a1", Attempts: 1, Status: status}
	if status.Final() {
		d.DecidedAt = noon
	}
	if status == document.Invalid {
		d.InvalidReasons, d.Reject = []string{document.ReasonWrongCode}, document.RejectRetry
	}
	return d
}

var reviewer = bonafide.Reviewer("r1")

// Every verb in every state.
func TestStateVerbTable(t *testing.T) {
	const same, refused = datatest.Same, datatest.Refused
	later := noon.Add(time.Hour)
	verdict := func(o document.Outcome) func(document.Sub) (document.Sub, error) {
		return func(d document.Sub) (document.Sub, error) {
			next, changed, err := d.Resolve("a1", document.Verdict{Outcome: o}, later)
			if err == nil && changed == (next.Status == d.Status && next.RetryAt.Equal(d.RetryAt) && next.Contrary == nil) {
				return next, errors.New("changed is not what changed")
			}
			return next, err
		}
	}
	key := datatest.DataKey(t)
	verbs := []datatest.Verb[document.Sub]{
		{Name: "ask", Do: func(d document.Sub) (document.Sub, error) { return d.Ask(later, time.Minute) }},
		{Name: "resolve valid", Do: verdict(document.OutcomeValid)},
		{Name: "resolve invalid", Do: verdict(document.OutcomeInvalid)},
		{Name: "resolve pending", Do: verdict(document.OutcomePending)},
		{Name: "resolve unavailable", Do: verdict(document.OutcomeUnavailable)},
		{Name: "resolve unknown", Do: verdict("probably")},
		{Name: "challenge", Do: func(d document.Sub) (document.Sub, error) { return d.Challenge(later) }},
		{Name: "answer right", Do: func(d document.Sub) (document.Sub, error) { return d.Answer(true, 1, later) }},
		{Name: "answer wrong", Do: func(d document.Sub) (document.Sub, error) { return d.Answer(false, 1, later) }},
		{Name: "queue", Do: func(d document.Sub) (document.Sub, error) { return d.Queue(later, noon) }},
		{Name: "decide valid", Do: func(d document.Sub) (document.Sub, error) {
			return d.Decide(reviewer, document.Verdict{Outcome: document.OutcomeValid}, later)
		}},
		{Name: "decide invalid", Do: func(d document.Sub) (document.Sub, error) {
			return d.Decide(reviewer, document.Verdict{Outcome: document.OutcomeInvalid}, later)
		}},
		{Name: "blacklist", Do: func(d document.Sub) (document.Sub, error) { return d.Blacklist(later) }},
		{Name: "recheck", Do: func(d document.Sub) (document.Sub, error) {
			next, changed := d.Recheck("a2", later)
			if changed != (next.Attempt == "a2") {
				return next, errors.New("changed is not what changed")
			}
			return next, nil
		}},
		{Name: "resubmit", Do: func(d document.Sub) (document.Sub, error) {
			next, _, err := d.Resubmit("a2", virtual(document.Email2FA, "ana@example.com"), key, rules, later)
			return next, err
		}},
		{Name: "renew", Do: func(d document.Sub) (document.Sub, error) {
			next, _, err := d.Renew("d2", "a2", virtual(document.Email2FA, "ana@example.com"), key, rules, later)
			return next, err
		}},
	}
	const (
		reviewing, pending          = string(document.Reviewing), string(document.MFAPending)
		valid, invalid, blacklisted = string(document.Valid), string(document.Invalid), string(document.Blacklisted)
	)
	// In the order of verbs.
	rows := map[document.Status][]string{
		document.Submitted:   {refused, refused, refused, refused, refused, refused, refused, refused, refused, refused, refused, refused, blacklisted, same, reviewing, refused},
		document.Reviewing:   {reviewing, valid, invalid, reviewing, reviewing, reviewing, pending, refused, refused, reviewing, valid, invalid, blacklisted, reviewing, reviewing, refused},
		document.MFAPending:  {refused, valid, invalid, same, same, same, pending, valid, invalid, refused, refused, refused, blacklisted, same, reviewing, refused},
		document.Valid:       {refused, same, invalid, same, same, same, refused, refused, refused, refused, refused, invalid, blacklisted, reviewing, refused, reviewing},
		document.Invalid:     {refused, invalid, same, same, same, same, refused, refused, refused, refused, valid, refused, blacklisted, same, reviewing, refused},
		document.Blacklisted: {refused, same, same, same, same, same, refused, refused, refused, refused, valid, invalid, refused, same, refused, refused},
		// A state of a later version survives, and is refused on use.
		"SUBMITTED|DREAMING": {refused, refused, refused, refused, refused, refused, refused, refused, refused, refused, refused, refused, refused, same, refused, refused},
	}
	datatest.Table[document.Sub, document.Status]{
		Verbs: verbs, Rows: rows, In: in, State: func(d document.Sub) document.Status { return d.Status },
	}.Run(t, document.Statuses())
}

func TestVerdictIsBoundToItsAttempt(t *testing.T) {
	for _, s := range document.Statuses() {
		for _, attempt := range []string{"", "a0", "A1", "a1 "} {
			d, changed, err := in(s).Resolve(attempt, document.Verdict{Outcome: document.OutcomeValid}, noon)
			require.NoError(t, err)
			assert.False(t, changed)
			assert.Equal(t, in(s), d)
		}
	}
}

func TestResolveOrder(t *testing.T) {
	before, after := noon.Add(-time.Minute), noon.Add(time.Minute)
	invalid := func(at time.Time) document.Verdict {
		return document.Verdict{Outcome: document.OutcomeInvalid, DecidedAt: at, Reasons: []string{document.ReasonNameMismatch}}
	}
	d, changed, err := in(document.Valid).Resolve("a1", invalid(before), after)
	require.NoError(t, err)
	assert.True(t, changed)
	assert.Equal(t, document.Valid, d.Status, "a refusal decided before the verdict that stands")
	d, changed, err = d.Resolve("a1", invalid(noon), after)
	require.NoError(t, err)
	assert.True(t, changed)
	assert.Equal(t, document.Invalid, d.Status, "at the same time the stricter stands")
	d, changed, err = in(document.Valid).Resolve("a1", invalid(after), after)
	require.NoError(t, err)
	assert.True(t, changed, "an audit")
	assert.Equal(t, document.Invalid, d.Status)
	assert.Equal(t, after, d.DecidedAt)
	assert.Equal(t, []string{document.ReasonNameMismatch}, d.InvalidReasons)

	// What the reviewer decided is not undone by the refusal coming once more.
	d, err = d.Decide(reviewer, document.Verdict{Outcome: document.OutcomeValid}, after.Add(time.Hour))
	require.NoError(t, err)
	assert.Empty(t, d.InvalidReasons)
	for _, repeated := range []document.Verdict{invalid(after), invalid(time.Time{})} {
		same, changed, err := d.Resolve("a1", repeated, after.Add(2*time.Hour))
		require.NoError(t, err)
		assert.False(t, changed)
		assert.Equal(t, d, same)
	}
	d, changed, err = d.Resolve("a1", invalid(after.Add(3*time.Hour)), after.Add(3*time.Hour))
	require.NoError(t, err)
	assert.True(t, changed, "a later audit")
	assert.Equal(t, bonafide.Actor{}, d.DecidedBy)
}

// Answers may come in any order and any number of times: once INVALID, a
// document stays so, and no mix of answers without a valid one makes it VALID.
func TestResolveAnyOrder(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	outcomes := []document.Outcome{"", "x", document.OutcomeValid, document.OutcomeInvalid, document.OutcomePending, document.OutcomeUnavailable}
	attempts := []string{"a0", "a1", ""}
	rounds := figuretest.Size(t, "STEPS", 2000)
	answers := 0
	for range rounds {
		d := in(document.Reviewing)
		accepted, refused := false, false
		for i := range random.IntN(12) {
			answers++
			attempt, v := attempts[random.IntN(3)], document.Verdict{Outcome: outcomes[random.IntN(len(outcomes))]}
			if random.IntN(2) == 0 {
				v.DecidedAt = noon.Add(time.Duration(random.IntN(100)-50) * time.Minute)
			}
			counts := attempt == d.Attempt
			accepted = accepted || counts && v.Outcome == document.OutcomeValid
			was := d.Status
			next, changed, err := d.Resolve(attempt, v, noon.Add(time.Duration(i)*time.Minute))
			require.NoError(t, err)
			refused = refused || next.Status == document.Invalid
			require.False(t, !changed && next.Status != was)
			again, changedAgain, err := next.Resolve(attempt, v, noon.Add(time.Duration(i)*time.Minute))
			require.NoError(t, err)
			require.Equal(t, next, again, "the same answer again")
			require.False(t, changedAgain)
			d = next
		}
		require.False(t, d.Status == document.Valid && !accepted, "valid without a valid answer")
		require.False(t, refused && d.Status != document.Invalid, "a refusal was undone")
	}
	figuretest.Report(t, "answers", answers)
}

func TestAskAndRetrySchedule(t *testing.T) {
	d := in(document.Reviewing)
	at := noon
	var waits []time.Duration
	for range 9 {
		asked, err := d.Ask(at, 30*time.Second)
		require.NoError(t, err)
		assert.Equal(t, at.Add(30*time.Second), asked.RetryAt, "the lease")
		assert.False(t, asked.Unchecked(at))
		assert.True(t, asked.Unchecked(asked.RetryAt))
		next, changed, err := asked.Resolve("a1", document.Verdict{Outcome: document.OutcomeUnavailable, Reference: "not kept"}, at)
		require.NoError(t, err)
		assert.True(t, changed)
		assert.Equal(t, document.Reviewing, next.Status)
		assert.Empty(t, next.Reference)
		waits = append(waits, next.RetryAt.Sub(at))
		d, at = next, next.RetryAt
	}
	assert.Equal(t, []time.Duration{
		time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour,
	}, waits)

	own, _, err := d.Resolve("a1", document.Verdict{Outcome: document.OutcomePending, RetryAt: at.Add(7 * time.Hour), Reference: "v-1", Verifier: "vendor"}, at)
	require.NoError(t, err)
	assert.Equal(t, at.Add(7*time.Hour), own.RetryAt)
	assert.Equal(t, "v-1", own.Reference)
	assert.Equal(t, "vendor", own.Verifier)
}

func TestManualReview(t *testing.T) {
	d, changed, err := in(document.Reviewing).Resolve("a1", document.ManualReview(noon, nil), noon)
	require.NoError(t, err)
	assert.True(t, changed)
	assert.Equal(t, document.Reviewing, d.Status)
	assert.Equal(t, noon.AddDate(0, 0, 4), d.ReviewDue, "two business days after a Friday")
	assert.False(t, d.Unchecked(noon.AddDate(1, 0, 0)), "nobody else is asked meanwhile")
	assert.True(t, d.Due().IsZero())

	for _, by := range []bonafide.Actor{{}, bonafide.System(), bonafide.Platform("p"), bonafide.User("u"), bonafide.VerifierActor("v"), {Kind: bonafide.ActorReviewer}} {
		same, err := d.Decide(by, document.Verdict{Outcome: document.OutcomeValid}, noon)
		assert.ErrorIs(t, err, bonafide.ErrForbidden)
		assert.Equal(t, d, same)
	}
	for _, o := range []document.Outcome{"", document.OutcomePending, document.OutcomeUnavailable, "fine"} {
		_, err := d.Decide(reviewer, document.Verdict{Outcome: o}, noon)
		assert.ErrorIs(t, err, bonafide.ErrInvalid)
	}
	done, err := d.Decide(reviewer, document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonPotentialFraud}, Note: "looks edited"}, noon)
	require.NoError(t, err)
	assert.Equal(t, reviewer, done.DecidedBy)
	assert.Equal(t, document.RejectFinal, done.Reject)
	assert.Equal(t, "looks edited", done.Note)
	assert.True(t, done.ReviewDue.IsZero())
	assert.Zero(t, done.AttemptsLeft(rules))
}

// Wrong answers are counted over codes, not per code (NIST SP 800-63B 3.2.2).
func TestCodeFlow(t *testing.T) {
	d, err := in(document.Reviewing).Challenge(noon)
	require.NoError(t, err)
	for i := range 4 {
		d, err = d.Answer(false, 5, noon)
		require.NoError(t, err)
		assert.Equal(t, document.MFAPending, d.Status)
		assert.Equal(t, i+1, d.Misses)
		d, err = d.Challenge(noon) // a new code
		require.NoError(t, err)
	}
	right, err := d.Answer(true, 5, noon)
	require.NoError(t, err)
	assert.Equal(t, document.Valid, right.Status)
	wrong, err := d.Answer(false, 5, noon)
	require.NoError(t, err)
	assert.Equal(t, document.Invalid, wrong.Status)
	assert.Equal(t, []string{document.ReasonWrongCode}, wrong.InvalidReasons)

	other := in(document.Reviewing)
	other.Type = document.SSN
	_, err = other.Challenge(noon)
	assert.ErrorIs(t, err, bonafide.ErrState, "only documents that are proved by a code")
}

func TestReasonTable(t *testing.T) {
	published := 0
	seen := map[string]bool{}
	for _, r := range document.Reasons() {
		assert.False(t, seen[r.Code], r.Code)
		seen[r.Code] = true
		assert.NotEmpty(t, r.Text)
		assert.True(t, r.Reject == document.RejectRetry || r.Reject == document.RejectFinal)
		if r.Group != "mailing address" && r.Group != "other" {
			published++
		}
	}
	assert.Equal(t, 33, published) // Synapse user object, invalid reasons
	open := document.ReasonOf("moon_in_wrong_phase")
	assert.Equal(t, "moon_in_wrong_phase", open.Code)
	assert.Equal(t, document.RejectRetry, open.Reject)
	assert.NotEmpty(t, open.Text)
}

func TestDue(t *testing.T) {
	for _, status := range document.Statuses() {
		d := in(status)
		d.LastUpdated = noon
		want := time.Time{}
		if status == document.Reviewing {
			want = noon
		}
		assert.Equal(t, want, d.Due(), "%s, never asked", status)
		assert.Equal(t, !want.IsZero(), d.Unchecked(noon), status)

		d.RetryAt = noon.Add(time.Hour)
		if status == document.Reviewing {
			want = noon.Add(time.Hour)
		}
		assert.Equal(t, want, d.Due(), "%s, asked", status)
		assert.False(t, d.Unchecked(noon), status)

		d.ReviewDue = noon.AddDate(0, 0, 2)
		assert.Zero(t, d.Due(), "%s, queued", status)
	}
}

func TestStatusSets(t *testing.T) {
	all := document.Statuses()
	assert.Equal(t, []document.Status{document.Valid, document.Invalid, document.Blacklisted},
		slices.DeleteFunc(slices.Clone(all), func(s document.Status) bool { return !s.Final() }))
	assert.Equal(t, []document.Status{document.Reviewing, document.MFAPending},
		slices.DeleteFunc(slices.Clone(all), func(s document.Status) bool { return !s.Open() }))
}

// A reviewer's queue is not disturbed by a check that is still pending.
func TestQueueStays(t *testing.T) {
	d, err := in(document.Reviewing).Queue(noon.AddDate(0, 0, 2), noon)
	require.NoError(t, err)
	for _, o := range []document.Outcome{document.OutcomePending, document.OutcomeUnavailable, "?"} {
		same, changed, err := d.Resolve("a1", document.Verdict{Outcome: o, RetryAt: noon}, noon)
		require.NoError(t, err)
		assert.False(t, changed)
		assert.Equal(t, d, same)
	}
	done, changed, err := d.Resolve("a1", document.Verdict{Outcome: document.OutcomeValid}, noon)
	require.NoError(t, err)
	assert.True(t, changed)
	assert.Equal(t, document.Valid, done.Status)
}

// Reasons are shown and written to events: a code stands for prose, which may be
// personal, and reviewers read it in the note.
func TestReasonsAreCodes(t *testing.T) {
	reasons := []string{"name_mismatch", "", "Name is Ana Ramírez", strings.Repeat("x", 65), "VENDOR-7.1:a|b"}
	d, _, err := in(document.Reviewing).Resolve("a1", document.Verdict{Outcome: document.OutcomeInvalid, Reasons: append(reasons, make([]string, 50)...)}, noon)
	require.NoError(t, err)
	assert.Equal(t, []string{"name_mismatch", document.ReasonOther, "VENDOR-7.1:a|b"}, d.InvalidReasons)
	assert.Equal(t, "Name is Ana Ramírez\n"+strings.Repeat("x", 65), d.Note)
	for _, number := range []string{"512-43-2222", "+14155552671", "ana@example.com", "1990-05-14"} {
		d, _, err := in(document.Reviewing).Resolve("a1", document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{number}}, noon)
		require.NoError(t, err)
		assert.Equal(t, []string{document.ReasonOther}, d.InvalidReasons)
	}
	many := make([]string, 50)
	for i := range many {
		many[i] = "x" + strings.Repeat("y", i)
	}
	d, _, err = in(document.Reviewing).Resolve("a1", document.Verdict{Outcome: document.OutcomeInvalid, Reasons: many}, noon)
	require.NoError(t, err)
	assert.Len(t, d.InvalidReasons, 20)
	d, _, err = in(document.Reviewing).Resolve("a1", document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{strings.Repeat("prose é ", 200_000)}}, noon)
	require.NoError(t, err)
	assert.LessOrEqual(t, len(d.Note), 2000, "a vendor's essay is cut")
}
