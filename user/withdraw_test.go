package user_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
)

// listed is a person whose name is on the list, with all that a program asks for.
func listed(t testing.TB) submission {
	in := ana()
	in.Name = "Jane Listed Person"
	in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
	return in
}

// decideAs records a reviewer's decision about the hit on the list.
func (b *bundle) decideAs(t testing.TB, by bonafide.Actor, id string, d screening.Disposition) user.User {
	t.Helper()
	r := user.DecideHitRequest{List: "ofac_sdn", EntryID: "7", Disposition: d, Reason: "as documented"}
	for subject, sc := range b.stored(t, id).Screenings {
		if _, hit := sc.Result.Hit(r.List, r.EntryID); hit {
			r.Subject = subject
		}
	}
	if d != screening.TruePositive {
		r.Expires = b.now().AddDate(1, 0, 0)
	}
	u, err := b.users.DecideHit(ctx, by, id, r)
	require.NoError(t, err)
	return u
}

func (b *bundle) retention(t testing.TB, id string) string {
	t.Helper()
	return user.DefaultRetention(b.stored(t, id)).String()
}

// Whoever is found on a list cannot shed it: not by another name, not by deleting
// the document, not by coming again, not by a reviewer who takes the document out.
func TestFindingsOutliveDocuments(t *testing.T) {
	b := setup(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
	require.Equal(t, screening.WatchlistSoftMatch, u.Watchlist())
	base := u.Documents[0].ID
	renamed := b.advance(t, b.submit(t, u.ID, submission{ID: base, Name: "Ana Maria Lopez"}).ID)
	assert.Equal(t, screening.WatchlistSoftMatch, renamed.Watchlist(), "an open hit of an earlier name counts until it is decided")
	assert.Equal(t, permission.Unverified, renamed.Permission())
	assert.Equal(t, screening.OFACInReview, renamed.OFACStatus(b.now()))

	u = b.decideAs(t, officer, u.ID, screening.TruePositive)
	assert.Equal(t, screening.WatchlistMatch, u.Watchlist())
	assert.Equal(t, permission.Locked, u.Permission())
	_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	require.NoError(t, err)
	_, err = b.users.WithdrawDocument(ctx, officer, u.ID, user.WithdrawDocumentRequest{Document: base, Reason: "papers of somebody else"})
	require.NoError(t, err)
	other := ana()
	other.Email, other.VirtualDocs, other.PhysicalDocs = "other@example.com", ssn("512-43-2222"), photo(t)
	u = b.advance(t, b.submit(t, u.ID, other).ID)
	require.Len(t, u.Documents, 1)
	assert.Equal(t, screening.WatchlistMatch, u.Watchlist(), "whatever documents are there")
	assert.Equal(t, "MATCH", u.Documents[0].ScreeningResults["ofac_sdn"])
	assert.Equal(t, screening.OFACFlagged, u.OFACStatus(b.now()))
	assert.Equal(t, permission.Unverified, u.Permission())
	assert.Equal(t, bonafide.Years(10).String(), b.retention(t, u.ID))
	assert.Equal(t, 2, b.files.Len(), "both photos are kept")

	b.decideAs(t, officer, u.ID, screening.FalsePositive)
	assert.Equal(t, screening.WatchlistMatch, mustGet(t, b, u.ID).Watchlist(), "one reviewer alone does not clear it")
	u = b.decideAs(t, officer2, u.ID, screening.FalsePositive)
	assert.Equal(t, permission.SendAndReceive, u.Permission())
	assert.Equal(t, bonafide.Years(10).String(), b.retention(t, u.ID), "what was ever found counts")
}

// The same person again brings what was decided back into force.
func TestSamePersonAgain(t *testing.T) {
	b := setup(t)
	u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
	b.decideAs(t, officer, u.ID, screening.TruePositive)
	_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	require.NoError(t, err)
	_, err = b.users.WithdrawDocument(ctx, officer, u.ID, user.WithdrawDocumentRequest{Document: u.Documents[0].ID, Reason: "asked to begin anew"})
	require.NoError(t, err)
	again := listed(t)
	again.Email = "again@example.com"
	u = b.submit(t, u.ID, again)
	assert.Equal(t, screening.WatchlistMatch, u.Watchlist(), "before any screening")
	u = b.advance(t, u.ID)
	assert.Equal(t, screening.WatchlistMatch, u.Watchlist())
	sc := mustGet(t, b, u.ID).Screening(u.Documents[0].ID)
	require.Len(t, sc.Decisions, 1)
	assert.Equal(t, officer, sc.Decisions[0].By)

	b.decideAs(t, officer, u.ID, screening.FalsePositive)
	assert.Equal(t, screening.WatchlistMatch, mustGet(t, b, u.ID).Watchlist(), "it takes two")
	assert.Equal(t, screening.WatchlistFalsePositive, b.decideAs(t, officer2, u.ID, screening.FalsePositive).Watchlist())
	cleared := b.submit(t, u.ID, submission{ID: u.Documents[0].ID, PermissionScope: document.DeleteDocument})
	assert.Empty(t, cleared.Documents, "a cleared hit keeps nobody from deleting")
	fresh := b.submit(t, u.ID, listed(t))
	assert.NotEqual(t, permission.SendAndReceive, fresh.Permission(), "nobody counts as searched for who was not searched for again")
}

// Who may delete documents: each state with each hit, with and without a hold.
func TestWhoMayDelete(t *testing.T) {
	figuretest.OneGoroutine(t)
	const none, open, match, cleared = "none", "open", "true", "cleared"
	for _, locked := range []bool{false, true} {
		for _, held := range []bool{false, true} {
			for _, hit := range []string{none, open, match, cleared} {
				for _, sub := range []bool{false, true} {
					name := fmt.Sprintf("locked %v, held %v, hit %s, sub-document %v", locked, held, hit, sub)
					t.Run(name, func(t *testing.T) {
						b := setup(t)
						in := listed(t)
						if hit == none {
							in.Name = "Ana Maria Lopez"
						}
						u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
						switch hit {
						case match:
							b.decideAs(t, officer, u.ID, screening.TruePositive)
						case cleared:
							b.decideAs(t, officer, u.ID, screening.FalsePositive)
						}
						standing := user.StandingRequest{}
						if locked {
							standing = user.StandingRequest{Permission: permission.Locked, Code: permission.FraudulentDocs}
						}
						if locked || hit == match {
							_, err := b.users.SetStanding(ctx, officer, u.ID, standing)
							require.NoError(t, err)
						}
						if held {
							_, err := b.users.Hold(ctx, officer, u.ID, user.HoldRequest{ID: "case-1", Reason: "subpoena"})
							require.NoError(t, err)
						}
						before := b.stored(t, u.ID)
						base, photoID := u.Documents[0].ID, find(t, u, document.GovtID)
						del := submission{ID: base, PermissionScope: document.DeleteDocument}
						withdrawal := user.WithdrawDocumentRequest{Document: base, Reason: "asked by letter"}
						if sub {
							del = submission{ID: base, PhysicalDocs: []document.SubSubmission{{ID: photoID.ID, Type: document.DeleteDocument}}}
							withdrawal.SubDocument = photoID.ID
						}
						barred := locked || held || hit == open || hit == match
						for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID)} {
							_, err := b.users.WithdrawDocument(ctx, by, u.ID, withdrawal)
							require.ErrorIs(t, err, bonafide.ErrForbidden)
							if barred {
								_, err = b.users.SubmitDocuments(ctx, by, u.ID, user.SubmitRequest{Documents: []submission{del}})
								refusedAs(t, err, user.RefusedWithdrawal)
							}
						}
						assert.Equal(t, before, b.stored(t, u.ID), "nothing changed")
						var err error
						if barred {
							_, err = b.users.WithdrawDocument(ctx, officer, u.ID, withdrawal)
						} else {
							_, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{del}})
						}
						require.NoError(t, err)
						now := b.stored(t, u.ID)
						require.Len(t, now.Withdrawn, 1)
						assert.Equal(t, b.now(), now.Withdrawn[0].At)
						assert.Equal(t, !sub, now.Withdrawn[0].Whole)
						assert.Equal(t, before.Screenings, now.Screenings)
						assert.Equal(t, 1, b.files.Len())
						seen, err := b.users.Get(ctx, acme, u.ID)
						require.NoError(t, err)
						assert.Empty(t, seen.Withdrawn, "out of sight")
					})
				}
			}
		}
	}
}

