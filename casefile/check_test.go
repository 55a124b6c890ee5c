package casefile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/screening"
)

// A vendor's result is kept apart from the decision; late, repeated and foreign
// answers are harmless; an outage is no verdict.
func TestVendorAnswers(t *testing.T) {
	b := setup(t)
	c := b.submit(t, contact, b.create(t), casefile.IDDocument)
	k := of(t, c, casefile.IDDocument)
	require.Equal(t, casefile.CheckProcessing, k.Status)
	for _, outcome := range []casefile.AnswerOutcome{casefile.AnswerPending, casefile.AnswerUnavailable} {
		c = b.answer(t, c, casefile.IDDocument, outcome)
		assert.Equal(t, casefile.CheckProcessing, of(t, c, casefile.IDDocument).Status)
	}
	_, err := b.cases.AnswerCheck(ctx, vendor, c.ID, casefile.AnswerCheckRequest{Check: k.ID, Attempt: "older", Outcome: casefile.AnswerApproved})
	require.NoError(t, err)
	assert.Equal(t, casefile.CheckProcessing, of(t, b.get(t, c.ID), casefile.IDDocument).Status, "of another attempt")
	_, err = b.cases.AnswerCheck(ctx, vendor, c.ID, casefile.AnswerCheckRequest{Check: k.ID, Attempt: k.Attempt, Outcome: "maybe"})
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	c = b.answer(t, c, casefile.IDDocument, casefile.AnswerError)
	assert.Equal(t, casefile.CheckNeedReview, of(t, c, casefile.IDDocument).Status, "a person looks")
	c = b.answer(t, c, casefile.IDDocument, casefile.AnswerApproved)
	assert.Equal(t, casefile.CheckNeedReview, of(t, c, casefile.IDDocument).Status, "the result is taken once")
	assert.Equal(t, casefile.ResultError, of(t, c, casefile.IDDocument).Result)
	c = b.approve(t, c, casefile.IDDocument)
	k = of(t, c, casefile.IDDocument)
	assert.Equal(t, casefile.ResultError, k.Result)
	assert.True(t, k.Decision.Approved)
}

// An answer after the review does not undo it, but is kept.
func TestLateAnswer(t *testing.T) {
	b := setup(t)
	c := b.submit(t, contact, b.create(t), casefile.IDDocument)
	k := of(t, c, casefile.IDDocument)
	c, err := b.cases.ForceReview(ctx, officer, c.ID, casefile.ForceReviewRequest{Check: k.ID})
	require.NoError(t, err)
	c = b.approve(t, c, casefile.IDDocument)
	c = b.answer(t, c, casefile.IDDocument, casefile.AnswerRejected)
	k = of(t, c, casefile.IDDocument)
	assert.Equal(t, casefile.CheckApproved, k.Status)
	assert.Equal(t, casefile.ResultRejected, k.Result)
	_, err = b.cases.ForceReview(ctx, officer, c.ID, casefile.ForceReviewRequest{Check: of(t, c, casefile.DocumentCheck).ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeNothingSubmitted}, err)
}

// Recollection: reject for retry with a public reason, as often as allowed; the
// contact sees the public reason alone.
func TestRecollectionLoop(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	id := of(t, c, casefile.IDDocument).ID
	for attempt := 1; attempt <= 3; attempt++ {
		c = b.submit(t, contact, c, casefile.IDDocument)
		c = b.answer(t, c, casefile.IDDocument, casefile.AnswerError)
		assert.Equal(t, attempt, of(t, c, casefile.IDDocument).Attempts)
		_, err := b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: id, Kind: casefile.RejectRetry})
		require.ErrorIs(t, err, bonafide.ErrInvalid, "the contact must be told why")
		c, err = b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: id, Kind: casefile.RejectRetry, Public: "too dark", Private: "looks forged"})
		require.NoError(t, err)
		seen, err := b.cases.Get(ctx, contact, c.ID)
		require.NoError(t, err)
		k := of(t, seen, casefile.IDDocument)
		assert.Equal(t, "too dark", k.Decision.Public)
		assert.Empty(t, k.Decision.Private)
		assert.Empty(t, k.Result)
		if attempt == 1 {
			assert.True(t, c.HasFlag(casefile.FirstCollectCompleted) == !c.HasFlag(casefile.ForFirstCollect))
		}
	}
	k := of(t, c, casefile.IDDocument)
	assert.Equal(t, casefile.RejectFinal, k.Decision.Kind, "the last attempt ends it")
	assert.Len(t, k.History(), 3)
	_, err := b.cases.SubmitCheck(ctx, contact, c.ID, casefile.SubmitCheckRequest{Check: id, Evidence: []string{"f"}})
	require.ErrorIs(t, err, bonafide.ErrState)

	c, err = b.cases.Recollect(ctx, officer, c.ID, casefile.RecollectRequest{Check: id, Public: "one more", Reset: true})
	require.NoError(t, err)
	c = b.submit(t, contact, c, casefile.IDDocument)
	c = b.answer(t, c, casefile.IDDocument, casefile.AnswerApproved)
	assert.Equal(t, casefile.CheckApproved, of(t, c, casefile.IDDocument).Status)
	assert.Len(t, of(t, c, casefile.IDDocument).History(), 5)
}

