package casefile

import (
	"strings"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// An UpdateCompanyRequest changes a company. Fields replaces all of its facts and must
// come with the UpdatedAt of the company it was made from: whoever edits an older
// one fails with [bonafide.ErrConflict] and overwrites nobody.
type UpdateCompanyRequest struct {
	Key     string         `json:"-"` // idempotency key
	Company string         `json:"company_id"`
	Fields  *CompanyFields `json:"fields,omitzero"`
	Seen    time.Time      `json:"seen,omitzero"`
	CompanySecrets
	Properties property.Values `json:"custom_properties,omitzero"` // merged; null resets one
}

// An UpdateIndividualRequest changes a person; see [UpdateCompanyRequest].
type UpdateIndividualRequest struct {
	Key        string            `json:"-"` // idempotency key
	Individual string            `json:"individual_id"`
	Fields     *IndividualFields `json:"fields,omitzero"`
	Seen       time.Time         `json:"seen,omitzero"`
	IndividualSecrets
	Properties property.Values `json:"custom_properties,omitzero"`
}

func seen(faults *bonafide.Faults, given bool, at, stored time.Time) error {
	switch {
	case given && at.IsZero():
		faults.Add("seen", bonafide.CodeRequired)
	case given && !bonafide.Instant(at).Equal(stored):
		return bonafide.ErrConflict
	}
	return nil
}

// updateCompany is the rule of [Service.UpdateCompany].
func (c Case) updateCompany(by bonafide.Actor, in UpdateCompanyRequest, rules property.Set, s sealer, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbEdit, by); err != nil {
		return c, nil, err
	}
	before, ok := c.Company(in.Company)
	if !ok {
		return c, nil, bonafide.ErrNotFound
	}
	var faults bonafide.Faults
	if err := seen(&faults, in.Fields != nil, in.Seen, before.UpdatedAt); err != nil {
		return c, nil, err
	}
	x := before
	if in.Fields != nil {
		x.CompanyFields = in.Fields.check(&faults, "fields.")
	}
	in.CompanySecrets.check(&faults, "")
	x.Properties = rules.Merge(property.OfCompany, x.Properties, in.Properties, &faults, "custom_properties.")
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	x, err := x.seal(in.CompanySecrets, s.Key)
	if err != nil {
		return c, nil, err
	}
	x.Marks = x.Marks.secrets(s.Keys, map[string]bonafide.Secret{markTax: in.TaxNumber, markEmployer: in.EmployerNumber})
	names := changed(before, x)
	if len(names) == 0 {
		return c, nil, nil
	}
	x.UpdatedAt = strictlyAfter(before.UpdatedAt, at)
	return c.withCompany(x).editBy(by), []bonafide.Event{bonafide.NewEvent(EventCompanyChanged, at, by, "entity", x.ID, "fields", strings.Join(names, ","))}, nil
}

// updateIndividual is the rule of [Service.UpdateIndividual].
func (c Case) updateIndividual(by bonafide.Actor, in UpdateIndividualRequest, rules property.Set, s sealer, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbEdit, by); err != nil {
		return c, nil, err
	}
	before, ok := c.Individual(in.Individual)
	if !ok {
		return c, nil, bonafide.ErrNotFound
	}
	var faults bonafide.Faults
	if err := seen(&faults, in.Fields != nil, in.Seen, before.UpdatedAt); err != nil {
		return c, nil, err
	}
	x := before
	if in.Fields != nil {
		x.IndividualFields = in.Fields.check(&faults, "fields.")
		if x.Irrelevant {
			x.needsRelevance(&faults, "fields.")
		}
	}
	in.IndividualSecrets.check(&faults, "")
	x.Properties = rules.Merge(property.OfIndividual, x.Properties, in.Properties, &faults, "custom_properties.")
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	x, err := x.seal(in.IndividualSecrets, s.Key)
	if err != nil {
		return c, nil, err
	}
	x.Marks = x.Marks.secrets(s.Keys, map[string]bonafide.Secret{markSSN: in.SocialSecurityNumber, markTax: in.TaxNumber})
	names := changed(before, x)
	if len(names) == 0 {
		return c, nil, nil
	}
	x.UpdatedAt = strictlyAfter(before.UpdatedAt, at)
	return c.withIndividual(x).editBy(by), []bonafide.Event{bonafide.NewEvent(EventIndividualChanged, at, by, "entity", x.ID, "fields", strings.Join(names, ","))}, nil
}

// needsRelevance adds a fault for each part that only a relevant person can have.
func (x Individual) needsRelevance(faults *bonafide.Faults, path string) {
	if x.IsDelegator {
		faults.AddRule(path+"is_delegator", bonafide.CodeNotAllowed, "not while the individual is not relevant")
	}
	if x.IsSignatory {
		faults.AddRule(path+"is_signatory", bonafide.CodeNotAllowed, "not while the individual is not relevant")
	}
}

// setRelevant is the rule of [Service.SetRelevant].
func (c Case) setRelevant(by bonafide.Actor, entity string, relevant bool, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbEdit, by); err != nil {
		return c, nil, err
	}
	typ := EventRelevant
	if !relevant {
		typ = EventIrrelevant
	}
	if x, ok := c.Company(entity); ok {
		if x.Type == MainCompany {
			return c, nil, &bonafide.RefusedError{Code: CodeMainCompany}
		}
		if x.Relevant() == relevant {
			return c, nil, nil
		}
		x.Irrelevant, x.UpdatedAt = !relevant, strictlyAfter(x.UpdatedAt, at)
		return c.withCompany(x).editBy(by), []bonafide.Event{bonafide.NewEvent(typ, at, by, "entity", entity)}, nil
	}
	x, ok := c.Individual(entity)
	if !ok {
		return c, nil, bonafide.ErrNotFound
	}
	if x.Relevant() == relevant {
		return c, nil, nil
	}
	var faults bonafide.Faults
	if !relevant {
		x.needsRelevance(&faults, "")
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	x.Irrelevant, x.UpdatedAt = !relevant, strictlyAfter(x.UpdatedAt, at)
	return c.withIndividual(x).editBy(by), []bonafide.Event{bonafide.NewEvent(typ, at, by, "entity", entity)}, nil
}

// removeEntity is the rule of [Service.RemoveEntity].
func (c Case) removeEntity(by bonafide.Actor, entity string, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbEdit, by); err != nil {
		return c, nil, err
	}
	kind := c.entity(entity)
	if kind == "" {
		return c, nil, bonafide.ErrNotFound
	}
	if kind == TargetMain && len(c.Companies)+len(c.Individuals) > 1 {
		return c, nil, &bonafide.RefusedError{Code: CodeMainCompany}
	}
	for _, k := range c.ChecksOf(entity) {
		if k.Decided() {
			return c, nil, &bonafide.RefusedError{Code: CodeDecided}
		}
	}
	next := c
	next.Companies = without(c.Companies, func(x Company) bool { return x.ID == entity })
	next.Individuals = without(c.Individuals, func(x Individual) bool { return x.ID == entity })
	next.Relations = without(c.Relations, func(r Relation) bool { return r.touches(entity) })
	next.Checks = without(c.Checks, func(k Check) bool { return k.Entity == entity })
	if next.orphaned() && !c.orphaned() {
		return c, nil, &bonafide.RefusedError{Code: CodeOrphan}
	}
	return next.editBy(by), []bonafide.Event{bonafide.NewEvent(EventEntityRemoved, at, by, "entity", entity, "target", string(kind))}, nil
}
