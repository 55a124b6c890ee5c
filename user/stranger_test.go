package user_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/user"
)

var evil = bonafide.Platform("evil")

const victim = "+14155552671"

// pending links a platform that knows the number of the user and no more.
func (b *bundle) pending(t testing.TB, by bonafide.Actor) {
	t.Helper()
	_, err := b.users.Create(ctx, by, user.CreateRequest{Phone: victim, LegalNames: []string{"Somebody"}})
	require.NoError(t, err)
}

// Whoever knows the number burns no code of the owner, and locks nobody out: each
// platform has its own code, limits and failures (NIST SP 800-63B section 3.2.2 is
// about the account; the failures of strangers are not the owner's).
func TestStrangersBurnNothing(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Codes.MaxFailures = 5 })
	u := b.create(t)
	b.pending(t, evil)
	_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	owners := b.lastCode()
	_, err = b.users.SendCode(ctx, evil, u.ID, user.SendCodeRequest{})
	require.NoError(t, err, "the owner's cooldown is not its own")
	for i := range 20 {
		_, err = b.users.VerifyCode(ctx, evil, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret(fmt.Sprintf("0000%02d", i))})
		refusedAs(t, err, user.RefusedCode)
	}
	_, err = b.users.VerifyCode(ctx, evil, u.ID, user.VerifyCodeRequest{Code: owners})
	refusedAs(t, err, user.RefusedCode)
	c, err := b.users.Codes(ctx, acme, u.ID)
	require.NoError(t, err)
	assert.Equal(t, "acme", c.Platform)
	assert.Zero(t, c.Failures)
	assert.Equal(t, 5, c.TriesLeft)
	c, err = b.users.Codes(ctx, officer, u.ID)
	require.NoError(t, err)
	assert.Equal(t, "evil", c.Platform, "a reviewer sees who is out of guesses")
	assert.Equal(t, 5, c.Failures)
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: owners})
	require.NoError(t, err, "the owner's code is good")

	_, err = b.users.ResetCodes(ctx, officer, u.ID, user.ResetCodesRequest{})
	require.NoError(t, err)
	b.wait(time.Minute)
	_, err = b.users.SendCode(ctx, evil, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	_, err = b.users.VerifyCode(ctx, evil, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err, "who was told the code is no stranger")
}

// Those who wait for a link are bounded in number; the owner is not.
func TestStrangersAreBounded(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Codes.DestinationPerHour, o.Codes.DestinationPerDay = 1000, 1000 })
	u := b.create(t)
	for i := range 25 {
		by := bonafide.Platform(fmt.Sprint("p", i))
		b.pending(t, by)
		_, err := b.users.SendCode(ctx, by, u.ID, user.SendCodeRequest{})
		if i < 20 {
			require.NoError(t, err)
		} else {
			refusedAs(t, err, user.RefusedSending)
		}
	}
	_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
}

