package casefile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
)

// The second reviewer confirms what the first one proposed, with its dates, and both
// comments stand in the review.
func TestReviewIsConfirmedWhole(t *testing.T) {
	b := setup(t)
	c := b.ready(t)
	b.wait(24 * time.Hour)
	next, at := bonafide.Date{Year: 2026, Month: 6, Day: 2}, b.now().Add(-time.Hour)
	c, err := b.cases.Review(ctx, officer, c.ID, casefile.ReviewRequest{
		Status: casefile.Approved, Comment: "look again in three months", Content: b.content(t, c.ID), NextReviewAt: casefile.To(next), ReviewedAt: at,
	})
	require.NoError(t, err)
	assert.True(t, c.ReviewerHasActions)
	queue, err := b.cases.Count(ctx, officer2, casefile.ListRequest{ReviewerHasActions: true, Proposed: true})
	require.NoError(t, err)
	assert.EqualValues(t, 1, queue.N)
	confirm := casefile.ReviewRequest{Status: casefile.Approved, Comment: "fine", Proposal: c.Proposal.ID}
	own := confirm
	own.NextReviewAt, own.ReviewedAt = casefile.Null[bonafide.Date](), b.now()
	_, err = b.cases.Review(ctx, officer2, c.ID, own)
	invalid(t, err, "next_review_at", bonafide.CodeNotAllowed)
	invalid(t, err, "reviewed_at", bonafide.CodeNotAllowed)
	_, err = b.cases.Review(ctx, officer, c.ID, confirm)
	refused(t, err, casefile.CodeMaker)
	c, err = b.cases.Review(ctx, officer2, c.ID, confirm)
	require.NoError(t, err)
	r := c.Reviews[0]
	assert.Equal(t, []string{"look again in three months", "fine"}, []string{r.MakerComment, r.Comment})
	assert.Equal(t, next, r.NextReviewAt)
	assert.Equal(t, at, r.ReviewedAt)
	assert.False(t, c.ReviewerHasActions)
}

// Two who click at once are two makers: nobody is a checker unawares.
func TestTwoClicksAtOnce(t *testing.T) {
	b := setup(t)
	c := b.ready(t)
	click := casefile.ReviewRequest{Status: casefile.Approved, Comment: "seen", Content: b.content(t, c.ID)}
	first, err := b.cases.Review(ctx, officer, c.ID, click)
	require.NoError(t, err)
	second, err := b.cases.Review(ctx, officer2, c.ID, click)
	require.NoError(t, err)
	assert.Equal(t, casefile.Open, second.Status)
	assert.Equal(t, officer2, second.Proposal.By)
	_, err = b.cases.Review(ctx, officer3, c.ID, casefile.ReviewRequest{Status: casefile.Approved, Comment: "x", Proposal: first.Proposal.ID})
	refused(t, err, casefile.CodeProposalGone)
}

// Contact data of an approved case changes at once; all else is pending.
func TestApprovedCaseLives(t *testing.T) {
	edit := func(change func(*casefile.IndividualFields)) (*bundle, casefile.Case, casefile.Case) {
		b := setup(t)
		before := b.approved(t)
		x := before.Individuals[0]
		f := x.IndividualFields
		change(&f)
		_, err := b.cases.UpdateIndividual(ctx, acme, before.ID, casefile.UpdateIndividualRequest{Individual: x.ID, Fields: &f, Seen: x.UpdatedAt})
		require.NoError(t, err)
		after, err := b.cases.Get(ctx, officer, before.ID)
		require.NoError(t, err)
		return b, before, after
	}
	b, before, c := edit(func(f *casefile.IndividualFields) { f.Email, f.Position = "new@example.com", "CFO" })
	assert.Nil(t, c.Change)
	assert.Equal(t, before.Content, c.Content)
	assert.Equal(t, before.LastEditor, c.LastEditor)
	assert.True(t, c.InForce(b.now()))

	rename := func(f *casefile.IndividualFields) { f.LastName = "Silva" }
	b, before, c = edit(rename)
	require.NotNil(t, c.Change)
	assert.Equal(t, casefile.Approved, c.Status)
	assert.True(t, c.InForce(b.now()), "for what was approved")
	assert.True(t, c.ReviewerHasActions)
	assert.Equal(t, before.Periodic, c.Periodic)
	assert.Equal(t, "Lopez", c.BeforeChange().Individuals[0].LastName)
	_, err := b.review(t, officer, c, casefile.Approved)
	refused(t, err, casefile.CodeChecksOpen)
	c, err = b.cases.DiscardChange(ctx, acme, c.ID, casefile.DiscardChangeRequest{Change: c.Change.ID})
	require.NoError(t, err)
	c = b.get(t, c.ID)
	assert.Nil(t, c.Change)
	assert.Equal(t, before.Content, c.Content, "as it was approved")
	assert.True(t, c.InForce(b.now()))

	// What the change found does not go with it.
	b, _, c = edit(func(f *casefile.IndividualFields) { f.FirstName, f.LastName = "Jane", "Listed" })
	c = b.advance(t, c.ID)
	assert.Equal(t, casefile.CodeHitsOpen, b.obstacles(t, c.ID)[0])
	assert.True(t, c.InForce(b.now()))
	_, err = b.cases.DiscardChange(ctx, acme, c.ID, casefile.DiscardChangeRequest{Change: c.Change.ID, Reason: "r"})
	refused(t, err, casefile.CodeReviewerNeeded)
	_, err = b.cases.DiscardChange(ctx, officer, c.ID, casefile.DiscardChangeRequest{Change: c.Change.ID, Reason: "entered by mistake"})
	require.NoError(t, err)

	// Decided by the same four eyes.
	b = setup(t)
	c = b.approved(t)
	_, err = b.cases.Update(ctx, acme, c.ID, casefile.UpdateRequest{Name: casefile.To("Bolt Group")})
	require.NoError(t, err)
	c, err = b.review(t, officer, c, casefile.Approved)
	require.NoError(t, err)
	require.NotNil(t, c.Change, "one pair of eyes alone")
	c, err = b.review(t, officer2, c, casefile.Approved)
	require.NoError(t, err)
	assert.Nil(t, c.Change)
	assert.Equal(t, "Bolt Group", c.Name)
	assert.True(t, c.Reviews[1].Confirms)
}

// An owner who is not declared asks for a check by the trait, and fails the control.
func TestComputedOwnersAct(t *testing.T) {
	for share, owner := range map[int]bool{10: false, 60: true} {
		b := setup(t, func(o *casefile.Options) {
			o.Templates[0].Individual = []casefile.CheckPlan{{Type: casefile.IDVerification, Traits: []casefile.Trait{casefile.TraitComputedOwner}}}
			o.Templates[0].Controls = []casefile.ControlPlan{{Key: "declared", Label: "x", Type: casefile.LogicControl, Condition: casefile.ConditionOwnersDeclared}}
		})
		c := b.create(t, func(r *casefile.CreateRequest) { r.Individuals[0].Relations[0].Ownership = percent(share) })
		assert.Equal(t, owner, len(c.ChecksOf(c.Individuals[0].ID)) == 1, "%d %%", share)
		assert.Equal(t, !owner, c.Controls[0].Completed, "%d %%", share)
	}
}
