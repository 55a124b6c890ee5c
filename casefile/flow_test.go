package casefile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/risk"
)

// Dotfile, case lifecycle: from template to approval, with the flags on the way.
func TestFromTemplateToApproval(t *testing.T) {
	b := setup(t)
	c := b.create(t)
	assert.Len(t, c.Checks, 4, "document and aml on main, aml and id document on the contact")
	assert.Equal(t, []string{"for_first_collect"}, strip(c.Flags))
	assert.True(t, c.ContactHasActions)
	c = b.advance(t, c.ID)
	assert.Equal(t, casefile.CheckApproved, of(t, c, casefile.AML).Status, "no hit")
	c = b.ready2(t, c)
	assert.Equal(t, []string{"all_checks_approved", "first_collect_completed"}, strip(c.Flags))
	assert.False(t, c.ContactHasActions || c.ReviewerHasActions)

	c, err := b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, casefile.Open, c.Status, "one pair of eyes proposes")
	c, err = b.review(t, officer2, c, casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, casefile.Approved, c.Status)
	assert.Equal(t, bonafide.Date{Year: 2028, Month: 3, Day: 2}, c.Periodic.NextReviewAt, "medium risk: 24 months")
	assert.True(t, c.InForce(b.now()))
	r := c.Reviews[0]
	assert.Equal(t, officer, r.Maker)
	assert.Equal(t, officer2, r.By)

	events, err := eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	assert.Contains(t, types(events), "approval_proposed")
	assert.Contains(t, types(events), "reviewed")
}

func (b *bundle) ready2(t testing.TB, c casefile.Case) casefile.Case {
	b.submit(t, contact, c, casefile.IDDocument)
	b.answer(t, c, casefile.IDDocument, casefile.AnswerApproved)
	c = b.submit(t, acme, c, casefile.DocumentCheck)
	assert.Contains(t, c.Flags, casefile.ForReview)
	c = b.approve(t, c, casefile.DocumentCheck)
	_, err := b.cases.PushRisk(ctx, acme, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Medium}})
	require.NoError(t, err)
	c, err = b.cases.SetControl(ctx, officer, c.ID, casefile.SetControlRequest{Control: "call", Completed: true, Comment: "spoke to them"})
	require.NoError(t, err)
	return c
}

// Four eyes: maker is not checker, the last editor cannot approve, and an approval
// is of the content that was seen.
func TestFourEyes(t *testing.T) {
	b := setup(t)
	c := b.ready(t)
	_, err := b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "x"})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "no content named")
	_, err = b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "x", Content: "something else"})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeContentChanged}, err)
	seen := b.content(t, c.ID)
	_, err = b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	_, err = b.review(t, officer, c, casefile.Approved)
	require.Equal(t, &bonafide.RefusedError{Code: casefile.CodeMaker}, err, "the maker is not the checker")
	assert.Equal(t, seen, b.content(t, c.ID), "a proposal changes no content")

	// An edit between the two voids the proposal.
	_, err = b.cases.Update(ctx, officer2, c.ID, casefile.UpdateRequest{Name: casefile.To("Bolt Group")})
	require.NoError(t, err)
	assert.Nil(t, b.get(t, c.ID).Proposal)
	_, err = b.cases.Review(ctx, officer2, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "x", Content: seen})
	assert.Equal(t, &bonafide.RefusedError{Code: casefile.CodeContentChanged}, err)
	_, err = b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	_, err = b.review(t, officer2, c, casefile.Approved)
	require.Equal(t, &bonafide.RefusedError{Code: casefile.CodeLastEditor}, err, "the last editor cannot approve")
	c, err = b.review(t, officer3, c, casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, casefile.Approved, c.Status)

	events, err := eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	assert.Contains(t, types(events), "proposal_voided")

	// Notes are no content, so a proposal survives them.
	_, err = b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	_, err = b.cases.AddNote(ctx, officer2, c.ID, casefile.AddNoteRequest{Text: "fine"})
	require.NoError(t, err)
	c, err = b.review(t, officer2, c, casefile.Approved)
	require.Equal(t, &bonafide.RefusedError{Code: casefile.CodeLastEditor}, err, "still the last editor")
	c, err = b.review(t, officer3, b.get(t, b.onlyID(t)), casefile.Approved)
	require.NoError(t, err)
	assert.True(t, c.Reviews[len(c.Reviews)-1].Confirms)
}

