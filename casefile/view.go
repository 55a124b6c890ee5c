package casefile

import (
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
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

// as returns the case as an actor may see it: for every kind of actor there is a list
// of what may be seen, and whatever it does not name, now or one day, is left out.
//
// Reviewers and the system see all but keys and working data of the library. What
// reviewers think, found and wrote stays with them (31 CFR 1020.320(e); Regulation (EU)
// 2024/1624 article 73): platforms see the case without hits, private reasons,
// comments, notes, tasks, proposals, legal holds and any reviewer; contacts no more than
// the entities they act for, with their checks and public reasons; a verifier the id and
// the status. Others see nothing.
func (c Case) as(by bonafide.Actor) Case {
	switch {
	case by.Is(bonafide.ActorReviewer, bonafide.ActorSystem):
		return seenInside().From(c)
	case by.Is(bonafide.ActorPlatform):
		return seenByPlatform().From(c.outside(by))
	case by.Is(bonafide.ActorUser):
		return seenByContact().From(c.outside(by).actedForBy(by))
	case by.Is(bonafide.ActorVerifier):
		return seenByVerifier().From(c)
	}
	return Case{}
}

// outside is the case without the checks that are out of the investigation and the controls
// that tell of tasks, without the
// reviewers who decided, and with no time of what is not seen outside.
func (c Case) outside(by bonafide.Actor) Case {
	stranger := func(a bonafide.Actor) bool { return a != by && !a.Is(bonafide.ActorSystem) }
	c.Checks, c.Controls = c.investigated(), c.controlsOutside()
	c.Files = c.filesOf(c.Checks)
	c = c.asShown(by)
	for i := range c.Checks {
		k := &c.Checks[i]
		k.Decisions = slices.Clone(k.Decisions)
		for j := range k.Decisions {
			if stranger(k.Decisions[j].By) {
				k.Decisions[j].By = bonafide.Actor{}
			}
		}
		if k.Decision != nil && stranger(k.Decision.By) {
			d := *k.Decision
			d.By = bonafide.Actor{}
			k.Decision = &d
		}
	}
	c.Reviews = slices.Clone(c.Reviews)
	for i := range c.Reviews {
		if r := &c.Reviews[i]; stranger(r.By) {
			r.By = bonafide.Actor{}
		}
	}
	if stranger(c.LastEditor) {
		c.LastEditor = bonafide.Actor{}
	}
	if stranger(c.Erasure.By) {
		c.Erasure.By = bonafide.Actor{}
	}
	return c
}

// investigated are the checks that are in the investigation.
func (c Case) investigated() []Check {
	if !slices.ContainsFunc(c.Checks, func(k Check) bool { return k.Withdrawn != nil }) {
		return c.Checks
	}
	return without(c.Checks, func(k Check) bool { return k.Withdrawn != nil })
}

// actedForBy is the case with the entities alone that a contact acts for, and what it
// is asked for about them.
func (c Case) actedForBy(by bonafide.Actor) Case {
	return c.about(func(entity string) bool { return c.actsFor(by, entity) })
}

// about is the case with those entities alone, and what contacts are asked for about them.
func (c Case) about(mine func(entity string) bool) Case {
	next := c
	next.Companies = without(c.Companies, func(x Company) bool { return !mine(x.ID) })
	next.Individuals = without(c.Individuals, func(x Individual) bool { return !mine(x.ID) })
	next.Relations = without(c.Relations, func(r Relation) bool { return !mine(r.From()) })
	next.Checks = without(c.Checks, func(k Check) bool { return k.Internal || !mine(k.Entity) })
	next.Files = c.filesOf(next.Checks)
	return next
}