// Dotfile, check review: approved and rejected turn round with an override alone.
func TestOverride(t *testing.T) {
	b := setup(t)
	c := b.submit(t, contact, b.create(t), casefile.IDDocument)
	c = b.answer(t, c, casefile.IDDocument, casefile.AnswerRejected)
	k := of(t, c, casefile.IDDocument)
	require.Equal(t, casefile.CheckRejected, k.Status, "automatic rejection")
	assert.True(t, k.Decision.By.Is(bonafide.ActorSystem))
	_, err := b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Approve: true})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeOverrideNeeded}, err)
	_, err = b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Approve: true, Override: true})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "an override has a reason")
	_, err = b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Attempt: "other", Approve: true, Override: true, Private: "x"})
	require.ErrorIs(t, err, bonafide.ErrConflict)
	c, err = b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Approve: true, Override: true, Private: "original seen"})
	require.NoError(t, err)
	k = of(t, c, casefile.IDDocument)
	assert.Equal(t, casefile.CheckApproved, k.Status)
	assert.Equal(t, casefile.ResultRejected, k.Result, "the result stays")
	require.Len(t, k.History(), 2)
	assert.False(t, k.History()[0].Approved)
}

// Evidence runs out: the check expires, the approved case stays approved but is no
// longer in force, and the contact is asked again.
func TestExpiry(t *testing.T) {
	b := setup(t, func(o *casefile.Options) { o.Templates[0].Main[0].Automation.ValidFor = 100 * 24 * time.Hour })
	c := b.approved(t)
	k := of(t, c, casefile.DocumentCheck)
	assert.Equal(t, start.Add(100*24*time.Hour), k.ExpiresAt)
	b.wait(100 * 24 * time.Hour)
	read := b.get(t, c.ID)
	assert.Equal(t, casefile.CheckExpired, of(t, read, casefile.DocumentCheck).Status, "a read never outlives the evidence")
	_, err := b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	c = b.get(t, c.ID)
	assert.Equal(t, casefile.Approved, c.Status)
	assert.False(t, c.InForce(b.now()))
	assert.Equal(t, []string{"for_recollection", "first_collect_completed"}, strip(c.Flags))
	c = b.submit(t, acme, c, casefile.DocumentCheck)
	c = b.approve(t, c, casefile.DocumentCheck)
	assert.True(t, c.InForce(b.now()))
	assert.Equal(t, b.now().Add(100*24*time.Hour), of(t, c, casefile.DocumentCheck).ExpiresAt)
}

