package user_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
)

func ptr[T any](v T) *T { return &v }

// Synapse user object: every field of the update envelope, by itself.
func TestUpdate(t *testing.T) {
	b := setup(t)
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{"Ana Lopez"},
		Logins: []user.Login{{Email: "ana@example.com"}}, PublicNote: "vip", IP: "203.0.113.7"})
	require.NoError(t, err)
	assert.Equal(t, []user.Login{{Email: "ana@example.com", Scope: user.ReadAndWrite}}, u.Logins)
	assert.Equal(t, []user.Contact{{Phone: "+14155552671", At: start}}, u.Contacts)
	update := func(by bonafide.Actor, r user.UpdateRequest) (user.User, error) {
		return b.users.Update(ctx, by, u.ID, r)
	}
	for name, c := range map[string]struct {
		request user.UpdateRequest
		holds   func(user.User) bool
	}{
		"legal name":  {user.UpdateRequest{LegalName: "Ana Maria Lopez"}, func(u user.User) bool { return len(u.LegalNames) == 2 }},
		"login":       {user.UpdateRequest{Login: &user.Login{Email: "a2@example.com", Scope: user.Read}}, func(u user.User) bool { return len(u.Logins) == 2 }},
		"login scope": {user.UpdateRequest{Login: &user.Login{Email: "ANA@example.com", Scope: user.Read}}, func(u user.User) bool { return u.Logins[0].Scope == user.Read }},
		"device": {user.UpdateRequest{PhoneNumber: "+14155552672"}, func(u user.User) bool {
			return slices.ContainsFunc(u.Contacts, func(d user.Contact) bool { return d.Phone == "+14155552672" })
		}},
		"e-mail device": {user.UpdateRequest{PhoneNumber: "ana@example.com"}, func(u user.User) bool {
			return slices.ContainsFunc(u.Contacts, func(d user.Contact) bool { return d.Email == "ana@example.com" })
		}},
		"supplied id":    {user.UpdateRequest{SuppID: ptr("c9")}, func(u user.User) bool { return u.Platforms[0].SuppID == "c9" }},
		"public note":    {user.UpdateRequest{PublicNote: ptr("")}, func(u user.User) bool { return u.PublicNote == "" }},
		"photos":         {user.UpdateRequest{Photos: &[]string{"https://img.example.com/a.png"}}, func(u user.User) bool { return len(u.Photos) == 1 }},
		"extra security": {user.UpdateRequest{ExtraSecurity: ptr(false)}, func(u user.User) bool { return u.ExtraSecurity != nil && !*u.ExtraSecurity }},
		"cip tag":        {user.UpdateRequest{CIPTag: ptr(2)}, func(u user.User) bool { return u.CIPTag == 2 }},
		"ip":             {user.UpdateRequest{IP: "::ffff:203.0.113.9"}, func(u user.User) bool { return u.IPs[0] == "203.0.113.9" }},
		"hidden":         {user.UpdateRequest{IsHidden: ptr(true)}, func(u user.User) bool { return u.IsHidden }},
	} {
		now, err := update(acme, c.request)
		require.NoError(t, err, name)
		assert.True(t, c.holds(now), name)
		before, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		_, err = update(acme, c.request)
		require.NoError(t, err)
		after, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		assert.Len(t, after, len(before), "%s: an update that changes nothing leaves no event", name)
	}
	now, err := update(officer, user.UpdateRequest{Note: ptr("looked at the file")})
	require.NoError(t, err)
	assert.Equal(t, "looked at the file", now.Note)
	now, err = b.users.Get(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Empty(t, now.Note, "reviewers' notes are for reviewers")

	_, err = update(acme, user.UpdateRequest{
		LegalName: strings.Repeat("x", 201), RemoveLegalName: "Nobody", Login: &user.Login{Email: "x", Scope: "ALL"}, RemoveLogin: "no@example.com",
		PhoneNumber: "call me", RemovePhoneNumber: "+14155559999", PublicNote: ptr(strings.Repeat("x", 251)), Note: ptr("n"), SuppID: ptr(strings.Repeat("x", 129)),
		Photos: &[]string{"javascript:alert(1)"}, CIPTag: ptr(0), IP: "1.2.3",
	})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	var paths []string
	for _, f := range invalid.Fields {
		paths = append(paths, f.Path)
	}
	assert.ElementsMatch(t, []string{"legal_name", "remove_legal_name", "login.email", "login.scope", "remove_login", "phone_number",
		"public_note", "note", "supp_id", "photos", "cip_tag", "ip"}, paths)
	_, err = update(bonafide.User(u.ID), user.UpdateRequest{CIPTag: ptr(3), SuppID: ptr("x")})
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, invalid.Fields, 2, "a user does not choose its program")
}

