package user_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/document/upload"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// everything is a creation with all that it can bring (Synapse users, 003: KYC can be
// submitted when the user is created).
func everything(t testing.TB) user.CreateRequest {
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	return user.CreateRequest{
		Key: "k", Phone: "415.555.2671", Region: "US", FirstName: "Ana", LastName: "Lopez", LegalNames: []string{"Ana Maria Lopez"},
		Contacts: []string{"901.111.1111", "ana@example.com", "(415) 555-2671"}, Logins: []user.Login{{Email: "ana@example.com"}},
		SuppID: "c1", Metadata: map[string]string{"crm": "7"}, Fingerprint: phone, IP: "203.0.113.7", Documents: []submission{in},
	}
}

// All of a creation is one write; a repeated key makes nothing twice.
func TestCreateEverything(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Identity.TrustFirstDevice = true })
	puts := &cutStore{Store: b.store, after: 1}
	u, err := b.users.WithStore(puts).Create(ctx, acme, everything(t))
	require.NoError(t, err, "one write")
	assert.Equal(t, []string{"Ana Lopez", "Ana Maria Lopez"}, u.LegalNames)
	assert.Equal(t, "Ana", u.FirstName)
	assert.Equal(t, "Lopez", u.LastName)
	assert.Equal(t, []user.Contact{{Phone: "+14155552671", At: start}, {Phone: "+19011111111", At: start}, {Email: "ana@example.com", At: start}}, u.Contacts)
	assert.Equal(t, []user.Link{{Platform: "acme", SuppID: "c1", Metadata: map[string]string{"crm": "7"}, At: start}}, u.Platforms)
	require.Len(t, u.Documents, 1)
	assert.Equal(t, document.Reviewing, find(t, u, document.SSN).Status)
	assert.Equal(t, 1, b.files.Len())
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	assert.Equal(t, []string{"created", "platform_linked", "document_added"}, types(events)[:3])

	again, err := b.users.Create(ctx, acme, everything(t))
	require.NoError(t, err)
	assert.Equal(t, u.ID, again.ID)
	assert.Equal(t, 1, b.files.Len())
	other := everything(t)
	other.Documents[0].PhysicalDocs[0].Upload = bytes.NewReader(append(picture(), 0))
	_, err = b.users.Create(ctx, acme, other)
	require.ErrorIs(t, err, bonafide.ErrKeyReused, "another file is another request")

	assert.Equal(t, permission.SendAndReceive, b.advance(t, u.ID).Permission())
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	g, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone})
	require.NoError(t, err)
	assert.Equal(t, user.StepGranted, g.Step, "the first OAuth works (Synapse users, OAuth user)")
	assert.Zero(t, b.sent())
	assert.Zero(t, b.access(t, u.ID).Devices[0].ConfirmedAt, "by no code")
	moved, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{PhoneNumber: "+14155550009", RemovePhoneNumber: "+14155552671"})
	require.NoError(t, err, "a device that no code confirmed proves no number")
	assert.NotEqual(t, u.Phone, moved.Phone)
}

// Without the policy nobody's first device is trusted; a join trusts none and takes
// over nothing, whatever the policy.
func TestNobodyIsTrustedByJoining(t *testing.T) {
	b := setup(t)
	u, err := b.users.Create(ctx, acme, everything(t))
	require.NoError(t, err)
	assert.Empty(t, b.access(t, u.ID).Devices)

	b = setup(t, func(o *user.Options) { o.Identity.TrustFirstDevice = true })
	u = b.create(t)
	r := everything(t)
	r.FirstName, r.LastName = "Bea", "Jones"
	stub, err := b.users.Create(ctx, other, r)
	require.NoError(t, err)
	assert.Equal(t, []user.Link{{Platform: "other", SuppID: "c1", Pending: true, At: start}}, stub.Platforms)
	now := mustGet(t, b, u.ID)
	assert.Empty(t, b.access(t, u.ID).Devices)
	assert.Len(t, now.Contacts, 1)
	assert.Empty(t, now.Logins)
	assert.Empty(t, now.Documents)
	assert.Equal(t, []string{"Ana Maria Lopez"}, now.LegalNames)
	assert.Zero(t, b.files.Len(), "its uploads are gone")
}