// AML: blocked while any hit is potential; a clearance that lapses, and a hit that
// appears, send an approved check back.
func TestHits(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) {
		r.Individuals = append(r.Individuals, person("Jane", "Listed"))
	})
	c = b.advance(t, c.ID)
	var k casefile.Check
	for _, x := range c.Checks {
		if x.Type == casefile.AML && x.Entity == c.Individuals[1].ID {
			k = x
		}
	}
	require.Equal(t, casefile.CheckNeedReview, k.Status)
	assert.Equal(t, map[string]screening.ListResult{"ofac_sdn": screening.ListMatch}, k.Screening.ListResults(b.now()))
	_, err := b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Approve: true, Override: true, Private: "x"})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeHitsOpen}, err)
	decide := func(by bonafide.Actor, d screening.Disposition) error {
		req := casefile.DecideHitsRequest{Check: k.ID, Hits: []casefile.HitID{{List: "ofac_sdn", EntryID: "7"}}, Disposition: d, Reason: "r"}
		if d != screening.TruePositive {
			req.Expires = b.now().Add(30 * 24 * time.Hour)
		}
		_, err := b.cases.DecideHits(ctx, by, c.ID, req)
		return err
	}
	state := func() casefile.Check {
		k, _ := b.get(t, c.ID).Check(k.ID)
		return k
	}
	require.NoError(t, decide(officer, screening.FalsePositive))
	assert.Equal(t, casefile.CheckApproved, state().Status, "cleared, and approved by the automation")
	b.wait(31 * 24 * time.Hour)
	_, err = b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, casefile.CheckNeedReview, state().Status, "the clearance lapsed")

	require.NoError(t, decide(officer, screening.TruePositive))
	assert.Equal(t, casefile.CheckNeedReview, state().Status)
	assert.Equal(t, casefile.ResultRejected, state().Result)
	assert.Equal(t, []string{c.Individuals[1].ID}, b.get(t, c.ID).Blocked(b.now()))
	_, err = b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Approve: true, Override: true, Private: "x"})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeTrueMatch}, err, "no override gets round a true match")
	_, err = b.cases.ReviewCheck(ctx, officer, c.ID, casefile.ReviewCheckRequest{Check: k.ID, Kind: casefile.RejectFinal})
	require.NoError(t, err)
	assert.Equal(t, casefile.CheckRejected, state().Status)
	invalid(t, decide(officer, screening.TrueButAccepted), "disposition", bonafide.CodeNotAllowed)
	require.NoError(t, decide(officer, screening.FalsePositive))
	require.ErrorIs(t, decide(officer, screening.FalsePositive), bonafide.ErrForbidden, "two reviewers clear a true match")
	assert.Equal(t, []string{c.Individuals[1].ID}, b.get(t, c.ID).Blocked(b.now()), "blocked until then")
	require.NoError(t, decide(officer2, screening.FalsePositive))
	assert.Equal(t, screening.ListFalsePositive, state().Screening.ListResults(b.now())["ofac_sdn"])
	assert.Empty(t, b.get(t, c.ID).Blocked(b.now()))
	assert.True(t, b.get(t, c.ID).ReviewerHasActions, "the case must be decided")
}

// Monitoring: screened again and again; a new hit reopens the check of an approved
// case; an outage does not.
func TestMonitoring(t *testing.T) {
	b := setup(t)
	c := b.approved(t)
	calls := b.screener.calls
	b.wait(25 * time.Hour)
	b.screener.err = errDown
	c = b.advance(t, c.ID)
	assert.Equal(t, casefile.CheckApproved, of(t, c, casefile.AML).Status)
	assert.Greater(t, b.screener.calls, calls)
	assert.True(t, c.InForce(b.now()))
	b.screener.err = nil
	b.screener.listed["Bolt SAS"] = "99"
	b.wait(25 * time.Hour)
	_, err := b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	c = b.get(t, c.ID)
	assert.Equal(t, casefile.CheckNeedReview, of(t, c, casefile.AML).Status)
	assert.Equal(t, casefile.Approved, c.Status)
	assert.False(t, c.InForce(b.now()))
	assert.Contains(t, c.Flags, casefile.ForReview)
	_, err = b.cases.SetMonitored(ctx, officer, c.ID, casefile.SetMonitoredRequest{Check: of(t, c, casefile.AML).ID})
	require.NoError(t, err)
	assert.True(t, of(t, b.get(t, c.ID), casefile.AML).Screening.RetryAt.IsZero())
}

// Without a screener nobody is ever clear, and no reviewer can say so.
func TestNoScreener(t *testing.T) {
	b := setup(t, func(o *casefile.Options) { o.Screener = nil })
	c := b.advance(t, b.create(t).ID)
	k := of(t, c, casefile.AML)
	assert.Equal(t, casefile.CheckProcessing, k.Status)
	_, err := b.cases.ForceReview(ctx, officer, c.ID, casefile.ForceReviewRequest{Check: k.ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeNotScreened}, err)
	n, err := b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Zero(t, n, "nothing is due that nobody can do")
}