func (b *bundle) onlyID(t testing.TB) string {
	t.Helper()
	page, err := b.records.List(ctx, bonafide.Query{Kind: casefile.Kind})
	require.NoError(t, err)
	require.Len(t, page.Records, 1)
	return page.Records[0].ID
}

func TestOneReviewer(t *testing.T) {
	b := setup(t, func(o *casefile.Options) { o.Reviews.OneReviewer = true })
	c := b.ready(t)
	_, err := b.cases.Update(ctx, officer, c.ID, casefile.UpdateRequest{Name: casefile.To("Bolt Group")})
	require.NoError(t, err)
	_, err = b.review(t, officer, c, casefile.Approved)
	require.Equal(t, &bonafide.RefusedError{Code: casefile.CodeLastEditor}, err, "not even then does the last editor approve")
	c, err = b.review(t, officer2, c, casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, casefile.Approved, c.Status)
}

// What stands in the way of an approval.
func TestApprovalIsBlocked(t *testing.T) {
	b := setup(t)
	refused := func(c casefile.Case, code bonafide.Code) {
		t.Helper()
		_, err := b.review(t, officer, c, casefile.Approved)
		refused(t, err, code)
	}
	c := b.create(t, func(r *casefile.CreateRequest) { r.Template = "" })
	refused(c, casefile.CodeNoChecks)
	empty, err := b.cases.Create(ctx, acme, casefile.CreateRequest{Name: "nobody"})
	require.NoError(t, err)
	refused(empty, casefile.CodeNoEntities)
	b = setup(t)
	c = b.create(t)
	refused(c, casefile.CodeChecksOpen)
	b = setup(t)
	c = b.ready(t)
	_, err = b.cases.SetControl(ctx, officer, c.ID, casefile.SetControlRequest{Control: "call"})
	require.NoError(t, err)
	refused(c, casefile.CodeControlsOpen)
	_, err = b.cases.SetControl(ctx, officer, c.ID, casefile.SetControlRequest{Control: "risk", Completed: true, Comment: "x"})
	require.ErrorIs(t, err, bonafide.ErrForbidden, "nobody overrides a logic control")
	_, err = b.cases.OverrideRisk(ctx, officer, c.ID, casefile.OverrideRiskRequest{Level: risk.Prohibited, Comment: "sanctions"})
	require.NoError(t, err)
	refused(c, casefile.CodeRiskProhibited)
}

// Dotfile, case review: comment, reviewed_at within bounds, next_review_at absent,
// a date or null on approval alone.
func TestReviewInput(t *testing.T) {
	b := setup(t)
	c := b.ready(t)
	b.wait(10 * 24 * time.Hour)
	content := b.content(t, c.ID)
	fault := func(req casefile.ReviewRequest, path string, code bonafide.Code) {
		t.Helper()
		_, err := b.cases.Review(ctx, officer, c.ID, req)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has(path, code), "%v", err)
	}
	ok := casefile.ReviewRequest{Status: casefile.Approved, Comment: "x", Content: content}
	bad := ok
	bad.Comment = " "
	fault(bad, "comment", bonafide.CodeRequired)
	bad = ok
	bad.ReviewedAt = b.now().Add(time.Second)
	fault(bad, "reviewed_at", bonafide.CodeOutOfRange)
	bad.ReviewedAt = start.Add(-time.Second) // before the case was there
	fault(bad, "reviewed_at", bonafide.CodeOutOfRange)
	bad = ok
	bad.NextReviewAt = casefile.To(bonafide.DateOf(b.now()))
	fault(bad, "next_review_at", bonafide.CodeOutOfRange)
	bad.NextReviewAt = casefile.To(bonafide.DateOf(b.now()).AddYears(11))
	fault(bad, "next_review_at", bonafide.CodeOutOfRange)
	fault(casefile.ReviewRequest{Status: casefile.Rejected, Comment: "x", NextReviewAt: casefile.Null[bonafide.Date]()}, "next_review_at", bonafide.CodeNotAllowed)
	fault(casefile.ReviewRequest{Status: casefile.Open, Comment: "x"}, "status", bonafide.CodeUnknown)

	ok.ReviewedAt = start.Add(24 * time.Hour)
	ok.NextReviewAt = casefile.Null[bonafide.Date]()
	_, err := b.cases.Review(ctx, officer, c.ID, ok)
	require.NoError(t, err)
	c, err = b.review(t, officer2, c, casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, start.Add(24*time.Hour), c.Reviews[0].ReviewedAt)
	assert.True(t, c.Periodic.NextReviewAt.IsZero(), "null: never")
	ok.ReviewedAt = start
	fault(ok, "reviewed_at", bonafide.CodeOutOfRange) // before the review before it
}

