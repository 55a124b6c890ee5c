package user

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/internal/record"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/phone"
)

// EMAIL_2FA and PHONE_NUMBER_2FA are proved by a one-time code (Synapse users,
// verify a 2FA device): REVIEWING until the code was sent, MFA_PENDING until it is
// answered by a submission with mfa_answer, then VALID, or INVALID after too many
// wrong answers. The bounds are those of [CodePolicy].

// sendSubCode sends the code of one sub-document.
func (s *Service) sendSubCode(ctx context.Context, u User, d document.Sub, value bonafide.Secret) (User, error) {
	m := Message{UserID: u.ID, Channel: SMS, To: bonafide.Phone(value.Reveal())}
	if d.Type == document.Email2FA {
		m = Message{UserID: u.ID, Channel: Mail, Email: bonafide.Email(value.Reveal())}
	}
	code, err := s.opts.NewCode()
	if err != nil {
		return User{}, err
	}
	if m.ID, err = s.opts.NewID(); err != nil {
		return User{}, err
	}
	m.Code = bonafide.NewSecret(code)
	opened, err := s.openSubCode(ctx, u.ID, d, m, value)
	if err != nil || opened.Sent[d.ID].Open.ID != m.ID {
		return opened, err // a limit holds: the document is asked again later
	}
	m.Expires = opened.Sent[d.ID].Open.Expires
	failure := s.deliver(ctx, m)
	return s.closeSubCode(context.WithoutCancel(ctx), u.ID, d, m, failure == nil)
}

// deliver hands a message over; without a messenger nothing is delivered.
func (s *Service) deliver(ctx context.Context, m Message) error {
	if s.opts.Messenger == nil {
		return fmt.Errorf("bonafide: no messenger: %w", bonafide.ErrUnavailable)
	}
	return s.opts.Messenger.Send(ctx, m)
}

// openSubCode stores the challenge before its message goes out.
func (s *Service) openSubCode(ctx context.Context, id string, d document.Sub, m Message, value bonafide.Secret) (User, error) {
	return s.sub(ctx, id, d, func(u User, b document.Base, d document.Sub, at time.Time) (record.Change[User], error) {
		life := s.opts.Codes.Life
		if m.Channel == Mail {
			life = s.opts.Codes.MailLife
		}
		c := Challenge{ID: m.ID, Channel: m.Channel, At: at, Expires: at.Add(life), MAC: s.subCodeMAC(u, d, m.ID, value, m.Code)}
		codes, err := u.Sent[d.ID].send(c, s.opts.Codes)
		if err != nil || m.Channel == SMS && !s.opts.Codes.AllowPremium && phone.Premium(m.To) {
			return s.postpone(u, b, d, at)
		}
		return record.Change[User]{State: u.withCodes(d.ID, codes), Events: []bonafide.Event{bonafide.NewEvent(EventSubCodeSent, at, bonafide.System(),
			"document", b.ID, "subdocument", d.ID, "challenge", m.ID, "channel", string(m.Channel))}}, nil
	})
}

// closeSubCode notes whether the message was taken: then the document waits for
// its answer, else for the next message.
func (s *Service) closeSubCode(ctx context.Context, id string, d document.Sub, m Message, ok bool) (User, error) {
	return s.sub(ctx, id, d, func(u User, b document.Base, d document.Sub, at time.Time) (record.Change[User], error) {
		codes := u.Sent[d.ID]
		if codes.Open.ID != m.ID {
			return record.Change[User]{State: u}, nil
		}
		if !ok {
			codes.Open, codes.Sends = Challenge{}, codes.Sends[:max(len(codes.Sends)-1, 0)]
			return s.postpone(u.withCodes(d.ID, codes), b, d, at)
		}
		codes.Open.Delivered = true
		next, err := d.Challenge(at)
		if err != nil {
			return record.Change[User]{}, err
		}
		return s.answered(u.withCodes(d.ID, codes), b, next, document.Verdict{Outcome: document.OutcomePending}, bonafide.System(), at)
	})
}

// postpone lets the document be asked again by the retry schedule.
func (s *Service) postpone(u User, b document.Base, d document.Sub, at time.Time) (record.Change[User], error) {
	v := document.Verdict{Outcome: document.OutcomeUnavailable}
	next, _, err := d.Resolve(d.Attempt, v, at)
	if err != nil {
		return record.Change[User]{}, err
	}
	return s.answered(u, b, next, v, bonafide.System(), at)
}

// sub runs a change on a sub-document that is still the given attempt.
func (s *Service) sub(ctx context.Context, id string, d document.Sub, do func(User, document.Base, document.Sub, time.Time) (record.Change[User], error)) (User, error) {
	return s.update(ctx, id, permission.VerbScreen, record.Command{Op: "user.send_code", By: bonafide.System()}, func(u User, at time.Time) (record.Change[User], error) {
		for _, b := range u.Documents {
			if now, ok := b.Find(d.ID); ok && now.Attempt == d.Attempt && now.Status == document.Reviewing {
				return do(u, b, now, at)
			}
		}
		return record.Change[User]{State: u}, nil
	})
}

// subCodeMAC binds a code to the sub-document and to the value it was sent to.
func (s *Service) subCodeMAC(u User, d document.Sub, challenge string, value, code bonafide.Secret) []byte {
	return s.keys.MAC("document code", challenge, u.ID, d.ID, value.Reveal(), code.Reveal())
}

// withCodes returns the user with the codes of a sub-document.
func (u User) withCodes(sub string, c Codes) User {
	next := make(map[string]Codes, len(u.Sent)+1)
	maps.Copy(next, u.Sent)
	next[sub] = c
	u.Sent = next
	return u
}

// answer applies the answer to a document's one-time code.
func (r *submission) answer(b document.Base, d document.Sub, there bool, answer bonafide.Secret, path string) (document.Base, error) {
	if !there {
		r.faults.Add(path+".id", bonafide.CodeRequired)
		return b, nil
	}
	value, err := r.key.Open(d.Field(), d.Value)
	if err != nil {
		return b, err
	}
	codes, result := r.codes[d.ID].guess(func(c Challenge) bool {
		return r.s.keys.VerifyMAC(c.MAC, "document code", c.ID, r.user.ID, d.ID, value.Reveal(), answer.Reveal())
	}, r.at, r.s.opts.Codes)
	if result == unseen {
		r.faults.Add(path+".mfa_answer", RefusedCode)
		return b, nil
	}
	challenge := r.codes[d.ID].Open.ID
	next, err := d.Answer(result == right, r.s.opts.Codes.Tries, r.at)
	if err != nil {
		return b, r.fault(path, err)
	}
	r.codes = r.user.withSent(r.codes).withCodes(d.ID, codes).Sent
	if result == wrong {
		r.event(EventSubCodeWrong, "document", b.ID, "subdocument", d.ID, "challenge", challenge, "try", strconv.Itoa(codes.Open.Tries))
	}
	if next.Status != d.Status {
		r.event(EventAnswered, "document", b.ID, "subdocument", d.ID, "type", string(d.Type), "attempt", d.Attempt, "status", string(next.Status))
	}
	return b.Put(next)
}

func (u User) withSent(codes map[string]Codes) User {
	u.Sent = codes
	return u
}
