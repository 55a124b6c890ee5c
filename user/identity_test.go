package user_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/permission/program"
	"github.com/bonafide-go/bonafide/screening"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/scope"
)

const number = "+14155552671" // of the user that a bundle creates

var nextOwner = bonafide.User("next-owner")

func selfService(o *user.Options) { o.Identity.SelfService = true }

// claimed is a user who says to have the number now, and has answered a code.
func (b *bundle) claimed(t testing.TB) user.User {
	t.Helper()
	b.wait(time.Hour)
	u, err := b.users.Create(ctx, nextOwner, user.CreateRequest{Phone: number, LegalNames: []string{"Bea Jones"}, Platform: other.ID})
	require.NoError(t, err)
	return b.proved(t, nextOwner, u.ID)
}

// proved has a user answer a code.
func (b *bundle) proved(t testing.TB, by bonafide.Actor, id string) user.User {
	t.Helper()
	_, err := b.users.SendCode(ctx, by, id, user.SendCodeRequest{})
	require.NoError(t, err)
	u, err := b.users.VerifyCode(ctx, by, id, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
	return u
}

// One store serves a system where numbers are shared and one where each is one
// person's: whoever writes a user last does not change which it is.
func TestSharedAndOwnNumbersOnOneStore(t *testing.T) {
	shared := setup(t, func(o *user.Options) { o.Identity.Shared = true })
	own, err := user.New(shared.store, shared.keys, &user.Options{Now: shared.now})
	require.NoError(t, err)
	request := user.CreateRequest{Phone: number, LegalNames: []string{"Ana"}}
	mine, err := own.Create(ctx, acme, request)
	require.NoError(t, err)
	for range 2 {
		u, err := shared.users.Create(ctx, acme, request)
		require.NoError(t, err)
		assert.NotEqual(t, mine.ID, u.ID)
		note := "by the other"
		_, err = own.Update(ctx, acme, u.ID, user.UpdateRequest{PublicNote: &note})
		require.NoError(t, err)
		_, err = shared.users.Update(ctx, acme, mine.ID, user.UpdateRequest{PublicNote: &note})
		require.NoError(t, err)
	}
	again, err := own.Create(ctx, other, request)
	require.NoError(t, err)
	assert.Equal(t, mine.ID, again.ID, "still one person's")
}

// A Service of shared numbers, such as that of a desk, reopens nobody whose own number has
// another owner by now, and does not try for ever.
func TestSharedServiceKeepsOwnNumbers(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Identity.FreeAfter = []permission.Permission{permission.Closed} })
	first := b.create(t)
	require.NoError(t, b.carry(officer, first.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest}))
	second := b.create(t)
	require.NotEqual(t, first.ID, second.ID)
	opts := b.opts
	opts.Identity = user.IdentityPolicy{Shared: true}
	shared, err := user.New(b.store, b.keys, &opts)
	require.NoError(t, err)
	soon, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	_, err = shared.SetStanding(soon, officer, first.ID, user.StandingRequest{})
	require.ErrorIs(t, err, bonafide.ErrDuplicate)
	assert.Equal(t, permission.Closed, mustGet(t, b, first.ID).Permission())
}

