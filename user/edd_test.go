package user_test

import (
	"bytes"
	"fmt"
	"strings"
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
	"github.com/bonafide-go/bonafide/user/event"
)

// bill is a proof of address that is handed in.
func bill() []document.SubSubmission {
	return []document.SubSubmission{{Type: document.ProofOfAddress, Upload: bytes.NewReader(picture()), MediaType: upload.PNG}}
}

// From the demand to the reviewer's word: the demanded documents come in, the
// flag goes on to review, and the program's rule is met (Synapse possible flag
// codes; base document schema, edd_status, required_edd_docs).
func TestEDD(t *testing.T) {
	programs, err := program.ParseBook([]byte(strings.Replace(sheet, `{"document": {"types": ["GOVT_ID"]}}`,
		`{"document": {"types": ["GOVT_ID"]}}, {"test": {"fact": "edd_status", "in": ["VALID"]}}`, 1)))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = programs })
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	require.Equal(t, permission.Receive, u.Permission())
	base := u.Documents[0].ID
	set := func(by bonafide.Actor, status document.EDDStatus, required ...document.Type) (user.User, error) {
		return b.users.SetEDD(ctx, by, u.ID, user.EDDRequest{Document: base, Status: status, Required: required, Reason: "turnover above\nwhat was said"})
	}
	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID), vendor, bonafide.System()} {
		_, err := set(by, document.EDDValid)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err = b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR})
	require.NoError(t, err)
	now, err := set(officer, "", document.ProofOfAddress, document.GovtID)
	require.NoError(t, err)
	assert.Equal(t, []document.Type{document.ProofOfAddress, document.GovtID}, now.Documents[0].RequiredEDDDocs, "one that was there before is asked for anew")
	assert.Equal(t, []user.Diligence{{Document: base, Required: []document.Type{document.ProofOfAddress, document.GovtID},
		Reason: "turnover above\nwhat was said", By: officer, At: start}}, now.Diligence)
	again, err := set(officer, "", document.ProofOfAddress, document.GovtID)
	require.NoError(t, err)
	assert.Equal(t, now, again)
	_, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: base, PermissionScope: document.DeleteDocument}}})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "whoever is looked into does not withdraw")

	now = b.submit(t, u.ID, submission{ID: base, PhysicalDocs: bill()})
	assert.Equal(t, []document.Type{document.GovtID}, now.Documents[0].RequiredEDDDocs)
	assert.Empty(t, now.Documents[0].EDDStatus)
	assert.Equal(t, permission.FlagUploadUAR, now.Standing.FlagCode)
	assert.Empty(t, now.Diligence, "a reviewer's words are for reviewers")
	passport := photo(t)
	passport[0].ID = find(t, now, document.GovtID).ID
	b.wait(time.Hour)
	now = b.submit(t, u.ID, submission{ID: base, PhysicalDocs: passport})
	assert.Empty(t, now.Documents[0].RequiredEDDDocs)
	assert.Equal(t, document.EDDReviewing, now.Documents[0].EDDStatus)
	assert.Equal(t, permission.FlagReviewUAR, now.Standing.FlagCode)
	b.clock = b.clock.AddDate(0, 0, 15)
	now = b.advance(t, u.ID)
	assert.NotEqual(t, permission.Locked, now.Permission(), "whoever delivered is not locked for it")
	queue, err := b.users.Queue(ctx, officer, user.QueueRequest{})
	require.NoError(t, err)
	require.Len(t, queue.Items, 1)
	assert.Equal(t, permission.Receive, now.Permission())

	now, err = set(officer, document.EDDValid)
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, now.Permission())
	now, err = set(officer, document.EDDInvalid)
	require.NoError(t, err)
	assert.Equal(t, permission.Receive, now.Permission())
	_, err = set(officer, document.EDDValid)
	require.NoError(t, err)
	now = b.submit(t, u.ID, submission{ID: base, AddressStreet: "2 Market Street"})
	assert.Equal(t, document.EDDReviewing, now.Documents[0].EDDStatus, "what was found is about who this was")
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	assert.Contains(t, types(events), strings.TrimPrefix(event.EDDDelivered, "user."))
	assert.NotContains(t, fmt.Sprint(events), "turnover")

	_, err = b.users.SetEDD(ctx, officer, u.ID, user.EDDRequest{Document: base, Reason: "closed without result"})
	require.NoError(t, err)
	now = b.submit(t, u.ID, submission{ID: base, PermissionScope: document.DeleteDocument})
	assert.Empty(t, now.Documents)
}

func TestEDDFaults(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	for fault, r := range map[string]user.EDDRequest{
		"edd_status unknown":            {Status: "MAYBE", Reason: "r"},
		"reason required":               {Status: document.EDDValid},
		"required_edd_docs[0] unknown":  {Required: []document.Type{"LIBRARY_CARD"}, Reason: "r"},
		"required_edd_docs[1] repeated": {Required: []document.Type{document.GovtID, document.GovtID}, Reason: "r"},
		"required_edd_docs not_allowed": {Status: document.EDDValid, Required: []document.Type{document.GovtID}, Reason: "r"},
		"required_edd_docs too_many":    {Required: make([]document.Type, 21), Reason: "r"},
	} {
		r.Document = u.Documents[0].ID
		_, err := b.users.SetEDD(ctx, officer, u.ID, r)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, fault)
		words := strings.Fields(fault)
		assert.True(t, invalid.Has(words[0], bonafide.Code(words[1])), "%s: %v", fault, invalid)
	}
	_, err := b.users.SetEDD(ctx, officer, u.ID, user.EDDRequest{Document: "nothing", Reason: "r"})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}
