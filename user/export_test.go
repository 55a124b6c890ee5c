package user_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
)

// copyOf is the copy of a user's data with the text of its JSON and its page.
func (b *bundle) copyOf(t testing.TB, by bonafide.Actor, id string, r user.ExportRequest) (user.Export, string) {
	t.Helper()
	x, err := b.users.Export(ctx, by, id, r)
	require.NoError(t, err)
	data, err := json.Marshal(x)
	require.NoError(t, err)
	var page bytes.Buffer
	require.NoError(t, x.WriteHTML(&page))
	return x, string(data) + page.String()
}

// A copy holds what is the user's, and nothing of what reviewers think, find and plan, nor
// of anybody else.
func TestExport(t *testing.T) {
	b := setup(t)
	u := b.everything(t)
	for _, by := range []bonafide.Actor{bonafide.User(u.ID), officer, bonafide.System()} {
		x, text := b.copyOf(t, by, u.ID, user.ExportRequest{})
		for _, own := range []string{canaryName, canaryAlias, canaryMaiden, canaryEmail, canaryLogin, canaryStreet, canaryCity, canaryPostal, canaryIP,
			canaryNote, canaryBank, canaryRouting, strings.TrimPrefix(canaryPhone2, "+")} {
			assert.Contains(t, text, own)
		}
		for _, foreign := range []string{
			canaryNote + " at night", canaryWord, "officer", "matter-1", "ofac", "hit", "watchlist", "screening", "risk", "hold\"", "\"holds", "held", "suspic", "standing_set", "twin",
			"duplicate", canarySuppID + `"`, "data_key", "salt", "reveal",
			canarySSN, strings.ReplaceAll(canarySSN, "-", ""), canaryTIN, canaryPassport, canaryAccount, canaryFinger,
		} {
			assert.NotContains(t, strings.ToLower(text), strings.ToLower(foreign), "marker %q", foreign)
		}
		assert.NotEmpty(t, x.Access.Sessions)
		assert.Empty(t, x.User.Decision.InputHash)
		assert.NotEmpty(t, x.Events)
		assert.NotEmpty(t, x.Decisions)
	}
	seen, err := b.users.Get(ctx, bonafide.User(u.ID), u.ID)
	require.NoError(t, err)
	x, _ := b.copyOf(t, officer, u.ID, user.ExportRequest{})
	seen.UpdatedAt = x.User.UpdatedAt
	assert.Equal(t, seen, x.User, "whoever asks, it is what the user sees")

	files := 0
	for _, d := range x.Subs {
		if d.File == nil {
			continue
		}
		files++
		content, err := d.File.Open(ctx)
		require.NoError(t, err)
		assert.Len(t, content, d.File.Size)
	}
	assert.Equal(t, b.files.Len(), files)
	_, err = user.ExportedFile{}.Open(ctx)
	require.ErrorIs(t, err, bonafide.ErrNotFound)

	for _, by := range []bonafide.Actor{acme, vendor} {
		_, err := b.users.Export(ctx, by, u.ID, user.ExportRequest{})
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	_, err = b.users.Export(ctx, bonafide.User("stranger"), u.ID, user.ExportRequest{})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	_, err = b.users.Export(ctx, officer, u.ID, user.ExportRequest{Document: "none"})
	require.ErrorIs(t, err, bonafide.ErrNotFound)
}

// Whoever asks leaves an event; under one key, one.
func TestExportIsOnRecord(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	for range 2 {
		_, err := b.users.Export(ctx, bonafide.User(u.ID), u.ID, user.ExportRequest{Key: "copy"})
		require.NoError(t, err)
	}
	b.copyOf(t, officer, u.ID, user.ExportRequest{Identifiers: true})
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	var told []bonafide.Event
	for _, e := range events {
		if e.Type == event.Exported {
			told = append(told, e)
		}
	}
	require.Len(t, told, 2)
	assert.Equal(t, bonafide.User(u.ID), told[0].Actor)
	assert.Empty(t, told[0].Data)
	assert.Equal(t, map[string]string{"identifiers": "true"}, told[1].Data)
}

// Numbers in clear are for reviewers, by the right and under the four eyes of Reveal.
func TestExportOfIdentifiers(t *testing.T) {
	b := setup(t)
	u := b.everything(t)
	clear := user.ExportRequest{Identifiers: true}
	_, text := b.copyOf(t, officer, u.ID, clear)
	for _, number := range []string{strings.ReplaceAll(canarySSN, "-", ""), canaryPassport} {
		assert.Contains(t, strings.ReplaceAll(text, "-", ""), number)
	}
	for _, by := range []bonafide.Actor{bonafide.User(u.ID), bonafide.System(), acme} {
		_, err := b.users.Export(ctx, by, u.ID, clear)
		require.ErrorIs(t, err, bonafide.ErrForbidden)
	}
	programs, err := program.ParseBook([]byte(strings.Replace(sheet, `"screening"`, `"four_eyes": ["reveal"], "screening"`, 1)))
	require.NoError(t, err)
	b = setup(t, func(o *user.Options) { o.Programs = programs })
	u = b.verified(t)
	_, err = b.users.Export(ctx, officer, u.ID, clear)
	refusedAs(t, err, bonafide.RefusedNoApproval)
	_, err = b.users.Export(ctx, officer, u.ID, user.ExportRequest{})
	require.NoError(t, err)
}

// Of somebody who is found on a list, locked, flagged and held, the copy reads like that of
// anybody else.
func TestExportTipsNobodyOff(t *testing.T) {
	b := setup(t)
	in := ana()
	in.Name = canaryName
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	_, err := b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "m-1", Reason: "grand jury"})
	require.NoError(t, err)
	b.wait(time.Hour)
	locked := b.now()
	_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.ComplianceSuspicious})
	require.NoError(t, err)
	b.wait(time.Hour)
	_, err = b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR})
	require.NoError(t, err)
	x, text := b.copyOf(t, bonafide.User(u.ID), u.ID, user.ExportRequest{})
	for _, marker := range []string{"match", "suspicious", "uar", "m-1", "grand", "watchlist", "found", "reviewer\"},", "retention_until"} {
		assert.NotContains(t, strings.ToLower(strings.ReplaceAll(text, "<li>", "")), marker, "marker %q", marker)
	}
	for _, d := range x.Decisions {
		assert.NotEqual(t, permission.Locked, d.Permission)
	}
	for _, e := range x.Events {
		assert.NotEqual(t, locked, e.At, "%s: what locked it is not told, and so not when", e.What)
	}
}

