package user

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"strconv"
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
	id, err = s.opts.NewID()
	return code, id, err
}

// A SendCodeRequest asks for a one-time code to the user's phone.
type SendCodeRequest struct {
	Key     string  `json:"-"`                // idempotency key: repeated, it sends no second message
	Channel Channel `json:"channel,omitzero"` // default SMS
}

// SendCode sends a one-time code to the user's phone number. It replaces the
// code before, whose failures still count; [Service.VerifyCode] takes the answer.
// The code is stored before it is handed over, so that a message is never sent
// twice: one that the process lost in between is asked for again.
//
// Platforms and the user itself may, others fail with [bonafide.ErrForbidden]. It
// fails with a [*bonafide.RefusedError]: RefusedSending while a limit of
// [CodePolicy] holds, and to a platform whose link is pending while the user is
// locked or closed; RefusedPremium, RefusedLandline, RefusedVoIP or RefusedNoNumber
// where nothing is sent to the number; and with an error
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
				return fmt.Errorf("bonafide: no messenger: %w", bonafide.ErrUnavailable)
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
	if open := a.Phone.Open; r.Key != "" && s.keys.VerifyMAC(open.Request, "code request", u.ID, in.By.ID, r.Key) {
		if open.Channel != r.Channel {
			return change{}, Message{}, bonafide.ErrKeyReused
		}
		return change{State: u}, Message{}, nil
	}
	if err := s.opts.Codes.reaches(r.Channel, u.Phone); err != nil {
		return change{}, Message{}, err
	}
	code, id, err := s.draw()
	if err != nil {
		return change{}, Message{}, err
	}
	c := challenge{ID: id, Channel: r.Channel, At: in.At, Expires: in.At.Add(s.opts.Codes.Life), MAC: s.codeMAC(u, id, code)}
	if in.By.Is(bonafide.ActorPlatform) {
		c.By = in.By.ID
	}
	if r.Key != "" {
		c.Request = s.keys.MAC("code request", u.ID, in.By.ID, r.Key)
	}
	if a.Phone, err = a.Phone.send(c, s.opts.Codes); err != nil {
		return change{}, Message{}, err
	}
	m := Message{ID: id, UserID: u.ID, To: u.Phone, Channel: r.Channel, Code: bonafide.NewSecret(code), Expires: c.Expires}
	sent := s.destinations()
	if err := sent.count(ctx, m, in.At); err != nil {
		return change{}, Message{}, err
	}
	writes, err := sent.writes()
	return change{State: u, Writes: writes, Events: one(of(KindAccess, in.Event(event.CodeSent, "challenge", id, "channel", string(r.Channel))))}, m, err
}

// voidCode takes back a code, of the phone number or of a device, whose message
// was not sent.
func (s *Service) voidCode(ctx context.Context, m Message) error {
	_, err := s.run.Do(ctx, m.UserID, bonafide.System(), command{Op: "user.void_code", With: s.with(KindAccess), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		var phone, device bool
		a := &u.beside.access
		a.Phone, phone = a.Phone.void(m.ID)
		a.Candidate.Codes, device = a.Candidate.Codes.void(m.ID)
		if !phone && !device {
			return u, nil, nil
		}
		return u, one(of(KindAccess, in.Event(event.CodeUndelivered, "challenge", m.ID))), nil
	})})
	return err
}

// codeMAC binds a code to tenant, challenge, user and destination (ASVS 5.0
// 6.6.2).
func (s *Service) codeMAC(u User, challenge, code string) []byte {
	return s.keys.MAC("code", challenge, u.ID, string(u.Phone), code)
}

// A VerifyCodeRequest answers a one-time code.
type VerifyCodeRequest struct {
	Key  string          `json:"-"` // idempotency key: the same code under it is no second guess, for as long as the code it answers is good
	Code bonafide.Secret `json:"code"`
}

