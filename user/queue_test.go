package user_test

import (
	"encoding/json"
	"fmt"
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

// queue reads all of a queue, page by page.
func (b *bundle) queue(t testing.TB, req user.QueueRequest) (ids []string, count bonafide.Count) {
	t.Helper()
	for first := true; first || req.Cursor != ""; first = false {
		page, err := b.users.Queue(ctx, officer, req)
		require.NoError(t, err)
		for _, u := range page.Items {
			ids = append(ids, u.ID)
		}
		if first {
			count = page.Count
		}
		req.Cursor = page.Next
	}
	return ids, count
}

// waits are what a user waits for.
func waits(u user.User) []user.Reason {
	var out []user.Reason
	for _, w := range u.Waits {
		out = append(out, w.For)
	}
	return out
}

// Everything that waits for a reviewer is in the queue, with what it waits for, in the
// order in which it is due; and it is out of it once it is done.
func TestQueue(t *testing.T) {
	b := setup(t)
	n := 0
	newcomer := func(change func(*submission), docs ...document.SubSubmission) user.User {
		n++
		u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415%07d", 2000000+n), LegalNames: []string{"Ana Lopez"}})
		require.NoError(t, err)
		in := ana()
		in.Email, in.Year, in.AddressStreet = fmt.Sprintf("ana%d@example.com", n), 1950+n, fmt.Sprint(n, " Market Street") // nobody's duplicate
		in.VirtualDocs = docs
		change(&in)
		b.wait(time.Hour)
		return b.advance(t, b.submit(t, u.ID, in).ID)
	}
	same := func(*submission) {}
	clean := newcomer(same)
	assert.Empty(t, mustGet(t, b, clean.ID).Waits)

	hit := newcomer(func(in *submission) { in.Name = "Jane Listed Person" })
	b.verifier.always(document.SSN, document.Verdict{Outcome: document.OutcomePending, ReviewDue: b.now().Add(90 * time.Minute)})
	urgent := newcomer(same, ssn("512-43-2222")...)
	flagged := newcomer(same)
	_, err := b.users.SetFlag(ctx, officer, flagged.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagReviewHighRisk})
	require.NoError(t, err)
	locked := newcomer(same)
	_, err = b.users.SetStanding(ctx, officer, locked.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.FraudulentDocs})
	require.NoError(t, err)
	proposed := newcomer(same)
	request := user.StandingRequest{Permission: permission.Locked, Code: permission.FraudulentDocs}
	_, err = b.users.Propose(ctx, officer, proposed.ID, user.ProposeRequest{Request: request, Expires: b.now().Add(30 * time.Minute)})
	require.NoError(t, err)

	all := []string{urgent.ID, proposed.ID, hit.ID, flagged.ID, locked.ID}
	for _, limit := range []int{0, 1, 2} {
		got, count := b.queue(t, user.QueueRequest{PageRequest: bonafide.PageRequest{Limit: limit}})
		assert.Equal(t, all, got)
		assert.Equal(t, bonafide.Count{N: 5}, count)
	}
	for i, want := range []user.Reason{user.ForDocument, user.ForProposal, user.ForHit, user.ForFlag, user.ForLock} {
		got, count := b.queue(t, user.QueueRequest{For: want})
		assert.Equal(t, all[i:i+1], got, want)
		assert.EqualValues(t, 1, count.N, want)
		u := mustGet(t, b, all[i])
		assert.Equal(t, []user.Reason{want}, waits(u))
		assert.NotZero(t, u.Waits[0].Since)
		assert.Equal(t, want == user.ForLock, u.Waits[0].Due.IsZero(), "a lock has no date")
	}
	for name, c := range map[string]struct {
		req  user.QueueRequest
		want []string
	}{
		"watchlist":          {user.QueueRequest{Watchlist: hit.Watchlist()}, []string{hit.ID}},
		"list":               {user.QueueRequest{List: "ofac_sdn"}, []string{hit.ID}},
		"another list":       {user.QueueRequest{List: "eu"}, nil},
		"flag":               {user.QueueRequest{Flag: permission.FlagReviewHighRisk}, []string{flagged.ID}},
		"program":            {user.QueueRequest{CIPTag: 1}, all},
		"another program":    {user.QueueRequest{CIPTag: 2}, nil},
		"people":             {user.QueueRequest{Kind: permission.Personal}, all},
		"businesses":         {user.QueueRequest{Kind: permission.Business}, nil},
		"platform":           {user.QueueRequest{Platform: "acme"}, all},
		"another platform":   {user.QueueRequest{Platform: "other"}, nil},
		"two of them":        {user.QueueRequest{For: user.ForHit, Watchlist: hit.Watchlist(), Platform: "acme"}, []string{hit.ID}},
		"two that exclude":   {user.QueueRequest{For: user.ForHit, Flag: permission.FlagReviewHighRisk}, nil},
		"nothing of failure": {user.QueueRequest{For: user.ForFailed}, nil},
	} {
		got, count := b.queue(t, c.req)
		assert.Equal(t, c.want, got, name)
		assert.EqualValues(t, len(c.want), count.N, name)
	}

	// What is done is out of it, and what time ends.
	_, err = b.users.SetFlag(ctx, officer, flagged.ID, user.FlagRequest{Flag: permission.NotFlagged})
	require.NoError(t, err)
	_, err = b.users.SetStanding(ctx, officer, locked.ID, user.StandingRequest{})
	require.NoError(t, err)
	_, err = b.users.Resolve(ctx, officer, urgent.ID, user.ResolveRequest{SubDocument: find(t, urgent, document.SSN).ID, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
	require.NoError(t, err)
	b.wait(time.Hour)
	got, _ := b.queue(t, user.QueueRequest{})
	assert.Equal(t, []string{hit.ID}, got, "the proposal has expired")
	b.decideAs(t, officer, hit.ID, screening.FalsePositive)
	got, count := b.queue(t, user.QueueRequest{})
	assert.Empty(t, got)
	assert.EqualValues(t, 1, count.N, "the proposal is stored as it was")
}

// Work that failed for good is in the queue too: a document that nobody answered, and a
// list that cannot be reached, time and again. What waits keeps its dates.
func TestQueueOfFailures(t *testing.T) {
	b := setup(t, quiet)
	b.verifier.set(document.SSN, func(document.Request) (document.Verdict, error) { return document.Verdict{}, errDown })
	b.screener.err = errDown
	in := ana()
	in.VirtualDocs = ssn("512-43-2222")
	u := b.submit(t, b.create(t).ID, in)
	b.passing(t, 3)
	got, _ := b.queue(t, user.QueueRequest{For: user.ForFailed})
	assert.Equal(t, []string{u.ID}, got)
	since := mustGet(t, b, u.ID).Waits[0]
	assert.Equal(t, bonafide.ReviewBy(since.Since, bonafide.ReviewDays, nil), since.Due)
	b.passing(t, 10)
	u = mustGet(t, b, u.ID)
	assert.Equal(t, []user.Reason{user.ForFailed, user.ForFailed}, waits(u))
	assert.Equal(t, since, u.Waits[0], "it waits since then")
	assert.Equal(t, find(t, u, document.SSN).ID, u.Waits[1].Ref)
	b.screener.err = nil
	b.passing(t, 2)
	assert.Len(t, mustGet(t, b, u.ID).Waits, 1)
}

// What waits is for reviewers alone, and costs whoever does not wait nothing.
func TestQueueIsForReviewers(t *testing.T) {
	b, m := metered(t)
	u := b.verified(t)
	_, kinds := m.read()
	assert.Zero(t, kinds["user.queue"])
	_, err := b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagReviewHighRisk})
	require.NoError(t, err)
	_, kinds = m.read()
	assert.Equal(t, 1, kinds["user.queue"])
	note := "x"
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{PublicNote: &note})
	require.NoError(t, err)
	_, kinds = m.read()
	assert.Zero(t, kinds["user.queue"], "nothing of it has changed")
	for _, by := range []bonafide.Actor{acme, bonafide.User(u.ID)} {
		seen, err := b.users.Get(ctx, by, u.ID)
		require.NoError(t, err)
		assert.Empty(t, seen.Waits)
	}
	for _, by := range []bonafide.Actor{acme, other, vendor, bonafide.User(u.ID)} {
		_, err := b.users.Queue(ctx, by, user.QueueRequest{})
		require.ErrorIs(t, err, bonafide.ErrForbidden, by.Kind)
	}
	for _, req := range []user.QueueRequest{{For: "rain"}, {Flag: "rain"}, {Kind: "rain"}, {CIPTag: -1}, {PageRequest: bonafide.PageRequest{Limit: 101}}} {
		_, err := b.users.Queue(ctx, officer, req)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
	_, err = b.users.Queue(ctx, officer, user.QueueRequest{PageRequest: bonafide.PageRequest{Cursor: "x"}})
	require.ErrorIs(t, err, bonafide.ErrCursor)
	page, err := b.users.WithStore(m).Queue(ctx, officer, user.QueueRequest{})
	require.NoError(t, err)
	assert.Equal(t, bonafide.Count{N: 1}, page.Count, "counted by listing")
}