// Evidence about another name says nothing: it is looked at again, and the entity
// is screened again.
func TestChangedFacts(t *testing.T) {
	b := setup(t)
	c := b.ready(t)
	x := c.Individuals[0]
	fields := x.IndividualFields
	fields.LastName = "Listed"
	fields.FirstName = "Jane"
	_, err := b.cases.UpdateIndividual(ctx, acme, c.ID, casefile.UpdateIndividualRequest{Individual: x.ID, Fields: &fields, Seen: x.UpdatedAt.Add(-1)})
	require.ErrorIs(t, err, bonafide.ErrConflict, "somebody else edited meanwhile")
	c, err = b.cases.UpdateIndividual(ctx, acme, c.ID, casefile.UpdateIndividualRequest{Individual: x.ID, Fields: &fields, Seen: x.UpdatedAt})
	require.NoError(t, err)
	assert.Equal(t, casefile.CheckNeedReview, of(t, c, casefile.IDDocument).Status)
	assert.Equal(t, casefile.CheckApproved, of(t, c, casefile.DocumentCheck).Status, "of another entity")
	c = b.advance(t, c.ID)
	open := 0
	for _, k := range c.ChecksOf(x.ID) {
		if k.Screening != nil {
			open = len(k.Screening.Open(b.now()))
			assert.Equal(t, casefile.CheckNeedReview, k.Status)
		}
	}
	assert.Equal(t, 1, open)
}

// An entity that is not relevant counts for nothing, and is not screened.
func TestRelevance(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) { r.Individuals = append(r.Individuals, person("Jane", "Listed")) })
	jane := c.Individuals[1].ID
	c, err := b.cases.SetRelevant(ctx, acme, c.ID, casefile.SetRelevantRequest{Entity: jane})
	require.NoError(t, err)
	c = b.advance(t, c.ID)
	assert.Equal(t, casefile.CheckProcessing, c.ChecksOf(jane)[0].Status)
	assert.False(t, c.ReviewerHasActions)
	_, err = b.cases.SetRelevant(ctx, acme, c.ID, casefile.SetRelevantRequest{Entity: c.Companies[0].ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeMainCompany}, err)
	_, err = b.cases.SetRelevant(ctx, acme, c.ID, casefile.SetRelevantRequest{Entity: jane, Relevant: true})
	require.NoError(t, err)
	c = b.advance(t, c.ID)
	assert.True(t, c.ReviewerHasActions)
}

// A check that nobody decided can be withdrawn; a decided one stays.
func TestWithdraw(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	k := of(t, c, casefile.DocumentCheck)
	c, err := b.cases.WithdrawCheck(ctx, officer, c.ID, casefile.WithdrawCheckRequest{Check: k.ID})
	require.NoError(t, err)
	_, found := c.Check(k.ID)
	assert.False(t, found)
	_, err = b.cases.WithdrawCheck(ctx, officer, c.ID, casefile.WithdrawCheckRequest{Check: k.ID})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	c = b.advance(t, c.ID)
	_, err = b.cases.WithdrawCheck(ctx, officer, c.ID, casefile.WithdrawCheckRequest{Check: of(t, c, casefile.AML).ID})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeDecided}, err)
	events, err := eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	assert.Contains(t, types(events), "check_withdrawn")
}

