package user

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// newCode draws six decimal digits, about 20 bits, without bias (NIST SP
// 800-63B section 3.1.3.2).
func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n), nil
}

// draw makes a code and the id of its challenge.
func (s *Service) draw() (code, id string, err error) {
	if code, err = s.opts.NewCode(); err != nil {
		return "", "", err
	}
	if code, err = ParseCode(code); err != nil {
		return "", "", errors.New("user: Options.NewCode did not make six digits") // nobody could answer it
	}
	id, err = s.opts.NewID()
	return code, id, err
}

// A SendCodeRequest asks for a one-time code to the user's phone.
type SendCodeRequest struct {
	Key     string           `json:"-"`                     // idempotency key: repeated, it sends no second message
	Channel Channel          `json:"channel,omitzero"`      // default SMS; an e-mail address takes Mail, whatever stands here
	Contact string           `json:"phone_number,omitzero"` // the contact that is to be confirmed; empty means the phone number that identifies the user
	Region  bonafide.Country `json:"region,omitzero"`       // where a Contact without "+" belongs
}

// SendCode sends a one-time code to the user's phone number, or to a contact that
// was added and takes no codes of [Service.OAuth] until it is confirmed by this
// one. It replaces the code that the same platform, or the user itself, asked for
// before, whose failures still count; codes that others asked for stay good.
// [Service.VerifyCode] takes the answer. The code is stored before it is handed over, so that a message is never sent
// twice: one that the process lost in between is asked for again.
//
// Platforms and the user itself may, others fail with [bonafide.ErrForbidden]. It
// fails with a [*bonafide.RefusedError]: RefusedSending while a limit of
// [CodePolicy] holds, and to a platform whose link is pending while the user is
// locked or closed; RefusedPremium, RefusedLandline, RefusedVoIP or RefusedNoNumber
// where nothing is sent to the number; RefusedUnproven to a
// platform that would confirm a contact while the phone number is not verified. It
// fails with an [*bonafide.InvalidError] for a contact that is not the user's; with a
// [*bonafide.NotConfiguredError] without a [Messenger]; and with an error
// matching [bonafide.ErrUnavailable] if the message was not taken, in which case
// the code is void and the same request may be made again at once. The code
// itself goes to the [Messenger] alone.
func (s *Service) SendCode(ctx context.Context, by bonafide.Actor, id string, req SendCodeRequest) (User, error) {
	var message Message
	c := req.into(s, &message)
	c.With = s.with(c.With...) // only an answered code is activity of the user, not one that was sent
	u, err := s.run.Do(ctx, id, by, c)
	if err != nil || message.ID == "" {
		return u, err // refused, or the key's message went out before
	}
	if err := s.send(ctx, message); err != nil {
		return User{}, err
	}
	return u, nil
}

// checkKey bounds a key that is kept with a code.
func checkKey(key string) error {
	if len(key) > aggregate.MaxKeyBytes {
		return bonafide.Invalid("key", bonafide.CodeTooLong)
	}
	return nil
}

func (r SendCodeRequest) command(s *Service) command { return r.into(s, new(Message)) }

// into is the command with a place for the message. Its key is kept with the
// code, not as other keys are: a code that is void frees it.
func (r SendCodeRequest) into(s *Service, message *Message) command {
	if r.Channel == "" {
		r.Channel = SMS
	}
	return command{
		Op: "user.send_code", Verb: string(permission.VerbAnswer), Body: r, With: []string{KindAccess},
		Actors: []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser},
		Check: func() error {
			switch {
			case r.Channel != SMS && r.Channel != Voice:
				return bonafide.Invalid("channel", bonafide.CodeUnknown)
			case s.opts.Messenger == nil:
				return &bonafide.NotConfiguredError{Option: "messenger"}
			}
			return checkKey(r.Key)
		},
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			c, m, err := s.openCode(ctx, u, r, in)
			*message = m
			return c, err
		},
	}
}