// An attacker's platforms, which know the victim's number, play what they can; the
// owner comes in through its own platform whenever it wants to, and they never do.
func TestOwnersAlwaysComeIn(t *testing.T) {
	figuretest.OneGoroutine(t)
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 11))
		b := setup(t, func(o *user.Options) { o.Verifier = nil })
		u := b.create(t)
		_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
		require.NoError(t, err)
		_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
		require.NoError(t, err)
		first := b.granted(t, u)
		rivals := []bonafide.Actor{evil, bonafide.Platform("evil-2"), bonafide.Platform("evil-3")}
		for _, by := range rivals {
			b.pending(t, by)
		}
		logins := 0
		for range 300 {
			by := rivals[random.IntN(len(rivals))]
			code := bonafide.NewSecret(fmt.Sprintf("%06d", random.IntN(1_000_000)))
			key := []string{"", "k", "l"}[random.IntN(3)]
			switch op := random.IntN(16); op {
			case 0, 1, 2:
				contact := []string{"", "", victim, "+14155550000"}[random.IntN(4)]
				_, _ = b.users.SendCode(ctx, by, u.ID, user.SendCodeRequest{Key: key, Contact: contact, Channel: []user.Channel{"", user.Voice}[random.IntN(2)]})
			case 3, 4, 5:
				_, err = b.users.VerifyCode(ctx, by, u.ID, user.VerifyCodeRequest{Key: key, Code: code})
				require.ErrorIs(t, err, bonafide.ErrRefused)
			case 6:
				_, err = b.users.OAuth(ctx, by, user.OAuthRequest{Key: key, RefreshToken: first.RefreshToken, Fingerprint: phone, PIN: code})
				require.ErrorIs(t, err, bonafide.ErrRefused)
			case 7:
				_, err = b.users.OAuth(ctx, by, user.OAuthRequest{RefreshToken: bonafide.NewSecret(first.RefreshToken.Reveal() + "A"), Fingerprint: phone, Device: victim})
				require.ErrorIs(t, err, bonafide.ErrRefused)
			case 8:
				_, err = b.users.IssueToken(ctx, by, u.ID, user.IssueTokenRequest{Key: key})
				require.ErrorIs(t, err, bonafide.ErrNotFound)
			case 9:
				_, err = b.users.Update(ctx, by, u.ID, user.UpdateRequest{PhoneNumber: "+14155550000", RemovePhoneNumber: victim})
				require.ErrorIs(t, err, bonafide.ErrNotFound)
			case 10:
				_, err = b.users.RevokeTokens(ctx, by, u.ID, user.RevokeTokensRequest{})
				require.ErrorIs(t, err, bonafide.ErrNotFound)
			case 11:
				_, err = b.users.DistrustDevice(ctx, by, u.ID, user.DistrustDeviceRequest{Device: b.access(t, u.ID).Devices[0].ID})
				require.ErrorIs(t, err, bonafide.ErrNotFound)
			case 12: // users of its own, with documents of the victim's number
				v, err := b.users.Create(ctx, by, user.CreateRequest{Phone: fmt.Sprintf("+1415555%04d", 3000+random.IntN(6000)), LegalNames: []string{"Ana Maria Lopez"}})
				require.NoError(t, err)
				in := ana()
				in.SocialDocs = []document.SubSubmission{{Type: document.PhoneNumber2FA, Value: bonafide.NewSecret(victim)}}
				if _, err = b.users.SubmitDocuments(ctx, by, v.ID, user.SubmitRequest{Documents: []submission{in}}); err == nil {
					b.advance(t, v.ID)
				}
			default:
				b.wait(time.Duration(random.IntN(600)) * time.Second)
			}
			for _, r := range rivals {
				seen, err := b.users.Get(ctx, r, u.ID)
				require.NoError(t, err)
				require.Empty(t, seen.LegalNames, "seed %d: its link is pending", seed)
			}
			if logins >= 8 || random.IntN(20) > 0 {
				continue
			}
			// The owner proves its number again, and comes on a new device: as often as its
			// own limits allow, four times an hour and nine a day.
			logins++
			b.wait(15 * time.Minute)
			_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
			require.NoError(t, err, "seed %d", seed)
			_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
			require.NoError(t, err, "seed %d", seed)
			device := bonafide.NewSecret(fmt.Sprint("device ", logins))
			_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: first.RefreshToken, Fingerprint: device, Device: victim})
			require.NoError(t, err, "seed %d", seed)
			first, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: first.RefreshToken, Fingerprint: device, PIN: b.lastCode()})
			require.NoError(t, err, "seed %d", seed)
			require.Equal(t, user.StepGranted, first.Step)
		}
		require.Positive(t, logins)
		for _, s := range b.access(t, u.ID).Sessions {
			assert.Equal(t, "acme", s.Platform)
		}
		assert.Equal(t, []user.Contact{{Phone: victim, At: start}}, mustGet(t, b, u.ID).Contacts)
	}
}

