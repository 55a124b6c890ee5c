package casefile

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// An UpdateCompanyRequest changes a company: single facts by [CompanyChanges], which are
// read at the top of its JSON. Or Fields replaces all of its facts, and must
// come with the UpdatedAt of the company it was made from: whoever edits an older
// one fails with [bonafide.ErrConflict] and overwrites nobody.
type UpdateCompanyRequest struct {
	Key     string         `json:"-"` // idempotency key
	Company string         `json:"company_id"`
	Fields  *CompanyFields `json:"fields,omitzero"`
	Seen    time.Time      `json:"seen,omitzero"`
	CompanyChanges
	CompanySecrets
	Remove     []string        `json:"remove,omitzero"`            // names of identifiers that are to go; in JSON, null for one does the same
	Properties property.Values `json:"custom_properties,omitzero"` // merged; null resets one
	Reason     string          `json:"reason,omitzero"`            // required to change what an entity with an open or a true hit, or with a check that was rejected for good, is screened on or holds; kept as a note
}

// UpdateCompany changes facts, identifiers or custom properties of a company of a
// draft or open case, or asks for that in an approved one: see [Change] and
// [UpdateCompanyRequest]. An update that changes nothing is no error.
//
// Platforms and reviewers may; what the company is screened on (names, country,
// register number) and the kind of structure that it is, while a hit of it is open or true or a check of it was rejected for good, reviewers with a reason alone:
// others are refused with [CodeReviewerNeeded]. It fails with [bonafide.ErrNotFound] for a company
// that is not there, with [bonafide.ErrConflict] if the company changed since Seen
// (read it and try again), with an [*bonafide.InvalidError] that lists every fault,
// and with the errors of every command: see [Service].
func (s *Service) UpdateCompany(ctx context.Context, by bonafide.Actor, id string, req UpdateCompanyRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r UpdateCompanyRequest) command(s *Service) command {
	return command{Op: "case.update_company", Verb: string(verbEdit), Key: r.Key, Body: r, Secrets: []bonafide.Secret{r.TaxNumber, r.EmployerNumber, r.IBAN},
		Rule: s.sealing(func(c Case, in input, seal sealer) (Case, []bonafide.Event, error) {
			return c.updateCompany(in, r, s.opts.Properties, seal, s.newID)
		})}
}

// updateCompany is the rule of [Service.UpdateCompany].
func (c Case) updateCompany(in input, r UpdateCompanyRequest, rules property.Set, s sealer, ids idSource) (Case, []bonafide.Event, error) {
	before, ok := c.Company(r.Company)
	if !ok {
		return c, nil, bonafide.ErrNotFound
	}
	var faults bonafide.Faults
	if err := staleEdit(&faults, r.Fields != nil, r.Seen, before.UpdatedAt); err != nil {
		return c, nil, err
	}
	x := before
	if r.Fields != nil {
		x.CompanyFields = r.Fields.check(&faults, "fields.")
	}
	if changed := r.CompanyChanges.apply(x.CompanyFields); !r.CompanyChanges.none() {
		onlyOne(&faults, r.Fields != nil)
		x.CompanyFields = changed.check(&faults, "")
	}
	x = x.drop(r.Remove, &faults)
	r.CompanySecrets.check(&faults, "")
	x.Properties = rules.Merge(property.OfCompany, x.Properties, r.Properties, &faults, "custom_properties.")
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	x, err := x.seal(r.CompanySecrets, s.Key)
	if err != nil {
		return c, nil, err
	}
	x.Marks = x.Marks.secrets(s.Keys, map[string]bonafide.Secret{markTax: r.TaxNumber, markEmployer: r.EmployerNumber})
	names := changed(before, x)
	if len(names) == 0 {
		return c, nil, nil
	}
	if slices.Contains(names, "structure") && !c.withCompany(x).coherent(x) {
		return c, nil, bonafide.Invalid("structure", bonafide.CodeMismatch)
	}
	x.UpdatedAt = strictlyAfter(before.UpdatedAt, in.At)
	next, events, err := c.conceal(in, c.withCompany(x), r.Reason, ids)
	if err != nil {
		return c, nil, err
	}
	return c.edited(next, in.By), append(events, in.Event(event.CompanyChanged, "entity", x.ID, "fields", strings.Join(names, ","))), nil
}

// coherent reports whether the relations to a company are possible for what it is.
func (c Case) coherent(x Company) bool {
	var faults bonafide.Faults
	for _, r := range c.Relations {
		if r.ToCompany == x.ID {
			if !x.holdable() {
				return false
			}
			r.interest(c, &faults, "")
		}
	}
	return len(faults) == 0
}