func TestWithdrawDocumentFaults(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	base := u.Documents[0].ID
	for name, c := range map[string]struct {
		r   user.WithdrawDocumentRequest
		err error
	}{
		"no reason":            {user.WithdrawDocumentRequest{Document: base}, bonafide.ErrInvalid},
		"no such document":     {user.WithdrawDocumentRequest{Document: "x", Reason: "r"}, bonafide.ErrNotFound},
		"no such sub-document": {user.WithdrawDocumentRequest{Document: base, SubDocument: "x", Reason: "r"}, bonafide.ErrNotFound},
		"derived":              {user.WithdrawDocumentRequest{Document: base, SubDocument: find(t, u, document.Email).ID, Reason: "r"}, bonafide.ErrInvalid},
	} {
		_, err := b.users.WithdrawDocument(ctx, officer, u.ID, c.r)
		require.ErrorIs(t, err, c.err, name)
	}
}

// To delete a refused document and begin anew gives no new attempts, and what was
// refused for good is not to be deleted.
func TestRefusalsOutliveDocuments(t *testing.T) {
	b := setup(t)
	b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomeInvalid, Reasons: []string{document.ReasonNameMismatch}, Reject: document.RejectRetry})
	in := ana()
	u := b.submit(t, b.create(t).ID, in)
	base := u.Documents[0].ID
	for n := range document.DefaultMaxAttempts {
		u = b.advance(t, b.submit(t, u.ID, submission{ID: base, PhysicalDocs: photo(t)}).ID)
		d := find(t, u, document.GovtID)
		assert.Equal(t, n+1, d.Attempts)
		u = b.submit(t, u.ID, submission{ID: base, PhysicalDocs: []document.SubSubmission{{ID: d.ID, Type: document.DeleteDocument}}})
	}
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: base, PhysicalDocs: photo(t)}}})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("documents[0].physical_docs[0]", document.CodeNoAttemptsLeft))

	b.verifier.always(document.SSN, document.Verdict{Outcome: document.OutcomeInvalid, Reject: document.RejectFinal})
	u = b.advance(t, b.submit(t, u.ID, submission{ID: base, VirtualDocs: ssn("512-43-2222")}).ID)
	number := find(t, u, document.SSN)
	for _, del := range []submission{
		{ID: base, PermissionScope: document.DeleteDocument},
		{ID: base, VirtualDocs: []document.SubSubmission{{ID: number.ID, Type: document.DeleteDocument}}},
	} {
		_, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{del}})
		refusedAs(t, err, user.RefusedWithdrawal)
	}
}

