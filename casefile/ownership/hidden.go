package ownership

import "slices"

// hides reports whether one person who had all that is unknown, of main and of every
// company above it, would be found: somebody with a small part of main in the end, or of
// each of several companies, may control one, have enough of one that does, or be behind a
// party. What is unknown of main alone is compared before, unless main itself holds a
// company above it: then more comes round.
func (a *Analysis) hides(q *inquiry) bool {
	full, err := a.fill(q.work)
	switch {
	case err != nil:
		q.tooComplex = q.tooComplex || tooComplex(err)
		return true
	case full.id == "":
		return false
	}
	again := newInquiry(q.work.ctx, q.rules)
	again.work, again.left = q.work, q.left
	f := full.analysis.owners(again)
	q.tooComplex = q.tooComplex || again.tooComplex
	return f.MayHideOwner || slices.ContainsFunc(f.Owners, func(o Owner) bool { return o.ID == full.id })
}

// filled is the analysis of a structure with a person who has all that is unknown. It is
// the same for all rule sets, so it is made once; whoever comes later is charged what it
// took, so that no answer depends on who came first.
type filled struct {
	analysis *Analysis
	id       string // of that person; empty where all is known
	cost     float64
}

func (a *Analysis) fill(work *effort) (*filled, error) {
	if known := a.filled.Load(); known != nil && known.cost <= work.left {
		work.left -= known.cost
		return known, nil
	}
	g, id := a.withUnknown()
	out := &filled{id: id}
	if id != "" {
		ix, err := newIndex(g, a.AsOf)
		if err != nil {
			return nil, err
		}
		before := work.left
		if out.analysis, err = analyse(ix, &a.opts, work, false); err != nil {
			return nil, err
		}
		out.cost = before - work.left
	}
	a.filled.Store(out)
	return out, nil
}

// withUnknown is the graph with a person who has all that is unknown, and the id of that
// person; none where nothing is unknown, or something of main alone that does not come round.
func (a *Analysis) withUnknown() (g Graph, id string) {
	ix := a.ix
	some, circles := false, ix.circles()
	var list []Relation
	s := survey{ix: ix, complete: make(map[int32]bool), traced: make(map[int32]bool)}
	for _, c := range append(slices.Clone(ix.companies), ix.main) {
		own, votes := one.minus(ix.atMostOne(ownership, c)), one.minus(ix.atMostOne(voting, c))
		var rest Rest
		if own.isZero() && votes.isZero() || ix.entity(c).Type != Company && rest.of(ix, c, &s) != nil || !ix.entity(c).Type.ownable() {
			continue
		}
		some = some || c != ix.main || circles
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

// circles reports whether main holds itself, or a company above it.
func (ix *index) circles() bool {
	main := ix.id(ix.main)
	return slices.ContainsFunc(ix.graph.Relations, func(r Relation) bool {
		return r.From == main && (r.To == main || slices.Contains(ix.companies, ix.at[r.To]))
	})
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
