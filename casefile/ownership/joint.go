package ownership

import "slices"

// joint is what the members of a group have in total together, and whether that can be
// told. Where one of them holds of another, it counts once.
func (j *judge) joint(g *Concert) (own, vote Percent, ok bool) {
	a := j.a
	if slices.ContainsFunc(g.Members, func(id string) bool { return a.ix.entity(a.ix.at[id]).Type != Individual }) {
		if a, ok = j.apart(g.Members); !ok {
			return own, vote, false
		}
	}
	for i := range a.Holders {
		if h := &a.Holders[i]; slices.Contains(g.Members, h.ID) {
			own, vote = own.Add(h.Ownership), vote.Add(h.Voting)
		}
	}
	for i := range a.Companies {
		if x := &a.Companies[i]; slices.Contains(g.Members, x.ID) {
			own, vote = own.Add(x.Net), vote.Add(x.NetVoting)
		}
	}
	return own, vote, true
}

// apart is the analysis without what is held of the members of a group.
func (j *judge) apart(members []string) (*Analysis, bool) {
	g := j.a.ix.graph
	g.Relations = slices.DeleteFunc(slices.Clone(g.Relations), func(r Relation) bool { return slices.Contains(members, r.To) })
	ix, err := newIndex(g, j.a.AsOf)
	if err == nil {
		var a *Analysis
		if a, err = analyse(ix, &j.a.opts, j.inquiry.work, false); err == nil {
			return a, true
		}
	}
	j.inquiry.tooComplex = j.inquiry.tooComplex || tooComplex(err)
	j.inquiry.incomplete = true
	return nil, false
}
