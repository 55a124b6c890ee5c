package user_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/payout"
	"github.com/bonafide-go/bonafide/document/tax"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/internal/datatest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/risk"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// long ago is when everything happened in the old system.
func ago(days int) time.Time { return start.AddDate(0, 0, -days) }

// prior is a verdict of the old system.
func prior(days int) document.Prior {
	return document.Prior{Status: document.Valid, SubmittedAt: ago(days + 1), DecidedAt: ago(days), Verifier: "oldvendor", Reference: "chk-7"}
}

// patron is a customer of the old system with everything in order.
func patron(n int) user.ImportedUser {
	in := ana()
	in.Email = fmt.Sprintf("ana%d@example.com", n)
	return user.ImportedUser{
		ID: fmt.Sprintf("old-%05d", n), Phone: fmt.Sprintf("+1415555%04d", n), LegalNames: []string{"Ana Maria Lopez"},
		Platforms: []user.Link{{Platform: "acme"}}, CreatedAt: ago(700), VerifiedAt: ago(699),
		Documents: []user.ImportedDocument{{
			Submission:  in,
			VirtualDocs: []user.ImportedSub{{SubSubmission: document.SubSubmission{Type: document.SSN, Value: bonafide.NewSecret(fmt.Sprintf("512-43-%04d", n))}, Prior: prior(600)}},
			PhysicalDocs: []user.ImportedSub{{
				SubSubmission: document.SubSubmission{Type: document.GovtID, Upload: bytes.NewReader(picture()), MediaType: upload.PNG,
					Meta: document.MetaSubmission{CountryCode: "US", ExpiresOn: "2029-05-01"}},
				Prior: prior(500),
			}},
			DerivedDocs: []user.ImportedDerived{{Type: document.Email, Prior: prior(400)}, {Type: document.PhoneNumber, Prior: prior(400)},
				{Type: document.IP, Prior: prior(400)}, {Type: document.Address, Prior: prior(400)}, {Type: document.Date, Prior: prior(400)}},
		}},
	}
}

func bring(rows ...user.ImportedUser) user.ImportRequest {
	return user.ImportRequest{Source: "oldvendor", KeepIDs: true, Users: rows}
}

func (b *bundle) imports(t testing.TB, rows ...user.ImportedUser) user.User {
	t.Helper()
	got, err := b.users.Import(ctx, officer, bring(rows...))
	require.NoError(t, err)
	for _, row := range got.Rows {
		require.Equal(t, user.ImportDone, row.Outcome, "%v", row.Faults)
	}
	return mustGet(t, b, got.Rows[0].UserID)
}

// What was decided elsewhere counts from then on, says where it comes from, and is
// never enough: the lists are searched here before anything is permitted.
func TestImport(t *testing.T) {
	b := setup(t)
	u := b.imports(t, patron(1))
	assert.Equal(t, "old-00001", u.ID)
	assert.Equal(t, user.Imported{Source: "oldvendor", ID: "old-00001", At: start}, u.Imported)
	assert.Equal(t, ago(700), u.CreatedAt)
	assert.Equal(t, ago(699), u.PhoneVerified)
	number := find(t, u, document.SSN)
	assert.Equal(t, document.Valid, number.Status)
	assert.Equal(t, ago(600), number.DecidedAt)
	assert.Equal(t, ago(600), number.LastUpdated, "it counts from the verdict")
	assert.Equal(t, []string{"oldvendor", "oldvendor", "chk-7"}, []string{number.Imported, number.Verifier, number.Reference})
	assert.Equal(t, permission.Unverified, u.Permission(), "nobody was found on a list there: that counts for nothing")
	assert.Equal(t, screening.WatchlistPending, u.Watchlist())
	assert.Equal(t, ago(400), u.Standing.LastActivityAt)

	n, err := b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n, "it is due at once")
	assert.Empty(t, b.verifier.calls, "nobody is asked, and paid, for what was decided")
	u = mustGet(t, b, u.ID)
	assert.Equal(t, permission.SendAndReceive, u.Permission())
	assert.Equal(t, "oldvendor", find(t, u, document.GovtID).Imported)

	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err, "one chain")
	assert.Equal(t, []string{"imported", "platform_linked", "document_added"}, types(events)[:3])
	assert.Equal(t, map[string]string{"source": "oldvendor", "kind": "personal", "created": "2024-04-01T09:00:00Z"}, events[0].Data)
	verdicts := 0
	for _, e := range events {
		if e.Type == "user.imported_verdict" {
			verdicts++
			assert.Equal(t, "oldvendor", e.Data["source"])
			assert.NotEmpty(t, e.Data["at"])
			assert.Equal(t, start, e.At, "the event is of now; what it tells is older")
		}
	}
	assert.Equal(t, 7, verdicts)
	assert.NotContains(t, types(events), "subdocument_submitted", "nothing was handed in here")
	decisions, err := b.users.Decisions(ctx, officer, u.ID)
	require.NoError(t, err)
	assert.Equal(t, "oldvendor", decisions[0].Facts.Documents[0].Subs[0].Imported, "the kept facts say what was imported")
	require.NoError(t, b.users.Replay(ctx, officer, u.ID))
	value, err := b.users.Reveal(ctx, officer, u.ID, user.RevealRequest{SubDocument: find(t, u, document.SSN).ID, Purpose: "test"})
	require.NoError(t, err)
	assert.Equal(t, "512430001", strings.ReplaceAll(value.Reveal(), "-", ""))
	seen, err := b.users.Get(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Zero(t, seen.Imported, "not for platforms")
	r, err := b.records.Get(ctx, user.Kind, u.ID)
	require.NoError(t, err)
	aggregatetest.Shape(t, "testdata/imported.json", r.Body)
	page, err := b.records.List(ctx, bonafide.Query{Kind: "user.import"})
	require.NoError(t, err)
	require.Len(t, page.Records, 1)
	assert.Regexp(t, `^\{"format":1,"user_id":"old-00001","row":"[^"]+","content":"[0-9a-f]{64}"\}$`, string(page.Records[0].Body))
}

