package casefile

import (
	"context"
	"slices"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// AddCompany adds a company to a draft or open case. The first one must be the main
// company; individuals that were there before are then related to it.
//
// Platforms and reviewers may, where [Service.AddRelation] lets them. It fails with an [*bonafide.InvalidError] that lists
// every fault, [CodeMainCompany] for a second main company and [CodeNoMainCompany]
// for an affiliated one before it among them, and with the errors of every command:
// see [Service].
func (s *Service) AddCompany(ctx context.Context, by bonafide.Actor, id string, req CompanyInput) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r CompanyInput) command(s *Service) command {
	return command{Op: "case.add_company", Adds: "entity", Verb: string(verbEdit), Key: r.Key, Body: r, Secrets: []bonafide.Secret{r.TaxNumber, r.EmployerNumber, r.IBAN},
		Rule: s.sealing(func(c Case, in input, seal sealer) (Case, []bonafide.Event, error) {
			return c.addCompany(in, r, s.opts.Properties, seal, s.newID)
		})}
}

// addCompany is the rule of [Service.AddCompany].
func (c Case) addCompany(in input, r CompanyInput, rules property.Set, s sealer, ids idSource) (Case, []bonafide.Event, error) {
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	next, err := c.company(r, rules, s, id, in.At, &faults, "")
	if err != nil {
		return c, nil, err
	}
	if next, err = next.relateAll(id, r.Relations, nil, ids, in.At, &faults, ""); err != nil {
		return c, nil, err
	}
	if len(faults) == 0 && next.adrift()[id] {
		faults.AddRule("relations", CodeOrphan, "a way to the main company")
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	for _, x := range next.Individuals {
		if slices.ContainsFunc(next.Relations, func(r Relation) bool { return r.touches(x.ID) }) {
			continue
		}
		if next, err = next.implicit(x.ID, ids, in.At); err != nil {
			return c, nil, err
		}
	}
	next, noted, err := c.conceal(in, next, r.Reason, ids)
	if err != nil {
		return c, nil, err
	}
	x, _ := next.Company(id)
	added := in.Event(event.CompanyAdded, "entity", id, "type", string(x.Type)) // first: see Command.Adds
	return next.editBy(in.By), slices.Concat(one(added), c.relationEvents(next, in), noted), nil
}

// AddIndividual adds a person to a draft or open case.
//
// Platforms and reviewers may, where [Service.AddRelation] lets them. It fails with an [*bonafide.InvalidError] that lists
// every fault, and with the errors of every command: see [Service].
func (s *Service) AddIndividual(ctx context.Context, by bonafide.Actor, id string, req IndividualInput) (Case, error) {
	return s.do(ctx, by, id, req)
}

func (r IndividualInput) command(s *Service) command {
	return command{Op: "case.add_individual", Adds: "entity", Verb: string(verbEdit), Key: r.Key, Body: r, Secrets: []bonafide.Secret{r.SocialSecurityNumber, r.TaxNumber},
		Rule: s.sealing(func(c Case, in input, seal sealer) (Case, []bonafide.Event, error) {
			return c.addIndividual(in, r, s.opts.Properties, seal, s.newID)
		})}
}

// addIndividual is the rule of [Service.AddIndividual].
func (c Case) addIndividual(in input, r IndividualInput, rules property.Set, s sealer, ids idSource) (Case, []bonafide.Event, error) {
	id, err := ids()
	if err != nil {
		return c, nil, err
	}
	var faults bonafide.Faults
	next, err := c.individual(r, rules, s, id, in.At, &faults, "")
	if err != nil {
		return c, nil, err
	}
	if next, err = next.relateAll(id, r.Relations, nil, ids, in.At, &faults, ""); err != nil {
		return c, nil, err
	}
	if len(faults) == 0 && next.adrift()[id] {
		faults.AddRule("relations", CodeOrphan, "a way to the main company")
	}
	if err := faults.Err(); err != nil {
		return c, nil, err
	}
	next, noted, err := c.conceal(in, next, r.Reason, ids)
	if err != nil {
		return c, nil, err
	}
	return next.editBy(in.By), slices.Concat(one(in.Event(event.IndividualAdded, "entity", id)), c.relationEvents(next, in), noted), nil
}
