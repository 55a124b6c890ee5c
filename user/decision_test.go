package user_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// Every decision that changed a permission is kept with its facts and can be
// proved; a changed record is found out.
func TestDecisionsCanBeProved(t *testing.T) {
	later := strings.NewReplacer(`"version": 1`, `"version": 2`, "2026-01-01", "2026-06-01", `"types": ["GOVT_ID"]`, `"types": ["PROOF_OF_ADDRESS"]`).Replace(sheet)
	programs, err := program.ParseBook([]byte(sheet), []byte(later))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	u := b.verified(t)
	b.submit(t, u.ID, document.Submission{ID: u.Documents[0].ID, Name: "Bea Smith Jones", Alias: "Ana Maria Lopez"})
	b.wait(time.Second)
	b.advance(t, u.ID)
	made, err := b.users.Decisions(ctx, officer, u.ID)
	require.NoError(t, err)
	var got []permission.Permission
	for _, m := range made {
		got = append(got, m.Decision.Permission)
	}
	assert.Equal(t, permission.SendAndReceive, got[len(got)-1])
	assert.Contains(t, got[1:], permission.Unverified, "the changed name cost the permission, and new verdicts gave it back")
	require.NoError(t, b.users.Replay(ctx, officer, u.ID))
	_, err = b.users.Decisions(ctx, acme, u.ID)
	require.ErrorIs(t, err, bonafide.ErrForbidden)

	future, ok, err := b.users.Future(ctx, acme, u.ID)
	require.NoError(t, err)
	require.True(t, ok)
	data, err := json.Marshal(future)
	require.NoError(t, err)
	assert.Contains(t, string(data), "PROOF_OF_ADDRESS", "what the next version will ask for, before it does")
	explained, err := b.users.Explain(ctx, acme, u.ID)
	require.NoError(t, err)
	data, err = json.Marshal(explained)
	require.NoError(t, err)
	assert.Contains(t, string(data), "GOVT_ID")

	b.clock = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	assert.Equal(t, permission.Receive, mustGet(t, b, u.ID).Permission(), "the new version has taken effect")

	r, err := b.records.Get(ctx, "user.decision", u.ID+"/000000001")
	require.NoError(t, err)
	r.Version, r.Body = 2, bytes.Replace(r.Body, []byte("SUBMITTED|VALID"), []byte("SUBMITTED|REVIEWING"), 1)
	require.NoError(t, b.records.Put(ctx, bonafide.Write{Record: r}))
	require.Error(t, b.users.Replay(ctx, officer, u.ID), "a changed record proves nothing")
}

// Documents without a verifier wait in the queue of the reviewers, two business
// days (Synapse user object, note 1).
func TestQueueOfDocuments(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Verifier = nil })
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	page, err := b.users.Queue(ctx, officer, user.QueueRequest{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	d := find(t, page.Items[0], document.SSN)
	assert.Equal(t, time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), d.ReviewDue.Format(time.DateOnly))
	for d := range u.Documents[0].Subs() {
		if !d.ReviewDue.IsZero() {
			_, err = b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: d.ID, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
			require.NoError(t, err)
		}
	}
	page, err = b.users.Queue(ctx, officer, user.QueueRequest{})
	require.NoError(t, err)
	assert.Empty(t, page.Items)
	_, err = b.users.Queue(ctx, acme, user.QueueRequest{})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
}

// The two business days are those of the host's calendar.
func TestQueueOfDocumentsKeepsHolidays(t *testing.T) {
	b := setup(t, func(o *user.Options) {
		o.Verifier = nil
		o.Calendar = bonafide.CalendarFunc(func(d bonafide.Date) bool { // the day after the start is a holiday
			return bonafide.Weekdays().BusinessDay(d) && d.Day != 3
		})
	})
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	assert.Equal(t, "2026-03-05", find(t, u, document.SSN).ReviewDue.Format(time.DateOnly))
}

// So are those of what an answer leaves in doubt: valid with reasons, and the opposite
// of what stands.
func TestDoubtsKeepHolidays(t *testing.T) {
	doubtful := document.Verdict{Outcome: document.OutcomeValid, Reasons: []string{document.ReasonNameMismatch}}
	contrary := document.Verdict{Outcome: document.OutcomeInvalid, DecidedAt: start.AddDate(0, 0, -1)}
	b := setup(t, func(o *user.Options) {
		o.Calendar = bonafide.CalendarFunc(func(d bonafide.Date) bool { return bonafide.Weekdays().BusinessDay(d) && d.Day != 3 })
	})
	b.verifier.always(document.SSN, doubtful)
	b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomePending})
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	assert.Equal(t, "2026-03-05", find(t, u, document.SSN).ReviewDue.Format(time.DateOnly), "asked")
	id := find(t, u, document.GovtID)
	require.Zero(t, id.ReviewDue)
	for _, v := range []document.Verdict{{Outcome: document.OutcomeValid}, contrary} {
		_, err := b.users.Resolve(ctx, vendor, u.ID, user.ResolveRequest{SubDocument: id.ID, Attempt: id.Attempt, Verdict: v})
		require.NoError(t, err)
	}
	id = find(t, mustGet(t, b, u.ID), document.GovtID)
	require.NotNil(t, id.Contrary)
	assert.Equal(t, "2026-03-05", id.ReviewDue.Format(time.DateOnly), "told")
}

// A US passport counts only beside a verified SSN, wherever the user lives
// (Synapse user object, passports).
func TestPassportNeedsSSN(t *testing.T) {
	programs, err := program.ParseBook([]byte(`{"id": "id-only", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
		"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "RECEIVE", "requires": [{"document": {"types": ["GOVT_ID"]}}]}]}`))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	in := ana()
	in.AddressCountryCode, in.AddressSubdivision, in.AddressPostalCode = "DE", "BE", "10115"
	in.PhysicalDocs = photo(t)
	in.PhysicalDocs[0].Meta = document.MetaSubmission{CountryCode: "US", IDKind: document.IDPassport}
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	assert.Equal(t, document.Valid, find(t, u, document.GovtID).Status)
	assert.Equal(t, permission.Unverified, u.Permission())
	data, err := json.Marshal(u.Decision.Requirements)
	require.NoError(t, err)
	assert.Contains(t, string(data), user.ReasonSSNRequired)
	u = b.submit(t, u.ID, document.Submission{ID: u.Documents[0].ID, VirtualDocs: ssn("512-43-2222")})
	assert.Equal(t, permission.Unverified, u.Permission(), "not verified yet")
	assert.Equal(t, permission.Receive, b.advance(t, u.ID).Permission())
}

func TestSetDocumentActive(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	second := ana()
	second.Email = "second@example.com"
	u = b.advance(t, b.submit(t, u.ID, second).ID)
	assert.Equal(t, permission.Unverified, u.Permission())
	_, err := b.users.SetDocumentActive(ctx, acme, u.ID, user.SetDocumentActiveRequest{Document: u.Documents[1].ID, Active: false, Reason: "r"})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = b.users.SetDocumentActive(ctx, officer, u.ID, user.SetDocumentActiveRequest{Document: "nothing", Active: false, Reason: "r"})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	now, err := b.users.SetDocumentActive(ctx, officer, u.ID, user.SetDocumentActiveRequest{Document: u.Documents[1].ID, Active: false, Reason: "r"})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, now.Permission())
	now, err = b.users.SetDocumentActive(ctx, officer, u.ID, user.SetDocumentActiveRequest{Document: u.Documents[1].ID, Active: true})
	require.NoError(t, err)
	assert.Equal(t, permission.Unverified, now.Permission())
}
