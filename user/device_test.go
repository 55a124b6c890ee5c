package user_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/aggregate/aggregatetest"
	"github.com/bonafide-go/bonafide/store/memory"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
	"github.com/bonafide-go/bonafide/user/scope"
)

// Who may end the trust in a device, and what ends with it.
func TestDistrustDevice(t *testing.T) {
	for name, c := range map[string]struct {
		by   func(id string) bonafide.Actor
		want error
	}{
		"its platform":     {func(string) bonafide.Actor { return acme }, nil},
		"the user":         {bonafide.User, nil},
		"a reviewer":       {func(string) bonafide.Actor { return officer }, nil},
		"another platform": {func(string) bonafide.Actor { return other }, bonafide.ErrNotFound},
		"a verifier":       {func(string) bonafide.Actor { return vendor }, bonafide.ErrForbidden},
		"another user":     {func(string) bonafide.Actor { return bonafide.User("x") }, bonafide.ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			u := b.create(t)
			g := b.granted(t, u)
			unused, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
			require.NoError(t, err)
			device := b.access(t, u.ID).Devices[0].ID
			_, err = b.users.DistrustDevice(ctx, officer, u.ID, user.DistrustDeviceRequest{Device: "x"})
			require.ErrorIs(t, err, bonafide.ErrInvalid)
			for range 2 {
				_, err = b.users.DistrustDevice(ctx, c.by(u.ID), u.ID, user.DistrustDeviceRequest{Key: "k", Device: device})
				if c.want != nil {
					require.ErrorIs(t, err, c.want)
				} else {
					require.NoError(t, err)
				}
			}
			_, err = b.users.Authenticate(ctx, g.AccessKey, phone, scope.UserGet)
			if c.want != nil {
				require.NoError(t, err)
				return
			}
			refusedAs(t, err, user.RefusedKey)
			_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: g.RefreshToken, Fingerprint: phone})
			refusedAs(t, err, user.RefusedToken)
			a := b.access(t, u.ID)
			assert.Empty(t, a.Devices)
			require.Len(t, a.Sessions, 1, "the session of no device stays")
			again, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: unused, Fingerprint: phone})
			require.NoError(t, err)
			assert.Equal(t, user.StepActionPending, again.Step, "the device takes a code again")
			events, err := partEvents(b.users, officer, user.KindAccess, u.ID)
			require.NoError(t, err)
			assert.Equal(t, event.DeviceDistrusted, events[len(events)-1].Type)
		})
	}
}

