package user_test

import (
	"bytes"
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

// Synapse users: in the answer to a submission every new sub-document is
// SUBMITTED|REVIEWING; the verdict comes later.
func TestSubmitThenVerdicts(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	in.SocialDocs = []document.SubSubmission{{Type: document.Website, Value: bonafide.NewSecret("https://ana.example.com")}}
	u = b.submit(t, u.ID, in)
	require.Len(t, u.Documents, 1)
	base := u.Documents[0]
	assert.Len(t, base.ID, 64)
	for _, typ := range []document.Type{document.SSN, document.GovtID, document.Email, document.PhoneNumber, document.IP, document.Address, document.Date} {
		assert.Equal(t, document.Reviewing, find(t, u, typ).Status, string(typ))
	}
	assert.Equal(t, document.Submitted, find(t, u, document.Website).Status, "a plain statement")
	assert.Equal(t, "PENDING", base.Watchlists)
	assert.Equal(t, permission.Unverified, u.Permission())
	assert.Empty(t, b.verifier.calls, "nobody is asked before the submission is kept")

	u = b.advance(t, u.ID)
	assert.Equal(t, permission.SendAndReceive, u.Permission())
	assert.Equal(t, "SEND|RECEIVE|TIER|1", u.Documents[0].PermissionScope)
	assert.Equal(t, "NO_MATCH", u.Documents[0].Watchlists)
	assert.Equal(t, map[string]string{"ofac_sdn": "NO_MATCH"}, u.Documents[0].ScreeningResults)
	for _, r := range b.verifier.calls {
		assert.Equal(t, u.ID, r.UserID)
		if r.Type == document.SSN {
			assert.True(t, r.Value.Reveal() == "512432222" || r.Value.Reveal() == "512-43-2222")
			assert.Equal(t, "Ana Maria Lopez", r.Base.Name)
		}
		if r.Type == document.GovtID {
			content, err := r.File(ctx)
			require.NoError(t, err)
			assert.True(t, bytes.Equal(document.SandboxImage("ok"), content), "the verifier gets the original file")
		}
	}
	asked := len(b.verifier.calls)
	again := b.advance(t, u.ID)
	assert.Equal(t, u, again, "nothing is due: nothing happens")
	assert.Len(t, b.verifier.calls, asked)
	n, err := b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Zero(t, n)

	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	assert.Contains(t, types(events), "permission_changed")
	assert.Contains(t, types(events), "watchlist_changed")
}

// A pending answer arrives later, bound to its attempt; whatever comes late,
// twice or out of order is harmless.
func TestResolve(t *testing.T) {
	b := setup(t)
	b.verifier.always(document.SSN, document.Verdict{Outcome: document.OutcomePending, Reference: "ref-1"})
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	d := find(t, u, document.SSN)
	assert.Equal(t, document.Reviewing, d.Status)
	assert.Equal(t, "ref-1", d.Reference)
	valid, invalid := document.Verdict{Outcome: document.OutcomeValid}, document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonNameMismatch}}
	resolve := func(by bonafide.Actor, attempt string, v document.Verdict) (user.User, error) {
		answered, err := b.users.Resolve(ctx, by, u.ID, user.ResolveRequest{SubDocument: d.ID, Attempt: attempt, Verdict: v})
		if err != nil {
			return user.User{}, err
		}
		if by == vendor {
			assert.Equal(t, user.User{ID: u.ID, Decision: permission.Decision{Permission: answered.Permission()}}, answered, "it sees no more than the id and the state")
		}
		return mustGet(t, b, u.ID), nil
	}
	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID), bonafide.System()} {
		_, err := resolve(by, d.Attempt, valid)
		require.ErrorIs(t, err, bonafide.ErrForbidden, "%s must not judge", by.Kind)
	}
	_, err := resolve(vendor, "", valid)
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	_, err = b.users.Resolve(ctx, vendor, u.ID, user.ResolveRequest{SubDocument: "nothing", Attempt: "a", Verdict: valid})
	require.ErrorIs(t, err, bonafide.ErrNotFound)

	now, err := resolve(vendor, "another-attempt", valid)
	require.NoError(t, err)
	assert.Equal(t, document.Reviewing, find(t, now, document.SSN).Status)
	for range 2 {
		now, err = resolve(vendor, d.Attempt, invalid)
		require.NoError(t, err)
		assert.Equal(t, document.Invalid, find(t, now, document.SSN).Status)
		assert.Equal(t, []string{document.ReasonNameMismatch}, find(t, now, document.SSN).InvalidReasons)
	}
	now, err = resolve(vendor, d.Attempt, document.Verdict{Outcome: document.OutcomePending})
	require.NoError(t, err)
	assert.Equal(t, document.Invalid, find(t, now, document.SSN).Status, "a pending answer never takes a verdict back")
	assert.Equal(t, permission.Unverified, now.Permission())

	in = document.Submission{ID: u.Documents[0].ID, VirtualDocs: []document.SubSubmission{{ID: d.ID, Type: document.SSN, Value: bonafide.NewSecret("512-43-3333")}}}
	now = b.submit(t, u.ID, in)
	assert.NotEqual(t, d.Attempt, find(t, now, document.SSN).Attempt)
	now, err = resolve(vendor, d.Attempt, valid)
	require.NoError(t, err)
	assert.Equal(t, document.Reviewing, find(t, now, document.SSN).Status, "a late answer about the attempt before")

	_, err = resolve(officer, d.Attempt, valid)
	require.ErrorIs(t, err, bonafide.ErrConflict, "the reviewer looked at another submission")
	now, err = resolve(officer, find(t, now, document.SSN).Attempt, valid)
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, now, document.SSN).Status)
	assert.Equal(t, officer, find(t, now, document.SSN).DecidedBy)
	assert.Equal(t, permission.SendAndReceive, now.Permission())
}

