package user_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/user"
)

// person makes a user with a base document of its own.
func (b *bundle) person(t testing.TB, by bonafide.Actor, n int, number string) user.User {
	t.Helper()
	name := "Bea Sm" + strings.Repeat("i", n) + "th"
	u, err := b.users.Create(ctx, by, user.CreateRequest{Phone: fmt.Sprintf("+1415%07d", 2000000+n), LegalNames: []string{name}})
	require.NoError(t, err)
	in := ana()
	in.Name, in.Email, in.Year = name, fmt.Sprintf("bea%d@example.com", n), 1950+n
	in.VirtualDocs = ssn(number)
	u, err = b.users.SubmitDocuments(ctx, by, u.ID, user.SubmitRequest{Documents: []submission{in}})
	require.NoError(t, err)
	return u
}

// undecided are those for whom a user waits as for a duplicate.
func undecided(u user.User) []string {
	var out []string
	for _, w := range u.Waits {
		if w.For == user.ForDuplicate {
			out = append(out, w.Ref)
		}
	}
	return out
}

// At most one of a set of duplicates stays open (Synapse users, get duplicates): a
// reviewer is told of both, and says which goes on, or that they are not the same.
func TestDuplicatesWait(t *testing.T) {
	b := setup(t)
	one := b.person(t, acme, 1, "512-43-2222")
	one = b.advance(t, one.ID)
	assert.Empty(t, undecided(one), "nobody is like it yet")
	two := b.person(t, other, 2, "512432222") // written another way, and with another platform
	two = b.advance(t, two.ID)
	assert.Equal(t, []string{one.ID}, undecided(two))
	assert.Equal(t, []string{two.ID}, undecided(mustGet(t, b, one.ID)), "the other one is told too")
	ids, count := b.queue(t, user.QueueRequest{For: user.ForDuplicate})
	assert.ElementsMatch(t, []string{one.ID, two.ID}, ids)
	assert.EqualValues(t, 2, count.N)
	for _, w := range two.Waits {
		assert.NotZero(t, w.Due)
	}
	for by, of := range map[bonafide.Actor]string{acme: one.ID, other: two.ID, bonafide.User(one.ID): one.ID} {
		u, err := b.users.Get(ctx, by, of)
		require.NoError(t, err)
		assert.Empty(t, u.Waits, "%s", by.Kind)
		assert.Zero(t, u.Twins, "%s", by.Kind)
	}
	version := mustGet(t, b, one.ID).UpdatedAt
	b.wait(time.Hour)
	b.advance(t, two.ID)
	assert.Equal(t, version, mustGet(t, b, one.ID).UpdatedAt, "what is known is not told again")

	for name, req := range map[string]user.DismissDuplicateRequest{
		"no one":       {Reason: "r"},
		"both":         {User: two.ID, Platform: "acme", Reason: "r"},
		"no reason":    {User: two.ID},
		"a stranger":   {User: "nobody", Reason: "r"},
		"no such link": {Platform: "acme", Reason: "r"},
	} {
		_, err := b.users.DismissDuplicate(ctx, officer, one.ID, req)
		require.ErrorIs(t, err, bonafide.ErrInvalid, name)
	}
	req := user.DismissDuplicateRequest{Key: "k", User: two.ID, Reason: "a number mistyped by the platform"}
	_, err := b.users.DismissDuplicate(ctx, acme, one.ID, req)
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	for range 2 {
		now, err := b.users.DismissDuplicate(ctx, officer, one.ID, req)
		require.NoError(t, err)
		assert.Empty(t, undecided(now))
	}
	b.advance(t, one.ID)
	now := mustGet(t, b, two.ID)
	assert.Empty(t, undecided(now), "it is a word about both")
	assert.Equal(t, officer, now.Twins.List[0].Dismissed.By)
	ids, _ = b.queue(t, user.QueueRequest{For: user.ForDuplicate})
	assert.Empty(t, ids)

	// It survives what is submitted later, and covers no more than what they shared.
	again := ana()
	again.Name, again.Year, again.Email, again.PhoneNumber = "Bea Smith", 1951, "third@example.com", "+14155552679"
	b.submit(t, one.ID, again)
	b.advance(t, one.ID)
	assert.Empty(t, undecided(mustGet(t, b, one.ID)))
	_, err = b.users.SubmitDocuments(ctx, other, two.ID, user.SubmitRequest{Documents: []submission{again}})
	require.NoError(t, err)
	two = b.advance(t, two.ID)
	assert.Equal(t, []string{one.ID}, undecided(two), "name, birth and address by now")
	assert.Equal(t, []string{two.ID}, undecided(mustGet(t, b, one.ID)))
	assert.Equal(t, req.Reason, two.Twins.List[0].Dismissed.Reason, "kept")

	// With one of them closed nobody waits.
	_, err = b.users.SwapDuplicate(ctx, officer, one.ID, user.SwapRequest{To: two.ID})
	require.NoError(t, err)
	b.advance(t, one.ID)
	assert.Empty(t, undecided(mustGet(t, b, one.ID)))
	assert.Empty(t, undecided(mustGet(t, b, two.ID)))
	assert.Equal(t, permission.Closed, mustGet(t, b, two.ID).Twins.List[0].Permission)
	_, err = b.users.SetStanding(ctx, officer, one.ID, user.StandingRequest{Permission: permission.MakeItGoAway})
	require.NoError(t, err)
	b.advance(t, one.ID)
	assert.Equal(t, permission.MakeItGoAway, mustGet(t, b, two.ID).Twins.List[0].Permission)
}