// Of a business, the copy has none of the people behind it, and each of them gets what is
// their own.
func TestExportOfBusiness(t *testing.T) {
	b := setup(t)
	u, person := b.businessWithOwner(t)
	x, text := b.copyOf(t, officer, u.ID, user.ExportRequest{})
	require.Len(t, x.User.Documents, 1)
	assert.NotContains(t, text, canaryName)
	assert.NotContains(t, text, canaryStreet)

	_, err := b.users.WithdrawDocument(ctx, officer, u.ID, user.WithdrawDocumentRequest{Document: b.another(t, u.ID), Reason: "left"})
	require.NoError(t, err)
	after, text := b.copyOf(t, officer, u.ID, user.ExportRequest{})
	assert.NotContains(t, text, person, "not by an id either")
	assert.Len(t, after.User.Decision.Documents, 1)
	assert.Len(t, after.Events, len(x.Events)+1, "of a person who left nothing is told but the copy before")

	x, text = b.copyOf(t, officer, u.ID, user.ExportRequest{Document: person})
	require.Len(t, x.User.Documents, 1)
	assert.Equal(t, canaryName, x.User.Documents[0].Name)
	assert.Contains(t, text, canaryStreet)
	assert.NotContains(t, text, "Quellenfeld Trading")
	assert.Zero(t, x.Money)
	assert.Zero(t, x.Access)
}

