package user

import (
	"context"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/internal/aggregate"
	"github.com/bonafide-go/bonafide/permission"
	"github.com/bonafide-go/bonafide/user/event"
)

// A RevealRequest names the sub-document whose value is to be read in clear.
type RevealRequest struct {
	Key         string `json:"-"` // idempotency key: repeated, it leaves no second event
	SubDocument string `json:"subdocument"`
	Purpose     string `json:"purpose"` // why it must be seen, as a code of the host's such as "sar_filing": letters, digits and "_-.:|", 1 to 64
}

func (r RevealRequest) check() error { return aggregate.CheckPurpose(r.Purpose) }

// Reveal returns the value of a sub-document in clear, for a reviewer who needs
// it, and records that it was seen, by whom and what for (Regulation (EU) 2016/679
// article 5(1)(b)). What it returns must not be logged or stored.
//
// Others than reviewers fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] for a purpose that is missing or no code, with
// [bonafide.ErrNotFound] for a sub-document that is not there, and with errors
// matching [bonafide.ErrUnavailable] or [bonafide.ErrSealed] if the value does
// not open.
func (s *Service) Reveal(ctx context.Context, by bonafide.Actor, id string, req RevealRequest) (bonafide.Secret, error) {
	var value bonafide.Secret
	if _, err := s.run.Do(ctx, id, by, s.prepare(req.into(s, &value))); err != nil {
		return bonafide.Secret{}, err
	}
	return value, nil
}

func (r RevealRequest) command(s *Service) command {
	return r.into(s, new(bonafide.Secret))
}

// into is the command with a place for the value.
func (r RevealRequest) into(s *Service, value *bonafide.Secret) command {
	open := func(ctx context.Context, u User) (base string, err error) {
		b, d, ok := u.sub(r.SubDocument)
		if !ok {
			return "", bonafide.ErrNotFound
		}
		key, err := s.dataKey(ctx, u)
		if err != nil {
			return "", err
		}
		*value, err = key.Open(d.Field(), d.Value)
		return b.ID, err
	}
	return command{
		Op: "user.reveal", Verb: string(permission.VerbReveal), Key: r.Key, Body: r, Actors: reviewers, Check: r.check, About: aboutSub(r.SubDocument),
		Rule: func(ctx context.Context, u User, in input) (change, error) {
			base, err := open(ctx, u)
			if err != nil {
				return change{}, err
			}
			return change{State: u, Events: one(in.Event(event.Revealed, "document", base, "subdocument", r.SubDocument, "purpose", r.Purpose))}, nil
		},
		Repeat: func(ctx context.Context, u User) error { _, err := open(ctx, u); return err },
	}
}
