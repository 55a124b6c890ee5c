package user_test

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
)

// ofType returns the documents of a type, accepted ones first.
func ofType(u user.User, typ document.Type) (out []document.Sub) {
	for _, b := range u.Documents {
		for _, class := range document.Classes() {
			out = append(out, b.FindType(class, typ)...)
		}
	}
	return out
}

// renew hands an accepted document in anew.
func (b *bundle) renew(t testing.TB, u user.User) user.User {
	t.Helper()
	return b.submit(t, u.ID, submission{ID: u.Documents[0].ID, PhysicalDocs: photo(t)})
}

// A renewal leaves the accepted document in force until it is accepted itself; one
// that is refused changes nothing, whoever looks sees both, and renewals use up no
// attempts.
func TestRenewal(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	first := find(t, u, document.GovtID)
	for n := range 2 * document.DefaultMaxAttempts {
		u = b.renew(t, u)
		require.Equal(t, permission.SendAndReceive, u.Permission(), "the accepted one stays in force")
		both := ofType(u, document.GovtID)
		require.Len(t, both, 2)
		assert.Equal(t, []document.Status{document.Valid, document.Reviewing}, []document.Status{both[0].Status, both[1].Status})
		assert.Equal(t, both[0].ID, both[1].Renews)
		assert.Equal(t, 1, both[1].Attempts)
		u = b.advance(t, u.ID)
		require.Equal(t, permission.SendAndReceive, u.Permission())
		now := ofType(u, document.GovtID)
		require.Len(t, now, 1, "it takes the place of the other")
		assert.Equal(t, both[1].ID, now[0].ID)
		assert.Empty(t, now[0].Renews)
		kept := b.stored(t, u.ID).Withdrawn
		require.Len(t, kept, n+1)
		assert.Equal(t, both[0].ID, kept[n].Document.Physical[0].ID, "what it renewed is kept")
		assert.Equal(t, n+2, b.files.Len())
	}
	assert.NotEqual(t, first.ID, find(t, u, document.GovtID).ID)

	b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonPoorImageQuality}})
	for n := range document.DefaultMaxAttempts {
		u = b.advance(t, b.renew(t, u).ID)
		require.Equal(t, permission.SendAndReceive, u.Permission(), "a refused renewal changes nothing")
		both := ofType(u, document.GovtID)
		require.Len(t, both, 2)
		assert.Equal(t, document.Invalid, both[1].Status)
		assert.Equal(t, n+1, both[1].Attempts)
		if n == 2 { // to delete it and begin anew gives no new attempts
			u = b.submit(t, u.ID, submission{ID: u.Documents[0].ID, PhysicalDocs: []document.SubSubmission{{ID: both[1].ID, Type: document.DeleteDocument}}})
		}
	}
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID, PhysicalDocs: photo(t)}}})
	faulty(t, err, "documents[0].physical_docs[0]", document.CodeNoAttemptsLeft)
	assert.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission())
}

func faulty(t testing.TB, err error, path string, code bonafide.Code) {
	t.Helper()
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has(path, code), "%v", invalid)
}

// A renewal that is refused for good is a finding about the subject: the accepted
// document counts no more until a reviewer has decided.
func TestRenewalRefusedForGood(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonPotentialFraud}})
	u = b.advance(t, b.renew(t, u).ID)
	assert.Equal(t, permission.Receive, u.Permission())
	both := ofType(u, document.GovtID)
	require.Len(t, both, 2)
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID,
		PhysicalDocs: []document.SubSubmission{{ID: both[1].ID, Type: document.DeleteDocument}}}}})
	refusedAs(t, err, user.RefusedWithdrawal)
	u, err = b.users.WithdrawDocument(ctx, officer, u.ID, user.WithdrawDocumentRequest{Document: u.Documents[0].ID, SubDocument: both[1].ID, Reason: "the vendor erred"})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, u.Permission())
}

// What has expired on arrival is said at once, and no vendor is paid for it.
func TestExpiredOnArrival(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	asked := len(b.verifier.calls)
	late := photo(t)
	late[0].Meta.ExpiresOn = "2026-03-01"
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID, PhysicalDocs: late}}})
	faulty(t, err, "documents[0].physical_docs[0].meta.expires_on", bonafide.Code(document.ReasonExpiredDocument))
	u = b.advance(t, u.ID)
	assert.Equal(t, permission.SendAndReceive, u.Permission(), "nothing is lost")
	assert.Len(t, b.verifier.calls, asked)
	assert.Equal(t, 1, b.files.Len())
}

// A document is named once in a request: the last one would stand without a word and
// use up an attempt (base document with two SSN, two FACEBOOK or two GOVT_ID).
func TestTheSameTypeTwice(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	in := ana()
	in.VirtualDocs = append(ssn("512-43-2222"), ssn("512-43-3333")...)
	in.PhysicalDocs = append(photo(t), photo(t)...)
	in.SocialDocs = []document.SubSubmission{{Type: document.Website, Value: bonafide.NewSecret("https://a.example")}, {Type: document.Website, Value: bonafide.NewSecret("https://b.example")}}
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{in}})
	faulty(t, err, "documents[0].virtual_docs[1].document_type", bonafide.CodeRepeated)
	faulty(t, err, "documents[0].physical_docs[1].document_type", bonafide.CodeRepeated)
	assert.NotContains(t, err.Error(), "social_docs", "of which there may be several")
	assert.Empty(t, b.stored(t, u.ID).Documents)
	assert.Zero(t, b.files.Len())
}