// An outage never reads as a mismatch, and never as clear.
func TestOutages(t *testing.T) {
	b := setup(t)
	b.verifier.set(document.SSN, func(document.Request) (document.Verdict, error) {
		return document.Verdict{Outcome: document.OutcomeValid}, errDown
	})
	b.verifier.always(document.GovtID, document.Verdict{Outcome: "maybe"})
	b.screener.err = errDown
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	assert.Equal(t, document.Reviewing, find(t, u, document.SSN).Status)
	assert.Equal(t, document.Reviewing, find(t, u, document.GovtID).Status)
	assert.Equal(t, screening.WatchlistPending, u.Watchlist())
	assert.Equal(t, permission.Unverified, u.Permission())

	b.verifier.always(document.SSN, document.Verdict{Outcome: document.OutcomeValid})
	b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomeValid})
	b.screener.err, b.screener.failed = nil, true
	n, err := b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Zero(t, n, "not before the retry time")
	b.wait(time.Minute)
	n, err = b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	u, err = b.users.Get(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, u, document.SSN).Status)
	assert.Equal(t, screening.WatchlistPending, u.Watchlist(), "a failed list is not a clear one")
	assert.Equal(t, permission.Unverified, u.Permission())

	b.screener.failed = false
	b.wait(time.Hour)
	u = b.advance(t, u.ID)
	assert.Equal(t, permission.SendAndReceive, u.Permission())
}

// Without a verifier documents wait for a reviewer, two business days; without
// a screener or a program nobody is clear.
func TestNothingIsClearByDefault(t *testing.T) {
	in := func(t *testing.T) document.Submission {
		s := ana()
		s.VirtualDocs, s.PhysicalDocs = ssn("512-43-2222"), photo(t)
		return s
	}
	b := setup(t, func(o *user.Options) { o.Verifier = nil })
	u := b.advance(t, b.submit(t, b.create(t).ID, in(t)).ID)
	assert.Equal(t, document.Reviewing, find(t, u, document.SSN).Status)
	assert.False(t, find(t, u, document.SSN).ReviewDue.IsZero())
	assert.Equal(t, permission.Unverified, u.Permission())

	b = setup(t, func(o *user.Options) { o.Screener = nil })
	u = b.advance(t, b.submit(t, b.create(t).ID, in(t)).ID)
	assert.Equal(t, screening.WatchlistPending, u.Watchlist())
	assert.Equal(t, permission.Unverified, u.Permission())

	b = setup(t, func(o *user.Options) { o.Programs = nil })
	u = b.advance(t, b.submit(t, b.create(t).ID, in(t)).ID)
	assert.Equal(t, permission.Unverified, u.Permission())

	for name, without := range map[string]func(*user.Options){
		"verifier": func(o *user.Options) { o.Verifier = nil }, "screener": func(o *user.Options) { o.Screener = nil }, "programs": func(o *user.Options) { o.Programs = nil },
	} {
		b := setup(t, without)
		b.submit(t, b.create(t).ID, in(t))
		for range 2 {
			_, err := b.users.AdvanceDue(ctx, 10)
			require.NoError(t, err)
		}
		n, err := b.users.AdvanceDue(ctx, 10)
		require.NoError(t, err)
		assert.Zero(t, n, "without a %s nobody stays due for ever", name)
	}

	b = setup(t, func(o *user.Options) { o.Files = nil })
	_, err := b.users.SubmitDocuments(ctx, acme, b.create(t).ID, user.SubmitRequest{Documents: []submission{in(t)}})
	assert.Equal(t, &bonafide.NotConfiguredError{Option: "files"}, err)
}

