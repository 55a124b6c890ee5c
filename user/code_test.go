package user_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/figuretest"
	"github.com/bonafide-go/bonafide/user"
	"github.com/bonafide-go/bonafide/user/event"
	"github.com/bonafide-go/bonafide/user/scope"
)

// 200 parallel guesses, one of them right ten times over: at most 5 are
// evaluated and at most one is accepted (ASVS 5.0 15.4.2; a read-then-write
// limit let 161 of 200 through).
func TestGuessRace(t *testing.T) {
	rounds, all := figuretest.Size(t, "ROUNDS", 5), 0
	for round := range rounds {
		b := setup(t)
		u := b.create(t)
		_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
		require.NoError(t, err)
		var accepted, refused atomic.Int64
		begin := make(chan struct{})
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				<-begin
				code := bonafide.NewSecret(fmt.Sprintf("%06d", i))
				if i%20 == round%20 {
					code = b.lastCode()
				}
				_, err := b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: code})
				var r *bonafide.RefusedError
				switch {
				case err == nil:
					accepted.Add(1)
				case assert.ErrorAs(t, err, &r):
					assert.Equal(t, user.RefusedCode, r.Code)
					refused.Add(1)
				}
			}()
		}
		close(begin)
		wg.Wait()
		assert.LessOrEqual(t, accepted.Load(), int64(1))
		assert.EqualValues(t, 200, accepted.Load()+refused.Load(), "every guess has an answer")
		events, err := eventsOf(b.users, officer, u.ID)
		require.NoError(t, err)
		more, err := partEvents(b.users, officer, user.KindAccess, u.ID)
		require.NoError(t, err)
		evaluated := 0
		for _, e := range append(events, more...) {
			if e.Type == event.CodeWrong || e.Type == event.PhoneVerified {
				evaluated++
			}
		}
		assert.LessOrEqual(t, evaluated, 5)
		assert.Positive(t, evaluated)
		all += evaluated
	}
	figuretest.Report(t, "guesses", 200*rounds)
	figuretest.Report(t, "guesses-evaluated", all)
}

// Whatever is wrong with a guess, the answer is the same (ASVS 6.3.8).
func TestRefusalsLookAlike(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	guess := func(id string, code bonafide.Secret) error {
		_, err := b.users.VerifyCode(ctx, acme, id, user.VerifyCodeRequest{Code: code})
		return err
	}
	refusals := map[string]error{"unknown user": guess("nobody", bonafide.NewSecret("123456")), "no code": guess(u.ID, bonafide.NewSecret("123456"))}
	_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	right := b.lastCode()
	refusals["empty"] = guess(u.ID, bonafide.Secret{})
	refusals["wrong"] = guess(u.ID, bonafide.NewSecret("1234567"))
	refusals["foreign platform"] = func() error {
		_, err := b.users.VerifyCode(ctx, other, u.ID, user.VerifyCodeRequest{Code: right})
		return err
	}()
	b.wait(10 * time.Minute)
	refusals["expired"] = guess(u.ID, right)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	refusals["replaced"] = guess(u.ID, bonafide.NewSecret(right.Reveal()+"0"))
	require.NoError(t, guess(u.ID, b.lastCode()))
	refusals["used"] = guess(u.ID, b.lastCode())
	for name, err := range refusals {
		assert.Equal(t, &bonafide.RefusedError{Code: user.RefusedCode}, err, name)
	}
}

func TestCodeBelongsToItsUser(t *testing.T) {
	fixed := func(o *user.Options) { o.NewCode = func() (string, error) { return "424242", nil } }
	b := setup(t, fixed)
	u := b.create(t)
	v, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: "+14155552672", LegalNames: []string{"Bea"}})
	require.NoError(t, err)
	for _, id := range []string{u.ID, v.ID} {
		_, err := b.users.SendCode(ctx, acme, id, user.SendCodeRequest{})
		require.NoError(t, err)
	}
	mac := func(id string) string {
		r, err := b.records.Get(ctx, user.KindAccess, id)
		require.NoError(t, err)
		var body struct {
			State struct {
				Codes map[string]struct {
					Open struct {
						MAC string `json:"mac"`
					} `json:"open"`
				} `json:"codes"`
			} `json:"state"`
		}
		require.NoError(t, json.Unmarshal(r.Body, &body))
		require.NotEmpty(t, body.State.Codes["platform acme"].Open.MAC)
		return body.State.Codes["platform acme"].Open.MAC
	}
	assert.NotEqual(t, mac(u.ID), mac(v.ID), "the same code leaves no equal trace")
	assert.Equal(t, "424242", b.messages[0].Code.Reveal())
	assert.Equal(t, bonafide.Phone("+14155552671"), b.messages[0].To)
	assert.Equal(t, start.Add(10*time.Minute), b.messages[0].Expires)
}