// Numbers come as people write them, with their region, wherever one comes in; what
// is to be removed and is not there is ignored (Synapse users, PATCH: the clients'
// own tests remove 123456 and pass).
func TestRegions(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	update := func(r user.UpdateRequest) user.User {
		now, err := b.users.Update(ctx, acme, u.ID, r)
		require.NoError(t, err)
		return now
	}
	u = update(user.UpdateRequest{PhoneNumber: "901.111.1111", Region: "US"})
	assert.Equal(t, bonafide.Phone("+19011111111"), u.Contacts[1].Phone)
	for _, r := range []user.UpdateRequest{{RemovePhoneNumber: "123456"}, {RemovePhoneNumber: "+14155559999"}, {RemovePhoneNumber: "901.111.1111"}} {
		assert.Len(t, update(r).Contacts, 2, "%s: not one of the user's", r.RemovePhoneNumber)
	}
	for _, r := range []user.SearchRequest{{Phone: "901.111.1111", Region: "US"}, {Phone: "+1 901 111 1111"}} {
		found, err := b.users.Search(ctx, acme, r)
		require.NoError(t, err)
		assert.Len(t, found.Items, 1)
	}
	_, err := b.users.Search(ctx, acme, user.SearchRequest{Phone: "901.111.1111"})
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	b.proved(t, acme, u.ID)
	b.wait(time.Minute)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Contact: "901.111.1111", Region: "US"})
	require.NoError(t, err)
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
	b.wait(time.Minute)
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	g, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: "901.111.1111", Region: "US"})
	require.NoError(t, err)
	assert.Equal(t, user.StepCodeSent, g.Step)
	assert.Len(t, update(user.UpdateRequest{RemovePhoneNumber: "901.111.1111", Region: "US"}).Contacts, 1)
}

// The last name, login and device stay; another number takes the place of the
// one that identified the user, and has to be verified.
func TestRemoveFromProfile(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	for field, r := range map[string]user.UpdateRequest{
		"remove_legal_name": {RemoveLegalName: "Ana Maria Lopez"}, "remove_phone_number": {RemovePhoneNumber: "+14155552671"},
	} {
		_, err := b.users.Update(ctx, acme, u.ID, r)
		var invalid *bonafide.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.True(t, invalid.Has(field, bonafide.CodeNotAllowed), field)
	}
	_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
	b.wait(time.Hour)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{PhoneNumber: "ana@example.com"})
	require.NoError(t, err)
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{RemovePhoneNumber: "+14155552671"})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "an e-mail address identifies nobody")
	both := user.UpdateRequest{PhoneNumber: "+14155552672", RemovePhoneNumber: "+14155552671"}
	_, err = b.users.Update(ctx, acme, u.ID, both)
	require.ErrorIs(t, err, bonafide.ErrInvalid, "whoever may edit a profile does not say where its codes go")
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{PhoneNumber: "+14155552672"})
	require.NoError(t, err)
	by := bonafide.User(u.ID)
	_, err = b.users.SendCode(ctx, by, u.ID, user.SendCodeRequest{Contact: "+14155552672"})
	require.NoError(t, err)
	_, err = b.users.VerifyCode(ctx, by, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
	b.wait(time.Minute)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	now, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{RemovePhoneNumber: "+14155552671"})
	require.NoError(t, err)
	assert.Equal(t, bonafide.Phone("+14155552672"), now.Phone)
	assert.True(t, now.PhoneVerified.IsZero())
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.ErrorIs(t, err, bonafide.ErrRefused, "the code was for the other number")

	v, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552671", LegalNames: []string{"Bea"}})
	require.NoError(t, err)
	assert.NotEqual(t, u.ID, v.ID, "the number was given up")
	_, err = b.users.Update(ctx, acme, v.ID, user.UpdateRequest{PhoneNumber: "+14155552672", RemovePhoneNumber: "+14155552671"})
	require.ErrorIs(t, err, bonafide.ErrDuplicate, "another user has that number")
}

