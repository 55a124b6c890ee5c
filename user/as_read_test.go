package user_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// A decision on a hit is on the hit as it was read: nobody becomes the second reviewer of
// a clearance that was begun meanwhile.
func TestHitIsDecidedAsItWasRead(t *testing.T) {
	b := setup(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
	b.decideAs(t, officer, u.ID, screening.TruePositive)
	read := func() user.DecideHitRequest {
		u, err := b.users.Get(ctx, officer2, u.ID)
		require.NoError(t, err)
		subject := slices.Collect(maps.Keys(u.Screenings))[0]
		return user.DecideHitRequest{Subject: subject, List: "ofac_sdn", EntryID: "7", Disposition: screening.FalsePositive, Reason: "another birth date",
			Expires: b.now().Add(24 * time.Hour), Seen: u.Screenings[subject].Seen("ofac_sdn", "7")}
	}
	first, unaware := read(), read()
	_, err := b.users.Rescreen(ctx, acme, u.ID, user.RescreenRequest{})
	require.NoError(t, err)
	b.wait(time.Minute)
	b.advance(t, u.ID) // a search that finds the same changes nothing of it
	_, err = b.users.DecideHit(ctx, officer, u.ID, first)
	require.NoError(t, err)
	_, err = b.users.DecideHit(ctx, officer2, u.ID, unaware)
	require.ErrorIs(t, err, bonafide.ErrConflict)
	u, err = b.users.DecideHit(ctx, officer2, u.ID, read())
	require.NoError(t, err)
	assert.Equal(t, screening.WatchlistFalsePositive, u.Watchlist())
}

// A standing is set, and a flag, on the standing that was read. What somebody is not shown
// gives no conflict, which would tell of it.
func TestStandingIsSetAsItWasRead(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	seen := func(by bonafide.Actor) string {
		u, err := b.users.Get(ctx, by, u.ID)
		require.NoError(t, err)
		return u.Standing.Seen()
	}
	calm := seen(officer)
	b.wait(time.Hour)
	lock := user.StandingRequest{Permission: permission.Locked, Code: permission.FraudulentDocs, Seen: calm}
	_, err := b.users.SetStanding(ctx, officer, u.ID, lock)
	require.NoError(t, err)
	_, err = b.users.SetStanding(ctx, officer2, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest, Seen: calm})
	require.ErrorIs(t, err, bonafide.ErrConflict)
	_, err = b.users.SetFlag(ctx, officer2, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagReviewUAR, Seen: calm})
	require.ErrorIs(t, err, bonafide.ErrConflict)
	_, err = b.users.SetStanding(ctx, officer2, u.ID, user.StandingRequest{Seen: seen(officer2)})
	require.NoError(t, err)
	_, err = b.users.SetFlag(ctx, officer2, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagReviewUAR, Seen: seen(officer)})
	require.NoError(t, err)

	subject := bonafide.User(u.ID)
	was, officers := seen(subject), seen(officer)
	_, err = b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagReviewHighRisk})
	require.NoError(t, err)
	assert.Equal(t, was, seen(subject), "why somebody is flagged is not for them to know")
	assert.NotEqual(t, officers, seen(officer))
	for _, by := range []bonafide.Actor{acme, subject} {
		_, err = b.users.SetStanding(ctx, by, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest, Seen: "another"})
		require.ErrorIs(t, err, bonafide.ErrConflict, by.Kind)
	}
	_, err = b.users.SetStanding(ctx, acme, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest, Seen: seen(acme)})
	require.NoError(t, err)
}
