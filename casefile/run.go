package casefile

import (
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide/casefile/event"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/risk"
)

// wants reports whether the plan is for that individual.
func (p CheckPlan) wants(c Case, x Individual) bool {
	if len(p.Traits) == 0 {
		return true
	}
	traits := c.traits(x)
	return slices.ContainsFunc(p.Traits, func(t Trait) bool { return slices.Contains(traits, t) })
}

// traits are what is said of an individual itself, and by its relations.
func (c Case) traits(x Individual) []Trait {
	var out []Trait
	for trait, has := range map[Trait]bool{
		TraitBusinessContact: x.IsBusinessContact, TraitBeneficialOwner: x.IsBeneficialOwner, TraitControllingPerson: x.IsControllingPerson,
		TraitDelegator: x.IsDelegator, TraitSignatory: x.IsSignatory, TraitComputedOwner: c.Structure != nil && slices.Contains(c.Structure.Owners, x.ID),
	} {
		if has {
			out = append(out, trait)
		}
	}
	for _, r := range x.Roles {
		out = append(out, Trait(r))
	}
	for i := range c.Relations {
		if r := &c.Relations[i]; r.FromIndividual == x.ID {
			for _, role := range r.Roles {
				out = append(out, Trait(role))
			}
		}
	}
	return out
}

// asksOwners reports whether a plan of the template is for computed owners.
func (t Template) asksOwners() bool {
	return slices.ContainsFunc(t.Individual, func(p CheckPlan) bool { return slices.Contains(p.Traits, TraitComputedOwner) })
}

// run creates the checks and controls of the template that are not there yet: an
// entity gets one check for a plan, whatever became of it.
func (c Case) run(t Template, ids idSource, at time.Time) (Case, []bonafide.Event, error) {
	if c.Status != Open && c.Change == nil {
		return c, nil, nil
	}
	var events []bonafide.Event
	type planned struct {
		entity, subtype string
		typ             CheckType
	}
	started := make(map[planned]bool)
	for i := range c.Checks {
		if k := &c.Checks[i]; !k.gone() && k.Template == t.Key {
			started[planned{k.Entity, k.Subtype, k.Type}] = true
		}
	}
	start := func(entity string, p CheckPlan) error {
		if started[planned{entity, p.Subtype, p.Type}] {
			return nil
		}
		started[planned{entity, p.Subtype, p.Type}] = true
		next, told, err := c.start(bonafide.System(), p.request(entity), t.Key, ids, at)
		c, events = next, append(events, told...)
		return err
	}
	for _, x := range c.Companies {
		plans := t.Affiliated
		if x.Type == MainCompany {
			plans = t.Main
		}
		for _, p := range plans {
			if !x.Relevant() {
				break
			}
			if err := start(x.ID, p); err != nil {
				return c, nil, err
			}
		}
	}
	for _, x := range c.Individuals {
		for _, p := range t.Individual {
			if !x.Relevant() || !p.wants(c, x) {
				continue
			}
			if err := start(x.ID, p); err != nil {
				return c, nil, err
			}
		}
	}
	for _, p := range t.Controls {
		if slices.ContainsFunc(c.Controls, func(k Control) bool { return k.ControlPlan.Key == p.Key }) {
			continue
		}
		c.Controls = append(slices.Clone(c.Controls), Control{ControlPlan: p})
		events = append(events, bonafide.NewEvent(event.ControlAdded, at, bonafide.System(), "control", p.Key, "type", string(p.Type)))
	}
	return c, events, nil
}

func (t Template) check(faults *bonafide.Faults, at string, known func(Condition) bool) {
	code(faults, at+"key", t.Key, true, 64)
	line(faults, at+"name", t.Name, true, 180)
	for _, g := range []struct {
		name   string
		target Target
		plans  []CheckPlan
	}{{"main_company", TargetMain, t.Main}, {"affiliated_company", TargetAffiliated, t.Affiliated}, {"individual", TargetIndividual, t.Individual}} {
		for i, p := range g.plans {
			place := fmt.Sprintf("%s%s[%d].", at, g.name, i)
			if !p.Type.Allows(g.target) {
				faults.Add(place+"type", bonafide.CodeNotAllowed)
			}
			p.request("").check(faults, place)
			if len(p.Traits) > 0 && g.target != TargetIndividual {
				faults.Add(place+"traits", bonafide.CodeNotAllowed)
			}
			for _, trait := range p.Traits {
				if !slices.Contains(traits(), trait) {
					faults.Add(place+"traits", bonafide.CodeUnknown)
				}
			}
			if slices.ContainsFunc(g.plans[:i], func(o CheckPlan) bool { return o.Type == p.Type && o.Subtype == p.Subtype }) {
				faults.Add(place+"type", bonafide.CodeRepeated)
			}
		}
	}
	for i, p := range t.Controls {
		place := fmt.Sprintf("%scontrols[%d].", at, i)
		p.check(faults, place, known)
		if slices.ContainsFunc(t.Controls[:i], func(o ControlPlan) bool { return o.Key == p.Key }) {
			faults.Add(place+"key", bonafide.CodeRepeated)
		}
	}
	for _, l := range t.AutoApprove {
		if !l.Known() || l == risk.Prohibited {
			faults.Add(at+"case_auto_approval", bonafide.CodeNotAllowed)
		}
	}
}

func (p CheckPlan) request(entity string) StartCheckRequest {
	return StartCheckRequest{Entity: entity, Type: p.Type, Subtype: p.Subtype, Internal: p.Internal, Automation: p.Automation, Search: p.Search}
}