// A host that has ids of its own keeps the old one as the platform's.
func TestImportUnderNewIDs(t *testing.T) {
	b := setup(t)
	req := bring(patron(1), patron(2))
	req.KeepIDs = false
	req.Users[1].Platforms = []user.Link{{Platform: "acme", SuppID: "own-2", At: ago(30)}, {Platform: "other"}}
	for _, want := range []user.ImportOutcome{user.ImportDone, user.ImportAlready} {
		for i := range req.Users {
			req.Users[i].Documents[0].PhysicalDocs[0].Upload = bytes.NewReader(picture())
		}
		got, err := b.users.Import(ctx, bonafide.System(), req)
		require.NoError(t, err)
		for i, row := range got.Rows {
			assert.Equal(t, want, row.Outcome, "%v", row.Faults)
			assert.Equal(t, req.Users[i].ID, row.ID)
			assert.NotEqual(t, row.ID, row.UserID)
			assert.Equal(t, row.ID, mustGet(t, b, row.UserID).Imported.ID)
		}
		u := mustGet(t, b, got.Rows[1].UserID)
		assert.Equal(t, []user.Link{{Platform: "acme", SuppID: "own-2", At: ago(30)}, {Platform: "other", SuppID: "old-00002", At: ago(700)}}, u.Platforms)
	}
	found, err := b.users.Search(ctx, acme, user.SearchRequest{SuppID: "old-00001"})
	require.NoError(t, err)
	assert.Len(t, found.Items, 1)
}

// The same file may be run again: what is there stays, whatever became of it since.
func TestImportAgain(t *testing.T) {
	b := setup(t)
	u := b.imports(t, patron(1))
	changed := patron(1)
	changed.Note = "another"
	twin := patron(2)
	twin.Phone = "+14155550001"
	squatter := patron(3)
	squatter.ID = b.create(t).ID
	bad := patron(4)
	bad.CreatedAt = time.Time{}
	files := b.files.Len()
	got, err := b.users.Import(ctx, officer2, bring(patron(1), changed, twin, squatter, bad, patron(5), patron(5)))
	require.NoError(t, err)
	refused := func(path string, code bonafide.Code) []bonafide.Fault {
		return []bonafide.Fault{{Path: path, Code: code}}
	}
	assert.Equal(t, []user.ImportRow{
		{ID: "old-00001", UserID: "old-00001", Outcome: user.ImportAlready},
		{ID: "old-00001", Outcome: user.ImportRefused, Faults: refused("id", user.ImportChanged)},
		{ID: "old-00002", Outcome: user.ImportRefused, Faults: refused("phone_number", user.ImportTaken)},
		{ID: squatter.ID, Outcome: user.ImportRefused, Faults: refused("id", user.ImportTaken)},
		{ID: "old-00004", Outcome: user.ImportRefused, Faults: refused("created_at", bonafide.CodeRequired)},
		{ID: "old-00005", UserID: "old-00005", Outcome: user.ImportDone},
		{ID: "old-00005", UserID: "old-00005", Outcome: user.ImportAlready},
	}, got.Rows)
	assert.Equal(t, files+1, b.files.Len(), "no file stays of those who were refused")
	now := mustGet(t, b, u.ID)
	assert.Equal(t, u, now, "nothing is overwritten")

	// Whoever was erased is not brought back.
	_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	b.wait(6 * 366 * 24 * time.Hour)
	erased, err := b.users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
	require.NoError(t, err)
	assert.Equal(t, user.Imported{Source: "oldvendor", At: start}, erased.Imported)
	got, err = b.users.Import(ctx, officer, bring(patron(1), changed))
	require.NoError(t, err)
	for _, row := range got.Rows { // what the row said, nobody knows any more
		assert.Equal(t, user.ImportRow{ID: "old-00001", UserID: u.ID, Outcome: user.ImportAlready}, row)
	}
	assert.True(t, mustGet(t, b, u.ID).Erased())
}

// failing is a store whose nth Put fails, before or after it was carried out.
type failing struct {
	bonafide.Store
	n, after atomic.Int64
}

func (s *failing) Put(ctx context.Context, batch ...bonafide.Write) error {
	switch n := s.n.Add(-1); {
	case n == 0 && s.after.Load() == 0:
		return errDown
	case n == 0:
		if err := s.Store.Put(ctx, batch...); err != nil {
			return err
		}
		return errDown
	}
	return s.Store.Put(ctx, batch...)
}

// An import that is cut off anywhere is run again and has everybody once.
func TestImportCutOff(t *testing.T) {
	for n := int64(1); n <= 4; n++ {
		for after := range int64(2) {
			b := setup(t)
			store := &failing{Store: b.store}
			store.n.Store(n)
			store.after.Store(after)
			there, err := user.New(store, b.keys, &b.opts)
			require.NoError(t, err)
			got, err := there.Import(ctx, officer, bring(patron(1), patron(2), patron(3), patron(4)))
			require.ErrorIs(t, err, errDown)
			assert.Contains(t, err.Error(), fmt.Sprintf("users[%d]", n-1))
			for i, row := range got.Rows {
				want := user.ImportDone
				if int64(i) == n-1 {
					want = user.ImportFailed
				}
				assert.Equal(t, want, row.Outcome)
			}
			got, err = there.Import(ctx, officer, bring(patron(1), patron(2), patron(3), patron(4)))
			require.NoError(t, err)
			for i, row := range got.Rows {
				want := user.ImportAlready
				if int64(i) == n-1 && after == 0 {
					want = user.ImportDone
				}
				assert.Equal(t, want, row.Outcome)
				events, err := eventsOf(there, officer, row.UserID)
				require.NoError(t, err)
				assert.Equal(t, "user.imported", events[0].Type)
			}
		}
	}
}