func TestSearch(t *testing.T) {
	b := setup(t)
	ids := map[string]string{}
	for i, name := range []string{"Ana María López", "Ana Smith", "José O'Hara", "Wei Zhang"} {
		b.wait(time.Second)
		by := acme
		if name == "Wei Zhang" {
			by = other
		}
		u, err := b.users.Create(ctx, by, user.CreateRequest{Phone: fmt.Sprintf("+1415555267%d", i), LegalNames: []string{name}, SuppID: fmt.Sprint("s", i),
			Logins: []user.Login{{Email: bonafide.Email(fmt.Sprintf("p%d@example.com", i))}}})
		require.NoError(t, err)
		ids[u.ID] = strings.Fields(name)[0] + strings.Fields(name)[1]
	}
	find := func(by bonafide.Actor, r user.SearchRequest) (found []string) {
		page, err := b.users.Search(ctx, by, r)
		require.NoError(t, err)
		for _, u := range page.Items {
			found = append(found, ids[u.ID])
		}
		return found
	}
	for _, c := range []struct {
		by   bonafide.Actor
		r    user.SearchRequest
		want []string
	}{
		{officer, user.SearchRequest{}, []string{"WeiZhang", "JoséO'Hara", "AnaSmith", "AnaMaría"}},
		{acme, user.SearchRequest{}, []string{"JoséO'Hara", "AnaSmith", "AnaMaría"}},
		{acme, user.SearchRequest{Platform: "other"}, []string{"JoséO'Hara", "AnaSmith", "AnaMaría"}},
		{officer, user.SearchRequest{Platform: "other"}, []string{"WeiZhang"}},
		{acme, user.SearchRequest{Name: "ana"}, []string{"AnaSmith", "AnaMaría"}},
		{acme, user.SearchRequest{Name: "LOPEZ ana"}, []string{"AnaMaría"}},
		{acme, user.SearchRequest{Name: "jose ohara"}, []string{"JoséO'Hara"}},
		{acme, user.SearchRequest{Name: "an"}, nil},
		{acme, user.SearchRequest{Name: "wei zhang"}, nil},
		{acme, user.SearchRequest{Email: "P1@example.com"}, []string{"AnaSmith"}},
		{acme, user.SearchRequest{Phone: "+1 415 555 2670"}, []string{"AnaMaría"}},
		{acme, user.SearchRequest{SuppID: "s2"}, []string{"JoséO'Hara"}},
		{acme, user.SearchRequest{Permission: "SEND-AND-RECEIVE"}, nil},
		{acme, user.SearchRequest{Name: "ana", Email: "p1@example.com", Permission: "UNVERIFIED"}, []string{"AnaSmith"}},
	} {
		assert.Equal(t, c.want, find(c.by, c.r), "%+v", c.r)
	}
	var walked []string
	r := user.SearchRequest{PageRequest: bonafide.PageRequest{Limit: 1}}
	for {
		page, err := b.users.Search(ctx, acme, r)
		require.NoError(t, err)
		for _, u := range page.Items {
			walked = append(walked, ids[u.ID])
		}
		if r.Cursor = page.Next; r.Cursor == "" {
			break
		}
	}
	assert.Equal(t, []string{"JoséO'Hara", "AnaSmith", "AnaMaría"}, walked)

	ana := ""
	for id, name := range ids {
		if name == "AnaSmith" {
			ana = id
		}
	}
	_, err := b.users.Update(ctx, acme, ana, user.UpdateRequest{IsHidden: ptr(true)})
	require.NoError(t, err)
	assert.Equal(t, []string{"AnaMaría"}, find(acme, user.SearchRequest{Name: "ana"}), "hidden users are not found")
	_, err = b.users.Update(ctx, acme, ana, user.UpdateRequest{IsHidden: ptr(false)})
	require.NoError(t, err)
	assert.Equal(t, []string{"AnaSmith", "AnaMaría"}, find(acme, user.SearchRequest{Name: "ana"}))
	_, err = b.users.SetStanding(ctx, officer, ana, user.StandingRequest{Permission: permission.Closed, Code: permission.PermanentClosure})
	require.NoError(t, err)
	assert.Equal(t, []string{"AnaSmith", "AnaMaría"}, find(officer, user.SearchRequest{Name: "ana"}), "closed, and still on record")
	_, err = b.users.SetStanding(ctx, officer, ana, user.StandingRequest{Permission: permission.MakeItGoAway, Code: permission.PermanentClosure})
	require.NoError(t, err)
	assert.Equal(t, []string{"AnaMaría"}, find(officer, user.SearchRequest{Name: "ana"}), "made to go away")

	for _, bad := range []user.SearchRequest{{Name: "!"}, {Email: "x"}, {Phone: "x"}, {PageRequest: bonafide.PageRequest{Limit: 101}}} {
		_, err := b.users.Search(ctx, acme, bad)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
	for _, cursor := range []string{"x", "0.x", "-1.x", "9"} {
		_, err := b.users.Search(ctx, acme, user.SearchRequest{PageRequest: bonafide.PageRequest{Cursor: cursor}})
		require.ErrorIs(t, err, bonafide.ErrCursor, cursor)
	}
	_, err = b.users.Search(ctx, bonafide.User(ana), user.SearchRequest{})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
}

// LOCKED refuses the user's commands but those that can unlock; CLOSED stays on
// record; the evidence decides again once a lock is lifted.
func TestStanding(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	set := func(by bonafide.Actor, p permission.Permission, c permission.PermissionCode) (user.User, error) {
		return b.users.SetStanding(ctx, by, u.ID, user.StandingRequest{Permission: p, Code: c})
	}
	_, err := set(acme, permission.Locked, permission.HighReturns)
	require.ErrorIs(t, err, bonafide.ErrForbidden, "a platform may not lock (rules of 2021)")
	_, err = set(bonafide.User(u.ID), permission.Closed, permission.UserRequest)
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = set(officer, permission.SendAndReceive, permission.UserRequest)
	require.Error(t, err, "nobody sets a computed permission")
	_, err = set(officer, permission.Locked, permission.UserRequest)
	require.ErrorIs(t, err, bonafide.ErrInvalid, "the code goes with CLOSED")

	now, err := set(officer, permission.Locked, permission.ComplianceSuspicious)
	require.NoError(t, err)
	assert.Equal(t, permission.Locked, now.Permission())
	events, err := eventsOf(b.users, officer, u.ID)
	require.NoError(t, err)
	var cash bonafide.Event
	for _, e := range events {
		if e.Type == event.CashOut {
			cash = e
		}
	}
	assert.Equal(t, u.Documents[0].ID, cash.Data["document"], "the check goes to the base document's address")
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{LegalName: "New Name"})
	require.ErrorIs(t, err, bonafide.ErrState, "neither through the platform")
	_, err = b.users.Update(ctx, bonafide.User(u.ID), u.ID, user.UpdateRequest{LegalName: "New Name"})
	var state *bonafide.StateError
	require.ErrorAs(t, err, &state)
	assert.Equal(t, "LOCKED", state.From)
	now, err = b.users.SetStanding(ctx, officer, u.ID, user.StandingRequest{})
	require.NoError(t, err)
	assert.Equal(t, permission.SendAndReceive, now.Permission(), "the evidence decides again")

	now, err = set(acme, permission.Closed, permission.UserRequest)
	require.NoError(t, err)
	assert.Equal(t, permission.Closed, now.Permission())
	_, err = b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{ana()}})
	require.ErrorIs(t, err, bonafide.ErrState)
	page, err := b.users.Search(ctx, acme, user.SearchRequest{Permission: "CLOSED"})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "closed users are still found")
}

