package casefile

import (
	"fmt"
	"slices"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile/property"
)

// placed is an entity of a request that has its id.
type placed struct {
	path, id  string
	relations []RelationInput
}

// populate adds the entities of a request, the main company first, and then their
// relations.
func (c Case) populate(in CreateRequest, rules property.Set, s sealer, ids idSource, at time.Time, faults *bonafide.Faults) (Case, error) {
	refs := make(map[string]string)
	var all []placed
	add := func(path, ref string, relations []RelationInput, entity func(id string, faults *bonafide.Faults) error) error {
		id, err := ids()
		if err != nil {
			return err
		}
		var own bonafide.Faults // of this entity alone: those of others must not keep it from being sealed
		if err := entity(id, &own); err != nil {
			return err
		}
		*faults = append(*faults, own...)
		if ref != "" {
			if refs[ref] != "" {
				faults.Add(path+"ref", bonafide.CodeRepeated)
			}
			code(faults, path+"ref", ref, true, maxCode)
			refs[ref] = id
		}
		all = append(all, placed{path, id, relations})
		return nil
	}
	for _, main := range []bool{true, false} {
		for i, x := range in.Companies {
			if (x.Type == "" || x.Type == MainCompany) != main {
				continue
			}
			path := fmt.Sprintf("companies[%d].", i)
			if err := add(path, x.Ref, x.Relations, func(id string, faults *bonafide.Faults) (err error) {
				c, err = c.company(x, rules, s, id, at, faults, path)
				return err
			}); err != nil {
				return c, err
			}
		}
	}
	for i, x := range in.Individuals {
		path := fmt.Sprintf("individuals[%d].", i)
		if err := add(path, x.Ref, x.Relations, func(id string, faults *bonafide.Faults) (err error) {
			c, err = c.individual(x, rules, s, id, at, faults, path)
			return err
		}); err != nil {
			return c, err
		}
	}
	for _, x := range all {
		var err error
		if c, err = c.relateAll(x.id, x.relations, refs, ids, at, faults, x.path); err != nil {
			return c, err
		}
	}
	return c, nil
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
func (c Case) relationEvents(next Case, in input) []bonafide.Event {
	var events []bonafide.Event
	for _, r := range next.Relations[len(c.Relations):] {
		events = append(events, in.Event(EventRelationAdded, "relation", r.ID, "entity", r.From(), "company", r.ToCompany))
	}
	return events
}