// repeating is a store that repeats a write whose reply was lost, which then conflicts
// with itself.
type repeating struct{ bonafide.Store }

func (s repeating) Put(ctx context.Context, batch ...bonafide.Write) error {
	if err := s.Store.Put(ctx, batch...); err != nil {
		return err
	}
	return s.Store.Put(ctx, batch...)
}

// A conflict may be that of an import with itself: no upload that its record names is
// deleted.
func TestImportInConflictWithItself(t *testing.T) {
	for _, keep := range []bool{true, false} {
		b := setup(t)
		there, err := user.New(repeating{b.store}, b.keys, &b.opts)
		require.NoError(t, err)
		req := bring(patron(1))
		req.KeepIDs = keep
		got, err := there.Import(ctx, officer, req)
		require.NoError(t, err)
		assert.Equal(t, user.ImportAlready, got.Rows[0].Outcome)
		named, err := there.Files(ctx, officer, bonafide.PageRequest{})
		require.NoError(t, err)
		require.Len(t, named.Items, 1)
		_, err = b.files.Get(ctx, named.Items[0])
		require.NoError(t, err)
		assert.Equal(t, 1, b.files.Len())
	}
}

// Several processes may run the same file.
func TestImportRace(t *testing.T) {
	for _, keep := range []bool{true, false} {
		b := setup(t)
		var done atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				req := bring(patron(1), patron(2), patron(3))
				req.KeepIDs = keep
				got, err := b.users.Import(ctx, officer, req)
				assert.NoError(t, err)
				for _, row := range got.Rows {
					assert.Contains(t, []user.ImportOutcome{user.ImportDone, user.ImportAlready}, row.Outcome, "%v", row.Faults)
					if row.Outcome == user.ImportDone {
						done.Add(1)
					}
				}
			})
		}
		wg.Wait()
		assert.Equal(t, int64(3), done.Load())
		assert.Equal(t, 3, b.files.Len(), "no file stays of who was slower")
	}
}

// A true match that was found elsewhere locks, whatever is searched here, until
// reviewers lift it. Its retention is that of a true match (31 CFR 501.601).
func TestImportedTrueMatch(t *testing.T) {
	match := user.ImportedDecision{List: "ofac_sdn", EntryID: "vendor-entry-9", Disposition: screening.TruePositive, Reviewer: "theirs-1", Reason: "same passport", At: ago(90)}
	for name, on := range map[string]func(*user.ImportedUser){
		"who a document names": func(u *user.ImportedUser) { u.Documents[0].Decisions = []user.ImportedDecision{match} },
		"who bears the name": func(u *user.ImportedUser) {
			u.Documents, u.Decisions = nil, []user.ImportedDecision{match}
		},
		"who bears another name there": func(u *user.ImportedUser) { u.Decisions = []user.ImportedDecision{match} },
	} {
		b := setup(t)
		row := patron(1)
		on(&row)
		u := b.imports(t, row)
		assert.Equal(t, permission.Locked, u.Permission(), name)
		assert.Equal(t, screening.WatchlistMatch, u.Watchlist(), name)
		u = b.advance(t, u.ID)
		assert.Equal(t, permission.Locked, u.Permission(), name)
		assert.Equal(t, screening.WatchlistMatch, u.Watchlist(), "%s: a search that finds nobody ends it not", name)
		events, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		assert.Contains(t, types(events), "imported_decision", name)
		u, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
		require.NoError(t, err)
		assert.Equal(t, start.AddDate(10, 0, 0), u.Retention.Until, name)
	}
}