// Periodic review: by settings and risk, recomputed when the risk changes, due,
// overdue, confirmed.
func TestPeriodicReview(t *testing.T) {
	b := setup(t)
	c := b.approved(t)
	assert.Equal(t, casefile.PeriodicScheduled, c.Periodic.State)
	override := func(l risk.Level) casefile.Case {
		c, err := b.cases.OverrideRisk(ctx, officer, c.ID, casefile.OverrideRiskRequest{Level: l, Comment: "x"})
		require.NoError(t, err)
		return c
	}
	assert.Equal(t, "2026-09-02", override(risk.Critical).Periodic.NextReviewAt.String())
	assert.Equal(t, "2029-03-02", override(risk.Low).Periodic.NextReviewAt.String())
	c, err := b.cases.AutomateRisk(ctx, officer, c.ID, casefile.AutomateRiskRequest{})
	require.NoError(t, err)
	assert.Equal(t, "2028-03-02", c.Periodic.NextReviewAt.String())

	// A year later the risk turns critical: the day has passed already.
	b.wait(365 * 24 * time.Hour)
	c = override(risk.Critical)
	assert.Equal(t, casefile.PeriodicOverdue, c.Periodic.State)
	list, err := b.cases.List(ctx, officer, casefile.ListRequest{Periodic: casefile.PeriodicOverdue})
	require.NoError(t, err)
	assert.Len(t, list.Items, 1)
	_, err = b.review(t, officer, c, casefile.Approved)
	require.ErrorIs(t, err, bonafide.ErrRefused, "the lists were searched a year ago")
	c = b.searched(t, c)
	for _, by := range []bonafide.Actor{officer, officer2} {
		c, err = b.review(t, by, c, casefile.Approved)
		require.NoError(t, err)
	}
	assert.Equal(t, casefile.PeriodicScheduled, c.Periodic.State)
	assert.Equal(t, "2027-09-02", c.Periodic.NextReviewAt.String())
	assert.True(t, c.Reviews[1].Confirms)

	// The day comes: the case is due in the store, and says so.
	b.wait(200 * 24 * time.Hour)
	n, err := b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, casefile.PeriodicDue, b.get(t, c.ID).Periodic.State)
	b.wait(31 * 24 * time.Hour)
	_, err = b.cases.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, casefile.PeriodicOverdue, b.get(t, c.ID).Periodic.State)
	events, err := eventsOf(b.cases, officer, c.ID)
	require.NoError(t, err)
	for _, want := range []string{"review_due", "review_overdue", "review_confirmed", "next_review_updated"} {
		assert.Contains(t, types(events), want)
	}

	// A date that a reviewer set does not move.
	c = b.searched(t, c)
	c, err = b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{
		Status: casefile.Approved, Comment: "x", Content: b.content(t, c.ID), NextReviewAt: casefile.To(bonafide.Date{Year: 2030, Month: 1, Day: 1}),
	})
	require.NoError(t, err)
	_, err = b.review(t, officer2, c, casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, "2030-01-01", override(risk.High).Periodic.NextReviewAt.String())
}