// The copy and its page are released shapes. UPDATE_GOLDEN=1 writes them.
func TestExportShape(t *testing.T) {
	b := setup(t)
	u := b.everything(t)
	x, _ := b.copyOf(t, bonafide.User(u.ID), u.ID, user.ExportRequest{})
	data, err := json.Marshal(x)
	require.NoError(t, err)
	aggregatetest.Shape(t, "testdata/export.json", data)
	var page bytes.Buffer
	require.NoError(t, x.WriteHTML(&page))
	got := regexp.MustCompile(`[0-9a-f]{64}`).ReplaceAllString(page.String(), "(hash)")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile("testdata/export.html", []byte(got), 0o644))
	}
	want, err := os.ReadFile("testdata/export.html")
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// What people write into their names does not run on the page.
func TestExportPageIsEscaped(t *testing.T) {
	var page bytes.Buffer
	x := user.Export{User: user.User{LegalNames: []string{`<script>alert("x")</script>`}}}
	require.NoError(t, x.WriteHTML(&page))
	assert.NotContains(t, page.String(), "<script>")
	assert.Contains(t, page.String(), "&lt;script&gt;")
}

// businessWithOwner is a business and the base document of a person behind it.
func (b *bundle) businessWithOwner(t testing.TB) (user.User, string) {
	t.Helper()
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155550188", LegalNames: []string{"Quellenfeld Trading LLC"}, IsBusiness: true})
	require.NoError(t, err)
	firm, owner := ana(), ana()
	firm.Name, firm.Email, firm.EntityType, firm.Year = "Quellenfeld Trading LLC", "firm@quellenfeld.example", "LLC", 2010
	owner.Name, owner.AddressStreet, owner.Email = canaryName, canaryStreet, canaryEmail
	owner.EntityRelationship, owner.OwnershipPercentage, owner.Title = string(document.UBO), "60", "CEO"
	u, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{firm, owner}})
	require.NoError(t, err)
	return u, u.Documents[1].ID
}

// another is the base document of one more person behind a business.
func (b *bundle) another(t testing.TB, id string) string {
	t.Helper()
	in := ana()
	in.Name, in.Email, in.EntityRelationship, in.OwnershipPercentage = "Zoe Second", "zoe@quellenfeld.example", string(document.UBO), "30"
	in.Title = "CFO"
	u := b.submit(t, id, in)
	return u.Documents[len(u.Documents)-1].ID
}

// A person asks for a copy of all that is held of it, and gets it as JSON and as a page.
func ExampleService_Export() {
	ctx := context.Background()
	users, err := user.New(memory.New("acme"), bonafide.EphemeralKeys(), &user.Options{NewID: func() (string, error) { return "u-1", nil }})
	if err != nil {
		panic(err)
	}
	_, err = users.Create(ctx, bonafide.Platform("shop"), user.CreateRequest{Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
	if err != nil {
		panic(err)
	}
	x, err := users.Export(ctx, bonafide.User("u-1"), "u-1", user.ExportRequest{})
	fmt.Println(x.User.LegalNames, x.User.Phone, err)
	for _, e := range x.Events {
		fmt.Println(e.What, "by", e.By)
	}
	var page bytes.Buffer
	err = x.WriteHTML(&page)
	fmt.Println(strings.Contains(page.String(), "<li>Ana Maria Lopez</li>"), err)
	// Output:
	// [Ana Maria Lopez] +14155552671 <nil>
	// was created by platform
	// was linked to a platform by platform
	// a copy of the data was asked for by user
	// true <nil>
}

// What a user took back is held until the erasure, and so it is in the copy: without who
// decided on it, and why.
func TestExportOfWithdrawn(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	doc := u.Documents[0]
	_, err := b.users.WithdrawDocument(ctx, officer, u.ID, user.WithdrawDocumentRequest{Document: doc.ID, Reason: canaryWord})
	require.NoError(t, err)
	x, text := b.copyOf(t, bonafide.User(u.ID), u.ID, user.ExportRequest{})
	assert.Empty(t, x.User.Documents)
	require.Len(t, x.Withdrawn, 1)
	assert.Equal(t, doc.Name, x.Withdrawn[0].Document.Name)
	assert.NotEmpty(t, x.Subs)
	assert.NotContains(t, text, canaryWord)
	assert.NotContains(t, text, "officer")
}