// Every fault of what checks and reviews are asked with.
func TestCheckInput(t *testing.T) {
	b := setup(t)
	c := b.submit(t, acme, b.create(t), casefile.DocumentCheck)
	ana, k := c.Individuals[0].ID, of(t, c, casefile.DocumentCheck).ID
	start := func(in casefile.StartCheckRequest) error {
		in.Entity = ana
		_, err := b.cases.StartCheck(ctx, officer, c.ID, in)
		return err
	}
	invalid(t, start(casefile.StartCheckRequest{Type: casefile.EKYC, Subtype: "x"}), "subtype", bonafide.CodeNotAllowed)
	invalid(t, start(casefile.StartCheckRequest{Type: casefile.DocumentCheck}), "subtype", bonafide.CodeRequired)
	invalid(t, start(casefile.StartCheckRequest{Type: casefile.ElectronicSignature, Subtype: "document_type:x"}), "subtype", bonafide.CodeMalformed)
	invalid(t, start(casefile.StartCheckRequest{Type: casefile.EKYC, Automation: casefile.Automation{ValidFor: -1, Monitored: true}}), "automation.valid_for", bonafide.CodeOutOfRange)
	invalid(t, start(casefile.StartCheckRequest{Type: casefile.EKYC, Automation: casefile.Automation{Monitored: true}}), "automation.is_monitored", bonafide.CodeNotAllowed)
	invalid(t, start(casefile.StartCheckRequest{Type: "astrology"}), "type", bonafide.CodeNotAllowed)
	require.NoError(t, start(casefile.StartCheckRequest{Type: casefile.ElectronicSignature, Subtype: "document_template:mandate"}))
	review := func(in casefile.ReviewCheckRequest) error {
		in.Check = k
		_, err := b.cases.ReviewCheck(ctx, officer, c.ID, in)
		return err
	}
	invalid(t, review(casefile.ReviewCheckRequest{}), "reject_kind", bonafide.CodeRequired)
	invalid(t, review(casefile.ReviewCheckRequest{Kind: "odd"}), "reject_kind", bonafide.CodeUnknown)
	invalid(t, review(casefile.ReviewCheckRequest{Approve: true, Kind: casefile.RejectFinal}), "reject_kind", bonafide.CodeNotAllowed)
	invalid(t, review(casefile.ReviewCheckRequest{Approve: true, ExpiresAt: b.now()}), "expires_at", bonafide.CodeOutOfRange)
	invalid(t, review(casefile.ReviewCheckRequest{Kind: casefile.RejectFinal, ExpiresAt: b.now().Add(time.Hour)}), "expires_at", bonafide.CodeNotAllowed)
	_, err := b.cases.SubmitCheck(ctx, acme, c.ID, casefile.SubmitCheckRequest{Check: of(t, c, casefile.IDDocument).ID})
	invalid(t, err, "evidence", bonafide.CodeRequired)
	_, err = b.cases.SubmitCheck(ctx, acme, c.ID, casefile.SubmitCheckRequest{Check: of(t, c, casefile.IDDocument).ID, Evidence: make([]string, 11)})
	invalid(t, err, "evidence", bonafide.CodeTooMany)
}

// Dotfile, individual: a delegator or signatory is relevant.
func TestSignatoryStaysRelevant(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) { r.Individuals[0].IsSignatory = true })
	_, err := b.cases.SetRelevant(ctx, acme, c.ID, casefile.SetRelevantRequest{Entity: c.Individuals[0].ID})
	invalid(t, err, "is_signatory", bonafide.CodeNotAllowed)
	x := c.Individuals[0]
	fields := x.IndividualFields
	fields.IsSignatory = false
	c, err = b.cases.UpdateIndividual(ctx, acme, c.ID, casefile.UpdateIndividualRequest{Individual: x.ID, Fields: &fields, Seen: x.UpdatedAt})
	require.NoError(t, err)
	c, err = b.cases.SetRelevant(ctx, acme, c.ID, casefile.SetRelevantRequest{Entity: x.ID})
	require.NoError(t, err)
	x = c.Individuals[0]
	fields.IsDelegator = true
	_, err = b.cases.UpdateIndividual(ctx, acme, c.ID, casefile.UpdateIndividualRequest{Individual: x.ID, Fields: &fields, Seen: x.UpdatedAt})
	invalid(t, err, "fields.is_delegator", bonafide.CodeNotAllowed)
}

// Dotfile, checks: allowed targets of the nine types.
func TestCheckTargets(t *testing.T) {
	person := map[casefile.CheckType]bool{casefile.IDVerification: true, casefile.IDDocument: true, casefile.EKYC: true, casefile.ElectronicSignature: true,
		casefile.AML: true, casefile.DocumentCheck: true, casefile.FraudDatabase: true}
	company := map[casefile.CheckType]bool{
		casefile.CompanyMonitoring: true, casefile.OnlineReputation: true, casefile.AML: true, casefile.DocumentCheck: true,
		casefile.FraudDatabase: true,
	}
	require.Len(t, casefile.CheckTypes(), 9)
	for _, typ := range casefile.CheckTypes() {
		assert.Equal(t, person[typ], typ.Allows(casefile.TargetIndividual), "%s", typ)
		assert.Equal(t, company[typ], typ.Allows(casefile.TargetMain), "%s", typ)
		assert.Equal(t, company[typ], typ.Allows(casefile.TargetAffiliated), "%s", typ)
	}
	assert.False(t, casefile.CheckType("new").Allows(casefile.TargetMain))
	b := setup(t)
	c := b.create(t)
	_, err := b.cases.StartCheck(ctx, officer, c.ID, casefile.StartCheckRequest{Entity: c.Companies[0].ID, Type: casefile.EKYC})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = b.cases.StartCheck(ctx, officer, c.ID, casefile.StartCheckRequest{Entity: c.Individuals[0].ID, Type: casefile.DocumentCheck})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "a document names its type")
}