// Two users may share a number where the policy says so: a couple, an owner with a
// personal and a business user (Synapse names nothing unique about it), and every
// sandbox (Dots, environments).
func TestSharedNumbers(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Identity.Shared = true })
	u := b.create(t)
	second, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: number, LegalNames: []string{"Ana Maria Lopez"}, IsBusiness: true, SuppID: "b"})
	require.NoError(t, err)
	third, err := b.users.Create(ctx, other, user.CreateRequest{Phone: number, LegalNames: []string{"Bea"}, Claim: true})
	require.NoError(t, err)
	assert.NotEqual(t, u.ID, second.ID)
	assert.True(t, second.IsBusiness)
	assert.NotEqual(t, u.ID, third.ID)
	assert.Equal(t, []user.Link{{Platform: "other", At: start}}, third.Platforms, "nobody is joined, and nothing is pending")
	assert.False(t, third.Number.Claimed)
	found, err := b.users.Search(ctx, officer, user.SearchRequest{Phone: number})
	require.NoError(t, err)
	assert.Len(t, found.Items, 3)
	for _, v := range []user.User{u, second} {
		b.wait(time.Hour)
		assert.Equal(t, b.now(), b.proved(t, acme, v.ID).PhoneVerified)
	}
	same, err := b.users.Duplicates(ctx, officer, u.ID)
	require.NoError(t, err)
	assert.Empty(t, same.Why, "a shared number says nothing")
	moved, err := b.users.Update(ctx, officer, u.ID, user.UpdateRequest{PhoneNumber: "+14155550009", RemovePhoneNumber: number})
	require.NoError(t, err)
	assert.Equal(t, bonafide.Phone("+14155550009"), moved.Phone)

	create := user.CreateRequest{Key: "k", Phone: number, LegalNames: []string{"Dan"}}
	first, err := b.users.Create(ctx, acme, create)
	require.NoError(t, err)
	again, err := b.users.Create(ctx, acme, create)
	require.NoError(t, err)
	assert.Equal(t, first.ID, again.ID, "a repeated key makes no second user")
}

// Synapse, user permissions: the number of a user who is CLOSED or MAKE-IT-GO-AWAY can
// be used again. Whoever has something to shed keeps it.
func TestNumberIsFreeAfterClosure(t *testing.T) {
	closing := []permission.Permission{permission.Closed, permission.MakeItGoAway}
	type setting = func(t *testing.T, b *bundle, id string)
	set := func(p permission.Permission, c permission.PermissionCode) setting {
		return func(t *testing.T, b *bundle, id string) {
			_, err := b.users.SetStanding(ctx, officer, id, user.StandingRequest{Permission: p, Code: c})
			require.NoError(t, err)
		}
	}
	closed := set(permission.Closed, permission.UserRequest)
	locked := set(permission.Locked, permission.FraudulentDocs)
	gone := set(permission.MakeItGoAway, "")
	held := func(t *testing.T, b *bundle, id string) {
		_, err := b.users.Hold(ctx, officer, id, user.HoldRequest{ID: "m", Reason: "r"})
		require.NoError(t, err)
	}
	listed := func(t *testing.T, b *bundle, id string) {
		b.screener.listed = "Ana Maria Lopez"
		_, err := b.users.Rescreen(ctx, officer, id, user.RescreenRequest{})
		require.NoError(t, err)
		b.advance(t, id)
	}
	confirmed := func(t *testing.T, b *bundle, id string) {
		listed(t, b, id)
		b.decideAs(t, officer, id, screening.TruePositive)
	}
	for name, c := range map[string]struct {
		after []permission.Permission
		steps []setting
		free  bool
	}{
		"no policy":                         {nil, []setting{closed}, false},
		"open":                              {closing, nil, false},
		"closed at the user's request":      {closing, []setting{closed}, true},
		"made to go away":                   {closing, []setting{closed, gone}, true},
		"closed, where only gone frees":     {closing[1:], []setting{closed}, false},
		"gone, where only gone frees":       {closing[1:], []setting{closed, gone}, true},
		"locked":                            {closing, []setting{locked}, false},
		"closed out of a lock":              {closing, []setting{locked, closed}, false},
		"gone by way of a lock":             {closing, []setting{locked, closed, gone}, false},
		"closed for good":                   {closing, []setting{set(permission.Closed, permission.PermanentClosure)}, false},
		"closed, held":                      {closing, []setting{closed, held}, false},
		"closed with a hit":                 {closing, []setting{listed, closed}, false},
		"closed, and found after":           {closing, []setting{closed, listed}, false},
		"closed, and confirmed after":       {closing, []setting{closed, confirmed}, false},
		"reopened after a lock, and closed": {closing, []setting{locked, closed, set("", ""), closed}, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t, func(o *user.Options) { o.Identity.FreeAfter = c.after })
			u := b.verified(t)
			for _, step := range c.steps {
				step(t, b, u.ID)
			}
			create := user.CreateRequest{Key: "k", Phone: number, LegalNames: []string{"Ana Maria Lopez"}}
			now, err := b.users.Create(ctx, acme, create)
			require.NoError(t, err)
			if !c.free {
				assert.Equal(t, u.ID, now.ID)
				return
			}
			assert.NotEqual(t, u.ID, now.ID)
			assert.Empty(t, now.Documents)
			again, err := b.users.Create(ctx, acme, create)
			require.NoError(t, err)
			assert.Equal(t, now.ID, again.ID)
			same, err := b.users.Duplicates(ctx, officer, now.ID)
			require.NoError(t, err)
			assert.Equal(t, document.DuplicatePhone, same.Reason)
			assert.Equal(t, []string{u.ID}, same.Closed)
			assert.Equal(t, bonafide.Phone(number), mustGet(t, b, u.ID).Phone, "reviewers still read it")
			if mustGet(t, b, u.ID).Permission() != permission.Closed {
				return
			}
			_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
			require.ErrorIs(t, err, bonafide.ErrDuplicate, "there is somebody else with the number")
			set(permission.Closed, permission.UserRequest)(t, b, now.ID)
			_, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
			require.NoError(t, err, "closed, that one has given it up")
		})
	}
}