// A device takes codes once it was confirmed itself, and only whoever has shown
// that it knows the owner can ask for that.
func TestContactsAreConfirmed(t *testing.T) {
	const added, mail = "+14155552699", "ana@example.com"
	b := setup(t)
	u := b.create(t)
	for _, c := range []string{added, mail} {
		_, err := b.users.Update(ctx, acme, u.ID, user.UpdateRequest{PhoneNumber: c})
		require.NoError(t, err)
	}
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	oauth := func(device string) (user.Grant, error) {
		b.wait(time.Minute)
		return b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: device})
	}
	g, err := oauth("")
	require.NoError(t, err)
	assert.Equal(t, []string{"**********71"}, g.Contacts, "the others cannot be chosen yet")
	for _, c := range []string{added, mail} {
		_, err = oauth(c)
		require.ErrorIs(t, err, bonafide.ErrInvalid)
		_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Contact: c})
		refusedAs(t, err, user.RefusedUnproven)
	}
	b.pending(t, evil)
	for _, c := range []string{added, mail, "**********99"} {
		_, err = b.users.SendCode(ctx, evil, u.ID, user.SendCodeRequest{Contact: c})
		require.ErrorIs(t, err, bonafide.ErrInvalid, "it does not learn which there are")
	}
	assert.Zero(t, b.sent())

	b.wait(time.Minute)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
	for _, c := range []string{added, mail} {
		b.wait(time.Minute)
		_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: c, Contact: c})
		require.NoError(t, err)
		_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: c})
		require.ErrorIs(t, err, bonafide.ErrKeyReused, "another destination")
		m := b.messages[len(b.messages)-1]
		assert.Equal(t, c, string(m.To)+string(m.Email))
		assert.Equal(t, c == mail, m.Channel == user.Mail)
		before := mustGet(t, b, u.ID).PhoneVerified
		now, err := b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: m.Code})
		require.NoError(t, err)
		assert.Equal(t, before, now.PhoneVerified, "it says nothing of the number")
	}
	g, err = oauth("")
	require.NoError(t, err)
	assert.Equal(t, []string{"**********71", "**********99", "a***@example.com"}, g.Contacts)
	for i, shown := range g.Contacts {
		g, err = oauth(shown)
		require.NoError(t, err)
		assert.Equal(t, user.StepCodeSent, g.Step)
		m := b.messages[len(b.messages)-1]
		assert.Equal(t, []string{victim, added, mail}[i], string(m.To)+string(m.Email))
	}
	_, err = oauth("**********00")
	require.ErrorIs(t, err, bonafide.ErrInvalid)

	b.wait(time.Hour)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Contact: added})
	require.NoError(t, err)
	_, err = b.users.Update(ctx, acme, u.ID, user.UpdateRequest{RemovePhoneNumber: added})
	require.NoError(t, err)
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	refusedAs(t, err, user.RefusedCode) // it was removed meanwhile
}

// Contacts that look alike are told apart, in the same way every time.
func TestMaskedContactsAreTold(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	by := bonafide.User(u.ID)
	for i, c := range []string{"+14155553371", "+14155554471", "ana@example.com", "amy@example.com"} {
		_, err := b.users.Update(ctx, by, u.ID, user.UpdateRequest{PhoneNumber: c})
		require.NoError(t, err)
		b.wait(time.Hour)
		_, err = b.users.SendCode(ctx, by, u.ID, user.SendCodeRequest{Contact: c})
		require.NoError(t, err, i)
		_, err = b.users.VerifyCode(ctx, by, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
		require.NoError(t, err)
	}
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	list := func() []string {
		g, err := b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone})
		require.NoError(t, err)
		return g.Contacts
	}
	shown := list()
	require.Len(t, shown, 5)
	for i, text := range shown {
		assert.Equal(t, list(), shown)
		assert.Regexp(t, `^(\*{10}71|a\*{3}@example\.com) #[0-9a-f]{8}$`, text)
		b.wait(time.Hour)
		_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: text})
		require.NoError(t, err)
		m := b.messages[len(b.messages)-1]
		c := mustGet(t, b, u.ID).Contacts[i]
		assert.Equal(t, string(c.Phone)+string(c.Email), string(m.To)+string(m.Email))
	}
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: strings.Fields(shown[0])[0]})
	require.ErrorIs(t, err, bonafide.ErrInvalid, "it could be any of three")
}

