package user_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// paper is a file of a type that is handed in.
func paper(typ document.Type) []document.SubSubmission {
	return []document.SubSubmission{{Type: typ, Upload: bytes.NewReader(picture()), MediaType: upload.PNG}}
}

// A flag for documents names what it asks for, goes on to review when all of it is
// there, and ends when all of it is accepted (Synapse, possible flag codes). Who
// delivered is not locked.
func TestFlagForDocuments(t *testing.T) {
	b := setup(t)
	b.verifier.always(document.UtilityBill, document.Verdict{Outcome: document.OutcomePending, RetryAt: start.AddDate(1, 0, 0)})
	u := b.verified(t)
	base := u.Documents[0].ID
	flag := user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadCIP, Documents: []document.Type{document.GovtID, document.UtilityBill}}
	u, err := b.users.SetFlag(ctx, officer, u.ID, flag)
	require.NoError(t, err)
	assert.Equal(t, []permission.Asked{{Type: "GOVT_ID"}, {Type: "UTILITY_BILL"}}, mustSee(t, b, acme, u.ID).Standing.Asked, "the user is told what is asked for")

	b.wait(time.Hour)
	u = b.submit(t, u.ID, submission{ID: base, Name: "Ana Maria Lopez Diaz"})
	assert.Empty(t, u.Standing.Asked[0].ID, "what is checked again is not handed in")
	u = b.advance(t, b.submit(t, u.ID, submission{ID: base, PhysicalDocs: paper(document.GovtID)}).ID)
	assert.Equal(t, permission.FlagUploadCIP, u.Standing.FlagCode, "one is still to come")
	u = b.submit(t, u.ID, submission{ID: base, PhysicalDocs: paper(document.UtilityBill)})
	assert.Equal(t, permission.FlagReviewCIP, u.Standing.FlagCode)
	assert.Equal(t, b.now(), u.Standing.FlaggedAt)
	b.wait(15 * 24 * time.Hour)
	u = b.advance(t, u.ID)
	assert.NotEqual(t, permission.Locked, u.Permission(), "whoever delivered is not locked")
	assert.Equal(t, permission.FlagReviewCIP, u.Standing.FlagCode, "one is not accepted yet")

	bill := find(t, u, document.UtilityBill)
	refuse := func(o document.Outcome) user.User {
		u, err := b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: bill.ID, Verdict: document.Verdict{Outcome: o}})
		require.NoError(t, err)
		return u
	}
	assert.Equal(t, permission.FlagReviewCIP, refuse(document.OutcomeInvalid).Standing.FlagCode)
	u = refuse(document.OutcomeValid)
	assert.Equal(t, permission.NotFlagged, u.Standing.Flag)
	assert.Empty(t, u.Standing.FlagCode)
	assert.Empty(t, u.Standing.Asked)
	assert.True(t, u.Standing.FlaggedAt.IsZero())
	b.wait(15 * 24 * time.Hour)
	assert.Equal(t, permission.SendAndReceive, b.advance(t, u.ID).Permission())
}

func mustSee(t testing.TB, b *bundle, by bonafide.Actor, id string) user.User {
	t.Helper()
	u, err := b.users.Get(ctx, by, id)
	require.NoError(t, err)
	return u
}

// A flag that names nothing takes the next document; who delivers nothing, or a part,
// is locked in time.
func TestFlagWithoutNames(t *testing.T) {
	for name, c := range map[string]struct {
		asks []document.Type
		give bool
		want permission.Permission
	}{
		"nothing named, nothing given": {nil, false, permission.Locked},
		"nothing named":                {nil, true, permission.SendAndReceive},
		"a part":                       {[]document.Type{document.ProofOfIncome, document.UtilityBill}, true, permission.Locked},
	} {
		b := setup(t)
		u := b.verified(t)
		_, err := b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR, Documents: c.asks})
		require.NoError(t, err)
		b.wait(time.Hour)
		if c.give {
			u = b.submit(t, u.ID, submission{ID: u.Documents[0].ID, PhysicalDocs: paper(document.ProofOfIncome)})
		}
		b.wait(15 * 24 * time.Hour)
		assert.Equal(t, c.want, b.advance(t, u.ID).Permission(), name)
	}
}