// Who re-registers under the number of a true match is known as a duplicate of it.
func TestFreedNumberShedsNothing(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Identity.FreeAfter = []permission.Permission{permission.Closed} })
	u := b.verified(t)
	_, err := b.users.SetStanding(ctx, acme, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	second, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: number, LegalNames: []string{"Another Name"}})
	require.NoError(t, err)
	b.screener.listed = "Ana Maria Lopez"
	_, err = b.users.Rescreen(ctx, officer, u.ID, user.RescreenRequest{})
	require.NoError(t, err)
	b.advance(t, u.ID)
	assert.Equal(t, screening.WatchlistMatch, b.decideAs(t, officer, u.ID, screening.TruePositive).Watchlist(), "what is found later is written")
	same, err := b.users.Duplicates(ctx, officer, second.ID)
	require.NoError(t, err)
	assert.Equal(t, []string{u.ID}, same.Closed)
}

// A user may create itself where the policy says so (Synapse users, 000). Its answer
// does not tell whether the number is known, and it never becomes somebody else.
func TestSelfService(t *testing.T) {
	request := user.CreateRequest{Phone: number, LegalNames: []string{"Bea Jones"}, Platform: "acme", SuppID: "s", Metadata: map[string]string{"crm": "7"}}
	b := setup(t)
	_, err := b.users.Create(ctx, nextOwner, request)
	require.ErrorIs(t, err, bonafide.ErrForbidden, "not by default")

	fresh, known := setup(t, selfService), setup(t, selfService)
	old := known.verified(t)
	var answers [2]string
	for i, b := range []*bundle{fresh, known} {
		u, err := b.users.Create(ctx, nextOwner, request)
		require.NoError(t, err)
		assert.Equal(t, nextOwner.ID, u.ID)
		assert.True(t, u.Number.Claimed)
		u.Decision.Requirements, u.Decision.ProgramHash = nil, ""
		text, err := json.Marshal(u)
		require.NoError(t, err)
		answers[i] = string(text)
		events, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		assert.Equal(t, nextOwner, events[0].Actor, "it was the user itself")
		link, err := b.users.Get(ctx, acme, u.ID)
		require.NoError(t, err)
		assert.Equal(t, []user.Link{{Platform: "acme", SuppID: "s", Metadata: map[string]string{"crm": "7"}, At: b.now()}}, link.Platforms)
		_, err = b.users.Create(ctx, nextOwner, request)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has("by.id", bonafide.CodeRepeated), "an id is of one user")
	}
	assert.Equal(t, answers[0], answers[1], "known or not, the answer is the same")

	u := fresh.proved(t, nextOwner, nextOwner.ID)
	assert.False(t, u.Number.Claimed, "nobody else has it")
	u = known.proved(t, nextOwner, nextOwner.ID)
	assert.True(t, u.Number.Claimed, "somebody else has it")
	assert.Equal(t, old.LegalNames, mustGet(t, known, old.ID).LegalNames)
	assert.Equal(t, bonafide.Phone(number), mustGet(t, known, old.ID).Phone)

	for path, r := range map[string]user.CreateRequest{
		"platform": {Phone: number, LegalNames: []string{"B"}, SuppID: "s"}, "by.id": {Phone: number, LegalNames: []string{"B"}},
		"extra_security": {Phone: number, LegalNames: []string{"B"}, ExtraSecurity: new(bool)},
	} {
		_, err := known.users.Create(ctx, bonafide.User(old.ID), r)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.Equal(t, path, invalid.Fields[0].Path)
	}
	_, err = known.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155550001", LegalNames: []string{"B"}, Platform: "other"})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "a platform creates for itself")

	// A change of number tells no more than the creation.
	_, err = known.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155550001", LegalNames: []string{"C"}})
	require.NoError(t, err)
	for _, next := range []string{"+14155550001", "+14155550002"} {
		now, err := known.users.Update(ctx, bonafide.User(old.ID), old.ID, user.UpdateRequest{PhoneNumber: next, RemovePhoneNumber: string(mustGet(t, known, old.ID).Phone)})
		require.NoError(t, err, next)
		assert.True(t, now.Number.Claimed, next)
	}
}