// A clearance counts only for the entry and the subject that it was made on, as
// they are here.
func TestImportedFalsePositive(t *testing.T) {
	clearance := user.ImportedDecision{List: "ofac_sdn", EntryID: "7", EntryHash: "h7", Disposition: screening.FalsePositive, Reviewer: "theirs-1",
		Reason: "other birth date", At: ago(90), Expires: start.AddDate(1, 0, 0)}
	jane := func(d user.ImportedDecision) user.ImportedUser {
		row := patron(1)
		row.LegalNames, row.Documents[0].Name = []string{"Jane Listed Person"}, "Jane Listed Person"
		row.Documents[0].Decisions = []user.ImportedDecision{d}
		return row
	}
	b := setup(t)
	row := jane(clearance)
	row.Documents[0].Decisions = nil
	u := b.imports(t, row)
	u = b.advance(t, u.ID)
	assert.Equal(t, screening.WatchlistSoftMatch, u.Watchlist())
	assert.Equal(t, permission.Unverified, u.Permission())
	var subject string
	for s := range u.Screenings {
		subject = s
	}

	b = setup(t)
	clearance.Subject = subject
	u = b.imports(t, jane(clearance))
	assert.Equal(t, screening.WatchlistPending, u.Watchlist(), "a clearance is no search")
	u = b.advance(t, u.ID)
	assert.Equal(t, screening.WatchlistFalsePositive, u.Watchlist())
	assert.Equal(t, permission.SendAndReceive, u.Permission())
	b.wait(366 * 24 * time.Hour)
	assert.Equal(t, screening.WatchlistSoftMatch, mustGet(t, b, u.ID).Watchlist(), "until it expires")

	b = setup(t)
	stale := clearance
	stale.EntryHash = "h6"
	u = b.imports(t, jane(stale))
	assert.Equal(t, screening.WatchlistSoftMatch, b.advance(t, u.ID).Watchlist(), "the entry has changed")

	proven := user.ImportedDecision{List: "ofac_sdn", EntryID: "7", Disposition: screening.TruePositive, Reviewer: "theirs-1", Reason: "same passport", At: ago(100)}
	for name, c := range map[string]struct {
		given []user.ImportedDecision
		path  string
		code  bonafide.Code
	}{
		"no subject":        {[]user.ImportedDecision{with(clearance, func(d *user.ImportedDecision) { d.Subject = "" })}, "[0].subject", bonafide.CodeRequired},
		"another subject":   {[]user.ImportedDecision{with(clearance, func(d *user.ImportedDecision) { d.Subject = "5f" })}, "[0].subject", bonafide.CodeMismatch},
		"no entry hash":     {[]user.ImportedDecision{with(clearance, func(d *user.ImportedDecision) { d.EntryHash = "" })}, "[0].entry_hash", bonafide.CodeRequired},
		"no end":            {[]user.ImportedDecision{with(clearance, func(d *user.ImportedDecision) { d.Expires = time.Time{} })}, "[0].expires", bonafide.CodeRequired},
		"accepted match":    {[]user.ImportedDecision{with(clearance, func(d *user.ImportedDecision) { d.Disposition = screening.TrueButAccepted })}, "[0].disposition", bonafide.CodeNotAllowed},
		"no decision":       {[]user.ImportedDecision{with(clearance, func(d *user.ImportedDecision) { d.Disposition = screening.Potential })}, "[0].disposition", bonafide.CodeUnknown},
		"clears true match": {[]user.ImportedDecision{clearance, proven}, "[0].disposition", bonafide.CodeNotAllowed},
		"uncounted list":    {[]user.ImportedDecision{with(proven, func(d *user.ImportedDecision) { d.List = "theirs" })}, "[0].list", bonafide.CodeUnknown},
		"no reviewer":       {[]user.ImportedDecision{with(proven, func(d *user.ImportedDecision) { d.Reviewer = "" })}, "[0].reviewer", bonafide.CodeRequired},
		"no reason":         {[]user.ImportedDecision{with(proven, func(d *user.ImportedDecision) { d.Reason = "" })}, "[0].reason", bonafide.CodeRequired},
		"no time":           {[]user.ImportedDecision{with(proven, func(d *user.ImportedDecision) { d.At = time.Time{} })}, "[0].at", bonafide.CodeRequired},
		"ahead":             {[]user.ImportedDecision{with(proven, func(d *user.ImportedDecision) { d.At = start.Add(time.Second) })}, "[0].at", bonafide.CodeOutOfRange},
	} {
		row := jane(clearance)
		row.Documents[0].Decisions = c.given
		got, err := setup(t).users.Import(ctx, officer, bring(row))
		require.NoError(t, err, name)
		assert.Equal(t, []bonafide.Fault{{Path: "documents[0].decisions" + c.path, Code: c.code}}, got.Rows[0].Faults, name)
	}
}

func with[T any](v T, change func(*T)) T { change(&v); return v }