// A later answer that contradicts what stands is kept for reviewers, who find it in
// their queue; the subject is not told.
func TestContraryAnswerIsReviewed(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	number := find(t, u, document.SSN)
	early := user.ResolveRequest{SubDocument: number.ID, Attempt: number.Attempt, Verdict: document.Verdict{
		Outcome: document.OutcomeInvalid, DecidedAt: start.Add(-time.Hour), Reasons: []string{document.ReasonNumberNotConfirmed}}}
	now, err := b.users.Resolve(ctx, vendor, u.ID, early)
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, now.Permission(), "it is older than what stands")
	kept := find(t, b.stored(t, u.ID), document.SSN)
	require.NotNil(t, kept.Contrary)
	assert.Equal(t, "vendor", kept.Contrary.Verifier)
	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID)} {
		seen := find(t, mustSee(t, b, by, u.ID), document.SSN)
		assert.Nil(t, seen.Contrary)
		assert.True(t, seen.ReviewDue.IsZero())
	}
	queue, err := b.users.Queue(ctx, officer, user.QueueRequest{})
	require.NoError(t, err)
	assert.Len(t, queue.Items, 1)
	before := b.stored(t, u.ID)
	_, err = b.users.Resolve(ctx, vendor, u.ID, early)
	require.NoError(t, err)
	assert.Equal(t, before, b.stored(t, u.ID), "the same answer again changes nothing")
	_, err = b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: number.ID, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
	require.NoError(t, err)
	queue, err = b.users.Queue(ctx, officer, user.QueueRequest{})
	require.NoError(t, err)
	assert.Empty(t, queue.Items)
}

// What follows from a base document fills no bound, and reviewers are not stopped by
// it.
func TestDerivedDocumentsFillNoBound(t *testing.T) {
	figuretest.OneGoroutine(t)
	b := setup(t, func(o *user.Options) { o.Verifier = nil })
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	u := b.submit(t, b.create(t).ID, in)
	for n := range 60 {
		u = b.submit(t, u.ID, submission{ID: u.Documents[0].ID, IP: fmt.Sprintf("203.0.113.%d", n+10)})
	}
	assert.Len(t, b.stored(t, u.ID).Withdrawn, 20, "the last ones are kept")
	assert.Equal(t, 1, find(t, u, document.IP).Attempts)
	for n := range user.MaxWithdrawn {
		u = b.submit(t, u.ID, submission{ID: u.Documents[0].ID, Email: fmt.Sprintf("ana%d@example.com", n)})
	}
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID, Email: "more@example.com"}}})
	faulty(t, err, "documents[0]", bonafide.CodeTooMany)
	u, err = b.users.WithdrawDocument(ctx, officer, u.ID, user.WithdrawDocumentRequest{Document: u.Documents[0].ID, Reason: "asked by letter"})
	require.NoError(t, err)
	assert.Empty(t, u.Documents)
}

// slowFiles takes as long as it is told to.
type slowFiles struct {
	*document.MemoryFiles
	first      *atomic.Bool
	begun, end chan struct{}
}

func (f slowFiles) Put(ctx context.Context, key string, content []byte) error {
	if f.first.CompareAndSwap(false, true) {
		close(f.begun)
		<-f.end
	}
	return f.MemoryFiles.Put(ctx, key, content)
}

// While a file is written, others may change the user; the submission then goes on
// with what they made of it, and leaves no file behind that nobody names.
func TestFilesAreWrittenBeforeTheTurn(t *testing.T) {
	for name, meanwhile := range map[string]func(*bundle, user.User) error{
		"another matter": func(b *bundle, u user.User) error {
			_, err := b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagNotKnown})
			return err
		},
		"the same document": func(b *bundle, u user.User) error {
			_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID, PhysicalDocs: photo(t)}}})
			return err
		},
		"the base document": func(b *bundle, u user.User) error {
			_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID, Name: "Ana Maria Lopez Diaz"}}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			slow := slowFiles{MemoryFiles: document.NewMemoryFiles(), first: new(atomic.Bool), begun: make(chan struct{}), end: make(chan struct{})}
			b := setup(t, func(o *user.Options) { o.Files = slow })
			u := b.submit(t, b.create(t).ID, ana())
			done := make(chan error, 1)
			go func() {
				_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Key: "k", Documents: []submission{{ID: u.Documents[0].ID, PhysicalDocs: photo(t)}}})
				done <- err
			}()
			<-slow.begun
			require.NoError(t, meanwhile(b, u), "nobody waits for a file")
			close(slow.end)
			require.NoError(t, <-done)
			named, err := b.users.Files(ctx, officer, bonafide.PageRequest{})
			require.NoError(t, err)
			assert.Equal(t, len(named.Items), slow.Len())
			for _, key := range named.Items {
				_, err := slow.Get(ctx, key)
				require.NoError(t, err)
			}
			assert.Len(t, ofType(b.stored(t, u.ID), document.GovtID), 1)
		})
	}
}

// Whoever has no attempts left is told so before an upload is read.
func TestAttemptsAreCheckedBeforeUploadsAreRead(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Documents.MaxAttempts = 1 })
	b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomeInvalid})
	in := ana()
	in.PhysicalDocs = photo(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
	again := ana()
	for _, id := range []string{u.Documents[0].ID, ""} {
		read := 0
		again.ID = id
		again.PhysicalDocs = []document.SubSubmission{{Type: document.GovtID, Upload: io.LimitReader(endless{&read}, 1<<20), MediaType: "image/png"}}
		_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Key: "k", Documents: []submission{again}})
		faulty(t, err, "documents[0].physical_docs[0]", document.CodeNoAttemptsLeft)
		assert.Zero(t, read)
	}
}