// A claimed number verifies nothing as long as somebody else has it: one number, one
// user.
func TestClaimVerifiesNothing(t *testing.T) {
	b := setup(t, selfService)
	programs, err := program.ParseBook([]byte(`{"id": "p", "version": 1, "cip_tag": 1, "user_kind": "personal", "effective_at": "2026-01-01T00:00:00Z",
		"screening": {"counted_lists": ["ofac_sdn"]}, "tiers": [{"scope": "RECEIVE|TIER|1", "requires": [{"attestation": {"id": "phone_verified"}}]}]}`))
	require.NoError(t, err)
	b.opts.Programs = programs
	b.users, err = newService(b)
	require.NoError(t, err)
	old := b.create(t)
	b.submit(t, old.ID, ana())
	open := func(id string) (missing bool) {
		for _, r := range mustGet(t, b, id).Decision.Open() {
			missing = missing || r.What == "attestation."+user.AttestedPhone
		}
		return missing
	}
	require.True(t, open(old.ID))
	b.proved(t, acme, old.ID)
	require.False(t, open(old.ID))
	b.claimed(t)
	_, err = b.users.SubmitDocuments(ctx, nextOwner, nextOwner.ID, user.SubmitRequest{Documents: []submission{ana()}})
	require.NoError(t, err)
	assert.True(t, open(nextOwner.ID), "it has answered a code, and somebody else has the number")
	_, err = b.users.ReleaseNumber(ctx, officer, old.ID, user.ReleaseNumberRequest{To: nextOwner.ID})
	require.NoError(t, err)
	assert.False(t, open(nextOwner.ID))
	assert.True(t, open(old.ID), "it has to verify another number")
}

// A reviewer is told of who proved a number that another one has, as long as the proof
// lasts; who signs up with a number that nobody has waits for nobody.
func TestClaimWaitsForReviewer(t *testing.T) {
	b := setup(t, selfService)
	old := b.create(t)
	b.wait(time.Hour)
	_, err := b.users.Create(ctx, nextOwner, user.CreateRequest{Phone: number, LegalNames: []string{"Bea Jones"}, Platform: other.ID})
	require.NoError(t, err)
	claims := func() (ids []string) {
		ids, _ = b.queue(t, user.QueueRequest{For: user.ForNumber})
		return ids
	}
	assert.Empty(t, claims(), "no code was answered")
	proved := b.now()
	next := b.proved(t, nextOwner, nextOwner.ID)
	assert.Empty(t, next.Waits, "it is for reviewers")
	assert.Equal(t, []string{nextOwner.ID}, claims())
	waits := mustGet(t, b, nextOwner.ID).Waits
	require.Len(t, waits, 1)
	assert.Equal(t, user.Wait{For: user.ForNumber, Since: proved, Due: bonafide.ReviewBy(proved, bonafide.ReviewDays, bonafide.Weekdays())}, waits[0])

	b.wait(31 * 24 * time.Hour)
	assert.Empty(t, claims(), "the proof is too old")
	b.proved(t, nextOwner, nextOwner.ID)
	assert.Equal(t, b.now(), mustGet(t, b, nextOwner.ID).Waits[0].Since, "it proved it anew")
	_, err = b.users.ReleaseNumber(ctx, officer, old.ID, user.ReleaseNumberRequest{To: nextOwner.ID})
	require.NoError(t, err)
	assert.Empty(t, claims())

	fresh := bonafide.User("fresh")
	_, err = b.users.Create(ctx, fresh, user.CreateRequest{Phone: "+14155552688", LegalNames: []string{"Cleo Marsh"}, Platform: other.ID})
	require.NoError(t, err)
	b.proved(t, fresh, fresh.ID)
	assert.Empty(t, claims())
}

