package user_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

const listedName = "Jane Listed Person"

// A user without any document is screened by its legal names, from creation on
// ("When a user is created, we query the OFAC's list"), and is never clear by absence.
func TestUserWithoutDocumentsIsScreened(t *testing.T) {
	for name, want := range map[string]struct {
		watchlist screening.Watchlist
		ofac      screening.OFACStatus
	}{
		"Ana Maria Lopez": {screening.WatchlistNoMatch, screening.OFACUnflagged},
		listedName:        {screening.WatchlistPendingUpload, screening.OFACIDRequired},
	} {
		b := setup(t)
		u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{name}})
		require.NoError(t, err)
		assert.Equal(t, screening.WatchlistPending, u.Watchlist(), "not screened is not clear")
		assert.Empty(t, u.OFACStatus(b.now()))
		b.screener.err = errDown
		n, err := b.users.AdvanceDue(ctx, 10)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		assert.Equal(t, screening.WatchlistPending, mustGet(t, b, u.ID).Watchlist(), "nor is an outage")
		b.screener.err = nil
		b.wait(time.Hour)
		_, err = b.users.AdvanceDue(ctx, 10)
		require.NoError(t, err)

		now := mustGet(t, b, u.ID)
		assert.Equal(t, want.watchlist, now.Watchlist())
		assert.Equal(t, want.watchlist, now.NamesWatchlist)
		assert.Equal(t, want.ofac, now.OFACStatus(b.now()))
		assert.Equal(t, permission.Unverified, now.Permission(), "without a base document")
		covered, err := b.users.Coverage(ctx, officer, u.ID)
		require.NoError(t, err)
		assert.Equal(t, b.now(), covered.Documents[user.NamesLegal].At)
		page, err := b.users.Uncovered(ctx, officer, user.UncoveredRequest{Edition: bonafide.Date{Year: 2026, Month: 3, Day: 2}, PageRequest: bonafide.PageRequest{Limit: 10}})
		require.NoError(t, err)
		assert.Equal(t, []string{u.ID}, page.Items, "the next edition is out")
		_, err = b.users.Rescreen(ctx, officer, u.ID, user.RescreenRequest{})
		require.NoError(t, err)
		b.wait(time.Hour)
		_, err = b.users.AdvanceDue(ctx, 10)
		require.NoError(t, err)
		covered, err = b.users.Coverage(ctx, officer, u.ID)
		require.NoError(t, err)
		assert.Equal(t, b.now(), covered.Documents[user.NamesLegal].At)

		if name != listedName {
			continue
		}
		require.Len(t, now.Screenings, 1)
		for subject, sc := range now.Screenings {
			assert.Equal(t, user.NamesLegal, sc.Names)
			locked, err := b.users.DecideHit(ctx, officer, u.ID, user.DecideHitRequest{Subject: subject, List: "ofac_sdn", EntryID: "7", Disposition: screening.TruePositive, Reason: "r"})
			require.NoError(t, err)
			assert.Equal(t, permission.Locked, locked.Permission())
			assert.Equal(t, screening.OFACFlagged, locked.OFACStatus(b.now()))
		}
	}
}

// Every name counts that the user bears: who is verified under a clear name and takes
// a tax form or a payout for a listed one is screened before anything is permitted.
func TestEveryNameIsScreened(t *testing.T) {
	w9 := func(first, last string) user.TaxRequest {
		return user.TaxRequest{W9: &tax.W9Submission{
			EntityType: "individual", FirstName: first, LastName: last, DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret("512-43-2222"),
			Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Postcode: "94105", Country: "US"},
		}}
	}
	for name, c := range map[string]struct {
		do     func(b *bundle, id, holder string) (user.User, error)
		listed string
	}{
		"W-9": {func(b *bundle, id, holder string) (user.User, error) {
			first, last, _ := strings.Cut(holder, " ")
			return b.users.SubmitTax(ctx, acme, id, w9(first, last))
		}, user.NamesTax},
		"payout holder": {func(b *bundle, id, holder string) (user.User, error) {
			return b.users.AddPayoutMethod(ctx, acme, id, user.AddPayoutRequest{Method: payout.Submission{Kind: payout.Card, Token: bonafide.NewSecret("tok"), Holder: holder}})
		}, user.NamesPayout},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			u := b.verified(t)
			same, err := c.do(b, u.ID, "LOPEZ Ana María")
			require.NoError(t, err)
			assert.Equal(t, permission.SendAndReceive, same.Permission(), "the user's own name, in another order and spelling")
			assert.Len(t, b.stored(t, u.ID).Screenings, 1)

			_, err = c.do(b, u.ID, listedName)
			require.NoError(t, err)
			now := mustGet(t, b, u.ID)
			assert.Equal(t, permission.Unverified, now.Permission(), "not screened under it yet")
			assert.Empty(t, now.OFACStatus(b.now()))
			b.advance(t, u.ID)
			now = mustGet(t, b, u.ID)
			assert.Equal(t, permission.Unverified, now.Permission())
			assert.Equal(t, screening.WatchlistSoftMatch, now.NamesWatchlist, "a reviewer decides, with the photo id of the user")
			assert.Equal(t, screening.OFACInReview, now.OFACStatus(b.now()))
			assert.Len(t, now.Screenings, 2)
			for _, sc := range now.Screenings {
				if sc.Document == "" {
					assert.Contains(t, sc.Names, c.listed)
				}
			}
		})
	}
}