// openCode opens a challenge for the user's phone number and returns its message,
// without id if the request's key opened the one that is open.
func (s *Service) openCode(ctx context.Context, u User, r SendCodeRequest, in input) (change, Message, error) {
	a := &u.beside.access
	to, err := s.target(u, r, in)
	if err != nil {
		return change{}, Message{}, err
	}
	asking := asker(in.By)
	if open := a.Codes[asking].Open; r.Key != "" && s.keys.VerifyMAC(open.Request, "code request", u.ID, in.By.ID, r.Key) {
		if open.Channel != to.channel(r.Channel) || !u.wentTo(open, to) {
			return change{}, Message{}, bonafide.ErrKeyReused
		}
		return change{State: u}, Message{}, nil
	}
	if err := s.opts.Codes.reaches(to.channel(r.Channel), to.Phone); err != nil {
		return change{}, Message{}, err
	}
	pending := u.pendingFor(in.By)
	if _, known := a.Codes[asking]; pending && !known && u.strangers() >= maxStrangers {
		return change{}, Message{}, &bonafide.RefusedError{Code: RefusedSending}
	}
	code, id, err := s.draw()
	if err != nil {
		return change{}, Message{}, err
	}
	c := challenge{ID: id, Channel: to.channel(r.Channel), At: in.At, MAC: s.keys.MAC("code", id, u.ID, to.address(), code)}
	c.Expires = in.At.Add(s.opts.Codes.life(c.Channel))
	if to.Phone != u.Phone {
		c.Contact = u.mark(to)
	}
	if r.Key != "" {
		c.Request = s.keys.MAC("code request", u.ID, in.By.ID, r.Key)
	}
	next, err := a.Codes[asking].send(c, s.opts.Codes)
	if err != nil {
		return change{}, Message{}, err
	}
	*a = a.withCodes(asking, next)
	m := Message{ID: id, UserID: u.ID, To: to.Phone, Email: to.Email, Channel: c.Channel, Code: bonafide.NewSecret(code), Expires: c.Expires}
	m.strange = pending || s.strange(u, to)
	sent := s.destinations()
	if err := sent.count(ctx, m, in.At); err != nil {
		return change{}, Message{}, err
	}
	return change{State: u, Writes: sent.all(), Events: one(of(KindAccess, in.Event(event.CodeSent, "challenge", id, "channel", string(m.Channel))))}, m, nil
}

// voidCode takes back a code, of the phone number or of a device, whose message
// was not sent.
func (s *Service) voidCode(ctx context.Context, m Message) error {
	_, err := s.run.Do(ctx, m.UserID, bonafide.System(), command{Op: "user.void_code", With: s.with(KindAccess), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		next, ok := u.beside.access.void(m.ID)
		if !ok {
			return u, nil, nil
		}
		u.beside.access = next
		return u, one(of(KindAccess, in.Event(event.CodeUndelivered, "challenge", m.ID))), nil
	})})
	return err
}

// A VerifyCodeRequest answers a one-time code.
type VerifyCodeRequest struct {
	Key  string          `json:"-"` // idempotency key: the same code under it is no second guess, for as long as the code it answers is good
	Code bonafide.Secret `json:"code"`
}

// VerifyCode answers the one-time code that the same platform, or the user itself,
// asked for. The right answer verifies the user's phone number, or confirms the
// contact that the code went to, and uses the code up; a platform's pending link is
// confirmed by it; and a claimed number becomes the user's, if nobody else has it.
//
// Platforms and the user itself may, others fail with [bonafide.ErrForbidden].
// Every refusal is the same [*bonafide.RefusedError] with RefusedCode, for an
// unknown, locked or closed user too; an erased one is refused with RefusedErased,
// as Get tells anyhow. A guess is counted in the same write that tells its outcome:
// however many race, no more are evaluated than [CodePolicy] allows and at most
// one is accepted. A key is remembered as long as the code that was answered; under
// it another code is another guess. [Service.Codes] tells the host how many are left.
func (s *Service) VerifyCode(ctx context.Context, by bonafide.Actor, id string, req VerifyCodeRequest) (User, error) {
	u, err := s.do(ctx, by, id, req)
	var refused *bonafide.RefusedError
	unsent := errors.As(err, &refused) && refused.Code == RefusedSending
	if unsent || errors.Is(err, bonafide.ErrNotFound) || errors.Is(err, bonafide.ErrState) {
		s.matches(User{ID: id}, challenge{}, Contact{}, req.Code.Reveal()) // the same work; the records were looked for
		return User{}, &bonafide.RefusedError{Code: RefusedCode}
	}
	if err != nil {
		return User{}, err
	}
	if u.Number.Claimed && !u.PhoneVerified.IsZero() {
		if err := s.take(ctx, id); err != nil {
			return User{}, err
		}
		return s.Get(ctx, by, id)
	}
	return u, nil
}

