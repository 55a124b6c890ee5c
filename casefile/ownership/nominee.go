package ownership

import (
	"slices"

	"github.com/bonafide-go/bonafide"
)

// A nominee holds for somebody else, and what it holds counts as that person's under
// every rule set (Companies Act 2006, Sch. 1A para. 19; 31 CFR 1010.380(d)(3)(ii);
// Regulation (EU) 2024/1624, art. 66). The graph is therefore read with the holdings
// of nominees already moved. Where it is not said for whom, or for several, nobody
// gets them and they stay an unresolved rest.

// betweenNominees reports a relation that only says for whom somebody holds.
func (r *Relation) betweenNominees() bool {
	return !r.figured() && (r.has(Nominator) || r.has(Nominee))
}

func (g Graph) nominated() bool {
	return slices.ContainsFunc(g.Relations, func(r Relation) bool { return r.has(Nominee) || r.has(Nominator) })
}

// mandates are who holds for whom on a day.
type mandates struct {
	by      map[string][]string // by nominee
	in      map[string][]string // by company: nominators that name no nominee
	counted map[string]bool     // companies where nominators have figures of their own
	marked  map[string]bool     // nominees that mark which of their holdings are not their own
}

func (g Graph) mandates(at map[string]int32, asOf bonafide.Date) mandates {
	m := mandates{map[string][]string{}, map[string][]string{}, map[string]bool{}, map[string]bool{}}
	add := func(to map[string][]string, key, id string) {
		if !slices.Contains(to[key], id) {
			to[key] = append(to[key], id)
		}
	}
	held := make(map[string]bool) // companies in which a nominee holds
	for i := range g.Relations {
		if r := &g.Relations[i]; r.has(Nominee) && r.active(asOf) && g.Entities[at[r.To]].Type.ownable() {
			held[r.To], m.marked[r.From] = true, true
		}
	}
	for i := range g.Relations {
		r := &g.Relations[i]
		switch {
		case !r.active(asOf):
		case r.has(Nominator) && held[r.To]:
			add(m.in, r.To, r.From)
			m.counted[r.To] = m.counted[r.To] || r.figured()
		case r.has(Nominator):
			add(m.by, r.To, r.From)
		case r.betweenNominees() && !g.Entities[at[r.To]].Type.ownable(): // the nominee names its nominator
			add(m.by, r.From, r.To)
		}
	}
	return m
}

// principals are those for whom the relation is held; with ok false it is the
// holder's own.
func (m mandates) principals(r *Relation) (list []string, ok bool) {
	nominee := r.has(Nominee) || m.by[r.From] != nil && !m.marked[r.From]
	switch {
	case !nominee || !r.figured() || r.From == r.To || r.has(Nominator):
		return nil, false
	case m.by[r.From] != nil:
		return m.by[r.From], true
	case m.counted[r.To]:
		return nil, true
	}
	return m.in[r.To], true
}

// whose follows nominators that hold for others themselves, up to the one that does not;
// empty where there are several, or a circle of them.
func (m mandates) whose(id string) string {
	for seen := []string{}; ; {
		if m.marked[id] || len(m.by[id]) == 0 {
			return id
		}
		if len(m.by[id]) > 1 || slices.Contains(seen, id) {
			return ""
		}
		seen, id = append(seen, id), m.by[id][0]
	}
}

// beneficial moves what nominees hold to those for whom they hold it.
func (g Graph) beneficial(at map[string]int32, asOf bonafide.Date) Graph {
	m := g.mandates(at, asOf)
	moved := slices.Clone(g.Relations)
	for i := range g.Relations {
		r := &g.Relations[i]
		principals, ok := m.principals(r)
		if !ok {
			continue
		}
		own := *r
		own.Ownership, own.Voting, own.Band, own.VotesBand = Percent{}, Percent{}, nil, nil
		moved[i] = own
		if len(principals) != 1 {
			continue
		}
		if whose := m.whose(principals[0]); whose != "" && whose != r.From {
			real := *r
			real.From, real.Roles, real.Position = whose, nil, ""
			moved = append(moved, real)
		}
	}
	g.Relations = moved
	return g
}