// A person under 18 is refused with the field and the rule, and nothing of the
// request is kept (Synapse users, base document considerations).
func TestUnderAge(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	minor := ana()
	minor.Year, minor.Month, minor.Day = 2008, 3, 3 // 18 tomorrow
	minor.PhysicalDocs = photo(t)
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{minor}})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	require.Len(t, invalid.Fields, 1)
	assert.Equal(t, "documents[0].year", invalid.Fields[0].Path)
	assert.Equal(t, bonafide.CodeUnderAge, invalid.Fields[0].Code)
	assert.Contains(t, invalid.Fields[0].Rule, "18")
	assert.Zero(t, b.files.Len())
	now, err := b.users.Get(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Empty(t, now.Documents)
	b.wait(24 * time.Hour)
	minor.PhysicalDocs = photo(t)
	b.submit(t, u.ID, minor)
}

func TestSubmissionReportsEveryFault(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	bad := ana()
	bad.Email, bad.AddressCountryCode = "nobody", "ZZ"
	bad.VirtualDocs = append(ssn("000-12-3456"), document.SubSubmission{Type: "LIBRARY_CARD", Value: bonafide.NewSecret("1")})
	good := ana()
	good.VirtualDocs = ssn("12-3456")
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{bad, good, {ID: "nothing"}}})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	for _, want := range [][2]string{
		{"documents[0].email", "malformed"}, {"documents[0].address_country_code", "unknown"},
		{"documents[0].virtual_docs[1].document_type", "unknown"}, {"documents[1].virtual_docs[0].document_value", "malformed"}, {"documents[2].id", "unknown"},
	} {
		assert.True(t, invalid.Has(want[0], bonafide.Code(want[1])), "%v in %v", want, invalid)
	}
	for _, req := range []user.SubmitRequest{{}, {Documents: make([]submission, user.MaxBases+1)}} {
		_, err = b.users.SubmitDocuments(ctx, acme, u.ID, req)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}

// The namesake: nothing is permitted until a reviewer clears the hit, and the
// clearance is void as soon as the subject changes.
func TestNamesake(t *testing.T) {
	b := setup(t)
	in := ana()
	in.Name, in.Alias = "Jane Listed Person", "Ana Maria Lopez"
	in.VirtualDocs = ssn("512-43-2222")
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	assert.Equal(t, screening.WatchlistPendingUpload, u.Watchlist())
	assert.Equal(t, permission.Unverified, u.Permission())

	id := u.Documents[0].ID
	u = b.advance(t, b.submit(t, u.ID, document.Submission{ID: id, PhysicalDocs: photo(t)}).ID)
	assert.Equal(t, screening.WatchlistSoftMatch, u.Watchlist())
	assert.Equal(t, permission.Unverified, u.Permission())

	decide := user.DecideHitRequest{Document: id, List: "ofac_sdn", EntryID: "7", Disposition: screening.FalsePositive, Reason: "another birth date", Expires: start.AddDate(1, 0, 0)}
	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID), vendor, bonafide.System()} {
		_, err := b.users.DecideHit(ctx, by, u.ID, decide)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	u, err := b.users.DecideHit(ctx, officer, u.ID, decide)
	require.NoError(t, err)
	assert.Equal(t, screening.WatchlistFalsePositive, u.Watchlist())
	assert.Equal(t, permission.SendAndReceive, u.Permission())

	b.wait(365 * 24 * time.Hour)
	now, err := b.users.Get(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Equal(t, permission.Unverified, now.Permission(), "a clearance does not outlive its expiry, even before Advance runs")
	n, err := b.users.AdvanceDue(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, permission.Unverified, b.stored(t, u.ID).Permission())

	decide.Expires = b.now().AddDate(1, 0, 0)
	_, err = b.users.DecideHit(ctx, officer, u.ID, decide)
	require.NoError(t, err)
	moved := document.Submission{ID: id, Year: 1991}
	u = b.submit(t, u.ID, moved)
	assert.Equal(t, screening.WatchlistPending, u.Watchlist(), "what was screened is not who this is now")
	u = b.advance(t, u.ID)
	assert.Equal(t, screening.WatchlistSoftMatch, u.Watchlist(), "the clearance was for another subject")
}

// A true match locks the user. It needs two reviewers to clear it, and one to lift
// the lock.
func TestTrueMatchNeedsFourEyes(t *testing.T) {
	b := setup(t)
	in := ana()
	in.Name, in.Alias = "Jane Listed Person", "Ana Maria Lopez"
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	decide := func(by bonafide.Actor, d screening.Disposition) (user.User, error) {
		r := user.DecideHitRequest{Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: d, Reason: "as documented"}
		if d != screening.TruePositive {
			r.Expires = start.AddDate(1, 0, 0)
		}
		return b.users.DecideHit(ctx, by, u.ID, r)
	}
	now, err := decide(officer, screening.TruePositive)
	require.NoError(t, err)
	assert.Equal(t, screening.WatchlistMatch, now.Watchlist())
	assert.Equal(t, permission.Locked, now.Permission())
	assert.Equal(t, permission.NotKnown, now.Standing.PermissionCode, "nobody is told why")
	now, err = decide(officer, screening.FalsePositive)
	require.NoError(t, err)
	assert.Equal(t, screening.WatchlistMatch, now.Watchlist(), "one reviewer alone does not clear a true match")
	_, err = decide(officer, screening.FalsePositive)
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	now, err = decide(officer2, screening.FalsePositive)
	require.NoError(t, err)
	assert.Equal(t, screening.WatchlistFalsePositive, now.Watchlist())
	assert.Equal(t, permission.Locked, now.Permission())
	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID), bonafide.System()} {
		_, err = b.users.SetStanding(ctx, by, u.ID, user.StandingRequest{})
		require.Error(t, err, by.Kind)
	}
	now, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, now.Permission())
}

