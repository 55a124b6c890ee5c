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
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/phone"
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

// A SendCodeRequest asks for a one-time code to the user's phone.
type SendCodeRequest struct {
	Key     string  `json:"-"`                // idempotency key: repeated, it sends no second message
	Channel Channel `json:"channel,omitzero"` // default SMS
}

// SendCode sends a one-time code to the user's phone number. It replaces the
// code before, whose failures still count.
//
// It fails with a [*bonafide.RefusedError]: RefusedSending while a limit of
// [CodePolicy] holds, RefusedPremium for a premium-rate number; and with an error
// matching [bonafide.ErrUnavailable] if the message was not taken, in which case
// the code is void. The code itself goes to the [Messenger] alone.
func (s *Service) SendCode(ctx context.Context, by bonafide.Actor, id string, req SendCodeRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.send_code", id)
	defer end(&err)
	if err := by.Check("by"); err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorPlatform, bonafide.ActorUser) {
		return User{}, bonafide.ErrForbidden
	}
	if req.Channel == "" {
		req.Channel = SMS
	}
	if req.Channel != SMS && req.Channel != Voice {
		return User{}, bonafide.Invalid("channel", bonafide.CodeUnknown)
	}
	if len(req.Key) > record.MaxKeyBytes {
		return User{}, bonafide.Invalid("key", bonafide.CodeTooLong)
	}
	if s.opts.Messenger == nil {
		return User{}, fmt.Errorf("bonafide: no messenger: %w", bonafide.ErrUnavailable)
	}
	code, err := s.opts.NewCode()
	if err != nil {
		return User{}, err
	}
	challenge, err := s.opts.NewID()
	if err != nil {
		return User{}, err
	}
	sent, err := s.openCode(ctx, by, id, challenge, code, req)
	if err != nil || sent.Codes.Open.ID != challenge {
		return sent, err // refused, or the key's message went out before
	}
	message := Message{ID: challenge, UserID: id, To: sent.Phone, Channel: req.Channel, Code: bonafide.NewSecret(code), Expires: sent.Codes.Open.Expires}
	failure := s.opts.Messenger.Send(ctx, message)
	// The outcome is kept even if the caller has left meanwhile.
	delivered, err := s.closeSending(context.WithoutCancel(ctx), by, id, challenge, failure == nil)
	if failure != nil {
		return User{}, fmt.Errorf("bonafide: message was not taken: %w", bonafide.ErrUnavailable)
	}
	return delivered, err
}

// openCode stores the challenge before its message goes out.
func (s *Service) openCode(ctx context.Context, by bonafide.Actor, id, challenge, code string, req SendCodeRequest) (User, error) {
	return s.update(ctx, id, permission.VerbAnswer, record.Command{Op: "user.send_code", By: by}, func(u User, at time.Time) (record.Change[User], error) {
		if open := u.Codes.Open; req.Key != "" && s.keys.VerifyMAC(open.Request, "code request", u.ID, req.Key) {
			if open.Channel != req.Channel {
				return record.Change[User]{}, bonafide.ErrKeyReused
			}
			if open.Delivered {
				return record.Change[User]{State: u}, nil
			}
		}
		if !s.opts.Codes.AllowPremium && phone.Premium(u.Phone) {
			return record.Change[User]{}, &bonafide.RefusedError{Code: RefusedPremium}
		}
		c := Challenge{
			ID: challenge, Channel: req.Channel, At: at, Expires: at.Add(s.opts.Codes.Life),
			MAC: s.codeMAC(u, challenge, code),
		}
		if req.Key != "" {
			c.Request = s.keys.MAC("code request", u.ID, req.Key)
		}
		next := u
		var err error
		if next.Codes, err = u.Codes.send(c, s.opts.Codes); err != nil {
			return record.Change[User]{}, err
		}
		return record.Change[User]{State: next, Events: []bonafide.Event{
			bonafide.NewEvent(EventCodeSent, at, by, "challenge", challenge, "channel", string(req.Channel)),
		}}, nil
	})
}