// A number that has come to somebody else goes to them by their code and a reviewer,
// by neither alone.
func TestReleaseNumber(t *testing.T) {
	b := setup(t, selfService)
	old := b.verified(t)
	b.proved(t, acme, old.ID)
	b.wait(time.Hour)
	grant := b.granted(t, old)
	release := func(by bonafide.Actor) error {
		_, err := b.users.ReleaseNumber(ctx, by, old.ID, user.ReleaseNumberRequest{To: nextOwner.ID})
		return err
	}
	require.ErrorIs(t, release(officer), bonafide.ErrInvalid, "nobody claims it")
	_, err := b.users.Create(ctx, nextOwner, user.CreateRequest{Phone: number, LegalNames: []string{"Bea Jones"}, Platform: "other"})
	require.NoError(t, err)
	refusedAs(t, release(officer), user.RefusedNoProof)
	b.wait(time.Hour)
	next := b.proved(t, nextOwner, nextOwner.ID)
	assert.True(t, next.Number.Claimed, "a code alone takes nothing")
	for _, by := range []bonafide.Actor{acme, nextOwner, bonafide.User(old.ID), vendor} {
		require.ErrorIs(t, release(by), bonafide.ErrForbidden)
	}
	b.wait(30 * 24 * time.Hour)
	refusedAs(t, release(officer), user.RefusedNoProof)
	b.proved(t, nextOwner, nextOwner.ID)
	b.wait(time.Hour)
	b.proved(t, acme, old.ID)
	refusedAs(t, release(officer), user.RefusedNoProof) // its holder has proved it since
	b.wait(24 * time.Hour)
	b.proved(t, nextOwner, nextOwner.ID)
	grant = b.session(t, old)
	b.wait(time.Minute)
	_, err = b.users.SendCode(ctx, acme, old.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	code := b.lastCode()

	_, err = b.users.Authenticate(ctx, grant.AccessKey, phone, scope.UserGet)
	require.NoError(t, err)
	require.NoError(t, release(officer))
	_, err = b.users.Authenticate(ctx, grant.AccessKey, phone, scope.UserGet)
	refusedAs(t, err, user.RefusedKey)
	assert.Empty(t, b.access(t, old.ID), "no device, no session")
	_, err = b.users.VerifyCode(ctx, acme, old.ID, user.VerifyCodeRequest{Code: code})
	refusedAs(t, err, user.RefusedCode)
	b.wait(time.Hour)
	_, err = b.users.SendCode(ctx, acme, old.ID, user.SendCodeRequest{})
	refusedAs(t, err, user.RefusedNoNumber)
	refusedAs(t, release(officer), user.RefusedNoNumber)

	seen := mustGet(t, b, old.ID)
	assert.Empty(t, seen.Phone)
	assert.Empty(t, seen.Contacts)
	assert.True(t, seen.PhoneVerified.IsZero())
	require.Len(t, seen.Number.Former, 1)
	assert.Equal(t, bonafide.Phone(number), seen.Number.Former[0].Phone)
	outside, err := b.users.Get(ctx, acme, old.ID)
	require.NoError(t, err)
	assert.Empty(t, outside.Number.Former)
	next, err = b.users.Get(ctx, nextOwner, nextOwner.ID)
	require.NoError(t, err)
	assert.False(t, next.Number.Claimed)
	assert.Equal(t, []string{"Bea Jones"}, next.LegalNames)
	assert.Empty(t, next.Documents)
	_, err = b.users.Get(ctx, other, old.ID)
	require.ErrorIs(t, err, bonafide.ErrNotFound)
	same, err := b.users.Duplicates(ctx, officer, nextOwner.ID)
	require.NoError(t, err)
	assert.Equal(t, []string{old.ID}, same.Open)
	events, err := partEvents(b.users, officer, user.KindAccess, old.ID)
	require.NoError(t, err)
	assert.Subset(t, types(events[len(events)-4:]), []string{"devices_distrusted", "token_revoked", "codes_void"})

	joined, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: number, LegalNames: []string{"Bea Jones"}})
	require.NoError(t, err)
	assert.Equal(t, nextOwner.ID, joined.ID, "the number is its own")
	_, err = b.users.Update(ctx, acme, old.ID, user.UpdateRequest{PhoneNumber: number})
	require.ErrorIs(t, err, bonafide.ErrDuplicate)
	back, err := b.users.Update(ctx, acme, old.ID, user.UpdateRequest{PhoneNumber: "+14155550003"})
	require.NoError(t, err)
	assert.Equal(t, bonafide.Phone("+14155550003"), back.Phone)
	b.wait(time.Hour)
	assert.Equal(t, b.now(), b.proved(t, acme, old.ID).PhoneVerified)
}