// There is an end to what is kept; then deleting is refused, and nothing is dropped.
func TestWithdrawnIsBounded(t *testing.T) {
	figuretest.OneGoroutine(t)
	b := setup(t, func(o *user.Options) { o.Verifier, o.Documents.MaxAttempts = nil, -1 })
	u := b.submit(t, b.create(t).ID, ana())
	var err error
	last := u
	for n := 0; err == nil; n++ {
		require.LessOrEqual(t, n, user.MaxWithdrawn)
		last = u
		u, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: last.Documents[0].ID, Email: fmt.Sprintf("ana%d@example.com", n)}}})
	}
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("documents[0]", bonafide.CodeTooMany))
	now := b.stored(t, last.ID)
	assert.Equal(t, last.Documents[0].Email, now.Documents[0].Email)
	assert.Len(t, now.Withdrawn, user.MaxWithdrawn)
}

// unanswered is a store whose next Put fails, before or after it took effect.
type unanswered struct {
	bonafide.Store
	armed, after bool
}

var errReset = errors.New("connection reset")

func (s *unanswered) Put(ctx context.Context, batch ...bonafide.Write) error {
	if !s.armed {
		return s.Store.Put(ctx, batch...)
	}
	s.armed = false
	if s.after {
		if err := s.Store.Put(ctx, batch...); err != nil {
			return err
		}
	}
	return errReset
}

// A lost reply loses no upload: what the record names is there, and what none
// names is found by the list of those that some record names.
func TestLostReplyKeepsUploads(t *testing.T) {
	for _, after := range []bool{false, true} {
		b := setup(t)
		u := b.create(t)
		store := &unanswered{Store: b.store, armed: true, after: after}
		request := func() user.SubmitRequest {
			in := ana()
			in.PhysicalDocs = photo(t)
			return user.SubmitRequest{Key: "k", Documents: []submission{in}}
		}
		_, err := b.users.WithStore(store).SubmitDocuments(ctx, acme, u.ID, request())
		require.ErrorIs(t, err, errReset)
		_, err = b.users.SubmitDocuments(ctx, acme, u.ID, request())
		require.NoError(t, err)
		key := find(t, b.stored(t, u.ID), document.GovtID).File.Key
		_, err = b.files.Get(ctx, key)
		require.NoError(t, err, "after=%v: what the record names is there", after)
		named, err := b.users.Files(ctx, officer, bonafide.PageRequest{})
		require.NoError(t, err)
		assert.Equal(t, []string{key}, named.Items)
		_, err = b.users.Files(ctx, acme, bonafide.PageRequest{})
		require.ErrorIs(t, err, bonafide.ErrForbidden)

		in := ana()
		in.PhysicalDocs = photo(t)
		in.Year = 2015
		before := b.files.Len()
		_, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{in}})
		require.ErrorIs(t, err, bonafide.ErrInvalid)
		assert.Equal(t, before, b.files.Len(), "what was refused leaves nothing")
	}
}