// A message that was refused leaves no good code, and another may be asked for at
// once.
func TestUndeliveredCodeIsVoid(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	b.sendErr = fmt.Errorf("number %s takes none: %w", u.Phone, user.ErrNotSent)
	_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: "k"})
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	require.ErrorIs(t, err, user.ErrNotSent)
	assert.NotContains(t, err.Error(), "4155552671")
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.ErrorIs(t, err, bonafide.ErrRefused)
	b.sendErr = nil
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: "k"})
	require.NoError(t, err, "the same key sends after all")
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
	assert.Equal(t, 2, b.sent())

	silent := setup(t, func(o *user.Options) { o.Messenger = nil })
	_, err = silent.users.SendCode(ctx, acme, silent.create(t).ID, user.SendCodeRequest{})
	require.ErrorIs(t, err, bonafide.ErrNotConfigured)
	require.NotErrorIs(t, err, bonafide.ErrUnavailable)
}

// Racing requests send one message, not one each.
func TestSendRace(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	var wg sync.WaitGroup
	for range 16 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
			if err != nil {
				assert.Equal(t, &bonafide.RefusedError{Code: user.RefusedSending}, err)
			}
		}()
	}
	wg.Wait()
	assert.Equal(t, 1, b.sent())
}

// Premium-rate numbers are where toll fraud earns (ASVS 5.0 2.4.1).
func TestNoCodesToPremiumNumbers(t *testing.T) {
	request := user.CreateRequest{Phone: "+19005551234", LegalNames: []string{"Ana"}}
	b := setup(t)
	u, err := b.users.Create(ctx, acme, request)
	require.NoError(t, err)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	assert.Equal(t, &bonafide.RefusedError{Code: user.RefusedPremium}, err)
	assert.Zero(t, b.sent())

	b = setup(t, func(o *user.Options) { o.Codes.AllowPremium = true })
	u, err = b.users.Create(ctx, acme, request)
	require.NoError(t, err)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Channel: "pigeon"})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// A fixed line takes no message; where one range is for both, or the plan does not
// tell, it is tried (ITU-T E.164 leaves it to the national plans). Each refusal has
// its own code, and sends nothing.
func TestCodesByLine(t *testing.T) {
	const fixed, mobile, voip, both, unknown = "+442079460018", "+447911123456", "+445600123456", "+14155552671", "+11231231234"
	careful := func(o *user.Options) { o.Codes.RefuseVoIP = true }
	for _, c := range []struct {
		number  string
		channel user.Channel
		options func(*user.Options)
		refused bonafide.Code
	}{
		{fixed, user.SMS, nil, user.RefusedLandline},
		{fixed, user.Voice, nil, ""},
		{mobile, user.SMS, careful, ""},
		{voip, user.SMS, nil, ""},
		{voip, user.SMS, careful, user.RefusedVoIP},
		{voip, user.Voice, careful, user.RefusedVoIP},
		{both, user.SMS, careful, ""},
		{unknown, user.SMS, careful, ""},
		{"+19005551234", user.Voice, nil, user.RefusedPremium},
	} {
		b := setup(t)
		if c.options != nil {
			b = setup(t, c.options)
		}
		u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: c.number, LegalNames: []string{"Ana"}})
		require.NoError(t, err, c)
		_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Channel: c.channel})
		if c.refused == "" {
			require.NoError(t, err, c)
			continue
		}
		refusedAs(t, err, c.refused)
		assert.Zero(t, b.sent(), c)
	}
	b := setup(t)
	u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: fixed, LegalNames: []string{"Ana"}})
	require.NoError(t, err)
	refresh, err := b.users.IssueToken(ctx, acme, u.ID, user.IssueTokenRequest{})
	require.NoError(t, err)
	_, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: refresh, Fingerprint: phone, Device: fixed})
	refusedAs(t, err, user.RefusedLandline)
}

func TestResetCodes(t *testing.T) {
	b := setup(t, func(o *user.Options) { o.Codes = user.CodePolicy{MaxFailures: 2} })
	u := b.create(t)
	_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	for range 2 {
		_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: bonafide.NewSecret("000000")})
		require.ErrorIs(t, err, bonafide.ErrRefused)
	}
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.ErrorIs(t, err, bonafide.ErrRefused, "out of guesses")
	_, err = b.users.ResetCodes(ctx, acme, u.ID, user.ResetCodesRequest{})
	require.ErrorIs(t, err, bonafide.ErrForbidden)
	_, err = b.users.ResetCodes(ctx, officer, u.ID, user.ResetCodesRequest{})
	require.NoError(t, err)
	b.wait(time.Minute)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
	require.NoError(t, err)
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
}