// Cut off after the number was taken away, it is nobody's until the request is
// repeated, or the next owner answers another code.
func TestReleaseNumberCutOff(t *testing.T) {
	for _, again := range []func(b *bundle, old user.User) error{
		func(b *bundle, old user.User) error {
			_, err := b.users.ReleaseNumber(ctx, officer, old.ID, user.ReleaseNumberRequest{Key: "k", To: nextOwner.ID})
			return err
		},
		func(b *bundle, _ user.User) error {
			b.wait(time.Hour)
			b.proved(t, nextOwner, nextOwner.ID)
			return nil
		},
	} {
		b := setup(t, selfService)
		old := b.verified(t)
		b.claimed(t)
		cut := &cutStore{Store: b.store, after: 1}
		_, err := b.users.WithStore(cut).ReleaseNumber(ctx, officer, old.ID, user.ReleaseNumberRequest{Key: "k", To: nextOwner.ID})
		require.ErrorIs(t, err, bonafide.ErrUnavailable)
		assert.Empty(t, mustGet(t, b, old.ID).Phone)
		assert.True(t, mustGet(t, b, nextOwner.ID).Number.Claimed)
		require.NoError(t, again(b, old))
		assert.False(t, mustGet(t, b, nextOwner.ID).Number.Claimed)
	}
}

// A user with a second number is known by that one, once it is verified.
func TestReleaseNumberOfTwo(t *testing.T) {
	b := setup(t, selfService)
	old := b.verified(t)
	_, err := b.users.Update(ctx, acme, old.ID, user.UpdateRequest{PhoneNumber: "+14155550003"})
	require.NoError(t, err)
	_, err = b.users.Create(ctx, other, user.CreateRequest{Phone: "+14155550003", LegalNames: []string{"Holder"}})
	require.NoError(t, err)
	b.claimed(t)
	now, err := b.users.ReleaseNumber(ctx, officer, old.ID, user.ReleaseNumberRequest{To: nextOwner.ID})
	require.NoError(t, err, "that somebody else has the second one keeps nobody from it")
	assert.Equal(t, bonafide.Phone("+14155550003"), now.Phone)
	assert.True(t, now.Number.Claimed)
	assert.Len(t, now.Contacts, 1)
}