// Reopened, a case keeps everything and is not approved by itself again.
func TestReopen(t *testing.T) {
	b := setup(t)
	c := b.approved(t)
	c, err := b.cases.Reopen(ctx, officer, c.ID, casefile.ReopenRequest{})
	require.NoError(t, err)
	assert.Equal(t, casefile.Open, c.Status)
	assert.Equal(t, casefile.Periodic{}, c.Periodic)
	assert.Len(t, c.Checks, 4)
	assert.Len(t, c.Reviews, 1)
	c, err = b.cases.Update(ctx, acme, c.ID, casefile.UpdateRequest{Name: casefile.To("x")})
	require.NoError(t, err)
	assert.Equal(t, "x", c.Name)
}

// A draft runs nothing; opened, its template does.
func TestDraft(t *testing.T) {
	b := setup(t)
	c := b.create(t, func(r *casefile.CreateRequest) { r.Status = casefile.Draft })
	assert.Empty(t, c.Checks)
	assert.Empty(t, c.Controls)
	_, err := b.cases.AddIndividual(ctx, acme, c.ID, person("Bea", "Second"))
	require.NoError(t, err)
	_, err = b.cases.StartCheck(ctx, officer, c.ID, casefile.StartCheckRequest{Entity: c.Companies[0].ID, Type: casefile.AML})
	require.ErrorIs(t, err, bonafide.ErrState)
	c = b.advance(t, c.ID)
	assert.Empty(t, c.Checks)
	c, err = b.cases.Open(ctx, acme, c.ID, casefile.OpenRequest{})
	require.NoError(t, err)
	assert.Len(t, c.Checks, 5)
	c, err = b.cases.AddIndividual(ctx, acme, c.ID, person("Cleo", "Third"))
	require.NoError(t, err)
	assert.Len(t, c.Checks, 6, "one aml check for the third")
	_, err = b.cases.Open(ctx, acme, c.ID, casefile.OpenRequest{})
	require.ErrorIs(t, err, bonafide.ErrState)
}

// Template auto approval: the first decision only, at the listed levels only.
func TestAutoApproval(t *testing.T) {
	auto := func(o *casefile.Options) {
		tpl := casefile.Template{
			Key: "kyb", Name: "Auto", Main: []casefile.CheckPlan{{Type: casefile.AML, Automation: casefile.Automation{Approval: true}}},
			Individual:  []casefile.CheckPlan{{Type: casefile.AML, Automation: casefile.Automation{Approval: true}}},
			AutoApprove: []risk.Level{risk.Low},
		}
		o.Templates = []casefile.Template{tpl}
	}
	b := setup(t, auto)
	c := b.advance(t, b.create(t).ID)
	assert.Equal(t, casefile.Open, c.Status, "the risk is not defined: nobody said low")
	c, err := b.cases.PushRisk(ctx, acme, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}})
	require.NoError(t, err)
	assert.Equal(t, casefile.Approved, c.Status)
	assert.True(t, c.Reviews[0].By.Is(bonafide.ActorSystem))
	c, err = b.cases.Reopen(ctx, officer, c.ID, casefile.ReopenRequest{})
	require.NoError(t, err)
	assert.Equal(t, casefile.Open, c.Status, "not again")

	b = setup(t, auto)
	b.screener.failed = true
	c = b.create(t)
	_, err = b.cases.PushRisk(ctx, acme, c.ID, casefile.PushRiskRequest{Assessment: risk.Assessment{Level: risk.Low}})
	require.NoError(t, err)
	c = b.advance(t, c.ID)
	assert.Equal(t, casefile.Open, c.Status, "an outage clears nobody")
	assert.Equal(t, casefile.CheckProcessing, of(t, c, casefile.AML).Status)
}

