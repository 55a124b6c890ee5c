package user_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
)

// with2FA is a user whose base document has an e-mail address to be proved.
func (b *bundle) with2FA(t *testing.T) (user.User, document.Sub) {
	t.Helper()
	in := ana()
	in.SocialDocs = []document.SubSubmission{{Type: document.Email2FA, Value: bonafide.NewSecret("ana@example.com")}}
	u := b.submit(t, b.create(t).ID, in)
	assert.Equal(t, document.Reviewing, find(t, u, document.Email2FA).Status, "REVIEWING in the answer to the submission")
	u = b.advance(t, u.ID)
	return u, find(t, u, document.Email2FA)
}

func (b *bundle) answer(u user.User, d document.Sub, code bonafide.Secret) (user.User, error) {
	return b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{
		ID: u.Documents[0].ID, SocialDocs: []document.SubSubmission{{ID: d.ID, Type: d.Type, MFAAnswer: code}}}}})
}

// REVIEWING -> MFA_PENDING -> VALID / INVALID (Synapse users, verify a 2FA
// device), wrong answers counted as codes are.
func TestDocumentsProvedByCode(t *testing.T) {
	b := setup(t)
	u, d := b.with2FA(t)
	assert.Equal(t, document.MFAPending, d.Status)
	require.Equal(t, 1, b.sent())
	assert.Equal(t, user.Mail, b.messages[0].Channel)
	assert.Equal(t, bonafide.Email("ana@example.com"), b.messages[0].Email)
	assert.Empty(t, b.messages[0].To)
	for _, r := range b.verifier.calls {
		assert.NotEqual(t, document.Email2FA, r.Type, "no vendor is asked about a code")
	}
	now, err := b.answer(u, d, b.lastCode())
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, now, document.Email2FA).Status)
	_, err = b.answer(u, d, b.lastCode())
	require.ErrorIs(t, err, bonafide.ErrInvalid, "the code is used up")

	b = setup(t)
	u, d = b.with2FA(t)
	wrong := bonafide.NewSecret("000000")
	for try := 1; try <= 5; try++ {
		now, err = b.answer(u, d, wrong)
		require.NoError(t, err)
		want := document.MFAPending
		if try == 5 {
			want = document.Invalid
		}
		assert.Equal(t, want, find(t, now, document.Email2FA).Status, "try %d", try)
	}
	_, err = b.answer(u, d, b.lastCode())
	require.ErrorIs(t, err, bonafide.ErrInvalid, "too late")

	b = setup(t)
	u, d = b.with2FA(t)
	code := b.lastCode()
	b.wait(10 * time.Minute)
	_, err = b.answer(u, d, code)
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("documents[0].social_docs[0].mfa_answer", user.RefusedCode), "expired")
	again := submission{ID: u.Documents[0].ID, SocialDocs: []document.SubSubmission{{ID: d.ID, Type: d.Type, Value: bonafide.NewSecret("ana@example.com")}}}
	u = b.advance(t, b.submit(t, u.ID, again).ID)
	assert.Equal(t, 2, b.sent(), "submitted again, another code goes out")
	now, err = b.answer(u, d, b.lastCode())
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, now, document.Email2FA).Status)
}

// A message that was not taken is tried again; without a messenger the
// document stays under review. In the sandbox 123456 is right and nothing is sent.
func TestUndeliveredDocumentCode(t *testing.T) {
	b := setup(t)
	b.sendErr = errDown
	u, d := b.with2FA(t)
	assert.Equal(t, document.Reviewing, d.Status)
	b.sendErr = nil
	b.wait(2 * time.Minute)
	u = b.advance(t, u.ID)
	d = find(t, u, document.Email2FA)
	assert.Equal(t, document.MFAPending, d.Status)
	now, err := b.answer(u, d, b.lastCode())
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, now, document.Email2FA).Status)

	b = setup(t, func(o *user.Options) { o.Sandbox = true })
	u, d = b.with2FA(t)
	assert.Zero(t, b.sent())
	now, err = b.answer(u, d, bonafide.NewSecret(document.SandboxCode))
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, now, document.Email2FA).Status)
}