// Every fault of a row is told by its path, and nothing of the row is written.
func TestImportFaults(t *testing.T) {
	ahead := start.Add(time.Second)
	doc := func(u *user.ImportedUser) *user.ImportedDocument { return &u.Documents[0] }
	number := func(u *user.ImportedUser) *user.ImportedSub { return &u.Documents[0].VirtualDocs[0] }
	w9 := func() *user.ImportedTax {
		return &user.ImportedTax{SignedOn: bonafide.DateOf(ago(300)), Status: tax.Matched, DecidedAt: ago(299), W9: &tax.W9Submission{
			EntityType: "individual", FirstName: "Ana", LastName: "Lopez", DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret("512-43-2222"),
			Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"},
		}}
	}
	for name, c := range map[string]struct {
		change func(*user.ImportedUser)
		want   []string
	}{
		"no id":              {func(u *user.ImportedUser) { u.ID = "" }, []string{"id required"}},
		"id with a space":    {func(u *user.ImportedUser) { u.ID = "Ana Lopez" }, []string{"id malformed"}},
		"long id":            {func(u *user.ImportedUser) { u.ID = strings.Repeat("x", 129) }, []string{"id too_long"}},
		"profile":            {func(u *user.ImportedUser) { u.Phone, u.LegalNames, u.Note = "x", nil, "\xff" }, []string{"phone_number malformed", "legal_names required", "note malformed"}},
		"opened ahead":       {func(u *user.ImportedUser) { u.CreatedAt = ahead }, []string{"created_at out_of_range"}},
		"opened before 1970": {func(u *user.ImportedUser) { u.CreatedAt = time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC) }, []string{"created_at out_of_range"}},
		"verified ahead":     {func(u *user.ImportedUser) { u.VerifiedAt = ahead }, []string{"phone_verified_at out_of_range"}},
		"active ahead":       {func(u *user.ImportedUser) { u.ActiveAt = ahead }, []string{"last_activity_at out_of_range"}},
		"no platform":        {func(u *user.ImportedUser) { u.Platforms = nil }, []string{"platforms required"}},
		"platforms": {func(u *user.ImportedUser) {
			u.Platforms = []user.Link{{Platform: "a"}, {Platform: "a", At: ahead}, {SuppID: strings.Repeat("x", 129)}}
		}, []string{"platforms[1].platform repeated", "platforms[1].at out_of_range", "platforms[2].platform.id required", "platforms[2].supp_id too_long"}},
		"contacts": {func(u *user.ImportedUser) {
			u.Contacts = []user.ImportedContact{{PhoneNumber: "x"}, {PhoneNumber: u.Phone}, {PhoneNumber: "a@example.com", At: ahead}}
		}, []string{"contacts[0].phone_number malformed", "contacts[1].phone_number repeated", "contacts[2].at out_of_range"}},
		"verdict without time": {func(u *user.ImportedUser) { number(u).DecidedAt = time.Time{} }, []string{"documents[0].virtual_docs[0].decided_at required"}},
		"verdict ahead":        {func(u *user.ImportedUser) { number(u).DecidedAt = ahead }, []string{"documents[0].virtual_docs[0].decided_at out_of_range"}},
		"verdict first":        {func(u *user.ImportedUser) { number(u).DecidedAt = number(u).SubmittedAt.Add(-1) }, []string{"documents[0].virtual_docs[0].decided_at out_of_range"}},
		"valid with reasons":   {func(u *user.ImportedUser) { number(u).Reasons = []string{"name_mismatch"} }, []string{"documents[0].virtual_docs[0].invalid_reasons not_allowed"}},
		"prose": {func(u *user.ImportedUser) {
			number(u).Status, number(u).Reasons = document.Invalid, []string{"Ana is not Ana"}
		}, []string{"documents[0].virtual_docs[0].invalid_reasons malformed"}},
		"time without verdict": {func(u *user.ImportedUser) { number(u).Status = "" },
			[]string{"documents[0].virtual_docs[0].decided_at not_allowed", "documents[0].virtual_docs[0].verifier not_allowed", "documents[0].virtual_docs[0].reference not_allowed"}},
		"unknown status": {func(u *user.ImportedUser) { number(u).Prior = document.Prior{Status: "OK"} }, []string{"documents[0].virtual_docs[0].status unknown"}},
		"waits for code": {func(u *user.ImportedUser) { number(u).Prior = document.Prior{Status: document.MFAPending} }, []string{"documents[0].virtual_docs[0].status not_allowed"}},
		"code to be sent": {func(u *user.ImportedUser) {
			doc(u).SocialDocs = []user.ImportedSub{{SubSubmission: document.SubSubmission{Type: document.Email2FA, Value: bonafide.NewSecret("a@example.com")}}}
		}, []string{"documents[0].social_docs[0].status required"}},
		"value and verdict": {func(u *user.ImportedUser) {
			number(u).Value, number(u).Prior = bonafide.NewSecret("1"), document.Prior{Status: "OK"}
		},
			[]string{"documents[0].virtual_docs[0].document_value malformed", "documents[0].virtual_docs[0].status unknown"}},
		"second number": {func(u *user.ImportedUser) { doc(u).VirtualDocs = append(doc(u).VirtualDocs, doc(u).VirtualDocs[0]) },
			[]string{"documents[0].virtual_docs[1].document_type repeated"}},
		"second document": {func(u *user.ImportedUser) {
			u.Documents = append(u.Documents, user.ImportedDocument{Submission: u.Documents[0].Submission})
		},
			[]string{"documents[1].email repeated"}},
		"inner list": {func(u *user.ImportedUser) { doc(u).Submission.VirtualDocs = ssn("512-43-2222") }, []string{"documents[0].virtual_docs not_allowed"}},
		"derived in the list": {func(u *user.ImportedUser) {
			doc(u).SocialDocs = []user.ImportedSub{{SubSubmission: document.SubSubmission{Type: document.Email}}}
		}, []string{"documents[0].social_docs[0].document_type not_allowed"}},
		"derived": {func(u *user.ImportedUser) {
			doc(u).DerivedDocs = []user.ImportedDerived{{Type: document.SSN}, {Type: document.Email}, {Type: document.Email}}
		}, []string{"documents[0].derived_docs[0].document_type unknown", "documents[0].derived_docs[2].document_type repeated"}},
		"to change": {func(u *user.ImportedUser) { doc(u).ID = "x" }, []string{"documents[0].id unknown"}},
		"delete":    {func(u *user.ImportedUser) { doc(u).PermissionScope = document.DeleteDocument }, []string{"documents[0].id required"}},
		"of the document": {func(u *user.ImportedUser) {
			doc(u).IDScore, doc(u).EDDStatus = new(float64), document.EDDValid
			*doc(u).IDScore = 2
		},
			[]string{"documents[0].edd_status not_allowed", "documents[0].id_score out_of_range"}},
		"computed permission": {func(u *user.ImportedUser) { u.Permission = permission.SendAndReceive }, []string{"permission not_allowed"}},
		"lock without code":   {func(u *user.ImportedUser) { u.Permission = permission.Locked }, []string{"permission_code required"}},
		"code of another":     {func(u *user.ImportedUser) { u.Permission, u.PermissionCode = permission.Locked, permission.UserRequest }, []string{"permission_code mismatch"}},
		"code alone":          {func(u *user.ImportedUser) { u.PermissionCode = permission.UserRequest }, []string{"permission required"}},
		"closed, no time":     {func(u *user.ImportedUser) { u.Permission, u.PermissionCode = permission.Closed, permission.UserRequest }, []string{"closed_at required"}},
		"closed before opened": {func(u *user.ImportedUser) {
			u.Permission, u.PermissionCode, u.ClosedAt = permission.Closed, permission.UserRequest, ago(701)
		}, []string{"closed_at out_of_range"}},
		"open, closed at": {func(u *user.ImportedUser) { u.ClosedAt = ago(1) }, []string{"closed_at not_allowed"}},
		"flag":            {func(u *user.ImportedUser) { u.Flag, u.FlagCode = permission.Flagged, "X" }, []string{"flagged_at required", "flag_code unknown"}},
		"flag of closed": {func(u *user.ImportedUser) {
			u.Permission, u.PermissionCode, u.ClosedAt = permission.Closed, permission.UserRequest, ago(1)
			u.Flag, u.FlagCode, u.FlaggedAt = permission.Flagged, permission.FlagNotKnown, ago(2)
		}, []string{"flag not_allowed"}},
		"attestations": {func(u *user.ImportedUser) {
			u.Attestations = []permission.Attestation{{ID: user.AttestedPhone, At: ago(1)}, {ID: "terms"}, {ID: "terms", At: ago(1)}}
		}, []string{"attestations[0].attestation not_allowed", "attestations[1].at required", "attestations[2].attestation repeated"}},
		"payouts": {func(u *user.ImportedUser) {
			card := payout.Submission{Kind: payout.Card, Token: bonafide.NewSecret("tok")}
			u.Payouts = []user.ImportedPayout{{Submission: payout.Submission{Kind: "cash"}}, {Submission: card, AddedAt: ahead, IsDefault: true}, {Submission: card, IsDefault: true}}
		}, []string{"payouts[0].kind unknown", "payouts[1].added_at out_of_range", "payouts[2].is_default repeated"}},
		"no form":        {func(u *user.ImportedUser) { u.Tax = &user.ImportedTax{SignedOn: bonafide.DateOf(ago(1))} }, []string{"tax.w9 required"}},
		"signed ahead":   {func(u *user.ImportedUser) { u.Tax = w9(); u.Tax.SignedOn = bonafide.DateOf(start.AddDate(0, 0, 1)) }, []string{"tax.signed_on out_of_range"}},
		"form":           {func(u *user.ImportedUser) { u.Tax = w9(); u.Tax.W9.TIN = bonafide.NewSecret("1") }, []string{"tax.w9.tin malformed"}},
		"tax, no time":   {func(u *user.ImportedUser) { u.Tax = w9(); u.Tax.DecidedAt = time.Time{} }, []string{"tax.decided_at required"}},
		"tax, no answer": {func(u *user.ImportedUser) { u.Tax = w9(); u.Tax.Status = "" }, []string{"tax.decided_at not_allowed"}},
		"residence ahead": {func(u *user.ImportedUser) {
			u.Residence = &user.ImportedResidence{ResidenceSubmission: *residence("Ana Lopez", "Ana Lopez").Residence, SignedOn: bonafide.DateOf(start.AddDate(0, 0, 1))}
		}, []string{"tax_residence.signed_on out_of_range"}},
		"residence": {func(u *user.ImportedUser) {
			u.Residence = &user.ImportedResidence{ResidenceSubmission: *residence("Ana Lopez", "Ana Lopez").Residence, SignedOn: bonafide.DateOf(ago(1))}
			u.Residence.Residences = nil
		}, []string{"tax_residence.residences required"}},
		"risk": {func(u *user.ImportedUser) { u.Risk = &user.ImportedRisk{Level: "x", Reviewer: "r 1", At: ago(1)} },
			[]string{"risk.reviewer malformed", "risk.level unknown", "risk.comment required"}},
		"risk, nobody": {func(u *user.ImportedUser) { u.Risk = &user.ImportedRisk{Level: risk.High, Comment: "x"} }, []string{"risk.at required", "risk.reviewer required"}},
		"holds": {func(u *user.ImportedUser) {
			u.Holds = []bonafide.HoldRequest{{ID: "a", Reason: "x"}, {ID: "a", Reason: "x"}, {ID: "b"}}
		}, []string{"holds[1].hold repeated", "holds[2].reason required"}},
		"history": {func(u *user.ImportedUser) {
			u.History = []user.ImportedStatus{{At: ahead, Permission: permission.Locked}, {Permission: "X", PermissionCode: "Y"}, {At: ago(1), Flag: "X", FlagCode: "Y"}, {At: ago(1), PermissionCode: "Z"}}
		}, []string{"history[0].at out_of_range", "history[1].at required", "history[1].permission unknown", "history[2].flag unknown", "history[2].flag_code unknown", "history[3].permission required"}},
	} {
		b := setup(t)
		row := patron(1)
		c.change(&row)
		got, err := b.users.Import(ctx, officer, bring(row))
		require.NoError(t, err, name)
		require.Equal(t, user.ImportRefused, got.Rows[0].Outcome, name)
		assert.Equal(t, c.want, datatest.Faults((&bonafide.InvalidError{Fields: got.Rows[0].Faults})), name)
		assert.Zero(t, got.Rows[0].UserID, name)
		page, err := b.records.List(ctx, bonafide.Query{Kind: user.Kind})
		require.NoError(t, err)
		assert.Empty(t, page.Records, name)
		assert.Zero(t, b.files.Len(), name)
		assert.NotContains(t, b.log.String(), "Lopez", name)
	}

	b := setup(t)
	for name, c := range map[string]struct {
		by   bonafide.Actor
		req  user.ImportRequest
		want string
	}{
		"no source": {officer, user.ImportRequest{Users: []user.ImportedUser{patron(1)}}, "source required"},
		"nobody":    {officer, user.ImportRequest{Source: "x"}, "users required"},
		"too many":  {officer, user.ImportRequest{Source: "x", Users: make([]user.ImportedUser, user.MaxImport+1)}, "users too_many"},
	} {
		_, err := b.users.Import(ctx, c.by, c.req)
		assert.Equal(t, []string{c.want}, datatest.Faults(err), name)
	}
	for _, by := range []bonafide.Actor{acme, vendor, bonafide.User("u")} {
		_, err := b.users.Import(ctx, by, bring(patron(1)))
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
}