// Documents asked for and not delivered in 14 days lock; no activity in 60 days
// after opening closes (Synapse, user permission codes).
func TestTimers(t *testing.T) {
	b := setup(t)
	u := b.verified(t)
	_, err := b.users.SetFlag(ctx, officer, u.ID, user.FlagRequest{Flag: permission.Flagged, Code: permission.FlagUploadUAR})
	require.NoError(t, err)
	idle, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155550001", LegalNames: []string{"Idle"}})
	require.NoError(t, err)
	advance := func(d time.Duration) {
		b.wait(d)
		_, err := b.users.AdvanceDue(ctx, 100)
		require.NoError(t, err)
	}
	day := 24 * time.Hour
	advance(14*day - time.Second)
	assert.Equal(t, permission.SendAndReceive, mustGet(t, b, u.ID).Permission())
	b.wait(time.Second)
	assert.Equal(t, permission.Locked, mustGet(t, b, u.ID).Permission(), "a read tells before any timer of the host ran")
	_, err = b.users.Update(ctx, bonafide.User(u.ID), u.ID, user.UpdateRequest{LegalName: "X Y"})
	require.ErrorIs(t, err, bonafide.ErrState, "and so does a command")
	advance(0)
	now := mustGet(t, b, u.ID)
	assert.Equal(t, permission.Locked, now.Permission())
	assert.Equal(t, permission.DocsNotProvided, now.Standing.PermissionCode)
	assert.Equal(t, permission.Unverified, mustGet(t, b, idle.ID).Permission())
	advance(46 * day)
	now = mustGet(t, b, idle.ID)
	assert.Equal(t, permission.Closed, now.Permission())
	assert.Equal(t, permission.NoActivity, now.Standing.PermissionCode)
	n, err := b.users.AdvanceDue(ctx, 100)
	require.NoError(t, err)
	assert.Zero(t, n, "what has run out does not run out again")

	for _, r := range []user.FlagRequest{{}, {Flag: permission.Flagged, Code: "X"}, {Flag: permission.NotFlagged, Code: permission.FlagUploadUAR},
		{Flag: permission.Flagged, Code: permission.FlagUploadUAR, ClosureAt: start}} {
		_, err := b.users.SetFlag(ctx, officer, u.ID, r)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}