// Whose document went shares nothing any more: both are told.
func TestDuplicatesEnd(t *testing.T) {
	b := setup(t)
	one, two := b.person(t, acme, 1, "512-43-2222"), b.person(t, acme, 2, "512-43-2222")
	b.advance(t, one.ID)
	require.NotEmpty(t, undecided(mustGet(t, b, two.ID)))
	b.submit(t, two.ID, submission{ID: two.Documents[0].ID, VirtualDocs: []document.SubSubmission{{ID: find(t, two, document.SSN).ID, Type: document.DeleteDocument}}})
	b.advance(t, two.ID)
	for _, id := range []string{one.ID, two.ID} {
		assert.Empty(t, mustGet(t, b, id).Twins.List)
	}
}

// Of users who submit one number at the same time, each is flagged: who looks after the
// last of them has written finds and tells all.
func TestDuplicatesRace(t *testing.T) {
	for round := range 10 {
		b := setup(t)
		there, err := newService(b)
		require.NoError(t, err)
		var ids [4]string
		for i := range ids {
			u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415%07d", 2000000+i), LegalNames: []string{"Person Number " + string(rune('A'+i))}})
			require.NoError(t, err)
			ids[i] = u.ID
			b.advance(t, u.ID)
		}
		var wg sync.WaitGroup
		for i, id := range ids {
			s := []*user.Service{b.users, there}[i%2]
			wg.Go(func() {
				in := ana()
				in.Name, in.Email, in.Year = "Bea Sm"+strings.Repeat("i", i+1)+"th", fmt.Sprintf("bea%d@example.com", i), 1950+i
				in.VirtualDocs = ssn("512-43-2222")
				_, err := s.SubmitDocuments(ctx, acme, id, user.SubmitRequest{Documents: []submission{in}})
				assert.NoError(t, err)
				_, err = s.Advance(ctx, id)
				assert.NoError(t, err)
			})
		}
		wg.Wait()
		for _, id := range ids {
			u := mustGet(t, b, id)
			assert.Len(t, undecided(u), len(ids)-1, "round %d", round)
			assert.Zero(t, u.Twins.LookDue)
		}
	}
}

// A look that is cut off anywhere is made again, and is no word about anybody.
func TestDuplicatesOnAFlakyStore(t *testing.T) {
	b := setup(t)
	one, two := b.person(t, acme, 1, "512-43-2222"), b.person(t, acme, 2, "512-43-2222")
	f := &flaky{Store: b.store}
	s, err := user.New(f, b.keys, &b.opts)
	require.NoError(t, err)
	for range 3 {
		for _, id := range []string{one.ID, two.ID} {
			_, _ = s.Advance(ctx, id)
			u := mustGet(t, b, id)
			assert.True(t, len(undecided(u)) > 0 || !u.Twins.LookDue.IsZero(), "found, or yet to be looked for")
		}
		b.wait(2 * time.Minute)
	}
	for _, id := range []string{one.ID, two.ID} {
		b.advance(t, id)
		u := mustGet(t, b, id)
		assert.Len(t, undecided(u), 1)
		assert.Zero(t, u.Twins.LookDue)
	}
}

