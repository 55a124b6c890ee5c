package ownership

import (
	"context"
	"slices"
)

// An inquiry follows the parties of trusts and the like up to persons, under one rule
// set: the owners of a party are those it would have if it were main. Each entity is
// asked about once, and what is a party of itself, by whatever way, stands for nobody
// new.
type inquiry struct {
	rules      RuleSet
	work       *effort
	found      map[string][]Owner // by entity
	open       map[string]bool    // those that are being asked about
	cut        bool               // one of these was met again: what was found is not all
	left       int                // relations and entities that may still be read
	tooComplex bool
	incomplete bool // interests in controllers have no figure
}

// maxReading bounds what is read of a graph again for the parties of trusts: five
// hundred times the largest structure of a case.
const maxReading = 4_000_000

func newInquiry(ctx context.Context, r RuleSet) *inquiry {
	return &inquiry{
		rules: r, work: newEffort(ctx), left: maxReading, found: make(map[string][]Owner), open: make(map[string]bool),
	}
}

// behind lists the individuals that a party stands for: itself, or its beneficial
// owners, or, where the rule set says so, those who control it.
func (q *inquiry) behind(a *Analysis, id string) []string {
	return q.persons(a, id, q.rules.PartiesByControl)
}

// command lists the individuals that decide for an entity.
func (q *inquiry) command(a *Analysis, id string) []string { return q.persons(a, id, true) }

func (q *inquiry) persons(a *Analysis, id string, control bool) []string {
	switch t := a.ix.entity(a.ix.at[id]).Type; {
	case t == Individual:
		return []string{id}
	case !t.ownable() || t == ListedCompany || t == StateBody:
		return nil
	}
	var list []string
	for _, o := range q.owners(a, id) {
		if !control || slices.ContainsFunc(o.Reasons, decides) {
			list = append(list, o.ID)
		}
	}
	return list
}

// decides reports a reason to be who controls an entity, or stands for it.
func decides(r Reason) bool { return r.Measure == Control || r.Measure == TrustParty }

// owners are the beneficial owners of any entity of a structure.
func (q *inquiry) owners(a *Analysis, id string) []Owner {
	if found, ok := q.found[id]; ok {
		return found
	}
	if q.open[id] || id == a.Main {
		q.cut = true
		return nil
	}
	q.left -= len(a.ix.graph.Relations) + len(a.ix.graph.Entities)
	if q.left < 0 {
		q.tooComplex = true
		return nil
	}
	cut := q.cut
	q.cut, q.open[id], q.open[a.Main] = false, true, true
	found := q.ask(a, id)
	delete(q.open, id)
	if !q.cut || len(q.open) == 1 {
		q.found[id] = found
	}
	q.cut = q.cut || cut
	return found
}

func (q *inquiry) ask(a *Analysis, id string) []Owner {
	ix, err := newIndex(a.ix.upTo(id), a.AsOf)
	if err != nil {
		return nil
	}
	above, err := analyse(ix, &a.opts, q.work, false)
	if err != nil {
		q.tooComplex = true
		return nil
	}
	return above.owners(q).Owners
}

// upTo is the part of the graph above an entity, which becomes main.
func (ix *index) upTo(id string) Graph {
	main := ix.at[id]
	above := map[int32]bool{main: true}
	queue := []int32{main}
	for next := 0; next < len(queue); next++ {
		from, to := ix.in(queue[next])
		for _, h := range ix.holder[from:to] {
			if !above[h] {
				above[h] = true
				queue = append(queue, h)
			}
		}
	}
	g := Graph{Main: id}
	for i := range ix.graph.Entities {
		if above[int32(i)] {
			g.Entities = append(g.Entities, ix.graph.Entities[i])
		}
	}
	for _, r := range ix.graph.Relations {
		if above[ix.at[r.To]] && above[ix.at[r.From]] {
			g.Relations = append(g.Relations, r)
		}
	}
	for _, group := range ix.graph.Groups {
		members := slices.DeleteFunc(slices.Clone(group.Members), func(m string) bool { return !above[ix.at[m]] })
		if len(members) > 1 {
			g.Groups = append(g.Groups, Group{ID: group.ID, Members: members})
		}
	}
	return g
}
