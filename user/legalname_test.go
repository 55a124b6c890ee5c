package user_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// A user is screened under its legal names too, whatever its documents say: from
// creation on, and from the day on which a name is added (31 CFR 1020.220(a)(4)
// asks for the customer, not for a paper).
func TestLegalNamesAreScreened(t *testing.T) {
	const listed = "Jane Listed Person"
	for name, legal := range map[string]func(t *testing.T, b *bundle) user.User{
		"given at creation": func(t *testing.T, b *bundle) user.User {
			u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{listed}})
			require.NoError(t, err)
			in := ana() // with another name
			in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
			return b.submit(t, u.ID, in)
		},
		"added later": func(t *testing.T, b *bundle) user.User {
			u := b.verified(t)
			u, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{LegalName: listed})
			require.NoError(t, err)
			assert.Equal(t, permission.Unverified, u.Permission(), "not screened under it yet")
			return u
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			u := b.advance(t, legal(t, b).ID)
			assert.Equal(t, permission.Unverified, u.Permission())
			u = mustGet(t, b, u.ID)
			assert.NotEqual(t, screening.WatchlistNoMatch, u.Watchlist())
			assert.Len(t, u.Screening(u.Documents[0].ID).Open(b.now()), 1, "a reviewer decides")
		})
	}
}

// Names can be changed without end: what is kept of those that are given up, and of
// whom nothing was found, is bounded; a hit is not among it.
func TestNamesGivenUpAreBounded(t *testing.T) {
	figuretest.OneGoroutine(t)
	b := setup(t)
	u := b.verified(t)
	bear := func(name string) {
		_, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{LegalName: name})
		require.NoError(t, err)
		b.advance(t, u.ID)
		_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{RemoveLegalName: name})
		require.NoError(t, err)
	}
	bear("Jane Listed Person")
	for i := range 120 {
		b.wait(time.Second)
		bear("Ana " + strings.Repeat(string(rune('a'+i%26)), 1+i/26))
	}
	kept := b.stored(t, u.ID)
	assert.LessOrEqual(t, len(kept.Screenings), 102)
	assert.Equal(t, screening.WatchlistSoftMatch, kept.PastWatchlist)
	assert.Equal(t, screening.Watchlist(kept.Documents[0].Watchlists), kept.PastWatchlist)
}
