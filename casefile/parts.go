package casefile

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// entity returns the kind of the entity with that id, or "" for an unknown id.
func (c Case) entity(id string) Target {
	for i := range c.Companies {
		if x := &c.Companies[i]; x.ID != id {
			continue
		} else if x.Type == MainCompany {
			return TargetMain
		}
		return TargetAffiliated
	}
	for i := range c.Individuals {
		if c.Individuals[i].ID == id {
			return TargetIndividual
		}
	}
	return ""
}

// relevant reports whether the entity is under investigation.
func (c Case) relevant(id string) bool {
	for i := range c.Companies {
		if c.Companies[i].ID == id {
			return c.Companies[i].Relevant()
		}
	}
	for i := range c.Individuals {
		if c.Individuals[i].ID == id {
			return c.Individuals[i].Relevant()
		}
	}
	return false
}

// relevantChecks are those under investigation, on entities that are.
func (c Case) relevantChecks() []Check {
	relevant := make(map[string]bool, len(c.Companies)+len(c.Individuals))
	for i := range c.Companies {
		relevant[c.Companies[i].ID] = c.Companies[i].Relevant()
	}
	for i := range c.Individuals {
		relevant[c.Individuals[i].ID] = c.Individuals[i].Relevant()
	}
	out := make([]Check, 0, len(c.Checks))
	for i := range c.Checks {
		if k := &c.Checks[i]; relevant[k.Entity] && !k.gone() {
			out = append(out, *k)
		}
	}
	return out
}

// byID returns where each of the elements stands.
func byID[T any](all []T, id func(*T) string) map[string]int {
	places := make(map[string]int, len(all))
	for i := range all {
		places[id(&all[i])] = i
	}
	return places
}

func (c Case) companiesByID() map[string]int {
	return byID(c.Companies, func(x *Company) string { return x.ID })
}

func (c Case) individualsByID() map[string]int {
	return byID(c.Individuals, func(x *Individual) string { return x.ID })
}

// identity is the hash of what evidence about an entity is checked against.
func (c Case) identity(entity string) string {
	if x, ok := c.Company(entity); ok {
		return x.identity()
	}
	if x, ok := c.Individual(entity); ok {
		return x.identity()
	}
	return ""
}

// with returns the elements with x in place of the one that is the same, or
// added. The given slice is not changed.
func with[T any](all []T, x T, same func(T) bool) []T {
	all = slices.Clone(all)
	if i := slices.IndexFunc(all, same); i >= 0 {
		all[i] = x
		return all
	}
	return append(all, x)
}

// without returns the elements but those that match.
func without[T any](all []T, gone func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), gone)
}

// control returns the control with that key, and whether there is one.
func (c Case) control(key string) (Control, bool) {
	i := slices.IndexFunc(c.Controls, func(k Control) bool { return k.Key == key })
	if i < 0 {
		return Control{}, false
	}
	return c.Controls[i], true
}

func (c Case) withCheck(k Check) Case {
	c.Checks = with(c.Checks, k, func(x Check) bool { return x.ID == k.ID })
	return c
}

func (c Case) withCompany(x Company) Case {
	c.Companies = with(c.Companies, x, func(o Company) bool { return o.ID == x.ID })
	return c
}

func (c Case) withIndividual(x Individual) Case {
	c.Individuals = with(c.Individuals, x, func(o Individual) bool { return o.ID == x.ID })
	return c
}

// editBy notes who changed the content last.
func (c Case) editBy(by bonafide.Actor) Case {
	c.LastEditor = by
	return c
}