func TestFlagDocumentFaults(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	for path, r := range map[string]user.FlagRequest{
		"documents":    {Flag: permission.Flagged, Code: permission.FlagReviewCIP, Documents: []document.Type{document.GovtID}},
		"documents[0]": {Flag: permission.Flagged, Code: permission.FlagUploadCIP, Documents: []document.Type{"LIBRARY_CARD"}},
		"documents[1]": {Flag: permission.Flagged, Code: permission.FlagUploadCIP, Documents: []document.Type{document.GovtID, document.GovtID}},
	} {
		_, err := b.users.SetFlag(ctx, officer, u.ID, r)
		faulty(t, err, path, map[string]bonafide.Code{"documents": bonafide.CodeNotAllowed, "documents[0]": bonafide.CodeUnknown, "documents[1]": bonafide.CodeRepeated}[path])
	}
}

// A document is taken out of the decision for a reason that reviewers alone see.
func TestDeactivationTakesAReason(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	request := user.SetDocumentActiveRequest{Document: u.Documents[0].ID}
	_, err := b.users.SetDocumentActive(ctx, officer, u.ID, request)
	faulty(t, err, "reason", bonafide.CodeRequired)
	request.Reason = "papers of somebody else"
	now, err := b.users.SetDocumentActive(ctx, officer, u.ID, request)
	require.NoError(t, err)
	assert.Equal(t, []user.Activation{{Document: u.Documents[0].ID, Reason: request.Reason, By: officer, At: start}}, now.Activations)
	assert.Empty(t, mustSee(t, b, acme, u.ID).Activations)
	now, err = b.users.SetDocumentActive(ctx, officer, u.ID, user.SetDocumentActiveRequest{Document: u.Documents[0].ID, Active: true})
	require.NoError(t, err)
	assert.Len(t, now.Activations, 2)
}

// A US passport takes a confirmed SSN however it was given: by number, card or photo,
// with or without its country (Synapse user object, passports).
func TestUSPassportTakesAnSSN(t *testing.T) {
	kind := func(sub []document.SubSubmission, m document.MetaSubmission) []document.SubSubmission {
		sub[0].Meta = m
		return sub
	}
	for name, in := range map[string]submission{
		"number":           {VirtualDocs: []document.SubSubmission{{Type: document.Passport, Value: bonafide.NewSecret("C12345678"), Meta: document.MetaSubmission{CountryCode: "US"}}}},
		"card":             {PhysicalDocs: paper(document.PassportCard)},
		"photo":            {PhysicalDocs: kind(paper(document.GovtID), document.MetaSubmission{CountryCode: "US", IDKind: document.IDPassport})},
		"photo, no origin": {PhysicalDocs: kind(paper(document.GovtID), document.MetaSubmission{IDKind: document.IDPassport})},
	} {
		b := passports(t)
		docs := ana()
		docs.VirtualDocs, docs.PhysicalDocs = in.VirtualDocs, in.PhysicalDocs
		u := b.advance(t, b.submit(t, b.create(t).ID, docs).ID)
		assert.Equal(t, permission.Unverified, u.Permission(), name)
		reasons := ""
		for _, r := range u.Decision.Requirements {
			for _, p := range r.Errors {
				reasons += string(p.Code) + " " + p.Reason
			}
		}
		assert.Contains(t, reasons, user.ReasonSSNRequired+" A passport of the United States", name)
		u = b.advance(t, b.submit(t, u.ID, submission{ID: u.Documents[0].ID, VirtualDocs: ssn("512-43-2222")}).ID)
		assert.Equal(t, permission.Receive, u.Permission(), name)
	}
}

// passports is a service whose program takes any passport.
func passports(t *testing.T) *bundle {
	programs, err := program.ParseBook([]byte(`{"id": "test", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
		"screening": {"counted_lists": ["ofac_sdn"]},
		"tiers": [{"scope": "RECEIVE|TIER|1", "requires": [{"document": {"types": ["GOVT_ID", "PASSPORT", "PASSPORT_CARD"]}}]}]}`))
	require.NoError(t, err)
	return setup(t, func(o *user.Options) { o.Programs = programs })
}