// extra_security: off lets an unknown device in without a code, on takes one, and
// nothing said means on (Synapse user object, extra).
func TestExtraSecurity(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	set := func(by bonafide.Actor, on bool) error {
		_, err := b.users.Update(ctx, by, u.ID, user.UpdateRequest{ExtraSecurity: &on})
		return err
	}
	login := func(device string, force bool) user.Grant {
		refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
		require.NoError(t, err)
		g, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: bonafide.NewSecret(device), IsActive: force})
		require.NoError(t, err)
		return g
	}
	assert.Nil(t, u.ExtraSecurity)
	born, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552600", LegalNames: []string{"Ana Maria Lopez"}, ExtraSecurity: new(bool)})
	require.NoError(t, err)
	assert.Equal(t, new(bool), born.ExtraSecurity, "off from the start")
	joined, err := b.users.Create(ctx, bonafide.Platform("globex"), user.CreateRequest{Phone: string(u.Phone), LegalNames: []string{"Ana Maria Lopez"}, ExtraSecurity: new(bool)})
	require.NoError(t, err)
	assert.Equal(t, u.ID, joined.ID)
	assert.Nil(t, mustGet(t, b, u.ID).ExtraSecurity, "a pending link changes nothing")

	assert.Equal(t, user.StepActionPending, login("a", false).Step)
	require.ErrorIs(t, set(bonafide.User(u.ID), false), bonafide.ErrInvalid, "a session does not make the next one easier")
	require.NoError(t, set(bonafide.User(u.ID), true))
	assert.Nil(t, mustGet(t, b, u.ID).ExtraSecurity, "it was on")

	require.NoError(t, set(acme, false))
	g := login("a", false)
	require.Equal(t, user.StepGranted, g.Step)
	_, err = b.users.Authenticate(ctx, g.AccessKey, bonafide.NewSecret("a"), scope.UserGet)
	require.NoError(t, err)
	_, err = b.users.Authenticate(ctx, g.AccessKey, bonafide.NewSecret("b"), scope.UserGet)
	refusedAs(t, err, user.RefusedKey) // a key is for its device all the same
	assert.Equal(t, user.StepActionPending, login("c", true).Step, "a platform can ask for the code")
	require.Len(t, b.access(t, u.ID).Devices, 1)
	assert.True(t, b.access(t, u.ID).Devices[0].ConfirmedAt.IsZero())
	assert.Zero(t, b.sent())

	// A device that is confirmed by its code stays when the second factor is back; one
	// that came without a code goes, with its session.
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	forced := user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, IsActive: true, Device: "+14155552671"}
	_, err = b.users.OAuth(ctx, acme, forced)
	require.NoError(t, err)
	forced.Device, forced.PIN = "", b.lastCode()
	safe, err := b.users.OAuth(ctx, acme, forced)
	require.NoError(t, err)
	require.NoError(t, set(bonafide.User(u.ID), true))
	devices := b.access(t, u.ID).Devices
	require.Len(t, devices, 1)
	assert.False(t, devices[0].ConfirmedAt.IsZero())
	_, err = b.users.Authenticate(ctx, safe.AccessKey, phone, scope.UserGet)
	require.NoError(t, err)
	_, err = b.users.Authenticate(ctx, g.AccessKey, bonafide.NewSecret("a"), scope.UserGet)
	refusedAs(t, err, user.RefusedKey)
	assert.Equal(t, user.StepActionPending, login("a", false).Step)
}

// A code for a device is void once the contact that it went to was removed: whoever has
// that one now is not the user.
func TestDeviceCodeOfARemovedContact(t *testing.T) {
	const added = "+14155552699"
	for removed, back := range map[string]bool{victim: false, added: false, added + " ": true} {
		b := setup(t)
		u := b.create(t)
		prove := func(contact string) {
			b.wait(time.Minute)
			_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Contact: contact})
			require.NoError(t, err)
			_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
			require.NoError(t, err)
		}
		update := func(r user.UpdateRequest) {
			_, err := b.users.Update(ctx, acme, u.ID, r)
			require.NoError(t, err)
		}
		prove("")
		update(user.UpdateRequest{PhoneNumber: added})
		prove(added)
		refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
		require.NoError(t, err)
		login := user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: removed}
		_, err = b.users.OAuth(ctx, acme, login)
		require.NoError(t, err)
		update(user.UpdateRequest{RemovePhoneNumber: removed})
		if back {
			update(user.UpdateRequest{PhoneNumber: removed}) // to be confirmed anew
		}
		login.Device, login.PIN = "", b.lastCode()
		_, err = b.users.OAuth(ctx, acme, login)
		refusedAs(t, err, user.RefusedCode)
		assert.Empty(t, b.access(t, u.ID).Devices)
	}
}

// is_active asks for a code although the device is known (Synapse users, OAuth user).
func TestForcedCode(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	g := b.granted(t, u)
	before := b.access(t, u.ID).Devices[0]
	b.wait(time.Minute)
	oauth := func(r user.OAuthRequest) (user.Grant, error) {
		r.RefreshToken, r.Fingerprint, r.IsActive = g.RefreshToken, phone, true
		return b.users.OAuth(ctx, acme, r)
	}
	next, err := oauth(user.OAuthRequest{})
	require.NoError(t, err)
	assert.Equal(t, user.StepActionPending, next.Step)
	next, err = oauth(user.OAuthRequest{Device: next.Contacts[0]})
	require.NoError(t, err)
	assert.Equal(t, user.StepCodeSent, next.Step)
	_, err = oauth(user.OAuthRequest{PIN: bonafide.NewSecret("000000")})
	refusedAs(t, err, user.RefusedCode)
	next, err = oauth(user.OAuthRequest{PIN: b.lastCode()})
	require.NoError(t, err)
	assert.Equal(t, user.StepGranted, next.Step)
	after := b.access(t, u.ID).Devices
	require.Len(t, after, 1, "it is the same device")
	assert.Equal(t, before.ID, after[0].ID)
	assert.True(t, after[0].ConfirmedAt.After(before.ConfirmedAt))
}