// A program may withhold from duplicates what it names: before it was looked for them,
// and while a reviewer has yet to decide.
func TestDuplicatesAsAFact(t *testing.T) {
	strict, err := program.ParseBook([]byte(strings.Replace(sheet, `[{"document": {"types": ["SSN"]}}]`,
		`[{"document": {"types": ["SSN"]}}, {"test": {"fact": "duplicates", "in": ["none"]}}]`, 1)))
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) { o.Programs = strict })
	one := b.person(t, acme, 1, "512-43-2222")
	resolve := func(u user.User) user.User {
		now, err := b.users.Resolve(ctx, officer, u.ID, user.ResolveRequest{SubDocument: find(t, u, document.SSN).ID, Verdict: document.Verdict{Outcome: document.OutcomeValid}})
		require.NoError(t, err)
		return now
	}
	assert.Equal(t, permission.Unverified, resolve(one).Permission(), "not looked for yet")
	assert.Equal(t, permission.Receive, b.advance(t, one.ID).Permission())
	two := b.person(t, acme, 2, "512-43-2222")
	two = b.advance(t, two.ID)
	assert.Equal(t, permission.Unverified, two.Permission())
	now := mustGet(t, b, one.ID)
	assert.Equal(t, permission.Unverified, now.Permission(), "the other one too")
	told := slices.ContainsFunc(now.Decision.Requirements, func(r permission.Requirement) bool { return r.What == "duplicates" && r.State.Open() })
	assert.True(t, told)
	subject, err := b.users.Get(ctx, bonafide.User(one.ID), one.ID)
	require.NoError(t, err)
	for _, r := range subject.Decision.Requirements {
		assert.NotEqual(t, "duplicates", r.What, "the user reads review")
	}
	_, err = b.users.SetStanding(ctx, officer, two.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.BlockedList})
	require.NoError(t, err)
	b.advance(t, two.ID)
	assert.Equal(t, permission.Locked, mustGet(t, b, one.ID).Twins.List[0].Permission)
	now, err = b.users.DismissDuplicate(ctx, officer, one.ID, user.DismissDuplicateRequest{User: two.ID, Reason: "r"})
	require.NoError(t, err)
	assert.Equal(t, permission.Receive, now.Permission())
}

// What stands on a duplicate is a reason of its own (Synapse users, get duplicates:
// blacklisted_user, not_known), and no platform is told of what is not its own.
func TestDuplicateReasons(t *testing.T) {
	for code, want := range map[permission.PermissionCode]document.DuplicateReason{
		permission.BlockedList: document.DuplicateBlacklisted, permission.NotKnown: document.DuplicateNotKnown, permission.FraudulentDocs: document.DuplicateSSN,
	} {
		b := setup(t)
		one, two := b.person(t, acme, 1, "512-43-2222"), b.person(t, other, 2, "512-43-2222")
		_, err := b.users.SetStanding(ctx, officer, two.ID, user.StandingRequest{Permission: permission.Locked, Code: code})
		require.NoError(t, err)
		found, err := b.users.Duplicates(ctx, officer, one.ID)
		require.NoError(t, err)
		assert.Equal(t, want, found.Reason)
		assert.Contains(t, found.Why, document.DuplicateSSN)
		assert.Equal(t, []string{two.ID}, found.Locked)
		late := b.person(t, acme, 3, "512-43-2222")
		require.Equal(t, document.Blacklisted, find(t, late, document.SSN).Status)
		after, err := b.users.Duplicates(ctx, officer, late.ID)
		require.NoError(t, err)
		assert.Equal(t, want, after.Reason)
		assert.Equal(t, []string{two.ID}, after.Locked, "whoever comes with its number later is one of the set")
		found, err = b.users.Duplicates(ctx, acme, one.ID)
		require.NoError(t, err)
		assert.Empty(t, found.Locked, "another platform's")
		assert.Equal(t, []document.DuplicateReason{document.DuplicateSSN}, found.Why)
		assert.Equal(t, []string{late.ID}, found.Open)
		_, err = b.users.Duplicates(ctx, other, one.ID)
		require.ErrorIs(t, err, bonafide.ErrNotFound)
	}
}

