package ownership

import "slices"

// hides reports whether one person who had all that is unknown, of main and of every
// company above it, would pass a test: somebody with a small part of main in the end may
// control a company that has a large one. What is unknown of main alone is compared
// before.
func (a *Analysis) hides(q *inquiry, low Test) bool {
	g, id := a.withUnknown(low)
	if id == "" {
		return false
	}
	ix, err := newIndex(g, a.AsOf)
	if err != nil {
		return true
	}
	full, err := analyse(ix, &a.opts, q.work, false)
	if err != nil {
		q.tooComplex = q.tooComplex || tooComplex(err)
		return true
	}
	j := judge{a: full, rules: full.rules(q.rules), inquiry: q, steer: newSteering(ix).by(q.work)}
	if j.rules.MajorityOfShares && ix.mixed {
		j.broad = newBroadSteering(ix).by(q.work)
	}
	if j.rules.needs(InterestInController) && !j.controllers() {
		return true
	}
	i := slices.IndexFunc(full.Holders, func(h Holder) bool { return h.ID == id })
	return i >= 0 && len(j.person(&full.Holders[i], full.through[i])) > 0 || q.incomplete || q.tooComplex
}

// withUnknown is the graph with a person who has all that is unknown, and the id of that
// person; none where no company between has so much unknown that it could matter.
func (a *Analysis) withUnknown(low Test) (g Graph, id string) {
	ix, some := a.ix, false
	var list []Relation
	s := survey{ix: ix, complete: make(map[int32]bool), traced: make(map[int32]bool)}
	for _, c := range append(slices.Clone(ix.companies), ix.main) {
		own, votes := one.minus(ix.atMostOne(ownership, c)), one.minus(ix.atMostOne(voting, c))
		var rest Rest
		if own.isZero() && votes.isZero() || ix.entity(c).Type != Company && rest.of(ix, c, &s) != nil || !ix.entity(c).Type.ownable() {
			continue
		}
		some = some || c != ix.main && (low.met(percentOf(own)) || low.met(percentOf(votes)))
		list = append(list, Relation{To: ix.id(c), Ownership: percentOf(own), Voting: percentOf(votes)})
	}
	if !some {
		return Graph{}, ""
	}
	for id = "?"; ; id += "?" {
		if _, taken := ix.at[id]; !taken {
			break
		}
	}
	for i := range list {
		list[i].From = id
	}
	g = ix.graph
	g.Entities = append(slices.Clone(g.Entities), Entity{ID: id, Type: Individual})
	g.Relations = append(slices.Clone(g.Relations), list...)
	return g, id
}

// atMostOne is the sum of the direct shares of a company, and all of it where they are
// too many.
func (ix *index) atMostOne(m measure, c int32) number {
	sum := ix.direct(m, c)
	if sum.cmp(one) > 0 {
		return one
	}
	return sum
}