// A key makes no guess of a device's code free, and is remembered no longer than
// the code is good.
func TestDeviceGuessesUnderOneKey(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Codes.Tries, o.Codes.Cooldown = 4, time.Second })
	u := b.create(t)
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	send := func() {
		b.wait(time.Minute)
		_, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: "+14155552671"})
		require.NoError(t, err)
	}
	guess := func(pin string) (user.Grant, error) {
		return b.users.OAuth(ctx, acme, user.OAuthRequest{Key: "k", RefreshToken: refresh, Fingerprint: phone, PIN: bonafide.NewSecret(pin)})
	}
	wrong := func() (n int) {
		events, err := partEvents(b.users, officer, user.KindAccess, u.ID)
		require.NoError(t, err)
		for _, e := range events {
			if e.Type == event.CodeWrong {
				n++
			}
		}
		return n
	}
	send()
	for n := range 3 {
		for range 3 {
			_, err = guess(fmt.Sprintf("00000%d", n))
			refusedAs(t, err, user.RefusedCode)
			assert.Equal(t, n+1, wrong(), "a repetition is free, another pin is not")
		}
	}
	right := b.lastCode().Reveal()
	g, err := guess(right)
	require.NoError(t, err)
	again, err := guess(right)
	require.NoError(t, err)
	assert.True(t, g.RefreshToken.Equal(again.RefreshToken))
	b.wait(time.Minute)
	_, err = guess("000009")
	refusedAs(t, err, user.RefusedToken) // the token was used: not even a guess

	b = setup(t)
	u = b.create(t)
	refresh, err = b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	send()
	_, err = guess("000000")
	refusedAs(t, err, user.RefusedCode)
	page, err := b.records.List(ctx, bonafide.Query{Kind: "user.command"})
	require.NoError(t, err)
	require.Len(t, page.Records, 1)
	assert.Equal(t, b.now().Add(10*time.Minute), page.Records[0].Due, "as long as the code")
}

// The same of a document's code.
func TestDocumentGuessesUnderOneKey(t *testing.T) {
	b := setup(t)
	u, d := b.with2FA(t)
	answer := func(code string) error {
		_, err := b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Key: "k", Documents: []submission{{ID: u.Documents[0].ID,
			SocialDocs: []document.SubSubmission{{ID: d.ID, MFAAnswer: bonafide.NewSecret(code)}}}}})
		return err
	}
	wrong := func() (n int) {
		events, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		for _, e := range events {
			if e.Type == event.SubCodeWrong {
				n++
			}
		}
		return n
	}
	for n := range 3 {
		for range 3 {
			require.NoError(t, answer(fmt.Sprintf("00000%d", n)))
			assert.Equal(t, n+1, wrong(), "a repetition is free, another answer is not")
		}
	}
	right := b.lastCode().Reveal()
	for range 2 {
		require.NoError(t, answer(right))
	}
	assert.Equal(t, document.Valid, find(t, mustGet(t, b, u.ID), d.Type).Status)
	b.wait(11 * time.Minute)
	require.Error(t, answer(right), "the code is over, and its memory too")
}