// A verdict counts as long as the program lets one of that age count, and a document
// as long as it is valid: however it was accepted elsewhere.
func TestImportedVerdictsAge(t *testing.T) {
	const aged = `{"id": "test", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
	"screening": {"counted_lists": ["ofac_sdn"]},
	"tiers": [
		{"scope": "RECEIVE|TIER|1", "requires": [{"document": {"types": ["SSN"], "valid_for": "P2Y"}}]},
		{"scope": "SEND|RECEIVE|TIER|1", "requires": [{"document": {"types": ["GOVT_ID"]%s}}]}]}`
	for name, c := range map[string]struct {
		more      string
		change    func(*user.ImportedDocument)
		now, then permission.Permission
	}{
		"all counts":    {"", func(*user.ImportedDocument) {}, permission.SendAndReceive, permission.Unverified},
		"old number":    {"", func(d *user.ImportedDocument) { d.VirtualDocs[0].Prior = prior(731) }, permission.Unverified, permission.Unverified},
		"expired":       {"", func(d *user.ImportedDocument) { d.PhysicalDocs[0].Meta.ExpiresOn = "2026-02-01" }, permission.Receive, permission.Unverified},
		"not decided":   {"", func(d *user.ImportedDocument) { d.PhysicalDocs[0].Prior = document.Prior{} }, permission.Receive, permission.Unverified},
		"refused there": {"", func(d *user.ImportedDocument) { d.PhysicalDocs[0].Status = document.Invalid }, permission.Receive, permission.Unverified},
		"own verdicts":  {`, "not_imported": true`, func(*user.ImportedDocument) {}, permission.Receive, permission.Unverified},
	} {
		programs, err := program.ParseBook(fmt.Appendf(nil, aged, c.more))
		require.NoError(t, err)
		b := setup(t, func(o *user.Options) { o.Programs, o.Verifier = programs, nil })
		row := patron(1)
		c.change(&row.Documents[0])
		u := b.imports(t, row)
		assert.Equal(t, c.now, b.advance(t, u.ID).Permission(), name)
		b.wait(200 * 24 * time.Hour)
		assert.Equal(t, c.then, mustGet(t, b, u.ID).Permission(), name)
	}
}

