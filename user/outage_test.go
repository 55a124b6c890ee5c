package user_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// While a list is out of reach, a hit on it that nobody decided on stays open: a
// screening that could not look takes it from nobody's sight.
func TestOutageShedsNoHit(t *testing.T) {
	b := setup(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
	require.Equal(t, screening.WatchlistSoftMatch, u.Watchlist())
	b.screener.failed = true
	_, err := b.users.Rescreen(ctx, acme, u.ID, user.RescreenRequest{})
	require.NoError(t, err)
	u = b.advance(t, u.ID)
	assert.Equal(t, screening.WatchlistSoftMatch, u.Watchlist())
	_, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID, PermissionScope: document.DeleteDocument}}})
	refusedAs(t, err, user.RefusedWithdrawal)
	renamed := submission{ID: u.Documents[0].ID, Name: "Ana Maria Lopez"}
	b.submit(t, u.ID, renamed)
	b.screener.failed = false
	b.wait(48 * time.Hour)
	u = b.advance(t, u.ID)
	assert.Equal(t, screening.WatchlistSoftMatch, u.Watchlist())
	assert.NotEqual(t, permission.SendAndReceive, u.Permission())
}

// Who was closed when the match was found is locked when a reviewer opens it again,
// and open once that lock is lifted too.
func TestReopenedMatchIsLocked(t *testing.T) {
	b := setup(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
	_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	assert.Equal(t, permission.Closed, b.decideAs(t, officer, u.ID, screening.TruePositive).Permission())
	for _, want := range []permission.Permission{permission.Locked, permission.Unverified} {
		u, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
		require.NoError(t, err)
		assert.Equal(t, want, u.Permission())
	}
}

// Whose link is pending is not told that a user is locked or closed: what it asks is
// refused as while a limit holds.
func TestPendingLinkSeesNoStanding(t *testing.T) {
	for standing, code := range map[permission.Permission]permission.PermissionCode{permission.Locked: permission.FraudulentDocs, permission.Closed: permission.UserRequest} {
		b := setup(t)
		u := b.verified(t)
		_, err := b.users.Create(ctx, other, user.CreateRequest{Phone: string(u.Phone), LegalNames: []string{"X"}})
		require.NoError(t, err)
		_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: standing, Code: code})
		require.NoError(t, err)
		if standing == permission.Closed {
			_, err = b.users.SendCode(ctx, other, u.ID, user.SendCodeRequest{})
			refusedAs(t, err, user.RefusedSending)
			_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
			assert.ErrorIs(t, err, bonafide.ErrState)
		}
		_, err = b.users.VerifyCode(ctx, other, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("123456")})
		refusedAs(t, err, user.RefusedCode)
	}
}

// The numbers of a locked user stay refused from others when the document that
// carried them is withdrawn.
func TestWithdrawnNumbersStayRefused(t *testing.T) {
	b := setup(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
	b.decideAs(t, officer, u.ID, screening.TruePositive)
	_, err := b.users.WithdrawDocument(ctx, officer, u.ID, user.WithdrawDocumentRequest{Document: u.Documents[0].ID, Reason: "papers of somebody else"})
	require.NoError(t, err)
	again, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2999", LegalNames: []string{"Ana Maria Lopez"}})
	require.NoError(t, err)
	in := ana()
	in.Email, in.PhoneNumber, in.VirtualDocs = "again@example.com", "+14155552999", ssn("512-43-2222")
	again = b.submit(t, again.ID, in)
	assert.Equal(t, document.Blacklisted, find(t, again, document.SSN).Status)
}

// A token that is not the letter of one that was issued changes nothing: not with a
// line break that a host did not trim, nor with other spare bits.
func TestMisreadTokenChangesNothing(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	refresh := b.granted(t, u).RefreshToken
	text := refresh.Reveal()
	spare := string(text[len(text)-1] + 1)
	for _, other := range []string{text + "\n", text[:len(text)-1] + spare, text[:len(text)-1], text + "A"} {
		_, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: bonafide.NewSecret(other), Fingerprint: phone})
		refusedAs(t, err, user.RefusedToken)
		assert.Len(t, b.access(t, u.ID).Sessions, 1)
	}
	_, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone})
	require.NoError(t, err)
}

// A time that no record can hold is a fault of the request.
func TestTimesBeyondTheCalendar(t *testing.T) {
	b := setup(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
	for _, year := range []int{-5, 12000} {
		at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		_, err := b.users.Move(ctx, acme, u.ID, transaction(t, "t", "1", at))
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
	_, err := b.users.DecideHit(ctx, officer, u.ID, user.DecideHitRequest{
		Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: screening.FalsePositive, Reason: "r", Expires: time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// Whose link is pending uses up no code that somebody else asked for.
func TestPendingLinkBurnsNoCode(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	_, err := b.users.Create(ctx, other, user.CreateRequest{Phone: string(u.Phone), LegalNames: []string{"X"}})
	require.NoError(t, err)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	for range 20 {
		_, err = b.users.VerifyCode(ctx, other, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
		refusedAs(t, err, user.RefusedCode)
	}
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
}

// A dry run says what the run does, the lock of a match whose clearance is over too.
func TestDryRunTellsTheLock(t *testing.T) {
	b := setup(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
	b.decideAs(t, officer, u.ID, screening.TruePositive)
	_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	require.NoError(t, err)
	b.decideAs(t, officer, u.ID, screening.FalsePositive)
	b.decideAs(t, officer2, u.ID, screening.FalsePositive)
	b.wait(370 * 24 * time.Hour)
	dry, err := b.users.Redecide(ctx, officer, user.RedecideRequest{DryRun: true})
	require.NoError(t, err)
	require.Len(t, dry.Items, 1)
	assert.Equal(t, permission.Locked, dry.Items[0].Change.To)
	run, err := b.users.Redecide(ctx, officer, user.RedecideRequest{})
	require.NoError(t, err)
	assert.Equal(t, dry, run)
}