// An answer finds its document by type where one alone waits for it.
func TestAnswerByType(t *testing.T) {
	b := setup(t)
	u, _ := b.with2FA(t)
	answer := func() (user.User, error) {
		return b.users.SubmitDocuments(ctx, acme, u.ID, user.SubmitRequest{Documents: []submission{{ID: u.Documents[0].ID,
			SocialDocs: []document.SubSubmission{{Type: document.Email2FA, Value: bonafide.NewSecret("ana@example.com"), MFAAnswer: b.lastCode()}}}}})
	}
	now, err := answer()
	require.NoError(t, err)
	assert.Equal(t, document.Valid, find(t, now, document.Email2FA).Status)
	_, err = answer()
	require.ErrorIs(t, err, bonafide.ErrInvalid, "none waits any more")
}

// A count under a root key that is being replaced counts on.
func TestDestinationsUnderOldRoots(t *testing.T) {
	wrapper, err := bonafide.NewLocalWrapper(make([]byte, 32))
	require.NoError(t, err)
	old, err := bonafide.NewRoot(ctx, wrapper, "acme-tenant")
	require.NoError(t, err)
	next, err := bonafide.NewRoot(ctx, wrapper, "acme-tenant")
	require.NoError(t, err)
	b := setup(t, func(o *user.Options) {
		o.Codes = user.CodePolicy{DestinationPerHour: 3, SendsPerHour: 100, SendsPerDay: 100}
	})
	serve := func(roots ...[]byte) {
		keys, err := bonafide.NewKeys(ctx, "acme-tenant", wrapper, roots...)
		require.NoError(t, err)
		b.users, err = user.New(b.store, keys, &b.opts)
		require.NoError(t, err)
	}
	serve(old)
	u := b.create(t)
	send := func() error {
		b.wait(time.Minute)
		_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
		return err
	}
	require.NoError(t, send())
	require.NoError(t, send())
	serve(next, old)
	require.NoError(t, send())
	for range 2 {
		refusedAs(t, send(), user.RefusedSending)
	}
	b.wait(59 * time.Minute)
	require.NoError(t, send())
	b.wait(25 * time.Hour)
	swept, err := b.users.Sweep(ctx, 10)
	require.NoError(t, err)
	assert.Equal(t, 2, swept, "both have had their time")
}

// Keys are remembered as long as the host says, which is bounded from below.
func TestKeyLife(t *testing.T) {
	_, err := user.New(memory.New("t"), bonafide.EphemeralKeys(), &user.Options{KeyLife: time.Minute})
	var invalid *bonafide.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.True(t, invalid.Has("options.key_life", bonafide.CodeOutOfRange))
	for life, want := range map[time.Duration]time.Duration{0: 24 * time.Hour, time.Hour: time.Hour} {
		b := setup(t, func(o *user.Options) { o.KeyLife = life })
		u := b.create(t)
		note := func(text string) error {
			_, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{Key: "k", PublicNote: &text})
			return err
		}
		require.NoError(t, note("a"))
		b.wait(want - time.Second)
		require.ErrorIs(t, note("b"), bonafide.ErrKeyReused)
		b.wait(time.Second)
		require.NoError(t, note("b"))
		b.wait(want + time.Second)
		n, err := b.users.Sweep(ctx, 10)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		_, err = b.users.Sweep(ctx, 0)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
	}
}

// Erasure takes what is remembered of requests with it.
func TestErasureForgetsRequests(t *testing.T) {
	b := setup(t)
	u := b.everything(t)
	page, err := b.records.List(ctx, bonafide.Query{Kind: "user.command", Labels: []string{"subject=" + u.ID}})
	require.NoError(t, err)
	require.Greater(t, len(page.Records), 5)
	b.close(t, u.ID, 0)
	b.erase(t, u.ID)
	page, err = b.records.List(ctx, bonafide.Query{Kind: "user.command"})
	require.NoError(t, err)
	for _, r := range page.Records {
		assert.NotContains(t, string(r.Body), `"request"`)
	}
	assert.Len(t, page.Records, 1, "that of the creation, until it has had its time")
}

// lossy is a store whose calls fail at random, before or after they took effect.
type lossy struct {
	bonafide.Store
	random *rand.Rand
	rate   float64
}

func (s *lossy) fails() bool { return s.random.Float64() < s.rate }

