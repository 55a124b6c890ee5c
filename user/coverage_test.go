package user_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// "Who has not been screened since edition E" is one query; what was never
// screened, or is no longer who was screened, is in its answer.
func TestCoverage(t *testing.T) {
	b := setup(t)
	uncovered := func(day int) []string {
		page, err := b.users.Uncovered(ctx, officer, user.UncoveredRequest{Edition: bonafide.Date{Year: 2026, Month: 3, Day: day}, PageRequest: bonafide.PageRequest{Limit: 100}})
		require.NoError(t, err)
		assert.Empty(t, page.Next)
		return page.Items
	}
	empty := b.create(t)
	assert.Equal(t, []string{empty.ID}, uncovered(1), "its legal names are to be screened, without a document too")
	u := b.submit(t, empty.ID, ana())
	assert.Equal(t, []string{u.ID}, uncovered(1))
	b.screener.err = errDown
	u = b.advance(t, u.ID)
	assert.Equal(t, []string{u.ID}, uncovered(1), "an outage covers nobody")
	b.screener.err = nil
	b.wait(time.Hour)
	u = b.advance(t, u.ID)
	assert.Empty(t, uncovered(1))
	assert.Equal(t, []string{u.ID}, uncovered(2), "the next edition is out")

	_, err := b.users.Rescreen(ctx, bonafide.User(u.ID), u.ID, user.RescreenRequest{})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = b.users.Rescreen(ctx, bonafide.System(), u.ID, user.RescreenRequest{})
	require.NoError(t, err)
	b.screener.listed = "Ana Maria Lopez"
	n, err := b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, screening.WatchlistPendingUpload, mustGet(t, b, u.ID).Watchlist(), "clean before, listed now")
	b.submit(t, u.ID, document.Submission{ID: u.Documents[0].ID, Year: 1991})
	assert.Equal(t, []string{u.ID}, uncovered(1), "somebody else now")
}

// The OFAC status of Dots users, driven by hits, identity verification and
// review, both ways.
func TestOFACStatus(t *testing.T) {
	b := setup(t)
	in := ana()
	in.Name = "Jane Listed Person"
	u := b.submit(t, b.create(t).ID, in)
	status := func() screening.OFACStatus { return mustGet(t, b, u.ID).OFACStatus(b.now()) }
	assert.Empty(t, status(), "not screened is not unflagged")
	u = b.advance(t, u.ID)
	assert.Equal(t, screening.OFACIDRequired, status())
	id := u.Documents[0].ID
	b.advance(t, b.submit(t, u.ID, document.Submission{ID: id, PhysicalDocs: photo(t)}).ID)
	assert.Equal(t, screening.OFACInReview, status())
	decide := func(by bonafide.Actor, d screening.Disposition, expires time.Time) {
		_, err := b.users.DecideHit(ctx, by, u.ID, user.DecideHitRequest{Document: id, List: "ofac_sdn", EntryID: "7", Disposition: d, Reason: "r", Expires: expires})
		require.NoError(t, err)
	}
	decide(officer, screening.TruePositive, time.Time{})
	assert.Equal(t, screening.OFACFlagged, status())
	decide(officer, screening.FalsePositive, start.AddDate(1, 0, 0))
	assert.Equal(t, screening.OFACFlagged, status())
	decide(officer2, screening.FalsePositive, start.AddDate(1, 0, 0))
	assert.Equal(t, screening.OFACUnflagged, status())
}
