package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
	"github.com/bonafide-go/bonafide/risk"
)

// view is a case as an actor gets it: archived properties left out.
func (s *Service) view(c Case, by bonafide.Actor, _ time.Time) Case {
	c = c.monitored().as(by)
	c.Properties = s.opts.Properties.Visible(property.OfCase, c.Properties)
	for i := range c.Companies {
		c.Companies[i].Properties = s.opts.Properties.Visible(property.OfCompany, c.Companies[i].Properties)
	}
	for i := range c.Individuals {
		c.Individuals[i].Properties = s.opts.Properties.Visible(property.OfIndividual, c.Individuals[i].Properties)
	}
	return c
}

// as returns the case as an actor may see it. Contacts see the entities they act
// for, with their checks and public reasons; what reviewers think, found and wrote
// stays with reviewers. Everybody else who may know of a case sees all of it,
// except that legal holds are for reviewers; working data of the library is left
// out.
func (c Case) as(by bonafide.Actor) Case {
	for i := range c.Companies {
		if i == 0 {
			c.Companies = slices.Clone(c.Companies)
		}
		c.Companies[i].Marks = nil
	}
	for i := range c.Individuals {
		if i == 0 {
			c.Individuals = slices.Clone(c.Individuals)
		}
		c.Individuals[i].Marks = nil
	}
	c.Indexed, c.Structure, c.key = nil, nil, nil
	if !by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		c.Holds = nil
	}
	if !by.Is(bonafide.ActorUser) {
		return c
	}
	mine := func(id string) bool { return c.actsFor(by, id) }
	c.Companies = without(c.Companies, func(x Company) bool { return !mine(x.ID) })
	c.Individuals = without(c.Individuals, func(x Individual) bool { return !mine(x.ID) })
	c.Relations = without(c.Relations, func(r Relation) bool { return !mine(r.From()) })
	var checks []Check
	for _, k := range c.Checks {
		if k.Internal || !mine(k.Entity) {
			continue
		}
		k.Result, k.Details, k.Reference, k.Screening, k.Subject, k.Automation = "", nil, "", nil, "", Automation{}
		k.Withdrawn, k.Dismissal, k.Contrary = nil, nil, nil
		for i, d := range k.Decisions {
			if i == 0 {
				k.Decisions = slices.Clone(k.Decisions)
			}
			k.Decisions[i] = d.public()
		}
		if k.Decision != nil {
			d := k.Decision.public()
			k.Decision = &d
		}
		checks = append(checks, k)
	}
	c.Checks = checks
	c.Controls, c.Notes, c.Tasks, c.Tags, c.Metadata, c.Properties = nil, nil, nil, nil, nil, nil
	c.Risk, c.Model, c.Proposal, c.Reviews, c.Periodic = risk.History{}, ModelState{}, nil, nil, Periodic{}
	c.Assignee, c.Template, c.LastEditor, c.DataKey = "", "", bonafide.Actor{}, nil
	return c
}

// public is a decision as the contact may see it.
func (d CheckDecision) public() CheckDecision {
	return CheckDecision{Approved: d.Approved, At: d.At, Attempt: d.Attempt, Kind: d.Kind, Public: d.Public}
}