func (r VerifyCodeRequest) command(s *Service) command {
	return command{
		Op: "user.verify_code", Verb: string(permission.VerbAnswer), Body: r, Secrets: []bonafide.Secret{r.Code}, With: []string{KindAccess},
		Actors: []bonafide.ActorKind{bonafide.ActorPlatform, bonafide.ActorUser}, Check: func() error { return checkKey(r.Key) },
		Rule: func(_ context.Context, u User, in input) (change, error) {
			refused := &bonafide.RefusedError{Code: RefusedCode}
			asking := asker(in.By)
			before := u.beside.access.Codes[asking]
			if last := before.Last; r.Key != "" && in.At.Before(last.Until) && s.keys.VerifyMAC(last.Request, "guess", in.By.ID, u.ID, r.Key, r.Code.Reveal()) {
				if last.Right {
					return change{State: u}, nil
				}
				return change{}, refused
			}
			to := u.wentWhere(before.Open)
			next, result := before.guess(r.Code, func(c challenge, code string) bool { return s.matches(u, c, to, code) }, in.At, s.opts.Codes)
			if result == unseen {
				return change{}, refused
			}
			if r.Key != "" {
				next.Last = guessed{Request: s.keys.MAC("guess", in.By.ID, u.ID, r.Key, r.Code.Reveal()), Right: result == right, Until: before.Open.Expires}
			}
			u.beside.access = u.beside.access.withCodes(asking, next)
			if result == wrong {
				return change{State: u, Outcome: refused, Events: one(of(KindAccess,
					in.Event(event.CodeWrong, "challenge", next.Open.ID, "try", strconv.Itoa(next.Open.Tries))))}, nil
			}
			used := of(KindAccess, in.Event(event.CodeUsed, "challenge", before.Open.ID))
			if to.Phone != u.Phone {
				return change{State: u.confirm(to, in), Events: []bonafide.Event{in.Event(event.ContactConfirmed, "challenge", before.Open.ID), used}}, nil
			}
			u.PhoneVerified = in.At
			u, linked := u.confirmLink(in)
			return change{State: u, Events: append(linked, in.Event(event.PhoneVerified, "challenge", before.Open.ID), used)}, nil
		},
	}
}

// matches compares a guess with a code, which is bound to tenant, challenge, user and
// destination (ASVS 5.0 6.6.2).
func (s *Service) matches(u User, c challenge, to Contact, code string) bool {
	return s.keys.VerifyMAC(c.MAC, "code", c.ID, u.ID, to.address(), code)
}

// A ResetCodesRequest lets a user guess codes again.
type ResetCodesRequest struct {
	Key string `json:"-"` // idempotency key
}

// ResetCodes lets a user guess again after too many wrong codes in a row, whoever
// asked for them and whether they were for the phone number, a contact or a device;
// open codes are void, [Service.SendCode] and [Service.OAuth] send others. Only reviewers may, others
// fail with [bonafide.ErrForbidden].
func (s *Service) ResetCodes(ctx context.Context, by bonafide.Actor, id string, req ResetCodesRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r ResetCodesRequest) command(*Service) command {
	return command{Op: "user.reset_codes", Verb: string(permission.VerbResetCodes), Key: r.Key, Body: r, With: []string{KindAccess}, Actors: reviewers,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			u.beside.access = u.beside.access.forgiven(in.At)
			return u, one(of(KindAccess, in.Event(event.CodesReset))), nil
		})}
}

// A CodeState tells how the one-time codes stand that one platform, or the user
// itself, asked for.
type CodeState struct {
	Platform  string    `json:"platform,omitzero"` // that asked; empty = the user itself, or nobody yet
	Open      string    `json:"open,omitzero"`     // id of the message whose code is good now
	Expires   time.Time `json:"expires,omitzero"`
	Tries     int       `json:"tries"`               // guesses of it that were evaluated
	TriesLeft int       `json:"tries_left"`          // more guesses that will be evaluated
	Failures  int       `json:"failures"`            // wrong guesses in a row, over all codes
	NotBefore time.Time `json:"not_before,omitzero"` // guesses before this time are refused unseen
	NextSend  time.Time `json:"next_send,omitzero"`  // the earliest time at which another code may be sent
}

// Codes tells how the one-time codes of a user's phone number and contacts stand:
// what a refused guess does not say. A platform sees the codes that it asked for;
// reviewers and the system those of whoever has the most wrong guesses in a row. It
// is for the host, not for whoever guesses. Platforms, reviewers and the system may read it, others fail with
// [bonafide.ErrForbidden]; it fails with [bonafide.ErrNotFound].
func (s *Service) Codes(ctx context.Context, by bonafide.Actor, id string) (CodeState, error) {
	if by.Is(bonafide.ActorUser, bonafide.ActorVerifier) {
		return CodeState{}, bonafide.ErrForbidden
	}
	u, err := s.read(ctx, by, id, KindAccess)
	if err != nil {
		return CodeState{}, err
	}
	asking := asker(by)
	if !by.Is(bonafide.ActorPlatform) {
		asking = u.beside.access.worst()
	}
	c, asked := u.beside.access.Codes[asking]
	if !asked {
		return CodeState{}, nil
	}
	_, platform, _ := strings.Cut(asking, " ")
	return CodeState{
		Platform: platform, Open: c.Open.ID, Expires: c.Open.Expires, Tries: c.Open.Tries, TriesLeft: c.triesLeft(s.opts.Codes, s.now()),
		Failures: c.Failures, NotBefore: c.NotBefore, NextSend: c.nextSend(s.opts.Codes),
	}, nil
}