// What the tenant sends in an hour is bounded as near as chance spreads it, and no
// record is in the way of every sender.
func TestTenantIsBounded(t *testing.T) {
	figuretest.OneGoroutine(t)
	for limit, least := range map[int]int{10: 10, 250: 200} {
		b := setup(t, func(o *user.Options) { o.Codes.TenantPerHour = limit })
		send := func(from, n int) (sent int) {
			for i := range n {
				u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415555%04d", from+i), LegalNames: []string{"Ana"}})
				require.NoError(t, err)
				if _, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{}); err == nil {
					sent++
				} else {
					refusedAs(t, err, user.RefusedSending)
				}
			}
			return sent
		}
		n := send(2000, 2*limit)
		assert.LessOrEqual(t, n, limit+limit/20)
		assert.GreaterOrEqual(t, n, least)
		b.wait(59 * time.Minute)
		assert.LessOrEqual(t, send(4000, limit), limit/10, "the hour before counts as far as it reaches")
		b.wait(2 * time.Hour)
		assert.GreaterOrEqual(t, send(6000, 2*limit), least)
		b.wait(25 * time.Hour)
		swept, err := b.users.Sweep(ctx, 1000)
		require.NoError(t, err)
		assert.Positive(t, swept)
		page, err := b.records.List(ctx, bonafide.Query{Kind: "user.destination", Limit: 1000})
		require.NoError(t, err)
		assert.Empty(t, page.Records)
	}
}

// Whoever says that the number is theirs burns nothing of its owner either: by a user
// that claims it, by the device of such a one, or by one more user of a shared number.
func TestClaimsBurnNothing(t *testing.T) {
	figuretest.OneGoroutine(t)
	thief := func(i int) bonafide.Actor { return bonafide.User(fmt.Sprintf("thief-%d", i)) }
	for name, c := range map[string]struct {
		shared bool
		ask    func(t *testing.T, b *bundle, i int) error
	}{
		"a user that makes itself": {false, func(t *testing.T, b *bundle, i int) error {
			u, err := b.users.Create(ctx, thief(i), user.CreateRequest{Phone: victim, LegalNames: []string{"Eve"}})
			require.NoError(t, err)
			_, err = b.users.SendCode(ctx, thief(i), u.ID, user.SendCodeRequest{})
			return err
		}},
		"a platform that claims": {false, func(t *testing.T, b *bundle, _ int) error {
			u, err := b.users.Create(ctx, evil, user.CreateRequest{Phone: victim, LegalNames: []string{"Eve"}, Claim: true})
			require.NoError(t, err)
			_, err = b.users.SendCode(ctx, evil, u.ID, user.SendCodeRequest{})
			return err
		}},
		"a device": {false, func(t *testing.T, b *bundle, _ int) error {
			u, err := b.users.Create(ctx, evil, user.CreateRequest{Phone: victim, LegalNames: []string{"Eve"}, Claim: true})
			require.NoError(t, err)
			token, err := b.users.IssueToken(ctx, evil, u.ID, user.IssueTokenRequest{})
			require.NoError(t, err)
			_, err = b.users.OAuth(ctx, evil, user.OAuthRequest{RefreshToken: token, Fingerprint: phone, Device: victim})
			return err
		}},
		"a document": {false, func(t *testing.T, b *bundle, _ int) error {
			in := ana()
			in.SocialDocs = []document.SubSubmission{{Type: document.PhoneNumber2FA, Value: bonafide.NewSecret(victim)}}
			u, err := b.users.Create(ctx, evil, user.CreateRequest{Phone: victim, LegalNames: []string{"Eve"}, Claim: true, Documents: []submission{in}})
			require.NoError(t, err)
			before := b.sent()
			b.advance(t, u.ID)
			if b.sent() == before {
				return bonafide.ErrRefused
			}
			return nil
		}},
		"a shared number": {true, func(t *testing.T, b *bundle, i int) error {
			u, err := b.users.Create(ctx, thief(i), user.CreateRequest{Phone: victim, LegalNames: []string{"Eve"}})
			require.NoError(t, err)
			_, err = b.users.SendCode(ctx, thief(i), u.ID, user.SendCodeRequest{})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t, selfService, func(o *user.Options) { o.Identity.Shared = c.shared })
			u := b.proved(t, acme, b.create(t).ID)
			b.wait(time.Hour)
			sent := 0
			for i := range 15 {
				if err := c.ask(t, b, i); err == nil {
					sent++
				} else {
					require.ErrorIs(t, err, bonafide.ErrRefused)
				}
			}
			assert.Equal(t, 10, sent, "all of them together")
			_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
			require.NoError(t, err, "the owner's share is its own")
		})
	}
}
