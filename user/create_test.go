package user_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// Dots users: a user is created if one does not exist for the phone number, and
// can be connected to any platform.
func TestCreateByPhone(t *testing.T) {
	b := setup(t)
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "(415) 555-2671", Region: "US", LegalNames: []string{" Ana  Maria Lopez "}, SuppID: "c1"})
	require.NoError(t, err)
	assert.Equal(t, bonafide.Phone("+14155552671"), u.Phone)
	assert.Equal(t, bonafide.Plausible, u.PhoneGrade)
	assert.Equal(t, []string{"Ana Maria Lopez"}, u.LegalNames)
	assert.Equal(t, 1, u.CIPTag)
	assert.Equal(t, permission.Unverified, u.Permission())
	assert.Equal(t, []user.Link{{Platform: "acme", SuppID: "c1", At: start}}, u.Platforms)

	again, err := b.users.Create(ctx, other, user.CreateRequest{Phone: "+1 415-555-2671", LegalNames: []string{"Somebody Else"}, IsBusiness: true, SuppID: "x9"})
	require.NoError(t, err)
	assert.Equal(t, u.ID, again.ID, "one user for a phone number")
	assert.Equal(t, user.User{ID: u.ID, Platforms: []user.Link{{Platform: "other", SuppID: "x9", Pending: true, At: start}}}, again, "no more than its own link")
	whole := mustGet(t, b, u.ID)
	assert.Equal(t, u.LegalNames, whole.LegalNames)
	assert.False(t, whole.IsBusiness, "the kind is fixed at creation")

	third, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{"Ana"}})
	require.NoError(t, err)
	assert.Equal(t, u.ID, third.ID)
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	assert.Equal(t, []string{"created", "platform_linked", "platform_linked", "platform_linked"}, types(events), "that acme names somebody else is told")
	assert.Equal(t, "true", events[3].Data["other_name"])

	implausible, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+1(123)123-1234", LegalNames: []string{"Ana"}})
	require.NoError(t, err, "possible numbers that no plan assigns are accepted")
	assert.Equal(t, bonafide.Implausible, implausible.PhoneGrade)
}

func TestCreateReportsEveryFault(t *testing.T) {
	b := setup(t)
	_, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "call me", LegalNames: []string{"", strings.Repeat("x", 201), "\xff"}, CIPTag: -1, SuppID: strings.Repeat("x", 129)})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, []bonafide.Fault{
		{Path: "phone_number", Code: bonafide.CodeMalformed}, {Path: "legal_names", Code: bonafide.CodeRequired}, {Path: "legal_names", Code: bonafide.CodeTooLong},
		{Path: "legal_names", Code: bonafide.CodeMalformed}, {Path: "cip_tag", Code: bonafide.CodeOutOfRange}, {Path: "supp_id", Code: bonafide.CodeTooLong},
	}, invalid.Fields)
	_, err = user.New(nil, nil, nil)
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, invalid.Fields, 2)
}

// Two racing commands never create two users for one phone.
func TestCreateRace(t *testing.T) {
	b := setup(t)
	const n = 32
	ids := make([]string, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			by := bonafide.Platform(fmt.Sprintf("p%02d", i))
			u, err := b.users.Create(ctx, by, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{"Ana"}})
			assert.NoError(t, err)
			ids[i] = u.ID
		}()
	}
	wg.Wait()
	for _, id := range ids {
		assert.Equal(t, ids[0], id)
	}
	u, err := b.users.Get(ctx, bonafide.System(), ids[0])
	require.NoError(t, err)
	assert.Len(t, u.Platforms, n, "no link is lost")
}

