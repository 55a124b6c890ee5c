package casefile

import (
	"context"

	"github.com/bonafide-go/bonafide/casefile/event"
	"github.com/bonafide-go/bonafide/internal/aggregate"

	"github.com/bonafide-go/bonafide"
)

// A RevealRequest names an identifier that is to be read in clear.
type RevealRequest struct {
	Key    string `json:"-"` // idempotency key: repeated, it leaves no second event
	Entity string `json:"entity_id"`
	Field  string `json:"field"` // social_security_number, tax_identification_number, employer_identification_number or iban

	// Purpose is why it must be seen, as a code of the host's such as "sar_filing":
	// letters, digits and "_-.:|", 1 to 64.
	Purpose string `json:"purpose"`
}

func (r RevealRequest) check() error { return aggregate.CheckPurpose(r.Purpose) }

// Reveal returns an identifier of an entity in clear, for a reviewer who needs it,
// and records that it was seen, by whom and what for (Regulation (EU) 2016/679 article
// 5(1)(b)). It must not be logged or stored.
//
// Only reviewers may; others fail with [bonafide.ErrForbidden]. It fails with an
// [*bonafide.InvalidError] for a purpose that is missing or no code, with
// [bonafide.ErrNotFound] where nothing is kept under that entity and field, with an
// error matching [bonafide.ErrSealed] if the value does not open, and with the
// errors of every command: see [Service].
func (s *Service) Reveal(ctx context.Context, by bonafide.Actor, id string, req RevealRequest) (bonafide.Secret, error) {
	var value bonafide.Secret
	if _, err := s.run.Do(ctx, id, by, whole(req.into(s, &value))); err != nil {
		return bonafide.Secret{}, err
	}
	return value, nil
}

func (r RevealRequest) command(s *Service) command { return r.into(s, new(bonafide.Secret)) }

// into is the command with a place for the value.
func (r RevealRequest) into(s *Service, value *bonafide.Secret) command {
	open := func(ctx context.Context, c Case) error {
		sealed := c.sealed(r.Entity, r.Field)
		if sealed.IsZero() {
			return bonafide.ErrNotFound
		}
		key, err := s.dataKey(ctx, c)
		if err != nil {
			return err
		}
		*value, err = key.Open(r.Entity+"."+r.Field, sealed)
		return err
	}
	return command{Op: "case.reveal", Verb: string(verbReveal), Key: r.Key, Body: r, Check: r.check,
		Rule: func(ctx context.Context, c Case, in input) (change, error) {
			if err := open(ctx, c); err != nil {
				return change{}, err
			}
			return change{State: c, Events: one(in.Event(event.Revealed, "entity", r.Entity, "field", r.Field, "purpose", r.Purpose))}, nil
		},
		Repeat: open,
	}
}

// sealed returns an identifier of an entity; zero if the entity has no such identifier.
func (c Case) sealed(entity, field string) bonafide.Sealed {
	if x, ok := c.Company(entity); ok {
		return map[string]bonafide.Sealed{
			"tax_identification_number":      x.TaxNumber,
			"employer_identification_number": x.EmployerNumber,
			"iban":                           x.IBAN,
		}[field]
	}
	x, _ := c.Individual(entity)
	return map[string]bonafide.Sealed{"tax_identification_number": x.TaxNumber, "social_security_number": x.SocialSecurityNumber}[field]
}