// Whoever left elsewhere is kept for as long as if they had left here, from the day
// on which they left; a legal hold comes along.
func TestImportedClosure(t *testing.T) {
	b := setup(t)
	row := patron(1)
	row.CreatedAt, row.Permission, row.PermissionCode, row.ClosedAt = ago(3000), permission.Closed, permission.UserRequest, ago(1000)
	row.History = []user.ImportedStatus{{At: ago(1000), Permission: permission.Closed, PermissionCode: permission.UserRequest}, {At: ago(2990), Permission: permission.SendAndReceive}}
	held := patron(2)
	held.CreatedAt, held.Permission, held.PermissionCode, held.ClosedAt = ago(3000), permission.Closed, permission.UserRequest, ago(2500)
	held.Holds = []bonafide.HoldRequest{{ID: "case-7", Reason: "subpoena"}}
	u := b.imports(t, row, held)
	assert.Equal(t, permission.Closed, u.Permission())
	assert.Equal(t, bonafide.Retention{ClosedAt: ago(1000), Until: ago(1000).AddDate(5, 0, 0)}, u.Retention)
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	assert.Equal(t, []string{"imported", "imported_status", "imported_status"}, types(events)[:3])
	assert.Equal(t, "SEND-AND-RECEIVE", events[1].Data["permission"], "oldest first")
	assert.Equal(t, map[string]string{"source": "oldvendor", "at": stampOf(ago(1000)), "permission": "CLOSED", "code": "USER_REQUEST"}, events[2].Data)
	_, err = b.users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
	require.ErrorIs(t, err, bonafide.ErrRefused)
	_, err = b.users.Erase(ctx, officer, held.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
	var refused *bonafide.RefusedError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, bonafide.RefusedHold, refused.Code)
	b.wait(900 * 24 * time.Hour)
	due, err := b.users.Erasable(ctx, officer, bonafide.PageRequest{})
	require.NoError(t, err)
	assert.Equal(t, []string{u.ID}, due.Items)
	_, err = b.users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
	require.NoError(t, err)
}

func stampOf(t time.Time) string { return t.Format(time.RFC3339) }

// Everything else that is known of a customer comes along.
func TestImportOfTheRest(t *testing.T) {
	b := setup(t)
	row := patron(1)
	row.Note, row.PublicNote, row.IsHidden, row.ExtraSecurity = "seen in 2024", "hello", true, ptr(false)
	row.Risk = &user.ImportedRisk{Level: risk.High, Comment: "cash business", Reviewer: "theirs-1", At: ago(8)}
	row.Contacts = []user.ImportedContact{{PhoneNumber: "ana@example.com", At: ago(50)}, {PhoneNumber: "+14155552999"}}
	row.Logins = []user.Login{{Email: "ana@example.com"}}
	row.Permission, row.PermissionCode = permission.Locked, permission.HighReturns
	row.Flag, row.FlagCode, row.FlaggedAt = permission.Flagged, permission.FlagUploadUAR, ago(3)
	row.Attestations = []permission.Attestation{{ID: "terms", At: ago(650)}}
	row.Payouts = []user.ImportedPayout{
		{Submission: payout.Submission{Kind: payout.Card, Token: bonafide.NewSecret("tok-1")}, AddedAt: ago(20)},
		{Submission: payout.Submission{Kind: payout.Card, Token: bonafide.NewSecret("tok-2")}, IsDefault: true},
	}
	row.Tax = &user.ImportedTax{SignedOn: bonafide.DateOf(ago(300)), Status: tax.Matched, DecidedAt: ago(299), Reference: "irs-1", W9: &tax.W9Submission{
		EntityType: "individual", FirstName: "Ana", LastName: "Lopez", DateOfBirth: "1990-05-14", TIN: bonafide.NewSecret("512-43-2222"),
		Address: tax.AddressSubmission{Line1: "1 Market Street", City: "San Francisco", State: "CA", Country: "US", Postcode: "94105"},
	}}
	score := 0.9
	row.Documents[0].IDScore, row.Documents[0].EDDStatus = &score, document.EDDInvalid
	row.Documents[0].VirtualDocs[0].Prior = document.Prior{Status: document.Invalid, DecidedAt: ago(9), Reviewer: "theirs-1", Reasons: []string{"number_not_confirmed"}, Reject: document.RejectFinal, Attempts: 3, Note: "odd"}
	u := b.imports(t, row)
	assert.Equal(t, []string{"seen in 2024", "hello"}, []string{u.Note, u.PublicNote})
	assert.True(t, u.IsHidden && u.ExtraSecurity != nil && !*u.ExtraSecurity)
	assert.Equal(t, risk.Risk{Mode: risk.Manual, Assessment: risk.Assessment{Level: risk.High}, Comment: "cash business", By: bonafide.Reviewer("theirs-1"), At: ago(8)}, u.Risk.Current())
	assert.Equal(t, []user.Contact{{Phone: u.Phone, At: ago(700)}, {Email: "ana@example.com", At: ago(50)}, {Phone: "+14155552999", At: ago(700)}}, u.Contacts)
	assert.Equal(t, []user.Login{{Email: "ana@example.com", Scope: user.ReadAndWrite}}, u.Logins)
	assert.Equal(t, permission.Locked, u.Permission())
	assert.Equal(t, permission.HighReturns, u.Standing.PermissionCode)
	assert.Equal(t, permission.FlagUploadUAR, u.Standing.FlagCode)
	assert.Equal(t, row.Attestations, u.Attestations)
	assert.Equal(t, u.Payouts.List[1].ID, u.Payouts.Default)
	assert.Equal(t, []time.Time{ago(20), ago(700)}, []time.Time{u.Payouts.List[0].AddedAt, u.Payouts.List[1].AddedAt})
	assert.Equal(t, bonafide.DateOf(ago(300)), u.Tax.Certificate.SignedOn)
	assert.Equal(t, []any{tax.Matched, ago(299), "irs-1", "oldvendor"}, []any{u.Tax.TIN.Status, u.Tax.TIN.DecidedAt, u.Tax.TIN.Reference, u.Tax.TIN.Imported})
	assert.Equal(t, document.TrustHigh, u.Documents[0].TrustLevel)
	assert.Equal(t, document.EDDInvalid, u.Documents[0].EDDStatus)
	number := find(t, u, document.SSN)
	assert.Equal(t, []any{document.Invalid, document.RejectFinal, 3, "odd", bonafide.Reviewer("theirs-1")}, []any{number.Status, number.Reject, number.Attempts, number.Note, number.DecidedBy})
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID, VirtualDocs: ssn("512-43-2222")}}})
	assert.Equal(t, []string{"documents[0].virtual_docs[0] final"}, datatest.Faults(err), "a final refusal stays one")
	b.wait(15 * 24 * time.Hour)
	assert.Equal(t, permission.Locked, mustGet(t, b, u.ID).Permission())

	// A verdict of here takes the place of the imported one, and is marked as such.
	decided, err := b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: number.ID, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
	require.NoError(t, err)
	assert.Empty(t, find(t, decided, document.SSN).Imported)

	// The number of a customer who was locked there is refused from others here.
	twin := patron(2)
	twin.Documents[0].VirtualDocs[0].Value = bonafide.NewSecret("512-43-0001")
	assert.Equal(t, document.Blacklisted, find(t, b.imports(t, twin), document.SSN).Status)
}