// Months are counted in the calendar: the last day stands in for one that a month
// lacks, and the day is that of the host's zone.
func TestReviewDays(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		zone = time.FixedZone("JST", 9*3600)
	}
	for _, row := range []struct {
		at     time.Time
		months int
		want   string
	}{
		{time.Date(2028, 1, 31, 1, 0, 0, 0, time.UTC), 1, "2028-02-29"},
		{time.Date(2027, 1, 31, 1, 0, 0, 0, time.UTC), 1, "2027-02-28"},
		{time.Date(2028, 2, 29, 1, 0, 0, 0, time.UTC), 12, "2029-02-28"},
		{time.Date(2026, 12, 30, 20, 0, 0, 0, time.UTC), 2, "2027-02-28"}, // the 31st in Tokyo
		{time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), 0, ""},
	} {
		b := setup(t, func(o *casefile.Options) {
			o.Reviews.Months, o.Reviews.Zone, o.Reviews.OneReviewer = casefile.Months{risk.Medium: row.months}, zone, true
		})
		b.clock = row.at
		c := b.ready(t)
		c, err := b.review(t, officer, c, casefile.Approved)
		require.NoError(t, err)
		assert.Equal(t, row.want, c.Periodic.NextReviewAt.String())
	}
}

// Reviewers find the approvals that await a second one, by who made them and by who
// changed the content last, neither of whom can be it; whoever made one takes it back.
func TestProposals(t *testing.T) {
	b := setup(t)
	c := b.ready(t)
	found := func(req casefile.ListRequest) int {
		page, err := b.cases.List(ctx, officer2, req)
		require.NoError(t, err)
		n, err := b.cases.Count(ctx, officer2, req)
		require.NoError(t, err)
		assert.Equal(t, bonafide.Count{N: int64(len(page.Items))}, n)
		return len(page.Items)
	}
	assert.Zero(t, found(casefile.ListRequest{Proposed: true}))
	_, err := b.cases.WithdrawProposal(ctx, officer, c.ID, casefile.WithdrawProposalRequest{Proposal: "none"})
	refused(t, err, casefile.CodeProposalGone)
	c, err = b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	for want, reqs := range map[int][]casefile.ListRequest{
		1: {{Proposed: true}, {Maker: officer.ID}, {LastEditor: c.LastEditor.ID}, {Maker: officer.ID, LastEditor: c.LastEditor.ID, Status: casefile.Open}},
		0: {{Maker: officer2.ID}, {LastEditor: officer2.ID}, {Proposed: true, Status: casefile.Approved}},
	} {
		for _, req := range reqs {
			assert.Equal(t, want, found(req))
			for _, by := range []bonafide.Actor{acme, contact, vendor} {
				_, err := b.cases.List(ctx, by, req)
				require.ErrorIs(t, err, bonafide.ErrForbidden)
				_, err = b.cases.Count(ctx, by, req)
				require.ErrorIs(t, err, bonafide.ErrForbidden)
			}
		}
	}
	first := c.Proposal.ID
	for _, by := range []bonafide.Actor{officer2, acme, contact} {
		_, err = b.cases.WithdrawProposal(ctx, by, c.ID, casefile.WithdrawProposalRequest{Proposal: first})
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err = b.cases.WithdrawProposal(ctx, officer, c.ID, casefile.WithdrawProposalRequest{})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	content := b.content(t, c.ID)
	for range 2 {
		c, err = b.cases.WithdrawProposal(ctx, officer, c.ID, casefile.WithdrawProposalRequest{Key: "back", Proposal: first})
		require.NoError(t, err)
		assert.Nil(t, c.Proposal)
	}
	assert.Equal(t, content, b.content(t, c.ID), "the case is as it was")
	assert.Zero(t, found(casefile.ListRequest{Proposed: true}))
	c, err = b.review(t, officer2, c, casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, casefile.Open, c.Status, "the next one proposes anew")
	_, err = b.cases.WithdrawProposal(ctx, officer2, c.ID, casefile.WithdrawProposalRequest{Proposal: first})
	refused(t, err, casefile.CodeProposalGone)
	assert.NotNil(t, b.get(t, c.ID).Proposal, "a withdrawal that comes late takes no other one away")
	c, err = b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	assert.Equal(t, casefile.Approved, c.Status)
}