// Whoever is signed in stays so when codes are reset: sessions and devices are none.
func TestResetCodesKeepsSessions(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	g := b.granted(t, u)
	_, err := b.users.ResetCodes(ctx, officer, u.ID, user.ResetCodesRequest{})
	require.NoError(t, err)
	_, err = b.users.Authenticate(ctx, g.AccessKey, phone, scope.UserGet)
	require.NoError(t, err)
	g, err = b.users.OAuth(ctx, acme, user.OAuthRequest{RefreshToken: g.RefreshToken, Fingerprint: phone})
	require.NoError(t, err)
	assert.Equal(t, user.StepGranted, g.Step, "the device is known")
}

// A gateway that takes a message and then fails has it: it counts, its code is
// good, and the same key sends no second one.
func TestUnknownDeliveryCounts(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	b.sendErr = errDown
	_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: "k"})
	require.ErrorIs(t, err, bonafide.ErrUnavailable)
	require.NotErrorIs(t, err, user.ErrNotSent)
	for range 50 {
		_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
		refusedAs(t, err, user.RefusedSending)
	}
	b.wait(time.Minute)
	_, err = b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{Key: "k"})
	require.NoError(t, err)
	assert.Equal(t, 1, b.sent())
	_, err = b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Code: b.lastCode()})
	require.NoError(t, err)
}

// A key makes no guess free: it is remembered as long as the code that was
// answered, and another code under it is another guess.
func TestGuessesUnderOneKey(t *testing.T) {
	b := setup(t)
	u := b.create(t)
	guess := func(code string) error {
		_, err := b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Key: "k", Code: bonafide.NewSecret(code)})
		return err
	}
	left := func() int {
		c, err := b.users.Codes(ctx, acme, u.ID)
		require.NoError(t, err)
		return c.TriesLeft
	}
	send := func() string {
		_, err := b.users.SendCode(ctx, acme, u.ID, user.SendCodeRequest{})
		require.NoError(t, err)
		return b.lastCode().Reveal()
	}
	right := send()
	for n := range 4 {
		for range 3 {
			refusedAs(t, guess(fmt.Sprintf("00000%d", n)), user.RefusedCode)
		}
		assert.Equal(t, 4-n, left(), "a repetition is free, another code is not")
	}
	for range 3 {
		require.NoError(t, guess(right))
	}
	refusedAs(t, guess("000009"), user.RefusedCode)
	b.wait(10 * time.Minute)
	refusedAs(t, guess(right), user.RefusedCode) // the code is over, and its memory too

	right = send()
	require.NoError(t, guess(right))
	b.wait(time.Minute)
	send()
	refusedAs(t, guess(right), user.RefusedCode) // the next code ends the memory as well
	_, err := b.users.VerifyCode(ctx, acme, u.ID, user.VerifyCodeRequest{Key: string(make([]byte, 256)), Code: b.lastCode()})
	require.ErrorIs(t, err, bonafide.ErrInvalid)
}

// One number gets no more codes than one destination may, however many users they
// are for (ASVS 5.0 2.4.1). What strangers send there does not keep its owner out.
func TestDestinationsAreBounded(t *testing.T) {
	figuretest.OneGoroutine(t)
	b := setup(t)
	sent := func() int { // to the victim
		n := 0
		for _, m := range b.messages {
			if m.To == "+14155552671" {
				n++
			}
		}
		return n
	}
	var last string
	submit := func(i int) {
		u, err := b.users.Create(ctx, acme, user.CreateRequest{Phone: fmt.Sprintf("+1415555%04d", 3000+i), LegalNames: []string{"Ana Maria Lopez"}})
		require.NoError(t, err)
		in := ana()
		in.SocialDocs = []document.SubSubmission{{Type: document.PhoneNumber2FA, Value: bonafide.NewSecret("+14155552671")}}
		b.advance(t, b.submit(t, u.ID, in).ID)
		last = u.ID
	}
	for i := range 14 {
		submit(i)
	}
	assert.Equal(t, 10, sent())
	assert.Equal(t, document.Reviewing, find(t, mustGet(t, b, last), document.PhoneNumber2FA).Status, "it waits")
	_, err := b.users.SendCode(ctx, acme, b.create(t).ID, user.SendCodeRequest{})
	require.NoError(t, err, "the owner has a count of its own")
	submit(30)
	assert.Equal(t, 11, sent(), "and the others none but theirs")
	b.wait(time.Hour)
	b.advance(t, last)
	assert.Equal(t, 12, sent())

	b.sendErr = user.ErrNotSent
	for i := range 14 {
		submit(100 + i)
	}
	b.sendErr = nil
	submit(200)
	assert.Equal(t, document.MFAPending, find(t, mustGet(t, b, last), document.PhoneNumber2FA).Status, "what was not sent does not count")
}
