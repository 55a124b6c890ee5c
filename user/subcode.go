package user

import (
	"context"
	"errors"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/document"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// EMAIL_2FA and PHONE_NUMBER_2FA are proved by a one-time code (Synapse users,
// verify a 2FA device): REVIEWING until the code was sent, MFA_PENDING until it is
// answered by a submission with mfa_answer, then VALID, or INVALID after too many
// wrong answers. The bounds are those of [CodePolicy]. Without a [Messenger] no code is
// opened, and a reviewer decides.

// maxOpened bounds the codes that one write opens: each brings the count of its
// destination, and one of the tenant's, and a write takes [bonafide.MaxBatch].
const maxOpened = 40

// openCodes claims the documents whose code is due, and opens a code for each
// before its message goes out. Where a limit forbids one, the document is asked
// again later; beyond maxOpened the next round goes on.
func (s *Service) openCodes(ctx context.Context, u User, in input) (c change, checks []check, err error) {
	key, err := s.dataKey(ctx, u)
	if err != nil {
		return c, nil, err
	}
	sent := s.destinations()
	for _, b := range u.Documents {
		for d := range b.Subs() {
			if !d.Type.ByCode() || !d.Unchecked(in.At) || len(checks) == maxOpened {
				continue
			}
			taken, err := d.Ask(in.At, s.opts.Lease)
			if err != nil {
				return c, nil, err
			}
			next, opened, said, err := s.openSubCode(ctx, u, b.ID, taken, key, sent, in)
			if err != nil {
				return c, nil, err
			}
			u, c.Events = next, append(append(c.Events, saysAsked(b, d, in)), said...)
			if opened.message.ID != "" {
				checks = append(checks, opened)
			}
		}
	}
	c.State, c.Writes = u, sent.all()
	return c, checks, nil
}

// openSubCode opens the code of one sub-document.
func (s *Service) openSubCode(ctx context.Context, u User, base string, d document.Sub, key *bonafide.DataKey, sent destinations, in input) (User, check, []bonafide.Event, error) {
	b, _ := u.Document(base)
	value, err := key.Open(d.Field(), d.Value)
	if err != nil {
		return u, check{}, nil, err
	}
	code, id, err := s.draw()
	if err != nil {
		return u, check{}, nil, err
	}
	m := Message{ID: id, UserID: u.ID, Channel: SMS, To: bonafide.Phone(value.Reveal()), Code: bonafide.NewSecret(code), Expires: in.At.Add(s.opts.Codes.Life)}
	if d.Type == document.Email2FA {
		m.Channel, m.To, m.Email, m.Expires = Mail, "", bonafide.Email(value.Reveal()), in.At.Add(s.opts.Codes.MailLife)
	}
	m.strange = m.To == "" || m.To != u.Phone || s.strange(u, Contact{Phone: m.To}) // what a document claims is nobody's yet
	// A code is bound to the sub-document and to the value it is sent to.
	open := challenge{ID: id, Channel: m.Channel, At: in.At, Expires: m.Expires, MAC: s.keys.MAC("document code", id, u.ID, d.ID, value.Reveal(), m.Code.Reveal())}
	next, err := u.beside.access.Documents[d.ID].send(open, s.opts.Codes)
	refused := err != nil || s.opts.Codes.reaches(m.Channel, m.To) != nil
	if !refused {
		err := sent.count(ctx, m, in.At)
		if refused = errors.Is(err, bonafide.ErrRefused); err != nil && !refused {
			return u, check{}, nil, err
		}
	}
	if refused {
		later, events, err := u.postpone(b, d, in)
		return later, check{}, events, err
	}
	if b, err = b.Put(d); err != nil {
		return u, check{}, nil, err
	}
	u = u.withDocument(b)
	u.beside.access = u.beside.access.withDocument(u, d.ID, next)
	data := []string{"document", b.ID, "subdocument", d.ID, "challenge", id, "channel", string(m.Channel)}
	return u, check{base: b.ID, sub: d, message: m}, []bonafide.Event{
		in.Event(event.SubCodeSent, data...), of(KindAccess, in.Event(event.CodeSent, data...)),
	}, nil
}

// codeStep notes whether the message of a document was taken: then the document
// waits for its answer, else for the next message.
func (s *Service) codeStep(c check, failure error) step {
	return step{By: bonafide.System(), Verb: string(permission.VerbScreen), Rule: pure(func(u User, in input) (User, []bonafide.Event, error) {
		b, d, ok := u.sub(c.sub.ID)
		if !ok || d.Attempt != c.sub.Attempt || d.Status != document.Reviewing {
			return u, nil, nil
		}
		if failure == nil {
			next, err := d.Challenge(in.At)
			if err != nil {
				return u, nil, err
			}
			return u.putVerdict(b, next, document.Verdict{Outcome: document.OutcomePending}, in)
		}
		takeBack := codes.abandon
		if errors.Is(failure, ErrNotSent) {
			takeBack = codes.void
		}
		next, ok := takeBack(u.beside.access.Documents[d.ID], c.message.ID)
		if !ok {
			return u, nil, nil // replaced meanwhile
		}
		u.beside.access = u.beside.access.withDocument(u, d.ID, next)
		u, events, err := u.postpone(b, d, in)
		return u, append(events, of(KindAccess, in.Event(event.CodeUndelivered, "challenge", c.message.ID))), err
	})}
}

// postpone lets the document be asked again by the retry schedule.
func (u User) postpone(b document.Base, d document.Sub, in input) (User, []bonafide.Event, error) {
	v := document.Verdict{Outcome: document.OutcomeUnavailable}
	next, _, err := d.Resolve(d.Attempt, v, in.At)
	if err != nil {
		return u, nil, err
	}
	return u.putVerdict(b, next, v, in)
}
