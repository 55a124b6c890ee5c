package ownership

import "slices"

// hides reports whether one person who had all that is unknown, of main and of every
// company above it, would be found: somebody with a small part of main in the end, or of
// each of several companies, may control one, have enough of one that does, or be behind a
// party. What is unknown of main alone is compared before.
func (a *Analysis) hides(q *inquiry) bool {
	g, id := a.withUnknown()
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
	again := newInquiry(q.work.ctx, q.rules)
	again.work, again.left = q.work, q.left
	f := full.owners(again)
	q.tooComplex = q.tooComplex || again.tooComplex
	return f.MayHideOwner || slices.ContainsFunc(f.Owners, func(o Owner) bool { return o.ID == id })
}

// withUnknown is the graph with a person who has all that is unknown, and the id of that
// person; none where everything is known of the companies between.
func (a *Analysis) withUnknown() (g Graph, id string) {
	ix, some := a.ix, false
	var list []Relation
	s := survey{ix: ix, complete: make(map[int32]bool), traced: make(map[int32]bool)}
	for _, c := range append(slices.Clone(ix.companies), ix.main) {
		own, votes := one.minus(ix.atMostOne(ownership, c)), one.minus(ix.atMostOne(voting, c))
		var rest Rest
		if own.isZero() && votes.isZero() || ix.entity(c).Type != Company && rest.of(ix, c, &s) != nil || !ix.entity(c).Type.ownable() {
			continue
		}
		some = some || c != ix.main
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
