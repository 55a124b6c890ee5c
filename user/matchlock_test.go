package user_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// A lock for another cause hides no match: whoever lifts it leaves the lock of the
// match, which was found before or meanwhile. That one is for a reviewer to lift.
func TestNoLockHidesTheLockOfAMatch(t *testing.T) {
	for _, code := range permission.PermissionCodes() {
		if !code.GoesWith(permission.Locked) {
			continue
		}
		for _, matchFirst := range []bool{true, false} {
			for _, by := range []bonafide.Actor{bonafide.System(), acme, officer} {
				t.Run(string(code)+map[bool]string{true: ", match first, ", false: ", match later, "}[matchFirst]+string(by.Kind), func(t *testing.T) {
					b := setup(t)
					in := ana()
					in.Name = "Jane Listed Person"
					u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
					match := func() {
						_, err := b.users.DecideHit(ctx, officer, u.ID, user.DecideHitRequest{
							Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: screening.TruePositive, Reason: "as documented"})
						require.NoError(t, err)
					}
					if matchFirst {
						match()
					}
					_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: code})
					require.NoError(t, err)
					if !matchFirst {
						match()
					}
					_, err = b.users.SetStanding(ctx, by, u.ID, user.StandingRequest{})
					if err != nil {
						assert.ErrorIs(t, err, bonafide.ErrForbidden)
					}
					now := b.stored(t, u.ID)
					switch {
					case err != nil:
						assert.Equal(t, code, now.Standing.PermissionCode, "nothing was lifted")
					case code == permission.NotKnown:
						assert.Equal(t, permission.Unverified, now.Permission(), "the reviewer lifted the lock of the match")
						assert.Equal(t, officer, by)
						return
					default:
						assert.Equal(t, permission.NotKnown, now.Standing.PermissionCode, "the lock of the match")
					}
					assert.Equal(t, permission.Locked, now.Permission())
				})
			}
		}
	}
}