// closeSending notes whether the message was taken. A code that was not is void.
func (s *Service) closeSending(ctx context.Context, by bonafide.Actor, id, challenge string, ok bool) (User, error) {
	return s.update(ctx, id, permission.VerbAnswer, record.Command{Op: "user.send_code", By: by}, func(u User, at time.Time) (record.Change[User], error) {
		if u.Codes.Open.ID != challenge || u.Codes.Open.Delivered {
			return record.Change[User]{State: u}, nil // answered or replaced meanwhile
		}
		event := bonafide.NewEvent(EventCodeDelivered, at, by, "challenge", challenge)
		if ok {
			u.Codes.Open.Delivered = true
		} else {
			u.Codes.Open = Challenge{}
			u.Codes.Sends = u.Codes.Sends[:max(len(u.Codes.Sends)-1, 0)] // nothing went out
			event.Type = EventCodeUndelivered
		}
		return record.Change[User]{State: u, Events: []bonafide.Event{event}}, nil
	})
}

// codeMAC binds a code to tenant, challenge, user and destination (ASVS 5.0
// 6.6.2).
func (s *Service) codeMAC(u User, challenge, code string) []byte {
	return s.keys.MAC("code", challenge, u.ID, string(u.Phone), code)
}

// A VerifyCodeRequest answers a one-time code.
type VerifyCodeRequest struct {
	Key  string          `json:"-"` // idempotency key: repeated, it is no second guess
	Code bonafide.Secret `json:"code"`
}

// VerifyCode answers the open one-time code. The right answer verifies the
// user's phone number and uses the code up.
//
// Every refusal is the same [*bonafide.RefusedError] with RefusedCode, for an
// unknown, locked or closed user too; an erased one is refused with RefusedErased,
// as Get tells anyhow. A guess is counted in the same write that tells its outcome:
// however many race, no more are evaluated than [CodePolicy] allows and at most
// one is accepted.
func (s *Service) VerifyCode(ctx context.Context, by bonafide.Actor, id string, req VerifyCodeRequest) (u User, err error) {
	ctx, end := s.begin(ctx, "user.verify_code", id)
	defer end(&err)
	refused := &bonafide.RefusedError{Code: RefusedCode}
	cmd, err := command("user.verify_code", req.Key, by, id, req.Code)
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorPlatform, bonafide.ActorUser) {
		return User{}, bonafide.ErrForbidden
	}
	u, err = s.update(ctx, id, permission.VerbAnswer, cmd, func(u User, at time.Time) (record.Change[User], error) {
		challenge := u.Codes.Open.ID
		codes, result := u.Codes.guess(func(c Challenge) bool { return s.matches(u, c, req.Code) }, at, s.opts.Codes)
		switch u.Codes = codes; result {
		case right:
			u.PhoneVerified = at
			return record.Change[User]{State: u, Events: []bonafide.Event{
				bonafide.NewEvent(EventPhoneVerified, at, by, "challenge", challenge),
			}}, nil
		case wrong:
			return record.Change[User]{State: u, Outcome: refused, Events: []bonafide.Event{
				bonafide.NewEvent(EventCodeWrong, at, by, "challenge", challenge, "try", strconv.Itoa(codes.Open.Tries)),
			}}, nil
		}
		return record.Change[User]{}, refused
	})
	if errors.Is(err, bonafide.ErrNotFound) || errors.Is(err, bonafide.ErrState) {
		s.matches(User{}, Challenge{}, req.Code) // the same work as for a known user
		return User{}, refused
	}
	if err != nil {
		return User{}, err
	}
	return u, nil
}

func (s *Service) matches(u User, c Challenge, code bonafide.Secret) bool {
	return s.keys.VerifyMAC(c.MAC, "code", c.ID, u.ID, string(u.Phone), code.Reveal())
}

// ResetCodes lets a user guess again after too many wrong codes in a row. Only a
// reviewer may.
func (s *Service) ResetCodes(ctx context.Context, by bonafide.Actor, id, key string) (u User, err error) {
	ctx, end := s.begin(ctx, "user.reset_codes", id)
	defer end(&err)
	cmd, err := command("user.reset_codes", key, by, id)
	if err != nil {
		return User{}, err
	}
	if !by.Is(bonafide.ActorReviewer) {
		return User{}, bonafide.ErrForbidden
	}
	return s.update(ctx, id, permission.VerbDecideMatch, cmd, func(u User, at time.Time) (record.Change[User], error) {
		u.Codes = Codes{Sends: u.Codes.Sends}
		return record.Change[User]{State: u, Events: []bonafide.Event{bonafide.NewEvent(EventCodesReset, at, by)}}, nil
	})
}