// Without a messenger nobody can prove a device: it waits for a reviewer, told once, and is
// not asked about again, whatever time passes.
func TestDeviceWithoutMessenger(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Messenger = nil })
	u, d := b.with2FA(t)
	assert.Equal(t, document.Reviewing, d.Status)
	assert.False(t, d.ReviewDue.IsZero())
	ids, _ := b.queue(t, user.QueueRequest{})
	assert.Equal(t, []string{u.ID}, ids)
	told := func() (n int) {
		events, err := b.users.Events(ctx, officer, u.ID, bonafide.PageRequest{Limit: bonafide.MaxItems})
		require.NoError(t, err)
		for _, e := range events.Items {
			if e.Data["subdocument"] == d.ID && e.Type != event.Submitted {
				n++
			}
		}
		return n
	}
	assert.Equal(t, 1, told())
	for range 30 {
		b.wait(24 * time.Hour)
		b.advance(t, u.ID)
	}
	assert.Equal(t, 1, told())
	assert.Equal(t, d, find(t, mustGet(t, b, u.ID), document.Email2FA))
	for _, r := range b.verifier.calls {
		assert.NotEqual(t, document.Email2FA, r.Type, "no vendor is asked about a code")
	}
	u, err := b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: d.ID, Attempt: d.Attempt, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, u, document.Email2FA).Status)
}

// second makes another user with its own base document.
func (b *bundle) second(t *testing.T, in document.Submission) user.User {
	t.Helper()
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552672", LegalNames: []string{"Other Name"}})
	require.NoError(t, err)
	return b.submit(t, u.ID, in)
}

// Nobody hides behind strangers who give the same e-mail address: they are no duplicates,
// and do not count as such.
func TestStrangersHideNoDuplicate(t *testing.T) {
	b := setup(t)
	for i := range 101 {
		u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415%07d", 3000000+i), LegalNames: []string{"Other Name"}})
		require.NoError(t, err)
		in := ana()
		in.Name = "Bea " + letters(i)
		b.submit(t, u.ID, in)
	}
	first := b.submit(t, b.create(t).ID, ana())
	in := ana()
	in.Year, in.AddressStreet = 1991, "7 Oak Road" // the name and the address of e-mail alone
	second := b.advance(t, b.second(t, in).ID)
	require.Len(t, second.Twins.List, 1)
	assert.Equal(t, first.ID, second.Twins.List[0].User)
}

// A number that a locked user has given is blacklisted, and only a reviewer
// takes that back.
func TestBlacklist(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	in := ana()
	in.Name, in.Email, in.Year = "Bea Smith Jones", "bea@example.com", 1980
	in.VirtualDocs = ssn("512432222") // the same number, written another way
	free := b.second(t, in)
	assert.Equal(t, document.Reviewing, find(t, free, document.SSN).Status, "the other user is in good standing")
	_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.BlockedList})
	require.NoError(t, err)
	again := submission{
		ID:          free.Documents[0].ID,
		VirtualDocs: []document.SubSubmission{{ID: find(t, free, document.SSN).ID, Type: document.SSN, Value: bonafide.NewSecret("512-43-2222")}},
	}
	now := b.submit(t, free.ID, again)
	d := find(t, now, document.SSN)
	assert.Equal(t, document.Blacklisted, d.Status)
	now = b.advance(t, free.ID)
	assert.Equal(t, document.Blacklisted, find(t, now, document.SSN).Status, "no vendor's answer takes it back")
	_, err = b.users.SubmitDocuments(ctx, acme, free.ID, user.SubmitRequest{Documents: []submission{again}})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	now, err = b.users.Resolve(ctx, officer, free.ID, user.ResolveRequest{SubDocument: d.ID, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, now, document.SSN).Status)
}

