package casefile

import (
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// Bounds of a case.
const (
	maxCompanies   = 500
	maxIndividuals = 500
	maxRelations   = 5000
	maxChecks      = 5000
	maxAtOnce      = 80 // entities that one request adds
)

// idSource makes an id: unique, at most 100 bytes, without meaning.
type idSource func() (string, error)

// A CompanyInput is a company to add, with its relations to others. Without
// relations an affiliated company is related to the main company, without shares.
type CompanyInput struct {
	Key  string      `json:"-"`             // idempotency key, of AddCompany
	Ref  string      `json:"ref,omitzero"`  // the caller's own name of it in one CreateRequest
	Type CompanyType `json:"type,omitzero"` // default main
	CompanyFields
	CompanySecrets
	Properties property.Values `json:"custom_properties,omitzero"`
	Relations  []RelationInput `json:"relations,omitzero"`
}

// An IndividualInput is a person to add, with relations to companies. Without
// relations the person is related to the main company, with the person's roles.
type IndividualInput struct {
	Key string `json:"-"`            // idempotency key, of AddIndividual
	Ref string `json:"ref,omitzero"` // the caller's own name of it in one CreateRequest
	IndividualFields
	IndividualSecrets
	Properties property.Values `json:"custom_properties,omitzero"`
	Relations  []RelationInput `json:"relations,omitzero"`
}

// A sealer is what verbs need to keep identifiers: the key of the case to seal
// them with, and the keys of the tenant to find them again by.
type sealer struct {
	Key  *bonafide.DataKey
	Keys *bonafide.Keys
}

// company adds a company without its relations.
func (c Case) company(in CompanyInput, rules property.Set, s sealer, id string, at time.Time, faults *bonafide.Faults, path string) (Case, error) {
	x := Company{ID: id, Type: in.Type, CreatedAt: at, UpdatedAt: at}
	if x.Type == "" {
		x.Type = MainCompany
	}
	_, has := c.Main()
	switch {
	case x.Type != MainCompany && x.Type != AffiliatedCompany:
		faults.Add(path+"type", bonafide.CodeUnknown)
	case x.Type == MainCompany && has:
		faults.AddRule(path+"type", CodeMainCompany, "a case can have only one main company")
	case x.Type == AffiliatedCompany && !has:
		faults.AddRule(path+"type", CodeNoMainCompany, "a main company comes before affiliated ones")
	}
	if len(c.Companies) >= maxCompanies {
		faults.Add(path+"companies", bonafide.CodeTooMany)
	}
	x.CompanyFields = in.CompanyFields.check(faults, path)
	in.CompanySecrets.check(faults, path)
	x.Properties = rules.Merge(property.OfCompany, nil, in.Properties, faults, path+"custom_properties.")
	if len(*faults) > 0 {
		return c.withCompany(x), nil
	}
	x, err := x.seal(in.CompanySecrets, s.Key)
	if err != nil {
		return c, err
	}
	x.Marks = x.Marks.secrets(s.Keys, map[string]bonafide.Secret{markTax: in.TaxNumber, markEmployer: in.EmployerNumber})
	return c.withCompany(x), nil
}

// individual adds a person without relations.
func (c Case) individual(in IndividualInput, rules property.Set, s sealer, id string, at time.Time, faults *bonafide.Faults, path string) (Case, error) {
	x := Individual{ID: id, CreatedAt: at, UpdatedAt: at}
	if len(c.Individuals) >= maxIndividuals {
		faults.Add(path+"individuals", bonafide.CodeTooMany)
	}
	x.IndividualFields = in.IndividualFields.check(faults, path)
	in.IndividualSecrets.check(faults, path)
	x.Properties = rules.Merge(property.OfIndividual, nil, in.Properties, faults, path+"custom_properties.")
	if len(*faults) > 0 {
		return c.withIndividual(x), nil
	}
	x, err := x.seal(in.IndividualSecrets, s.Key)
	if err != nil {
		return c, err
	}
	x.Marks = x.Marks.secrets(s.Keys, map[string]bonafide.Secret{markSSN: in.SocialSecurityNumber, markTax: in.TaxNumber})
	return c.withIndividual(x), nil
}

// relateAll adds the relations that an input names, or the implicit one.
func (c Case) relateAll(entity string, given []RelationInput, refs map[string]string, ids idSource, at time.Time, faults *bonafide.Faults, path string) (Case, error) {
	if len(given) == 0 {
		return c.implicit(entity, ids, at)
	}
	for i, in := range given {
		id, err := ids()
		if err != nil {
			return c, err
		}
		place := fmt.Sprintf("%srelations[%d].", path, i)
		switch {
		case in.From != "":
			faults.Add(place+"from", bonafide.CodeNotAllowed)
		case in.ToRef != "" && in.To != "":
			faults.Add(place+"to_ref", bonafide.CodeMismatch)
		case in.ToRef != "" && refs[in.ToRef] == "":
			faults.Add(place+"to_ref", bonafide.CodeUnknown)
			continue
		}
		if in.ToRef != "" {
			in.To = refs[in.ToRef]
		}
		c = c.relate(in, entity, id, at, faults, place)
	}
	if len(c.Relations) > maxRelations {
		faults.Add(path+"relations", bonafide.CodeTooMany)
	}
	return c, nil
}

// implicit relates an entity to the main company (Dotfile, create relation),
// without shares.
func (c Case) implicit(entity string, ids idSource, at time.Time) (Case, error) {
	main, ok := c.Main()
	if !ok || main.ID == entity || slices.ContainsFunc(c.Relations, func(r Relation) bool { return r.From() == entity && r.ToCompany == main.ID }) {
		return c, nil
	}
	id, err := ids()
	if err != nil {
		return c, err
	}
	r := Relation{ID: id, ToCompany: main.ID, CreatedAt: at, UpdatedAt: at}
	if x, ok := c.Individual(entity); ok {
		r.FromIndividual, r.Roles, r.Position = entity, slices.Clone(x.Roles), x.Position
	} else {
		r.FromCompany = entity
	}
	c.Relations = append(slices.Clone(c.Relations), r)
	return c, nil
}

// relationEvents tells of the relations that next has and c has not.
func (c Case) relationEvents(next Case, by bonafide.Actor, at time.Time) []bonafide.Event {
	var events []bonafide.Event
	for _, r := range next.Relations[len(c.Relations):] {
		events = append(events, bonafide.NewEvent(EventRelationAdded, at, by, "relation", r.ID, "entity", r.From(), "company", r.ToCompany))
	}
	return events
}

// addCompany is the rule of [Service.AddCompany].
func (c Case) addCompany(by bonafide.Actor, in CompanyInput, rules property.Set, s sealer, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbEdit, by); err != nil {
		return c, nil, err
	}
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	next, err := c.company(in, rules, s, id, at, &faults, "")
	if err != nil {
		return c, nil, err
	}
	if next, err = next.relateAll(id, in.Relations, nil, ids, at, &faults, ""); err != nil {
		return c, nil, err
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	for _, x := range next.Individuals {
		if slices.ContainsFunc(next.Relations, func(r Relation) bool { return r.touches(x.ID) }) {
			continue
		}
		if next, err = next.implicit(x.ID, ids, at); err != nil {
			return c, nil, err
		}
	}
	x, _ := next.Company(id)
	events := []bonafide.Event{bonafide.NewEvent(EventCompanyAdded, at, by, "entity", id, "type", string(x.Type))}
	return next.editBy(by), append(events, c.relationEvents(next, by, at)...), nil
}

// addIndividual is the rule of [Service.AddIndividual].
func (c Case) addIndividual(by bonafide.Actor, in IndividualInput, rules property.Set, s sealer, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	if _, err := c.allow(verbEdit, by); err != nil {
		return c, nil, err
	}
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	next, err := c.individual(in, rules, s, id, at, &faults, "")
	if err != nil {
		return c, nil, err
	}
	if next, err = next.relateAll(id, in.Relations, nil, ids, at, &faults, ""); err != nil {
		return c, nil, err
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	events := []bonafide.Event{bonafide.NewEvent(EventIndividualAdded, at, by, "entity", id)}
	return next.editBy(by), append(events, c.relationEvents(next, by, at)...), nil
}