// endless never ends, and counts what was read of it.
type endless struct{ read *int }

func (r endless) Read(p []byte) (int, error) {
	*r.read += len(p)
	return len(p), nil
}

// Uploads are counted before they are read, and the first one that is too large
// ends the reading.
func TestUploadsAreCountedBeforeTheyAreRead(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Documents.Upload.MaxBytes = 1 << 20 })
	u := b.create(t)
	for n, most := range map[int]int{200: 0, 40: 3 << 20} {
		read := 0
		in := ana()
		for range n {
			in.PhysicalDocs = append(in.PhysicalDocs, document.SubSubmission{Type: document.ProofOfAddress, Upload: endless{&read}, MediaType: "image/png"})
		}
		_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{in}})
		require.ErrorIs(t, err, bonafide.ErrInvalid)
		assert.LessOrEqual(t, read, most, "%d endless readers", n)
	}
	large := ana()
	large.PhysicalDocs = []document.SubSubmission{{Type: document.ProofOfAddress, Upload: sized(1 << 40), MediaType: "image/png"}}
	_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{large}})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
	assert.Zero(t, b.files.Len())
}

// sized says how large it is, and is not to be read.
type sized int

func (s sized) Len() int                 { return int(s) }
func (s sized) Read([]byte) (int, error) { return 0, errors.New("read although it is too large") }

// After a true match, a final refusal or a lock for fraud, nothing that the user
// and its platform do ends in a higher permission, a shorter retention or a lost
// file.
func TestNothingIsShed(t *testing.T) {
	figuretest.OneGoroutine(t)
	starts := map[string]func(b *bundle) user.User{
		"true match": func(b *bundle) user.User {
			u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
			return b.decideAs(t, officer, u.ID, screening.TruePositive)
		},
		"true match, lock lifted": func(b *bundle) user.User {
			u := b.advance(t, b.submit(t, b.create(t).ID, listed(t)).ID)
			b.decideAs(t, officer, u.ID, screening.TruePositive)
			u, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
			require.NoError(t, err)
			return u
		},
		"final refusal": func(b *bundle) user.User {
			b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomeInvalid, Reject: document.RejectFinal})
			in := ana()
			in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
			u := b.advance(t, b.submit(t, b.create(t).ID, in).ID)
			b.verifier.always(document.GovtID, document.Verdict{Outcome: document.OutcomeValid})
			return u
		},
		"locked for fraud": func(b *bundle) user.User {
			u, err := b.users.SetStanding(ctx, officer, b.verified(t).ID, user.StandingRequest{Permission: permission.Locked, Code: permission.FraudulentDocs})
			require.NoError(t, err)
			return u
		},
	}
	rank := map[permission.Permission]int{permission.Unverified: 1, permission.Receive: 2, permission.SendAndReceive: 3}
	for name, begin := range starts {
		for seed := range uint64(6) {
			b := setup(t)
			u := begin(b)
			random := rand.New(rand.NewPCG(seed, 7))
			most, keep := rank[u.Permission()], b.retention(t, u.ID)
			files := map[string]bool{}
			for range 25 {
				step := b.play(t, random, u.ID)
				if random.IntN(2) == 0 {
					b.advance(t, u.ID)
				}
				now := b.stored(t, u.ID)
				require.LessOrEqual(t, rank[now.Permission()], most, "%s, seed %d: a higher permission after %s", name, seed, step)
				require.Equal(t, keep, b.retention(t, u.ID), "%s, seed %d: retention after %s", name, seed, step)
				named, err := b.users.Files(ctx, officer, bonafide.PageRequest{})
				require.NoError(t, err)
				for _, key := range named.Items {
					files[key] = true
				}
				require.Len(t, named.Items, len(files), "%s, seed %d: a file is named no more after %s", name, seed, step)
				for key := range files {
					_, err := b.files.Get(ctx, key)
					require.NoError(t, err, "%s, seed %d: a file is lost after %s", name, seed, step)
				}
			}
		}
	}
}

