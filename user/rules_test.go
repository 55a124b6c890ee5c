package user

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
)

// Rules are functions of values: state, request, actor and time.
func TestRulesArePure(t *testing.T) {
	officer := input{By: bonafide.Reviewer("officer"), At: t0}
	base := document.Base{ID: "b", Name: "Ana", IsActive: true}
	u := User{ID: "u", CreatedAt: t0, Documents: []document.Base{base}, Platforms: []Link{{Platform: "acme"}}}
	locked := u
	locked.Standing.Permission, locked.Decision.Permission = permission.Locked, permission.Locked
	policy := permission.Strict()
	for name, c := range map[string]struct {
		rule   func() (User, []bonafide.Event, error)
		err    error
		events int
	}{
		"lock": {func() (User, []bonafide.Event, error) {
			return u.setStanding(officer, StandingRequest{Permission: permission.Locked, Code: permission.HighReturns}, policy)
		}, nil, 1},
		"lift nothing": {func() (User, []bonafide.Event, error) { return u.setStanding(officer, StandingRequest{}, policy) }, bonafide.ErrState, 0},
		"lift a lock":  {func() (User, []bonafide.Event, error) { return locked.setStanding(officer, StandingRequest{}, policy) }, nil, 1},
		"flag": {func() (User, []bonafide.Event, error) {
			return u.setFlag(officer, FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR}, policy)
		}, nil, 1},
		"attest":        {func() (User, []bonafide.Event, error) { return u.attest(officer, AttestRequest{Attestation: "terms"}) }, nil, 1},
		"waive nothing": {func() (User, []bonafide.Event, error) { return u.waive(officer, permission.Waiver{}) }, bonafide.ErrInvalid, 0},
		"decide no hit": {func() (User, []bonafide.Event, error) { return u.decideHit(officer, DecideHitRequest{Document: "b"}) }, bonafide.ErrNotFound, 0},
		"active already": {func() (User, []bonafide.Event, error) {
			return u.setDocumentActive(officer, SetDocumentActiveRequest{Document: "b", Active: true})
		}, nil, 0},
		"no such document":    {func() (User, []bonafide.Event, error) { return u.review(officer, ResolveRequest{SubDocument: "x"}) }, bonafide.ErrNotFound, 0},
		"ask for a screening": {func() (User, []bonafide.Event, error) { return u.ask(officer) }, nil, 1},
		"revoke no tokens":    {func() (User, []bonafide.Event, error) { return u.revokeTokens(officer) }, nil, 0},
		"swap out":            {func() (User, []bonafide.Event, error) { return u.swapOut(officer, "v", policy) }, nil, 1},
	} {
		before := u
		next, events, err := c.rule()
		if c.err != nil {
			require.ErrorIs(t, err, c.err, name)
			continue
		}
		require.NoError(t, err, name)
		assert.Len(t, events, c.events, name)
		assert.Equal(t, before, u, "%s: the state it was given is as it was", name)
		for _, e := range events {
			assert.Equal(t, t0, e.At, name)
			assert.Equal(t, officer.By, e.Actor, name)
		}
		if c.events == 0 {
			assert.Equal(t, u, next, name)
		}
	}
}

// What a screening changes: nothing new goes to the coverage alone, as long as
// what the user's record says is young enough.
func TestKeepScreening(t *testing.T) {
	in := func(days int) input { return input{By: bonafide.System(), At: t0.AddDate(0, 0, days)} }
	base := document.Base{ID: "b", Name: "Ana", IsActive: true}
	ana := User{}.ofBase(base)
	another := subject{id: "b", query: &screening.Query{Name: "Another"}, base: true}
	result := func(edition int, r screening.ListResult, hits ...screening.Hit) screening.Result {
		return screening.Result{Hits: hits, Lists: []screening.ListRun{{Key: "ofac_sdn", Edition: bonafide.Date{Year: 2026, Month: 3, Day: edition}, Result: r}}}
	}
	hit := screening.Hit{List: "ofac_sdn", EntryID: "7", EntryHash: "h", Score: 1}
	u, _ := User{ID: "u", Documents: []document.Base{base}}.keepScreening(ana, result(1, screening.ListNoMatch), program.Screening{}, in(0))
	altered := hit
	altered.EntryHash = "h2"
	listed, _ := u.keepScreening(ana, result(2, screening.ListMatch, hit), program.Screening{}, in(1))
	for name, c := range map[string]struct {
		u       User
		subject subject
		result  screening.Result
		maxAge  bonafide.Duration
		own     bool // the user's own record changes
		looked  bool
	}{
		"the same in a new edition":            {u, ana, result(2, screening.ListNoMatch), bonafide.Duration{}, false, true},
		"the same, young enough":               {u, ana, result(2, screening.ListNoMatch), bonafide.Days(21), false, true},
		"the same, no longer young":            {u, ana, result(2, screening.ListNoMatch), bonafide.Days(20), true, true},
		"a hit":                                {u, ana, result(2, screening.ListMatch, hit), bonafide.Duration{}, true, true},
		"the same hit":                         {listed, ana, result(3, screening.ListMatch, hit), bonafide.Duration{}, false, true},
		"the entry changed":                    {listed, ana, result(3, screening.ListMatch, altered), bonafide.Duration{}, true, true},
		"the hit is gone":                      {listed, ana, result(3, screening.ListNoMatch), bonafide.Duration{}, true, true},
		"a list that failed":                   {u, ana, result(2, screening.ListFailed), bonafide.Duration{}, true, true},
		"no list at all":                       {u, ana, screening.Result{}, bonafide.Duration{}, true, true},
		"somebody else than who is looked for": {u, another, result(2, screening.ListNoMatch), bonafide.Duration{}, false, false},
	} {
		next, events := c.u.keepScreening(c.subject, c.result, program.Screening{MaxAge: c.maxAge}, in(10))
		own := 0
		for _, e := range events {
			if e.Kind == "" {
				own++
			}
		}
		assert.Equal(t, c.own, own > 0, name)
		assert.Equal(t, c.looked, len(events) > own, name)
		if !c.own {
			assert.Equal(t, c.u.Screenings, next.Screenings, name)
		}
		if c.looked {
			assert.Equal(t, in(10).At, next.beside.coverage.Documents["b"].At, name)
		}
		assert.False(t, next.Screening("b").Result.At.After(next.beside.coverage.Documents["b"].At), "%s: what was found is never newer than the look", name)
	}
	late, events := u.keepScreening(another, result(2, screening.ListMatch, hit), program.Screening{}, in(10))
	assert.Len(t, events, 1)
	assert.Equal(t, screening.WatchlistPendingUpload, late.withWatchlists(nil, in(10).At).Watchlist(), "what was found counts, though the name is another by now")
	assert.Equal(t, u.beside.coverage, late.beside.coverage)
	assert.Equal(t, never, Coverage{}.edition(User{Documents: []document.Base{base}}.subjects(), nil), "absence never reads as covered")
	assert.Equal(t, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), u.beside.coverage.edition(u.subjects(), []string{"ofac_sdn"}))
	assert.Equal(t, never, u.beside.coverage.edition(u.subjects(), []string{"ofac_sdn", "pep"}), "a counted list that was not searched")
}