// A true match that one reviewer cleared waits for another, until the clearance that is
// proposed would be over.
func TestSecondReviewerIsInTheQueue(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	in := ana()
	in.Name = "Jane Listed Person"
	u, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{in}})
	require.NoError(t, err)
	b.advance(t, u.ID)
	decide := func(by bonafide.Actor, d screening.Disposition, expires time.Time) user.User {
		t.Helper()
		u, err := b.users.DecideHit(ctx, by, u.ID, user.DecideHitRequest{Document: u.Documents[0].ID, List: "ofac_sdn", EntryID: "7", Disposition: d, Reason: "compared", Expires: expires})
		require.NoError(t, err)
		return u
	}
	second := user.QueueRequest{For: user.ForSecond, List: "ofac_sdn"}
	matched := decide(officer, screening.TruePositive, time.Time{})
	ids, _ := b.queue(t, second)
	assert.Empty(t, ids)

	proposed := b.now()
	asked := decide(officer, screening.FalsePositive, b.now().Add(2*time.Hour))
	assert.Contains(t, waits(asked), user.ForSecond)
	for _, w := range asked.Waits {
		if w.For == user.ForSecond {
			assert.Equal(t, user.Wait{For: user.ForSecond, Ref: w.Ref, Since: proposed, Due: proposed.Add(2 * time.Hour)}, w)
		}
	}
	ids, count := b.queue(t, second)
	assert.Equal(t, []string{u.ID}, ids)
	assert.EqualValues(t, 1, count.N)

	b.wait(3 * time.Hour)
	ids, _ = b.queue(t, second)
	assert.Empty(t, ids, "it is over")
	decide(officer, screening.FalsePositive, b.now().AddDate(0, 1, 0))
	ids, _ = b.queue(t, second)
	assert.Equal(t, []string{u.ID}, ids, "and asked again")
	cleared := decide(officer2, screening.FalsePositive, b.now().AddDate(0, 1, 0))
	assert.NotContains(t, waits(cleared), user.ForSecond)
	assert.Equal(t, screening.WatchlistFalsePositive, cleared.Watchlist())
	assert.NotEqual(t, matched.Watchlist(), cleared.Watchlist())
	ids, _ = b.queue(t, second)
	assert.Empty(t, ids)
}

// Whoever reads the queue walks over its items, and may not know null.
func TestQueueIsAList(t *testing.T) {
	text, err := json.Marshal(user.Queue{})
	require.NoError(t, err)
	assert.JSONEq(t, `{"items": [], "count": {"count": 0}}`, string(text))
}