// play lets the user or its platform do something, whether it is refused or not,
// and says what.
func (b *bundle) play(t testing.TB, random *rand.Rand, id string) string {
	by := []bonafide.Actor{acme, bonafide.User(id)}[random.IntN(2)]
	names := []string{"Ana Maria Lopez", "Jane Listed Person", "Bea Smith Jones"}
	mails := []string{"ana@example.com", "bea@example.com", "cleo@example.com"}
	in := ana()
	in.Name, in.Email = names[random.IntN(len(names))], mails[random.IntN(len(mails))]
	var base string
	var photoID document.Sub
	if documents := b.stored(t, id).Documents; len(documents) > 0 {
		b := documents[random.IntN(len(documents))]
		base = b.ID
		for d := range b.Subs() {
			if d.Type == document.GovtID {
				photoID = d
			}
		}
	}
	del := func(d submission) (string, error) {
		_, err := b.users.SubmitDocuments(ctx, by, id, user.SubmitRequest{Documents: []submission{d}})
		return "delete", err
	}
	steps := []func() (string, error){
		func() (string, error) { return del(submission{ID: base, PermissionScope: document.DeleteDocument}) },
		func() (string, error) {
			return del(submission{ID: base, PhysicalDocs: []document.SubSubmission{{ID: photoID.ID, Type: document.DeleteDocument}}})
		},
		func() (string, error) {
			in.VirtualDocs, in.PhysicalDocs = ssn("512-43-2222"), photo(t)
			_, err := b.users.SubmitDocuments(ctx, by, id, user.SubmitRequest{Documents: []submission{in}})
			return "submit", err
		},
		func() (string, error) {
			_, err := b.users.SubmitDocuments(ctx, by, id, user.SubmitRequest{Documents: []submission{{ID: base, Name: in.Name, Year: 1990 + random.IntN(3)}}})
			return "rename", err
		},
		func() (string, error) {
			_, err := b.users.SubmitDocuments(ctx, by, id, user.SubmitRequest{Documents: []submission{{ID: base, Email: in.Email}}})
			return "another e-mail", err
		},
		func() (string, error) {
			_, err := b.users.SetDocumentActive(ctx, by, id, user.SetDocumentActiveRequest{Document: base, Reason: "r"})
			return "deactivate", err
		},
		func() (string, error) {
			_, err := b.users.SetStanding(ctx, by, id, user.StandingRequest{})
			return "lift", err
		},
		func() (string, error) {
			_, err := b.users.Rescreen(ctx, by, id, user.RescreenRequest{})
			return "rescreen", err
		},
		func() (string, error) {
			b.wait(20 * 24 * time.Hour)
			return "wait", nil
		},
	}
	name, err := steps[random.IntN(len(steps))]()
	return fmt.Sprintf("%s by %s (%v)", name, by.Kind, err)
}

// One more base document of the same person brings no new attempts, for a number nor
// for a file, whose upload is not read; another person's does.
func TestAttemptsOfOnePerson(t *testing.T) {
	b := setup(t)
	refused := document.Verdict{Outcome: document.OutcomeInvalid}
	b.verifier.always(document.SSN, refused)
	b.verifier.always(document.GovtID, refused)
	u := b.create(t)
	send := func(base int, change func(*submission)) error {
		in := ana()
		in.Email = fmt.Sprintf("ana%d@example.com", base)
		change(&in)
		_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{in}})
		b.advance(t, u.ID)
		return err
	}
	number := func(in *submission) { in.VirtualDocs = ssn("512-43-2222") }
	file := func(in *submission) { in.PhysicalDocs = photo(t) }
	for range document.DefaultMaxAttempts {
		require.NoError(t, send(0, number))
		require.NoError(t, send(0, file))
	}
	require.ErrorIs(t, send(1, number), bonafide.ErrInvalid)
	require.ErrorContains(t, send(1, number), string(document.CodeNoAttemptsLeft))
	upload := &counted{Reader: bytes.NewReader(picture())}
	require.ErrorContains(t, send(1, func(in *submission) {
		in.PhysicalDocs = photo(t)
		in.PhysicalDocs[0].Upload = upload
	}), string(document.CodeNoAttemptsLeft))
	assert.Zero(t, upload.read)
	require.NoError(t, send(2, func(in *submission) { in.Name, in.VirtualDocs = "Bea Smith Jones", ssn("512-43-2222") }))
}

// counted counts the bytes that are read of an upload.
type counted struct {
	*bytes.Reader
	read int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += n
	return n, err
}