// Nobody is asked about the same subject twice, and what was found under a name
// outlives it.
func TestSubjectsAreScreenedOnce(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	add := func(holder string) string {
		now, err := b.users.AddPayoutMethod(ctx, acme, u.ID, user.AddPayoutRequest{Method: payout.Submission{Kind: payout.Card, Token: bonafide.NewSecret("tok"), Holder: holder}})
		require.NoError(t, err)
		return now.Payouts.List[len(now.Payouts.List)-1].ID
	}
	first, second := add(listedName), add(listedName)
	events := func() int {
		all, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		return len(slices.DeleteFunc(types(all), func(t string) bool { return t != "screened" }))
	}
	before := events()
	b.advance(t, u.ID)
	assert.Equal(t, before+1, events(), "two methods of one holder")
	for _, id := range []string{first, second} {
		_, err := b.users.RemovePayoutMethod(ctx, acme, u.ID, user.RemovePayoutRequest{Method: id})
		require.NoError(t, err)
	}
	now := mustGet(t, b, u.ID)
	assert.Empty(t, now.NamesWatchlist)
	assert.NotEmpty(t, now.PastWatchlist)
	assert.Equal(t, permission.Unverified, now.Permission(), "what was found does not go with the method")
}

// Who gives up the last document is looked for by its legal names again, anew.
func TestLegalNamesTakeOver(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	b.advance(t, u.ID)
	require.Equal(t, screening.WatchlistNoMatch, mustGet(t, b, u.ID).Watchlist())
	u = b.submit(t, u.ID, ana())
	b.advance(t, u.ID)
	require.Empty(t, mustGet(t, b, u.ID).NamesWatchlist, "the base document bears them")
	b.screener.listed = "Ana Maria Lopez" // since then
	_, err := b.users.SetDocumentActive(ctx, officer, u.ID, user.SetDocumentActiveRequest{Document: u.Documents[0].ID, Reason: "not hers"})
	require.NoError(t, err)
	assert.Equal(t, screening.WatchlistPending, mustGet(t, b, u.ID).Watchlist(), "what was clear once is not clear again by itself")
	b.advance(t, u.ID)
	assert.Equal(t, screening.WatchlistPendingUpload, mustGet(t, b, u.ID).Watchlist())
}

// A program's bound on a screening, and on the editions, takes no permission as long
// as the worker can look again: it does so at half of the time, and once a day for an
// edition that has no successor yet.
func TestScreeningsAreRenewed(t *testing.T) {
	figuretest.OneGoroutine(t)
	for name, c := range map[string]struct {
		bound string
		calls int  // in 100 days, at most
		ends  bool // where the list has no new edition
	}{
		"max_age":         {`"max_age": "P30D"`, 8, false},
		"max_edition_age": {`"max_edition_age": "P30D"`, 100, true},
		"both":            {`"max_age": "P30D", "max_edition_age": "P365D"`, 8, false},
	} {
		t.Run(name, func(t *testing.T) {
			programs, err := program.ParseBook([]byte(strings.Replace(sheet, `"counted_lists": ["ofac_sdn"]`, `"counted_lists": ["ofac_sdn"], `+c.bound, 1)))
			require.NoError(t, err)
			b := setup(t, func(o *user.Options) { o.Programs = programs })
			u := b.verified(t)
			published := true
			work := func(days int) (calls int, ended bool) {
				for range days * 4 {
					b.wait(6 * time.Hour)
					if published {
						b.screener.edition = bonafide.DateOf(b.now())
					}
					at := mustGet(t, b, u.ID).Screening(u.Documents[0].ID).Result.At
					if mustGet(t, b, u.ID).Permission() != permission.SendAndReceive {
						ended = true
					}
					_, err := b.users.AdvanceDue(ctx, 10)
					require.NoError(t, err)
					if !mustGet(t, b, u.ID).Screening(u.Documents[0].ID).Result.At.Equal(at) {
						calls++
					}
				}
				return calls, ended
			}
			calls, ended := work(100)
			assert.False(t, ended, "re-screened before it takes a permission")
			assert.LessOrEqual(t, calls, c.calls)
			assert.NotZero(t, calls)

			published = false
			_, ended = work(100)
			assert.Equal(t, c.ends, ended)
			if c.ends {
				published = true
				work(2)
				assert.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission(), "the next edition mends it")
			}
		})
	}
}