// The license number of a locked user in another state, or of one who does not say of
// which state it is, is no finding: each state has numbers of its own.
func TestBlacklistKnowsTheIssuer(t *testing.T) {
	license := func(state string) []document.SubSubmission {
		return []document.SubSubmission{{Type: document.DriversLicense, Value: bonafide.NewSecret("12345678"), Meta: document.MetaSubmission{CountryCode: "US", StateCode: state}}}
	}
	b := setup(t)
	in := ana()
	in.VirtualDocs = license("TX")
	u := b.submit(t, b.create(t).ID, in)
	_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.BlockedList})
	require.NoError(t, err)
	in.Name, in.Email, in.VirtualDocs = "Bea Smith Jones", "bea@example.com", license("PA")
	other := b.second(t, in)
	assert.Equal(t, document.Reviewing, find(t, other, document.DriversLicense).Status)
	for _, row := range []struct {
		state string
		want  document.Status
	}{{"", document.Reviewing}, {"TX", document.Blacklisted}} {
		again := license(row.state)
		again[0].ID = find(t, other, document.DriversLicense).ID
		other = b.submit(t, other.ID, submission{ID: other.Documents[0].ID, VirtualDocs: again})
		assert.Equal(t, row.want, find(t, other, document.DriversLicense).Status, row.state)
	}
	// Nor is the blacklist walked around by deleting what is on it.
	_, err = b.users.SubmitDocuments(ctx, acme, other.ID, user.SubmitRequest{Documents: []submission{{ID: other.Documents[0].ID,
		VirtualDocs: []document.SubSubmission{{ID: find(t, other, document.DriversLicense).ID, Type: document.DeleteDocument}}}}})
	refusedAs(t, err, user.RefusedWithdrawal)
}

func TestDuplicates(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	none, err := b.users.Duplicates(ctx, officer, u.ID)
	require.NoError(t, err)
	assert.Equal(t, user.Duplicates{UserID: u.ID}, none)

	in := ana()
	in.Email = "ana2@example.com"
	in.VirtualDocs = ssn("512432222")
	twin := b.second(t, in)
	found, err := b.users.Duplicates(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Equal(t, user.Duplicates{UserID: u.ID, Reason: document.DuplicateSSN, Open: []string{twin.ID},
		Why: []document.DuplicateReason{document.DuplicateSSN, document.DuplicateNameAndBirth, document.DuplicateNameAndAddress}}, found)
	_, err = b.users.Duplicates(ctx, bonafide.User(u.ID), u.ID)
	require.ErrorIs(t, err, bonafide.ErrForbidden)

	_, err = b.users.SwapDuplicate(ctx, acme, u.ID, user.SwapRequest{To: twin.ID})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = b.users.SwapDuplicate(ctx, officer, u.ID, user.SwapRequest{To: "nobody"})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	for range 2 { // repeated, it changes nothing more
		now, err := b.users.SwapDuplicate(ctx, officer, u.ID, user.SwapRequest{Key: "k", To: twin.ID})
		require.NoError(t, err)
		assert.Equal(t, permission.Unverified, now.Permission())
		closed := mustGet(t, b, u.ID)
		assert.Equal(t, permission.Closed, closed.Permission())
		assert.Equal(t, permission.DuplicateAccount, closed.Standing.PermissionCode)
	}
	back, err := b.users.SwapDuplicate(ctx, officer, twin.ID, user.SwapRequest{To: u.ID})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, back.Permission())
	assert.Equal(t, permission.Closed, mustGet(t, b, twin.ID).Permission(), "at most one of a set stays open")
}