func (s *lossy) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	if s.fails() {
		return bonafide.Record{}, aggregatetest.ErrStore
	}
	return s.Store.Get(ctx, kind, id)
}

func (s *lossy) Put(ctx context.Context, batch ...bonafide.Write) error {
	switch {
	case s.fails():
		return aggregatetest.ErrStore
	case s.fails():
		_ = s.Store.Put(ctx, batch...)
		return aggregatetest.ErrStore
	}
	return s.Store.Put(ctx, batch...)
}

// Two tabs, each with its own copy of the tokens, that refresh in turn while
// replies are lost stay logged in (RFC 9700 section 4.14.2: what is revoked is a
// family whose token was used twice by two holders).
func TestTwoTabs(t *testing.T) {
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 7))
		b := setup(t)
		u := b.create(t)
		g := b.granted(t, u)
		tabs := []user.Grant{g, g}
		users := b.users.WithStore(&lossy{Store: b.store, random: random, rate: 0.2})
		lost := 0
		for round := range 20 {
			b.wait(time.Hour)
			for _, i := range random.Perm(2) {
				r := user.OAuthRequest{RefreshToken: tabs[i].RefreshToken, Fingerprint: phone}
				if seed%2 == 0 {
					r.Key = fmt.Sprint("tab ", i, " round ", round)
				}
				for try := 0; ; try++ {
					require.Less(t, try, 30)
					next, err := users.OAuth(ctx, acme, r)
					if err == nil && random.IntN(4) > 0 {
						tabs[i] = next
						break
					}
					if err != nil {
						require.ErrorIs(t, err, aggregatetest.ErrStore, "seed %d round %d", seed, round)
					}
					lost++
					b.wait(100 * time.Millisecond)
				}
			}
			for _, tab := range tabs {
				_, err := b.users.Authenticate(ctx, tab.AccessKey, phone, scope.UserGet)
				require.NoError(t, err, "seed %d round %d", seed, round)
			}
		}
		assert.Positive(t, lost)
		assert.Len(t, b.access(t, u.ID).Sessions, 1)
	}
}

// counting counts the reads of a store by kind.
type counting struct {
	bonafide.Store
	reads []string
}

func (s *counting) Get(ctx context.Context, kind, id string) (bonafide.Record, error) {
	s.reads = append(s.reads, kind)
	return s.Store.Get(ctx, kind, id)
}

func (s *counting) List(ctx context.Context, q bonafide.Query) (bonafide.Page, error) {
	s.reads = append(s.reads, "list "+q.Kind)
	return s.Store.List(ctx, q)
}

// Known and unknown users take the same reads until the outcome is written, so
// that time tells nobody who is a user (ASVS 5.0 6.3.8).
func TestSameWork(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	store := &counting{Store: b.store}
	users := b.users.WithStore(store)
	reads := func(call func() error) []string {
		store.reads = nil
		require.Error(t, call())
		return store.reads
	}
	guess := func(by bonafide.Actor, id string) []string {
		return reads(func() error {
			_, err := users.VerifyCode(ctx, by, id, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
			return err
		})
	}
	want := guess(acme, "nobody")
	assert.NotEmpty(t, want)
	assert.Equal(t, want, guess(acme, u.ID), "no code was sent")
	assert.Equal(t, want, guess(other, u.ID), "no user of its own")
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	assert.Equal(t, want, guess(acme, u.ID), "a wrong one")
	assert.Equal(t, want, guess(other, u.ID))

	send := func(by bonafide.Actor, id string) []string {
		return reads(func() error { _, err := users.SendCode(ctx, by, id, user.SendCodeRequest{}); return err })
	}
	assert.Equal(t, send(other, "nobody"), send(other, u.ID))
	assert.Equal(t, send(acme, "nobody"), send(acme, u.ID), "too soon")

	exchange := func(token string) []string {
		return reads(func() error {
			_, err := users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: bonafide.NewSecret(token), Fingerprint: phone})
			return err
		})
	}
	assert.Equal(t, exchange("refresh_bm9ib2R5.eA.eg"), exchange(refresh.Reveal()+"A"))
}
