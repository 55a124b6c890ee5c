package user_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/money"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// stricter asks for proof of address where the program of the tests asks for a
// photo id.
func stricter(version, day string) string {
	return strings.NewReplacer(`"version": 1`, `"version": `+version, "2026-01-01", day, `"types": ["GOVT_ID"]`, `"types": ["PROOF_OF_ADDRESS"]`).Replace(sheet)
}

// redeploy runs the users of a bundle under other programs.
func (b *bundle) redeploy(t *testing.T, sheets ...string) {
	t.Helper()
	b.opts.Programs = nil
	if len(sheets) > 0 {
		var data [][]byte
		for _, s := range sheets {
			data = append(data, []byte(s))
		}
		var err error
		b.opts.Programs, err = program.ParseBook(data...)
		require.NoError(t, err)
	}
	var err error
	b.users, err = newService(b)
	require.NoError(t, err)
}

func (b *bundle) redecide(t *testing.T, dry bool) []user.Redecided {
	t.Helper()
	var all []user.Redecided
	req := user.RedecideRequest{DryRun: dry, PageRequest: bonafide.PageRequest{Limit: 1}}
	for {
		page, err := b.users.Redecide(ctx, officer, req)
		require.NoError(t, err)
		all = append(all, page.Items...)
		if req.Cursor = page.Next; page.Next == "" {
			return all
		}
	}
}

func (b *bundle) labelled(t *testing.T, p permission.Permission) int {
	t.Helper()
	page, err := b.records.List(ctx, bonafide.Query{Kind: user.Kind, Labels: []string{"permission=" + string(p)}})
	require.NoError(t, err)
	return len(page.Records)
}

// Whatever program is in effect now decides: a version that was deployed after the
// decision, the same version edited, or none at all.
func TestNoDecisionIsStale(t *testing.T) {
	for name, c := range map[string]struct {
		sheets []string
		want   permission.Permission
	}{
		"a version deployed later": {[]string{sheet, stricter("2", "2026-02-01")}, permission.Receive},
		"the same version edited":  {[]string{stricter("1", "2026-01-01")}, permission.Receive},
		"another program":          {[]string{strings.Replace(stricter("1", "2026-01-01"), `"id": "test"`, `"id": "new"`, 1)}, permission.Receive},
		"no program":               {nil, permission.Unverified},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			u := b.verified(t)
			stranger, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552672", LegalNames: []string{"Bea"}})
			require.NoError(t, err)
			b.redeploy(t, c.sheets...)
			assert.Equal(t, c.want, mustGet(t, b, u.ID).Permission())
			a, err := b.users.Authorize(ctx, acme, u.ID, user.MoveRequest{Transaction: money.Transaction{ID: "t", Direction: permission.Outbound, Amount: usd(t, "1"), At: start}})
			require.NoError(t, err)
			assert.False(t, a.Allowed)
			page, err := b.users.Search(ctx, acme, user.SearchRequest{Permission: string(permission.SendAndReceive)})
			require.NoError(t, err)
			assert.Empty(t, page.Items)

			for range 2 {
				dry := b.redecide(t, true)
				require.Len(t, dry, 1, "for %s nothing changes", stranger.ID)
				assert.Equal(t, u.ID, dry[0].UserID)
				assert.Equal(t, permission.SendAndReceive, dry[0].Change.From)
				assert.Equal(t, c.want, dry[0].Change.To)
			}
			assert.Equal(t, 1, b.labelled(t, permission.SendAndReceive), "nothing was written")
			require.Len(t, b.redecide(t, false), 1)
			assert.Zero(t, b.labelled(t, permission.SendAndReceive))
			assert.Empty(t, b.redecide(t, false), "it is done")
			require.NoError(t, b.users.Replay(ctx, officer, stranger.ID))
		})
	}
}

// Advance, and Move that is refused, store the new decision too.
func TestNewProgramIsStored(t *testing.T) {
	for name, do := range map[string]func(*testing.T, *bundle, string){
		"advance": func(t *testing.T, b *bundle, id string) { b.advance(t, id) },
		"move": func(t *testing.T, b *bundle, id string) {
			a, err := b.users.Move(ctx, acme, id, user.MoveRequest{Transaction: money.Transaction{ID: "t", Direction: permission.Outbound, Amount: usd(t, "1"), At: start}})
			require.NoError(t, err)
			assert.False(t, a.Allowed)
			for _, r := range a.Refusals {
				assert.NotEqual(t, bonafide.Code("other_program"), r.Code, "the refusal is that of the program in effect")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			u := b.verified(t)
			b.redeploy(t, stricter("2", "2026-02-01"))
			do(t, b, u.ID)
			assert.Zero(t, b.labelled(t, permission.SendAndReceive))
			assert.Equal(t, 1, b.labelled(t, permission.Receive))
		})
	}
}

// A version that takes effect later is waited for once the walk was made.
func TestRedecideWaitsForTheNextVersion(t *testing.T) {
	b := setup(t)
	b.verified(t)
	b.redeploy(t, sheet, stricter("2", "2026-06-01"))
	assert.Empty(t, b.redecide(t, false), "nobody changes yet")
	b.clock = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	n, err := b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, 1, b.labelled(t, permission.Receive))
}

func TestWhoMayRedecide(t *testing.T) {
	b := setup(t)
	for _, by := range []bonafide.Actor{acme, vendor, bonafide.User("u")} {
		_, err := b.users.Redecide(ctx, by, user.RedecideRequest{})
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err := b.users.Redecide(ctx, bonafide.System(), user.RedecideRequest{PageRequest: bonafide.PageRequest{Limit: 101}})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// A program that counts a further list leaves nobody covered who was not looked for
// there, once it decides.
func TestRedecideCountsOtherLists(t *testing.T) {
	b := setup(t)
	s := &exact{list: edition(t, 1), rules: "1"}
	users := b.replica(t, s)
	id := b.named(t, users, 1, people[0])
	look(t, users, id)
	require.Empty(t, uncovered(t, users, 1))
	b.redeploy(t, sheet, strings.NewReplacer(`"version": 1`, `"version": 2`, "2026-01-01", "2026-02-01", `["ofac_sdn"]`, `["ofac_sdn", "unsc_cons"]`).Replace(sheet))
	b.redecide(t, false)
	assert.Equal(t, []string{id}, uncovered(t, b.users, 1))
	b.redeploy(t, sheet)
	b.redecide(t, false)
	assert.Empty(t, uncovered(t, b.users, 1))
}