// A platform that asks for a number and names somebody else is a signal, never a silent
// join: a reviewer is told.
func TestAnotherNameWaits(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	_, err := b.users.Create(ctx, other, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{"Somebody Else"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"other"}, undecided(mustGet(t, b, u.ID)))
	now, err := b.users.DismissDuplicate(ctx, officer, u.ID, user.DismissDuplicateRequest{Platform: "other", Reason: "a nickname"})
	require.NoError(t, err)
	assert.Empty(t, undecided(now))
	seen, err := b.users.Get(ctx, other, u.ID)
	require.NoError(t, err)
	assert.Zero(t, seen.Platforms[0].Dismissed)
}

// A user with as many documents as there may be is known again by every number, and by
// all that duplicates share.
func TestNoTermIsLeftOut(t *testing.T) {
	figuretest.OneGoroutine(t)
	b := setup(t)
	many := func(who string) []submission {
		var out []submission
		for i := range user.MaxBases {
			in := ana()
			in.Name, in.Email, in.Year = who+" Sm"+strings.Repeat("i", i+1)+"th", fmt.Sprintf("%s%d@example.com", strings.ToLower(who[:3]), i), 1950+i
			in.VirtualDocs = ssn(fmt.Sprintf("512-43-%04d", 2000+i))
			for typ, number := range map[document.Type]string{document.Passport: "P%07d", document.DriversLicense: "L%07d", document.PersonalIdentification: "I%07d"} {
				in.VirtualDocs = append(in.VirtualDocs, document.SubSubmission{Type: typ, Value: bonafide.NewSecret(fmt.Sprintf(number, 1000+i)),
					Meta: document.MetaSubmission{CountryCode: "US", StateCode: "TX"}})
			}
			out = append(out, in)
		}
		return out
	}
	u := b.submit(t, b.create(t).ID, many("Ana")...)
	u = b.advance(t, u.ID)
	assert.NotEmpty(t, u.TermVersions)
	assert.Empty(t, undecided(u), "nobody is a duplicate of itself")
	twin := ana()
	twin.Name, twin.Year = "Ana Sm"+strings.Repeat("i", user.MaxBases)+"th", 1950+user.MaxBases-1
	alike := b.second(t, twin)
	found, err := b.users.Duplicates(ctx, officer, alike.ID)
	require.NoError(t, err)
	assert.Equal(t, []string{u.ID}, found.Open, "by its last base document")
	found, err = b.users.Duplicates(ctx, officer, u.ID)
	require.NoError(t, err)
	assert.Equal(t, []string{alike.ID}, found.Open)

	_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Locked, Code: permission.BlockedList})
	require.NoError(t, err)
	next, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552673", LegalNames: []string{"Other Name"}})
	require.NoError(t, err)
	next = b.submit(t, next.ID, many("Bea")...)
	numbers := 0
	for _, base := range next.Documents {
		for _, d := range base.Virtual {
			numbers++
			assert.Equal(t, document.Blacklisted, d.Status, "%s", d.Type)
		}
	}
	assert.Equal(t, 4*user.MaxBases, numbers)

	// Erasure takes them away with all else.
	_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	b.wait(20 * 366 * 24 * time.Hour)
	_, err = b.users.Erase(ctx, officer, u.ID, user.EraseRequest{Reason: bonafide.RetentionEnded})
	require.NoError(t, err)
	page, err := b.records.List(ctx, bonafide.Query{Kind: user.Kind + ".terms"})
	require.NoError(t, err)
	for _, r := range page.Records {
		assert.Equal(t, strings.HasSuffix(r.ID, "."+u.ID), len(r.Labels) == 0, r.ID)
	}
}