// An UpdateIndividualRequest changes a person; see [UpdateCompanyRequest].
type UpdateIndividualRequest struct {
	Key        string            `json:"-"` // idempotency key
	Individual string            `json:"individual_id"`
	Fields     *IndividualFields `json:"fields,omitzero"`
	Seen       time.Time         `json:"seen,omitzero"`
	IndividualChanges
	IndividualSecrets
	Remove     []string        `json:"remove,omitzero"`
	Properties property.Values `json:"custom_properties,omitzero"`
	Reason     string          `json:"reason,omitzero"`
}

// UpdateIndividual changes facts, identifiers or custom properties of a person of a
// draft or open case, or asks for that in an approved one: see [Change] and
// [UpdateIndividualRequest]. An update that changes nothing is no error.
//
// Platforms and reviewers may; what the person is screened on (names, birth date,
// nationalities, gender) and whether they control the main company, while a hit of them is open or true or a check was rejected for good, reviewers with a reason
// alone: others are refused with [CodeReviewerNeeded]. It fails with [bonafide.ErrNotFound] for a person who
// is not there, with [bonafide.ErrConflict] if the person changed since Seen (read
// it and try again), with an [*bonafide.InvalidError] that lists every fault, and
// with the errors of every command: see [Service].
func (s *Service) UpdateIndividual(ctx context.Context, by bonafide.Actor, id string, req UpdateIndividualRequest) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r UpdateIndividualRequest) command(s *Service) command {
	return command{Op: "case.update_individual", Verb: string(verbEdit), Key: r.Key, Body: r, Secrets: []bonafide.Secret{r.SocialSecurityNumber, r.TaxNumber},
		Rule: s.sealing(func(c Case, in input, seal sealer) (Case, []bonafide.Event, error) {
			return c.updateIndividual(in, r, s.opts.Properties, seal, s.newID)
		})}
}

// updateIndividual is the rule of [Service.UpdateIndividual].
func (c Case) updateIndividual(in input, r UpdateIndividualRequest, rules property.Set, s sealer, ids idSource) (Case, []bonafide.Event, error) {
	before, ok := c.Individual(r.Individual)
	if !ok {
		return c, nil, bonafide.ErrNotFound
	}
	var faults bonafide.Faults
	if err := staleEdit(&faults, r.Fields != nil, r.Seen, before.UpdatedAt); err != nil {
		return c, nil, err
	}
	x := before
	if r.Fields != nil {
		x.IndividualFields = r.Fields.check(in.At, &faults, "fields.")
		if x.Irrelevant {
			x.needsRelevance(&faults, "fields.")
		}
	}
	if changed := r.IndividualChanges.apply(x.IndividualFields); !r.IndividualChanges.none() {
		onlyOne(&faults, r.Fields != nil)
		x.IndividualFields = changed.check(in.At, &faults, "")
		if x.Irrelevant {
			x.needsRelevance(&faults, "")
		}
	}
	x = x.drop(r.Remove, &faults)
	r.IndividualSecrets.check(&faults, "")
	x.Properties = rules.Merge(property.OfIndividual, x.Properties, r.Properties, &faults, "custom_properties.")
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	x, err := x.seal(r.IndividualSecrets, s.Key)
	if err != nil {
		return c, nil, err
	}
	x.Marks = x.Marks.secrets(s.Keys, map[string]bonafide.Secret{markSSN: r.SocialSecurityNumber, markTax: r.TaxNumber})
	names := changed(before, x)
	if len(names) == 0 {
		return c, nil, nil
	}
	x.UpdatedAt = strictlyAfter(before.UpdatedAt, in.At)
	next, events, err := c.conceal(in, c.withIndividual(x), r.Reason, ids)
	if err != nil {
		return c, nil, err
	}
	return c.edited(next, in.By), append(events, in.Event(event.IndividualChanged, "entity", x.ID, "fields", strings.Join(names, ","))), nil
}

// staleEdit fails with [bonafide.ErrConflict] for facts that were made from an older
// entity than the stored one.
func staleEdit(faults *bonafide.Faults, given bool, at, stored time.Time) error {
	switch {
	case given && at.IsZero():
		faults.Add("seen", bonafide.CodeRequired)
	case given && !bonafide.Instant(at).Equal(stored):
		return bonafide.ErrConflict
	}
	return nil
}