// A claimed number of somebody who is closed is free by the policy, once a code is
// answered. A user without any number can still take an e-mail address out.
func TestClaimOfFreedNumber(t *testing.T) {
	b := setup(t, selfService, func(o *user.Options) { o.Identity.FreeAfter = []permission.Permission{permission.Closed} })
	old := b.verified(t)
	_, err := b.users.SetStanding(ctx, officer, old.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	assert.False(t, b.claimed(t).Number.Claimed)
	assert.False(t, mustGet(t, b, old.ID).Number.FreedAt.IsZero())
	assert.Empty(t, mustAs(t, b, acme, old.ID).Number, "for reviewers")

	b = setup(t, selfService)
	old = b.verified(t)
	_, err = b.users.Update(ctx, acme, old.ID, user.UpdateRequest{PhoneNumber: "ana@example.com"})
	require.NoError(t, err)
	b.claimed(t)
	_, err = b.users.ReleaseNumber(ctx, officer, old.ID, user.ReleaseNumberRequest{To: nextOwner.ID})
	require.NoError(t, err)
	now, err := b.users.Update(ctx, acme, old.ID, user.UpdateRequest{RemovePhoneNumber: "ana@example.com"})
	require.NoError(t, err)
	assert.Empty(t, now.Contacts)
}

// A platform says that the number has come to somebody new; without a code and a
// reviewer that gives it nothing of whoever has it.
func TestClaimByPlatform(t *testing.T) {
	b := setup(t)
	old := b.verified(t)
	now, err := b.users.Create(ctx, other, user.CreateRequest{Phone: number, LegalNames: []string{"Bea Jones"}, Claim: true})
	require.NoError(t, err)
	assert.NotEqual(t, old.ID, now.ID)
	assert.True(t, now.Number.Claimed)
	b.wait(time.Hour)
	assert.True(t, b.proved(t, other, now.ID).Number.Claimed)
	_, err = b.users.ReleaseNumber(ctx, officer, old.ID, user.ReleaseNumberRequest{To: now.ID})
	require.NoError(t, err)
	assert.False(t, mustGet(t, b, now.ID).Number.Claimed)
}

// Another name at Create is a signal for reviewers, and for nobody else.
func TestAnotherNameIsASignal(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	for name, want := range map[string]bool{"ana maria LOPEZ": false, "Bea Jones": true} {
		by := bonafide.Platform(name)
		stub, err := b.users.Create(ctx, by, user.CreateRequest{Phone: number, LegalNames: []string{name}})
		require.NoError(t, err)
		assert.False(t, stub.Platforms[0].OtherName, "to tell would be to tell the name")
		for _, l := range mustGet(t, b, u.ID).Platforms {
			if l.Platform == name {
				assert.Equal(t, want, l.OtherName, name)
			}
		}
	}
	seen, err := b.users.Get(ctx, bonafide.User(u.ID), u.ID)
	require.NoError(t, err)
	for _, l := range seen.Platforms {
		assert.False(t, l.OtherName)
	}
}

func TestIdentityPolicyIsChecked(t *testing.T) {
	_, err := user.New(nil, nil, &user.Options{Identity: user.IdentityPolicy{FreeAfter: []permission.Permission{permission.Locked}}})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("options.identity.free_after", bonafide.CodeNotAllowed))
}

// cutStore takes some writes and fails from then on.
type cutStore struct {
	bonafide.Store
	after int
}

func (s *cutStore) Put(ctx context.Context, batch ...bonafide.Write) error {
	if s.after == 0 {
		return bonafide.ErrUnavailable
	}
	s.after--
	return s.Store.Put(ctx, batch...)
}