// Every fault is told by its path, and nothing is left of what has one.
func TestFaultsOfCreateEverything(t *testing.T) {
	b := setup(t)
	faults := func(change func(*user.CreateRequest)) (out []bonafide.Fault) {
		r := everything(t)
		change(&r)
		_, err := b.users.Create(ctx, acme, r)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		for _, f := range invalid.Fields {
			out = append(out, bonafide.Fault{Path: f.Path, Code: f.Code})
		}
		return out
	}
	assert.Equal(t, []bonafide.Fault{
		{Path: "last_name", Code: bonafide.CodeRequired}, {Path: "phone_numbers[1]", Code: bonafide.CodeMalformed},
		{Path: "metadata.key", Code: bonafide.CodeTooLong}, {Path: "metadata.value", Code: bonafide.CodeTooLong}, {Path: "fingerprint", Code: bonafide.CodeOutOfRange},
		{Path: "platform", Code: bonafide.CodeNotAllowed},
	}, faults(func(r *user.CreateRequest) {
		r.LastName, r.Contacts, r.Platform = "", []string{"+14155550001", "call me"}, "other"
		r.Metadata = map[string]string{strings.Repeat("k", 41): strings.Repeat("v", 501)}
		r.Fingerprint = bonafide.NewSecret(strings.Repeat("f", 513))
	}))
	many := map[string]string{}
	for i := range 51 {
		many[fmt.Sprint(i)] = ""
	}
	assert.Equal(t, []bonafide.Fault{{Path: "first_name", Code: bonafide.CodeNotAllowed}, {Path: "metadata", Code: bonafide.CodeTooMany}},
		faults(func(r *user.CreateRequest) { r.IsBusiness, r.Metadata = true, many }))
	assert.Equal(t, []bonafide.Fault{{Path: "documents[0].email", Code: bonafide.CodeMalformed}},
		faults(func(r *user.CreateRequest) { r.Documents[0].Email = "x" }))
	assert.Equal(t, []bonafide.Fault{{Path: "documents", Code: upload.CodeImageTooLarge}},
		faults(func(r *user.CreateRequest) {
			r.Documents[0].PhysicalDocs[0].Upload = bytes.NewReader(make([]byte, document.MaxFileBytes+1))
		}))
	assert.Zero(t, b.files.Len())
	page, err := b.records.List(ctx, bonafide.Query{Kind: user.Kind})
	require.NoError(t, err)
	assert.Empty(t, page.Records)

	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: number, FirstName: " Ana ", LastName: "Lopez"})
	require.NoError(t, err, "the parts are name enough")
	assert.Equal(t, []string{"Ana Lopez"}, u.LegalNames)
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{LegalName: "Ana Smith", RemoveLegalName: "Ana Lopez"})
	require.NoError(t, err)
	assert.Empty(t, mustGet(t, b, u.ID).FirstName, "the parts go with their name")
}

// Documents cannot get around the second person that the program wants for them.
func TestDocumentsBesideUnderFourEyes(t *testing.T) {
	b := setup(t)
	programs, err := program.ParseBook([]byte(strings.Replace(sheet, `"screening"`, `"four_eyes": ["submit"], "screening"`, 1)))
	require.NoError(t, err)
	b.opts.Programs = programs
	b.users, err = newService(b)
	require.NoError(t, err)
	_, err = b.users.Create(ctx, acme, everything(t))
	refusedAs(t, err, bonafide.RefusedNoApproval)
	u := b.create(t)
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{Documents: []submission{ana()}})
	refusedAs(t, err, bonafide.RefusedNoApproval)
	assert.Zero(t, b.files.Len())
}

// Creations under one key in parallel, with uploads, are one creation with its file.
func TestCreateEverythingInParallel(t *testing.T) {
	for _, change := range []func(*user.Options){func(*user.Options) {}, func(o *user.Options) { o.Identity.Shared = true }} {
		b := setup(t, change)
		ids := make([]string, 8)
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				u, err := b.users.WithStore(b.store).Create(ctx, acme, everything(t))
				assert.NoError(t, err)
				ids[i] = u.ID
			})
		}
		wg.Wait()
		for _, id := range ids {
			assert.Equal(t, ids[0], id)
		}
		named, err := b.users.Files(ctx, officer, bonafide.PageRequest{})
		require.NoError(t, err)
		require.Len(t, named.Items, 1)
		_, err = b.files.Get(ctx, named.Items[0])
		require.NoError(t, err)
		assert.Equal(t, 1, b.files.Len(), "nothing is left of those that lost")
	}
}