// VerifyCode answers the open one-time code. The right answer verifies the
// user's phone number and uses the code up; a platform's pending link is confirmed
// by it, if the platform asked for the code; and a claimed number becomes the user's,
// if nobody else has it.
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
		s.pretend(ctx, id, req.Code)
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
			before := u.beside.access.Phone
			if last := before.Last; r.Key != "" && in.At.Before(last.Until) && s.keys.VerifyMAC(last.Request, "guess", in.By.ID, u.ID, r.Key, r.Code.Reveal()) {
				if last.Right {
					return change{State: u}, nil
				}
				return change{}, refused
			}
			if u.pendingFor(in.By) && before.Open.By != in.By.ID {
				s.matches(u, before.Open, r.Code) // the same work
				return change{}, refused          // the code of somebody else: it shows nothing, and is not used up
			}
			next, result := before.guess(func(c challenge) bool { return s.matches(u, c, r.Code) }, in.At, s.opts.Codes)
			if result == unseen {
				return change{}, refused
			}
			if r.Key != "" {
				next.Last = guessed{Request: s.keys.MAC("guess", in.By.ID, u.ID, r.Key, r.Code.Reveal()), Right: result == right, Until: before.Open.Expires}
			}
			u.beside.access.Phone = next
			if result == wrong {
				return change{State: u, Outcome: refused, Events: one(of(KindAccess,
					in.Event(event.CodeWrong, "challenge", next.Open.ID, "try", strconv.Itoa(next.Open.Tries))))}, nil
			}
			u.PhoneVerified = in.At
			u, linked := u.confirmLink(in)
			return change{State: u, Events: append(linked,
				in.Event(event.PhoneVerified, "challenge", before.Open.ID), of(KindAccess, in.Event(event.CodeUsed, "challenge", before.Open.ID)))}, nil
		},
	}
}

// pretend does for an unknown user what a guess about a known one does: the
// second record is looked for, and a code compared.
func (s *Service) pretend(ctx context.Context, id string, code bonafide.Secret) {
	_, _ = s.run.Store.Get(ctx, KindAccess, id) // whether it is there makes no difference
	s.matches(User{ID: id}, challenge{MAC: s.keys.MAC("code", "", id, "", "")}, code)
}

func (s *Service) matches(u User, c challenge, code bonafide.Secret) bool {
	return s.keys.VerifyMAC(c.MAC, "code", c.ID, u.ID, string(u.Phone), code.Reveal())
}

// A ResetCodesRequest lets a user guess codes again.
type ResetCodesRequest struct {
	Key string `json:"-"` // idempotency key
}

// ResetCodes lets a user guess again after too many wrong codes in a row; the
// open code is void, [Service.SendCode] sends another. Only reviewers may, others
// fail with [bonafide.ErrForbidden].
func (s *Service) ResetCodes(ctx context.Context, by bonafide.Actor, id string, req ResetCodesRequest) (User, error) {
	return s.do(ctx, by, id, req)
}

func (r ResetCodesRequest) command(*Service) command {
	return command{Op: "user.reset_codes", Verb: string(permission.VerbResetCodes), Key: r.Key, Body: r, With: []string{KindAccess}, Actors: reviewers,
		Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
			u.beside.access.Phone = codes{Sends: u.beside.access.Phone.Sends}
			return u, one(of(KindAccess, in.Event(event.CodesReset))), nil
		})}
}

// A CodeState tells how the one-time codes of a user's phone number stand.
type CodeState struct {
	Open      string    `json:"open,omitzero"` // id of the message whose code is good now
	Expires   time.Time `json:"expires,omitzero"`
	Tries     int       `json:"tries"`               // guesses of it that were evaluated
	TriesLeft int       `json:"tries_left"`          // more guesses that will be evaluated
	Failures  int       `json:"failures"`            // wrong guesses in a row, over all codes
	NotBefore time.Time `json:"not_before,omitzero"` // guesses before this time are refused unseen
	NextSend  time.Time `json:"next_send,omitzero"`  // the earliest time at which another code may be sent
}

// Codes tells how the one-time codes of a user's phone number stand: what a
// refused guess does not say. It is for the host, not for whoever guesses.
// Platforms, reviewers and the system may read it, others fail with
// [bonafide.ErrForbidden]; it fails with [bonafide.ErrNotFound].
func (s *Service) Codes(ctx context.Context, by bonafide.Actor, id string) (CodeState, error) {
	if by.Is(bonafide.ActorUser, bonafide.ActorVerifier) {
		return CodeState{}, bonafide.ErrForbidden
	}
	u, err := s.read(ctx, by, id, KindAccess)
	if err != nil {
		return CodeState{}, err
	}
	c := u.beside.access.Phone
	return CodeState{
		Open: c.Open.ID, Expires: c.Open.Expires, Tries: c.Open.Tries, TriesLeft: c.triesLeft(s.opts.Codes, s.now()),
		Failures: c.Failures, NotBefore: c.NotBefore, NextSend: c.nextSend(s.opts.Codes),
	}, nil
}
