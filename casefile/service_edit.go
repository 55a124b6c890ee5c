package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Update changes name, template and custom properties of a draft or open case.
func (s *Service) Update(ctx context.Context, by bonafide.Actor, id string, req UpdateRequest) (Case, error) {
	return s.run(ctx, request{op: "case.update", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.update(by, req, s.opts.Properties, s.knows, at)
	})
}

// Label changes external id, assignee, tags and metadata, in every status. It
// fails with a [*bonafide.DuplicateError] if another case has the external id.
func (s *Service) Label(ctx context.Context, by bonafide.Actor, id string, req LabelUpdate) (Case, error) {
	return s.run(ctx, request{op: "case.label", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.label(by, req, at)
	})
}

// Open ends a draft; its template runs.
func (s *Service) Open(ctx context.Context, by bonafide.Actor, id, key string) (Case, error) {
	return s.run(ctx, request{op: "case.open", id: id, by: by, key: key}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.open(by, at)
	})
}

// Reopen puts a decided case under investigation again; everything is kept.
func (s *Service) Reopen(ctx context.Context, by bonafide.Actor, id, key string) (Case, error) {
	return s.run(ctx, request{op: "case.reopen", id: id, by: by, key: key}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.reopen(by, at)
	})
}

// AddCompany adds a company; see [Case.AddCompany].
func (s *Service) AddCompany(ctx context.Context, by bonafide.Actor, id string, req CompanyInput) (Case, error) {
	secrets := []bonafide.Secret{req.TaxNumber, req.EmployerNumber, req.IBAN}
	return s.run(ctx, request{"case.add_company", id, by, req.Key, req, secrets}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		seal, err := s.sealing(ctx, c)
		if err != nil {
			return c, nil, err
		}
		return c.addCompany(by, req, s.opts.Properties, seal, s.newID, at)
	})
}

// UpdateCompany changes a company; see [CompanyUpdate].
func (s *Service) UpdateCompany(ctx context.Context, by bonafide.Actor, id string, req CompanyUpdate) (Case, error) {
	secrets := []bonafide.Secret{req.TaxNumber, req.EmployerNumber, req.IBAN}
	return s.run(ctx, request{"case.update_company", id, by, req.Key, req, secrets}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		seal, err := s.sealing(ctx, c)
		if err != nil {
			return c, nil, err
		}
		return c.updateCompany(by, req, s.opts.Properties, seal, at)
	})
}

// AddIndividual adds a person; see [Case.AddIndividual].
func (s *Service) AddIndividual(ctx context.Context, by bonafide.Actor, id string, req IndividualInput) (Case, error) {
	secrets := []bonafide.Secret{req.SocialSecurityNumber, req.TaxNumber}
	return s.run(ctx, request{"case.add_individual", id, by, req.Key, req, secrets}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		seal, err := s.sealing(ctx, c)
		if err != nil {
			return c, nil, err
		}
		return c.addIndividual(by, req, s.opts.Properties, seal, s.newID, at)
	})
}

// UpdateIndividual changes a person; see [IndividualUpdate].
func (s *Service) UpdateIndividual(ctx context.Context, by bonafide.Actor, id string, req IndividualUpdate) (Case, error) {
	secrets := []bonafide.Secret{req.SocialSecurityNumber, req.TaxNumber}
	return s.run(ctx, request{"case.update_individual", id, by, req.Key, req, secrets}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		seal, err := s.sealing(ctx, c)
		if err != nil {
			return c, nil, err
		}
		return c.updateIndividual(by, req, s.opts.Properties, seal, at)
	})
}

// An EntityRequest names an entity of a case.
type EntityRequest struct {
	Key      string `json:"-"` // idempotency key
	Entity   string `json:"entity_id"`
	Relevant bool   `json:"is_relevant"` // of SetRelevant
}

// SetRelevant puts an entity under investigation or takes it out; see
// [Case.SetRelevant].
func (s *Service) SetRelevant(ctx context.Context, by bonafide.Actor, id string, req EntityRequest) (Case, error) {
	return s.run(ctx, request{op: "case.set_relevant", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.setRelevant(by, req.Entity, req.Relevant, at)
	})
}

// RemoveEntity deletes an entity; see [Case.RemoveEntity].
func (s *Service) RemoveEntity(ctx context.Context, by bonafide.Actor, id string, req EntityRequest) (Case, error) {
	return s.run(ctx, request{op: "case.remove_entity", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.removeEntity(by, req.Entity, at)
	})
}

// AddRelation adds a relation; see [Case.AddRelation].
func (s *Service) AddRelation(ctx context.Context, by bonafide.Actor, id string, req RelationInput) (Case, error) {
	return s.run(ctx, request{op: "case.add_relation", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.addRelation(by, req, s.newID, at)
	})
}

// UpdateRelation changes a relation; see [Case.UpdateRelation].
func (s *Service) UpdateRelation(ctx context.Context, by bonafide.Actor, id string, req RelationUpdate) (Case, error) {
	return s.run(ctx, request{op: "case.update_relation", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.updateRelation(by, req, at)
	})
}

// RemoveRelation deletes a relation; see [Case.RemoveRelation].
func (s *Service) RemoveRelation(ctx context.Context, by bonafide.Actor, id, relation, key string) (Case, error) {
	return s.run(ctx, request{op: "case.remove_relation", id: id, by: by, key: key, body: relation}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.removeRelation(by, relation, at)
	})
}

// Reveal returns an identifier of an entity in clear, for a reviewer who needs it,
// and records that it was seen. Fields are social_security_number,
// tax_identification_number, employer_identification_number and iban.
func (s *Service) Reveal(ctx context.Context, by bonafide.Actor, id, entity, field string) (value bonafide.Secret, err error) {
	_, err = s.run(ctx, request{op: "case.reveal", id: id, by: by, body: []string{entity, field}}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		if !by.Is(bonafide.ActorReviewer) {
			return c, nil, bonafide.ErrForbidden
		}
		var sealed bonafide.Sealed
		if x, ok := c.Company(entity); ok {
			sealed = map[string]bonafide.Sealed{"tax_identification_number": x.TaxNumber, "employer_identification_number": x.EmployerNumber, "iban": x.IBAN}[field]
		} else if x, ok := c.Individual(entity); ok {
			sealed = map[string]bonafide.Sealed{"tax_identification_number": x.TaxNumber, "social_security_number": x.SocialSecurityNumber}[field]
		}
		if sealed.IsZero() {
			return c, nil, bonafide.ErrNotFound
		}
		seal, err := s.sealing(ctx, c)
		if err != nil {
			return c, nil, err
		}
		if value, err = seal.Key.Open(entity+"."+field, sealed); err != nil {
			return c, nil, err
		}
		return c, []bonafide.Event{bonafide.NewEvent(EventRevealed, at, by, "entity", entity, "field", field)}, nil
	})
	if err != nil {
		return bonafide.Secret{}, err
	}
	return value, nil
}
