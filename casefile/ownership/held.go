package ownership

import "slices"

// held is the analysis of the structure as the rule set sees it: what trusts and firms
// hold is held by their trustees, partners and so on. It is the analysis itself where
// there is none of these, and complete is false where there is no answer.
func (a *Analysis) held(q *inquiry) (view *Analysis, complete bool) {
	g, changed := a.ix.attribute(&q.rules)
	g, excepted := a.except(g, &q.rules)
	if !changed && !excepted {
		return a, true
	}
	ix, err := newIndex(g, a.AsOf)
	if err != nil {
		return a, false
	}
	view, err = analyse(ix, &a.opts, q.work, false)
	if err != nil {
		q.tooComplex = q.tooComplex || tooComplex(err)
		return a, false
	}
	return view, true
}

// except leaves out who is behind entities that are excepted, main not among them: it is
// the customer.
func (a *Analysis) except(g Graph, rules *RuleSet) (out Graph, changed bool) {
	low, ok := rules.lowest()
	if a.ix.special == nil || len(rules.Excepted.Types) == 0 || !ok {
		return g, false
	}
	for i, c := range a.ix.companies {
		x := &a.Companies[i]
		if !rules.Excepted.covers(x.Type) || !low.met(x.Net) && !low.met(x.NetVoting) {
			continue
		}
		for _, k := range a.ix.special[c] {
			if !changed {
				g.Relations, changed = slices.Clone(g.Relations), true
			}
			g.Relations[k] = g.Relations[k].of(Whole(0))
		}
	}
	return g, changed
}

// attribute gives what such entities hold to those who hold it by their role. Main is
// what it is: a trust that is the customer is not a company with owners.
func (ix *index) attribute(rules *RuleSet) (g Graph, changed bool) {
	g = ix.graph
	if ix.special == nil || len(rules.Held) == 0 && len(rules.Uncounted.Roles) == 0 {
		return g, false
	}
	g.Relations = slices.Clone(g.Relations)
	for c, relations := range ix.special {
		if c == ix.main {
			continue
		}
		t := ix.entity(c).Type
		for i := range rules.Held {
			if s := &rules.Held[i]; s.covers(t) {
				ix.giveAll(g.Relations, relations, s)
				changed = true
			}
		}
		if !rules.Uncounted.covers(t) {
			continue
		}
		for _, k := range relations {
			if slices.ContainsFunc(g.Relations[k].Roles, func(r Role) bool { return slices.Contains(rules.Uncounted.Roles, r) }) {
				g.Relations[k] = g.Relations[k].of(Whole(0))
				changed = true
			}
		}
	}
	return g, changed
}

// giveAll gives all of an entity to each who has one of the roles, and nothing to
// those who are only other parties.
func (ix *index) giveAll(list []Relation, relations []int32, s *Standing) {
	sole := ix.soleBeneficiary(relations)
	given := make(map[string]bool)
	for _, k := range relations {
		r := &list[k]
		holds := slices.ContainsFunc(r.Roles, func(role Role) bool {
			return slices.Contains(s.Roles, role) && (role != Beneficiary || r.From == sole)
		})
		switch {
		case holds && !given[r.From]:
			given[r.From] = true
			*r = r.of(Whole(100))
		case holds, slices.ContainsFunc(r.Roles, Role.ofTrust):
			*r = r.of(Whole(0))
		}
	}
}

// soleBeneficiary is the only beneficiary; empty if there are several or none.
func (ix *index) soleBeneficiary(relations []int32) string {
	sole := ""
	for _, k := range relations {
		r := ix.relation(k)
		if !r.has(Beneficiary) || r.From == sole {
			continue
		}
		if sole != "" || ix.entity(ix.at[r.From]).Type == Class {
			return ""
		}
		sole = r.From
	}
	return sole
}

// of is the relation with another share.
func (r Relation) of(share Percent) Relation {
	r.Ownership, r.Voting, r.Band, r.VotesBand, r.within = share, share, nil, nil, nil
	return r
}