// Same key and same body gives the first outcome again; another body is a
// conflict. Keys of different actors do not meet.
func TestIdempotencyKeys(t *testing.T) {
	b := setup(t)
	create := user.CreateRequest{Key: "k1", Phone: "+14155552671", LegalNames: []string{"Ana Maria Lopez"}}
	u, err := b.users.Create(ctx, acme, create)
	require.NoError(t, err)
	again, err := b.users.Create(ctx, acme, create)
	require.NoError(t, err)
	assert.Equal(t, u.ID, again.ID)
	changed := create
	changed.Phone = "+14155552672"
	_, err = b.users.Create(ctx, acme, changed)
	require.ErrorIs(t, err, bonafide.ErrKeyReused)
	changed.Phone = create.Phone
	changed.SuppID = "new"
	_, err = b.users.Create(ctx, acme, changed)
	require.ErrorIs(t, err, bonafide.ErrKeyReused, "also where the user is there")
	_, err = b.users.Create(ctx, other, create)
	require.NoError(t, err, "another actor's key")
	create.Key = strings.Repeat("k", 256)
	_, err = b.users.Create(ctx, acme, create)
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	submit := user.SubmitRequest{Key: "k1", Documents: []submission{in}}
	first, err := b.users.SubmitDocuments(ctx, acme, u.ID, submit)
	require.NoError(t, err)
	second, err := b.users.SubmitDocuments(ctx, acme, u.ID, submit)
	require.NoError(t, err)
	assert.Equal(t, first, second, "no second attempt, no new ids")
	in.VirtualDocs = ssn("512-43-2223")
	_, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Key: "k1", Documents: []submission{in}})
	require.ErrorIs(t, err, bonafide.ErrKeyReused, "secrets are part of the body")

	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: "s1"})
	require.NoError(t, err)
	b.wait(time.Minute)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: "s1"})
	require.NoError(t, err)
	assert.Equal(t, 1, b.sent(), "a repeated request sends no second message")
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: "s1", Channel: user.Voice})
	require.ErrorIs(t, err, bonafide.ErrKeyReused)

	wrong := bonafide.NewSecret("000000")
	if b.lastCode().Equal(wrong) {
		wrong = bonafide.NewSecret("000001")
	}
	for range 3 {
		_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Key: "v1", Code: wrong})
		require.ErrorIs(t, err, bonafide.ErrRefused)
	}
	codes, err := b.users.Codes(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Equal(t, 1, codes.Tries, "a repeated guess is no second guess")
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Key: "v1", Code: bonafide.NewSecret("000002")})
	require.ErrorIs(t, err, bonafide.ErrRefused)
	codes, err = b.users.Codes(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Equal(t, 2, codes.Tries, "another code under the key is another guess")
	for range 2 {
		now, err := b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Key: "v2", Code: b.lastCode()})
		require.NoError(t, err)
		assert.False(t, now.PhoneVerified.IsZero())
	}
}

// Every fault of the options is told at once, each by its path.
func TestOptionsReportEveryFault(t *testing.T) {
	_, err := user.New(nil, bonafide.EphemeralKeys(), &user.Options{Lease: -1, Codes: user.CodePolicy{Life: time.Hour, Tries: -1}})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, []bonafide.Fault{
		{Path: "store", Code: bonafide.CodeRequired}, {Path: "options.codes.life", Code: bonafide.CodeOutOfRange},
		{Path: "options.codes.tries", Code: bonafide.CodeOutOfRange}, {Path: "options.lease", Code: bonafide.CodeOutOfRange},
	}, invalid.Fields)
}

// One record that cannot be read does not keep the others from being advanced, found
// and listed, and is named.
func TestUnreadableRecordStopsNobody(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Verifier = nil })
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	u := b.submit(t, b.create(t).ID, in)
	second, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552672", LegalNames: []string{"Ana Maria Lopez"}})
	require.NoError(t, err)
	b.submit(t, second.ID, in)
	named := func(err error) {
		t.Helper()
		require.ErrorIs(t, err, bonafide.ErrUnreadable)
		assert.Contains(t, err.Error(), second.ID)
		assert.NotContains(t, err.Error(), u.ID)
	}
	r, err := b.records.Get(ctx, user.Kind, second.ID)
	require.NoError(t, err)
	r.Version, r.Due, r.Body = r.Version+1, start.Add(-time.Hour), []byte(`{"format":2}`)
	require.NoError(t, b.records.Put(ctx, bonafide.Write{Record: r}, bonafide.Write{Record: bonafide.Record{Kind: "user.queue", ID: second.ID, Version: 1, Due: start}}))

	n, err := b.users.AdvanceDue(ctx, 1)
	named(err)
	assert.Equal(t, 1, n, "it takes nobody's place")
	queue, err := b.users.Queue(ctx, officer, user.QueueRequest{})
	named(err)
	require.Len(t, queue.Items, 1)
	found, err := b.users.Search(ctx, acme, user.SearchRequest{Name: "Lopez"})
	named(err)
	require.Len(t, found.Items, 1)
	assert.Equal(t, u.ID, found.Items[0].ID)
	_, err = b.users.Duplicates(ctx, officer, u.ID)
	named(err)
	files, err := b.users.Files(ctx, officer, bonafide.PageRequest{})
	named(err)
	assert.Equal(t, bonafide.PageOf[string]{}, files, "no sweep goes on without what it names")
	b.redeploy(t)
	changed, err := b.users.Redecide(ctx, officer, user.RedecideRequest{})
	named(err)
	assert.Empty(t, changed.Items, "nobody had a permission")
	candidate, err := program.Parse([]byte(sheet))
	require.NoError(t, err)
	_, err = b.users.Simulate(ctx, officer, user.SimulateRequest{Candidate: candidate})
	named(err)
}

