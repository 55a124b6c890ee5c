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

// as returns the case as an actor may see it. Reviewers and the system see all of it
// but keys and working data of the library. What reviewers think, found and wrote
// stays with them: platforms see the case without hits, private reasons, comments,
// notes, proposals and legal holds; contacts see no more than the entities they act
// for, with their checks and public reasons.
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
	c.Indexed, c.Structure, c.key, c.DataKey = nil, nil, nil, nil
	if by.Is(bonafide.ActorReviewer, bonafide.ActorSystem) {
		return c
	}
	c = c.outside()
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
		k.Result, k.Details, k.Reference, k.Subject, k.Automation = "", nil, "", "", Automation{}
		checks = append(checks, k)
	}
	c.Checks = checks
	c.Controls, c.Tasks, c.Tags, c.Metadata, c.Properties = nil, nil, nil, nil, nil
	c.Risk, c.Model, c.Reviews, c.Periodic = risk.History{}, ModelState{}, nil, Periodic{}
	c.Assignee, c.Template, c.LastEditor = "", "", bonafide.Actor{}
	return c
}

// outside is the case without what reviewers think, found and wrote.
func (c Case) outside() Case {
	c.Holds, c.Notes, c.Proposal = nil, nil, nil
	c.Checks = slices.DeleteFunc(slices.Clone(c.Checks), func(k Check) bool { return k.Withdrawn != nil })
	c.Reviews = slices.Clone(c.Reviews)
	for i := range c.Checks {
		k := &c.Checks[i]
		k.Screening, k.Dismissal, k.Contrary = nil, nil, nil
		k.Decisions = slices.Clone(k.Decisions)
		for j, d := range k.Decisions {
			k.Decisions[j] = d.public()
		}
		if k.Decision != nil {
			d := k.Decision.public()
			k.Decision = &d
		}
	}
	for i := range c.Reviews {
		c.Reviews[i].Comment = ""
	}
	c.Risk.Automatic, c.Risk.Manual = uncommented(c.Risk.Automatic), uncommented(c.Risk.Manual)
	return c
}

// uncommented are the risks without the words of those who set them.
func uncommented(all []risk.Risk) []risk.Risk {
	all = slices.Clone(all)
	for i := range all {
		all[i].Comment = ""
	}
	return all
}

// public is a decision as anybody outside may see it: whether it came by itself, and
// not which reviewer took it or why.
func (d CheckDecision) public() CheckDecision {
	out := CheckDecision{Approved: d.Approved, At: d.At, Attempt: d.Attempt, Kind: d.Kind, Public: d.Public}
	if d.By.Is(bonafide.ActorSystem) {
		out.By = d.By
	}
	return out
}