// Verdicts are about the name, birth and address that they were made on.
func TestChangedIdentityVoidsVerdicts(t *testing.T) {
	for field, change := range map[string]document.Submission{
		"name":    {Name: "Bea Smith Jones", Alias: "Ana Maria Lopez"},
		"birth":   {Year: 1989},
		"address": {AddressStreet: "2 Market Street"},
	} {
		b := setup(t)
		u := b.verified(t)
		before := find(t, u, document.SSN)
		change.ID = u.Documents[0].ID
		u = b.submit(t, u.ID, change)
		assert.Equal(t, permission.Unverified, u.Permission(), field)
		assert.Equal(t, document.Reviewing, find(t, u, document.SSN).Status, field)
		assert.NotEqual(t, before.Attempt, find(t, u, document.SSN).Attempt, field)
		assert.Equal(t, permission.SendAndReceive, b.advance(t, u.ID).Permission(), field)
	}
	b := setup(t)
	u := b.verified(t)
	id := u.Documents[0].ID
	u = b.submit(t, u.ID, document.Submission{ID: id, Email: "new@example.com"})
	assert.NotEqual(t, id, u.Documents[0].ID, "the id follows e-mail and phone number")
	assert.Len(t, u.Documents, 1)
	assert.Equal(t, document.Valid, find(t, u, document.SSN).Status)
	assert.Equal(t, document.Reviewing, find(t, u, document.Email).Status)
	assert.Equal(t, screening.WatchlistNoMatch, u.Watchlist(), "the screening moves along")
}

// The worst of several base documents decides; deleting it lifts the user.
func TestSeveralBaseDocuments(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	second := ana()
	second.Email = "second@example.com"
	u = b.advance(t, b.submit(t, u.ID, second).ID)
	require.Len(t, u.Documents, 2)
	assert.Equal(t, permission.Unverified, u.Permission())
	clash := document.Submission{ID: u.Documents[1].ID, Email: "ana@example.com"}
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{clash}})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("documents[0].email", bonafide.CodeRepeated))

	u = b.submit(t, u.ID, document.Submission{ID: u.Documents[1].ID, PermissionScope: document.DeleteDocument})
	assert.Len(t, u.Documents, 1)
	assert.Equal(t, permission.SendAndReceive, u.Permission())
	same := ana()
	same.Alias = "Annie"
	u = b.submit(t, u.ID, same)
	assert.Len(t, u.Documents, 1, "the same e-mail and phone number is the same document")
	assert.Equal(t, "Annie", u.Documents[0].Alias)

	photoID := find(t, b.stored(t, u.ID), document.GovtID)
	assert.Equal(t, 1, b.files.Len())
	u = b.submit(t, u.ID, document.Submission{ID: u.Documents[0].ID, PhysicalDocs: []document.SubSubmission{{ID: photoID.ID, Type: document.DeleteDocument}}})
	assert.Equal(t, 1, b.files.Len(), "the file stays with the withdrawn document")
	assert.Empty(t, u.Withdrawn, "out of sight")
	withdrawn := b.stored(t, u.ID).Withdrawn
	assert.Equal(t, photoID.File.Key, withdrawn[len(withdrawn)-1].Document.Physical[0].File.Key)
	assert.Equal(t, permission.Receive, b.advance(t, u.ID).Permission())
	_, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{
		{ID: u.Documents[0].ID, SocialDocs: []document.SubSubmission{{ID: find(t, u, document.Email).ID, Type: document.DeleteDocument}}}}})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "derived documents are not deleted")
}

// stored reads a user as the store keeps it.
func (b *bundle) stored(t testing.TB, id string) user.User {
	t.Helper()
	page, err := b.records.List(ctx, bonafide.Query{Kind: user.Kind})
	require.NoError(t, err)
	for _, r := range page.Records {
		if r.ID == id {
			return decodeUser(t, r.Body)
		}
	}
	require.Fail(t, "no such record")
	return user.User{}
}