// A phone number is not enough to get at somebody: until a code that it asked for was
// answered, another platform sees an id and can do nothing but send and answer codes.
func TestPendingLink(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	join := user.CreateRequest{Key: "k", Phone: string(u.Phone), LegalNames: []string{"Somebody Else"}, SuppID: "x9"}
	stub := user.User{ID: u.ID, Platforms: []user.Link{{Platform: "other", SuppID: "x9", Pending: true, At: start}}}
	for range 2 {
		got, err := b.users.Create(ctx, other, join)
		require.NoError(t, err)
		assert.Equal(t, stub, got)
	}
	got, err := b.users.Get(ctx, other, u.ID)
	require.NoError(t, err)
	assert.Equal(t, stub, got)
	note := "mine"
	for name, do := range map[string]func() error{
		"Access":  func() error { _, err := b.users.Access(ctx, other, u.ID); return err },
		"Codes":   func() error { _, err := b.users.Codes(ctx, other, u.ID); return err },
		"Explain": func() error { _, err := b.users.Explain(ctx, other, u.ID); return err },
		"Ledger":  func() error { _, err := b.users.Ledger(ctx, other, u.ID); return err },
		"Token":   func() error { _, err := b.users.IssueToken(ctx, other, u.ID, user.IssueTokenRequest{}); return err },
		"Revoke":  func() error { _, err := b.users.RevokeTokens(ctx, other, u.ID, user.RevokeTokensRequest{}); return err },
		"Update": func() error {
			_, err := b.users.Update(ctx, other, u.ID, user.UpdateRequest{PublicNote: &note})
			return err
		},
		"Submit": func() error {
			_, err := b.users.SubmitDocuments(ctx, other, u.ID, user.SubmitRequest{Documents: []submission{ana()}})
			return err
		},
		"Rescreen": func() error { _, err := b.users.Rescreen(ctx, other, u.ID, user.RescreenRequest{}); return err },
		"Attest": func() error {
			_, err := b.users.Attest(ctx, other, u.ID, user.AttestRequest{Attestation: "terms"})
			return err
		},
		"Move": func() error { _, err := b.users.Move(ctx, other, u.ID, transaction(t, "t", "1", start)); return err },
		"Authorize": func() error {
			_, err := b.users.Authorize(ctx, other, u.ID, transaction(t, "t", "1", start))
			return err
		},
		"Standing": func() error {
			_, err := b.users.SetStanding(ctx, other, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
			return err
		},
		"Duplicates": func() error { _, err := b.users.Duplicates(ctx, other, u.ID); return err },
		"Propose": func() error {
			_, err := b.users.Propose(ctx, other, u.ID, user.ProposeRequest{Request: user.UpdateRequest{PublicNote: &note}})
			return err
		},
	} {
		require.ErrorIs(t, do(), bonafide.ErrNotFound, name)
	}
	found, err := b.users.Search(ctx, other, user.SearchRequest{SuppID: "x9"})
	require.NoError(t, err)
	assert.Empty(t, found.Items)

	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: "s"})
	require.NoError(t, err)
	_, err = b.users.VerifyCode(ctx, other, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	refusedAs(t, err, user.RefusedCode) // it is the code that acme asked for
	b.wait(time.Minute)
	got, err = b.users.SendCode(ctx, other, u.ID, user.SendCodeRequest{Key: "s"})
	require.NoError(t, err)
	assert.Equal(t, stub, got)
	assert.Equal(t, 2, b.sent(), "keys are of one platform")
	got, err = b.users.VerifyCode(ctx, other, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
	assert.Equal(t, u.LegalNames, got.LegalNames)
	assert.False(t, got.Platforms[0].Pending)
	_, err = b.users.IssueToken(ctx, other, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	found, err = b.users.Search(ctx, other, user.SearchRequest{SuppID: "x9"})
	require.NoError(t, err)
	assert.Len(t, found.Items, 1)
}

// Creations under one key in parallel are one creation.
func TestCreateInParallel(t *testing.T) {
	for i := range 30 {
		b := setup(t)
		var wg sync.WaitGroup
		ids := make([]string, 8)
		for j := range ids {
			wg.Go(func() {
				u, err := b.users.WithStore(b.store).Create(ctx, acme, user.CreateRequest{Key: "k", Phone: "+1 415 555 2671", LegalNames: []string{"Ana Maria Lopez"}})
				assert.NoError(t, err, i)
				ids[j] = u.ID
			})
		}
		wg.Wait()
		for _, id := range ids {
			assert.Equal(t, ids[0], id)
		}
	}
}