// One person writes its name, address and e-mail address in many ways: the surname first,
// without the middle name, spelt out, with a tag.
func TestDuplicatesHoweverWritten(t *testing.T) {
	const birth, place, mail = document.DuplicateNameAndBirth, document.DuplicateNameAndAddress, document.DuplicateNameAndEmail
	for name, row := range map[string]struct {
		change func(in *document.Submission)
		want   []document.DuplicateReason
	}{
		"surname first":  {func(in *document.Submission) { in.Name = "López, Ana María" }, []document.DuplicateReason{birth, place, mail}},
		"no middle name": {func(in *document.Submission) { in.Name = "Ana Lopez" }, []document.DuplicateReason{document.SimilarNameAndBirth, document.SimilarNameAndAddress, document.SimilarNameAndEmail}},
		"an initial":     {func(in *document.Submission) { in.Name, in.Day = "Ana M. Lopez", 3 }, []document.DuplicateReason{document.SimilarNameAndAddress, document.SimilarNameAndEmail}},
		"a tag": {func(in *document.Submission) {
			in.Email, in.Year, in.AddressStreet = "ana+second@example.com", 1991, "7 Oak Road"
		}, []document.DuplicateReason{mail}},
		"street in full": {func(in *document.Submission) {
			in.Email, in.Year, in.AddressStreet = "x@example.com", 1991, "1 Market St"
		}, []document.DuplicateReason{place}},
		"a sister":        {func(in *document.Submission) { in.Name = "Ana Lucia Lopez" }, nil},
		"another surname": {func(in *document.Submission) { in.Name = "Ana Maria Jones" }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			first := b.submit(t, b.create(t).ID, ana())
			in := ana()
			row.change(&in)
			b.second(t, in)
			found, err := b.users.Duplicates(ctx, officer, first.ID)
			require.NoError(t, err)
			assert.Equal(t, row.want, found.Why)
		})
	}
}

// A number that was found to be a user's own stays known by that user: sent back to
// review by another birthday and then deleted or replaced, and among any heap of others.
func TestBlacklistOutlivesWithdrawal(t *testing.T) {
	reviewed := func(t *testing.T, b *bundle, u user.User) (user.User, document.Sub) {
		u = b.submit(t, u.ID, submission{ID: u.Documents[0].ID, Year: 1991})
		d := find(t, u, document.SSN)
		require.Equal(t, document.Reviewing, d.Status)
		return u, d
	}
	for name, shed := range map[string]func(t *testing.T, b *bundle, u user.User){
		"deleted": func(t *testing.T, b *bundle, u user.User) {
			u, d := reviewed(t, b, u)
			b.submit(t, u.ID, gone(u.Documents[0], d))
		},
		"replaced": func(t *testing.T, b *bundle, u user.User) {
			u, _ = reviewed(t, b, u)
			b.submit(t, u.ID, submission{ID: u.Documents[0].ID, VirtualDocs: ssn("512-43-3333")})
		},
		"sent back twice": func(t *testing.T, b *bundle, u user.User) {
			u, _ = reviewed(t, b, u)
			u = b.submit(t, u.ID, submission{ID: u.Documents[0].ID, Year: 1992})
			b.submit(t, u.ID, gone(u.Documents[0], find(t, u, document.SSN)))
		},
		"heaped over": func(t *testing.T, b *bundle, u user.User) {
			var heap []document.SubSubmission
			for i := range 50 {
				heap = append(heap, document.SubSubmission{Type: document.Passport, Value: bonafide.NewSecret(fmt.Sprintf("P%07d", i)), Meta: document.MetaSubmission{CountryCode: "DE"}})
			}
			d := find(t, u, document.SSN)
			u = b.submit(t, u.ID, submission{ID: u.Documents[0].ID, VirtualDocs: heap})
			b.submit(t, u.ID, gone(u.Documents[0], d))
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			u := b.verified(t)
			shed(t, b, u)
			_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.FraudulentDocs})
			require.NoError(t, err)
			in := ana()
			in.Name, in.Email, in.Year = "Bea Smith Jones", "bea@example.com", 1980
			in.VirtualDocs = ssn("512432222")
			assert.Equal(t, document.Blacklisted, find(t, b.second(t, in), document.SSN).Status)
		})
	}
}