// Whichever call of the store fails, before or after its effect: repeated under its
// key it is one user with everything, and no upload that a record names is lost.
func TestCreateEverythingFails(t *testing.T) {
	met := aggregatetest.Every(t, func(t *testing.T, fault *aggregatetest.Fault) {
		b := setup(t, selfService, func(o *user.Options) { o.Identity.FreeAfter = []permission.Permission{permission.Closed} })
		old := b.verified(t)
		_, err := b.users.SetStanding(ctx, acme, old.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
		require.NoError(t, err)
		fault.Store = b.store
		users := b.users.WithStore(fault)
		for _, by := range []bonafide.Actor{acme, nextOwner} {
			var u user.User
			fault.Retry(t, func() {}, func() (err error) {
				r := everything(t)
				r.Platform = acme.ID
				if u, err = users.Create(ctx, by, r); errors.Is(err, bonafide.ErrInvalid) {
					t.Fatal("its own id is not another's", err)
				}
				return err
			})
			assert.Len(t, u.Documents, 1)
			assert.NotEqual(t, old.ID, u.ID)
		}
		named, err := b.users.Files(ctx, officer, bonafide.PageRequest{})
		require.NoError(t, err)
		assert.Len(t, named.Items, 3)
		for _, key := range named.Items {
			_, err := b.files.Get(ctx, key)
			require.NoError(t, err, "what a record names is there")
		}
		page, err := b.records.List(ctx, bonafide.Query{Kind: user.Kind})
		require.NoError(t, err)
		assert.Len(t, page.Records, 3)
	})
	assert.Greater(t, met, 10)
}

// Profile and documents change together or not at all (Synapse users, PATCH).
func TestUpdateWithDocuments(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	in := ana()
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	now, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{Key: "k", LegalName: "Ana Smith", Metadata: &map[string]string{"a": "1"}, Documents: []submission{in}})
	require.NoError(t, err)
	assert.Len(t, now.LegalNames, 2)
	assert.Len(t, now.Documents, 1)
	assert.Equal(t, map[string]string{"a": "1"}, now.Platforms[0].Metadata)
	assert.False(t, now.Standing.LastActivityAt.IsZero(), "to hand documents in is activity")
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	assert.Subset(t, types(events), []string{"updated", "document_added"})
	in.PhysicalDocs = photo(t)
	again, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{Key: "k", LegalName: "Ana Smith", Metadata: &map[string]string{"a": "1"}, Documents: []submission{in}})
	require.NoError(t, err)
	assert.Equal(t, now, again)

	for name, r := range map[string]user.UpdateRequest{
		"of both":          {LegalName: strings.Repeat("x", 201), Documents: []submission{{Name: "Bea", Email: "x", PhysicalDocs: photo(t)}}},
		"of the profile":   {LegalName: strings.Repeat("x", 201), Documents: []submission{{ID: now.Documents[0].ID, Alias: "A", PhysicalDocs: photo(t)}}},
		"of the documents": {LegalName: "Ana Jones", Documents: []submission{{ID: "none"}}},
		"of none":          {Metadata: &map[string]string{" a": ""}},
	} {
		_, err = b.users.Update(ctx, acme, u.ID, r)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid, name)
		if name == "of both" {
			assert.True(t, invalid.Has("legal_name", bonafide.CodeTooLong))
			assert.True(t, invalid.Has("documents[0].email", bonafide.CodeMalformed))
		}
		assert.Equal(t, now, mustAs(t, b, acme, u.ID), "a fault %s: nothing counts", name)
		assert.Equal(t, 1, b.files.Len(), name)
	}
	_, err = b.users.Update(ctx, officer, u.ID, user.UpdateRequest{Note: ptr("n"), Documents: []submission{in}})
	require.ErrorIs(t, err, bonafide.ErrForbidden, "a reviewer hands no documents in")
	_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.NotKnown})
	require.NoError(t, err)
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{Documents: []submission{in}})
	require.ErrorIs(t, err, bonafide.ErrState, "a locked user hands documents in by themselves")
}

func mustAs(t testing.TB, b *bundle, by bonafide.Actor, id string) user.User {
	t.Helper()
	u, err := b.users.Get(ctx, by, id)
	require.NoError(t, err)
	return u
}

// What a platform notes of a user is for itself and reviewers.
func TestMetadataOfPlatforms(t *testing.T) {
	b := setup(t)
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: number, LegalNames: []string{"Ana"}, Metadata: map[string]string{"crm": "7"}})
	require.NoError(t, err)
	_, err = b.users.Create(ctx, other, user.CreateRequest{Phone: number, LegalNames: []string{"Ana"}, Metadata: map[string]string{"theirs": "1"}})
	require.NoError(t, err)
	b.wait(time.Hour)
	b.proved(t, other, u.ID)
	_, err = b.users.Update(ctx, other, u.ID, user.UpdateRequest{Metadata: &map[string]string{"theirs": "2"}})
	require.NoError(t, err)
	assert.Equal(t, "2", mustAs(t, b, other, u.ID).Platforms[0].Metadata["theirs"])
	assert.Equal(t, map[string]string{"crm": "7"}, mustAs(t, b, acme, u.ID).Platforms[0].Metadata)
	assert.Equal(t, "2", mustGet(t, b, u.ID).Platforms[1].Metadata["theirs"])
	for _, l := range mustAs(t, b, bonafide.User(u.ID), u.ID).Platforms {
		assert.Empty(t, l.Metadata)
	}
	_, err = b.users.Update(ctx, bonafide.User(u.ID), u.ID, user.UpdateRequest{Metadata: &map[string]string{"a": ""}})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}