// A host part that is missing or out of order refuses nobody: the row is run again.
func TestImportOutage(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Files = nil })
	paper := patron(2)
	paper.Documents[0].PhysicalDocs = nil
	got, err := b.users.Import(ctx, officer, bring(patron(1), paper))
	require.ErrorIs(t, err, bonafide.ErrNotConfigured)
	assert.Equal(t, []user.ImportRow{{ID: "old-00001", Outcome: user.ImportFailed}, {ID: "old-00002", UserID: "old-00002", Outcome: user.ImportDone}}, got.Rows)

	cut := patron(3)
	cut.Documents[0].PhysicalDocs[0].Upload = errReader{}
	got, err = b.users.Import(ctx, officer, bring(cut))
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	assert.Equal(t, user.ImportFailed, got.Rows[0].Outcome)
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errors.New("cut off") }

// What was imported under a root key that is being replaced is known under the next
// one: it is not imported twice, and its phone number is still its own.
func TestImportUnderOldRoots(t *testing.T) {
	wrapper, err := bonafide.NewLocalWrapper(make([]byte, 32))
	require.NoError(t, err)
	old, err := bonafide.NewRoot(ctx, wrapper, "acme-tenant")
	require.NoError(t, err)
	next, err := bonafide.NewRoot(ctx, wrapper, "acme-tenant")
	require.NoError(t, err)
	b := setup(t)
	serve := func(roots ...[]byte) {
		keys, err := bonafide.NewKeys(ctx, "acme-tenant", wrapper, roots...)
		require.NoError(t, err)
		b.users, err = user.New(b.store, keys, &b.opts)
		require.NoError(t, err)
	}
	serve(old)
	b.imports(t, patron(1))
	serve(next, old)
	changed := patron(1)
	changed.LegalNames = []string{"Somebody Else"}
	twin := patron(1)
	twin.ID = "old-2"
	for _, c := range []struct {
		row     user.ImportedUser
		outcome user.ImportOutcome
		fault   bonafide.Code
	}{{patron(1), user.ImportAlready, ""}, {changed, user.ImportRefused, user.ImportChanged}, {twin, user.ImportRefused, user.ImportTaken}} {
		got, err := b.users.Import(ctx, officer, bring(c.row))
		require.NoError(t, err)
		require.Len(t, got.Rows, 1)
		assert.Equal(t, c.outcome, got.Rows[0].Outcome)
		if c.fault != "" {
			require.Len(t, got.Rows[0].Faults, 1)
			assert.Equal(t, c.fault, got.Rows[0].Faults[0].Code)
		}
	}
}

// What a platform notes of a user is bounded in an import as in a request.
func TestImportBoundsMetadata(t *testing.T) {
	b := setup(t)
	row := patron(1)
	row.Platforms[0].Metadata = map[string]string{strings.Repeat("k", 41): strings.Repeat("v", 501)}
	got, err := b.users.Import(ctx, officer, bring(row))
	require.NoError(t, err)
	require.Equal(t, user.ImportRefused, got.Rows[0].Outcome)
	for _, f := range got.Rows[0].Faults {
		assert.True(t, strings.HasPrefix(f.Path, "platforms[0].metadata"), f.Path)
		assert.NotContains(t, f.Path, strings.Repeat("k", 41))
	}
	row = patron(1)
	row.Platforms[0].Metadata = map[string]string{"k": "v"}
	assert.Equal(t, map[string]string{"k": "v"}, b.imports(t, row).Platforms[0].Metadata)
}
