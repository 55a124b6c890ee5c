package casefile

import (
	"context"
	"time"

	"github.com/bonafide-go/bonafide"
)

// Update changes name, template and custom properties of a draft or open case. What
// a template created stays when another one takes its place. An update that changes
// nothing is no error.
//
// Platforms and reviewers may. It fails with an [*bonafide.InvalidError] for a name,
// template or property that cannot be, and with the errors of every command: see
// [Service].
func (s *Service) Update(ctx context.Context, by bonafide.Actor, id string, req UpdateRequest) (Case, error) {
	return s.run(ctx, request{op: "case.update", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.update(by, req, s.opts.Properties, s.knows, at)
	})
}

// Label changes external id, assignee, tags and metadata, in every status. It takes
// no part in what is approved.
//
// Platforms and reviewers may. It fails with an [*bonafide.InvalidError] for labels
// that cannot be, with a [*bonafide.DuplicateError] if another case has the external
// id, and with the errors of every command: see [Service].
func (s *Service) Label(ctx context.Context, by bonafide.Actor, id string, req LabelRequest) (Case, error) {
	return s.run(ctx, request{op: "case.label", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.label(by, req, at)
	})
}

// Open ends a draft: from now on its template runs.
//
// Platforms and reviewers may. It fails with a [*bonafide.StateError] for a case
// that is no draft, and with the errors of every command: see [Service].
func (s *Service) Open(ctx context.Context, by bonafide.Actor, id, key string) (Case, error) {
	return s.run(ctx, request{op: "case.open", id: id, by: by, key: key}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.open(by, at)
	})
}

// Reopen puts an approved, rejected or closed case under investigation again. Checks
// and entities are kept; the periodic review is called off.
//
// Platforms and reviewers may. It fails with a [*bonafide.StateError] for a draft or
// open case, and with the errors of every command: see [Service].
func (s *Service) Reopen(ctx context.Context, by bonafide.Actor, id, key string) (Case, error) {
	return s.run(ctx, request{op: "case.reopen", id: id, by: by, key: key}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.reopen(by, at)
	})
}

// AddCompany adds a company to a draft or open case. The first one must be the main
// company; individuals that were there before are then related to it.
//
// Platforms and reviewers may. It fails with an [*bonafide.InvalidError] that lists
// every fault, [CodeMainCompany] for a second main company and [CodeNoMainCompany]
// for an affiliated one before it among them, and with the errors of every command:
// see [Service].
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

// UpdateCompany changes facts, identifiers or custom properties of a company of a
// draft or open case; see [UpdateCompanyRequest]. An update that changes nothing is no
// error.
//
// Platforms and reviewers may. It fails with [bonafide.ErrNotFound] for a company
// that is not there, with [bonafide.ErrConflict] if the company changed since Seen
// (read it and try again), with an [*bonafide.InvalidError] that lists every fault,
// and with the errors of every command: see [Service].
func (s *Service) UpdateCompany(ctx context.Context, by bonafide.Actor, id string, req UpdateCompanyRequest) (Case, error) {
	secrets := []bonafide.Secret{req.TaxNumber, req.EmployerNumber, req.IBAN}
	return s.run(ctx, request{"case.update_company", id, by, req.Key, req, secrets}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		seal, err := s.sealing(ctx, c)
		if err != nil {
			return c, nil, err
		}
		return c.updateCompany(by, req, s.opts.Properties, seal, at)
	})
}

// AddIndividual adds a person to a draft or open case.
//
// Platforms and reviewers may. It fails with an [*bonafide.InvalidError] that lists
// every fault, and with the errors of every command: see [Service].
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