// However many race for a number, one has it: those who claim it, those who create a
// user after a closure, and a reviewer who reopens.
func TestOneHasTheNumber(t *testing.T) {
	b := setup(t, selfService, func(o *user.Options) {
		o.Identity.FreeAfter = []permission.Permission{permission.Closed}
		o.NewCode = func() (string, error) { return "135790", nil }
	})
	old := b.verified(t)
	_, err := b.users.SetStanding(ctx, officer, old.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	const n = 5
	for i := range n {
		by := bonafide.User(fmt.Sprint("claims-", i))
		_, err := b.users.Create(ctx, by, user.CreateRequest{Phone: number, LegalNames: []string{"Bea"}})
		require.NoError(t, err)
		_, err = b.users.SendCode(ctx, by, by.ID, user.SendCodeRequest{})
		require.NoError(t, err)
	}
	var wg sync.WaitGroup
	for i := range n {
		service := b.users.WithStore(b.store) // another process: no turns
		wg.Go(func() {
			by := bonafide.User(fmt.Sprint("claims-", i))
			_, err := service.VerifyCode(ctx, by, by.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("135790")})
			assert.NoError(t, err)
		})
		wg.Go(func() {
			_, err := service.Create(ctx, bonafide.Platform(fmt.Sprint("p", i)), user.CreateRequest{Phone: number, LegalNames: []string{"Cyn"}})
			assert.NoError(t, err)
		})
	}
	wg.Go(func() {
		if _, err := b.users.WithStore(b.store).SetStanding(ctx, officer, old.ID, user.StandingRequest{}); err != nil {
			assert.ErrorIs(t, err, bonafide.ErrDuplicate)
		}
	})
	wg.Wait()
	page, err := b.records.List(ctx, bonafide.Query{Kind: user.Kind})
	require.NoError(t, err)
	var have []string
	for _, r := range page.Records {
		if len(r.Unique) > 0 {
			have = append(have, r.ID)
		}
		u := decodeUser(t, r.Body)
		owns := u.Phone == number && !u.Number.Claimed && u.Number.FreedAt.IsZero()
		assert.Equal(t, owns, len(r.Unique) > 0, "the record and its terms agree")
	}
	assert.Len(t, have, 1)
}

// Only who has the number now takes it: a code that was answered long ago shows
// nothing, whatever is answered today.
func TestOldProofTakesNoNumber(t *testing.T) {
	b := setup(t, selfService, func(o *user.Options) { o.Identity.FreeAfter = []permission.Permission{permission.Closed} })
	u := b.create(t)
	v := b.claimed(t)
	require.True(t, v.Number.Claimed)
	_, err := b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
	require.NoError(t, err)
	b.wait(31 * 24 * time.Hour)
	_, err = b.users.Update(ctx, other, v.ID, user.UpdateRequest{PhoneNumber: "bea@example.com"})
	require.NoError(t, err)
	_, err = b.users.SendCode(ctx, nextOwner, v.ID, user.SendCodeRequest{Contact: "bea@example.com"})
	require.NoError(t, err)
	v, err = b.users.VerifyCode(ctx, nextOwner, v.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
	assert.True(t, v.Number.Claimed)
	b.wait(time.Hour)
	assert.False(t, b.proved(t, nextOwner, v.ID).Number.Claimed)
}

// Who was closed, and whose number another one has had since, comes back once that one
// is closed as well and the policy frees its number: by name or as its duplicate.
func TestNumberComesBack(t *testing.T) {
	for name, back := range map[string]func(b *bundle, first, second string) (user.User, error){
		"reopened": func(b *bundle, first, second string) (user.User, error) {
			_, err := b.users.SetStanding(ctx, officer, first, user.StandingRequest{})
			require.ErrorIs(t, err, bonafide.ErrDuplicate, "the other one is open")
			_, err = b.users.SetStanding(ctx, officer, second, user.StandingRequest{Permission: permission.Closed, Code: permission.UserRequest})
			require.NoError(t, err)
			return b.users.SetStanding(ctx, officer, first, user.StandingRequest{})
		},
		"swapped": func(b *bundle, first, second string) (user.User, error) {
			return b.users.SwapDuplicate(ctx, officer, second, user.SwapRequest{To: first})
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t, func(o *user.Options) { o.Identity.FreeAfter = []permission.Permission{permission.Closed} })
			first := b.create(t)
			_, err := b.users.SetStanding(ctx, officer, first.ID, user.StandingRequest{Permission: permission.Closed, Code: permission.DuplicateAccount})
			require.NoError(t, err)
			second := b.create(t)
			require.NotEqual(t, first.ID, second.ID)
			u, err := back(b, first.ID, second.ID)
			require.NoError(t, err)
			assert.Equal(t, permission.Unverified, u.Permission())
			assert.Zero(t, u.Number)
			now := mustGet(t, b, second.ID)
			assert.Equal(t, permission.Closed, now.Permission())
			assert.False(t, now.Number.FreedAt.IsZero())
		})
	}
}