// UpdateIndividual changes facts, identifiers or custom properties of a person of a
// draft or open case; see [UpdateIndividualRequest]. An update that changes nothing is no
// error.
//
// Platforms and reviewers may. It fails with [bonafide.ErrNotFound] for a person who
// is not there, with [bonafide.ErrConflict] if the person changed since Seen (read
// it and try again), with an [*bonafide.InvalidError] that lists every fault, and
// with the errors of every command: see [Service].
func (s *Service) UpdateIndividual(ctx context.Context, by bonafide.Actor, id string, req UpdateIndividualRequest) (Case, error) {
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

// SetRelevant puts an individual or an affiliated company of a draft or open case
// under investigation, or takes it out: its checks then count for nothing.
//
// Platforms and reviewers may. It fails with [bonafide.ErrNotFound] for an entity
// that is not there, with a [*bonafide.RefusedError] of [CodeMainCompany] for the
// main company, which stays in, with an [*bonafide.InvalidError] for a delegator or
// signatory, who stays in too, and with the errors of every command: see [Service].
func (s *Service) SetRelevant(ctx context.Context, by bonafide.Actor, id string, req EntityRequest) (Case, error) {
	return s.run(ctx, request{op: "case.set_relevant", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.setRelevant(by, req.Entity, req.Relevant, at)
	})
}

// RemoveEntity deletes a company or an individual of a draft or open case, with its
// relations and its undecided checks.
//
// Platforms and reviewers may. It fails with [bonafide.ErrNotFound] for an entity
// that is not there, and with a [*bonafide.RefusedError] of [CodeDecided] where
// checks on it were decided (their evidence stays: take the entity out by
// [Service.SetRelevant]), of [CodeOrphan] where another entity would be left without
// relations, and of [CodeMainCompany] for the main company while there are others.
// It fails with the errors of every command, too: see [Service].
func (s *Service) RemoveEntity(ctx context.Context, by bonafide.Actor, id string, req EntityRequest) (Case, error) {
	return s.run(ctx, request{op: "case.remove_entity", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.removeEntity(by, req.Entity, at)
	})
}

// AddRelation adds a relation between two entities of a draft or open case; To may
// be left empty for the main company. Circles are allowed, and so are shares of more
// than 100 % in sum, which the ownership analysis flags.
//
// Platforms and reviewers may. It fails with an [*bonafide.InvalidError] that lists
// every fault, such as a second relation of a pair or one into an individual, and
// with the errors of every command: see [Service].
func (s *Service) AddRelation(ctx context.Context, by bonafide.Actor, id string, req RelationInput) (Case, error) {
	return s.run(ctx, request{op: "case.add_relation", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.addRelation(by, req, s.newID, at)
	})
}

// UpdateRelation changes percentages, roles or position of a relation of a draft or
// open case. An update that changes nothing is no error.
//
// Platforms and reviewers may. It fails with [bonafide.ErrNotFound] for a relation
// that is not there, with an [*bonafide.InvalidError] that lists every fault, and
// with the errors of every command: see [Service].
func (s *Service) UpdateRelation(ctx context.Context, by bonafide.Actor, id string, req UpdateRelationRequest) (Case, error) {
	return s.run(ctx, request{op: "case.update_relation", id: id, by: by, key: req.Key, body: req}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.updateRelation(by, req, at)
	})
}

// RemoveRelation deletes a relation of a draft or open case.
//
// Platforms and reviewers may. It fails with [bonafide.ErrNotFound] for a relation
// that is not there, with a [*bonafide.RefusedError] of [CodeOrphan] if an entity
// other than the main company were left without any, and with the errors of every
// command: see [Service].
func (s *Service) RemoveRelation(ctx context.Context, by bonafide.Actor, id, relation, key string) (Case, error) {
	return s.run(ctx, request{op: "case.remove_relation", id: id, by: by, key: key, body: relation}, func(c Case, at time.Time) (Case, []bonafide.Event, error) {
		return c.removeRelation(by, relation, at)
	})
}

// Reveal returns an identifier of an entity in clear, for a reviewer who needs it,
// and records that it was seen. Fields are social_security_number,
// tax_identification_number, employer_identification_number and iban.
//
// Only reviewers may; others fail with [bonafide.ErrForbidden]. It fails with
// [bonafide.ErrNotFound] where nothing is kept under that entity and field, with an
// error matching [bonafide.ErrSealed] if the value does not open, and with the
// errors of every command: see [Service].
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
